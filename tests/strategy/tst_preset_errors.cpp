// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/PresetLoader.h"

#include "preset_fixtures.h"

#include <catch2/catch.hpp>

#include <functional>
#include <limits>

using namespace breakline;
using namespace breakline::test;

namespace {

std::string errorOf(const std::string& text)
{
    const auto file = loadPresets(text, "test.json");
    return file ? std::string{} : file.error().message;
}

/// The error of the demo preset after a change, without "test.json:LINE: preset breakout_v1_demo: ".
std::string errorAfter(const std::function<void(Json&)>& change)
{
    Json preset = demoJson();
    change(preset);
    std::string message = errorOf(fileOf(preset));
    const std::string head = ": preset breakout_v1_demo: ";
    const std::size_t at = message.find(head);
    return at == std::string::npos ? message : message.substr(at + head.size());
}

std::string errorWith(const char* pointer, const Json& value)
{
    return errorAfter([&](Json& preset) { preset[Json::json_pointer(pointer)] = value; });
}

constexpr double kNone = std::numeric_limits<double>::infinity();

struct KeyRange {
    const char* pointer;
    double low;
    bool lowOpen;
    double high;
    bool whole;
    bool nullable;
};

// The table of the specification, written a second time.
constexpr KeyRange kRanges[] = {
    {"/risk/risk_per_trade", 0, true, 0.05, false, false},
    {"/risk/max_concurrent_positions", 1, false, 10, true, false},
    {"/risk/daily_risk_limit", 0, true, 1, false, false},
    {"/risk/kill_switch_loss_limit", 0, true, 1, false, false},
    {"/risk/max_position_size_usd", 0, true, kNone, false, true},
    {"/risk/correlation_limit", 0, false, 1, false, false},
    {"/risk/max_leverage", 0, true, kNone, false, false},
    {"/risk/max_correlated_exposure", 0, true, kNone, false, false},
    {"/risk/max_consecutive_losses", 1, false, 20, true, false},
    {"/liquidity_filters/min_24h_volume_usd", 0, true, kNone, false, false},
    {"/liquidity_filters/min_oi_usd", 0, false, kNone, false, true},
    {"/liquidity_filters/max_spread_bps", 0, true, kNone, false, false},
    {"/liquidity_filters/min_depth_usd_0_5pct", 0, true, kNone, false, false},
    {"/liquidity_filters/min_depth_usd_0_3pct", 0, true, kNone, false, false},
    {"/liquidity_filters/min_trades_per_minute", 0, false, kNone, false, false},
    {"/volatility_filters/atr_range_min", 0, true, kNone, false, false},
    {"/volatility_filters/atr_range_max", 0, true, kNone, false, false},
    {"/volatility_filters/bb_width_percentile_max", 0, false, 100, false, false},
    {"/volatility_filters/volume_surge_1h_min", 0, false, kNone, false, false},
    {"/volatility_filters/volume_surge_5m_min", 0, false, kNone, false, false},
    {"/volatility_filters/oi_delta_threshold", 0, false, kNone, false, true},
    {"/signal/momentum_volume_multiplier", 1, false, kNone, false, false},
    {"/signal/momentum_body_ratio_min", 0, false, 1, false, false},
    {"/signal/momentum_epsilon", 0, false, 0.02, false, false},
    {"/signal/retest_max_pierce_atr", 0, true, kNone, false, false},
    {"/signal/vwap_gap_max_atr", 0, true, kNone, false, false},
    {"/signal/stop_atr_mult", 0, true, kNone, false, false},
    {"/signal/prelevel_limit_offset_bps", 0, false, kNone, false, false},
    {"/signal/enter_on_density_eat_ratio", 0, false, 1, false, false},
    {"/signal/tpm_on_touch_frac", 0, false, kNone, false, false},
    {"/entry_rules/volume_confirmation_multiplier", 1, false, kNone, false, false},
    {"/entry_rules/density_confirmation_threshold", 1, false, kNone, false, false},
    {"/entry_rules/momentum_min_slope_pct", 0, false, kNone, false, false},
    {"/entry_rules/momentum_check_bars", 1, false, 1e6, true, false},
    {"/entry_rules/approach_max_slope_pct", 0, true, kNone, false, false},
    {"/entry_rules/approach_min_consolidation_bars", 1, false, 1e6, true, false},
    {"/entry_rules/max_distance_from_level_bps", 0, true, kNone, false, false},
    {"/entry_rules/false_start_lookback_bars", 1, false, 1e6, true, false},
    {"/entry_rules/avoid_session_start_minutes", 0, false, 1440, true, false},
    {"/entry_rules/avoid_session_end_minutes", 0, false, 1440, true, false},
    {"/market_quality/flat_market_atr_threshold", 0, true, kNone, false, false},
    {"/market_quality/flat_market_lookback_bars", 1, false, 1e6, true, false},
    {"/market_quality/consolidation_range_threshold_pct", 0, true, kNone, false, false},
    {"/market_quality/consolidation_min_bars", 1, false, 1e6, true, false},
    {"/market_quality/volatility_spike_threshold", 0, true, kNone, false, false},
    {"/market_quality/volatility_lookback_bars", 1, false, 1e6, true, false},
    {"/market_quality/trend_slope_min_pct", 0, true, kNone, false, false},
    {"/market_quality/trend_lookback_bars", 1, false, 1e6, true, false},
    {"/market_quality/noise_threshold", 0, false, 1, false, false},
    {"/position/sl_r", 0, true, kNone, false, false},
    {"/position/chandelier_atr_mult", 0, true, kNone, false, false},
    {"/position/chandelier_lookback_bars", 1, false, 1e6, true, false},
    {"/position/breakeven_trigger_r", 0, false, kNone, false, false},
    {"/position/breakeven_buffer_bps", 0, false, kNone, false, false},
    {"/position/trailing_activation_r", 0, false, kNone, false, false},
    {"/position/trailing_step_bps", 0, false, kNone, false, false},
    {"/position/max_hold_time_hours", 0, true, kNone, false, true},
    {"/position/time_stop_minutes", 0, true, kNone, false, true},
    {"/position/add_on_max_size_pct", 0, false, 1, false, false},
    {"/position/activity_drop_threshold", 0, false, 1, false, false},
    {"/position/runner_frac", 0, false, 1, false, false},
    {"/position/tp_levels/0/r", 0, true, kNone, false, false},
    {"/position/tp_levels/0/size_frac", 0, true, 1, false, false},
    {"/tp_smart_placement/density_zone_buffer_bps", 0, false, kNone, false, false},
    {"/tp_smart_placement/sr_level_buffer_bps", 0, false, kNone, false, false},
    {"/tp_smart_placement/round_number_step", 0, true, kNone, false, false},
    {"/tp_smart_placement/max_adjustment_bps", 0, false, kNone, false, false},
    {"/exit_rules/failed_breakout_bars", 1, false, 1e6, true, false},
    {"/exit_rules/failed_breakout_retest_threshold", 0, false, 1, false, false},
    {"/exit_rules/activity_drop_threshold", 0, false, 1, false, false},
    {"/exit_rules/activity_drop_window_bars", 1, false, 1e6, true, false},
    {"/exit_rules/weak_impulse_min_move_pct", 0, false, kNone, false, false},
    {"/exit_rules/weak_impulse_check_bars", 1, false, 1e6, true, false},
    {"/exit_rules/max_hold_time_hours", 0, true, kNone, false, true},
    {"/exit_rules/time_stop_minutes", 0, true, kNone, false, true},
    {"/exit_rules/volatility_spike_threshold", 0, true, kNone, false, false},
    {"/fsm/entry_confirmation_bars", 1, false, 1e6, true, false},
    {"/fsm/entry_max_slippage_bps", 0, false, kNone, false, false},
    {"/fsm/running_monitor_interval_s", 0, true, kNone, false, false},
    {"/fsm/running_breakeven_trigger_r", 0, false, kNone, false, false},
    {"/fsm/partial_closed_trail_trigger_r", 0, false, kNone, false, false},
    {"/fsm/partial_closed_trail_step_bps", 0, false, kNone, false, false},
    {"/fsm/breakeven_buffer_bps", 0, false, kNone, false, false},
    {"/fsm/breakeven_lock_profit_bps", 0, false, kNone, false, false},
    {"/fsm/trailing_activation_r", 0, false, kNone, false, false},
    {"/fsm/trailing_step_bps", 0, false, kNone, false, false},
    {"/fsm/trailing_accel_after_r", 0, false, kNone, false, false},
    {"/fsm/trailing_accel_step_bps", 0, false, kNone, false, false},
    {"/fsm/exiting_timeout_s", 0, true, kNone, false, false},
    {"/fsm/exiting_panic_after_attempts", 1, false, 1e6, true, false},
    {"/scanner/max_candidates", 1, false, 1e6, true, false},
    {"/scanner/scan_interval_seconds", 0, true, kNone, false, false},
    {"/scanner/top_n_by_volume", 1, false, 1e6, true, true},
    {"/execution/max_depth_fraction", 0, true, 1, false, false},
    {"/execution/twap_min_slices", 1, false, 50, true, false},
    {"/execution/twap_max_slices", 1, false, 50, true, false},
    {"/execution/twap_interval_seconds", 0, true, kNone, false, false},
    {"/execution/iceberg_min_notional", 0, false, kNone, false, false},
    {"/execution/limit_offset_bps", 0, false, kNone, false, false},
    {"/execution/spread_widen_bps", 0, false, kNone, false, false},
    {"/execution/deadman_timeout_ms", 0, true, kNone, false, false},
    {"/execution/taker_fee_bps", 0, false, kNone, false, false},
    {"/execution/maker_fee_bps", 0, false, kNone, false, false},
    {"/execution/expected_slippage_bps", 0, false, kNone, false, false},
    {"/execution/order_style/limit_timeout_seconds", 0, true, kNone, false, true},
    {"/execution/order_style/twap_duration_seconds", 0, true, kNone, false, true},
    {"/levels/min_touches", 1, false, 1e6, true, false},
    {"/levels/cascade_min_levels", 1, false, 1e6, true, false},
    {"/levels/cascade_radius_bps", 0, false, kNone, false, false},
    {"/levels/approach_slope_max_pct_per_bar", 0, true, kNone, false, false},
    {"/levels/prebreakout_consolidation_min_bars", 1, false, 1e6, true, false},
    {"/density/k_density", 0, true, kNone, false, false},
    {"/density/bucket_ticks", 1, false, 1e6, true, false},
    {"/density/lookback_window_s", 0, true, kNone, false, false},
};

std::string fieldOf(const char* pointer)
{
    std::string field;
    std::string part;
    for (const char* c = pointer + 1;; ++c) {
        if (*c != '/' && *c != '\0') {
            part += *c;
            continue;
        }
        if (part == "0")
            field += "[0]";
        else
            field += (field.empty() ? "" : ".") + part;
        part.clear();
        if (*c == '\0')
            return field;
    }
}

bool isRefused(const char* pointer, const Json& value)
{
    const std::string error = errorWith(pointer, value);
    const std::string head = fieldOf(pointer) + " is " + value.dump() + "; expected a ";
    return error.starts_with(head + "number") || error.starts_with(head + "whole number");
}

} // namespace

