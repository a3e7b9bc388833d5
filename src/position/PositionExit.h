// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace breakline {

/// Why a position was left: the reason of the fill that made it flat.
enum class ExitReason : std::uint8_t {
    Stop,
    Breakeven,
    Trailing,
    Target,
    FailedBreakout,
    ActivityDrop,
    WeakImpulse,
    Volatility,
    NoProgress,
    MaxHold,
    TimeStop,
    PanicExit,
    Slippage,
    Unprotected,
    OrphanFill,
    KillSwitch,
    Flatten,
    SessionEnd,
    Liquidation,
    AutoDeleveraging,
    Settlement,
    Manual
};
inline constexpr std::size_t kExitReasonCount = 22;
/// As in positions.csv: "stop" ... "adl", "settlement", "manual".
std::string_view toText(ExitReason reason);

} // namespace breakline
