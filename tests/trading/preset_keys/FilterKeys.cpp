// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../strategy/StrategyFixture.h"
#include "preset_keys/KeyCase.h"

#include "strategy/Filters.h"

namespace breakline::test {

namespace {

/// A symbol of which everything is known, the same for every filter.
struct Measured {
    Scene scene;
    CandleMetrics candles;
    LiveMetrics live;

    Measured()
    {
        for (std::size_t i = 0; i < 150; ++i)
            scene.candles.push_back(bar(i, 100.0, 100.5, 99.5, 100.0));
        scene.setBook(99.96, 50.0, 100.04, 50.0);
        scene.setTape(10.0);
        candles.close = 100.0;
        candles.atr15m = 1.0;
        candles.bollingerPercentile = 50.0;
        candles.surge1h = 1.5;
        candles.surge5m = 2.0;
        candles.correlation = -0.5;
        live.turnover24hUsd = 5e6;
        live.openInterestUsd = 2e6;
        live.openInterestChange24h = -0.02;
        live.spreadBps = 8.0;
        live.depth05Usd = 9'000.0;
        live.depth03Usd = 6'000.0;
        live.tradesPerMinute = 10.0;
    }
};

Observe filter(Filter which, void (*change)(Measured&) = nullptr)
{
    return [which, change](const Preset& preset) {
        Measured measured;
        if (change != nullptr)
            change(measured);
        const FilterResults results =
            evaluateFilters(measured.scene.view(), measured.candles, measured.live, preset);
        return (results[which].passes() ? "pass: " : "refused: ") + results.reason(which);
    };
}

/// The input is missing: refused, unless the list names it.
KeyCase missing(Filter which, void (*takeOut)(Measured&), Json given = Json::object())
{
    const std::string name(toText(which));
    return {"allow_missing." + name,
            Json::array(),
            Json::array({name}),
            filter(which, takeOut),
            "refused: " + name + " no data",
            "pass: " + name + " no data",
            std::move(given)};
}

} // namespace

std::vector<KeyCase> filterKeys()
{
    const Json oi = {{"liquidity_filters", {{"min_oi_usd", 1}}},
                     {"volatility_filters", {{"oi_delta_threshold", 0.01}}}};
    return {
        {"liquidity_filters.min_24h_volume_usd", 5e6, 6e6, filter(Filter::Min24hVolume),
         "pass: min_24h_volume 5000000 = 5000000", "refused: min_24h_volume 5000000 < 6000000"},
        {"liquidity_filters.min_oi_usd", nullptr, 3e6, filter(Filter::MinOpenInterest),
         "pass: min_oi not set", "refused: min_oi 2000000 < 3000000"},
        {"liquidity_filters.max_spread_bps", 8, 7, filter(Filter::MaxSpread), "pass: max_spread 8 = 8",
         "refused: max_spread 8 > 7"},
        {"liquidity_filters.min_depth_usd_0_5pct", 9000, 9001, filter(Filter::MinDepth05),
         "pass: min_depth_0_5pct 9000 = 9000", "refused: min_depth_0_5pct 9000 < 9001"},
        {"liquidity_filters.min_depth_usd_0_3pct", 6000, 6001, filter(Filter::MinDepth03),
         "pass: min_depth_0_3pct 6000 = 6000", "refused: min_depth_0_3pct 6000 < 6001"},
        {"liquidity_filters.min_trades_per_minute", 10, 11, filter(Filter::MinTradesPerMinute),
         "pass: min_trades_per_minute 10 = 10", "refused: min_trades_per_minute 10 < 11"},
        {"volatility_filters.atr_range_min", 0.01, 0.02, filter(Filter::AtrRange),
         "pass: atr_range 0.01 = 0.01", "refused: atr_range 0.01 < 0.02"},
        {"volatility_filters.atr_range_max", 0.01, 0.005, filter(Filter::AtrRange),
         "pass: atr_range 0.01 > 0.0001", "refused: atr_range 0.01 > 0.005"},
        {"volatility_filters.bb_width_percentile_max", 50, 49, filter(Filter::BollingerWidth),
         "pass: bb_width 50 = 50", "refused: bb_width 50 > 49"},
        {"volatility_filters.volume_surge_1h_min", 1.5, 1.6, filter(Filter::VolumeSurge1h),
         "pass: volume_surge_1h 1.5 = 1.5", "refused: volume_surge_1h 1.5 < 1.6"},
        {"volatility_filters.volume_surge_5m_min", 2, 2.1, filter(Filter::VolumeSurge5m),
         "pass: volume_surge_5m 2 = 2", "refused: volume_surge_5m 2 < 2.1"},
        {"volatility_filters.oi_delta_threshold", nullptr, 0.03, filter(Filter::OpenInterestDelta),
         "pass: oi_delta not set", "refused: oi_delta 0.02 < 0.03"},
        {"risk.correlation_limit", 0.5, 0.4, filter(Filter::Correlation), "pass: correlation 0.5 = 0.5",
         "refused: correlation 0.5 > 0.4"},
        missing(Filter::Min24hVolume, [](Measured& m) { m.live.turnover24hUsd.reset(); }),
        missing(
            Filter::MinOpenInterest, [](Measured& m) { m.live.openInterestUsd.reset(); }, oi),
        missing(Filter::MaxSpread, [](Measured& m) { m.live.spreadBps.reset(); }),
        missing(Filter::MinDepth05, [](Measured& m) { m.live.depth05Usd.reset(); }),
        missing(Filter::MinDepth03, [](Measured& m) { m.live.depth03Usd.reset(); }),
        missing(Filter::MinTradesPerMinute, [](Measured& m) { m.live.tradesPerMinute.reset(); }),
        missing(Filter::AtrRange, [](Measured& m) { m.candles.atr15m.reset(); }),
        missing(Filter::BollingerWidth, [](Measured& m) { m.candles.bollingerPercentile.reset(); }),
        missing(Filter::VolumeSurge1h, [](Measured& m) { m.candles.surge1h.reset(); }),
        missing(Filter::VolumeSurge5m, [](Measured& m) { m.candles.surge5m.reset(); }),
        missing(
            Filter::OpenInterestDelta, [](Measured& m) { m.live.openInterestChange24h.reset(); }, oi),
        missing(Filter::Correlation, [](Measured& m) { m.candles.correlation.reset(); }),
    };
}

} // namespace breakline::test
