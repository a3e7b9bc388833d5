// SPDX-License-Identifier: GPL-3.0-or-later
#include "preset_keys/KeyScenes.h"

#include "strategy/MarketQualityFilter.h"

#include <cmath>

namespace breakline::test {

namespace {

/// Check `kind` of the entry rules at a break: its outcome, score and value.
Observe rule(EntryCheckKind kind, CloseScene (*make)() = breakout)
{
    return [kind, make](const Preset& preset) {
        const CloseJudgement judgement = make().judge(preset);
        const EntryRuleCheck& check = judgement.entry[kind];
        std::string found(toText(check.outcome));
        if (check.outcome == CheckOutcome::Skipped)
            return found;
        if (!check.detail.empty())
            found += " " + check.detail;
        if (check.value)
            found += " " + text(*check.value);
        if (check.outcome == CheckOutcome::Pass && check.score > 0.0)
            found += " score " + text(check.score);
        return found;
    };
}

/// The closes rise by 0.04 a bar before the break, the last three within 0.5 %.
CloseScene steep()
{
    CloseScene close = breakout();
    for (std::size_t i = 48; i < 60; ++i) {
        const double at = 99.7 - 0.1 * static_cast<double>(59 - i);
        close.scene.candles[i] = bar(i, at, 100.0, at - 0.3, at, 100.0);
    }
    return close;
}

/// A close beyond the level eight bars before the break, and back at once.
CloseScene falseStart()
{
    CloseScene close = breakout();
    close.scene.candles[52].close = close.scene.candles[52].high = 100.05;
    return close;
}

/// The break's bar closes `minutes` after midnight.
CloseScene at(int minutes)
{
    CloseScene close = breakout();
    const Duration shift =
        kMidnight + Duration::hours(24) + Duration::minutes(minutes) - close.scene.closeTime();
    for (Candle& candle : close.scene.candles)
        candle.openTime = candle.openTime + shift;
    return close;
}

/// Flags of the market's quality and its score.
Observe quality(std::vector<Candle> (*make)())
{
    return [make](const Preset& preset) {
        const MarketQuality rules = preset.marketQuality.value_or(MarketQuality {});
        const MarketQualityReport report = judgeMarketQuality(measureMarketQuality(make(), rules), rules);
        return (report.passes() ? std::string("passes") : report.reason()) + " " + text(report.score);
    };
}

/// Sixty bars of one price that span 0.4 % of it; every move is undone by the next.
std::vector<Candle> flat()
{
    std::vector<Candle> bars;
    for (std::size_t i = 0; i < 60; ++i)
        bars.push_back(bar(i, 100.0, 100.2, 99.8, i % 2 == 0 ? 100.0 : 100.1));
    return bars;
}

/// The same with twenty wide bars before the last fifteen.
std::vector<Candle> calmed()
{
    std::vector<Candle> bars = flat();
    for (std::size_t i = 25; i < 45; ++i) {
        bars[i].high = 102.0;
        bars[i].low = 98.0;
    }
    return bars;
}

/// Sixty bars that rise by 0.2 a bar, the last of four times the range.
std::vector<Candle> rising()
{
    std::vector<Candle> bars;
    for (std::size_t i = 0; i < 60; ++i) {
        const double close = 100.0 + 0.2 * static_cast<double>(i);
        bars.push_back(
            bar(i, close - 0.2, close + 0.2 + 0.01 * static_cast<double>(i % 3), close - 0.4, close));
    }
    bars.back().low -= 1.8;
    return bars;
}

/// Rises for thirty bars and stands for thirty.
std::vector<Candle> halted()
{
    std::vector<Candle> bars;
    for (std::size_t i = 0; i < 60; ++i) {
        const double close = i < 30 ? 100.0 + 0.5 * static_cast<double>(i) : 115.0 + (i % 2 == 0 ? 0.0 : 0.3);
        bars.push_back(bar(i, close, close + 0.5, close - 0.5, close));
    }
    return bars;
}

Json rules(Json values)
{
    return {{"entry_rules", std::move(values)}};
}

/// One filter of the market's quality on, with what it needs.
Json only(const char* filter, Json values = Json::object())
{
    for (const char* other : {"flat_market_filter_enabled", "consolidation_filter_enabled",
                              "require_stable_volatility", "require_clear_trend", "noise_filter_enabled"})
        values[other] = std::string_view(other) == filter;
    return {{"market_quality", std::move(values)}};
}

} // namespace

std::vector<KeyCase> entryKeys()
{
    using enum EntryCheckKind;
    const Json given = rules(Json::object());
    return {
        // What is not the file's own choice does not stand in the way.
        {"entry_rules_explicit", true, false, rule(BreakoutQuality), "pass 17.978426 score 0.70036",
         "skipped", given},
        {"entry_rules.require_volume_confirmation", true, false, rule(Volume), "pass 2.5 score 0.9",
         "skipped", given},
        {"entry_rules.volume_confirmation_multiplier", 1.5, 2.6, rule(Volume), "pass 2.5 score 0.9",
         "fail 2.5", given},
        {"entry_rules.require_momentum", true, false, rule(Momentum), "pass 0.601805 score 0.761083",
         "skipped", given},
        {"entry_rules.momentum_min_slope_pct", 0.5, 0.7, rule(Momentum), "pass 0.601805 score 0.761083",
         "fail 0.601805", given},
        {"entry_rules.momentum_check_bars", 3, 8, rule(Momentum, steep), "pass 0.80402 score 0.882412",
         "pass 1.313131 score 1", given},
        {"entry_rules.validate_approach", true, false, rule(Approach, steep), "fail too_steep 0.091093",
         "skipped", rules({{"approach_max_slope_pct", 0.05}})},
        // levels.approach_slope_max_pct_per_bar and .prebreakout_consolidation_min_bars win where both are
        // given.
        {"entry_rules.approach_max_slope_pct", 0.1, 0.05, rule(Approach, steep), "pass 0.091093",
         "fail too_steep 0.091093", given},
        {"entry_rules.approach_min_consolidation_bars", 3, 8, rule(Approach, steep), "pass 0.091093",
         "fail no_consolidation 1", given},
        {"levels.approach_slope_max_pct_per_bar", 0.1, 0.05, rule(Approach, steep), "pass 0.091093",
         "fail too_steep 0.091093", rules({{"approach_max_slope_pct", 5}})},
        {"levels.prebreakout_consolidation_min_bars", 3, 8, rule(Approach, steep), "pass 0.091093",
         "fail no_consolidation 1", rules({{"approach_min_consolidation_bars", 1}})},
        {"entry_rules.require_clean_breakout", true, false, rule(CleanBreakout, falseStart), "fail 1",
         "skipped", given},
        {"entry_rules.false_start_lookback_bars", 10, 5, rule(CleanBreakout, falseStart), "fail 1", "pass 0",
         given},
        {"entry_rules.avoid_session_start_minutes", 5, 3, rule(SessionGuard, [] { return at(4); }), "fail 4",
         "pass", given},
        {"entry_rules.avoid_session_end_minutes", 15, 5, rule(SessionGuard, [] { return at(-10); }),
         "fail -10", "pass", given},
        {"market_quality_explicit", true, false, rule(MarketQuality), "pass 0 score 1", "skipped",
         only("noise_filter_enabled")},

        {"market_quality.flat_market_filter_enabled", true, false, quality(flat), "passes 0.666001",
         "passes 1", only("", {})},
        {"market_quality.flat_market_atr_threshold", 0.3, 0.5, quality(flat), "passes 0.666001",
         "flat 0.3996", only("flat_market_filter_enabled")},
        {"market_quality.flat_market_lookback_bars", 20, 5, quality(calmed), "passes 0.910648",
         "flat 0.339842", only("flat_market_filter_enabled", {{"flat_market_atr_threshold", 0.6}})},
        {"market_quality.consolidation_filter_enabled", true, false, quality(flat), "consolidating 0.801603",
         "passes 1", only("")},
        {"market_quality.consolidation_range_threshold_pct", 0.5, 0.3, quality(flat),
         "consolidating 0.801603", "passes 0.7", only("consolidation_filter_enabled")},
        {"market_quality.consolidation_min_bars", 10, 20, quality(calmed), "consolidating 0.801603",
         "passes 1", only("consolidation_filter_enabled")},
        {"market_quality.require_stable_volatility", true, false, quality(rising), "volatile 0.3", "passes 1",
         only("")},
        {"market_quality.volatility_spike_threshold", 2, 1000, quality(rising), "volatile 0.3", "passes 1",
         only("require_stable_volatility")},
        {"market_quality.volatility_lookback_bars", 20, 60, quality(rising), "volatile 0.3", "passes 1",
         only("require_stable_volatility")},
        {"market_quality.require_clear_trend", true, false, quality(flat), "weak_trend 0.002504", "passes 1",
         only("")},
        {"market_quality.trend_slope_min_pct", 0.1, 0.3, quality(rising), "passes 0.7", "weak_trend 0.596303",
         only("require_clear_trend")},
        {"market_quality.trend_lookback_bars", 20, 50, quality(halted), "weak_trend 0.019563", "passes 0.7",
         only("require_clear_trend", {{"trend_slope_min_pct", 0.1}})},
        {"market_quality.noise_filter_enabled", true, false, quality(flat), "noisy 0", "passes 1", only("")},
        {"market_quality.noise_threshold", 0.7, 0.99, quality(halted), "noisy 0", "passes 0.274799",
         only("noise_filter_enabled", {{"trend_lookback_bars", 35}})},
    };
}

} // namespace breakline::test