TEST_CASE("Each key's range: the bounds, just beyond them, and other types")
{
    for (const KeyRange& range : kRanges) {
        INFO(range.pointer);
        const double step = range.whole ? 1.0 : 1e-6;
        CHECK(isRefused(range.pointer, range.low) == range.lowOpen);
        CHECK(isRefused(range.pointer, range.low - step));
        CHECK_FALSE(isRefused(range.pointer, range.low + step));
        if (range.high != kNone) {
            CHECK_FALSE(isRefused(range.pointer, range.high));
            CHECK(isRefused(range.pointer, range.high + step));
        } else {
            CHECK_FALSE(isRefused(range.pointer, 1e12));
        }
        CHECK(isRefused(range.pointer, range.low + 1.5) == (range.whole || range.low + 1.5 > range.high));
        CHECK(isRefused(range.pointer, "1"));
        CHECK(isRefused(range.pointer, true));
        CHECK(isRefused(range.pointer, Json::array()));
        CHECK(isRefused(range.pointer, nullptr) == !range.nullable);
    }
}

TEST_CASE("The two keys with an old unit: what is wrong in either unit is refused as it stands")
{
    CHECK_FALSE(isRefused("/signal/retest_pierce_tolerance", 0.02));
    CHECK_FALSE(isRefused("/signal/retest_pierce_tolerance", 2.0)); // percent
    CHECK(isRefused("/signal/retest_pierce_tolerance", 2.1));
    CHECK(isRefused("/signal/retest_pierce_tolerance", -0.001));
    CHECK_FALSE(isRefused("/signal/l2_imbalance_threshold", 0.0));
    CHECK_FALSE(isRefused("/signal/l2_imbalance_threshold", 1.0));
    CHECK_FALSE(isRefused("/signal/l2_imbalance_threshold", 99.0)); // a ratio
    CHECK(isRefused("/signal/l2_imbalance_threshold", -0.1));
    CHECK(isRefused("/signal/l2_imbalance_threshold", "0.1"));
}

