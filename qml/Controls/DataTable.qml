// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.Basic
import Breakline.Theme

// Rows of a list model in columns. Up and down move, a click or Enter activates.
Item {
    id: table

    property list<DataColumn> columns
    property alias model: list.model
    property alias currentIndex: list.currentIndex
    property string emptyText: ""
    property string selectedValue: ""   // marks the row whose keyRole has this value
    property string keyRole: ""
    property string dimmedUnlessRole: ""
    signal activated(string key)
    // The row's link was clicked, or ? pressed on it; with the value of its linkRole.
    signal asked(string key, string value)
    property string linkRole: ""

    readonly property real room: width - 2 * Theme.spacingSmall
    readonly property var shown: {
        const list = []
        for (let i = 0; i < columns.length; ++i)
            list.push(columns[i])
        for (;;) {
            let worst = -1
            for (let i = 0; i < list.length; ++i) {
                if (list[i].priority > 0 && (worst < 0 || list[i].priority > list[worst].priority))
                    worst = i
            }
            if (worst < 0 || sumOf(list) <= room)
                return list
            list.splice(worst, 1)
        }
    }
    readonly property real stretch: Math.max(0.1, room / sumOf(shown))

    function sumOf(list: var): real {
        let sum = 0
        for (let i = 0; i < list.length; ++i)
            sum += list[i].width
        return sum
    }

    function columnAt(x: real): DataColumn {
        for (let i = 0, right = 0; i < shown.length; ++i) {
            right += shown[i].width * stretch
            if (x < right)
                return shown[i]
        }
        return null
    }

    Row {
        id: header
        x: Theme.spacingSmall
        height: Theme.rowHeight
        Repeater {
            model: table.shown
            Text {
                required property DataColumn modelData
                width: modelData.width * table.stretch
                height: header.height
                leftPadding: 4
                rightPadding: 4
                text: modelData.title
                color: Theme.textMuted
                font.pixelSize: Theme.fontSmall
                horizontalAlignment: modelData.rightAligned ? Text.AlignRight : Text.AlignLeft
                verticalAlignment: Text.AlignVCenter
                elide: Text.ElideRight
            }
        }
    }
    Rectangle {
        anchors.top: header.bottom
        width: parent.width
        height: 1
        color: Theme.border
    }
    ListView {
        id: list
        anchors { left: parent.left; right: parent.right; top: header.bottom; topMargin: 1; bottom: parent.bottom }
        clip: true
        activeFocusOnTab: true
        keyNavigationEnabled: true
        boundsBehavior: Flickable.StopAtBounds
        currentIndex: -1
        reuseItems: true
        ScrollBar.vertical: AppScrollBar {}
        Keys.onReturnPressed: if (currentItem) table.activated(currentItem.key)
        Keys.onSpacePressed: if (currentItem) table.activated(currentItem.key)
        Keys.onPressed: event => {
            if (event.key !== Qt.Key_Question || table.linkRole === "" || !currentItem)
                return
            event.accepted = true
            table.asked(currentItem.key, currentItem.link)
        }

        delegate: Rectangle {
            id: row
            required property var model
            required property int index
            readonly property string key: table.keyRole !== "" ? String(row.model[table.keyRole]) : ""
            readonly property string link: table.linkRole !== "" ? String(row.model[table.linkRole]) : ""
            readonly property bool selected: table.keyRole !== "" && key !== "" && key === table.selectedValue

            width: ListView.view ? ListView.view.width : 0
            height: Theme.rowHeight
            color: selected ? Theme.accentSoft : hover.hovered ? Theme.surfaceHover
                 : index % 2 ? Theme.surfaceRaised : "transparent"
            opacity: table.dimmedUnlessRole === "" || row.model[table.dimmedUnlessRole] ? 1.0 : 0.75

            HoverHandler { id: hover }
            TapHandler {
                onTapped: point => {
                    list.currentIndex = row.index
                    list.forceActiveFocus()
                    const column = table.columnAt(point.position.x - Theme.spacingSmall)
                    if (column !== null && column.linkText !== "")
                        table.asked(row.key, row.link)
                    else
                        table.activated(row.key)
                }
            }
            Rectangle {
                visible: list.activeFocus && list.currentIndex === row.index
                anchors.fill: parent
                color: "transparent"
                border.color: Theme.accent
            }
            Row {
                x: Theme.spacingSmall
                height: parent.height
                Repeater {
                    model: table.shown
                    Item {
                        id: cell
                        required property DataColumn modelData
                        width: modelData.width * table.stretch
                        height: row.height

                        HoverHandler { id: cellHover }
                        ToolTip.visible: cellHover.hovered && label.truncated
                        ToolTip.text: label.text
                        ToolTip.delay: 500
                        Text {
                            id: label
                            visible: cell.modelData.progressRole === "" && cell.modelData.linkText === ""
                            anchors.fill: parent
                            leftPadding: 4
                            rightPadding: 4
                            text: visible ? String(row.model[cell.modelData.role]) : ""
                            color: {
                                const column = cell.modelData
                                if (column.signRole !== "")
                                    return Theme.signColor(row.model[column.signRole])
                                if (column.goodRole !== "")
                                    return row.model[column.goodRole] ? Theme.up : Theme.down
                                if (column.faintUnlessRole !== "" && !row.model[column.faintUnlessRole])
                                    return Theme.textMuted
                                return Theme.text
                            }
                            font.family: cell.modelData.mono ? Theme.monoFamily : Qt.application.font.family
                            font.pixelSize: cell.modelData.mono ? Theme.fontSmall : Theme.fontBody
                            horizontalAlignment: cell.modelData.rightAligned ? Text.AlignRight : Text.AlignLeft
                            verticalAlignment: Text.AlignVCenter
                            elide: Text.ElideRight
                        }
                        Text {
                            objectName: "rowLink"
                            visible: cell.modelData.linkText !== ""
                            anchors.fill: parent
                            leftPadding: 4
                            rightPadding: 4
                            text: cell.modelData.linkText
                            color: cellHover.hovered ? Theme.text : Theme.accent
                            font.pixelSize: Theme.fontSmall
                            font.underline: cellHover.hovered
                            horizontalAlignment: Text.AlignRight
                            verticalAlignment: Text.AlignVCenter
                        }
                        ProgressTrack {
                            visible: cell.modelData.progressRole !== ""
                            anchors { left: parent.left; right: parent.right; leftMargin: 8; rightMargin: 8
                                      verticalCenter: parent.verticalCenter }
                            position: visible ? row.model[cell.modelData.progressRole] : -1
                            origin: visible ? row.model[cell.modelData.entryRole] : -1
                        }
                    }
                }
            }
        }
    }
    FocusFrame { target: list }
    Text {
        visible: list.count === 0 && text !== ""
        anchors.centerIn: list
        width: parent.width - 4 * Theme.spacing
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.WordWrap
        text: table.emptyText
        color: Theme.textMuted
        font.pixelSize: Theme.fontBody
    }
}
