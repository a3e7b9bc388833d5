// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.Basic
import Breakline.Theme

// One of a few choices that need a sentence each.
AbstractButton {
    id: control

    property string description: ""
    property string note: ""    // beside the title, of the one in use
    property bool chosen: false

    implicitHeight: lines.implicitHeight + 2 * Theme.spacing
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.RadioButton
    Accessible.name: control.text
    Accessible.description: control.description
    Accessible.checked: control.chosen

    background: Rectangle {
        radius: Theme.radius
        opacity: control.enabled ? 1.0 : 0.6
        color: control.chosen ? Theme.accentSoft
             : control.hovered || control.down ? Theme.surfaceHover : Theme.surfaceRaised
        border.width: control.visualFocus ? 2 : 1
        border.color: control.chosen || control.visualFocus ? Theme.accent : Theme.border
    }
    contentItem: Item {
        Rectangle {
            id: mark
            x: Theme.spacing
            y: Theme.spacing + 1
            width: 14
            height: 14
            radius: 7
            color: "transparent"
            border.width: 2
            border.color: control.chosen ? Theme.accent : Theme.textFaint
            Rectangle {
                visible: control.chosen
                anchors.centerIn: parent
                width: 6
                height: 6
                radius: 3
                color: Theme.accent
            }
        }
        Column {
            id: lines
            anchors { left: mark.right; leftMargin: Theme.spacing; right: parent.right
                      rightMargin: Theme.spacing; top: parent.top; topMargin: Theme.spacing }
            spacing: Theme.spacingTiny
            Text {
                width: parent.width
                text: control.text
                color: Theme.text
                font.pixelSize: Theme.fontBody
                font.weight: Font.DemiBold
                wrapMode: Text.WordWrap
            }
            Text {
                width: parent.width
                text: control.description
                color: Theme.textMuted
                font.pixelSize: Theme.fontSmall
                wrapMode: Text.WordWrap
            }
            Text {
                visible: text !== ""
                text: control.note
                color: Theme.accent
                font.pixelSize: Theme.fontSmall
                font.weight: Font.DemiBold
            }
        }
    }
}
