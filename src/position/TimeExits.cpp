// SPDX-License-Identifier: GPL-3.0-or-later
#include "position/TimeExits.h"

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
    if (settings.timeStop && age >= *settings.timeStop && below(pnlR, settings.timeStopMinR))
        return ExitReason::TimeStop;
    if (age > settings.noProgressAge && !firstTargetFilled && below(pnlR, settings.noProgressMinR))
        return ExitReason::NoProgress;
    if (settings.maxHold && age > *settings.maxHold)
        return ExitReason::MaxHold;
    return std::nullopt;
}

} // namespace breakline
