// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.Basic
import Breakline.Theme

Button {
    id: control

    enum Tone { Neutral, Primary, Danger }
    property int tone: AppButton.Neutral
    property string hint: ""

    implicitHeight: Theme.controlHeight
    leftPadding: Theme.spacing
    rightPadding: Theme.spacing
    topPadding: 0
    bottomPadding: 0
    font.pixelSize: Theme.fontBody
    font.weight: tone === AppButton.Neutral ? Font.Normal : Font.DemiBold
    hoverEnabled: true
    Accessible.description: hint

    Hint { text: control.hint; shown: control.hovered }

    contentItem: Text {
        text: control.text
        font: control.font
        color: !control.enabled ? Theme.textFaint
             : control.tone === AppButton.Neutral ? Theme.text : Theme.textOnStrong
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        elide: Text.ElideRight
    }
    background: Rectangle {
        radius: Theme.radius
        color: {
            if (!control.enabled)
                return Theme.surfaceRaised
            if (control.tone === AppButton.Primary)
                return control.down || control.hovered ? Qt.lighter(Theme.accent, 1.12) : Theme.accent
            if (control.tone === AppButton.Danger)
                return control.down || control.hovered ? Theme.dangerHover : Theme.danger
            return control.down || control.hovered || control.checked ? Theme.surfaceHover : Theme.surfaceRaised
        }
        border.width: control.visualFocus ? 2 : 1
        border.color: control.visualFocus ? (control.tone === AppButton.Neutral ? Theme.accent : Theme.text)
                    : control.tone === AppButton.Neutral || !control.enabled ? Theme.border : "transparent"
    }
}
