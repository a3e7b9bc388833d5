// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

// Why a symbol was traded at a close, or not: every gate, value against threshold.
Item {
    id: panel
    required property Workstation workstation
    readonly property ExplainView explanation: workstation.explanation
    signal nearMissesRequested

    component Cell: Text {
        color: Theme.textMuted
        font.pixelSize: Theme.fontSmall
        elide: Text.ElideRight
        verticalAlignment: Text.AlignVCenter
    }
    component Number: Cell {
        font.family: Theme.monoFamily
        horizontalAlignment: Text.AlignRight
    }
    readonly property real valueWidth: Math.max(84, width * 0.13)
    readonly property real numberWidth: Math.max(66, width * 0.1)
    readonly property real remarkWidth: Math.max(120, width * 0.24)

    ColumnLayout {
        anchors.fill: parent
        spacing: 0
        // Anchored: a layout kept the places of the texts that were there before.
        Item {
            Layout.fillWidth: true
            Layout.margins: Theme.spacingSmall
            implicitHeight: nearMissButton.implicitHeight
            Text {
                id: subject
                objectName: "whySubject"
                anchors { left: parent.left; verticalCenter: parent.verticalCenter }
                text: panel.explanation.subject
                color: Theme.text
                font.pixelSize: Theme.fontBody
                font.weight: Font.DemiBold
            }
            Text {
                objectName: "whyOutcome"
                anchors {
                    left: subject.right
                    leftMargin: Theme.spacing
                    right: nearMissButton.left
                    rightMargin: Theme.spacing
                    verticalCenter: parent.verticalCenter
                }
                text: panel.explanation.levelUntried
                      ? qsTr("%1 · this level was not tried: what came before had refused, or it was not among the nearest").arg(panel.explanation.outcome)
                      : panel.explanation.outcome
                color: Theme.text
                font.pixelSize: Theme.fontBody
                elide: Text.ElideRight
                HoverHandler { id: outcomeHover }
                ToolTip.visible: outcomeHover.hovered && truncated
                ToolTip.text: text
                ToolTip.delay: 500
            }
            AppButton {
                id: nearMissButton
                objectName: "nearMissButton"
                anchors { right: parent.right; verticalCenter: parent.verticalCenter }
                implicitHeight: 24
                text: qsTr("Near misses…")
                hint: qsTr("What refused over the whole session (F7)")
                onClicked: panel.nearMissesRequested()
            }
        }
        RowLayout {
            visible: gateList.count > 0
            Layout.fillWidth: true
            Layout.leftMargin: Theme.spacing + 14
            Layout.rightMargin: Theme.spacing
            Layout.preferredHeight: 18
            spacing: Theme.spacingSmall
            Cell { Layout.fillWidth: true; text: qsTr("Gate") }
            Cell { Layout.preferredWidth: panel.valueWidth; horizontalAlignment: Text.AlignRight; text: qsTr("Value") }
            Cell { Layout.preferredWidth: panel.valueWidth; horizontalAlignment: Text.AlignRight; text: qsTr("Has to be") }
            Cell { Layout.preferredWidth: panel.numberWidth; horizontalAlignment: Text.AlignRight; text: qsTr("Margin") }
            Cell { Layout.preferredWidth: panel.remarkWidth; text: qsTr("Remark") }
        }
        ListView {
            id: gateList
            objectName: "gateList"
            Layout.fillWidth: true
            Layout.fillHeight: true
            clip: true
            activeFocusOnTab: true
            keyNavigationEnabled: true
            boundsBehavior: Flickable.StopAtBounds
            model: panel.explanation.gates
            ScrollBar.vertical: AppScrollBar {}
            delegate: Rectangle {
                id: row
                required property string heading
                required property string name
                required property string result
                required property string resultText
                required property string value
                required property string condition
                required property string margin
                required property string change
                required property bool decided
                required property bool soleBlocker
                required property bool marked
                readonly property color tone: result === "pass" ? Theme.up : result === "fail" ? Theme.down
                                            : result === "no_data" ? Theme.warning : Theme.textMuted
                readonly property string remark: {
                    const parts = []
                    if (decided)
                        parts.push(qsTr("decided"))
                    if (soleBlocker)
                        parts.push(change !== "" ? qsTr("nothing else refused: %1 and it had passed").arg(change)
                                                 : qsTr("nothing else refused"))
                    if (result !== "pass" && result !== "fail" || result === "fail" && value === "")
                        parts.push(resultText)
                    return parts.join(" · ")
                }
                width: ListView.view ? ListView.view.width : 0
                height: 20
                color: decided ? Theme.dangerSoft : marked ? Theme.accentSoft : "transparent"

                Text {
                    visible: row.heading !== ""
                    anchors.fill: parent
                    anchors.leftMargin: Theme.spacing
                    text: row.heading
                    color: Theme.text
                    font.pixelSize: Theme.fontSmall
                    font.weight: Font.DemiBold
                    verticalAlignment: Text.AlignVCenter
                }
                RowLayout {
                    visible: row.heading === ""
                    anchors.fill: parent
                    anchors.leftMargin: Theme.spacing
                    anchors.rightMargin: Theme.spacing
                    spacing: Theme.spacingSmall
                    Rectangle {
                        implicitWidth: 8
                        implicitHeight: 8
                        radius: 4
                        color: row.tone
                        Accessible.name: row.resultText
                    }
                    Cell { Layout.fillWidth: true; text: row.name; color: Theme.text }
                    Number { Layout.preferredWidth: panel.valueWidth; text: row.value; color: row.tone }
                    Number { Layout.preferredWidth: panel.valueWidth; text: row.condition }
                    Number { Layout.preferredWidth: panel.numberWidth; text: row.margin }
                    Cell {
                        Layout.preferredWidth: panel.remarkWidth
                        text: row.remark
                        color: row.decided ? Theme.text : Theme.textMuted
                        HoverHandler { id: remarkHover }
                        ToolTip.visible: remarkHover.hovered && truncated
                        ToolTip.text: text
                        ToolTip.delay: 500
                    }
                }
            }
            Text {
                objectName: "whyHint"
                visible: text !== ""
                anchors.centerIn: parent
                width: parent.width - 4 * Theme.spacing
                horizontalAlignment: Text.AlignHCenter
                wrapMode: Text.WordWrap
                text: panel.explanation.problem !== "" ? panel.explanation.problem
                    : panel.explanation.waiting ? qsTr("Reading…")
                    : panel.explanation.asked ? ""
                    : qsTr("Click a candle, a level or a mark on the chart, or Why? beside a candidate, an order or a position.")
                color: Theme.textMuted
                font.pixelSize: Theme.fontBody
            }
            Connections {
                target: panel.explanation
                function onAnswered() {
                    gateList.currentIndex = panel.explanation.focusRow
                    // Once the rows have their heights.
                    Qt.callLater(() => gateList.positionViewAtIndex(Math.max(0, panel.explanation.focusRow), ListView.Center))
                }
            }
        }
    }
    FocusFrame { target: gateList }
}
