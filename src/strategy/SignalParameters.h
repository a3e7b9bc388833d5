// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/StrategyParameter.h"

#include <array>

// The keys of the block `signal`, each written once. Strategies share the block, and
// each names its own of these. Internal to the strategy room.

namespace breakline::signal_parameters {

using preset_schema::kFraction;
using preset_schema::kNotNegative;
using preset_schema::kPositive;
using preset_schema::kUnbounded;
using preset_schema::Need;

inline constexpr StrategyParameter kMomentumVolume {
    "momentum_volume_multiplier",
    BREAKLINE_TEXT("Strategies", "Volume multiplier"),
    BREAKLINE_TEXT("Strategies", "ratio"),
    {1.0, kUnbounded},
    BREAKLINE_TEXT("Strategies",
                   "The volume of the bar that breaks, to the median of the 19 before it, at least."),
    &SignalSettings::momentumVolumeMultiplier,
    Need::Required};
inline constexpr StrategyParameter kMomentumBody {
    "momentum_body_ratio_min",
    BREAKLINE_TEXT("Strategies", "Body of the bar"),
    BREAKLINE_TEXT("Strategies", "ratio"),
    kFraction,
    BREAKLINE_TEXT("Strategies", "The body of the bar that breaks, to its whole range, at least."),
    &SignalSettings::momentumBodyRatioMin,
    Need::Required};
inline constexpr StrategyParameter kMomentumEpsilon {
    "momentum_epsilon",
    BREAKLINE_TEXT("Strategies", "Distance of the break"),
    BREAKLINE_TEXT("Strategies", "fraction"),
    {0.0, 0.02},
    BREAKLINE_TEXT("Strategies", "How far beyond the level, as a fraction of its price, a bar has to close."),
    &SignalSettings::momentumEpsilon,
    Need::Required};
inline constexpr StrategyParameter kRetestTolerance {
    "retest_pierce_tolerance",
    BREAKLINE_TEXT("Strategies", "Distance of the entry"),
    BREAKLINE_TEXT("Strategies", "fraction"),
    {0.0, 0.02},
    BREAKLINE_TEXT("Strategies", "How far from the level, as a fraction of its price, the entry may be."),
    &SignalSettings::retestPierceTolerance,
    Need::Required};
inline constexpr StrategyParameter kRetestPierce {
    "retest_max_pierce_atr",
    BREAKLINE_TEXT("Strategies", "Depth of the return"),
    "ATR",
    kPositive,
    BREAKLINE_TEXT("Strategies",
                   "How near the wick has to come to the level, and how far it may go through."),
    &SignalSettings::retestMaxPierceAtr,
    Need::Required};
inline constexpr StrategyParameter kImbalance {
    "l2_imbalance_threshold",
    BREAKLINE_TEXT("Strategies", "Imbalance of the book"),
    BREAKLINE_TEXT("Strategies", "ratio"),
    kFraction,
    BREAKLINE_TEXT(
        "Strategies",
        "The imbalance of the order book in favour of the trade, at least. Every strategy asks it."),
    &SignalSettings::l2ImbalanceThreshold,
    Need::Required};
inline constexpr StrategyParameter kVwapGap {
    "vwap_gap_max_atr",
    BREAKLINE_TEXT("Strategies", "Distance from the VWAP"),
    "ATR",
    kPositive,
    BREAKLINE_TEXT("Strategies", "How far beyond the day's VWAP the bar may close."),
    &SignalSettings::vwapGapMaxAtr,
    Need::Required};
inline constexpr StrategyParameter kDensityEaten {
    "enter_on_density_eat_ratio",
    BREAKLINE_TEXT("Strategies", "Wall eaten"),
    BREAKLINE_TEXT("Strategies", "ratio"),
    kFraction,
    BREAKLINE_TEXT(
        "Strategies",
        "How much of an opposing wall trades have to have eaten, where the entry rules ask for it."),
    &SignalSettings::enterOnDensityEatRatio};
inline constexpr StrategyParameter kTouchActivity {
    "tpm_on_touch_frac",
    BREAKLINE_TEXT("Strategies", "Activity at the level"),
    BREAKLINE_TEXT("Strategies", "ratio"),
    kNotNegative,
    BREAKLINE_TEXT("Strategies", "Trades of the last minute to their mean of an hour, at least."),
    &SignalSettings::tpmOnTouchFrac};
inline constexpr StrategyParameter kStopAtr {
    "stop_atr_mult",
    BREAKLINE_TEXT("Strategies", "Distance of the stop"),
    "ATR",
    kPositive,
    BREAKLINE_TEXT("Strategies", "The farthest the stop of sl_mode fixed is planned from the entry."),
    &SignalSettings::stopAtrMult};

/// As they are read and written, less what is accepted and inert; that stands behind
/// the first `kBeforeInert`.
inline constexpr std::array kAll {kMomentumVolume, kMomentumBody, kMomentumEpsilon, kRetestTolerance,
                                  kRetestPierce,   kImbalance,    kVwapGap,         kDensityEaten,
                                  kTouchActivity,  kStopAtr};
inline constexpr std::size_t kBeforeInert = 7;

} // namespace breakline::signal_parameters