TEST_CASE("A value out of range: file, line, preset, field, value and what would be right")
{
    Json preset = demoJson();
    preset["risk"]["risk_per_trade"] = 0.2;
    CHECK(errorOf(fileOf(preset))
          == "test.json:12: preset breakout_v1_demo: risk.risk_per_trade is 0.2; expected a number above 0 and at most 0.05");
    CHECK(errorWith("/risk/max_concurrent_positions", 2.5)
          == "risk.max_concurrent_positions is 2.5; expected a whole number from 1 to 10");
    CHECK(errorWith("/risk/max_position_size_usd", 0) == "risk.max_position_size_usd is 0; expected a number above 0, or null");
    CHECK(errorWith("/liquidity_filters/min_trades_per_minute", -1)
          == "liquidity_filters.min_trades_per_minute is -1; expected a number 0 or more");
    CHECK(errorWith("/levels/min_touches", 0) == "levels.min_touches is 0; expected a whole number from 1 to 1000000");
}

TEST_CASE("Wrong types of every other kind of key")
{
    CHECK(errorWith("/position/trailing_enabled", 1) == "position.trailing_enabled is 1; expected true or false");
    CHECK(errorWith("/execution/order_style/post_only", "no")
          == "execution.order_style.post_only is \"no\"; expected true, false or null");
    CHECK(errorWith("/position/sl_mode", "wide") == "position.sl_mode is \"wide\"; expected fixed, chandelier or atr");
    CHECK(errorWith("/intended_side", "up") == "intended_side is \"up\"; expected both, long or short");
    CHECK(errorWith("/strategy_priority", "scalping")
              .starts_with("strategy_priority is \"scalping\"; expected momentum, retest or opening_range"));
    CHECK(errorWith("/position/tp_levels/1/mode", "clever")
          == "position.tp_levels[1].mode is \"clever\"; expected fixed, smart or adaptive");
    CHECK(errorWith("/summary", 3) == "summary is 3; expected a text");
    CHECK(errorWith("/density", 3) == "density is 3; expected an object");
    CHECK(errorWith("/scanner/symbol_blacklist", "BTCUSDT")
          == "scanner.symbol_blacklist is \"BTCUSDT\"; expected a list of texts");
    CHECK(errorWith("/scanner/movers_filter", true) == "scanner.movers_filter is true; expected an object or null");
    CHECK(errorWith("/execution/order_style", true) == "execution.order_style is true; expected an object or null");
    CHECK(errorWith("/levels/round_step_candidates", {0.1, 0})
          == "levels.round_step_candidates is [0.1,0]; expected a list of numbers above 0");
    CHECK(errorWith("/reference_issues", 5) == "reference_issues is 5; expected a list of texts");
    CHECK(errorWith("/legacy_two_target", "y") == "legacy_two_target is \"y\"; expected true or false");
    CHECK(errorWith("/entry_rules_explicit", 1) == "entry_rules_explicit is 1; expected true or false");
    CHECK(errorWith("/id", 7) == "test.json:5: preset presets[0]: id is 7; expected a text");
    CHECK(errorWith("/id", "../x") == "test.json:5: preset ../x: id is \"../x\"; expected letters, digits, _ and - only");
}

