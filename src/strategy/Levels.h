// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "market/Candle.h"
#include "market/Instrument.h"
#include "strategy/AnalysisSettings.h"
#include "strategy/Preset.h"

#include <cstddef>
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
enum LevelMethod : std::uint8_t { kDonchianMethod = 1, kSwingMethod = 2, kVolumeMethod = 4 };

/// "donchian", "swing", "volume": those of the bits, each within `quote`.
std::string methodNames(std::uint8_t methods, std::string_view quote, std::string_view separator);

/// Identity of a level within a symbol; as text symbol:type:firstTouchMs:ticks.
struct LevelId {
    LevelType type = LevelType::Support;
    Timestamp firstTouch;
    std::int64_t ticks = 0; ///< price in ticks, nearest, half up

    friend bool operator==(const LevelId&, const LevelId&) = default;
};

std::string toText(const LevelId& id, std::string_view symbol);

/// A price at which bars turned, not rounded to tick. touches >= 1, the two
/// strengths 0-1.
struct Level {
    LevelId id;
    LevelType type = LevelType::Support;
    double price = 0.0;
    std::uint8_t methods = 0; ///< LevelMethod bits
    Timestamp firstTouch; ///< open time of the first and last touching bar
    Timestamp lastTouch;
    int touches = 0;
    double volume = 0.0; ///< mean of the touching bars, base
    double strength = 0.0;
    double roundBonus = 0.0;
    double cascadeBonus = 0.0;
    double enhancedStrength = 0.0; ///< with both bonuses, at most 1: this ranks
    /// Height of the consolidation before the level, in price: a breakout is
    /// projected to price +- height.
    std::optional<double> baseHeight;

    friend bool operator==(const Level&, const Level&) = default;
};

/// The levels of the last 150 bars given, less the newest exclude_last_bars, by
/// enhanced strength, the strongest first. Replaces the content of `out`; allocates only where that
/// grows. None with fewer than 20 bars or without an ATR.
void findLevels(std::span<const Candle> candles, const Instrument& instrument, const LevelSettings& levels,
                const AnalysisSettings& settings, std::vector<Level>& out);
std::vector<Level> findLevels(std::span<const Candle> candles, const Instrument& instrument,
                              const LevelSettings& levels, const AnalysisSettings& settings = {});

/// The first `count` of levels in the order of findLevels().
std::span<const Level> strongestLevels(std::span<const Level> levels, std::size_t count = 5);
/// Touched last within `age` before the reference time, in the order given.
std::vector<Level> recentLevels(std::span<const Level> levels, Timestamp reference,
                                Duration age = Duration::hours(72));

} // namespace breakline
