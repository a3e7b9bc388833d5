// SPDX-License-Identifier: GPL-3.0-or-later
#include "position/PositionExit.h"

namespace breakline {

std::string_view toText(ExitReason reason)
{
    switch (reason) {
    case ExitReason::Stop: return "stop";
    case ExitReason::Breakeven: return "breakeven";
    case ExitReason::Trailing: return "trailing";
    case ExitReason::Target: return "target";
    case ExitReason::FailedBreakout: return "failed_breakout";
    case ExitReason::ActivityDrop: return "activity_drop";
    case ExitReason::WeakImpulse: return "weak_impulse";
    case ExitReason::Volatility: return "volatility";
    case ExitReason::NoProgress: return "no_progress";
    case ExitReason::MaxHold: return "max_hold";
    case ExitReason::TimeStop: return "time_stop";
    case ExitReason::PanicExit: return "panic_exit";
    case ExitReason::Slippage: return "slippage";
    case ExitReason::Unprotected: return "unprotected";
    case ExitReason::OrphanFill: return "orphan_fill";
    case ExitReason::KillSwitch: return "kill_switch";
    case ExitReason::Flatten: return "flatten";
    case ExitReason::SessionEnd: return "session_end";
    case ExitReason::Liquidation: return "liquidation";
    case ExitReason::AutoDeleveraging: return "adl";
    case ExitReason::Settlement: return "settlement";
    case ExitReason::Manual: return "manual";
    }
    return {};
}

} // namespace breakline
