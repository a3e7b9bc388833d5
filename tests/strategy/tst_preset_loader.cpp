// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/PresetLoader.h"

#include "preset_fixtures.h"

#include <catch2/catch.hpp>

#include <set>

using namespace breakline;
using namespace breakline::test;

namespace {

bool says(const std::vector<PresetMessage>& messages, const std::string& preset, const std::string& text)
{
    for (const PresetMessage& message : messages)
        if (message.presetId == preset && message.text.find(text) != std::string::npos)
            return true;
    UNSCOPED_INFO(preset << ": " << text);
    return false;
}

} // namespace

TEST_CASE("All shipped presets load")
{
    const PresetFile file = shippedPresets();
    std::vector<std::string> ids;
    for (const Preset& preset : file.presets)
        ids.push_back(preset.id);
    CHECK(ids
          == std::vector<std::string>{"breakout_v1", "breakout_v1_relaxed", "breakout_v1_working",
                                      "high_liquidity_top30", "high_percent_breakout", "scalping_high_freq",
                                      "smallcap_top_gainers", "smallcap_top_losers", "swing_trading_pro",
                                      "top_gainers_momentum", "top_losers_reversal", "video_strategy_aggressive",
                                      "video_strategy_conservative", "video_strategy_scalping",
                                      "video_strategy_swing"});
    const auto demo = loadPresets(readPresetFile("breakout_v1_demo.json"), "breakout_v1_demo.json");
    REQUIRE(demo);
    REQUIRE(demo->presets.size() == 1);
    CHECK(demo->warnings.size() == 2); // two names in the blacklist that are no perpetual
    CHECK(file.find("breakout_v1"));
    CHECK_FALSE(file.find("breakout_v2"));
    for (const Preset& preset : file.presets)
        CHECK(preset.hash.empty());
}

