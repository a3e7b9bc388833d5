// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "market/Candle.h"
#include "market/Instrument.h"
#include "strategy/AnalysisSettings.h"
#include "strategy/Preset.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace breakline {

enum class LevelType : std::uint8_t { Support, Resistance };

constexpr const char* toText(LevelType type)
{
    return type == LevelType::Support ? "support" : "resistance";
}

/// Ways in which a price was found; a set of bits.
enum LevelMethod : std::uint8_t { kDonchianMethod = 1, kSwingMethod = 2 };

/// Identity of a level within a symbol; as text symbol:type:firstTouchMs:ticks.
struct LevelId {
    LevelType type = LevelType::Support;
    Timestamp firstTouch;
    std::int64_t ticks = 0; ///< price in ticks, nearest, half up

    friend bool operator==(const LevelId&, const LevelId&) = default;
};

std::string toText(const LevelId& id, std::string_view symbol);

/// A price at which bars turned, not rounded to tick. touches >= 1, strength 0-1.
/// Round-number and cascade bonuses are not active: strength ranks.
struct Level {
    LevelId id;
    LevelType type = LevelType::Support;
    double price = 0.0;
    std::uint8_t methods = 0; ///< LevelMethod bits
    Timestamp firstTouch;     ///< open time of the first and last touching bar
    Timestamp lastTouch;
    int touches = 0;
    double strength = 0.0;

    friend bool operator==(const Level&, const Level&) = default;
};

/// The levels of the last 150 bars given, less the newest exclude_last_bars,
/// strongest first. Replaces the content of `out`; allocates only where that
/// grows. None with fewer than 20 bars or without an ATR.
void findLevels(std::span<const Candle> candles, const Instrument& instrument, const LevelSettings& levels,
                const AnalysisSettings& settings, std::vector<Level>& out);
std::vector<Level> findLevels(std::span<const Candle> candles, const Instrument& instrument,
                              const LevelSettings& levels, const AnalysisSettings& settings = {});

/// 0.4 touches/5 + 0.2 span/normaliser + 0.2 volume ratio + 0.2 (1 - 5 pierces/bars),
/// each term capped at its weight; the normaliser is min(168 h, bars * 5 min).
/// Without any volume there is no ratio, and its term counts half.
double levelStrength(int touches, double spanHours, std::optional<double> volumeRatio, int pierces, int bars);

} // namespace breakline
