// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/Strategy.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace breakline {

enum class StopMode : std::uint8_t { Fixed, Chandelier, Atr };
enum class TargetPlacement : std::uint8_t { Fixed, Smart, Adaptive };
enum class IntendedSide : std::uint8_t { Both, Long, Short };

/// Scanner filters by their names in the preset's schema, in order of evaluation.
enum class Filter : std::uint8_t {
    Min24hVolume,
    MinOpenInterest,
    MaxSpread,
    MinDepth05,
    MinDepth03,
    MinTradesPerMinute,
    AtrRange,
    BollingerWidth,
    VolumeSurge1h,
    VolumeSurge5m,
    OpenInterestDelta,
    Correlation,
    DataHealth
};
inline constexpr std::size_t kFilterCount = 13;
/// "min_24h_volume" ... "data_health".
std::string_view toText(Filter filter);

/// Inputs whose absence a preset may let pass ("allow_missing").
struct AllowMissing {
    std::array<bool, kFilterCount> filters{};
    bool l2Imbalance = false;
    bool sizingDepth = false;
    bool tape = false;
};

/// Score components; one weight each, 0 where the preset names none.
enum class ScoreComponent : std::uint8_t {
    VolumeSurge,
    OpenInterestDelta,
    AtrQuality,
    Correlation,
    TradesPerMinute,
    GainersMomentum,
    LosersMomentum,
    LosersReversal,
    Volume,
    Volatility,
    LevelQuality,
    Momentum,
    Liquidity
};
inline constexpr std::size_t kScoreComponentCount = 13;
std::string_view toText(ScoreComponent component);

struct RiskSettings {
    double riskPerTrade = 0.0; ///< fraction of equity
    int maxConcurrentPositions = 1;
    double dailyRiskLimit = 0.0;      ///< fraction of the day's first equity
    double killSwitchLossLimit = 0.0; ///< fraction of the high-water mark
    std::optional<double> maxPositionSizeUsd;
    double correlationLimit = 1.0; ///< |corr|
    double maxLeverage = 5.0;      ///< times equity
    double maxCorrelatedExposure = 1.5; ///< times equity
    int maxConsecutiveLosses = 5;
};

struct LiquidityFilters {
    double min24hVolumeUsd = 0.0;
    std::optional<double> minOpenInterestUsd;
    double maxSpreadBps = 0.0;
    double minDepthUsd05Pct = 0.0;
    double minDepthUsd03Pct = 0.0;
    double minTradesPerMinute = 0.0;
};

struct VolatilityFilters {
    double atrRangeMin = 0.0; ///< ATR15m / price
    double atrRangeMax = 0.0;
    double bbWidthPercentileMax = 100.0; ///< 0-100
    double volumeSurge1hMin = 0.0;
    double volumeSurge5mMin = 0.0;
    std::optional<double> oiDeltaThreshold;
};

struct SignalSettings {
    double momentumVolumeMultiplier = 1.4;
    double momentumBodyRatioMin = 0.3;
    double momentumEpsilon = 0.0012; ///< fraction of price
    double retestPierceTolerance = 0.002;
    double retestMaxPierceAtr = 0.35;
    double l2ImbalanceThreshold = 0.15;
    double vwapGapMaxAtr = 2.0;
    double prelevelLimitOffsetBps = 2.0;
    double enterOnDensityEatRatio = 0.75;
    double tpmOnTouchFrac = 0.7;
    double stopAtrMult = 1.2;
};

struct EntryRules {
    bool requireVolumeConfirmation = true;
    double volumeConfirmationMultiplier = 1.5;
    bool requireDensityConfirmation = true;
    double densityConfirmationThreshold = 2.0;
    bool requireMomentum = true;
    double momentumMinSlopePct = 0.5;
    int momentumCheckBars = 3;
    bool validateApproach = true;
    double approachMaxSlopePct = 1.5;
    int approachMinConsolidationBars = 3;
    double maxDistanceFromLevelBps = 30.0;
    bool requireCleanBreakout = true;
    int falseStartLookbackBars = 10;
    int avoidSessionStartMinutes = 5;
    int avoidSessionEndMinutes = 15;
};

struct MarketQuality {
    bool flatMarketFilterEnabled = true;
    double flatMarketAtrThreshold = 0.3;
    int flatMarketLookbackBars = 20;
    bool consolidationFilterEnabled = true;
    double consolidationRangeThresholdPct = 0.5;
    int consolidationMinBars = 10;
    bool requireStableVolatility = true;
    double volatilitySpikeThreshold = 2.0;
    int volatilityLookbackBars = 20;
    bool requireClearTrend = false;
    double trendSlopeMinPct = 0.3;
    int trendLookbackBars = 20;
    bool noiseFilterEnabled = true;
    double noiseThreshold = 0.7;
};

struct TargetLevel {
    std::string name;
    double r = 1.0;        ///< multiple of the initial risk
    double sizeFrac = 0.5; ///< of the initial quantity
    TargetPlacement mode = TargetPlacement::Fixed;
};

struct SmartPlacement {
    bool enabled = true;
    bool avoidDensityZones = true;
    double densityZoneBufferBps = 10.0;
    bool avoidSrLevels = true;
    double srLevelBufferBps = 15.0;
    bool preferRoundNumbers = true;
    double roundNumberStep = 0.1;
    double maxAdjustmentBps = 20.0;
};

