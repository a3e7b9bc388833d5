// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

// Product, what kind of exchange this is, its time, the commands, and Flatten.
Rectangle {
    id: bar
    required property Workstation workstation
    readonly property SessionView session: workstation.session
    readonly property CommandDeck commands: workstation.commands
    readonly property bool marketDataOnly: workstation.connection.marketDataOnly
    readonly property bool narrow: width < 1320
    signal moreRequested()
    signal strategiesRequested()

    color: Theme.surface
    implicitHeight: 92

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.spacing
        anchors.rightMargin: Theme.spacing
        anchors.topMargin: Theme.spacingSmall
        anchors.bottomMargin: Theme.spacingSmall
        spacing: Theme.spacingLarge

        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.minimumWidth: 0 // where there is no room, Flatten is whole
            spacing: Theme.spacingSmall

            RowLayout {
                Layout.fillWidth: true
                spacing: bar.narrow ? Theme.spacing : Theme.spacingLarge

                Row {
                    Layout.fillWidth: false
                    spacing: Theme.spacingSmall
                    Image {
                        anchors.verticalCenter: parent.verticalCenter
                        source: "qrc:/icons/breakline-48.png"
                        sourceSize { width: 24; height: 24 }
                        mipmap: true
                    }
                    Text {
                        visible: !bar.narrow
                        anchors.verticalCenter: parent.verticalCenter
                        text: "Breakline"
                        color: Theme.text
                        font.pixelSize: Theme.fontLarge
                        font.weight: Font.Bold
                    }
                }
                Badge {
                    objectName: "demoBadge"
                    Layout.fillWidth: false
                    Layout.preferredHeight: Theme.controlHeight
                    Layout.preferredWidth: implicitWidth + 12
                    visible: bar.session.simulated
                    strong: true
                    color: Theme.demo
                    textColor: Theme.textOnDemo
                    text: qsTr("SIMULATED EXCHANGE · no real money")
                }
                Badge {
                    objectName: "liveBadge"
                    Layout.fillWidth: false
                    Layout.preferredHeight: Theme.controlHeight
                    Layout.preferredWidth: implicitWidth + 12
                    visible: bar.marketDataOnly
                    strong: true
                    color: Theme.live
                    textColor: Theme.textOnLive
                    text: qsTr("LIVE MARKET DATA · ORDERS CLOSED")
                }
                Badge {
                    objectName: "stateBadge"
                    Layout.fillWidth: false
                    Layout.preferredHeight: Theme.controlHeight
                    Layout.preferredWidth: Math.max(120, implicitWidth + 12)
                    strong: true
                    color: bar.session.troubled ? Theme.dangerSoft : bar.session.running ? Theme.successSoft
                         : bar.session.paused ? Theme.warningSoft : Theme.surfaceRaised
                    textColor: bar.session.troubled ? Theme.down : bar.session.running ? Theme.up
                             : bar.session.paused ? Theme.warning : Theme.textMuted
                    text: bar.session.stateText
                }
                Item { Layout.fillWidth: true }
                Figure {
                    Layout.fillWidth: false
                    caption: bar.session.speed !== "" ? qsTr("Exchange time · %1").arg(bar.session.speed) : qsTr("Exchange time")
                    value: bar.session.venueTime
                    stale: bar.session.snapshotStale
                }
                Figure {
                    Layout.fillWidth: false
                    Layout.preferredWidth: 62
                    caption: qsTr("Last trade")
                    value: bar.session.lastTradeAge
                    stale: bar.session.lastTradeStale || bar.session.snapshotStale
                }
                Figure {
                    Layout.fillWidth: false
                    Layout.preferredWidth: 56
                    caption: qsTr("Display age")
                    value: bar.session.snapshotAge
                    valueColor: bar.session.snapshotStale ? Theme.down : Theme.text
                }
                Figure {
                    Layout.fillWidth: false
                    caption: qsTr("Equity, USDT")
                    value: bar.session.equity
                    stale: bar.session.snapshotStale
                }
                Figure {
                    Layout.fillWidth: false
                    caption: qsTr("Today")
                    value: bar.session.dailyPnl
                    valueColor: Theme.signColor(bar.session.dailyPnlSign)
                    stale: bar.session.snapshotStale
                }
            }
            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.spacingSmall

                AppComboBox {
                    id: presetBox
                    objectName: "presetBox"
                    Layout.fillWidth: false
                    Layout.preferredWidth: 196
                    model: bar.commands.presetIds
                    enabled: !bar.commands.presetLocked
                    currentIndex: bar.commands.presetIndex
                    onActivated: index => bar.commands.presetIndex = index
                    Accessible.name: qsTr("Preset")
                    // A choice made elsewhere, and the binding that a click breaks.
                    Connections {
                        target: bar.commands
                        function onPresetChanged() { presetBox.currentIndex = bar.commands.presetIndex }
                    }
                }
                AppButton {
                    objectName: "strategiesButton"
                    Layout.fillWidth: false
                    text: qsTr("Strategies…")
                    hint: qsTr("What each strategy asks for, and copies of presets with other values (F9)")
                    onClicked: bar.strategiesRequested()
                }
                Badge {
                    Layout.fillWidth: false
                    Layout.preferredHeight: 22
                    visible: bar.commands.presetIsDemonstration
                    color: Theme.warningSoft
                    textColor: Theme.warning
                    text: qsTr("No proven edge")
                }
                Text {
                    objectName: "presetSummary"
                    Layout.fillWidth: true
                    text: bar.commands.presetSummary
                    color: Theme.textMuted
                    font.pixelSize: Theme.fontSmall
                    elide: Text.ElideRight
                    wrapMode: Text.WordWrap
                    maximumLineCount: 2
                }
                AppButton {
                    objectName: "startButton"
                    Layout.fillWidth: false
                    Layout.minimumWidth: 76
                    text: qsTr("Start")
                    hint: qsTr("Start with the preset shown (F5)")
                    tone: AppButton.Primary
                    enabled: bar.commands.canStart && !bar.workstation.venueSwitch.switching
                    onClicked: bar.commands.start()
                }
                AppButton {
                    objectName: "pauseButton"
                    Layout.fillWidth: false
                    Layout.minimumWidth: 92
                    text: bar.commands.canResume ? qsTr("Resume") : qsTr("Pause")
                    hint: bar.commands.canResume ? qsTr("Take entries again (F6)")
                                                 : qsTr("No new entries; open positions stay managed (F6)")
                    enabled: bar.commands.canPause || bar.commands.canResume
                    onClicked: bar.commands.canResume ? bar.commands.resume() : bar.commands.pause()
                }
                TwoStepButton {
                    objectName: "stopButton"
                    Layout.fillWidth: false
                    Layout.minimumWidth: 100
                    quiet: true
                    text: qsTr("Stop")
                    armedText: qsTr("Press again")
                    hint: qsTr("End the session: no entries, flatten, stopped (Shift+F5 twice)")
                    enabled: bar.commands.canStop
                    armed: bar.workstation.stop.armed
                    pending: bar.workstation.stop.pending
                    remainingMs: bar.workstation.stop.remainingMs
                    remainingFraction: bar.workstation.stop.remainingFraction
                    onClicked: bar.workstation.stop.press()
                }
                AppButton {
                    objectName: "moreButton"
                    Layout.fillWidth: false
                    text: qsTr("More…")
                    hint: qsTr("Kill switch, time stop, retry, re-arm")
                    onClicked: bar.moreRequested()
                }
            }
        }
        TwoStepButton {
            objectName: "flattenButton"
            Layout.fillWidth: false
            Layout.fillHeight: true
            Layout.preferredWidth: 176
            large: true
            text: qsTr("FLATTEN")
            armedText: qsTr("PRESS AGAIN")
            pendingText: qsTr("Closing everything…")
            hint: bar.marketDataOnly ? qsTr("Orders are closed here:\nnothing can be open")
                                     : qsTr("Ctrl+Shift+F twice")
            enabled: !bar.marketDataOnly
            armed: bar.workstation.flatten.armed
            pending: bar.workstation.flatten.pending
            remainingMs: bar.workstation.flatten.remainingMs
            remainingFraction: bar.workstation.flatten.remainingFraction
            onClicked: bar.workstation.flatten.press()
            Accessible.description: bar.marketDataOnly ? hint
                : qsTr("Cancels entry orders and closes every position at market. Press twice.")
        }
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.border
    }
}
