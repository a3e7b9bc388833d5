// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Templates as T
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Ui

// The desk: state machine, chart over tables, candidates over filters.
SplitView {
    id: desk
    required property Workstation workstation
    readonly property ChartPanel chartPanel: chartArea
    readonly property LowerPanel lowerPanel: lowerArea

    component Grip: Rectangle {
        implicitWidth: 6
        implicitHeight: 6
        color: T.SplitHandle.pressed || T.SplitHandle.hovered ? Theme.accentSoft : "transparent"
    }
    handle: Grip {}

    StatePanel {
        SplitView.preferredWidth: Math.max(276, desk.width * 0.18)
        SplitView.minimumWidth: 240
        workstation: desk.workstation
    }
    SplitView {
        id: middle
        SplitView.fillWidth: true
        SplitView.minimumWidth: 420
        orientation: Qt.Vertical
        handle: Grip {}
        ChartPanel {
            id: chartArea
            SplitView.fillHeight: true
            SplitView.minimumHeight: 220
            workstation: desk.workstation
        }
        LowerPanel {
            id: lowerArea
            SplitView.preferredHeight: Math.max(210, middle.height * 0.32)
            SplitView.minimumHeight: 130
            workstation: desk.workstation
        }
    }
    SplitView {
        id: right
        SplitView.preferredWidth: Math.max(322, desk.width * 0.225)
        SplitView.minimumWidth: 260
        orientation: Qt.Vertical
        handle: Grip {}
        CandidatesPanel {
            SplitView.fillHeight: true
            SplitView.minimumHeight: 140
            workstation: desk.workstation
        }
        FiltersPanel {
            SplitView.preferredHeight: Math.max(230, right.height * 0.48)
            SplitView.minimumHeight: 140
            workstation: desk.workstation
        }
    }
}
