// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

// Goes through the moments that the chart has seen, from the oldest held to now:
// dragged, or by keys. Only the chart goes back; trading goes on.
Item {
    id: bar
    required property ChartSource source

    implicitHeight: 24

    function takeKey(event): bool {
        const control = (event.modifiers & Qt.ControlModifier) !== 0
        switch (event.key) {
        case Qt.Key_Left: source.step(control ? -12 : -1); return true
        case Qt.Key_Right: source.step(control ? 12 : 1); return true
        case Qt.Key_PageUp: source.step(-12); return true
        case Qt.Key_PageDown: source.step(12); return true
        case Qt.Key_Home: source.showOldest(); return true
        case Qt.Key_End: source.showNow(); return true
        case Qt.Key_Escape: source.showNow(); return true
        }
        return false
    }

    RowLayout {
        anchors { fill: parent; leftMargin: Theme.spacingSmall; rightMargin: Theme.spacingSmall }
        spacing: Theme.spacingSmall

        Slider {
            id: slider
            objectName: "chartTime"
            Layout.fillWidth: true
            Layout.fillHeight: true
            enabled: bar.source.moments > 0
            from: 0
            to: Math.max(1, bar.source.moments)
            stepSize: 1
            snapMode: Slider.SnapAlways
            padding: 0
            hoverEnabled: true
            Accessible.name: qsTr("Time of the chart")
            Accessible.description: hint.text
            // Moved by a person, and by the moments that come.
            Binding on value {
                when: !slider.pressed
                value: bar.source.moments > 0 ? bar.source.moment : slider.to
                restoreMode: Binding.RestoreNone
            }
            onMoved: bar.source.showMoment(Math.round(value))
            Keys.onPressed: event => event.accepted = bar.takeKey(event)

            Hint {
                id: hint
                shown: slider.hovered && !slider.pressed
                text: bar.source.moments > 0
                      ? qsTr("Drag to see the chart as it was, from %1 on. ← → a candle, with Ctrl an hour, Home the oldest, End now").arg(bar.source.oldest)
                      : qsTr("Nothing of the past is held yet: the first moment comes with the next 5-minute close")
            }
            background: Rectangle {
                x: 0
                y: (slider.height - height) / 2
                width: slider.width
                height: 4
                radius: 2
                color: Theme.grid
                Rectangle {
                    width: slider.visualPosition * parent.width
                    height: parent.height
                    radius: 2
                    color: bar.source.live ? Theme.border : Theme.warning
                }
            }
            handle: Rectangle {
                x: slider.visualPosition * (slider.width - width)
                y: (slider.height - height) / 2
                width: 12
                height: 12
                radius: 6
                color: !slider.enabled ? Theme.border : bar.source.live ? Theme.textMuted : Theme.warning
                border.color: slider.visualFocus ? Theme.accent : "transparent"
                border.width: 2
            }
        }
        Text {
            Layout.preferredWidth: 168
            text: bar.source.live ? qsTr("now") : bar.source.asOf
            color: bar.source.live ? Theme.textMuted : Theme.warning
            font: Theme.monoSmall
            horizontalAlignment: Text.AlignRight
            elide: Text.ElideRight
        }
    }
}
