// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingState.h"

#include <array>

namespace breakline {

/// Where a state stands in the graph: its centre, in shares of the graph's
/// width and height.
struct StatePlace {
    double x = 0.0;
    double y = 0.0;
};

/// Size of a node, in the same shares.
inline constexpr double kStateNodeWidth = 0.27;
inline constexpr double kStateNodeHeight = 0.092;

/// The box around the six running states.
inline constexpr double kRunningLeft = 0.02;
inline constexpr double kRunningTop = 0.165;
inline constexpr double kRunningRight = 0.98;
inline constexpr double kRunningBottom = 0.775;

/// The running states stand in a ring in the order of work.
inline constexpr std::array<StatePlace, kTradingStateCount> kStatePlaces {{
    {0.155, 0.065}, // Idle
    {0.50, 0.065}, // Initializing
    {0.22, 0.295}, // Scanning
    {0.78, 0.295}, // LevelBuilding
    {0.78, 0.49}, // SignalWait
    {0.78, 0.685}, // Sizing
    {0.22, 0.685}, // Execution
    {0.22, 0.49}, // Managing
    {0.155, 0.91}, // Paused
    {0.50, 0.91}, // Error
    {0.845, 0.91}, // Emergency
    {0.845, 0.065}, // Stopped
}};

/// Row of a state: 0 above the box of the running states, 1 in it, 2 below.
constexpr int stateRow(TradingState state)
{
    if (isRunning(state))
        return 1;
    return kStatePlaces[static_cast<std::size_t>(state)].y < kRunningTop ? 0 : 2;
}

} // namespace breakline
