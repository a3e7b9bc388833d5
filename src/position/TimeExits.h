// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "position/PositionExit.h"

#include <optional>

namespace breakline {

struct TimeExitSettings {
    std::optional<Duration> maxHold;  ///< strictly longer closes
    std::optional<Duration> timeStop; ///< from this age on, if pnlR is below timeStopMinR
    double timeStopMinR = 0.3;
    Duration noProgressAge = Duration::hours(8); ///< strictly older
    double noProgressMinR = 0.3;
};

/// The exit rules TimeStop and NoProgress before MaxHold (SPEC 8.7); empty: stay.
std::optional<ExitReason> timeExit(Duration age, double pnlR, bool firstTargetFilled,
                                   const TimeExitSettings& settings);

} // namespace breakline
