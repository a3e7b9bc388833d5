// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtCharts
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls
import Breakline.Charts
import Breakline.Ui

Item {
    id: panel
    required property Workstation workstation
    readonly property SessionView session: workstation.session

    EquityFeed {
        id: feed
        points: panel.session.equityPoints
        series: line
    }
    RowLayout {
        anchors.fill: parent
        spacing: 0

        ChartView {
            objectName: "equityChart"
            Layout.fillWidth: true
            Layout.fillHeight: true
            antialiasing: true
            legend.visible: false
            localizeNumbers: true
            backgroundColor: Theme.surface
            backgroundRoundness: 0
            plotAreaColor: Theme.surface
            margins { left: 2; top: 2; right: 2; bottom: 2 }

            DateTimeAxis {
                id: timeAxis
                format: "HH:mm"
                tickCount: 5
                min: feed.from
                max: feed.to
                labelsColor: Theme.textMuted
                labelsFont.pixelSize: Theme.fontTiny
                gridLineColor: Theme.grid
                color: Theme.border
            }
            ValueAxis {
                id: valueAxis
                min: feed.low
                max: feed.high
                tickCount: 5
                labelFormat: feed.high - feed.low >= 8 ? "%.0f" : "%.2f"
                labelsColor: Theme.textMuted
                labelsFont.pixelSize: Theme.fontTiny
                gridLineColor: Theme.grid
                color: Theme.border
            }
            LineSeries {
                id: line
                axisX: timeAxis
                axisY: valueAxis
                color: Theme.accent
                width: 1.8
            }
            Text {
                visible: feed.empty
                anchors.centerIn: parent
                text: panel.workstation.connection.marketDataOnly ? qsTr("There is no account here: the equity is unknown.")
                                                                  : qsTr("No equity curve yet.")
                color: Theme.textMuted
                font.pixelSize: Theme.fontBody
            }
        }
        GridLayout {
            Layout.fillWidth: false
            Layout.preferredWidth: 250
            Layout.margins: Theme.spacing
            Layout.alignment: Qt.AlignTop
            columns: 2
            columnSpacing: Theme.spacingLarge
            rowSpacing: Theme.spacing
            Figure { caption: qsTr("Equity, USDT"); value: panel.session.equity }
            Figure { caption: qsTr("Wallet, USDT"); value: panel.session.wallet }
            Figure {
                caption: qsTr("Today, USDT")
                value: panel.session.dailyPnl
                valueColor: Theme.signColor(panel.session.dailyPnlSign)
            }
            Figure {
                caption: qsTr("Largest drawdown")
                value: feed.empty ? "—" : qsTr("%1 %").arg(feed.largestDrawdownPercent.toLocaleString(Qt.locale(), "f", 2))
            }
            Figure { caption: qsTr("Longest unprotected"); value: panel.session.longestUnprotected }
            Figure { caption: qsTr("Unprotected, 50 · 99 %"); value: panel.session.usualUnprotected }
            HistogramBars {
                objectName: "unprotectedBars"
                Layout.columnSpan: 2
                Layout.fillWidth: true
                visible: bars.length > 0
                caption: qsTr("Positions by unprotected time, ms")
                bars: panel.session.unprotectedBars
            }
        }
    }
}
