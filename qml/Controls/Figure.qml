// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Breakline.Theme

// A caption and its value; greyed when the value is too old to rely on.
Column {
    id: figure
    property string caption: ""
    property string value: ""
    property color valueColor: Theme.text
    property bool stale: false

    spacing: 1
    Text {
        text: figure.caption
        color: Theme.textMuted
        font.pixelSize: Theme.fontTiny
    }
    Text {
        text: figure.value
        color: figure.stale ? Theme.textFaint : figure.valueColor
        font.family: Theme.monoFamily
        font.pixelSize: Theme.fontBody
        font.strikeout: false
    }
}
