// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

ColumnLayout {
    id: panel
    required property Workstation workstation
    function focusSearch() { search.forceActiveFocus() }
    spacing: 0

    RowLayout {
        Layout.fillWidth: true
        Layout.margins: Theme.spacingSmall
        spacing: Theme.spacingSmall
        AppComboBox {
            objectName: "logLevelBox"
            Layout.fillWidth: false
            Layout.preferredWidth: 150
            implicitHeight: 26
            model: [qsTr("All levels"), qsTr("Info and above"), qsTr("Warnings and above"), qsTr("Errors only")]
            currentIndex: panel.workstation.log.minimumRank
            onActivated: index => panel.workstation.log.minimumRank = index
            Accessible.name: qsTr("Level")
        }
        AppTextField {
            id: search
            objectName: "logSearch"
            Layout.fillWidth: true
            implicitHeight: 26
            placeholderText: qsTr("Search message, symbol or component (Ctrl+L)")
            onTextChanged: panel.workstation.log.searchText = text
            Keys.onEscapePressed: clear()
        }
        Text {
            Layout.fillWidth: false
            text: qsTr("in English")
            color: Theme.textMuted
            font.pixelSize: Theme.fontSmall
            HoverHandler { id: languageHover }
            ToolTip.visible: languageHover.hovered
            ToolTip.text: qsTr("The log is in English in every language of the window, like the session's log files.")
            ToolTip.delay: 300
        }
        Text {
            Layout.fillWidth: false
            text: qsTr("%n line(s)", "", list.count)
            color: Theme.textMuted
            font.pixelSize: Theme.fontSmall
        }
        AppButton {
            Layout.fillWidth: false
            implicitHeight: 26
            visible: !list.pinned
            text: qsTr("Newest")
            onClicked: {
                list.pinned = true
                list.positionViewAtEnd()
            }
        }
    }
    ListView {
        id: list
        objectName: "logList"
        Layout.fillWidth: true
        Layout.fillHeight: true
        clip: true
        model: panel.workstation.log
        reuseItems: true
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        ScrollBar.vertical: AppScrollBar {}
        FocusFrame { target: list }
        Text {
            visible: list.count === 0
            anchors.centerIn: parent
            text: search.text !== "" || panel.workstation.log.minimumRank > 0 ? qsTr("No line matches.") : qsTr("No log lines yet.")
            color: Theme.textMuted
            font.pixelSize: Theme.fontBody
        }
        property bool pinned: true
        onMovementStarted: pinned = false
        onMovementEnded: pinned = atYEnd
        onCountChanged: if (pinned) Qt.callLater(list.positionViewAtEnd)
        onHeightChanged: if (pinned) Qt.callLater(list.positionViewAtEnd)

        delegate: Item {
            id: line
            required property string time
            required property string level
            required property int levelRank
            required property string component
            required property string symbol
            required property string message
            readonly property color tone: levelRank >= 3 ? Theme.down : levelRank === 2 ? Theme.warning
                                        : levelRank === 0 ? Theme.textFaint : Theme.text
            width: ListView.view ? ListView.view.width : 0
            height: 18
            Row {
                x: Theme.spacing
                spacing: Theme.spacing
                Text { text: line.time; color: Theme.textMuted; font.family: Theme.monoFamily; font.pixelSize: Theme.fontSmall }
                Text { width: 52; text: line.level; color: line.tone; font.family: Theme.monoFamily; font.pixelSize: Theme.fontSmall; elide: Text.ElideRight }
                Text { width: 78; text: line.component; color: Theme.textMuted; font.pixelSize: Theme.fontSmall; elide: Text.ElideRight }
                Text { width: 78; text: line.symbol; color: Theme.textMuted; font.pixelSize: Theme.fontSmall; elide: Text.ElideRight }
                Text {
                    width: Math.max(80, line.width - x - 2 * Theme.spacing)
                    text: line.message
                    color: line.tone
                    font.pixelSize: Theme.fontSmall
                    elide: Text.ElideRight
                }
            }
        }
    }
}
