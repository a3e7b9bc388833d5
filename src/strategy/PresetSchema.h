// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/ParameterRange.h"
#include "strategy/Preset.h"
#include "strategy/SignalParameters.h"

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>

// The keys of a preset, each written once: name, member, range, required or not.
// The reader and the canonical form are two visitors of the same list, so a key
// cannot be read and then be missing from the hash. Internal to the strategy room.

namespace breakline::preset_schema {

template<class E>
using Choice = std::pair<std::string_view, E>;

inline constexpr std::array<Choice<IntendedSide>, 3> kSides{
    {{"both", IntendedSide::Both}, {"long", IntendedSide::Long}, {"short", IntendedSide::Short}}};
inline constexpr std::array<Choice<StopMode>, 3> kStopModes{
    {{"fixed", StopMode::Fixed}, {"chandelier", StopMode::Chandelier}, {"atr", StopMode::Atr}}};
inline constexpr std::array<Choice<TargetPlacement>, 3> kPlacements{
    {{"fixed", TargetPlacement::Fixed}, {"smart", TargetPlacement::Smart}, {"adaptive", TargetPlacement::Adaptive}}};

template<class E>
std::string_view nameOf(std::span<const Choice<E>> choices, E value)
{
    for (const auto& [name, choice] : choices)
        if (choice == value)
            return name;
    return {};
}

template<class V, class T>
void visitRisk(V& v, T& risk)
{
    v.number("risk_per_trade", risk.riskPerTrade, {0.0, 0.05, true}, Need::Required);
    v.integer("max_concurrent_positions", risk.maxConcurrentPositions, {1.0, 10.0}, Need::Required);
    v.number("daily_risk_limit", risk.dailyRiskLimit, kPositiveFraction, Need::Required);
    v.number("kill_switch_loss_limit", risk.killSwitchLossLimit, kPositiveFraction, Need::Required);
    v.optionalNumber("max_position_size_usd", risk.maxPositionSizeUsd, kPositive);
    v.number("correlation_limit", risk.correlationLimit, kFraction, Need::Required);
    v.number("max_leverage", risk.maxLeverage, kPositive, Need::Optional);
    v.number("max_correlated_exposure", risk.maxCorrelatedExposure, kPositive, Need::Optional);
    v.integer("max_consecutive_losses", risk.maxConsecutiveLosses, {1.0, 20.0}, Need::Optional);
}

template<class V, class T>
void visitLiquidity(V& v, T& liquidity)
{
    v.number("min_24h_volume_usd", liquidity.min24hVolumeUsd, kPositive, Need::Required);
    v.optionalNumber("min_oi_usd", liquidity.minOpenInterestUsd, kNotNegative);
    v.number("max_spread_bps", liquidity.maxSpreadBps, kPositive, Need::Required);
    v.number("min_depth_usd_0_5pct", liquidity.minDepthUsd05Pct, kPositive, Need::Required);
    v.number("min_depth_usd_0_3pct", liquidity.minDepthUsd03Pct, kPositive, Need::Required);
    v.number("min_trades_per_minute", liquidity.minTradesPerMinute, kNotNegative, Need::Required);
}

template<class V, class T>
void visitVolatility(V& v, T& volatility)
{
    v.number("atr_range_min", volatility.atrRangeMin, kPositive, Need::Required);
    v.number("atr_range_max", volatility.atrRangeMax, kPositive, Need::Required);
    v.number("bb_width_percentile_max", volatility.bbWidthPercentileMax, {0.0, 100.0}, Need::Required);
    v.number("volume_surge_1h_min", volatility.volumeSurge1hMin, kNotNegative, Need::Required);
    v.number("volume_surge_5m_min", volatility.volumeSurge5mMin, kNotNegative, Need::Required);
    v.optionalNumber("oi_delta_threshold", volatility.oiDeltaThreshold, kNotNegative);
}

template<class V, class T>
void visitSignal(V& v, T& signal)
{
    using namespace signal_parameters;
    for (std::size_t i = 0; i < kAll.size(); ++i) {
        if (i == kBeforeInert)
            v.inertNumber("prelevel_limit_offset_bps", signal.prelevelLimitOffsetBps, kNotNegative);
        v.number(kAll[i].key, signal.*kAll[i].shared, kAll[i].range, kAll[i].need);
    }
}

template<class V, class T>
void visitEntryRules(V& v, T& rules)
{
    v.flag("require_volume_confirmation", rules.requireVolumeConfirmation);
    v.number("volume_confirmation_multiplier", rules.volumeConfirmationMultiplier, {1.0, kUnbounded}, Need::Optional);
    v.flag("require_density_confirmation", rules.requireDensityConfirmation);
    v.number("density_confirmation_threshold", rules.densityConfirmationThreshold, {1.0, kUnbounded}, Need::Optional);
    v.flag("require_momentum", rules.requireMomentum);
    v.number("momentum_min_slope_pct", rules.momentumMinSlopePct, kNotNegative, Need::Optional);
    v.integer("momentum_check_bars", rules.momentumCheckBars, kCount, Need::Optional);
    v.flag("validate_approach", rules.validateApproach);
    v.number("approach_max_slope_pct", rules.approachMaxSlopePct, kPositive, Need::Optional);
    v.integer("approach_min_consolidation_bars", rules.approachMinConsolidationBars, kCount, Need::Optional);
    v.number("max_distance_from_level_bps", rules.maxDistanceFromLevelBps, kPositive, Need::Optional);
    v.flag("require_clean_breakout", rules.requireCleanBreakout);
    v.integer("false_start_lookback_bars", rules.falseStartLookbackBars, kCount, Need::Optional);
    v.integer("avoid_session_start_minutes", rules.avoidSessionStartMinutes, kMinutesOfDay, Need::Optional);
    v.integer("avoid_session_end_minutes", rules.avoidSessionEndMinutes, kMinutesOfDay, Need::Optional);
}

template<class V, class T>
void visitMarketQuality(V& v, T& quality)
{
    v.flag("flat_market_filter_enabled", quality.flatMarketFilterEnabled);
    v.number("flat_market_atr_threshold", quality.flatMarketAtrThreshold, kPositive, Need::Optional);
    v.integer("flat_market_lookback_bars", quality.flatMarketLookbackBars, kCount, Need::Optional);
    v.flag("consolidation_filter_enabled", quality.consolidationFilterEnabled);
    v.number("consolidation_range_threshold_pct", quality.consolidationRangeThresholdPct, kPositive, Need::Optional);
    v.integer("consolidation_min_bars", quality.consolidationMinBars, kCount, Need::Optional);
    v.flag("require_stable_volatility", quality.requireStableVolatility);
    v.number("volatility_spike_threshold", quality.volatilitySpikeThreshold, kPositive, Need::Optional);
    v.integer("volatility_lookback_bars", quality.volatilityLookbackBars, kCount, Need::Optional);
    v.flag("require_clear_trend", quality.requireClearTrend);
    v.number("trend_slope_min_pct", quality.trendSlopeMinPct, kPositive, Need::Optional);
    v.integer("trend_lookback_bars", quality.trendLookbackBars, kCount, Need::Optional);
    v.flag("noise_filter_enabled", quality.noiseFilterEnabled);
    v.number("noise_threshold", quality.noiseThreshold, kFraction, Need::Optional);
}

template<class V, class T>
void visitPosition(V& v, T& position)
{
    v.choice("sl_mode", position.stopMode, std::span<const Choice<StopMode>>(kStopModes));
    v.number("sl_r", position.slR, kPositive, Need::Optional);
    v.number("chandelier_atr_mult", position.chandelierAtrMult, kPositive, Need::Optional);
    v.integer("chandelier_lookback_bars", position.chandelierLookbackBars, kCount, Need::Optional);
    v.flag("breakeven_enabled", position.breakevenEnabled);
    v.number("breakeven_trigger_r", position.breakevenTriggerR, kNotNegative, Need::Optional);
    v.number("breakeven_buffer_bps", position.breakevenBufferBps, kNotNegative, Need::Optional);
    v.flag("trailing_enabled", position.trailingEnabled);
    v.number("trailing_activation_r", position.trailingActivationR, kNotNegative, Need::Optional);
    v.number("trailing_step_bps", position.trailingStepBps, kNotNegative, Need::Optional);
    v.optionalNumber("max_hold_time_hours", position.maxHoldTimeHours, kPositive);
    v.flag("add_on_enabled", position.addOnEnabled);
    v.number("add_on_max_size_pct", position.addOnMaxSizePct, kFraction, Need::Optional);
    v.optionalNumber("time_stop_minutes", position.timeStopMinutes, kPositive);
    v.flag("panic_exit_on_activity_drop", position.panicExitOnActivityDrop);
    v.number("activity_drop_threshold", position.activityDropThreshold, kFraction, Need::Optional);
}

template<class V, class T>
void visitSmartPlacement(V& v, T& smart)
{
    v.flag("enabled", smart.enabled);
    v.flag("avoid_density_zones", smart.avoidDensityZones);
    v.number("density_zone_buffer_bps", smart.densityZoneBufferBps, kNotNegative, Need::Optional);
    v.flag("avoid_sr_levels", smart.avoidSrLevels);
    v.number("sr_level_buffer_bps", smart.srLevelBufferBps, kNotNegative, Need::Optional);
    v.flag("prefer_round_numbers", smart.preferRoundNumbers);
    v.number("round_number_step", smart.roundNumberStep, kPositive, Need::Optional);
    v.number("max_adjustment_bps", smart.maxAdjustmentBps, kNotNegative, Need::Optional);
}

template<class V, class T>
void visitExitRules(V& v, T& rules)
{
    v.flag("failed_breakout_enabled", rules.failedBreakoutEnabled);
    v.integer("failed_breakout_bars", rules.failedBreakoutBars, kCount, Need::Optional);
    v.number("failed_breakout_retest_threshold", rules.failedBreakoutRetestThreshold, kFraction, Need::Optional);
    v.flag("activity_drop_enabled", rules.activityDropEnabled);
    v.number("activity_drop_threshold", rules.activityDropThreshold, kFraction, Need::Optional);
    v.integer("activity_drop_window_bars", rules.activityDropWindowBars, kCount, Need::Optional);
    v.flag("weak_impulse_enabled", rules.weakImpulseEnabled);
    v.number("weak_impulse_min_move_pct", rules.weakImpulseMinMovePct, kNotNegative, Need::Optional);
    v.integer("weak_impulse_check_bars", rules.weakImpulseCheckBars, kCount, Need::Optional);
    v.optionalNumber("max_hold_time_hours", rules.maxHoldTimeHours, kPositive);
    v.optionalNumber("time_stop_minutes", rules.timeStopMinutes, kPositive);
    v.flag("volatility_exit_enabled", rules.volatilityExitEnabled);
    v.number("volatility_spike_threshold", rules.volatilitySpikeThreshold, kPositive, Need::Optional);
}

template<class V, class T>
void visitFsm(V& v, T& fsm)
{
    v.flag("enabled", fsm.enabled);
    v.integer("entry_confirmation_bars", fsm.entryConfirmationBars, kCount, Need::Optional);
    v.number("entry_max_slippage_bps", fsm.entryMaxSlippageBps, kNotNegative, Need::Optional);
    v.inertNumber("running_monitor_interval_s", fsm.runningMonitorIntervalS, kPositive);
    v.number("running_breakeven_trigger_r", fsm.runningBreakevenTriggerR, kNotNegative, Need::Optional);
    v.flag("partial_closed_trail_enabled", fsm.partialClosedTrailEnabled);
    v.number("partial_closed_trail_trigger_r", fsm.partialClosedTrailTriggerR, kNotNegative, Need::Optional);
    v.number("partial_closed_trail_step_bps", fsm.partialClosedTrailStepBps, kNotNegative, Need::Optional);
    v.number("breakeven_buffer_bps", fsm.breakevenBufferBps, kNotNegative, Need::Optional);
    v.flag("breakeven_lock_profit_enabled", fsm.breakevenLockProfitEnabled);
    v.number("breakeven_lock_profit_bps", fsm.breakevenLockProfitBps, kNotNegative, Need::Optional);
    v.number("trailing_activation_r", fsm.trailingActivationR, kNotNegative, Need::Optional);
    v.number("trailing_step_bps", fsm.trailingStepBps, kNotNegative, Need::Optional);
    v.flag("trailing_acceleration_enabled", fsm.trailingAccelerationEnabled);
    v.number("trailing_accel_after_r", fsm.trailingAccelAfterR, kNotNegative, Need::Optional);
    v.number("trailing_accel_step_bps", fsm.trailingAccelStepBps, kNotNegative, Need::Optional);
    v.number("exiting_timeout_s", fsm.exitingTimeoutS, kPositive, Need::Optional);
    v.integer("exiting_panic_after_attempts", fsm.exitingPanicAfterAttempts, kCount, Need::Optional);
}

template<class V, class T>
void visitScanner(V& v, T& scanner)
{
    v.integer("max_candidates", scanner.maxCandidates, kCount, Need::Required);
    v.number("scan_interval_seconds", scanner.scanIntervalSeconds, kPositive, Need::Required);
    v.optionalInteger("top_n_by_volume", scanner.topNByVolume, kCount);
}

template<class V, class T>
void visitExecution(V& v, T& execution)
{
    v.flag("enable_twap", execution.enableTwap);
    v.flag("enable_iceberg", execution.enableIceberg);
    v.number("max_depth_fraction", execution.maxDepthFraction, kPositiveFraction, Need::Optional);
    v.integer("twap_min_slices", execution.twapMinSlices, {1.0, 50.0}, Need::Optional);
    v.integer("twap_max_slices", execution.twapMaxSlices, {1.0, 50.0}, Need::Optional);
    v.number("twap_interval_seconds", execution.twapIntervalSeconds, kPositive, Need::Optional);
    v.number("iceberg_min_notional", execution.icebergMinNotional, kNotNegative, Need::Optional);
    v.number("limit_offset_bps", execution.limitOffsetBps, kNotNegative, Need::Optional);
    v.number("spread_widen_bps", execution.spreadWidenBps, kNotNegative, Need::Optional);
    v.number("deadman_timeout_ms", execution.deadmanTimeoutMs, kPositive, Need::Optional);
    v.number("taker_fee_bps", execution.takerFeeBps, kNotNegative, Need::Optional);
    v.number("maker_fee_bps", execution.makerFeeBps, kNotNegative, Need::Optional);
    v.number("expected_slippage_bps", execution.expectedSlippageBps, kNotNegative, Need::Optional);
}

template<class V, class T>
void visitLevels(V& v, T& levels)
{
    v.integer("min_touches", levels.minTouches, kCount, Need::Optional);
    v.flag("prefer_round_numbers", levels.preferRoundNumbers);
    v.integer("cascade_min_levels", levels.cascadeMinLevels, kCount, Need::Optional);
    v.number("cascade_radius_bps", levels.cascadeRadiusBps, kNotNegative, Need::Optional);
    v.number("approach_slope_max_pct_per_bar", levels.approachSlopeMaxPctPerBar, kPositive, Need::Optional);
    v.integer("prebreakout_consolidation_min_bars", levels.prebreakoutConsolidationMinBars, kCount, Need::Optional);
}

template<class V, class T>
void visitDensity(V& v, T& density)
{
    v.number("k_density", density.kDensity, kPositive, Need::Optional);
    v.integer("bucket_ticks", density.bucketTicks, kCount, Need::Optional);
    v.number("lookback_window_s", density.lookbackWindowS, kPositive, Need::Optional);
}

} // namespace breakline::preset_schema
