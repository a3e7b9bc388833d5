// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

// What trades were to cost, and what they cost.
DataTable {
    id: table
    required property Workstation workstation

    objectName: "costTable"
    model: workstation.costSheets
    keyRole: "traceId"
    emptyText: qsTr("No entry has been approved yet.")
    columns: [
        DataColumn { title: qsTr("Approved"); role: "time"; width: 62; rightAligned: true },
        DataColumn { title: qsTr("Symbol"); role: "symbol"; width: 84 },
        DataColumn { title: qsTr("Side"); role: "direction"; width: 46; goodRole: "isLong" },
        DataColumn { title: qsTr("Entry"); role: "entryPrice"; width: 118; rightAligned: true; priority: 2 },
        DataColumn { title: qsTr("Slip in, bps"); role: "entrySlippage"; width: 86; rightAligned: true },
        DataColumn { title: qsTr("Fees, USDT"); role: "fees"; width: 96; rightAligned: true },
        DataColumn { title: qsTr("Funding"); role: "funding"; width: 86; rightAligned: true; priority: 4 },
        DataColumn { title: qsTr("Exit at stop"); role: "exitPrice"; width: 118; rightAligned: true; priority: 3 },
        DataColumn { title: qsTr("Slip out, bps"); role: "exitSlippage"; width: 86; rightAligned: true },
        DataColumn { title: qsTr("To liquidation"); role: "liquidation"; width: 118; rightAligned: true; priority: 5 },
        DataColumn { title: qsTr("Loss, R"); role: "loss"; width: 92; rightAligned: true },
        DataColumn { title: qsTr("Worst, R"); role: "worst"; width: 58; rightAligned: true; priority: 1 },
        DataColumn { title: qsTr("Error, R"); role: "error"; width: 62; rightAligned: true; signRole: "errorSign" },
        DataColumn { title: qsTr("Size"); role: "sizeFactor"; width: 44; rightAligned: true; priority: 6 }
    ]
}
