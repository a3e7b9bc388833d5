// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

// Counts, export, language, theme.
Rectangle {
    id: bar
    required property Workstation workstation
    readonly property SessionView session: workstation.session
    signal exportRequested()
    signal helpRequested()

    implicitHeight: 34
    color: Theme.surface

    component Count: Text {
        color: Theme.textMuted
        font.pixelSize: Theme.fontSmall
        Layout.fillWidth: false
    }

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.spacing
        anchors.rightMargin: Theme.spacing
        spacing: Theme.spacingLarge

        Count { text: qsTr("Exchange: %1").arg(bar.session.venue !== "" ? bar.session.venue : "—") }
        Count { text: qsTr("Session: %1").arg(bar.session.sessionId !== "" ? bar.session.sessionId : "—"); elide: Text.ElideRight; Layout.maximumWidth: 240 }
        Count {
            text: qsTr("Cycles: %1").arg(bar.session.cycles)
            HoverHandler { id: cyclesHover }
            Hint { text: bar.session.lastCycle; shown: cyclesHover.hovered }
        }
        Count { text: qsTr("Scans: %1").arg(bar.session.scans) }
        Count { text: qsTr("Signals: %1").arg(bar.session.signalCount) }
        Count { text: qsTr("Inputs: %1").arg(bar.session.inputs) }
        Count { text: qsTr("Frames dropped: %1").arg(bar.session.framesDropped) }
        Item { Layout.fillWidth: true }
        AppButton {
            objectName: "exportButton"
            Layout.fillWidth: false
            implicitHeight: 24
            text: qsTr("Export…")
            hint: qsTr("Write the session's tables as CSV files (Ctrl+E)")
            onClicked: bar.exportRequested()
        }
        AppComboBox {
            objectName: "languageBox"
            Layout.fillWidth: false
            Layout.preferredWidth: 104
            implicitHeight: 24
            model: bar.workstation.appearance.languageNames
            currentIndex: bar.workstation.appearance.languageIndex
            onActivated: index => bar.workstation.appearance.languageIndex = index
            Accessible.name: qsTr("Language")
        }
        AppButton {
            objectName: "themeButton"
            Layout.fillWidth: false
            implicitHeight: 24
            text: Theme.dark ? qsTr("Light") : qsTr("Dark")
            hint: qsTr("Change between dark and light (Ctrl+T)")
            onClicked: bar.workstation.appearance.dark = !bar.workstation.appearance.dark
        }
        AppButton {
            objectName: "helpButton"
            Layout.fillWidth: false
            implicitHeight: 24
            text: qsTr("Keys")
            hint: qsTr("Keyboard shortcuts (F1)")
            onClicked: bar.helpRequested()
        }
    }
    Rectangle {
        width: parent.width
        height: 1
        color: Theme.border
    }
}
