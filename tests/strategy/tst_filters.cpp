// SPDX-License-Identifier: GPL-3.0-or-later
#include "StrategyFixture.h"

#include "strategy/Filters.h"

#include <catch2/catch.hpp>

#include <functional>

using namespace breakline;
using namespace breakline::test;

namespace {

struct Inputs {
    Scene scene;
    MarketView view;
    CandleMetrics candles;
    LiveMetrics live;
    Preset preset = openPreset();

    Inputs()
    {
        scene.candles = randomWalk(4, 300, 10'000.0, 20.0);
        scene.reference = randomWalk(5, 300, 50'000.0, 90.0, 20'000.0);
        const double close = scene.candles.back().close;
        scene.setBook(close - 1.0, 10.0, close + 1.0, 10.0);
        scene.setTape(12.0);
        view = scene.view();
        measure();
    }
    Inputs(const Inputs&) = delete;

    void measure()
    {
        candles = measureCandles(view);
        live = measureLive(view, candles);
    }
    FilterResults evaluate() const { return evaluateFilters(view, candles, live, preset); }
};

} // namespace

TEST_CASE("all data there and good passes everything")
{
    const Inputs inputs;
    const FilterResults results = inputs.evaluate();
    for (const FilterResult& result : results.results) {
        INFO(toText(result.filter));
        CHECK(result.outcome == CheckOutcome::Pass);
        CHECK(result.value.has_value());
        CHECK(result.threshold.has_value());
    }
    CHECK(results.passesAll());
    CHECK(results.passesStatic());
    CHECK(results.passesWithoutBookAndTape());
    CHECK_FALSE(results.firstRefusal());
    CHECK(results.health.text().empty());
}

TEST_CASE("a value on its threshold passes, one beyond fails")
{
    struct Row {
        Filter filter;
        std::function<void(Inputs&, double)> setThreshold;
        bool isMinimum;
    };
    const Row rows[] = {
        {Filter::Min24hVolume, [](Inputs& i, double t) { i.preset.liquidity.min24hVolumeUsd = t; }, true},
        {Filter::MinOpenInterest, [](Inputs& i, double t) { i.preset.liquidity.minOpenInterestUsd = t; }, true},
        {Filter::MaxSpread, [](Inputs& i, double t) { i.preset.liquidity.maxSpreadBps = t; }, false},
        {Filter::MinDepth05, [](Inputs& i, double t) { i.preset.liquidity.minDepthUsd05Pct = t; }, true},
        {Filter::MinDepth03, [](Inputs& i, double t) { i.preset.liquidity.minDepthUsd03Pct = t; }, true},
        {Filter::MinTradesPerMinute, [](Inputs& i, double t) { i.preset.liquidity.minTradesPerMinute = t; }, true},
        {Filter::AtrRange, [](Inputs& i, double t) { i.preset.volatility.atrRangeMin = t; }, true},
        {Filter::AtrRange, [](Inputs& i, double t) { i.preset.volatility.atrRangeMax = t; }, false},
        {Filter::BollingerWidth, [](Inputs& i, double t) { i.preset.volatility.bbWidthPercentileMax = t; }, false},
        {Filter::VolumeSurge1h, [](Inputs& i, double t) { i.preset.volatility.volumeSurge1hMin = t; }, true},
        {Filter::VolumeSurge5m, [](Inputs& i, double t) { i.preset.volatility.volumeSurge5mMin = t; }, true},
        {Filter::OpenInterestDelta, [](Inputs& i, double t) { i.preset.volatility.oiDeltaThreshold = t; }, true},
        {Filter::Correlation, [](Inputs& i, double t) { i.preset.risk.correlationLimit = t; }, false},
    };
    for (const Row& row : rows) {
        INFO(toText(row.filter));
        Inputs inputs;
        const double value = *inputs.evaluate()[row.filter].value;
        row.setThreshold(inputs, value);
        CHECK(inputs.evaluate()[row.filter].outcome == CheckOutcome::Pass);
        const double beyond = row.isMinimum ? value * 1.001 : value * 0.999;
        row.setThreshold(inputs, beyond);
        const FilterResults results = inputs.evaluate();
        CHECK(results[row.filter].outcome == CheckOutcome::Fail);
        CHECK(results[row.filter].threshold == beyond);
        CHECK_FALSE(results.passesAll());
        CHECK(results.firstRefusal() == row.filter);
        CHECK(results.passesStatic()
              == (row.filter != Filter::Min24hVolume && row.filter != Filter::MinOpenInterest
                  && row.filter != Filter::MaxSpread));
        const bool isBookOrTape = row.filter == Filter::MaxSpread || row.filter == Filter::MinDepth05
            || row.filter == Filter::MinDepth03 || row.filter == Filter::MinTradesPerMinute;
        CHECK(results.passesWithoutBookAndTape() == isBookOrTape);
    }
}

TEST_CASE("each input removed in turn blocks, unless allow_missing names its filter")
{
    struct Row {
        const char* what;
        std::function<void(Inputs&)> remove;
        std::vector<Filter> filters;
    };
    const Row rows[] = {
        {"volume",
         [](Inputs& i) {
             i.view.turnover24hUsd.reset();
             i.view.history = i.view.history.last(287);
             i.measure();
         },
         {Filter::Min24hVolume}},
        {"open interest", [](Inputs& i) { i.view.openInterestBase.reset(); i.measure(); }, {Filter::MinOpenInterest}},
        {"book",
         [](Inputs& i) { i.view.book.reset(); i.measure(); },
         {Filter::MaxSpread, Filter::MinDepth05, Filter::MinDepth03}},
        {"tape", [](Inputs& i) { i.view.tape.reset(); i.measure(); }, {Filter::MinTradesPerMinute}},
        {"tape's first minute",
         [](Inputs& i) { i.view.tape->tradesPerMinute.reset(); i.measure(); },
         {Filter::MinTradesPerMinute}},
        {"ATR 15m", [](Inputs& i) { i.candles.atr15m.reset(); }, {Filter::AtrRange}},
        {"percentile", [](Inputs& i) { i.candles.bollingerPercentile.reset(); }, {Filter::BollingerWidth}},
        {"surge 1h", [](Inputs& i) { i.candles.surge1h.reset(); }, {Filter::VolumeSurge1h}},
        {"surge 5m", [](Inputs& i) { i.candles.surge5m.reset(); }, {Filter::VolumeSurge5m}},
        {"open interest a day ago",
         [](Inputs& i) { i.view.openInterestChange24h.reset(); i.measure(); },
         {Filter::OpenInterestDelta}},
        {"BTC", [](Inputs& i) { i.view.reference = {}; i.measure(); }, {Filter::Correlation}},
    };
    for (const Row& row : rows) {
        INFO(row.what);
        Inputs inputs;
        row.remove(inputs);
        FilterResults results = inputs.evaluate();
        CHECK_FALSE(results.passesAll());
        for (const FilterResult& result : results.results) {
            INFO(toText(result.filter));
            const bool concerned = std::ranges::find(row.filters, result.filter) != row.filters.end();
            CHECK(result.outcome == (concerned ? CheckOutcome::NoData : CheckOutcome::Pass));
            CHECK(result.passes() != concerned);
        }
        // Allowing every other filter does not help.
        for (std::size_t f = 0; f < kFilterCount; ++f)
            inputs.preset.allowMissing.filters[f] =
                std::ranges::find(row.filters, static_cast<Filter>(f)) == row.filters.end();
        CHECK_FALSE(inputs.evaluate().passesAll());

        inputs.preset.allowMissing = {};
        for (const Filter filter : row.filters)
            inputs.preset.allowMissing.filters[static_cast<std::size_t>(filter)] = true;
        results = inputs.evaluate();
        CHECK(results.passesAll());
        for (const Filter filter : row.filters) {
            CHECK(results[filter].outcome == CheckOutcome::NoData);
            CHECK(results.letPass().filters[static_cast<std::size_t>(filter)]);
        }
        CHECK(std::ranges::count(results.letPass().filters, true) == static_cast<std::ptrdiff_t>(row.filters.size()));
    }
}

TEST_CASE("allow_missing does not let a bad value pass")
{
    Inputs inputs;
    inputs.preset.allowMissing.filters.fill(true);
    inputs.preset.liquidity.minTradesPerMinute = 100.0;
    CHECK(inputs.evaluate().firstRefusal() == Filter::MinTradesPerMinute);
}

TEST_CASE("thresholds that are not set are not evaluated")
{
    Inputs inputs;
    inputs.preset.liquidity.minOpenInterestUsd.reset();
    inputs.preset.volatility.oiDeltaThreshold.reset();
    inputs.view.openInterestBase.reset();
    inputs.view.openInterestChange24h.reset();
    inputs.measure();
    const FilterResults results = inputs.evaluate();
    CHECK(results[Filter::MinOpenInterest].outcome == CheckOutcome::Skipped);
    CHECK(results[Filter::OpenInterestDelta].outcome == CheckOutcome::Skipped);
    CHECK(results.passesAll());
}

TEST_CASE("open interest falling counts like rising, and so does correlation")
{
    Inputs inputs;
    inputs.view.openInterestChange24h = -0.02;
    inputs.measure();
    CHECK(inputs.evaluate()[Filter::OpenInterestDelta].value == 0.02);
    inputs.candles.correlation = -0.9;
    inputs.preset.risk.correlationLimit = 0.85;
    CHECK(inputs.evaluate()[Filter::Correlation].outcome == CheckOutcome::Fail);
    CHECK(inputs.evaluate()[Filter::Correlation].value == 0.9);
    inputs.view.isReference = true;
    CHECK(inputs.evaluate()[Filter::Correlation].outcome == CheckOutcome::Pass);
}

TEST_CASE("data health names every issue")
{
    Inputs inputs;
    const auto issues = [&] { return inputs.evaluate().health.text(); };

    SECTION("gaps count among the last 24 bars only")
    {
        auto& bars = inputs.scene.candles;
        bars.erase(bars.begin() + 290);
        bars.erase(bars.begin() + 200);
        inputs.view.history = bars;
        inputs.measure();
        CHECK(issues() == "gaps:1");
        CHECK(inputs.candles.health.olderGaps == 1);
        CHECK_FALSE(inputs.evaluate().passesAll());
        CHECK_FALSE(inputs.evaluate().passesWithoutBookAndTape());
        CHECK(inputs.evaluate().reason(Filter::DataHealth) == "data_health gaps:1");
    }
    SECTION("duplicates and bars that make no sense")
    {
        auto& bars = inputs.scene.candles;
        bars[250] = bars[249];
        std::swap(bars[260].high, bars[260].low);
        CHECK(checkCandles(std::span<const Candle>(bars).last(150), Duration::minutes(5)).duplicates == 1);
        CHECK(checkCandles(std::span<const Candle>(bars).last(150), Duration::minutes(5)).ohlcInvalid);
        CHECK(checkCandles({}, Duration::minutes(5)).noCandles);
    }
    SECTION("a book that is empty, thin or wide")
    {
        inputs.view.book = BookMetrics{};
        CHECK(issues() == "no_depth");
        inputs.view.book->bestBid = Price{100};
        CHECK(issues() == "zero_depth");
        inputs.view.book = inputs.scene.view().book;
        inputs.view.book->spreadBps = 20.01;
        CHECK(issues() == "wide_spread"); // limit 10: twice that is 20
        inputs.view.book->spreadBps = 20.0;
        CHECK(issues().empty());
        inputs.preset.liquidity.maxSpreadBps = 5.0;
        CHECK(issues().empty()); // never under 20
    }
    SECTION("silence")
    {
        inputs.view.tape->tradesPerMinute = 0.0;
        CHECK(issues() == "no_trades");
        CHECK(inputs.evaluate().passesWithoutBookAndTape());
    }
    SECTION("age of bars, book and tape")
    {
        const Timestamp close = *inputs.view.closeTime();
        inputs.view.bookAsOf = close - Duration::milliseconds(5'000);
        inputs.view.tape->lastTime = close - Duration::milliseconds(60'000);
        CHECK(issues().empty());
        inputs.view.bookAsOf.ms -= 1;
        CHECK(issues() == "stale");
        inputs.view.bookAsOf.ms += 1;
        inputs.view.tape->lastTime->ms -= 1;
        CHECK(issues() == "stale");
        inputs.view.now = close + Duration::minutes(10);
        inputs.view.bookAsOf = inputs.view.now;
        inputs.view.tape->lastTime = inputs.view.now;
        CHECK(issues().empty());
        inputs.view.now.ms += 1;
        CHECK(issues() == "stale");
        CHECK_FALSE(inputs.evaluate().passesWithoutBookAndTape());
    }
    SECTION("a book or tape that does not exist is no issue")
    {
        inputs.view.book.reset();
        inputs.view.tape.reset();
        CHECK(issues().empty());
    }
    SECTION("several")
    {
        inputs.view.book = BookMetrics{};
        inputs.view.tape->tradesPerMinute = 0.0;
        CHECK(issues() == "no_depth;no_trades");
        CHECK(inputs.evaluate()[Filter::DataHealth].value == 2.0);
    }
}
