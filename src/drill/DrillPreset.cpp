// SPDX-License-Identifier: GPL-3.0-or-later
#include "drill/DrillPreset.h"

namespace breakline {

namespace {
constexpr double kAnyDistanceBps = 1'000.0;
} // namespace

Preset eager(Preset preset)
{
    preset.intendedSide = IntendedSide::Both;
    preset.strategies.set(Strategy::Momentum, true);
    preset.strategyPriority = Strategy::Momentum;
    preset.allowMissing.filters.fill(true);
    preset.allowMissing.l2Imbalance = true;
    preset.allowMissing.sizingDepth = true;
    preset.allowMissing.tape = true;
    preset.risk.correlationLimit = 1.0;
    preset.liquidity = LiquidityFilters {};
    preset.liquidity.maxSpreadBps = kAnyDistanceBps;
    preset.volatility = VolatilityFilters {};
    preset.volatility.atrRangeMax = 1.0;
    preset.signal.momentumVolumeMultiplier = 0.0;
    preset.signal.momentumBodyRatioMin = 0.0;
    preset.signal.momentumEpsilon = 0.0;
    preset.signal.l2ImbalanceThreshold = -1.0;
    preset.signal.vwapGapMaxAtr = kAnyDistanceBps;
    EntryRules rules;
    rules.requireVolumeConfirmation = false;
    rules.requireDensityConfirmation = false;
    rules.requireMomentum = false;
    rules.validateApproach = false;
    rules.requireCleanBreakout = false;
    rules.avoidSessionStartMinutes = 0;
    rules.avoidSessionEndMinutes = 0;
    rules.maxDistanceFromLevelBps = kAnyDistanceBps;
    preset.entryRules = rules;
    preset.marketQuality.reset();
    preset.position.activityDropThreshold = kAnyDistanceBps;
    preset.scanner.symbolWhitelist.reset();
    preset.scanner.symbolBlacklist.clear();
    preset.scanner.topNByVolume.reset();
    preset.scanner.movers.reset();
    preset.scanner.maxCandidates = 30;
    preset.levels.minTouches = 1;
    return preset;
}

AnalysisSettings eagerAnalysis()
{
    AnalysisSettings settings;
    settings.maxLevels = 100;
    settings.minEdgeR = -100.0;
    settings.minEntryConfidence = 0.0;
    return settings;
}

} // namespace breakline
