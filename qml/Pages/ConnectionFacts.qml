// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Breakline.Theme
import Breakline.Controls
import Breakline.Ui

// How the window is connected: where to, since when, how well.
GridLayout {
    id: facts
    required property Workstation workstation
    readonly property ConnectionView connection: workstation.connection
    readonly property SessionView session: workstation.session

    columns: 2
    columnSpacing: Theme.spacingLarge
    rowSpacing: Theme.spacingSmall

    component Caption: Text {
        Layout.alignment: Qt.AlignTop
        color: Theme.textMuted
        font.pixelSize: Theme.fontBody
    }
    component Value: Text {
        Layout.fillWidth: true
        color: Theme.text
        font.pixelSize: Theme.fontBody
        wrapMode: Text.Wrap
    }
    component Number: Value {
        font.family: Theme.monoFamily
        font.pixelSize: Theme.fontSmall
        wrapMode: Text.WrapAnywhere
    }

    Caption { text: qsTr("REST") }
    Number { objectName: "restAddress"; text: facts.connection.restAddress }
    Caption { text: qsTr("WebSocket") }
    Number { objectName: "webSocketAddress"; text: facts.connection.webSocketAddress }
    Caption { text: qsTr("Market data stream") }
    Value {
        objectName: "publicStream"
        text: facts.connection.publicText
        color: Theme.signColor(facts.connection.publicSign)
    }
    Caption { text: qsTr("Account stream") }
    Value {
        objectName: "privateStream"
        text: facts.connection.privateText
        color: Theme.signColor(facts.connection.privateSign)
    }
    Caption { text: qsTr("Account compared") }
    Number { objectName: "comparisons"; text: facts.connection.comparisons }
    Caption { text: qsTr("Differences") }
    Value {
        objectName: "differences"
        text: facts.connection.differences
            + (facts.connection.newestDifference !== "" ? "\n" + facts.connection.newestDifference : "")
        color: facts.connection.differencesSign < 0 ? Theme.down : Theme.text
    }
    Caption { text: qsTr("Last change") }
    Value { objectName: "connectionDetail"; text: facts.connection.detail }
    Caption { text: qsTr("Since") }
    Number { objectName: "connectionSince"; text: facts.connection.since }
    Caption { text: qsTr("Reconnects") }
    Number { objectName: "reconnects"; text: facts.connection.reconnects }
    Caption { text: qsTr("Clock offset") }
    Number { objectName: "clockOffset"; text: facts.connection.clockOffset }
    Caption { text: qsTr("Round trip") }
    Number { objectName: "roundTrip"; text: facts.connection.roundTrip }
    Caption { text: qsTr("Display age") }
    Number {
        text: facts.session.snapshotAge
        color: facts.session.snapshotStale ? Theme.down : Theme.text
    }
    Caption { text: qsTr("Last trade") }
    Number {
        text: facts.session.lastTradeAge
        color: facts.session.lastTradeStale ? Theme.textFaint : Theme.text
    }
}
