// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.Basic
import Breakline.Theme

// A red button that takes two presses; between them it shows how long the second one may take.
AbstractButton {
    id: control

    required property bool armed
    required property bool pending
    required property int remainingMs
    required property double remainingFraction
    property string armedText: qsTr("Press again")
    property string pendingText: ""
    property string hint: ""
    property bool large: false
    property bool quiet: false  // red only once it is armed

    implicitHeight: Theme.controlHeight
    // The same before and after the first press: the second one must not miss.
    implicitWidth: Math.ceil(Math.max(asked.advanceWidth, again.advanceWidth, large ? sub.implicitWidth : 0))
                   + 2 * Theme.spacingLarge
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus
    Accessible.name: control.text
    Accessible.description: hint

    Hint { text: control.hint; shown: control.hovered && !control.armed && !control.large }

    TextMetrics { id: asked; font: label.font; text: control.text }
    TextMetrics { id: again; font: label.font; text: control.armedText }

    background: Rectangle {
        radius: Theme.radius
        opacity: control.enabled ? 1.0 : 0.4
        color: control.armed ? Theme.dangerArmed
             : control.quiet ? (control.hovered || control.down ? Theme.dangerSoft : Theme.surfaceRaised)
             : control.hovered || control.down ? Theme.dangerHover : Theme.danger
        border.width: control.visualFocus ? 2 : control.quiet && !control.armed ? 1 : 0
        border.color: control.visualFocus ? Theme.text : Theme.down

        Rectangle {
            visible: control.armed
            anchors.left: parent.left
            anchors.bottom: parent.bottom
            height: control.large ? 6 : 3
            radius: 2
            width: parent.width * control.remainingFraction
            color: Theme.danger
        }
    }
    contentItem: Item {
        Column {
            anchors.centerIn: parent
            spacing: 2

            Text {
                id: label
                anchors.horizontalCenter: parent.horizontalCenter
                text: control.armed ? control.armedText : control.text
                color: !control.enabled ? Theme.textFaint : control.armed ? Theme.textOnArmed
                     : control.quiet ? Theme.down : Theme.textOnStrong
                font.pixelSize: control.large ? Theme.fontLarge : Theme.fontBody
                font.weight: Font.Bold
                font.letterSpacing: control.large ? 1.0 : 0
            }
            Text {
                id: sub
                visible: control.large && text !== ""
                anchors.horizontalCenter: parent.horizontalCenter
                text: control.armed ? qsTr("%1 s left").arg((control.remainingMs / 1000).toLocaleString(Qt.locale(), "f", 1))
                    : control.pending ? control.pendingText : control.hint
                color: control.armed ? Theme.textOnArmed : control.enabled ? Theme.textOnStrong : Theme.text
                font.pixelSize: Theme.fontSmall
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
}
