// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"
#include "core/Expected.h"
#include "core/Timestamp.h"
#include "core/Units.h"
#include "market/Instrument.h"

#include <cstdint>
#include <optional>

namespace breakline {

/// Times and distances of the protective stop; settings, not preset keys.
struct StopSettings {
    std::int64_t minDistanceTicks = 1;
    Decimal minDistanceFraction = Decimal::literal("0.0005"); ///< of the mark
    Duration changeQuery = Duration::seconds(1);         ///< a change without news is asked for
    Duration confirmTimeout = Duration::milliseconds(1500);  ///< stop absent or worse: exit
    Duration triggerGrace = Duration::milliseconds(500); ///< trigger price passed and still open: exit
    Duration noPriceVerify = Duration::seconds(10);
    Duration noPriceAlarm = Duration::seconds(60);
};

struct BreakevenSettings {
    bool enabled = true;
    double triggerR = 1.0;
    double bufferBps = 5.0;
    bool lockProfitEnabled = true;
    double lockProfitBps = 10.0;
};

/// `a` protects strictly better than `b`: higher for a long, lower for a short.
constexpr bool moreProtective(Direction direction, Price a, Price b)
{
    return direction == Direction::Long ? a > b : a < b;
}

/// pnlR has reached the trigger or the first target has filled.
bool breakevenDue(double pnlR, bool firstTargetFilled, const BreakevenSettings& settings);

/// entry +- max(buffer, round-trip fees, locked profit if enabled) in favour,
/// rounded away from the market. Entry 100, buffer 5, lock 10, fees 2 x 7.5 bps: 100.15.
Expected<Price> breakevenPrice(Direction direction, const Decimal& entryAverage, double roundTripFeeBps,
                               const BreakevenSettings& settings, const Instrument& instrument);

/// Smallest distance of a stop from the mark, in ticks, rounded up.
std::int64_t minimumStopDistance(Price mark, const StopSettings& settings);

/// `candidate`, or the nearest legal price where it is too near the mark; empty
/// where that does not improve on the stop in force. Never widens.
std::optional<Price> legalStop(Direction direction, Price candidate, Price mark, Price inForce,
                               const StopSettings& settings);

/// Breakeven waits until the mark is beyond the breakeven price by the minimum.
bool breakevenHasRoom(Direction direction, Price breakeven, Price mark, const StopSettings& settings);

/// The mark has reached a stop.
constexpr bool stopReached(Direction direction, Price stop, Price mark)
{
    return direction == Direction::Long ? mark <= stop : mark >= stop;
}

} // namespace breakline
