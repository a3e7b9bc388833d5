// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../market/CandleMaker.h"
#include "preset_keys/KeyCase.h"

#include "strategy/LevelStrength.h"
#include "strategy/Levels.h"

#include <array>

namespace breakline::test {

namespace {

/// 41 bars of 99 to 101 with highs of 105 in three of them: a resistance of three touches,
/// at a multiple of 5, and a floor at 99 of one.
std::string levelsOf(const Preset& preset)
{
    std::vector<Candle> bars;
    for (std::size_t i = 0; i < 41; ++i)
        bars.push_back(bar(i, 100, i % 10 == 0 && i > 0 && i < 40 ? 105 : 101, 99, 100));
    std::string found;
    for (const Level& level : findLevels(bars, makeInstrument(), preset.levels))
        found += text(level.price) + " x" + std::to_string(level.touches) + " round " + text(level.roundBonus)
            + "; ";
    return found;
}

/// The bonus of a level at 100 with others 10, 14 and 18 bps from it.
std::string cascadeOf(const Preset& preset)
{
    constexpr std::array kPrices {100.0, 100.1, 99.86, 100.18};
    return text(cascadeBonus(cascadeNeighbours(100.0, kPrices, preset.levels), preset.levels));
}

} // namespace

std::vector<KeyCase> levelKeys()
{
    return {
        {"levels.min_touches", 3, 4, levelsOf, "105 x3 round 0.1; ", ""},
        {"levels.prefer_round_numbers", true, false, levelsOf, "105 x3 round 0.1; ", "105 x3 round 0; "},
        {"levels.round_step_candidates", Json {1, 5, 10}, Json {1, 5}, levelsOf, "105 x3 round 0.1; ",
         "105 x3 round 0.15; "},
        {"levels.cascade_min_levels", 2, 3, cascadeOf, "0.1", "0"},
        {"levels.cascade_radius_bps", 15, 20, cascadeOf, "0.1", "0.15"},
    };
}

} // namespace breakline::test
