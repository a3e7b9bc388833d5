// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Breakline.Theme

// How often something fell into each bucket: a bar of its share over its label; its text on hovering.
Item {
    id: histogram
    // Of each bar: label, count, share (0 to 1), text.
    property var bars: []
    property string caption: ""

    implicitHeight: 42
    Accessible.role: Accessible.Graphic
    Accessible.name: histogram.caption
    Accessible.description: histogram.bars.map(bar => bar.text).join("; ")

    Row {
        anchors.fill: parent
        Repeater {
            model: histogram.bars
            delegate: Item {
                id: cell
                required property var modelData
                width: histogram.width / Math.max(1, histogram.bars.length)
                height: histogram.height

                Rectangle {
                    anchors.bottom: label.top
                    anchors.bottomMargin: 1
                    anchors.horizontalCenter: parent.horizontalCenter
                    width: parent.width - 3
                    // A bucket with one of many is still seen.
                    height: cell.modelData.share > 0 ? Math.max(2, cell.modelData.share * (parent.height - label.height - 2)) : 1
                    color: cell.modelData.share > 0 ? Theme.accent : Theme.border
                }
                Text {
                    id: label
                    anchors.bottom: parent.bottom
                    anchors.horizontalCenter: parent.horizontalCenter
                    text: cell.modelData.label
                    color: Theme.textMuted
                    font.pixelSize: Theme.fontTiny - 2
                }
                HoverHandler { id: hover }
                Hint {
                    text: cell.modelData.text
                    shown: hover.hovered
                }
            }
        }
    }
}
