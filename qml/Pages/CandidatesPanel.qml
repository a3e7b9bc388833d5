// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

// The last scan. The row chosen is charted, and its filters are shown below.
Panel {
    id: panel
    required property Workstation workstation

    title: qsTr("Candidates")
    note: workstation.candidates.count > 0 ? qsTr("last scan: %n symbol(s)", "", workstation.candidates.count) : ""

    DataTable {
        objectName: "candidateTable"
        anchors.fill: parent
        model: panel.workstation.candidates
        keyRole: "symbol"
        linkRole: "symbol"
        selectedValue: panel.workstation.selectedSymbol
        dimmedUnlessRole: "passed"
        emptyText: qsTr("No scan yet. The first one comes soon after Start.")
        onActivated: key => panel.workstation.select(key)
        onAsked: (key, symbol) => panel.workstation.explanation.askNewest(symbol)
        columns: [
            DataColumn { title: qsTr("#"); role: "rank"; width: 22; rightAligned: true },
            DataColumn { title: qsTr("Symbol"); role: "symbol"; width: 96 },
            DataColumn { title: qsTr("Score"); role: "score"; width: 55; rightAligned: true },
            DataColumn { title: qsTr("Filters"); role: "passedText"; width: 52; rightAligned: true; goodRole: "passed" },
            DataColumn { title: qsTr("Levels"); role: "levels"; width: 54; rightAligned: true; priority: 1 },
            DataColumn { title: qsTr("Outcome"); role: "verdict"; width: 114 },
            DataColumn { title: ""; linkText: qsTr("Why?"); width: 40 }
        ]
    }
}
