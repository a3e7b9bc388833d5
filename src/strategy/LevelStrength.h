// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/Preset.h"

#include <cstddef>
#include <optional>
#include <span>

namespace breakline {

// What a level is worth. Pure functions; prices in quote.

/// 0.4 touches/5 + 0.2 span/normaliser + 0.2 volume ratio + 0.2 (1 - 5 pierces/bars),
/// each term capped at its weight; the normaliser is min(168 h, bars * 5 min).
/// Without any volume there is no ratio, and its term counts half.
double levelStrength(int touches, double spanHours, std::optional<double> volumeRatio, int pierces, int bars);

/// 0.15, 0.10 or 0.05 where the price lies at a multiple of the largest, the
/// second or a later step that fits it; of several steps the largest counts. A
/// step fits from 0.1 % to 10 % of the price; where none of the preset's does,
/// the steps are 1, 2.5 and 5 times powers of ten. "At": within 0.05 % of the
/// price, a tenth of the ATR and a twentieth of the step. 0 where the preset
/// does not prefer round numbers.
double roundNumberBonus(double price, double atr, const LevelSettings& settings);

/// min(0.2, 0.05 * others) from cascade_min_levels on, else 0; `others`: levels
/// of either type within cascade_radius_bps of the price, the level itself aside.
double cascadeBonus(std::size_t others, const LevelSettings& settings);
/// How many of `prices`, which hold the level's own, lie within the radius
/// besides it.
std::size_t cascadeNeighbours(double price, std::span<const double> prices, const LevelSettings& settings);

} // namespace breakline
