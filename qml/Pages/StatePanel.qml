// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

// The state machine as a graph, and the way it came.
Panel {
    id: panel
    required property Workstation workstation
    readonly property StateGraph graph: workstation.stateGraph

    title: qsTr("State machine")
    note: workstation.session.stateText

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        Item {
            id: canvas
            Layout.fillWidth: true
            Layout.preferredHeight: Math.min(330, panel.height * 0.52)
            Layout.margins: Theme.spacingSmall

            StateGraphEdges {
                anchors.fill: parent
                graph: panel.graph
                edgeColor: Theme.textFaint
                takenColor: Theme.accent
                boxColor: Theme.textFaint
                boxActiveColor: Theme.accent
            }
            Text {
                x: canvas.width * 0.5 - width / 2
                y: canvas.height * 0.175
                text: qsTr("Running")
                color: panel.graph.inRunning ? Theme.accent : Theme.textFaint
                font.pixelSize: Theme.fontTiny
                font.letterSpacing: 1
            }
            Repeater {
                model: panel.graph
                Rectangle {
                    id: node
                    required property string name
                    required property double centerX
                    required property double centerY
                    required property bool current
                    required property bool previous
                    required property bool trouble

                    width: panel.graph.nodeWidth * canvas.width
                    height: panel.graph.nodeHeight * canvas.height
                    x: centerX * canvas.width - width / 2
                    y: centerY * canvas.height - height / 2
                    radius: Theme.radius
                    color: current ? (trouble ? Theme.danger : Theme.accent) : Theme.surfaceRaised
                    border.width: previous || current ? 2 : 1
                    border.color: current ? color : previous ? Theme.accent : Theme.border
                    Behavior on color { ColorAnimation { duration: Theme.animationShort } }

                    Text {
                        anchors.fill: parent
                        anchors.margins: 2
                        text: node.name
                        color: node.current ? Theme.textOnStrong : node.previous ? Theme.text : Theme.textMuted
                        font.pixelSize: Theme.fontSmall
                        minimumPixelSize: 8
                        fontSizeMode: Text.HorizontalFit
                        font.weight: node.current ? Font.Bold : Font.Normal
                        horizontalAlignment: Text.AlignHCenter
                        verticalAlignment: Text.AlignVCenter
                        elide: Text.ElideRight
                    }
                }
            }
        }
        // The present cycle: a bar a step.
        Row {
            id: process
            objectName: "processSteps"
            Layout.fillWidth: true
            Layout.leftMargin: Theme.spacingSmall
            Layout.rightMargin: Theme.spacingSmall
            spacing: 3
            Repeater {
                model: panel.workstation.session.processSteps
                Rectangle {
                    id: step
                    required property var modelData
                    width: (process.width - 5 * process.spacing) / 6
                    height: 5
                    radius: 2
                    color: modelData.state === 2 ? Theme.accent : modelData.state === 1 ? Theme.accentSoft : Theme.surfaceRaised
                    border.width: 1
                    border.color: modelData.state === 0 ? Theme.border : Theme.accent
                    Accessible.role: Accessible.Indicator
                    Accessible.name: modelData.text
                    HoverHandler { id: stepHover; margin: 6 }
                    ToolTip.visible: stepHover.hovered
                    ToolTip.text: step.modelData.text
                    ToolTip.delay: 300
                }
            }
        }
        Text {
            objectName: "processText"
            Layout.fillWidth: true
            Layout.margins: Theme.spacingSmall
            Layout.topMargin: 3
            text: panel.workstation.session.processText
            color: Theme.textMuted
            font.pixelSize: Theme.fontSmall
            elide: Text.ElideRight
        }
        Rectangle {
            Layout.fillWidth: true
            implicitHeight: 1
            color: Theme.border
        }
        Item {
            id: historyArea
            Layout.fillWidth: true
            Layout.fillHeight: true

            Text {
                visible: history.count === 0
                anchors.centerIn: parent
                width: parent.width - 4 * Theme.spacing
                horizontalAlignment: Text.AlignHCenter
                wrapMode: Text.WordWrap
                text: qsTr("No transition yet.")
                color: Theme.textMuted
                font.pixelSize: Theme.fontBody
            }
            ListView {
                id: history
                width: parent.width
                height: Math.min(contentHeight, historyArea.height)
                clip: true
                model: panel.workstation.transitions
                verticalLayoutDirection: ListView.BottomToTop
                boundsBehavior: Flickable.StopAtBounds
                activeFocusOnTab: true
                ScrollBar.vertical: AppScrollBar {}

                FocusFrame {
                    parent: historyArea
                    target: history
                }

                // Newest on top; stays there unless someone reads further down.
                property bool pinned: true
                onMovementEnded: pinned = atYBeginning
                onCountChanged: if (pinned) Qt.callLater(history.positionViewAtEnd)

                delegate: Item {
                    id: entry
                    required property string time
                    required property string from
                    required property string to
                    required property string trigger
                    required property string reason
                    width: ListView.view ? ListView.view.width : 0
                    height: lines.implicitHeight + 8

                    Column {
                        id: lines
                        x: Theme.spacing
                        y: 4
                        width: parent.width - 2 * Theme.spacing
                        spacing: 1
                        Row {
                            spacing: Theme.spacingSmall
                            Text {
                                text: entry.time
                                color: Theme.textMuted
                                font.family: Theme.monoFamily
                                font.pixelSize: Theme.fontSmall
                            }
                            Text {
                                text: qsTr("%1 → %2").arg(entry.from).arg(entry.to)
                                color: Theme.text
                                font.pixelSize: Theme.fontSmall
                                font.weight: Font.DemiBold
                            }
                        }
                        Text {
                            width: parent.width
                            visible: text !== ""
                            text: entry.reason !== "" ? entry.reason : entry.trigger
                            color: Theme.textMuted
                            font.pixelSize: Theme.fontSmall
                            wrapMode: Text.WordWrap
                            maximumLineCount: 2
                            elide: Text.ElideRight
                        }
                    }
                }
            }
        }
    }
}
