// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

// How well the venue is heard: an input each, green or red with its value.
Rectangle {
    id: strip
    required property Workstation workstation
    readonly property HealthModel readings: workstation.health

    visible: readings.count > 0
    implicitHeight: visible ? 22 : 0
    color: Theme.surface

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.spacing
        anchors.rightMargin: Theme.spacing
        spacing: Theme.spacingLarge

        Repeater {
            model: strip.readings
            RowLayout {
                id: reading
                required property string name
                required property string value
                required property int sign
                required property string detail
                Layout.fillWidth: false
                spacing: Theme.spacingSmall

                Rectangle {
                    implicitWidth: 6
                    implicitHeight: 6
                    radius: 3
                    color: reading.sign === 0 ? Theme.textFaint : Theme.signColor(reading.sign)
                }
                Text {
                    text: reading.name
                    color: reading.sign < 0 ? Theme.down : Theme.textMuted
                    font.pixelSize: Theme.fontSmall
                    font.weight: reading.sign < 0 ? Font.DemiBold : Font.Normal
                }
                Text {
                    text: reading.value
                    color: reading.sign < 0 ? Theme.down : reading.sign === 0 ? Theme.textFaint : Theme.text
                    font.family: Theme.monoFamily
                    font.pixelSize: Theme.fontSmall
                }
                HoverHandler { id: hover }
                Hint { text: reading.detail; shown: hover.hovered }
                Accessible.role: Accessible.StaticText
                Accessible.name: qsTr("%1: %2").arg(name).arg(detail)
            }
        }
        Item { Layout.fillWidth: true }
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.border
    }
}
