// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.Basic
import Breakline.Theme

ScrollBar {
    id: control
    minimumSize: 0.06
    padding: 2
    contentItem: Rectangle {
        implicitWidth: 5
        implicitHeight: 5
        radius: 2.5
        color: Theme.textFaint
        opacity: control.policy === ScrollBar.AlwaysOn || (control.size < 1.0 && control.active) ? 0.9
               : control.size < 1.0 ? 0.35 : 0.0
        Behavior on opacity { NumberAnimation { duration: Theme.animationShort } }
    }
    background: null
}