TEST_CASE("Unknown keys are named with the known ones")
{
    CHECK(errorWith("/density/k_densty", 7)
          == "density.k_densty is an unknown key, nearest is k_density; expected k_density, bucket_ticks or "
             "lookback_window_s");
    CHECK(errorWith("/position/tp_levels/0/size", 0.5)
          == "position.tp_levels[0].size is an unknown key; expected name, r, size_frac or mode");
    CHECK(errorWith("/scanner/score_weights/vol_serge", 0.1)
              .starts_with("scanner.score_weights.vol_serge is an unknown key, nearest is vol_surge; "
                           "expected vol_surge, oi_delta, atr_quality,"));
    CHECK(errorWith("/colour", "red").starts_with("colour is an unknown key; expected id, declared_name,"));
    CHECK(errorWith("/execution/order_style/iceberg", true).starts_with("execution.order_style.iceberg is an unknown key; expected use_limit_orders,"));
    CHECK(errorOf(R"({"schema_version":1,"preset":[],"presets":[]})")
              .starts_with("test.json:1: preset is an unknown key, nearest is presets; expected "
                           "schema_version, units, notes or presets"));
}

TEST_CASE("Missing keys and blocks are named")
{
    CHECK(errorAfter([](Json& preset) { preset["risk"].erase("risk_per_trade"); })
          == "risk.risk_per_trade is missing; expected a number above 0 and at most 0.05");
    CHECK(errorAfter([](Json& preset) { preset["scanner"].erase("score_weights"); })
          .starts_with("scanner.score_weights is missing; expected an object of weights by component"));
    CHECK(errorAfter([](Json& preset) { preset.erase("id"); }) == "test.json:4: preset presets[0]: id is missing; expected a text");
    CHECK(errorAfter([](Json& preset) { preset.erase("strategy_priority"); })
          .starts_with("strategy_priority is missing; expected momentum, retest or opening_range"));
    CHECK(errorAfter([](Json& preset) { preset["position"]["tp_levels"][0].erase("r"); })
          == "position.tp_levels[0].r is missing; expected a number above 0");
    const std::string noSignal = errorAfter([](Json& preset) { preset.erase("signal"); });
    CHECK(std::count(noSignal.begin(), noSignal.end(), '\n') == 6);
    CHECK(noSignal.starts_with("signal.momentum_volume_multiplier is missing; expected a number 1 or more"));
    for (const char* block : {"position", "tp_smart_placement", "exit_rules", "fsm", "execution", "levels", "density"})
        CHECK(errorAfter([block](Json& preset) { preset.erase(block); }).empty());
    for (const char* block : {"entry_rules", "market_quality"}) {
        CHECK(errorAfter([block](Json& preset) { preset.erase(block); })
              == std::string(block) + "_explicit is true; expected a block " + block + " with it");
        CHECK(errorAfter([block](Json& preset) {
                  preset.erase(block);
                  preset.erase(std::string(block) + "_explicit");
              }).empty());
    }
}

