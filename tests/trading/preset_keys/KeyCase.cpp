// SPDX-License-Identifier: GPL-3.0-or-later
#include "preset_keys/KeyCase.h"

#include "strategy/PresetLoader.h"

#include <QTest>

#include <fmt/format.h>

#include <cmath>

namespace breakline::test {

namespace {

/// Where the value of the key stands in the file. A case of a list's element, and of
/// what stands for several keys of the canonical form, gives the whole.
Json::json_pointer placeOf(const std::string& key)
{
    if (key.starts_with("allow_missing."))
        return Json::json_pointer("/allow_missing");
    if (key.starts_with("strategies."))
        return Json::json_pointer("/strategies");
    if (key.starts_with("scanner.score_weights."))
        return Json::json_pointer("/scanner/score_weights");
    if (key.starts_with("scanner.movers_filter"))
        return Json::json_pointer("/scanner/movers_filter");
    if (key.starts_with("position.tp_levels"))
        return Json::json_pointer("/position/tp_levels");
    std::string path = "/" + key;
    for (char& letter : path)
        if (letter == '.')
            letter = '/';
    return Json::json_pointer(path);
}

} // namespace

Json basePreset()
{
    return Json::parse(R"({
        "id": "test",
        "strategy_priority": "momentum",
        "risk": {"risk_per_trade": 0.01, "max_concurrent_positions": 3, "daily_risk_limit": 0.05,
                 "kill_switch_loss_limit": 0.1, "correlation_limit": 1.0},
        "liquidity_filters": {"min_24h_volume_usd": 1000000, "max_spread_bps": 10, "min_depth_usd_0_5pct": 1000,
                              "min_depth_usd_0_3pct": 500, "min_trades_per_minute": 3},
        "volatility_filters": {"atr_range_min": 0.0001, "atr_range_max": 0.1, "bb_width_percentile_max": 100,
                               "volume_surge_1h_min": 0.1, "volume_surge_5m_min": 0.1},
        "signal": {"momentum_volume_multiplier": 1.4, "momentum_body_ratio_min": 0.3, "momentum_epsilon": 0.0012,
                   "retest_pierce_tolerance": 0.002, "retest_max_pierce_atr": 0.35,
                   "l2_imbalance_threshold": 0.15, "vwap_gap_max_atr": 2},
        "scanner": {"max_candidates": 30, "scan_interval_seconds": 120, "score_weights": {"vol_surge": 1}}
    })");
}

Json presetWith(const KeyCase& keyCase, const Json& value)
{
    Json preset = basePreset();
    preset.merge_patch(keyCase.given);
    preset[placeOf(keyCase.key)] = value;
    return preset;
}

Preset loadPreset(const Json& preset)
{
    const std::string file = Json {{"schema_version", 1}, {"presets", Json::array({preset})}}.dump(1);
    auto loaded = loadPresets(file, "test.json");
    if (!loaded) {
        QTest::qFail(loaded.error().message.c_str(), __FILE__, __LINE__);
        return {};
    }
    return std::move(loaded->presets.front());
}

std::string text(double value)
{
    std::string digits = fmt::format("{:.6f}", value);
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.ends_with('.'))
        digits.pop_back();
    return digits == "-0" ? "0" : digits;
}

std::string text(bool value)
{
    return value ? "yes" : "no";
}

} // namespace breakline::test
