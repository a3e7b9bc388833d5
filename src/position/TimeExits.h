// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "position/PositionExit.h"

#include <cstdint>
#include <optional>

namespace breakline {

struct TimeExitSettings {
    std::optional<Duration> maxHold;  ///< strictly longer closes
    std::optional<Duration> timeStop; ///< from this age on, if pnlR is below timeStopMinR
    double timeStopMinR = 0.3;
    Duration noProgressAge = Duration::hours(8); ///< strictly older
    double noProgressMinR = 0.3;
};

/// MaxHold before TimeStop before NoProgress; empty: stay.
std::optional<ExitReason> timeExit(Duration age, double pnlR, bool firstTargetFilled,
                                   const TimeExitSettings& settings);

/// What one tick may do to a position, the most urgent first.
enum class TickAction : std::uint8_t { StopOrKill, PanicExit, ExitRule, MaxHold, Target, StopMove, AddOn };
inline constexpr std::size_t kTickActionCount = 7;

/// The actions that are due at one tick; only the most urgent is done.
class TickActions {
public:
    void add(TickAction action) { m_due = static_cast<std::uint8_t>(m_due | (1u << static_cast<unsigned>(action))); }
    std::optional<TickAction> first() const;

private:
    std::uint8_t m_due = 0;
};

/// Where an exit reason stands in that order; stops, kill and flatten first.
TickAction tickActionOf(ExitReason reason);

} // namespace breakline
