// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/GateKey.h"

#include "strategy/StrategyRegistry.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace breakline {

namespace {

using Number = double* (*)(PlanAndSettings&);
using Whole = int* (*)(PlanAndSettings&);

/// One row: the threshold of the gate is the key times `scale`.
struct Key {
    GateStage stage;
    std::string_view gate;
    std::optional<Bound> bound = std::nullopt; ///< empty: whichever
    std::string_view key;
    Number number = nullptr; ///< of both one; null where the plan lacks it
    Whole whole = nullptr;
    double scale = 1.0;
    bool isMeasured = false; ///< times what the moment shows, so that it is not known here
    bool isWhole = false; ///< a whole number that is kept as any other
};

using Plan = PlanAndSettings;

/// Of a strategy with a block of its own.
double* ownValueOf(Plan& plan, Strategy strategy, std::string_view key)
{
    const auto schema = definitionOf(strategy).parameters;
    auto& values = plan.preset.ownValues[static_cast<std::size_t>(strategy)];
    if (values.empty())
        for (const StrategyParameter& parameter : schema)
            values.push_back(parameter.usual);
    for (std::size_t i = 0; i < schema.size(); ++i)
        if (schema[i].key == key)
            return &values[i];
    return nullptr;
}

double* valueOf(std::optional<double>& value)
{
    return value ? &*value : nullptr;
}

EntryRules* rulesOf(Plan& plan)
{
    return plan.preset.entryRules ? &*plan.preset.entryRules : nullptr;
}

template<auto Member>
auto* ruleOf(Plan& plan)
{
    EntryRules* rules = rulesOf(plan);
    return rules != nullptr ? &(rules->*Member) : nullptr;
}

constexpr std::array kKeys {
    Key {.stage = GateStage::Scan,
         .gate = "min_24h_volume",
         .key = "liquidity_filters.min_24h_volume_usd",
         .number = [](Plan& p) { return &p.preset.liquidity.min24hVolumeUsd; }},
    Key {.stage = GateStage::Scan,
         .gate = "min_oi",
         .key = "liquidity_filters.min_oi_usd",
         .number = [](Plan& p) { return valueOf(p.preset.liquidity.minOpenInterestUsd); }},
    Key {.stage = GateStage::Scan,
         .gate = "max_spread",
         .key = "liquidity_filters.max_spread_bps",
         .number = [](Plan& p) { return &p.preset.liquidity.maxSpreadBps; }},
    Key {.stage = GateStage::Scan,
         .gate = "min_depth_0_5pct",
         .key = "liquidity_filters.min_depth_usd_0_5pct",
         .number = [](Plan& p) { return &p.preset.liquidity.minDepthUsd05Pct; }},
    Key {.stage = GateStage::Scan,
         .gate = "min_depth_0_3pct",
         .key = "liquidity_filters.min_depth_usd_0_3pct",
         .number = [](Plan& p) { return &p.preset.liquidity.minDepthUsd03Pct; }},
    Key {.stage = GateStage::Scan,
         .gate = "min_trades_per_minute",
         .key = "liquidity_filters.min_trades_per_minute",
         .number = [](Plan& p) { return &p.preset.liquidity.minTradesPerMinute; }},
    Key {.stage = GateStage::Scan,
         .gate = "atr_range",
         .bound = Bound::AtLeast,
         .key = "volatility_filters.atr_range_min",
         .number = [](Plan& p) { return &p.preset.volatility.atrRangeMin; }},
    Key {.stage = GateStage::Scan,
         .gate = "atr_range",
         .bound = Bound::AtMost,
         .key = "volatility_filters.atr_range_max",
         .number = [](Plan& p) { return &p.preset.volatility.atrRangeMax; }},
    Key {.stage = GateStage::Scan,
         .gate = "bb_width",
         .key = "volatility_filters.bb_width_percentile_max",
         .number = [](Plan& p) { return &p.preset.volatility.bbWidthPercentileMax; }},
    Key {.stage = GateStage::Scan,
         .gate = "volume_surge_1h",
         .key = "volatility_filters.volume_surge_1h_min",
         .number = [](Plan& p) { return &p.preset.volatility.volumeSurge1hMin; }},
    Key {.stage = GateStage::Scan,
         .gate = "volume_surge_5m",
         .key = "volatility_filters.volume_surge_5m_min",
         .number = [](Plan& p) { return &p.preset.volatility.volumeSurge5mMin; }},
    Key {.stage = GateStage::Scan,
         .gate = "oi_delta",
         .key = "volatility_filters.oi_delta_threshold",
         .number = [](Plan& p) { return valueOf(p.preset.volatility.oiDeltaThreshold); }},
    Key {.stage = GateStage::Scan,
         .gate = "correlation",
         .key = "risk.correlation_limit",
         .number = [](Plan& p) { return &p.preset.risk.correlationLimit; }},
    Key {.stage = GateStage::Scan,
         .gate = "rank",
         .key = "scanner.max_candidates",
         .whole = [](Plan& p) { return &p.preset.scanner.maxCandidates; }},
    Key {.stage = GateStage::Signal,
         .gate = "momentum:volume_surge",
         .key = "signal.momentum_volume_multiplier",
         .number = [](Plan& p) { return &p.preset.signal.momentumVolumeMultiplier; }},
    Key {.stage = GateStage::Signal,
         .gate = "momentum:body_ratio",
         .key = "signal.momentum_body_ratio_min",
         .number = [](Plan& p) { return &p.preset.signal.momentumBodyRatioMin; }},
    Key {.stage = GateStage::Signal,
         .gate = "opening_range:volume_surge",
         .key = "opening_range.volume_multiplier",
         .number = [](Plan& p) { return ownValueOf(p, Strategy::OpeningRange, "volume_multiplier"); }},
    Key {.stage = GateStage::Signal,
         .gate = "opening_range:range_age",
         .bound = Bound::AtMost,
         .key = "opening_range.valid_bars",
         .number = [](Plan& p) { return ownValueOf(p, Strategy::OpeningRange, "valid_bars"); },
         .isWhole = true},
    Key {.stage = GateStage::Signal,
         .gate = "*:l2_imbalance",
         .key = "signal.l2_imbalance_threshold",
         .number = [](Plan& p) { return &p.preset.signal.l2ImbalanceThreshold; }},
    Key {.stage = GateStage::Signal,
         .gate = "momentum:vwap_gap",
         .bound = Bound::AtMost,
         .key = "signal.vwap_gap_max_atr",
         .number = [](Plan& p) { return &p.preset.signal.vwapGapMaxAtr; },
         .isMeasured = true},
    Key {.stage = GateStage::Signal,
         .gate = "retest:too_far",
         .key = "signal.retest_pierce_tolerance",
         .number = [](Plan& p) { return &p.preset.signal.retestPierceTolerance; },
         .scale = 1e4},
    Key {.stage = GateStage::Signal,
         .gate = "retest:pierce_tolerance",
         .key = "signal.retest_max_pierce_atr",
         .number = [](Plan& p) { return &p.preset.signal.retestMaxPierceAtr; },
         .isMeasured = true},
    Key {.stage = GateStage::Signal,
         .gate = "*:too_far",
         .key = "entry_rules.max_distance_from_level_bps",
         .number = ruleOf<&EntryRules::maxDistanceFromLevelBps>},
    Key {.stage = GateStage::Signal,
         .gate = "*:no_edge",
         .key = "setting min_edge_r",
         .number = [](Plan& p) { return &p.settings.minEdgeR; }},
    Key {.stage = GateStage::Signal,
         .gate = "entry:breakout_quality",
         .bound = Bound::AtMost,
         .key = "entry_rules.max_distance_from_level_bps",
         .number = ruleOf<&EntryRules::maxDistanceFromLevelBps>},
    Key {.stage = GateStage::Signal,
         .gate = "entry:approach",
         .key = "levels.approach_slope_max_pct_per_bar",
         .number = [](Plan& p) { return &p.preset.levels.approachSlopeMaxPctPerBar; }},
    Key {.stage = GateStage::Signal,
         .gate = "entry:session_guard",
         .bound = Bound::AtLeast,
         .key = "entry_rules.avoid_session_start_minutes",
         .whole = ruleOf<&EntryRules::avoidSessionStartMinutes>},
    Key {.stage = GateStage::Signal,
         .gate = "entry:session_guard",
         .bound = Bound::LessThan,
         .key = "entry_rules.avoid_session_end_minutes",
         .whole = ruleOf<&EntryRules::avoidSessionEndMinutes>,
         .scale = -1.0},
    Key {.stage = GateStage::Signal,
         .gate = "entry:confidence",
         .key = "setting min_entry_confidence",
         .number = [](Plan& p) { return &p.settings.minEntryConfidence; }},
    Key {.stage = GateStage::Signal,
         .gate = "flow:touch_activity",
         .key = "signal.tpm_on_touch_frac",
         .number = [](Plan& p) { return &p.preset.signal.tpmOnTouchFrac; },
         .isMeasured = true},
    Key {.stage = GateStage::Signal,
         .gate = "flow:wall_standing",
         .key = "signal.enter_on_density_eat_ratio",
         .number = [](Plan& p) { return &p.preset.signal.enterOnDensityEatRatio; }},
    Key {.stage = GateStage::Signal,
         .gate = "flow:activity_drop",
         .key = "position.activity_drop_threshold",
         .number = [](Plan& p) { return &p.preset.position.activityDropThreshold; }},
    Key {.stage = GateStage::Risk,
         .gate = "concurrent",
         .key = "risk.max_concurrent_positions",
         .whole = [](Plan& p) { return &p.preset.risk.maxConcurrentPositions; }},
    Key {.stage = GateStage::Risk,
         .gate = "correlation",
         .key = "risk.correlation_limit",
         .number = [](Plan& p) { return &p.preset.risk.correlationLimit; }},
    Key {.stage = GateStage::Risk,
         .gate = "correlated_exposure",
         .key = "risk.max_correlated_exposure",
         .number = [](Plan& p) { return &p.preset.risk.maxCorrelatedExposure; },
         .isMeasured = true},
    Key {.stage = GateStage::Execution,
         .gate = "spread_too_wide",
         .key = "execution.spread_widen_bps",
         .number = [](Plan& p) { return &p.preset.execution.spreadWidenBps; }}};

/// "*:too_far" is that of every strategy; the entry rules and the last look are none.
bool isOf(std::string_view pattern, std::string_view name)
{
    if (!pattern.starts_with("*:"))
        return pattern == name;
    pattern.remove_prefix(1);
    return name.ends_with(pattern) && !name.starts_with("entry:") && !name.starts_with("flow:");
}

/// Of whole numbers the one that lets pass what `to` lets pass.
double wholeFor(Bound bound, double to)
{
    return bound == Bound::LessThan ? std::ceil(to) : std::floor(to);
}

double current(const Key& key, Plan& plan)
{
    if (key.whole != nullptr) {
        const int* value = key.whole(plan);
        return value != nullptr ? *value * key.scale : std::nan("");
    }
    const double* value = key.number(plan);
    return value != nullptr ? *value * key.scale : std::nan("");
}

const Key* find(const GateThreshold& gate, Plan& plan)
{
    for (const Key& key : kKeys) {
        if (key.stage != gate.stage || !isOf(key.gate, gate.fullName)
            || (key.bound && *key.bound != gate.bound))
            continue;
        const double now = current(key, plan);
        // What stands elsewhere under the same name is not this key.
        const bool isThis = key.isMeasured
            ? now > 0.0 && gate.threshold > 0.0
            : std::fabs(now - gate.threshold) <= 1e-9 * std::max(std::fabs(now), std::fabs(gate.threshold));
        return isThis ? &key : nullptr;
    }
    return nullptr;
}

} // namespace

std::string_view keyOf(const GateThreshold& gate, const PlanAndSettings& plan)
{
    PlanAndSettings copy = plan;
    const Key* key = find(gate, copy);
    return key != nullptr ? key->key : std::string_view {};
}

std::optional<PlanAndSettings> withThreshold(const PlanAndSettings& plan, const GateThreshold& gate,
                                             double to)
{
    PlanAndSettings moved = plan;
    const Key* key = find(gate, moved);
    if (key == nullptr)
        return std::nullopt;
    if (key->whole != nullptr)
        *key->whole(moved) = static_cast<int>(wholeFor(gate.bound, to) / key->scale);
    else if (key->isMeasured)
        *key->number(moved) *= to / gate.threshold;
    else
        *key->number(moved) = key->isWhole ? wholeFor(gate.bound, to) : to / key->scale;
    return moved;
}

} // namespace breakline
