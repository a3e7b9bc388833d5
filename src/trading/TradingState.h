// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace breakline {

/// The twelve states of the trading system. Scanning to Managing are the
/// substates of Running.
enum class TradingState : std::uint8_t {
    Idle,
    Initializing,
    Scanning,
    LevelBuilding,
    SignalWait,
    Sizing,
    Execution,
    Managing,
    Paused,
    Error,
    Emergency,
    Stopped
};
inline constexpr std::size_t kTradingStateCount = 12;

/// "IDLE" ... "STOPPED".
std::string_view toText(TradingState state);

constexpr bool isRunning(TradingState state)
{
    return state >= TradingState::Scanning && state <= TradingState::Managing;
}
constexpr bool isTerminal(TradingState state)
{
    return state == TradingState::Stopped || state == TradingState::Emergency;
}
constexpr bool isErrorState(TradingState state)
{
    return state == TradingState::Error || state == TradingState::Emergency;
}

} // namespace breakline
