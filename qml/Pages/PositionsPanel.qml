// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

DataTable {
    id: table
    required property Workstation workstation

    objectName: "positionTable"
    model: workstation.positions
    keyRole: "symbol"
    linkRole: "traceId"
    selectedValue: workstation.selectedSymbol
    emptyText: qsTr("No open positions.")
    onActivated: key => workstation.select(key)
    onAsked: (key, trace) => workstation.explanation.askTrade(key, trace)
    columns: [
        DataColumn { title: qsTr("Symbol"); role: "symbol"; width: 84 },
        DataColumn { title: qsTr("Side"); role: "direction"; width: 50; goodRole: "isLong" },
        DataColumn { title: qsTr("Quantity"); role: "quantity"; width: 62; rightAligned: true },
        DataColumn { title: qsTr("Entry"); role: "entry"; width: 68; rightAligned: true },
        DataColumn { title: qsTr("Mark"); role: "mark"; width: 68; rightAligned: true },
        DataColumn { title: qsTr("Stop"); role: "stop"; width: 68; rightAligned: true },
        DataColumn { title: qsTr("Stop mode"); role: "stopMode"; width: 78; priority: 6 },
        DataColumn { title: qsTr("Targets"); role: "targets"; width: 128; mono: true; priority: 3 },
        DataColumn { title: qsTr("Stop → target"); progressRole: "progress"; entryRole: "entryProgress"; width: 84; priority: 2 },
        DataColumn { title: qsTr("PnL, USDT"); role: "pnlUsd"; width: 70; rightAligned: true; signRole: "pnlSign" },
        DataColumn { title: qsTr("R"); role: "pnlR"; width: 50; rightAligned: true; signRole: "pnlSign" },
        DataColumn { title: qsTr("Opened"); role: "opened"; width: 66; rightAligned: true; priority: 4 },
        DataColumn { title: qsTr("Unprotected"); role: "unprotected"; width: 84; rightAligned: true; priority: 5 },
        DataColumn { title: ""; linkText: qsTr("Why?"); width: 44 }
    ]
}
