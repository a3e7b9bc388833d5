// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/PresetLoader.h"

#include "preset_fixtures.h"
#include "strategy/PresetWriter.h"

#include <catch2/catch.hpp>

#include <set>

using namespace breakline;
using namespace breakline::test;

namespace {

/// A preset that gives every key of the schema.
Json fullPreset()
{
    Json preset = demoJson();
    preset["risk"]["max_leverage"] = 4.0;
    preset["risk"]["max_correlated_exposure"] = 1.25;
    preset["liquidity_filters"]["min_oi_usd"] = 1'000'000.0;
    preset["volatility_filters"]["bb_width_percentile_max"] = 80.0;
    preset["volatility_filters"]["oi_delta_threshold"] = 0.02;
    preset["signal"]["stop_atr_mult"] = 1.3;
    preset["position"]["time_stop_minutes"] = 90.0;
    preset["position"]["tp_levels"][1]["size_frac"] = 0.4;
    preset["position"]["runner_frac"] = 0.1;
    preset["exit_rules"]["max_hold_time_hours"] = 30.0;
    preset["exit_rules"]["time_stop_minutes"] = 45.0;
    preset["scanner"]["symbol_whitelist"] = {"BTCUSDT", "ETHUSDT"};
    preset["scanner"]["symbol_blacklist"] = {"XRPUSDT"};
    preset["scanner"]["movers_filter"] = {{"kind", "losers"}, {"min_abs_change_24h_pct", 4.0}, {"top_n", 7}};
    preset["execution"]["expected_slippage_bps"] = 4.0;
    preset["execution"]["order_style"] = {{"use_limit_orders", true},
                                          {"limit_timeout_seconds", 8.0},
                                          {"fill_or_kill", false},
                                          {"post_only", false},
                                          {"twap_duration_seconds", 40.0}};
    for (const char* weight : {"gainers_momentum", "losers_momentum", "losers_reversal", "volume", "volatility",
                               "level_quality", "momentum", "liquidity"})
        preset["scanner"]["score_weights"][weight] = 0.01;
    return preset;
}

std::vector<Json> otherValues(const Json& value)
{
    if (value.is_boolean())
        return {!value.get<bool>()};
    if (value.is_number_integer())
        return {value.get<int>() + 1, value.get<int>() - 1};
    if (value.is_number())
        return {value.get<double>() * 1.01, value.get<double>() * 0.99, 0.5};
    std::vector<Json> texts;
    for (const char* text : {"long", "retest", "gainers", "smart", "chandelier", "SOLUSDT", "tape", "renamed"})
        if (value != text)
            texts.emplace_back(text);
    return texts;
}

} // namespace

TEST_CASE("Changing any key changes the canonical form, except those without an effect")
{
    const Json preset = fullPreset();
    const std::string before = canonicalForm(loadOne(preset).presets.front());
    const std::set<std::string> inert{
        "/declared_name", "/summary", "/legacy_two_target", "/signal/prelevel_limit_offset_bps",
        "/fsm/running_monitor_interval_s",
        // Another key of the file that says the same holds.
        "/position/breakeven_trigger_r", "/position/breakeven_buffer_bps", "/position/trailing_activation_r",
        "/position/trailing_step_bps", "/entry_rules/approach_max_slope_pct",
        "/entry_rules/approach_min_consolidation_bars",
        "/execution/twap_interval_seconds",
        // Only a copy of another key, or of a sum.
        "/strategy_priority_raw", "/position/runner_frac"};
    int changed = 0;
    const Json flat = preset.flatten();
    for (const auto& [pointer, value] : flat.items()) {
        INFO(pointer);
        bool isDifferent = false;
        bool loaded = false;
        for (const Json& other : otherValues(value)) {
            Json mutated = preset;
            mutated[Json::json_pointer(pointer)] = other;
            if (pointer.find("size_frac") != std::string::npos)
                mutated["position"].erase("runner_frac");
            if (pointer == "/strategy_priority")
                mutated.erase("strategy_priority_raw");
            const auto file = loadPresets(fileOf(mutated), "test.json");
            if (!file)
                continue;
            loaded = true;
            isDifferent = isDifferent || canonicalForm(file->presets.front()) != before;
        }
        if (inert.contains(pointer)) {
            CHECK_FALSE(isDifferent);
        } else if (value.is_null() || value.is_structured()) {
            CHECK(pointer == "/reference_issues"); // empty in the file
        } else {
            CHECK(loaded);
            CHECK(isDifferent);
            ++changed;
        }
    }
    CHECK(changed > 150);
}

