// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

// What happened in the session so far, and the page that tells it to others.
AppDialog {
    id: dialog
    required property Workstation workstation
    readonly property StoryView story: workstation.story

    // In a low window the list is lower: Flatten, at the top, stays free.
    readonly property real listHeight: Math.max(160, Math.min(460, (parent ? parent.height : 900) - 430))

    objectName: "storyDialog"
    title: qsTr("Story of the session")
    width: 960

    function show() {
        story.read()
        open()
    }

    component Words: Text {
        Layout.fillWidth: true
        color: Theme.textMuted
        font.pixelSize: Theme.fontBody
        wrapMode: Text.WordWrap
    }

    contentItem: ColumnLayout {
        spacing: Theme.spacing

        Words {
            objectName: "storySummary"
            color: dialog.story.problem !== "" ? Theme.down : Theme.text
            text: dialog.story.problem !== "" ? dialog.story.problem
                : dialog.story.known ? dialog.story.summary
                : dialog.story.reading ? qsTr("Reading the session's records…") : ""
        }
        TabBar {
            id: tabs
            objectName: "storyTabs"
            Layout.fillWidth: true
            background: null
            spacing: 0
            currentIndex: dialog.story.section
            onCurrentIndexChanged: dialog.story.section = currentIndex
            Repeater {
                model: dialog.story.sections.length
                AppTabButton {
                    required property int index
                    objectName: "storyTab" + index
                    text: dialog.story.sections[index] ?? ""
                }
            }
        }
        Rectangle { Layout.fillWidth: true; implicitHeight: 1; color: Theme.border }

        ListView {
            id: list
            objectName: "storyList"
            Layout.fillWidth: true
            Layout.preferredHeight: dialog.listHeight
            clip: true
            activeFocusOnTab: true
            boundsBehavior: Flickable.StopAtBounds
            model: dialog.story.lines
            ScrollBar.vertical: AppScrollBar { policy: list.contentHeight > list.height ? ScrollBar.AlwaysOn : ScrollBar.AsNeeded }
            Keys.onReturnPressed: if (currentItem) currentItem.look()

            Words {
                anchors.centerIn: parent
                visible: dialog.story.known && list.count === 0
                text: qsTr("There is nothing of it in this session.")
            }

            delegate: ItemDelegate {
                id: row
                required property int index
                required property string when
                required property string title
                required property string detail
                required property int sign
                required property bool inChart
                function look() {
                    if (!inChart)
                        return
                    dialog.story.showInChart(index)
                    dialog.close()
                }

                objectName: "storyLine" + index
                width: list.width - 14
                padding: Theme.spacingSmall
                hoverEnabled: inChart
                Accessible.name: title + ". " + detail
                onClicked: {
                    list.currentIndex = index
                    look()
                }
                background: Rectangle {
                    color: row.inChart && row.hovered ? Theme.surfaceRaised : "transparent"
                    border.width: list.activeFocus && list.currentIndex === row.index ? 1 : 0
                    border.color: Theme.accent
                }
                contentItem: RowLayout {
                    spacing: Theme.spacing
                    Text {
                        visible: row.when !== ""
                        Layout.preferredWidth: 190
                        Layout.alignment: Qt.AlignTop
                        text: row.when
                        color: Theme.textMuted
                        font: Theme.monoSmall
                        wrapMode: Text.WordWrap
                    }
                    ColumnLayout {
                        Layout.fillWidth: true
                        spacing: 1
                        Text {
                            Layout.fillWidth: true
                            text: row.title
                            textFormat: Text.PlainText
                            color: row.sign === 0 ? Theme.text : Theme.signColor(row.sign)
                            font.pixelSize: Theme.fontBody
                            wrapMode: Text.Wrap
                        }
                        Text {
                            Layout.fillWidth: true
                            visible: text !== ""
                            text: row.detail
                            textFormat: Text.PlainText
                            color: Theme.textMuted
                            font.pixelSize: Theme.fontSmall
                            wrapMode: Text.Wrap
                        }
                    }
                    Text {
                        visible: row.inChart
                        Layout.alignment: Qt.AlignVCenter
                        text: qsTr("in the chart")
                        color: row.hovered ? Theme.accent : Theme.textFaint
                        font.pixelSize: Theme.fontSmall
                    }
                }
            }
        }
        Rectangle { Layout.fillWidth: true; implicitHeight: 1; color: Theme.border }

        Words { text: qsTr("The same as one page of HTML, in English, with a picture of each trade:") }
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.spacingSmall
            AppTextField {
                objectName: "storyFile"
                Layout.fillWidth: true
                text: dialog.story.file
                placeholderText: qsTr("File")
                onTextEdited: dialog.story.file = text
                onAccepted: dialog.story.write()
                Accessible.name: qsTr("File of the page")
            }
            AppButton {
                objectName: "storyWrite"
                tone: AppButton.Primary
                text: qsTr("Write the page")
                enabled: dialog.story.known && !dialog.story.writing && dialog.story.file !== ""
                onClicked: dialog.story.write()
            }
        }
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.spacingSmall
            Words {
                objectName: "storyResult"
                text: dialog.story.writing ? qsTr("Writing…") : dialog.story.resultText
                color: dialog.story.writing ? Theme.textMuted : dialog.story.success ? Theme.up : Theme.down
                wrapMode: Text.WrapAnywhere
            }
            AppButton {
                objectName: "storyAgain"
                text: dialog.story.reading ? qsTr("Reading…") : qsTr("Read again")
                hint: qsTr("The session has gone on since it was read")
                enabled: !dialog.story.reading
                onClicked: dialog.story.read()
            }
            AppButton {
                text: qsTr("Close")
                onClicked: dialog.close()
            }
        }
    }
}
