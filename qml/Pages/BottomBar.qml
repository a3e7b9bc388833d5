// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

// Venue, counts, export, language, theme.
Rectangle {
    id: bar
    required property Workstation workstation
    readonly property SessionView session: workstation.session
    readonly property ConnectionView connection: workstation.connection
    readonly property bool narrow: width < 1320
    signal venueRequested()
    signal storyRequested()
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

        RowLayout {
            Layout.fillWidth: false
            spacing: Theme.spacingSmall
            Rectangle {
                implicitWidth: 8
                implicitHeight: 8
                radius: 4
                color: bar.connection.overallSign === 0 ? Theme.textFaint : Theme.signColor(bar.connection.overallSign)
            }
            AppButton {
                objectName: "venueButton"
                implicitHeight: 24
                text: qsTr("Venue: %1").arg(bar.connection.venueName)
                hint: qsTr("Connection, and the choice of the venue (F8)")
                onClicked: bar.venueRequested()
            }
        }
        Count {
            text: qsTr("Session: %1").arg(bar.session.sessionId !== "" ? bar.session.sessionId : "—")
            elide: Text.ElideRight
            Layout.maximumWidth: bar.narrow ? 160 : 240
        }
        Count {
            text: qsTr("Cycles: %1").arg(bar.session.cycles)
            HoverHandler { id: cyclesHover }
            Hint { text: bar.session.lastCycle; shown: cyclesHover.hovered }
        }
        Count { text: qsTr("Scans: %1").arg(bar.session.scans) }
        Count { text: qsTr("Signals: %1").arg(bar.session.signalCount) }
        Count { visible: !bar.narrow; text: qsTr("Inputs: %1").arg(bar.session.inputs) }
        Count { visible: !bar.narrow; text: qsTr("Frames dropped: %1").arg(bar.session.framesDropped) }
        Item { Layout.fillWidth: true }
        AppButton {
            objectName: "storyButton"
            Layout.fillWidth: false
            implicitHeight: 24
            text: qsTr("Story…")
            hint: qsTr("What happened in the session, and a page that tells it (F10)")
            onClicked: bar.storyRequested()
        }
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
