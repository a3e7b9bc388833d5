// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

// What the venue was tried for before it is traded; whole where that failed.
Rectangle {
    id: strip
    required property Workstation workstation
    readonly property SelfTestModel results: workstation.selfTest
    property bool opened: false
    readonly property bool whole: opened || results.failed

    objectName: "selfTestStrip"
    visible: results.count > 0
    implicitHeight: visible ? column.implicitHeight + 2 * Theme.spacingSmall : 0
    color: results.failed ? Theme.dangerSoft : Theme.surface

    ColumnLayout {
        id: column
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter
                  leftMargin: Theme.spacing; rightMargin: Theme.spacing }
        spacing: 2

        RowLayout {
            spacing: Theme.spacing
            Text {
                objectName: "selfTestVerdict"
                Layout.fillWidth: true
                text: strip.results.verdict
                color: strip.results.failed ? Theme.down : strip.results.running ? Theme.text : Theme.textMuted
                font.pixelSize: Theme.fontSmall
                font.weight: Font.DemiBold
            }
            AppButton {
                objectName: "selfTestButton"
                Layout.fillWidth: false
                implicitHeight: 20
                visible: !strip.results.failed
                text: strip.opened ? qsTr("Hide results") : qsTr("Show results")
                onClicked: strip.opened = !strip.opened
            }
        }
        GridLayout {
            objectName: "selfTestResults"
            visible: strip.whole
            columns: strip.width < 1300 ? 2 : 3
            columnSpacing: Theme.spacingLarge
            rowSpacing: 2

            Repeater {
                model: strip.results
                RowLayout {
                    id: row
                    required property string name
                    required property string value
                    required property string wanted
                    required property string outcome
                    required property int sign
                    readonly property color tone: sign === 0 ? Theme.textMuted : Theme.signColor(sign)

                    spacing: Theme.spacingSmall
                    Layout.fillWidth: true
                    Accessible.role: Accessible.StaticText
                    Accessible.name: qsTr("%1: %2, %3, wanted %4").arg(name).arg(outcome).arg(value).arg(wanted)
                    Rectangle {
                        implicitWidth: 6
                        implicitHeight: 6
                        radius: 3
                        color: row.tone
                        Layout.fillWidth: false
                    }
                    Text {
                        Layout.preferredWidth: 176
                        Layout.fillWidth: false
                        text: row.name
                        color: Theme.text
                        font.pixelSize: Theme.fontSmall
                        elide: Text.ElideRight
                    }
                    Text {
                        Layout.preferredWidth: 64
                        Layout.fillWidth: false
                        text: row.outcome
                        color: row.tone
                        font.pixelSize: Theme.fontSmall
                        font.weight: row.sign < 0 ? Font.DemiBold : Font.Normal
                    }
                    Text {
                        Layout.fillWidth: true
                        text: row.sign > 0 ? row.value : qsTr("%1, wanted %2").arg(row.value).arg(row.wanted)
                        color: row.sign < 0 ? Theme.down : Theme.textMuted
                        font.pixelSize: Theme.fontSmall
                        elide: Text.ElideRight
                        HoverHandler { id: hover }
                        Hint { text: parent.text; shown: hover.hovered && parent.truncated }
                    }
                }
            }
        }
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.border
    }
}
