// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Breakline.Theme

// Shows that the keyboard is in `target`. Fills its parent.
Rectangle {
    required property Item target

    anchors.fill: parent
    visible: target.activeFocus
    color: "transparent"
    border.color: Theme.accent
    border.width: 1
}
