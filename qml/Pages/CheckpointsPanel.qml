// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

// What was reached, step by step, oldest first; the session's journal has all of it.
DataTable {
    id: table
    required property Workstation workstation

    objectName: "checkpointTable"
    model: workstation.checkpoints
    keyRole: "symbol"
    emptyText: qsTr("No checkpoint yet.")
    onActivated: key => {
        if (key !== "")
            workstation.select(key)
    }
    columns: [
        DataColumn { title: qsTr("Time"); role: "time"; width: 66; mono: true },
        DataColumn { title: qsTr("Type"); role: "type"; width: 150 },
        DataColumn { title: qsTr("Status"); role: "status"; width: 96; signRole: "tone" },
        DataColumn { title: qsTr("Symbol"); role: "symbol"; width: 92 },
        DataColumn { title: qsTr("Duration"); role: "duration"; width: 70; rightAligned: true; priority: 2 },
        DataColumn { title: qsTr("Message"); role: "message"; width: 300; priority: 1 }
    ]
}