TEST_CASE("breakout_v1 holds the values of its file")
{
    const PresetFile file = shippedPresets();
    const Preset& preset = *file.find("breakout_v1");
    CHECK(preset.strategyPriority == Strategy::Momentum);
    CHECK(preset.intendedSide == IntendedSide::Both);
    CHECK(preset.strategies.has(Strategy::Momentum));
    CHECK(preset.strategies.has(Strategy::Retest));
    CHECK(preset.risk.riskPerTrade == 0.015);
    CHECK(preset.risk.maxConcurrentPositions == 3);
    CHECK(preset.risk.maxPositionSizeUsd == 60'000.0);
    CHECK(preset.risk.maxLeverage == 5.0);
    CHECK(preset.risk.maxCorrelatedExposure == 1.5);
    CHECK(preset.liquidity.minOpenInterestUsd == 2e6);
    CHECK(preset.volatility.bbWidthPercentileMax == 82.0);
    CHECK(preset.signal.momentumEpsilon == 0.0012);
    CHECK(preset.signal.stopAtrMult == 1.2);
    CHECK_FALSE(preset.entryRules); // a repetition of the defaults is no choice
    CHECK_FALSE(preset.marketQuality);
    CHECK(preset.maxDistanceFromLevelBps() == 30.0);
    REQUIRE(preset.position.targets.size() == 2);
    CHECK(preset.position.targets[1].r == 2.8);
    CHECK(preset.position.targets[1].sizeFrac == 0.35);
    CHECK(preset.position.maxHoldTimeHours == 20.0);
    CHECK_FALSE(preset.position.timeStopMinutes);
    CHECK(preset.scanner.scoreWeights[static_cast<std::size_t>(ScoreComponent::VolumeSurge)] == 0.3);
    CHECK(preset.scanner.scoreWeights[static_cast<std::size_t>(ScoreComponent::Liquidity)] == 0.0);
    CHECK_FALSE(preset.scanner.symbolWhitelist);
    CHECK(preset.scanner.symbolBlacklist.empty());
    CHECK(preset.scanner.topNByVolume == 200);
    CHECK(preset.execution.twapIntervalSeconds == 2.5);
    CHECK(preset.execution.limitTimeoutSeconds == 2.5);
    CHECK(preset.execution.useLimitOrders);
    CHECK_FALSE(preset.execution.postOnly);
    CHECK(preset.execution.expectedSlippageBps == 5.0);
    CHECK(preset.levels.roundStepCandidates == std::vector<double>{0.01, 0.05, 0.1, 1.0, 5.0, 10.0});
}

TEST_CASE("The demo preset: momentum on candles alone")
{
    const auto file = loadPresets(readPresetFile("breakout_v1_demo.json"), "breakout_v1_demo.json");
    REQUIRE(file);
    const Preset& preset = file->presets.front();
    CHECK(preset.strategies.has(Strategy::Momentum));
    CHECK_FALSE(preset.strategies.has(Strategy::Retest));
    CHECK(preset.position.stopMode == StopMode::Atr);
    REQUIRE(preset.entryRules);
    CHECK(preset.entryRules->momentumMinSlopePct == 0.05);
    REQUIRE(preset.marketQuality);
    std::set<std::string> allowed;
    for (std::size_t i = 0; i < kFilterCount; ++i)
        if (preset.allowMissing.filters[i])
            allowed.emplace(toText(static_cast<Filter>(i)));
    CHECK(allowed
          == std::set<std::string>{"max_spread", "min_depth_0_5pct", "min_depth_0_3pct", "min_trades_per_minute"});
    CHECK(preset.allowMissing.l2Imbalance);
    CHECK(preset.allowMissing.sizingDepth);
    CHECK_FALSE(preset.allowMissing.tape);
}

TEST_CASE("The old forms of the shipped files are migrated, each with a warning")
{
    const PresetFile file = shippedPresets();
    const auto imbalance = [&file](const char* id) { return file.find(id)->signal.l2ImbalanceThreshold; };
    CHECK(imbalance("video_strategy_swing") == Approx(0.2));
    CHECK(imbalance("video_strategy_conservative") == Approx(0.3333).margin(5e-5));
    CHECK(imbalance("video_strategy_aggressive") == Approx(0.4286).margin(5e-5));
    CHECK(imbalance("video_strategy_scalping") == 0.5);
    CHECK(imbalance("breakout_v1") == 0.15);
    CHECK(says(file.warnings, "video_strategy_scalping", "signal.l2_imbalance_threshold 3.0 is a bid/ask ratio, read as the imbalance 0.5"));
    CHECK(file.find("video_strategy_conservative")->signal.retestPierceTolerance == Approx(0.003));
    CHECK(says(file.warnings, "video_strategy_conservative", "signal.retest_pierce_tolerance 0.3 is percent of price, read as the fraction 0.003"));
    CHECK(file.find("video_strategy_aggressive")->volatility.bbWidthPercentileMax == Approx(90.0));
    CHECK(says(file.warnings, "video_strategy_aggressive", "volatility_filters.bb_width_percentile_max 0.9 is a fraction, read as the percentile 90"));
    CHECK_FALSE(file.find("scalping_high_freq")->execution.enableIceberg);
    CHECK(says(file.warnings, "scalping_high_freq", "execution.iceberg_min_notional 0 means iceberg off"));
    CHECK(file.find("video_strategy_aggressive")->strategyPriority == Strategy::Momentum);
    CHECK(file.find("video_strategy_swing")->strategyPriority == Strategy::Retest);
    CHECK(says(file.warnings, "video_strategy_swing", "strategy_priority_raw \"breakout_retest\" is read as retest"));
    CHECK(file.find("video_strategy_aggressive")->execution.twapIntervalSeconds == Approx(45.0 / 7.0));
    CHECK(file.find("video_strategy_conservative")->execution.twapIntervalSeconds == Approx(60.0 / 9.0));
    CHECK(file.find("video_strategy_scalping")->execution.twapIntervalSeconds == Approx(7.5));
    CHECK(file.find("video_strategy_swing")->execution.twapIntervalSeconds == Approx(120.0 / 14.0));
    CHECK(says(file.warnings, "video_strategy_scalping", "execution.order_style.twap_duration_seconds 30 over 5 slices is read as execution.twap_interval_seconds 7.5"));
    CHECK(file.find("video_strategy_swing")->execution.postOnly);
    CHECK(file.find("video_strategy_swing")->execution.limitTimeoutSeconds == 60.0);
    CHECK(says(file.warnings, "breakout_v1", "declared_name \"breakout_v1_working\" differs from the id, which is taken instead"));
    const auto& gainers = file.find("top_gainers_momentum")->scanner.movers;
    REQUIRE(gainers);
    CHECK(gainers->gainers);
    CHECK(gainers->minChangePct == 8.0);
    CHECK(gainers->topN == 50);
    const auto& losers = file.find("top_losers_reversal")->scanner.movers;
    REQUIRE(losers);
    CHECK_FALSE(losers->gainers);
    CHECK(losers->minChangePct == 6.0);
    CHECK(losers->topN == 30);
    CHECK(file.find("smallcap_top_losers")->intendedSide == IntendedSide::Short);
    CHECK(says(file.warnings, "smallcap_top_losers", "intended_side short: entries of the other side are filtered out"));
    CHECK(file.find("smallcap_top_losers")->scanner.symbolBlacklist == std::vector<std::string>{"BTCUSDT", "ETHUSDT"});
    CHECK(says(file.warnings, "smallcap_top_losers", "scanner.symbol_blacklist[2] \"USDT/USD\" is no USDT perpetual and is dropped"));
    CHECK(file.find("scalping_high_freq")->scanner.symbolWhitelist->front() == "BTCUSDT");
    CHECK(file.find("scalping_high_freq")->scanner.symbolWhitelist->size() == 12);
    CHECK(file.find("video_strategy_scalping")->scanner.symbolWhitelist == std::vector<std::string>{"BTCUSDT", "ETHUSDT"});
}

TEST_CASE("Keys without an effect and limits that cannot act are noticed")
{
    const PresetFile file = shippedPresets();
    CHECK(says(file.notices, "breakout_v1", "signal.prelevel_limit_offset_bps is accepted and has no effect"));
    CHECK(says(file.notices, "breakout_v1", "fsm.running_monitor_interval_s is accepted and has no effect"));
    CHECK(says(file.notices, "breakout_v1", "risk.daily_risk_limit times 3 is not under risk.kill_switch_loss_limit"));
    for (const PresetMessage& notice : file.notices)
        if (notice.presetId == "smallcap_top_gainers" || notice.presetId == "smallcap_top_losers")
            CHECK(notice.field != "risk.daily_risk_limit");
    CHECK(says(file.notices, "breakout_v1", "risk.correlation_limit 0.4 refuses most symbols"));
}

TEST_CASE("Where position and fsm differ, fsm holds; without the fsm's key, position's")
{
    Json preset = demoJson();
    preset["position"]["breakeven_trigger_r"] = 0.7;
    preset["position"]["trailing_step_bps"] = 33;
    preset["fsm"]["breakeven_buffer_bps"] = 8;
    preset["fsm"].erase("trailing_step_bps");
    const PresetFile file = loadOne(preset);
    const Preset& loaded = file.presets.front();
    CHECK(loaded.position.breakevenTriggerR == 1.0);
    CHECK(loaded.position.breakevenBufferBps == 8.0);
    CHECK(loaded.fsm.trailingStepBps == 33.0);
    CHECK(says(file.warnings, "breakout_v1_demo", "position.breakeven_trigger_r 0.7 is passed over: fsm.running_breakeven_trigger_r 1 holds"));
    CHECK(says(file.warnings, "breakout_v1_demo", "position.breakeven_buffer_bps 5 is passed over: fsm.breakeven_buffer_bps 8 holds"));

    preset["fsm"]["enabled"] = false;
    const PresetFile off = loadOne(preset);
    CHECK(off.presets.front().fsm.runningBreakevenTriggerR == 0.7);
    CHECK(off.presets.front().fsm.breakevenBufferBps == 5.0);
}

TEST_CASE("Where levels and entry_rules differ on the approach, levels hold")
{
    Json preset = demoJson();
    preset["entry_rules"]["approach_max_slope_pct"] = 2.5;
    preset["levels"].erase("prebreakout_consolidation_min_bars");
    preset["entry_rules"]["approach_min_consolidation_bars"] = 4;
    const PresetFile file = loadOne(preset);
    CHECK(file.presets.front().entryRules->approachMaxSlopePct == 1.5);
    CHECK(file.presets.front().levels.prebreakoutConsolidationMinBars == 4);
    CHECK(says(file.warnings, "breakout_v1_demo", "entry_rules.approach_max_slope_pct 2.5 is passed over: levels.approach_slope_max_pct_per_bar 1.5 holds"));

    // A block that is no choice of the file's changes nothing.
    preset["entry_rules_explicit"] = false;
    CHECK(loadOne(preset).presets.front().levels.prebreakoutConsolidationMinBars == 3);
}

TEST_CASE("Doubtful values are warned of, at the bound and not beside it")
{
    Json preset = demoJson();
    preset["entry_rules"]["max_distance_from_level_bps"] = 9.9;
    CHECK(says(loadOne(preset).warnings, "breakout_v1_demo", "entry_rules.max_distance_from_level_bps 9.9 is under 10"));
    preset["entry_rules"]["max_distance_from_level_bps"] = 10;
    const std::size_t quiet = loadOne(preset).warnings.size();
    CHECK(quiet == loadOne(demoJson()).warnings.size());

    // Fixed stop: 2.5 + 1 ATR is the bound.
    preset["position"]["sl_mode"] = "fixed";
    preset["signal"]["stop_atr_mult"] = 3.5;
    CHECK(loadOne(preset).warnings.size() == quiet);
    preset["signal"]["stop_atr_mult"] = 3.6;
    CHECK(says(loadOne(preset).warnings, "breakout_v1_demo", "signal.stop_atr_mult puts the stop up to 3.6 ATR away; beyond 3.5 ATR a signal is refused"));
    preset["position"]["sl_mode"] = "atr";
    CHECK(loadOne(preset).warnings.size() == quiet);

    preset["strategies"] = {"retest"};
    CHECK(says(loadOne(preset).warnings, "breakout_v1_demo", "strategy_priority is not among strategies"));
}

TEST_CASE("The names of the table and the old execution keys are read, with a warning each")
{
    Json preset = demoJson();
    const auto moveTo = [&preset](const char* from, const char* to) {
        const Json value = preset[Json::json_pointer(from)];
        const Json::json_pointer source(from);
        preset[source.parent_pointer()].erase(source.back());
        preset[Json::json_pointer(to)] = value;
    };
    moveTo("/liquidity_filters", "/liquidity");
    moveTo("/volatility_filters", "/volatility");
    moveTo("/fsm", "/position/fsm_config");
    moveTo("/exit_rules", "/position/exit_rules");
    moveTo("/tp_smart_placement", "/position/tp_smart_placement");
    moveTo("/position/tp_levels/0/r", "/position/tp_levels/0/reward_multiple");
    moveTo("/position/tp_levels/0/size_frac", "/position/tp_levels/0/size_pct");
    moveTo("/position/tp_levels/0/mode", "/position/tp_levels/0/placement_mode");
    moveTo("/execution/enable_twap", "/execution/twap_enabled");
    moveTo("/execution/order_style/post_only", "/execution/post_only");
    preset["execution"]["post_only"] = true;
    preset["scanner"].erase("symbol_blacklist");
    preset["scanner"]["blacklist"] = {"XRP/USDT:USDT"};
    preset["scanner"].erase("movers_filter");
    preset["losers_filter"] = {{"min_abs_change_24h_pct", 4}, {"top_n", 7}};
    const PresetFile file = loadOne(preset);
    const Preset& loaded = file.presets.front();
    CHECK(loaded.execution.postOnly);
    CHECK(loaded.scanner.symbolBlacklist == std::vector<std::string>{"XRPUSDT"});
    REQUIRE(loaded.scanner.movers);
    CHECK_FALSE(loaded.scanner.movers->gainers);
    CHECK(loaded.scanner.movers->topN == 7);
    for (const char* text : {"liquidity is read as liquidity_filters", "volatility is read as volatility_filters",
                             "position.fsm_config is read as fsm", "position.exit_rules is read as exit_rules",
                             "position.tp_smart_placement is read as tp_smart_placement",
                             "position.tp_levels[0].reward_multiple is read as position.tp_levels[0].r",
                             "position.tp_levels[0].size_pct is read as position.tp_levels[0].size_frac",
                             "position.tp_levels[0].placement_mode is read as position.tp_levels[0].mode",
                             "execution.twap_enabled is read as execution.enable_twap",
                             "execution.post_only is read as execution.order_style.post_only",
                             "scanner.blacklist is read as scanner.symbol_blacklist",
                             "losers_filter is read as scanner.losers_filter",
                             "scanner.losers_filter is read as scanner.movers_filter"})
        CHECK(says(file.warnings, "breakout_v1_demo", text));

    // Nothing else may differ from the file with today's names.
    Json today = demoJson();
    today["execution"]["order_style"]["post_only"] = true;
    today["scanner"]["symbol_blacklist"] = {"XRPUSDT"};
    today["scanner"]["movers_filter"] = {{"kind", "losers"}, {"min_abs_change_24h_pct", 4}, {"top_n", 7}};
    CHECK(canonicalForm(loaded) == canonicalForm(loadOne(today).presets.front()));
}

TEST_CASE("Two legacy targets become a ladder; null takes the defaults; a ladder beside them holds")
{
    Json preset = demoJson();
    preset["position"].erase("runner_frac");
    preset["position"].erase("tp_levels");
    CHECK(loadOne(preset).presets.front().position.targets.size() == 2);
    CHECK(loadOne(preset).presets.front().position.targets[1].r == 2.0);

    preset["position"]["tp1_r"] = 1.25;
    preset["position"]["tp1_size_pct"] = 0.4;
    preset["position"]["tp2_r"] = nullptr;
    PresetFile file = loadOne(preset);
    const auto& targets = file.presets.front().position.targets;
    REQUIRE(targets.size() == 2);
    CHECK(targets[0].r == 1.25);
    CHECK(targets[0].sizeFrac == 0.4);
    CHECK(targets[1].r == 2.0);
    CHECK(targets[1].sizeFrac == 0.5);
    CHECK(says(file.warnings, "breakout_v1_demo", "position.tp1_r is read as position.tp_levels[0].r"));

    preset["position"]["tp_levels"] = demoJson()["position"]["tp_levels"];
    file = loadOne(preset);
    CHECK(file.presets.front().position.targets[0].r == 1.5);
    CHECK(says(file.warnings, "breakout_v1_demo", "position.tp1_r is passed over: position.tp_levels holds"));
}

TEST_CASE("One slice leaves a duration without a meaning")
{
    Json preset = demoJson();
    preset["execution"]["twap_min_slices"] = 1;
    preset["execution"]["twap_max_slices"] = 1;
    preset["execution"]["order_style"]["twap_duration_seconds"] = 30;
    const PresetFile file = loadOne(preset);
    CHECK(file.presets.front().execution.twapIntervalSeconds == 2.5);
    CHECK(says(file.warnings, "breakout_v1_demo", "execution.order_style.twap_duration_seconds 30 is passed over: there is one slice"));
}

TEST_CASE("The limit timeout is at most ten seconds where the file names none")
{
    Json preset = demoJson();
    preset["execution"]["twap_interval_seconds"] = 25;
    CHECK(loadOne(preset).presets.front().execution.limitTimeoutSeconds == 10.0);
    preset["execution"]["order_style"]["limit_timeout_seconds"] = 25;
    CHECK(loadOne(preset).presets.front().execution.limitTimeoutSeconds == 25.0);
}

TEST_CASE("A warning names file, line, preset and field")
{
    const std::string text = readPresetFile("presets.json");
    const auto file = loadPresets(text, "presets.json");
    REQUIRE(file);
    const PresetMessage& first = file->warnings.front();
    CHECK(first.presetId == "breakout_v1");
    CHECK(first.field == "declared_name");
    CHECK(first.text
          == "presets.json:22: preset breakout_v1: declared_name \"breakout_v1_working\" differs from the id, which is taken instead");
}
