// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

// What refused over the session, how nearly it had not, and how that had ended.
AppDialog {
    id: dialog
    required property Workstation workstation
    readonly property NearMissView nearMisses: workstation.nearMisses
    readonly property real listHeight: Math.max(120, Math.min(300, (parent ? parent.height : 900) - 560))

    objectName: "nearMissDialog"
    title: qsTr("Near misses")
    width: Math.min(1080, (parent ? parent.width : 1180) - 60)

    function show() {
        nearMisses.count()
        open()
    }

    contentItem: ColumnLayout {
        spacing: Theme.spacing

        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.spacing
            Text {
                objectName: "nearMissSummary"
                Layout.fillWidth: true
                text: dialog.nearMisses.summary !== "" ? dialog.nearMisses.summary
                    : dialog.nearMisses.counting ? qsTr("Counting…") : ""
                color: Theme.text
                font.pixelSize: Theme.fontBody
            }
            Text {
                visible: dialog.nearMisses.endsPending
                text: qsTr("working out how they had ended…")
                color: Theme.textMuted
                font.pixelSize: Theme.fontSmall
            }
            AppButton {
                objectName: "nearMissCount"
                Layout.fillWidth: false
                implicitHeight: 24
                text: qsTr("Count anew")
                enabled: !dialog.nearMisses.counting
                onClicked: dialog.nearMisses.count()
            }
        }
        Text {
            objectName: "nearMissProblem"
            Layout.fillWidth: true
            visible: text !== ""
            text: dialog.nearMisses.problem
            color: Theme.warning
            font.pixelSize: Theme.fontBody
            wrapMode: Text.WordWrap
        }
        // The funnel: how many came to each stage, and how many ended there.
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 3
            Repeater {
                objectName: "nearMissFunnel"
                model: dialog.nearMisses.funnel
                RowLayout {
                    id: stage
                    required property var modelData
                    Layout.fillWidth: true
                    spacing: Theme.spacingSmall
                    Text {
                        Layout.preferredWidth: 90
                        text: stage.modelData.name
                        color: Theme.text
                        font.pixelSize: Theme.fontSmall
                    }
                    Item {
                        Layout.fillWidth: true
                        implicitHeight: 14
                        Rectangle {
                            width: Math.max(1, parent.width * stage.modelData.share)
                            height: parent.height
                            radius: 2
                            color: Theme.accentSoft
                            border.color: Theme.accent
                        }
                    }
                    Text {
                        Layout.preferredWidth: 70
                        text: stage.modelData.reached
                        color: Theme.text
                        font.family: Theme.monoFamily
                        font.pixelSize: Theme.fontSmall
                        horizontalAlignment: Text.AlignRight
                    }
                    Text {
                        Layout.preferredWidth: 130
                        text: stage.modelData.ended > 0 ? qsTr("%1 ended here").arg(stage.modelData.ended) : ""
                        color: Theme.textMuted
                        font.pixelSize: Theme.fontSmall
                        horizontalAlignment: Text.AlignRight
                    }
                }
            }
        }
        DataTable {
            objectName: "nearMissTable"
            Layout.fillWidth: true
            Layout.preferredHeight: dialog.listHeight
            model: dialog.nearMisses.gates
            keyRole: "key"
            selectedValue: String(dialog.nearMisses.chosen)
            emptyText: dialog.nearMisses.counting ? qsTr("Counting…") : qsTr("Nothing was refused yet.")
            onActivated: key => dialog.nearMisses.choose(Number(key))
            columns: [
                DataColumn { title: qsTr("Stage"); role: "stage"; width: 64; priority: 2 },
                DataColumn { title: qsTr("Gate"); role: "name"; width: 190 },
                DataColumn { title: qsTr("Has to be"); role: "condition"; width: 100; rightAligned: true },
                DataColumn { title: qsTr("Refused"); role: "refused"; width: 62; rightAligned: true },
                DataColumn { title: "%"; role: "share"; width: 46; rightAligned: true },
                DataColumn { title: qsTr("Alone"); role: "alone"; width: 56; rightAligned: true },
                DataColumn { title: qsTr("Values: 10 · 50 · 90 %"); role: "values"; width: 190; rightAligned: true; priority: 3 },
                DataColumn { title: qsTr("Off by, %"); role: "distance"; width: 66; rightAligned: true; priority: 1 },
                DataColumn { title: qsTr("More at 5 · 10 · 20 %"); role: "admitted"; width: 130; rightAligned: true }
            ]
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 2
            Repeater {
                objectName: "nearMissMoves"
                model: dialog.nearMisses.moves
                Text {
                    required property string modelData
                    Layout.fillWidth: true
                    text: modelData
                    color: Theme.text
                    font.pixelSize: Theme.fontSmall
                    wrapMode: Text.WordWrap
                }
            }
        }
        Text {
            Layout.fillWidth: true
            text: qsTr("More: evaluations that this gate alone refused. How they had ended rests on the recorded candles alone, each for itself: free slots, limits and what a taken trade changes afterwards are not in it. Nothing here is applied.")
            color: Theme.textMuted
            font.pixelSize: Theme.fontSmall
            wrapMode: Text.WordWrap
        }
        AppButton {
            Layout.alignment: Qt.AlignRight
            text: qsTr("Close")
            onClicked: dialog.close()
        }
    }
}
