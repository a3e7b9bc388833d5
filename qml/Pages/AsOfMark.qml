// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

// Above a chart that does not show what is now: which time it shows, and the way back.
Rectangle {
    id: mark
    required property ChartSource source

    objectName: "asOfMark"
    visible: !source.live
    implicitHeight: row.implicitHeight + Theme.spacingSmall
    radius: Theme.radius
    color: Theme.warningSoft
    border.color: Theme.warning

    RowLayout {
        id: row
        anchors { fill: parent; leftMargin: Theme.spacing; rightMargin: Theme.spacingSmall }
        spacing: Theme.spacing

        ColumnLayout {
            Layout.fillWidth: true
            spacing: 0
            Text {
                objectName: "asOfText"
                Layout.fillWidth: true
                text: qsTr("As of %1 — not live").arg(mark.source.asOf)
                elide: Text.ElideRight
                color: Theme.warning
                font.pixelSize: Theme.fontTitle
                font.weight: Font.Bold
            }
            Text {
                objectName: "asOfDetail"
                Layout.fillWidth: true
                visible: text !== ""
                elide: Text.ElideRight
                text: mark.source.unknown ? qsTr("What was known then is not held.")
                    : mark.source.beforeSession
                      ? qsTr("Before this session: levels of the closed candles; signals and position unknown.")
                      : ""
                color: Theme.text
                font.pixelSize: Theme.fontSmall
            }
        }
        AppButton {
            objectName: "backToNow"
            Layout.fillWidth: false
            implicitHeight: 26
            tone: AppButton.Primary
            text: qsTr("Back to now")
            hint: qsTr("Show the newest chart again (Esc)")
            onClicked: mark.source.showNow()
        }
    }
}
