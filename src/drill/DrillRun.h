// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "drill/DrillInvariant.h"
#include "drill/DrillVenue.h"
#include "matching/FaultScript.h"
#include "strategy/Preset.h"
#include "trading/Protections.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace breakline {

/// One drill: a session on a generated market that is dense in breakouts, on a
/// venue where the script's faults happen. A function of these values.
struct DrillSettings {
    std::uint64_t seed = 1; ///< of market, latencies and the choice of symbols
    Preset preset;
    FaultScript faults;
    Duration length = Duration::minutes(30); ///< then the session is stopped, and has to end flat
    Protections protections {}; ///< all of them, unless it is to be found that one is missing
    /// Both come to the same decisions, but for faults of the wire's own: jumps of the
    /// clock, the way back after a disconnection, and refusals for the rate, which a
    /// limiter on the wire's side waits out.
    DrillWay way = DrillWay::InProcess;
};

struct DrillOutcome {
    DrillFindings findings;
    std::array<std::uint64_t, kFaultKindCount> injected {};
    std::uint64_t orders = 0; ///< at the venue
    std::uint64_t fills = 0;
    std::uint64_t positions = 0;
    std::uint64_t ordersLost = 0;
    std::uint64_t ordersDoubled = 0;
    Duration longestUnprotected;
    Duration length; ///< venue time, until the session had ended
    Decimal ledgerDifference;
    std::string digest; ///< over decisions and commands
    std::uint64_t logRows = 0;
    std::string finalState;
};

/// The symbols that a drill with this seed has, the market's leader first.
std::vector<std::string> drillSymbols(std::uint64_t seed);

DrillOutcome runDrill(const DrillSettings& settings);

} // namespace breakline
