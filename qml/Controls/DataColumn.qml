// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

// A column of a DataTable: the role it shows and how.
QtObject {
    property string title: ""
    property string role: ""
    property real width: 80          // wanted; columns share what is left
    property bool rightAligned: false
    property bool mono: rightAligned
    property string signRole: ""     // an int role: colours the text by sign
    property string goodRole: ""     // a bool role: up colour if true, down colour if false
    property string faintUnlessRole: "" // a bool role: faint if false
    property int priority: 0         // the highest ones are left out first where there is no room
    property string progressRole: "" // draws a stop-to-target bar instead of text
    property string entryRole: ""
    property string linkText: ""    // shown in each row instead of a role: a click asks
}
