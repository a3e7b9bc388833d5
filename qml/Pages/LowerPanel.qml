// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

// Positions, orders, equity, log, the reasons, the costs and the steps, one at a time.
Panel {
    id: panel
    required property Workstation workstation
    signal nearMissesRequested
    function showTab(index: int) { tabs.currentIndex = index }
    function searchLog() {
        tabs.currentIndex = 3
        logPanel.focusSearch()
    }

    // Whoever asks is to read the answer.
    Connections {
        target: panel.workstation.explanation
        function onChanged() {
            if (panel.workstation.explanation.waiting)
                tabs.currentIndex = 4
        }
    }
    ContestDialog { id: contestDialog; workstation: panel.workstation }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0
        TabBar {
            id: tabs
            objectName: "lowerTabs"
            Layout.fillWidth: true
            background: null
            spacing: 0
            AppTabButton { text: qsTr("Positions (%1)").arg(panel.workstation.positions.count) }
            AppTabButton { text: qsTr("Orders (%1 live)").arg(panel.workstation.orders.liveCount) }
            AppTabButton { text: qsTr("Equity") }
            AppTabButton { text: qsTr("Log") }
            AppTabButton { text: qsTr("Why") }
            AppTabButton { text: qsTr("Costs (%1)").arg(panel.workstation.costSheets.count) }
            AppTabButton { text: qsTr("Steps") }
        }
        Rectangle {
            Layout.fillWidth: true
            implicitHeight: 1
            color: Theme.border
        }
        StackLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            currentIndex: tabs.currentIndex
            ColumnLayout {
                spacing: 0
                ContestsPanel {
                    Layout.fillWidth: true
                    workstation: panel.workstation
                    onAsked: (symbol, choice) => contestDialog.ask(symbol, choice)
                }
                PositionsPanel {
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    workstation: panel.workstation
                }
            }
            OrdersPanel { workstation: panel.workstation }
            EquityPanel { workstation: panel.workstation }
            LogPanel { id: logPanel; workstation: panel.workstation }
            WhyPanel {
                workstation: panel.workstation
                onNearMissesRequested: panel.nearMissesRequested()
            }
            CostsPanel { workstation: panel.workstation }
            CheckpointsPanel { workstation: panel.workstation }
        }
    }
}
