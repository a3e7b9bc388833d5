// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/LevelApproach.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace breakline {

namespace {

constexpr std::size_t kCloses = 10;
constexpr double kConsolidationPct = 0.5;

} // namespace

double approachSlopePctPerBar(double firstClose, double lastClose)
{
    return std::fabs(lastClose - firstClose) / firstClose * 100.0 / static_cast<double>(kCloses);
}

Approach judgeApproach(std::span<const Candle> window, double level, const LevelSettings& settings)
{
    Approach approach;
    const auto before = window.first(window.empty() ? 0 : window.size() - 1);
    const auto late = static_cast<std::size_t>(std::max(0, settings.prebreakoutConsolidationMinBars));
    if (before.size() < std::max(kCloses, late))
        return approach;
    approach.slopePctPerBar =
        approachSlopePctPerBar(before[before.size() - kCloses].close, before.back().close);
    double farthest = 0.0;
    for (const Candle& candle : before.last(late))
        farthest = std::max(farthest, std::fabs(candle.close - level) / level * 100.0);
    approach.farthestPct = farthest;
    if (*approach.slopePctPerBar > settings.approachSlopeMaxPctPerBar)
        approach.verdict = ApproachVerdict::TooSteep;
    else if (farthest > kConsolidationPct)
        approach.verdict = ApproachVerdict::NoConsolidation;
    else
        approach.verdict = ApproachVerdict::Good;
    return approach;
}

} // namespace breakline