TEST_CASE("Taking away any key that is not its default changes the canonical form or the file no longer loads")
{
    const Json preset = fullPreset();
    const std::string before = canonicalForm(loadOne(preset).presets.front());
    for (const char* pointer :
         {"/risk/max_leverage", "/risk/max_correlated_exposure", "/signal/stop_atr_mult", "/scanner/movers_filter",
          "/scanner/symbol_whitelist", "/scanner/symbol_blacklist", "/scanner/top_n_by_volume", "/allow_missing",
          "/strategies", "/execution/order_style/twap_duration_seconds", "/position/time_stop_minutes",
          "/exit_rules/max_hold_time_hours"}) {
        INFO(pointer);
        Json mutated = preset;
        const Json::json_pointer place(pointer);
        mutated[place.parent_pointer()].erase(place.back());
        CHECK(canonicalForm(loadOne(mutated).presets.front()) != before);
    }
    for (const char* block : {"entry_rules", "market_quality"}) {
        Json mutated = preset;
        mutated[std::string(block) + "_explicit"] = false;
        CHECK(canonicalForm(loadOne(mutated).presets.front()) != before);
    }
}

TEST_CASE("Writing the same plan in another way leaves the canonical form alone")
{
    const Json preset = fullPreset();
    const std::string before = canonicalForm(loadOne(preset).presets.front());
    Json other = preset;
    other["scanner"]["symbol_whitelist"] = {"ETH/USDT:USDT", "BTC/USDT"};
    other["risk"]["max_concurrent_positions"] = 3.0;
    other["strategy_priority"] = "breakout_momentum";
    other["summary"] = "other words";
    CHECK(canonicalForm(loadOne(other).presets.front()) == before);
    CHECK(canonicalForm(loadOne(preset).presets.front()) == before);
}

TEST_CASE("The form is a line a key, numbers the shortest that read back")
{
    const std::string form = canonicalForm(loadOne(fullPreset()).presets.front());
    CHECK(form.starts_with("preset=1\nid=breakout_v1_demo\nintended_side=both\nstrategy_priority=momentum\n"));
    for (const char* line : {"risk.risk_per_trade=0.005\n", "risk.max_leverage=4\n", "risk.max_position_size_usd=1e+05\n",
                             "signal.momentum_epsilon=5e-04\n", "position.sl_mode=atr\n",
                             "position.tp_levels[1].size_frac=0.4\n", "scanner.symbol_whitelist=BTCUSDT,ETHUSDT\n",
                             "scanner.movers_filter.kind=losers\n", "levels.round_step_candidates=0.01,0.05,0.1,1,5,10\n",
                             "entry_rules.given=true\n", "execution.order_style.limit_timeout_seconds=8\n",
                             "allow_missing.sizing_depth=true\n"})
        CHECK(form.find(line) != std::string::npos);
    CHECK(form.find("prelevel_limit_offset_bps") == std::string::npos);
}

TEST_CASE("A preset that is written is read back to the same plan, with nothing left to migrate")
{
    auto shipped = shippedPresets();
    auto demo = loadPresets(readPresetFile("breakout_v1_demo.json"), "demo.json");
    REQUIRE(demo);
    shipped.presets.push_back(demo->presets.front());
    REQUIRE(shipped.presets.size() == 16);
    for (const Preset& preset : shipped.presets) {
        const auto read = loadPresets(presetFileText(preset), "written.json");
        INFO(preset.id << ": " << (read ? std::string() : read.error().message));
        REQUIRE(read);
        REQUIRE(read->presets.size() == 1);
        CHECK(canonicalForm(read->presets.front()) == canonicalForm(preset));
        CHECK(read->presets.front().summary == preset.summary);
        for (const PresetMessage& notice : read->notices) { // what has no effect is not written
            CHECK(notice.field != "signal.prelevel_limit_offset_bps");
            CHECK(notice.field != "fsm.running_monitor_interval_s");
        }
        for (const PresetMessage& warning : read->warnings) {
            // What stays doubtful, however it is written.
            const bool isOfThePlan = warning.field == "intended_side" || warning.field == "risk.correlation_limit"
                || warning.field == "position.sl_mode" || warning.field.starts_with("signal.stop_atr_mult")
                || warning.field.ends_with("max_distance_from_level_bps")
                || warning.field == "execution.iceberg_min_notional" // 0: off
                || warning.field.starts_with("risk.kill_switch") || warning.field.starts_with("risk.daily");
            INFO(warning.text);
            CHECK(isOfThePlan);
        }
    }
}

TEST_CASE("No two shipped presets have the same form")
{
    std::set<std::string> forms;
    const PresetFile file = shippedPresets();
    for (const Preset& preset : file.presets)
        forms.insert(canonicalForm(preset));
    CHECK(forms.size() == file.presets.size());
}
