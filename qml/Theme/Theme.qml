// SPDX-License-Identifier: GPL-3.0-or-later
pragma Singleton

import QtQuick

// Every colour, size and font of the window. Nothing else writes a literal of its own.
QtObject {
    property bool dark: true

    readonly property color background: dark ? "#0b0f15" : "#e9edf2"
    readonly property color surface: dark ? "#121820" : "#ffffff"
    readonly property color surfaceRaised: dark ? "#1a222d" : "#f3f6f9"
    readonly property color surfaceHover: dark ? "#222c39" : "#e6ebf2"
    readonly property color border: dark ? "#263140" : "#cfd7e0"
    readonly property color grid: dark ? "#1b2430" : "#e8edf2"

    readonly property color text: dark ? "#e8edf4" : "#131c27"
    readonly property color textMuted: dark ? "#93a1b3" : "#566375"
    readonly property color textFaint: dark ? "#728093" : "#737f8e"
    readonly property color textOnStrong: "#ffffff"

    readonly property color accent: dark ? "#4d9fff" : "#1467d8"
    readonly property color accentSoft: dark ? "#16304f" : "#d9e8fb"
    readonly property color up: dark ? "#27c08d" : "#07875c"
    readonly property color down: dark ? "#f4566b" : "#cc2b3d"
    readonly property color warning: dark ? "#f2b63c" : "#9a5d00"
    readonly property color warningSoft: dark ? "#33280f" : "#fdf0d5"
    readonly property color success: up
    readonly property color successSoft: dark ? "#0f2d24" : "#d8f2e7"
    readonly property color danger: dark ? "#d8283c" : "#c6192e"
    readonly property color dangerHover: dark ? "#ec3a4f" : "#da2c41"
    readonly property color dangerArmed: dark ? "#ffb020" : "#ff9f0a"
    readonly property color dangerSoft: dark ? "#3a1419" : "#fbdfe2"
    readonly property color textOnArmed: "#1c1200"
    readonly property color demo: dark ? "#f2b63c" : "#ffc53d"
    readonly property color textOnDemo: "#201600"
    readonly property color live: dark ? "#8b4df5" : "#7030d8"
    readonly property color textOnLive: "#ffffff"

    readonly property color chartEntry: dark ? "#5aa9ff" : "#1467d8"
    readonly property color chartStop: down
    readonly property color chartTarget: up
    readonly property color chartLast: dark ? "#aab6c5" : "#566375"
    readonly property color chartResistance: dark ? "#ff9552" : "#c85a10"
    readonly property color chartSupport: dark ? "#8f8bff" : "#5a50d6"
    readonly property color chartSignal: dark ? "#ffd84d" : "#b98900"
    readonly property color chartCrosshair: dark ? "#c9d3df" : "#3a4653"
    readonly property color chartTagText: dark ? "#081018" : "#ffffff"

    readonly property int spacingTiny: 3
    readonly property int spacingSmall: 6
    readonly property int spacing: 10
    readonly property int spacingLarge: 16
    readonly property int radius: 5
    readonly property int controlHeight: 30
    readonly property int rowHeight: 24
    readonly property int headerHeight: 30

    readonly property int fontTiny: 10
    readonly property int fontSmall: 11
    readonly property int fontBody: 12
    readonly property int fontTitle: 13
    readonly property int fontLarge: 17

    readonly property string monoFamily: Qt.platform.os === "windows" ? "Consolas"
                                       : Qt.platform.os === "osx" ? "Menlo" : "monospace"
    readonly property font monoSmall: Qt.font({ family: monoFamily, pixelSize: fontSmall })

    readonly property int animationShort: 120

    // -1, 0, 1 as a colour.
    function signColor(sign: int): color {
        return sign > 0 ? up : sign < 0 ? down : text
    }
}
