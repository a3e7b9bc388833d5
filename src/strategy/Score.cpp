// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/Score.h"

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

double clip(double value, double limit)
{
    return std::clamp(value, -limit, limit);
}

template<class F>
std::optional<double> ifPresent(std::optional<double> value, F&& f)
{
    return value ? std::optional(f(*value)) : std::nullopt;
}

double sideMomentum(double gainersMomentum, IntendedSide side)
{
    switch (side) {
    case IntendedSide::Long: return gainersMomentum;
    case IntendedSide::Short: return -gainersMomentum;
    case IntendedSide::Both: return std::fabs(gainersMomentum);
    }
    return 0.0;
}

} // namespace

double volumeSurgeZ(double surge1h, double surge5m)
{
    return clip(0.6 * surge1h + 0.4 * surge5m - 1.5, 3.0);
}

double openInterestDeltaZ(double delta)
{
    return clip(std::fabs(delta) / 0.05, 3.0);
}

double atrQualityZ(double quality)
{
    return clip((quality - 0.5) / 0.2, 3.0);
}

double correlationZ(double correlation)
{
    const double c = std::fabs(correlation);
    if (c <= 0.3)
        return 1.0 - 0.5 * c / 0.3;
    if (c <= 0.4)
        return 0.5 + 0.5 * (c - 0.3) / 0.1;
    if (c <= 0.7)
        return 1.0;
    return clip(1.0 - 1.5 * (c - 0.7) / 0.3, 2.0);
}

double tradesPerMinuteZ(double tradesPerMinute)
{
    return tradesPerMinute <= 0.0 ? -3.0 : clip(std::log(tradesPerMinute) - 2.0, 3.0);
}

Score computeScore(const CandleMetrics& candles, const LiveMetrics& live, bool isReference,
                   std::optional<double> strongestLevel, const Preset& preset)
{
    Score score;
    const auto set = [&](ScoreComponent component, std::optional<double> z) {
        score.z[static_cast<std::size_t>(component)] = z;
    };
    const auto surge = candles.surge1h && candles.surge5m
        ? std::optional(volumeSurgeZ(*candles.surge1h, *candles.surge5m))
        : std::nullopt;
    const auto quality = ifPresent(candles.atrQuality, atrQualityZ);
    const auto negative = [](double z) { return -z; };
    const auto toScale = [](double share) { return 6.0 * share - 3.0; };

    set(ScoreComponent::VolumeSurge, surge);
    set(ScoreComponent::OpenInterestDelta, ifPresent(live.openInterestChange24h, openInterestDeltaZ));
    set(ScoreComponent::AtrQuality, quality);
    set(ScoreComponent::Correlation, isReference ? std::optional(0.0) : ifPresent(candles.correlation, correlationZ));
    set(ScoreComponent::TradesPerMinute, ifPresent(live.tradesPerMinute, tradesPerMinuteZ));
    set(ScoreComponent::GainersMomentum, candles.gainersMomentum);
    set(ScoreComponent::LosersMomentum, ifPresent(candles.gainersMomentum, negative));
    set(ScoreComponent::LosersReversal, ifPresent(candles.gainersMomentum, negative));
    set(ScoreComponent::Volume, surge);
    set(ScoreComponent::Volatility, quality);
    set(ScoreComponent::LevelQuality, ifPresent(strongestLevel, toScale));
    set(ScoreComponent::Momentum,
        ifPresent(candles.gainersMomentum, [&](double z) { return sideMomentum(z, preset.intendedSide); }));
    set(ScoreComponent::Liquidity, ifPresent(live.liquidityScore, toScale));

    for (std::size_t i = 0; i < kScoreComponentCount; ++i) {
        score.contribution[i] = preset.scanner.scoreWeights[i] * score.z[i].value_or(0.0);
        score.total += score.contribution[i];
    }
    return score;
}

} // namespace breakline
