// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Templates as T
import Breakline.Theme

// Not modal: Flatten must be within reach of the mouse while a dialog is open.
Dialog {
    id: control
    modal: false
    dim: false
    focus: true
    anchors.centerIn: T.Overlay.overlay
    padding: Theme.spacingLarge
    closePolicy: Popup.CloseOnEscape | Popup.CloseOnPressOutside
    header: Text {
        text: control.title
        color: Theme.text
        font.pixelSize: Theme.fontTitle + 2
        font.weight: Font.DemiBold
        leftPadding: Theme.spacingLarge
        rightPadding: Theme.spacingLarge
        topPadding: Theme.spacingLarge
        wrapMode: Text.WordWrap
    }
    background: Rectangle {
        color: Theme.surface
        border.color: Theme.textFaint
        radius: Theme.radius * 2
    }
}
