// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

// What a choice for a contested position does, before it is done.
AppDialog {
    id: dialog
    required property Workstation workstation
    property string symbol: ""
    property string choice: ""
    function ask(symbol: string, choice: string) {
        dialog.symbol = symbol
        dialog.choice = choice
        dialog.open()
    }

    objectName: "contestDialog"
    width: 460
    title: choice === "adopt" ? qsTr("Adopt %1?").arg(symbol)
         : choice === "flatten" ? qsTr("Flatten %1?").arg(symbol) : qsTr("Release %1?").arg(symbol)

    contentItem: ColumnLayout {
        spacing: Theme.spacing
        Text {
            Layout.fillWidth: true
            text: dialog.choice === "adopt"
                ? qsTr("What the exchange holds becomes ours, with its quantity, its average price and its stop. Where it has no stop, one is placed. Entries of all symbols are possible again.")
                : dialog.choice === "flatten"
                ? qsTr("All that the exchange holds of it is closed at market, whoever opened it. Its stop rests until it is flat.")
                : qsTr("It is no longer managed here: no trailing, no time exits, no watchdog. Its stop stays at the exchange. No entries in this symbol while the exchange holds some of it.")
            color: Theme.textMuted
            font.pixelSize: Theme.fontBody
            wrapMode: Text.WordWrap
        }
        RowLayout {
            Layout.alignment: Qt.AlignRight
            spacing: Theme.spacing
            AppButton {
                Layout.fillWidth: false
                text: qsTr("Cancel")
                onClicked: dialog.close()
            }
            AppButton {
                objectName: "contestConfirm"
                Layout.fillWidth: false
                Layout.minimumWidth: 100
                tone: dialog.choice === "adopt" ? AppButton.Primary : AppButton.Danger
                text: dialog.choice === "adopt" ? qsTr("Adopt")
                    : dialog.choice === "flatten" ? qsTr("Flatten") : qsTr("Release")
                onClicked: {
                    dialog.workstation.commands.resolve(dialog.choice, dialog.symbol)
                    dialog.close()
                }
            }
        }
    }
}
