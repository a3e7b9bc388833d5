// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

// Why entries are closed, what became of the last command, and the receipt of a flatten.
Rectangle {
    id: strip
    required property Workstation workstation
    readonly property GateReasonModel reasons: workstation.gateReasons
    readonly property bool open: reasons.count === 0 && workstation.session.running

    implicitHeight: 30
    color: Theme.surfaceRaised

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.spacing
        anchors.rightMargin: Theme.spacing
        spacing: Theme.spacingSmall

        Rectangle {
            Layout.fillWidth: false
            implicitWidth: 8
            implicitHeight: 8
            radius: 4
            color: strip.open ? Theme.up : strip.reasons.count > 0 ? Theme.warning : Theme.textFaint
        }
        Text {
            objectName: "gateText"
            Layout.fillWidth: false
            text: !strip.workstation.session.known ? qsTr("Waiting for the trading side")
                : strip.reasons.count > 0 ? qsTr("Entries closed:")
                : strip.open ? qsTr("Entries open") : qsTr("Not trading")
            color: Theme.text
            font.pixelSize: Theme.fontSmall
            font.weight: Font.DemiBold
        }
        ListView {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.minimumWidth: 120
            orientation: ListView.Horizontal
            spacing: Theme.spacingSmall
            clip: true
            interactive: contentWidth > width
            model: strip.reasons
            delegate: Item {
                id: reason
                required property string name
                required property string detail
                required property string since
                width: chip.implicitWidth
                height: ListView.view ? ListView.view.height : 0
                Badge {
                    id: chip
                    anchors.verticalCenter: parent.verticalCenter
                    color: Theme.warningSoft
                    textColor: Theme.warning
                    readonly property string cause: reason.detail !== "" ? qsTr("%1: %2").arg(reason.name).arg(reason.detail) : reason.name
                    text: reason.since !== "—" ? qsTr("%1 · since %2").arg(cause).arg(reason.since) : cause
                }
            }
        }
        Text {
            id: reply
            objectName: "replyText"
            Layout.fillWidth: false
            Layout.maximumWidth: strip.width * 0.4
            text: strip.workstation.commands.replyText
            color: strip.workstation.commands.replySuccess ? Theme.up : Theme.down
            font.pixelSize: Theme.fontSmall
            font.weight: Font.DemiBold
            elide: Text.ElideRight
            Accessible.name: text
            // A new reply with an old text must be noticed too.
            SequentialAnimation on opacity {
                id: flash
                running: false
                NumberAnimation { to: 0.2; duration: Theme.animationShort }
                NumberAnimation { to: 1.0; duration: 2 * Theme.animationShort }
            }
            Connections {
                target: strip.workstation.commands
                property int seen: 0
                function onReplyChanged() {
                    if (strip.workstation.commands.replyCount !== seen) {
                        seen = strip.workstation.commands.replyCount
                        flash.restart()
                    }
                }
            }
        }
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.border
    }
}
