// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

// Asked when the window is closed while a session runs or something is open.
AppDialog {
    id: dialog
    required property Workstation workstation
    readonly property bool marketDataOnly: workstation.connection.marketDataOnly
    property bool stopping: false
    signal quitConfirmed()

    title: qsTr("The session is still running")
    width: 640
    closePolicy: Popup.NoAutoClose

    contentItem: ColumnLayout {
        spacing: Theme.spacingLarge
        Text {
            Layout.fillWidth: true
            text: dialog.marketDataOnly ? qsTr("Closing the window ends the session. Nothing can be open in it.")
                : dialog.stopping ? qsTr("Closing every position. The window closes when the account is flat.")
                                  : qsTr("Closing the window ends the session: entries end, every position is closed at market.")
            color: Theme.text
            font.pixelSize: Theme.fontBody
            wrapMode: Text.WordWrap
        }
        RowLayout {
            Layout.alignment: Qt.AlignRight
            spacing: Theme.spacingSmall
            AppButton {
                text: dialog.marketDataOnly ? qsTr("Go on") : qsTr("Go on trading")
                visible: !dialog.stopping
                onClicked: dialog.close()
            }
            // Where the exchange does not answer, the account is never flat. Not at
            // once, so that a double click beside it does not leave positions open.
            AppButton {
                objectName: "quitAtOnce"
                text: qsTr("Close now, leave it unfinished")
                visible: dialog.stopping && !patience.running
                onClicked: dialog.quitConfirmed()
            }
            AppButton {
                objectName: "quitConfirm"
                tone: AppButton.Danger
                text: dialog.marketDataOnly ? qsTr("Stop and close") : qsTr("Stop, flatten and close")
                enabled: !dialog.stopping
                onClicked: {
                    dialog.stopping = true
                    if (dialog.workstation.commands.canStop)
                        dialog.workstation.commands.stop()
                    else
                        dialog.workstation.commands.flatten()
                }
            }
        }
    }
    Timer {
        id: patience
        interval: 3000
        running: dialog.stopping
    }
    Connections {
        target: dialog.workstation.session
        function onChanged() {
            if (dialog.stopping && !dialog.workstation.session.active)
                dialog.quitConfirmed()
        }
    }
    // A refused stop must not lock the window.
    Connections {
        target: dialog.workstation.commands
        function onReplyChanged() {
            if (dialog.stopping && !dialog.workstation.commands.busy && !dialog.workstation.commands.replySuccess)
                dialog.stopping = false
        }
    }
}
