// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

DataTable {
    id: table
    required property Workstation workstation

    objectName: "orderTable"
    model: workstation.orders
    keyRole: "symbol"
    linkRole: "traceId"
    dimmedUnlessRole: "isLive"
    emptyText: qsTr("No orders in this session yet.")
    onActivated: key => workstation.select(key)
    onAsked: (key, trace) => workstation.explanation.askTrade(key, trace)
    columns: [
        DataColumn { title: qsTr("Time"); role: "time"; width: 66; mono: true; priority: 3 },
        DataColumn { title: qsTr("Symbol"); role: "symbol"; width: 92 },
        DataColumn { title: qsTr("Side"); role: "side"; width: 54; goodRole: "isBuy" },
        DataColumn { title: qsTr("Purpose"); role: "intent"; width: 104 },
        DataColumn { title: qsTr("Type"); role: "type"; width: 86; priority: 2 },
        DataColumn { title: qsTr("Price"); role: "price"; width: 84; rightAligned: true },
        DataColumn { title: qsTr("Trigger"); role: "trigger"; width: 84; rightAligned: true },
        DataColumn { title: qsTr("Quantity"); role: "quantity"; width: 80; rightAligned: true },
        DataColumn { title: qsTr("Filled"); role: "filled"; width: 80; rightAligned: true; priority: 4 },
        DataColumn { title: qsTr("Status"); role: "status"; width: 130; faintUnlessRole: "isLive" },
        DataColumn { title: ""; linkText: qsTr("Why?"); width: 44 }
    ]
}
