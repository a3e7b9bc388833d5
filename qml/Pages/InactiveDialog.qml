// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

AppDialog {
    id: dialog
    required property Workstation workstation

    title: qsTr("Not active in this version")
    width: 520

    contentItem: ColumnLayout {
        spacing: Theme.spacing
        Text {
            Layout.fillWidth: true
            text: qsTr("The preset asks for these, and this version does without them:")
            color: Theme.textMuted
            font.pixelSize: Theme.fontBody
            wrapMode: Text.WordWrap
        }
        ListView {
            Layout.fillWidth: true
            Layout.preferredHeight: Math.min(contentHeight, 360)
            clip: true
            model: dialog.workstation.session.inactive
            ScrollBar.vertical: AppScrollBar {}
            delegate: Text {
                required property string modelData
                width: ListView.view ? ListView.view.width : 0
                text: "• " + modelData
                color: Theme.text
                font.pixelSize: Theme.fontBody
                wrapMode: Text.WordWrap
                bottomPadding: 4
            }
        }
        AppButton {
            Layout.alignment: Qt.AlignRight
            text: qsTr("Close")
            onClicked: dialog.close()
        }
    }
}
