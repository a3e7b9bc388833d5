// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Breakline.Theme

Rectangle {
    id: badge
    property string text: ""
    property color textColor: Theme.text
    property bool strong: false

    implicitWidth: label.implicitWidth + 2 * Theme.spacingSmall + 2
    implicitHeight: label.implicitHeight + 6
    radius: Theme.radius
    color: Theme.surfaceRaised

    Text {
        id: label
        anchors.fill: parent
        anchors.leftMargin: Theme.spacingSmall
        anchors.rightMargin: Theme.spacingSmall
        text: badge.text
        color: badge.textColor
        font.pixelSize: badge.strong ? Theme.fontBody : Theme.fontSmall
        font.weight: badge.strong ? Font.Bold : Font.Normal
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        elide: Text.ElideRight
    }
}
