// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

// The price chart with its axes, its readout and the choice of symbol.
Panel {
    id: panel
    required property Workstation workstation
    readonly property PriceChart chart: plot

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        RowLayout {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.spacingSmall
            Layout.rightMargin: Theme.spacingSmall
            Layout.topMargin: 4
            Layout.bottomMargin: 4
            spacing: Theme.spacingSmall

            AppComboBox {
                id: symbolBox
                objectName: "symbolBox"
                Layout.fillWidth: false
                Layout.preferredWidth: 140
                implicitHeight: 26
                model: panel.workstation.session.symbols
                currentIndex: model.indexOf(panel.workstation.selectedSymbol)
                displayText: panel.workstation.selectedSymbol !== "" ? panel.workstation.selectedSymbol : "—"
                font.weight: Font.DemiBold
                onActivated: index => panel.workstation.select(model[index])
                Accessible.name: qsTr("Symbol")
            }
            Badge {
                Layout.fillWidth: false
                text: qsTr("5 min")
                textColor: Theme.textMuted
            }
            Text {
                Layout.fillWidth: true
                text: plot.readout
                color: plot.readoutSign > 0 ? Theme.up : plot.readoutSign < 0 ? Theme.down : Theme.text
                font.family: Theme.monoFamily
                font.pixelSize: Theme.fontSmall
                elide: Text.ElideRight
            }
            AppButton {
                Layout.fillWidth: false
                implicitHeight: 26
                visible: !plot.following
                text: qsTr("Newest")
                hint: qsTr("Follow the newest candle (Home)")
                onClicked: plot.followLast()
            }
        }
        AsOfMark {
            Layout.fillWidth: true
            source: panel.workstation.chart
        }
        Item {
            Layout.fillWidth: true
            Layout.fillHeight: true

            PriceChart {
                id: plot
                objectName: "priceChart"
                anchors { left: parent.left; top: parent.top; right: priceAxis.left; bottom: timeAxis.top }
                source: panel.workstation.chart
                activeFocusOnTab: true
                upColor: Theme.up
                downColor: Theme.down
                gridColor: Theme.grid
                levelResistanceColor: Theme.chartResistance
                levelSupportColor: Theme.chartSupport
                entryColor: Theme.chartEntry
                stopColor: Theme.chartStop
                targetColor: Theme.chartTarget
                lastColor: Theme.chartLast
                crosshairColor: Theme.chartCrosshair
                signalColor: Theme.chartSignal
                onCandleClicked: closeMs => panel.workstation.explainCandle(closeMs)
                onLevelClicked: price => panel.workstation.explainLevel(price)
                onTradeClicked: traceId => panel.workstation.explanation.askTrade(panel.workstation.selectedSymbol, traceId)
                Keys.onUpPressed: plot.zoomBy(0.8)
                Keys.onDownPressed: plot.zoomBy(1.25)
                Keys.onPressed: event => {
                    const time = panel.workstation.chart
                    const control = (event.modifiers & Qt.ControlModifier) !== 0
                    event.accepted = true
                    switch (event.key) {
                    case Qt.Key_Left: control ? time.step(-1) : plot.panByCandles(-5); break
                    case Qt.Key_Right: control ? time.step(1) : plot.panByCandles(5); break
                    case Qt.Key_Home: control ? time.showOldest() : plot.followLast(); break
                    case Qt.Key_End: time.showNow(); break
                    case Qt.Key_Escape: time.showNow(); break
                    default: event.accepted = false
                    }
                }
            }
            FocusFrame {
                anchors.fill: plot
                target: plot
            }
            PriceAxis {
                id: priceAxis
                anchors { right: parent.right; top: parent.top; bottom: timeAxis.top }
                width: 126
                chart: plot
                font: Theme.monoSmall
                textColor: Theme.textMuted
                tagTextColor: Theme.chartTagText
                tagColor: Theme.chartCrosshair
            }
            TimeAxis {
                id: timeAxis
                anchors { left: parent.left; right: priceAxis.left; bottom: parent.bottom }
                height: 20
                chart: plot
                font: Theme.monoSmall
                textColor: Theme.textMuted
                tagTextColor: Theme.chartTagText
                tagColor: Theme.chartCrosshair
            }
            Rectangle {
                anchors { left: priceAxis.left; top: parent.top; bottom: parent.bottom }
                width: 1
                color: Theme.border
            }
            Rectangle {
                anchors { left: parent.left; right: parent.right; bottom: timeAxis.top }
                height: 1
                color: Theme.border
            }
            Rectangle {
                visible: plot.markerText !== ""
                anchors { left: parent.left; top: parent.top; margins: Theme.spacingSmall }
                width: markerLabel.implicitWidth + 12
                height: markerLabel.implicitHeight + 8
                radius: Theme.radius
                color: Theme.surfaceRaised
                border.color: Theme.border
                Text {
                    id: markerLabel
                    anchors.centerIn: parent
                    text: plot.markerText
                    color: Theme.text
                    font.pixelSize: Theme.fontSmall
                }
            }
            // The whole plot says so, wherever one looks.
            Rectangle {
                visible: !panel.workstation.chart.live
                anchors.fill: plot
                color: "transparent"
                border.color: Theme.warning
                border.width: 2
            }
            Text {
                visible: panel.workstation.chart.empty
                anchors.centerIn: plot
                text: panel.workstation.chart.unknown ? qsTr("Unknown") : qsTr("No candles of this symbol yet.")
                color: Theme.textMuted
                font.pixelSize: Theme.fontBody
            }
        }
        ChartTimeBar {
            Layout.fillWidth: true
            source: panel.workstation.chart
        }
    }
    Connections {
        target: panel.workstation.appearance
        function onLanguageChanged() { plot.retranslate() }
    }
}
