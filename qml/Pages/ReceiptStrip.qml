// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

// The receipt of the last flatten, until it is put away.
Rectangle {
    id: strip
    required property Workstation workstation
    readonly property string receipt: workstation.session.flattenReceipt
    property string dismissed: ""

    visible: receipt !== "" && receipt !== dismissed
    implicitHeight: visible ? 30 : 0
    color: Theme.successSoft

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.spacing
        anchors.rightMargin: Theme.spacing
        Text {
            objectName: "receiptText"
            Layout.fillWidth: true
            text: strip.receipt
            color: Theme.up
            font.pixelSize: Theme.fontBody
            font.weight: Font.DemiBold
            elide: Text.ElideRight
        }
        AppButton {
            Layout.fillWidth: false
            implicitHeight: 22
            text: qsTr("Put away")
            onClicked: strip.dismissed = strip.receipt
        }
    }
}
