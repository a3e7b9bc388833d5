// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

// The settings form of the strategies, drawn from the schema of each.
AppDialog {
    id: dialog
    required property Workstation workstation
    readonly property StrategySettings settings: workstation.strategySettings

    // In a low window the list is lower: Flatten, at the top, stays free.
    readonly property real listHeight: Math.max(160, Math.min(432, (parent ? parent.height : 900) - 402))

    objectName: "strategiesDialog"
    title: qsTr("Strategies")
    width: 960

    // With the preset that is chosen for the next start.
    function show() {
        settings.open(workstation.commands.presetIds[workstation.commands.presetIndex] ?? "")
        open()
    }

    component Words: Text {
        Layout.fillWidth: true
        color: Theme.textMuted
        font.pixelSize: Theme.fontBody
        wrapMode: Text.WordWrap
    }

    contentItem: ColumnLayout {
        spacing: Theme.spacing

        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.spacing
            Words {
                Layout.fillWidth: false
                text: qsTr("Values of the preset")
                wrapMode: Text.NoWrap
            }
            AppComboBox {
                id: presetBox
                objectName: "strategyPresetBox"
                Layout.fillWidth: false
                Layout.preferredWidth: 240
                model: dialog.settings.presetIds
                currentIndex: dialog.settings.presetIndex
                onActivated: index => dialog.settings.presetIndex = index
                Accessible.name: qsTr("Preset whose values are shown")
                // The binding that a click breaks, and a list that has grown.
                Connections {
                    target: dialog.settings
                    function onChanged() { presetBox.currentIndex = dialog.settings.presetIndex }
                }
            }
            Words {
                objectName: "strategyInForce"
                text: qsTr("What is edited is a copy. The session that runs keeps the values it was started with; a copy counts from the start for which it is chosen.")
            }
        }
        Rectangle { Layout.fillWidth: true; implicitHeight: 1; color: Theme.border }

        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.spacingLarge

            ColumnLayout {
                Layout.preferredWidth: 250
                Layout.fillWidth: false
                Layout.alignment: Qt.AlignTop
                spacing: Theme.spacingSmall
                Repeater {
                    model: dialog.settings.strategies.length
                    ChoiceCard {
                        required property int index
                        objectName: "strategyChoice" + index
                        Layout.fillWidth: true
                        text: dialog.settings.strategies[index]
                        description: dialog.settings.sentences[index]
                        note: dialog.settings.notes[index]
                        chosen: dialog.settings.strategyIndex === index
                        onClicked: dialog.settings.strategyIndex = index
                    }
                }
            }
            ColumnLayout {
                Layout.fillWidth: true
                Layout.alignment: Qt.AlignTop
                spacing: Theme.spacingSmall

                AppCheckBox {
                    id: allowedBox
                    objectName: "strategyAllowed"
                    text: qsTr("This strategy may signal")
                    checked: dialog.settings.allowed
                    onToggled: dialog.settings.allowed = checked
                    Connections {
                        target: dialog.settings
                        function onChanged() { allowedBox.checked = dialog.settings.allowed }
                    }
                }
                ListView {
                    id: list
                    objectName: "parameterList"
                    Layout.fillWidth: true
                    Layout.preferredHeight: dialog.listHeight
                    clip: true
                    reuseItems: false
                    cacheBuffer: 4000 // all of them: each can be reached by Tab
                    boundsBehavior: Flickable.StopAtBounds
                    model: dialog.settings.parameters
                    ScrollBar.vertical: AppScrollBar { policy: list.contentHeight > list.height ? ScrollBar.AlwaysOn : ScrollBar.AsNeeded }

                    delegate: Item {
                        id: row
                        required property int index
                        required property string key
                        required property string label
                        required property string unit
                        required property string range
                        required property string usual
                        required property string sentence
                        required property string value
                        required property string error
                        required property bool changed

                        width: list.width - 14
                        implicitHeight: content.implicitHeight + Theme.spacing

                        RowLayout {
                            id: content
                            width: parent.width
                            spacing: Theme.spacing
                            ColumnLayout {
                                Layout.fillWidth: true
                                Layout.alignment: Qt.AlignTop
                                spacing: 1
                                RowLayout {
                                    spacing: Theme.spacingSmall
                                    Text {
                                        text: row.label
                                        color: row.changed ? Theme.accent : Theme.text
                                        font.pixelSize: Theme.fontBody
                                        font.weight: Font.DemiBold
                                    }
                                    Text {
                                        Layout.fillWidth: true
                                        text: row.key
                                        color: Theme.textFaint
                                        font: Theme.monoSmall
                                        elide: Text.ElideRight
                                    }
                                }
                                Text {
                                    Layout.fillWidth: true
                                    text: row.sentence
                                    color: Theme.textMuted
                                    font.pixelSize: Theme.fontSmall
                                    wrapMode: Text.WordWrap
                                }
                                Text {
                                    objectName: "parameterError" + row.index
                                    Layout.fillWidth: true
                                    visible: text !== ""
                                    text: row.error
                                    color: Theme.down
                                    font.pixelSize: Theme.fontSmall
                                    wrapMode: Text.WordWrap
                                }
                            }
                            ColumnLayout {
                                Layout.fillWidth: false
                                Layout.preferredWidth: 196
                                Layout.alignment: Qt.AlignTop
                                spacing: 1
                                RowLayout {
                                    spacing: Theme.spacingSmall
                                    AppTextField {
                                        id: field
                                        objectName: "parameterField" + row.index
                                        Layout.preferredWidth: 112
                                        text: row.value
                                        horizontalAlignment: TextInput.AlignRight
                                        color: row.error !== "" ? Theme.down : Theme.text
                                        onTextEdited: dialog.settings.setText(row.key, text)
                                        onAccepted: nextItemInFocusChain().forceActiveFocus(Qt.TabFocusReason)
                                        onActiveFocusChanged: if (activeFocus) list.positionViewAtIndex(row.index, ListView.Contain)
                                        Accessible.name: row.unit !== "" ? row.label + ", " + row.unit : row.label
                                        Accessible.description: row.error !== "" ? row.error : row.sentence + " " + row.range
                                    }
                                    Text {
                                        Layout.fillWidth: true
                                        text: row.unit
                                        color: Theme.textMuted
                                        font.pixelSize: Theme.fontBody
                                        elide: Text.ElideRight
                                    }
                                }
                                Text {
                                    Layout.fillWidth: true
                                    text: row.range
                                    color: Theme.textMuted
                                    font.pixelSize: Theme.fontSmall
                                    elide: Text.ElideRight
                                }
                                Text {
                                    Layout.fillWidth: true
                                    text: qsTr("usually %1").arg(row.usual)
                                    color: Theme.textMuted
                                    font.pixelSize: Theme.fontSmall
                                    elide: Text.ElideRight
                                }
                            }
                        }
                    }
                }
            }
        }
        Rectangle { Layout.fillWidth: true; implicitHeight: 1; color: Theme.border }

        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.spacing
            Words {
                Layout.fillWidth: false
                text: qsTr("Save the copy as")
                wrapMode: Text.NoWrap
            }
            AppTextField {
                objectName: "strategyName"
                Layout.preferredWidth: 240
                text: dialog.settings.name
                onTextEdited: dialog.settings.name = text
                onAccepted: dialog.settings.save()
                Accessible.name: qsTr("Name of the copy")
            }
            // Its place is kept, so that no button moves under the mouse.
            Words {
                objectName: "strategyResult"
                text: dialog.settings.problem !== "" ? dialog.settings.problem : dialog.settings.resultText
                color: dialog.settings.problem !== "" ? Theme.warning
                     : dialog.settings.success ? Theme.up : Theme.down
                maximumLineCount: 3
                elide: Text.ElideRight
            }
            AppButton {
                Layout.fillWidth: false
                text: qsTr("Close")
                onClicked: dialog.close()
            }
            AppButton {
                objectName: "strategyRevert"
                Layout.fillWidth: false
                text: qsTr("Revert")
                hint: qsTr("Back to the values of the preset")
                enabled: dialog.settings.edited
                onClicked: dialog.settings.revert()
            }
            AppButton {
                objectName: "strategySave"
                Layout.fillWidth: false
                tone: AppButton.Primary
                text: qsTr("Save the copy")
                enabled: dialog.settings.canSave
                onClicked: dialog.settings.save()
            }
        }
        Text {
            objectName: "strategyWarnings"
            Layout.fillWidth: true
            visible: text !== ""
            text: dialog.settings.warnings
            color: Theme.warning
            font.pixelSize: Theme.fontSmall
            wrapMode: Text.Wrap
        }
    }
}
