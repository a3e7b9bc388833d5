// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Breakline.Theme

// The way from the stop (left) to the last target (right): where the entry lies and where the price stands.
Item {
    id: track
    property real position: -1  // 0..1; below 0: unknown
    property real origin: -1

    implicitHeight: 10
    Rectangle {
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width
        height: 4
        radius: 2
        color: Theme.border
    }
    Rectangle {
        visible: track.position >= 0 && track.origin >= 0
        anchors.verticalCenter: parent.verticalCenter
        x: Math.min(track.position, track.origin) * track.width
        width: Math.abs(track.position - track.origin) * track.width
        height: 4
        color: track.position >= track.origin ? Theme.up : Theme.down
    }
    Rectangle {
        visible: track.origin >= 0
        anchors.verticalCenter: parent.verticalCenter
        x: track.origin * (track.width - width)
        width: 2
        height: 10
        color: Theme.chartEntry
    }
    Rectangle {
        visible: track.position >= 0
        anchors.verticalCenter: parent.verticalCenter
        x: track.position * (track.width - width)
        width: 8
        height: 8
        radius: 4
        color: track.position >= track.origin ? Theme.up : Theme.down
    }
}
