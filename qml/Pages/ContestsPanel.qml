// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

// Positions that differ from our fills: what becomes of each is a person's choice.
Column {
    id: panel
    required property Workstation workstation
    signal asked(string symbol, string choice)

    Repeater {
        model: panel.workstation.contests
        Rectangle {
            id: row
            required property string symbol
            required property string text
            required property bool pending
            width: panel.width
            height: 34
            color: Theme.warningSoft

            component Choice: AppButton {
                property string choice
                objectName: choice + "Contested"
                Layout.fillWidth: false
                implicitHeight: 24
                enabled: !row.pending
                onClicked: panel.asked(row.symbol, choice)
            }

            RowLayout {
                anchors.fill: parent
                anchors.leftMargin: Theme.spacing
                anchors.rightMargin: Theme.spacing
                spacing: Theme.spacingSmall
                Text {
                    objectName: "contestText"
                    Layout.fillWidth: true
                    text: row.pending ? qsTr("%1 · waits for the exchange").arg(row.text) : row.text
                    color: Theme.warning
                    font.pixelSize: Theme.fontBody
                    font.weight: Font.DemiBold
                    elide: Text.ElideRight
                }
                Choice { choice: "adopt"; text: qsTr("Adopt…"); hint: qsTr("It is ours from now on") }
                Choice { choice: "flatten"; text: qsTr("Flatten…"); hint: qsTr("Close all of it at market") }
                Choice { choice: "release"; text: qsTr("Release…"); hint: qsTr("It is theirs; leave it alone") }
            }
        }
    }
}