struct ExitRules {
    bool failedBreakoutEnabled = true;
    int failedBreakoutBars = 3;
    double failedBreakoutRetestThreshold = 0.5;
    bool activityDropEnabled = true;
    double activityDropThreshold = 0.3;
    int activityDropWindowBars = 5;
    bool weakImpulseEnabled = true;
    double weakImpulseMinMovePct = 0.3;
    int weakImpulseCheckBars = 5;
    std::optional<double> maxHoldTimeHours;
    std::optional<double> timeStopMinutes;
    bool volatilityExitEnabled = false;
    double volatilitySpikeThreshold = 3.0;
};

struct PositionFsmSettings {
    bool enabled = true;
    int entryConfirmationBars = 2;
    double entryMaxSlippageBps = 10.0;
    double runningMonitorIntervalS = 5.0;
    double runningBreakevenTriggerR = 1.0;
    bool partialClosedTrailEnabled = true;
    double partialClosedTrailTriggerR = 2.0;
    double partialClosedTrailStepBps = 20.0;
    double breakevenBufferBps = 5.0;
    bool breakevenLockProfitEnabled = true;
    double breakevenLockProfitBps = 10.0;
    double trailingActivationR = 2.0;
    double trailingStepBps = 20.0;
    bool trailingAccelerationEnabled = true;
    double trailingAccelAfterR = 4.0;
    double trailingAccelStepBps = 10.0;
    double exitingTimeoutS = 30.0;
    int exitingPanicAfterAttempts = 3;
};

struct PositionSettings {
    StopMode stopMode = StopMode::Fixed;
    double slR = 1.0;
    double chandelierAtrMult = 3.0;
    int chandelierLookbackBars = 22;
    bool breakevenEnabled = true;
    double breakevenTriggerR = 1.0;
    double breakevenBufferBps = 5.0;
    bool trailingEnabled = true;
    double trailingActivationR = 2.0;
    double trailingStepBps = 20.0;
    std::optional<double> maxHoldTimeHours = 24.0;
    bool addOnEnabled = false;
    double addOnMaxSizePct = 0.5;
    std::optional<double> timeStopMinutes;
    bool panicExitOnActivityDrop = false;
    double activityDropThreshold = 0.4;
    /// Ascending in r, sum of sizeFrac <= 1; never empty after load (the legacy
    /// two targets 1.0@0.5, 2.0@0.5 stand where a file names none).
    std::vector<TargetLevel> targets;
};

struct MoversFilter {
    bool gainers = true;
    double minChangePct = 0.0;
    int topN = 50;
};

struct ScannerSettings {
    int maxCandidates = 30;
    double scanIntervalSeconds = 120.0;
    std::array<double, kScoreComponentCount> scoreWeights{};
    std::optional<std::vector<std::string>> symbolWhitelist; ///< exchange ids
    std::vector<std::string> symbolBlacklist;
    std::optional<int> topNByVolume;
    std::optional<MoversFilter> movers;
};

struct ExecutionSettings {
    bool enableTwap = true;
    bool enableIceberg = true;
    double maxDepthFraction = 0.25;
    int twapMinSlices = 3;
    int twapMaxSlices = 12;
    double twapIntervalSeconds = 3.0;
    double icebergMinNotional = 3000.0;
    double limitOffsetBps = 2.0;
    double spreadWidenBps = 12.0;
    double deadmanTimeoutMs = 10'000.0;
    double takerFeeBps = 7.5;
    double makerFeeBps = 2.0;
    double expectedSlippageBps = 5.0;
    bool useLimitOrders = true;
    double limitTimeoutSeconds = 0.0; ///< min(10 s, interval) where a file gives none
    bool fillOrKill = false;
    bool postOnly = false;
};

struct LevelSettings {
    int minTouches = 2;
    bool preferRoundNumbers = true;
    std::vector<double> roundStepCandidates{0.01, 0.05, 0.1, 1.0, 5.0, 10.0};
    int cascadeMinLevels = 2;
    double cascadeRadiusBps = 15.0;
    double approachSlopeMaxPctPerBar = 1.5;
    int prebreakoutConsolidationMinBars = 3;
};

struct DensitySettings {
    double kDensity = 7.0;
    int bucketTicks = 3;
    double lookbackWindowS = 300.0;
};

/// A trading plan: validated, in the units named, immutable after load.
/// `hash` is SHA-256 over the canonical form and stands on every trade.
struct Preset {
    std::string id;
    std::string summary;
    IntendedSide intendedSide = IntendedSide::Both;
    Strategy strategyPriority = Strategy::Momentum;
    StrategySet strategies = kUsualStrategies;
    /// Of a strategy with a block of its own, the values in the order of its schema;
    /// empty: the usual ones.
    std::array<std::vector<double>, kStrategyCount> ownValues;
    AllowMissing allowMissing;
    RiskSettings risk;
    LiquidityFilters liquidity;
    VolatilityFilters volatility;
    SignalSettings signal;
    std::optional<EntryRules> entryRules;       ///< empty: not a choice of the file's
    std::optional<MarketQuality> marketQuality;
    PositionSettings position;
    SmartPlacement smartPlacement;
    ExitRules exitRules;
    PositionFsmSettings fsm;
    ScannerSettings scanner;
    ExecutionSettings execution;
    LevelSettings levels;
    DensitySettings density;
    std::string hash; ///< 64 hex digits

    /// max_distance_from_level_bps, which holds with or without entry rules.
    double maxDistanceFromLevelBps() const
    {
        return entryRules ? entryRules->maxDistanceFromLevelBps : EntryRules{}.maxDistanceFromLevelBps;
    }
};

} // namespace breakline
