// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

// What is seldom needed and must not be pressed by mistake.
AppDialog {
    id: dialog
    required property Workstation workstation
    readonly property CommandDeck commands: workstation.commands

    objectName: "moreDialog"
    title: qsTr("More commands")
    width: 540

    component Explanation: Text {
        Layout.fillWidth: true
        color: Theme.textMuted
        font.pixelSize: Theme.fontBody
        wrapMode: Text.WordWrap
    }

    contentItem: ColumnLayout {
        spacing: Theme.spacing

        RowLayout {
            spacing: Theme.spacing
            Explanation {
                text: qsTr("Kill switch: closes everything like Flatten, then stays in Emergency. Entries are blocked until they are re-armed.")
            }
            TwoStepButton {
                objectName: "killButton"
                Layout.minimumWidth: 140
                text: qsTr("Kill switch")
                armed: dialog.workstation.killSwitch.armed
                pending: dialog.workstation.killSwitch.pending
                remainingMs: dialog.workstation.killSwitch.remainingMs
                remainingFraction: dialog.workstation.killSwitch.remainingFraction
                onClicked: dialog.workstation.killSwitch.press()
            }
        }
        Rectangle { Layout.fillWidth: true; implicitHeight: 1; color: Theme.border }
        RowLayout {
            spacing: Theme.spacing
            Explanation { text: qsTr("Time stop: opens no more positions; open ones end by their own rules, then the session stops.") }
            AppButton {
                objectName: "timeStopButton"
                Layout.minimumWidth: 140
                text: qsTr("Time stop")
                enabled: dialog.commands.canTimeStop
                onClicked: dialog.commands.timeStop()
            }
        }
        Rectangle { Layout.fillWidth: true; implicitHeight: 1; color: Theme.border }
        RowLayout {
            spacing: Theme.spacing
            Explanation { text: qsTr("Retry: leaves Error after a health check.") }
            AppButton {
                Layout.minimumWidth: 140
                text: qsTr("Retry")
                enabled: dialog.commands.canRetry
                onClicked: dialog.commands.retry()
            }
        }
        Rectangle { Layout.fillWidth: true; implicitHeight: 1; color: Theme.border }
        RowLayout {
            spacing: Theme.spacing
            Explanation { text: qsTr("At a start, positions and orders that are found:") }
            AppComboBox {
                id: startChoiceBox
                objectName: "startChoiceBox"
                Layout.fillWidth: false
                Layout.preferredWidth: 300
                model: dialog.commands.startChoices
                currentIndex: dialog.commands.startChoiceIndex
                onActivated: index => dialog.commands.startChoiceIndex = index
                Accessible.name: qsTr("Positions found at a start")
                // A choice made elsewhere, the binding that a click breaks, and texts in another language.
                Connections {
                    target: dialog.commands
                    function onStartChoiceChanged() { startChoiceBox.currentIndex = dialog.commands.startChoiceIndex }
                    function onPresetTextChanged() { startChoiceBox.currentIndex = dialog.commands.startChoiceIndex }
                }
            }
        }
        Rectangle { Layout.fillWidth: true; implicitHeight: 1; color: Theme.border }
        Explanation { text: qsTr("Re-arm: clears the kill or loss latch. Type RE-ARM to confirm.") }
        Text {
            objectName: "rearmValues"
            Layout.fillWidth: true
            visible: text !== ""
            text: dialog.workstation.session.rearmText
            color: Theme.text
            font.pixelSize: Theme.fontBody
            wrapMode: Text.WordWrap
        }
        RowLayout {
            spacing: Theme.spacing
            AppTextField {
                id: confirmation
                objectName: "rearmField"
                Layout.fillWidth: true
                enabled: dialog.commands.canRearm
                placeholderText: "RE-ARM"
            }
            AppButton {
                objectName: "rearmButton"
                Layout.minimumWidth: 140
                text: qsTr("Re-arm")
                enabled: dialog.commands.canRearm && confirmation.text.trim().toUpperCase() === "RE-ARM"
                onClicked: {
                    dialog.commands.rearm(confirmation.text.trim().toUpperCase())
                    confirmation.clear()
                }
            }
        }
        Text {
            Layout.fillWidth: true
            visible: text !== ""
            text: dialog.commands.replyText
            color: dialog.commands.replySuccess ? Theme.up : Theme.down
            font.pixelSize: Theme.fontBody
            wrapMode: Text.WordWrap
        }
        AppButton {
            Layout.alignment: Qt.AlignRight
            text: qsTr("Close")
            onClicked: dialog.close()
        }
    }
    onClosed: confirmation.clear()
}
