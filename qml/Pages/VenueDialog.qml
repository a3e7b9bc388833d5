// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

// The venue: how the window is connected to it, what of it is real, and the way to another one.
AppDialog {
    id: dialog
    required property Workstation workstation
    readonly property ConnectionView connection: workstation.connection
    readonly property VenueSwitch venueSwitch: workstation.venueSwitch

    objectName: "venueDialog"
    title: qsTr("Venue: %1").arg(connection.venueName)
    width: 880

    component Heading: Text {
        Layout.fillWidth: true
        color: Theme.text
        font.pixelSize: Theme.fontTitle
        font.weight: Font.DemiBold
    }
    component Line: Rectangle {
        Layout.fillWidth: true
        implicitHeight: 1
        color: Theme.border
    }
    component Kind: ColumnLayout {
        id: kind
        property string caption: ""
        property string value: ""
        Layout.fillWidth: true
        spacing: 1
        Text {
            text: kind.caption
            color: Theme.textMuted
            font.pixelSize: Theme.fontSmall
        }
        Text {
            Layout.fillWidth: true
            text: kind.value
            color: Theme.text
            font.pixelSize: Theme.fontBody
            wrapMode: Text.WordWrap
        }
    }

    contentItem: ColumnLayout {
        spacing: Theme.spacing

        RowLayout {
            Layout.fillWidth: true
            spacing: 2 * Theme.spacingLarge

            ColumnLayout {
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                Layout.alignment: Qt.AlignTop
                spacing: Theme.spacing
                Heading { text: qsTr("Connection") }
                ConnectionFacts {
                    Layout.fillWidth: true
                    workstation: dialog.workstation
                }
            }
            ColumnLayout {
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                Layout.alignment: Qt.AlignTop
                Layout.fillHeight: true
                spacing: Theme.spacing
                Heading { text: qsTr("Real and simulated") }
                Kind { caption: qsTr("Market data"); value: dialog.connection.marketDataKind }
                Kind { caption: qsTr("Orders"); value: dialog.connection.orderKind }
                Kind { caption: qsTr("Account"); value: dialog.connection.accountKind }
                Heading {
                    Layout.topMargin: Theme.spacingSmall
                    text: qsTr("Request budgets")
                }
                DataTable {
                    objectName: "budgetTable"
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.minimumHeight: 5 * Theme.rowHeight
                    model: dialog.workstation.requestBudgets
                    keyRole: "endpoint"
                    emptyText: qsTr("The venue has told of none.")
                    columns: [
                        DataColumn { title: qsTr("Requests"); role: "endpoint"; width: 150 },
                        DataColumn { title: qsTr("Left"); role: "left"; width: 56; rightAligned: true; goodRole: "hasRoom" },
                        DataColumn { title: qsTr("Limit"); role: "limit"; width: 56; rightAligned: true },
                        DataColumn { title: qsTr("Full again"); role: "resets"; width: 80; rightAligned: true }
                    ]
                }
            }
        }
        Line {}
        Heading { text: qsTr("Change the venue") }
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.spacing
            Repeater {
                model: dialog.venueSwitch.names.length
                ChoiceCard {
                    required property int index
                    objectName: "venueChoice" + index
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.preferredWidth: 1
                    text: dialog.venueSwitch.names[index]
                    description: dialog.venueSwitch.descriptions[index]
                    note: dialog.venueSwitch.currentIndex === index ? qsTr("In use") : ""
                    chosen: dialog.venueSwitch.chosenIndex === index
                    enabled: !dialog.venueSwitch.switching
                    onClicked: dialog.venueSwitch.chosenIndex = index
                }
            }
        }
        // One of both at most. Their place is kept, so that no button moves under the mouse.
        Item {
            Layout.fillWidth: true
            implicitHeight: Math.max(consequence.implicitHeight, progress.implicitHeight)
            Text {
                id: consequence
                objectName: "venueConsequence"
                width: parent.width
                text: dialog.venueSwitch.consequence
                color: Theme.warning
                font.pixelSize: Theme.fontBody
                wrapMode: Text.WordWrap
            }
            Text {
                id: progress
                objectName: "venueProgress"
                width: parent.width
                visible: text !== ""
                text: dialog.venueSwitch.progressText
                color: Theme.accent
                font.pixelSize: Theme.fontBody
                font.weight: Font.DemiBold
                wrapMode: Text.WordWrap
            }
        }
        Text {
            objectName: "venueRefusal"
            Layout.fillWidth: true
            visible: text !== ""
            text: dialog.venueSwitch.refusalText
            color: Theme.down
            font.pixelSize: Theme.fontBody
            wrapMode: Text.WordWrap
        }
        RowLayout {
            Layout.alignment: Qt.AlignRight
            spacing: Theme.spacingSmall
            AppButton {
                objectName: "venueClose"
                text: qsTr("Close")
                onClicked: dialog.close()
            }
            AppButton {
                objectName: "venueOpen"
                visible: !dialog.venueSwitch.takesTwoPresses
                tone: AppButton.Primary
                text: dialog.venueSwitch.actionText
                enabled: dialog.venueSwitch.canOpen
                onClicked: dialog.venueSwitch.press()
            }
            TwoStepButton {
                objectName: "venueStopAndOpen"
                visible: dialog.venueSwitch.takesTwoPresses
                quiet: true
                text: dialog.venueSwitch.actionText
                enabled: dialog.venueSwitch.canOpen
                armed: dialog.venueSwitch.armed
                pending: dialog.venueSwitch.switching
                remainingMs: dialog.venueSwitch.remainingMs
                remainingFraction: dialog.venueSwitch.remainingFraction
                onClicked: dialog.venueSwitch.press()
            }
        }
    }
    onClosed: venueSwitch.forgetChoice()
}
