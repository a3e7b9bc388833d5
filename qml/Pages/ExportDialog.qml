// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

AppDialog {
    id: dialog
    required property Workstation workstation
    readonly property SessionExport exporter: workstation.exporter

    title: qsTr("Export the session")
    width: 560

    contentItem: ColumnLayout {
        spacing: Theme.spacing
        Text {
            Layout.fillWidth: true
            text: qsTr("Writes trades, orders, equity and the other tables of this session as CSV files.")
            color: Theme.textMuted
            font.pixelSize: Theme.fontBody
            wrapMode: Text.WordWrap
        }
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.spacingSmall
            AppTextField {
                objectName: "exportFolder"
                Layout.fillWidth: true
                text: dialog.exporter.folder
                placeholderText: qsTr("Folder")
                onTextEdited: dialog.exporter.folder = text
                onAccepted: dialog.exporter.run()
            }
            AppButton {
                text: qsTr("Browse…")
                onClicked: dialog.exporter.browse()
            }
        }
        Text {
            objectName: "exportResult"
            Layout.fillWidth: true
            visible: text !== ""
            text: dialog.exporter.running ? qsTr("Writing…") : dialog.exporter.resultText
            color: dialog.exporter.running ? Theme.textMuted : dialog.exporter.success ? Theme.up : Theme.down
            font.pixelSize: Theme.fontBody
            wrapMode: Text.WrapAnywhere
        }
        RowLayout {
            Layout.alignment: Qt.AlignRight
            spacing: Theme.spacingSmall
            AppButton {
                text: qsTr("Close")
                onClicked: dialog.close()
            }
            AppButton {
                objectName: "exportRun"
                tone: AppButton.Primary
                text: qsTr("Export")
                enabled: !dialog.exporter.running && dialog.exporter.folder !== ""
                onClicked: dialog.exporter.run()
            }
        }
    }
}
