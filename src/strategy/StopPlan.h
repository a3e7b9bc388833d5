// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "core/Units.h"
#include "market/Candle.h"
#include "strategy/AnalysisSettings.h"
#include "strategy/Preset.h"

#include <cstdint>
#include <optional>
#include <span>

namespace breakline {

/// What the first stop of a momentum entry rests on; prices in quote.
struct StopInput {
    std::span<const Candle> candles; ///< decision window, b the last
    Direction direction = Direction::Long;
    double entry = 0.0;
    double atr = 0.0;
    std::optional<double> spread; ///< ask - bid; empty without a book
    double takerFeeBps = 0.0;
    double tick = 0.0;
    const AnalysisSettings& settings;
};

/// The stop by the preset's sl_mode, not rounded and not judged. Fixed: sl_r
/// times the distance to the nearer of the extreme of the last 10 bars and
/// stop_atr_mult ATR. Empty where the chandelier's bars are missing.
std::optional<double> planStop(const StopInput& input, const Preset& preset);

/// Distances from the entry between which a stop has to lie, in price.
struct StopBounds {
    double nearest = 0.0;
    double farthest = 0.0;
};
StopBounds stopBounds(const StopInput& input, const Preset& preset);

/// How long a position may be held: the shorter of the preset's two limits, 24 h
/// where it sets none.
Duration maxHold(const Preset& preset);

/// Funding times in (now, now + hold]; without a known next one they are counted
/// from midnight.
std::int64_t fundingTimesWithinHold(Timestamp now, std::optional<Timestamp> next, Duration interval, Duration hold);

/// What the side pays in price per unit; `rate` is signed, positive where it
/// pays. Never negative.
double expectedFunding(double entry, double rate, std::int64_t times);

} // namespace breakline
