// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.Basic
import Breakline.Theme

CheckBox {
    id: control
    implicitHeight: Theme.controlHeight
    padding: 0
    spacing: Theme.spacingSmall
    font.pixelSize: Theme.fontBody
    hoverEnabled: true

    indicator: Rectangle {
        y: (control.height - height) / 2
        implicitWidth: 18
        implicitHeight: 18
        radius: 3
        color: control.checked ? Theme.accent : control.hovered ? Theme.surfaceHover : Theme.surfaceRaised
        border.width: control.visualFocus ? 2 : 1
        border.color: control.visualFocus ? Theme.text : control.checked ? Theme.accent : Theme.textFaint
        Text {
            anchors.centerIn: parent
            visible: control.checked
            text: "✓"
            color: Theme.textOnStrong
            font.pixelSize: Theme.fontTitle
            font.weight: Font.Bold
        }
    }
    contentItem: Text {
        leftPadding: control.indicator.width + control.spacing
        text: control.text
        color: control.enabled ? Theme.text : Theme.textFaint
        font: control.font
        verticalAlignment: Text.AlignVCenter
        elide: Text.ElideRight
    }
}
