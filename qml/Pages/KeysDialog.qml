// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls

AppDialog {
    id: dialog
    title: qsTr("Keyboard")
    width: 460

    contentItem: ColumnLayout {
        spacing: Theme.spacing
        GridLayout {
            columns: 2
            columnSpacing: Theme.spacingLarge
            rowSpacing: Theme.spacingSmall
            Repeater {
                model: [
                    qsTr("Ctrl+Shift+F"), qsTr("Flatten: twice within 3 s"),
                    qsTr("F5"), qsTr("Start"),
                    qsTr("Shift+F5"), qsTr("Stop: twice within 3 s"),
                    qsTr("F6"), qsTr("Pause or resume"),
                    qsTr("Ctrl+1 … Ctrl+7"), qsTr("Positions, orders, equity, log, why, costs, steps"),
                    qsTr("Ctrl+L"), qsTr("Search the log"),
                    qsTr("Ctrl+Up, Ctrl+Down"), qsTr("Previous, next symbol"),
                    qsTr("Ctrl++, Ctrl+−"), qsTr("Zoom the chart"),
                    "← →, ↑ ↓", qsTr("Move and zoom the chart that has the focus"),
                    qsTr("Home"), qsTr("Chart: follow the newest candle"),
                    qsTr("Ctrl+← →"), qsTr("Chart: a candle back in time, and forward"),
                    qsTr("Ctrl+Home, End"), qsTr("Chart: the oldest moment held, and now"),
                    "?", qsTr("Why: of the row that has the focus"),
                    qsTr("F7"), qsTr("Near misses"),
                    qsTr("F8"), qsTr("Venue and connection"),
                    qsTr("F9"), qsTr("Strategies"),
                    qsTr("F10"), qsTr("Story of the session"),
                    qsTr("Ctrl+E"), qsTr("Export"),
                    qsTr("Ctrl+T"), qsTr("Dark or light"),
                    qsTr("F1"), qsTr("This list")
                ]
                Text {
                    required property string modelData
                    required property int index
                    text: modelData
                    color: index % 2 ? Theme.textMuted : Theme.text
                    font.family: index % 2 ? Qt.application.font.family : Theme.monoFamily
                    font.pixelSize: Theme.fontBody
                }
            }
        }
        AppButton {
            Layout.alignment: Qt.AlignRight
            text: qsTr("Close")
            onClicked: dialog.close()
        }
    }
}
