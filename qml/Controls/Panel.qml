// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Breakline.Theme

// A titled area; what is put inside fills it below the title.
Rectangle {
    id: panel

    property string title: ""
    property string note: ""
    property Item headerItem: null
    default property alias content: body.data

    color: Theme.surface
    border.color: Theme.border
    border.width: 1
    radius: Theme.radius
    clip: true

    Item {
        id: header
        visible: panel.title !== "" || panel.headerItem !== null
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: 1 }
        height: visible ? Theme.headerHeight : 0

        Text {
            id: titleText
            anchors { left: parent.left; leftMargin: Theme.spacing; verticalCenter: parent.verticalCenter }
            text: panel.title
            color: Theme.text
            font.pixelSize: Theme.fontBody
            font.weight: Font.DemiBold
        }
        Text {
            anchors { left: titleText.right; leftMargin: Theme.spacing; right: headerRight.left
                      rightMargin: Theme.spacing; verticalCenter: parent.verticalCenter }
            text: panel.note
            color: Theme.textMuted
            font.pixelSize: Theme.fontSmall
            elide: Text.ElideRight
        }
        Item {
            id: headerRight
            anchors { right: parent.right; rightMargin: Theme.spacingSmall; top: parent.top; bottom: parent.bottom }
            width: panel.headerItem ? panel.headerItem.width : 0
            children: panel.headerItem ? [panel.headerItem] : []
        }
        Rectangle {
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            height: 1
            color: Theme.border
        }
    }
    Item {
        id: body
        anchors { left: parent.left; right: parent.right; top: header.bottom; bottom: parent.bottom
                  leftMargin: 1; rightMargin: 1; bottomMargin: 1 }
    }
}
