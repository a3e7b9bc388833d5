// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Pages
import Breakline.Ui

ApplicationWindow {
    id: window
    required property Workstation workstation
    property bool quitting: false

    objectName: "mainWindow"
    title: workstation.connection.marketDataOnly
           ? qsTr("Breakline · %1 · live market data, orders closed").arg(workstation.connection.venueName)
           : workstation.session.simulated ? qsTr("Breakline · simulated exchange") : "Breakline"
    width: 1440
    height: 900
    minimumWidth: 1180
    minimumHeight: 700
    visible: true
    color: Theme.background

    palette {
        window: Theme.surface
        windowText: Theme.text
        base: Theme.surface
        text: Theme.text
        toolTipBase: Theme.surfaceRaised
        toolTipText: Theme.text
        highlight: Theme.accent
    }

    Binding {
        target: Theme
        property: "dark"
        value: window.workstation.appearance.dark
    }

    onClosing: close => {
        if (window.workstation.session.active && !window.quitting) {
            close.accepted = false
            quitDialog.open()
        }
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0
        TopBar {
            Layout.fillWidth: true
            workstation: window.workstation
            onMoreRequested: moreDialog.open()
            onStrategiesRequested: strategiesDialog.show()
        }
        GateStrip {
            Layout.fillWidth: true
            workstation: window.workstation
        }
        SelfTestStrip {
            Layout.fillWidth: true
            workstation: window.workstation
        }
        HealthStrip {
            Layout.fillWidth: true
            workstation: window.workstation
        }
        ReceiptStrip {
            Layout.fillWidth: true
            workstation: window.workstation
        }
        DeskPage {
            id: desk
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.margins: Theme.spacingSmall
            workstation: window.workstation
        }
        BottomBar {
            Layout.fillWidth: true
            workstation: window.workstation
            onVenueRequested: venueDialog.open()
            onStoryRequested: storyDialog.show()
            onExportRequested: exportDialog.open()
            onHelpRequested: keysDialog.open()
        }
    }

    ExportDialog { id: exportDialog; workstation: window.workstation }
    MoreDialog { id: moreDialog; workstation: window.workstation }
    StrategiesDialog { id: strategiesDialog; workstation: window.workstation }
    NearMissDialog { id: nearMissDialog; workstation: window.workstation }
    Connections {
        target: desk.lowerPanel
        function onNearMissesRequested() { nearMissDialog.show() }
    }
    StoryDialog { id: storyDialog; workstation: window.workstation }
    KeysDialog { id: keysDialog }
    VenueDialog { id: venueDialog; workstation: window.workstation }
    // A refusal must be seen, also by one who has closed the page.
    Connections {
        target: window.workstation.venueSwitch
        function onRefused() { venueDialog.open() }
    }
    QuitDialog {
        id: quitDialog
        workstation: window.workstation
        onQuitConfirmed: {
            window.quitting = true
            window.close()
        }
    }

    // Application wide: also while a dialog is open.
    component Key: Shortcut {
        context: Qt.ApplicationShortcut
        autoRepeat: false
    }
    Key {
        sequence: "Ctrl+Shift+F"
        enabled: !window.workstation.connection.marketDataOnly
        onActivated: window.workstation.flatten.press()
    }
    Key {
        sequence: "F5"
        // Not in a session that is being left.
        enabled: window.workstation.commands.canStart && !window.workstation.venueSwitch.switching
        onActivated: window.workstation.commands.start()
    }
    Key { sequence: "Shift+F5"; enabled: window.workstation.commands.canStop; onActivated: window.workstation.stop.press() }
    Key {
        sequence: "F6"
        enabled: window.workstation.commands.canPause || window.workstation.commands.canResume
        onActivated: window.workstation.commands.canResume ? window.workstation.commands.resume()
                                                           : window.workstation.commands.pause()
    }
    Key { sequence: "Ctrl+1"; onActivated: desk.lowerPanel.showTab(0) }
    Key { sequence: "Ctrl+2"; onActivated: desk.lowerPanel.showTab(1) }
    Key { sequence: "Ctrl+3"; onActivated: desk.lowerPanel.showTab(2) }
    Key { sequence: "Ctrl+4"; onActivated: desk.lowerPanel.showTab(3) }
    Key { sequence: "Ctrl+5"; onActivated: desk.lowerPanel.showTab(4) }
    Key { sequence: "Ctrl+6"; onActivated: desk.lowerPanel.showTab(5) }
    Key { sequence: "Ctrl+7"; onActivated: desk.lowerPanel.showTab(6) }
    Key { sequence: "Ctrl+L"; onActivated: desk.lowerPanel.searchLog() }
    Key { sequence: "Ctrl+Up"; onActivated: window.workstation.selectNext(-1) }
    Key { sequence: "Ctrl+Down"; onActivated: window.workstation.selectNext(1) }
    Key { sequences: [StandardKey.ZoomIn, "Ctrl+="]; onActivated: desk.chartPanel.chart.zoomBy(0.8) }
    Key { sequences: [StandardKey.ZoomOut]; onActivated: desk.chartPanel.chart.zoomBy(1.25) }
    Key { sequence: "F7"; onActivated: nearMissDialog.show() }
    Key { sequence: "F8"; onActivated: venueDialog.open() }
    Key { sequence: "F9"; onActivated: strategiesDialog.show() }
    Key { sequence: "F10"; onActivated: storyDialog.show() }
    Key { sequence: "Ctrl+E"; onActivated: exportDialog.open() }
    Key { sequence: "Ctrl+T"; onActivated: window.workstation.appearance.dark = !window.workstation.appearance.dark }
    Key { sequence: "F1"; onActivated: keysDialog.open() }
}
