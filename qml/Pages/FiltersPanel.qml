// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

// The filters of the symbol chosen, value against threshold.
Panel {
    id: panel
    required property Workstation workstation

    title: qsTr("Filters")
    note: workstation.selectedSymbol

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        Text {
            Layout.fillWidth: true
            Layout.margins: Theme.spacingSmall
            Layout.leftMargin: Theme.spacing
            visible: panel.workstation.selectedOutcome !== ""
            text: qsTr("At the last close: %1").arg(panel.workstation.selectedOutcome)
            color: Theme.text
            font.pixelSize: Theme.fontSmall
            wrapMode: Text.WordWrap
            maximumLineCount: 3
            elide: Text.ElideRight
        }
        RowLayout {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.spacing + 14
            Layout.rightMargin: Theme.spacing
            Layout.preferredHeight: 20
            spacing: Theme.spacingSmall
            visible: panel.workstation.selectedIsCandidate
            Text { Layout.fillWidth: true; text: qsTr("Filter"); color: Theme.textMuted; font.pixelSize: Theme.fontSmall }
            Text { Layout.preferredWidth: 76; text: qsTr("Value"); color: Theme.textMuted; font.pixelSize: Theme.fontSmall; horizontalAlignment: Text.AlignRight }
            Text { Layout.preferredWidth: 76; text: qsTr("Threshold"); color: Theme.textMuted; font.pixelSize: Theme.fontSmall; horizontalAlignment: Text.AlignRight; elide: Text.ElideRight }
        }
        ListView {
            objectName: "filterList"
            Layout.fillWidth: true
            Layout.fillHeight: true
            clip: true
            model: panel.workstation.filters
            boundsBehavior: Flickable.StopAtBounds
            ScrollBar.vertical: AppScrollBar {}
            delegate: Item {
                id: row
                required property string name
                required property string result
                required property string resultText
                required property string value
                required property string threshold
                // Nothing was compared: the text has the place of value and threshold.
                readonly property bool allowed: result === "no_data_allowed"
                readonly property color tone: allowed ? Theme.textMuted : result === "pass" ? Theme.up : result === "fail" ? Theme.down : Theme.warning
                width: ListView.view ? ListView.view.width : 0
                height: 22

                RowLayout {
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
                    Text {
                        Layout.fillWidth: true
                        text: row.name
                        color: Theme.text
                        font.pixelSize: Theme.fontSmall
                        elide: Text.ElideRight
                    }
                    Text {
                        Layout.preferredWidth: row.allowed ? 152 + Theme.spacingSmall : 76
                        text: row.result === "no_data" || row.allowed ? row.resultText : row.value
                        color: row.tone
                        font.family: Theme.monoFamily
                        font.pixelSize: Theme.fontSmall
                        horizontalAlignment: Text.AlignRight
                        elide: Text.ElideRight
                    }
                    Text {
                        visible: !row.allowed
                        Layout.preferredWidth: 76
                        text: row.threshold
                        color: Theme.textMuted
                        font.family: Theme.monoFamily
                        font.pixelSize: Theme.fontSmall
                        horizontalAlignment: Text.AlignRight
                        elide: Text.ElideRight
                    }
                }
            }
            Text {
                visible: !panel.workstation.selectedIsCandidate
                anchors.centerIn: parent
                width: parent.width - 4 * Theme.spacing
                horizontalAlignment: Text.AlignHCenter
                wrapMode: Text.WordWrap
                text: panel.workstation.candidates.count > 0 ? qsTr("The last scan has nothing on this symbol.")
                                                             : qsTr("No scan yet.")
                color: Theme.textMuted
                font.pixelSize: Theme.fontBody
            }
        }
    }
}
