// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../market/CandleMaker.h"
#include "preset_keys/KeyCase.h"

#include "position/ExitRules.h"
#include "trading/PresetMapping.h"

namespace breakline::test {

namespace {

/// Thirty quiet bars around 100; the newest closes at 99.6 after a wide range.
std::vector<Candle> fallingBack()
{
    std::vector<Candle> bars;
    for (std::size_t i = 0; i < 30; ++i)
        bars.push_back(
            bar(i, 100.0, 100.2 + 0.05 * static_cast<double>(i % 2), 99.9, i % 2 == 0 ? 100.0 : 100.1, 20.0));
    bars.back() = bar(29, 100.0, 100.2, 99.5, 99.6, 20.0);
    return bars;
}

/// A long of two hours from 100, best at 100.2, at +0.2 R; its level was 100, the ATR 1.
/// Before the entry five times the volume was traded, in moves of 2.
std::string exitOf(const Preset& preset, double pnlR, std::optional<double> dropFraction = std::nullopt)
{
    const std::vector<Candle> candles = fallingBack();
    ExitRuleQuestion question;
    question.candles = candles;
    question.bars = 6;
    question.entry = 100.0;
    question.best = 100.2;
    question.before = BarActivity {100.0, 2.0};
    question.level = 100.0;
    question.atr = 1.0;
    question.age = Duration::hours(2);
    question.pnlR = pnlR;
    ExitQuestion whole;
    whole.age = question.age;
    whole.pnlR = pnlR;
    whole.dropFraction = dropFraction;
    whole.rule = exitRule(question, exitRuleSettingsOf(preset));
    const auto reason = exitDue(whole, timeExitSettingsOf(preset), panicSettingsOf(preset));
    return reason ? std::string(toText(*reason)) : "-";
}

std::string inProfit(const Preset& preset)
{
    return exitOf(preset, 0.2);
}

std::string atLoss(const Preset& preset)
{
    return exitOf(preset, -0.1);
}

/// Trade flow has fallen by half.
std::string quiet(const Preset& preset)
{
    return exitOf(preset, 0.2, 0.5);
}

/// All rules off but one.
Json only(const char* rule, Json values = Json::object())
{
    for (const char* other : {"failed_breakout_enabled", "activity_drop_enabled", "weak_impulse_enabled"})
        values[other] = std::string_view(other) == rule;
    return {{"exit_rules", std::move(values)}};
}

} // namespace

std::vector<KeyCase> exitKeys()
{
    const Json none = only("");
    return {
        {"exit_rules.failed_breakout_enabled", true, false, inProfit, "failed_breakout", "-", none},
        {"exit_rules.failed_breakout_bars", 3, 10, inProfit, "failed_breakout", "-",
         only("failed_breakout_enabled")},
        {"exit_rules.failed_breakout_retest_threshold", 0.5, 1.0, inProfit, "failed_breakout", "-",
         only("failed_breakout_enabled")},
        {"exit_rules.activity_drop_enabled", true, false, inProfit, "activity_drop", "-", none},
        {"exit_rules.activity_drop_threshold", 0.3, 0.1, inProfit, "activity_drop", "-",
         only("activity_drop_enabled")},
        {"exit_rules.activity_drop_window_bars", 5, 10, inProfit, "activity_drop", "-",
         only("activity_drop_enabled")},
        {"exit_rules.weak_impulse_enabled", true, false, inProfit, "weak_impulse", "-", none},
        {"exit_rules.weak_impulse_min_move_pct", 0.3, 0.1, inProfit, "weak_impulse", "-",
         only("weak_impulse_enabled")},
        {"exit_rules.weak_impulse_check_bars", 5, 10, inProfit, "weak_impulse", "-",
         only("weak_impulse_enabled")},
        {"exit_rules.max_hold_time_hours", 1, nullptr, inProfit, "max_hold", "-", none},
        {"exit_rules.time_stop_minutes", 30, nullptr, atLoss, "time_stop", "-", none},
        {"exit_rules.volatility_exit_enabled", true, false, inProfit, "volatility", "-", none},
        {"exit_rules.volatility_spike_threshold", 3, 1000, inProfit, "volatility", "-",
         only("", {{"volatility_exit_enabled", true}})},
        {"position.max_hold_time_hours", 1, 3, inProfit, "max_hold", "-", none},
        {"position.time_stop_minutes", 30, 150, inProfit, "time_stop", "-", none},
        {"position.panic_exit_on_activity_drop", true, false, quiet, "panic_exit", "-", none},
    };
}

} // namespace breakline::test
