// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.Basic
import Breakline.Theme

ComboBox {
    id: control

    implicitHeight: Theme.controlHeight
    font.pixelSize: Theme.fontBody
    hoverEnabled: true

    contentItem: Text {
        leftPadding: Theme.spacing
        rightPadding: Theme.spacingLarge
        text: control.displayText
        font: control.font
        color: control.enabled ? Theme.text : Theme.textMuted
        verticalAlignment: Text.AlignVCenter
        elide: Text.ElideRight
    }
    indicator: Canvas {
        x: control.width - width - 9
        y: (control.height - height) / 2
        width: 9
        height: 6
        opacity: control.enabled ? 1.0 : 0.4
        property color stroke: Theme.textMuted
        onStrokeChanged: requestPaint()
        onPaint: {
            const context = getContext("2d")
            context.reset()
            context.moveTo(1, 1)
            context.lineTo(width / 2, height - 1)
            context.lineTo(width - 1, 1)
            context.lineWidth = 1.5
            context.strokeStyle = stroke
            context.stroke()
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: control.hovered && control.enabled ? Theme.surfaceHover : Theme.surfaceRaised
        border.width: control.visualFocus ? 2 : 1
        border.color: control.visualFocus ? Theme.accent : Theme.border
    }
    delegate: ItemDelegate {
        id: option
        required property string modelData
        required property int index
        width: ListView.view ? ListView.view.width : control.width
        height: Theme.rowHeight + 2
        highlighted: control.highlightedIndex === index
        contentItem: Text {
            text: option.modelData
            font: control.font
            color: Theme.text
            verticalAlignment: Text.AlignVCenter
            elide: Text.ElideRight
        }
        background: Rectangle {
            color: option.highlighted ? Theme.accentSoft : "transparent"
        }
    }
    popup: Popup {
        y: control.height + 2
        width: Math.max(control.width, 150)
        height: Math.min(contentItem.implicitHeight + 8, 420)
        padding: 4
        contentItem: ListView {
            clip: true
            implicitHeight: contentHeight
            model: control.popup.visible ? control.delegateModel : null
            currentIndex: control.highlightedIndex
            ScrollBar.vertical: AppScrollBar {}
        }
        background: Rectangle {
            color: Theme.surface
            border.color: Theme.border
            radius: Theme.radius
        }
    }
}
