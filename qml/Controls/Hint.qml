// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.Basic
import Breakline.Theme

// What a control does, below it (above it in the lower half of the window), so
// that it never lies over Flatten at the top.
ToolTip {
    id: hint
    property bool shown: false

    visible: shown && text !== ""
    delay: 500
    margins: Theme.spacingSmall
    y: parent && parent.Window.window && parent.mapToItem(null, 0, 0).y > parent.Window.window.height / 2
       ? -implicitHeight - 4 : (parent ? parent.height + 4 : 0)
    contentItem: Text {
        text: hint.text
        color: Theme.text
        font.pixelSize: Theme.fontBody
        wrapMode: Text.WordWrap
    }
    background: Rectangle {
        color: Theme.surfaceRaised
        border.color: Theme.textFaint
        radius: Theme.radius
    }
}
