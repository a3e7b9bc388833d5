// SPDX-License-Identifier: GPL-3.0-or-later
#include "position/TimeExits.h"

#include <bit>

namespace breakline {

namespace {

// pnlR below the threshold, with the same forgiveness as everywhere.
bool below(double pnlR, double threshold)
{
    return pnlR < threshold - 1e-9;
}

} // namespace

std::optional<ExitReason> timeExit(Duration age, double pnlR, bool firstTargetFilled,
                                   const TimeExitSettings& settings)
{
    if (settings.maxHold && age > *settings.maxHold)
        return ExitReason::MaxHold;
    if (settings.timeStop && age >= *settings.timeStop && below(pnlR, settings.timeStopMinR))
        return ExitReason::TimeStop;
    if (age > settings.noProgressAge && !firstTargetFilled && below(pnlR, settings.noProgressMinR))
        return ExitReason::NoProgress;
    return std::nullopt;
}

std::optional<TickAction> TickActions::first() const
{
    if (m_due == 0)
        return std::nullopt;
    return static_cast<TickAction>(std::countr_zero(m_due));
}

TickAction tickActionOf(ExitReason reason)
{
    switch (reason) {
    case ExitReason::PanicExit: return TickAction::PanicExit;
    case ExitReason::FailedBreakout:
    case ExitReason::ActivityDrop:
    case ExitReason::WeakImpulse:
    case ExitReason::Volatility:
    case ExitReason::TimeStop:
    case ExitReason::NoProgress: return TickAction::ExitRule;
    case ExitReason::MaxHold: return TickAction::MaxHold;
    case ExitReason::Target: return TickAction::Target;
    case ExitReason::Stop:
    case ExitReason::Breakeven:
    case ExitReason::Trailing:
    case ExitReason::Slippage:
    case ExitReason::Unprotected:
    case ExitReason::OrphanFill:
    case ExitReason::KillSwitch:
    case ExitReason::Flatten:
    case ExitReason::SessionEnd:
    case ExitReason::Liquidation:
    case ExitReason::AutoDeleveraging:
    case ExitReason::Settlement:
    case ExitReason::Manual: return TickAction::StopOrKill;
    }
    return TickAction::StopOrKill;
}

} // namespace breakline