TEST_CASE("Rules between keys")
{
    CHECK(errorWith("/volatility_filters/atr_range_max", 0.005)
          == "volatility_filters.atr_range_max is 0.005; expected more than volatility_filters.atr_range_min, 0.005");
    CHECK(errorWith("/risk/daily_risk_limit", 0.004)
          == "risk.daily_risk_limit is 0.004; expected at least risk.risk_per_trade, 0.005");
    CHECK(errorWith("/risk/daily_risk_limit", 0.005).empty());
    CHECK(errorWith("/risk/kill_switch_loss_limit", 0.02)
          == "risk.kill_switch_loss_limit is 0.02; expected at least risk.daily_risk_limit, 0.03");
    CHECK(errorWith("/risk/kill_switch_loss_limit", 0.03).empty());
    CHECK(errorWith("/execution/twap_max_slices", 3)
          == "execution.twap_max_slices is 3; expected at least execution.twap_min_slices, 4");
    CHECK(errorWith("/execution/twap_max_slices", 4).empty());
    CHECK(errorWith("/position/tp_levels/1/r", 1.5)
          == "position.tp_levels[1].r is 1.5; expected more than the target before it, 1.5");
    CHECK(errorAfter([](Json& preset) {
              preset["position"]["tp_levels"][1]["size_frac"] = 0.6;
              preset["position"].erase("runner_frac");
          })
          == "position.tp_levels take 1.1 of the quantity; expected at most 1");
    CHECK(errorWith("/position/runner_frac", 0.1)
          == "position.runner_frac is 0.1; expected 1 less the sum of the sizes, 0");
    CHECK(errorAfter([](Json& preset) { preset["position"]["tp_levels"].erase(1); })
          .starts_with("position.tp_levels is [{"));
    CHECK(errorAfter([](Json& preset) {
              preset["scanner"]["score_weights"] = {{"vol_surge", 0.4}, {"correlation", -0.3}};
          })
          == "scanner.score_weights add up to 0.7; expected a sum of magnitudes from 0.8 to 1.2");
    CHECK(errorAfter([](Json& preset) {
              preset["scanner"]["score_weights"] = {{"vol_surge", 0.5}, {"correlation", -0.3}};
          }).empty());
    CHECK(errorWith("/strategy_priority_raw", "retest")
          == "strategy_priority_raw differs from strategy_priority; expected the same strategy");
    CHECK(errorWith("/scanner/symbol_whitelist", {"USD/CHF"})
          == "scanner.symbol_whitelist names no USDT perpetual; expected at least one, or null");
    CHECK(errorWith("/strategies", Json::array())
          == "strategies names none; expected at least one of momentum, retest or opening_range");
    CHECK(errorWith("/strategies", {"momentum", "hope"})
          == "strategies[1] is \"hope\"; expected momentum, retest or opening_range");
    CHECK(errorWith("/allow_missing", {"bb_width", "luck"}).starts_with("allow_missing[1] is \"luck\"; expected min_24h_volume, min_oi, max_spread,"));
    CHECK(errorWith("/execution/twap_enabled", true)
          == "execution.twap_enabled is the old name of execution.enable_twap; expected one of the two, not both");
}

TEST_CASE("Every fault of a file is told, a line each")
{
    Json preset = demoJson();
    preset["risk"]["correlation_limit"] = 2;
    preset["signal"]["momentum_epsilon"] = "small";
    preset["density"]["bucket"] = 3;
    const std::string message = errorOf(fileOf(preset));
    CHECK(std::count(message.begin(), message.end(), '\n') == 2);
    CHECK(message.find("risk.correlation_limit is 2; expected a number from 0 to 1") != std::string::npos);
    CHECK(message.find("signal.momentum_epsilon is \"small\"; expected a number from 0 to 0.02") != std::string::npos);
    CHECK(message.find("density.bucket is an unknown key") != std::string::npos);
}

TEST_CASE("Files that are no preset files")
{
    CHECK(errorOf("") == "test.json:1:1: this is not valid JSON; expected the schema of presets.json");
    CHECK(errorOf("{\n \"presets\": [,]\n}")
          == "test.json:2:14: this is not valid JSON; expected the schema of presets.json");
    CHECK(errorOf("[1]") == "test.json:1: the file is [1]; expected an object with a list presets");
    CHECK(errorOf(R"({"presets":[1]})")
          == "test.json:1: schema_version is missing; expected a whole number 1\n"
             "test.json:1: presets[0] is 1; expected an object");
    CHECK(errorOf(R"({"schema_version":2,"presets":[]})")
          == "test.json:1: schema_version is 2; expected a whole number 1\n"
             "test.json:1: presets is no list of presets; expected at least one");
    CHECK(errorOf("{\"schema_version\":1,\n\"x\":1e999,\"presets\":[]}") == "test.json:1: a number is too large to be read");
    CHECK(errorOf("{\n\"notes\":" + std::string(1'000'000, '[') + std::string(1'000'000, ']') + "}")
          == "test.json:2: nested deeper than 32 levels; expected the schema of presets.json");
    CHECK(errorOf("{\"schema_version\":1,\"a\xff\":1}").starts_with("test.json:1:"));
}

TEST_CASE("A key given twice and an id given twice are refused")
{
    std::string text = fileOf(demoJson());
    const std::size_t at = text.find("\"risk_per_trade\"");
    text.insert(at, "\"risk_per_trade\": 0.001,\n    ");
    CHECK(errorOf(text) == "test.json:13: presets[0].risk.risk_per_trade is given twice; expected each key once");

    const Json two{{"schema_version", 1}, {"presets", Json::array({demoJson(), demoJson()})}};
    const std::string message = errorOf(two.dump(1));
    CHECK(message.find("preset breakout_v1_demo: id is given twice in this file; expected ids that differ") != std::string::npos);
}

TEST_CASE("Random damage to a file is an error or a preset, never more")
{
    const std::string good = fileOf(demoJson());
    std::uint64_t state = 1;
    int errors = 0;
    for (int i = 0; i < 2000; ++i) {
        std::string text = good;
        for (int change = 0; change < 3; ++change) {
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            text[(state >> 33) % text.size()] = "{}[]\",:0e-\\ "[(state >> 20) % 12];
        }
        const auto file = loadPresets(text, "test.json");
        if (file)
            CHECK(file->presets.size() == 1);
        else {
            CHECK(file.error().message.starts_with("test.json:"));
            ++errors;
        }
    }
    CHECK(errors > 500);
}
