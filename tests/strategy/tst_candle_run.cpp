// SPDX-License-Identifier: GPL-3.0-or-later
#include "StrategyFixture.h"

#include "strategy/CandleRun.h"
#include "strategy/FlowFilters.h"

#include <catch2/catch.hpp>

using namespace breakline;
using namespace breakline::test;

namespace {

/// A market of three symbols on a walk with a trend, a plan that trades on
/// candles alone.
struct Market {
    InstrumentTable instruments = InstrumentTable::make({makeInstrument("AAAUSDT"), makeInstrument("BBBUSDT"),
                                                         makeInstrument("BTCUSDT")})
                                      .value();
    std::vector<std::vector<Candle>> bars;
    Preset preset = openPreset();

    explicit Market(std::size_t count = 900)
    {
        for (std::uint64_t seed = 0; seed < 3; ++seed) {
            bars.push_back(randomWalk(seed + 11, count, 10'000.0, 12.0, 1'500.0));
            // Volume comes in bursts, as breakouts need them.
            for (std::size_t i = 0; i < count; i += 17)
                bars.back()[i].volume *= 6.0;
        }
        preset.strategies = {Strategy::Momentum, Strategy::Retest};
        preset.liquidity.min24hVolumeUsd = 1.0;
        preset.liquidity.minOpenInterestUsd.reset();
        preset.volatility.oiDeltaThreshold.reset();
        preset.allowMissing.filters.fill(true);
        preset.allowMissing.l2Imbalance = true;
        preset.signal.vwapGapMaxAtr = 50.0;
        preset.signal.retestPierceTolerance = 0.02;
        preset.position.targets.front().r = 3.0;
        preset.position.targets.back().r = 4.0;
        preset.scanner.maxCandidates = 10;
    }
    static Timestamp close(std::size_t bar)
    {
        return kMidnight + Duration::minutes(5) * static_cast<std::int64_t>(bar + 1);
    }

    /// Signals at each close from `first` on; bars before it are only known.
    std::vector<std::vector<Signal>> run(std::size_t count, std::size_t first = 0, bool scans = true) const
    {
        CandleRun candles(instruments, preset, {}, scans);
        std::vector<std::vector<Signal>> all;
        for (std::size_t i = 0; i < count; ++i) {
            for (std::uint32_t s = 0; s < bars.size(); ++s)
                candles.add(SymbolId {s}, bars[s][i]);
            all.emplace_back();
            if (i >= first)
                for (const JudgedSignal& judged : candles.judge(close(i)))
                    all.back().push_back(judged.signal);
        }
        return all;
    }
};

bool same(const std::vector<Signal>& a, const std::vector<Signal>& b)
{
    return std::ranges::equal(a, b, [](const Signal& x, const Signal& y) {
        return x.symbol == y.symbol && x.strategy == y.strategy && x.direction == y.direction
            && x.entry == y.entry && x.stop == y.stop && x.confidence == y.confidence
            && x.levelId == y.levelId && x.breakout == y.breakout;
    });
}

} // namespace

TEST_CASE("both strategies signal on candles alone, and a break is used once")
{
    const Market market;
    const auto all = market.run(900);
    std::size_t momentum = 0;
    std::vector<std::pair<SymbolId, BreakoutKey>> used;
    for (std::size_t i = 0; i < all.size(); ++i)
        for (const Signal& signal : all[i]) {
            CHECK(signal.barClose == Market::close(i));
            if (signal.strategy == Strategy::Momentum) {
                ++momentum;
                continue;
            }
            REQUIRE(signal.breakout);
            const std::pair key {signal.symbol, *signal.breakout};
            CHECK(std::ranges::find(used, key) == used.end());
            used.push_back(key);
            const Duration age = signal.barClose - signal.breakout->time;
            CHECK(age >= Duration::hours(1));
            CHECK(age <= Duration::hours(24));
        }
    CHECK(momentum >= 3);
    CHECK(used.size() >= 3);
}

TEST_CASE("later bars change no signal that was given")
{
    const Market market(600);
    const auto whole = market.run(600);
    for (const std::size_t count : {200u, 377u, 511u}) {
        Market other(600);
        // The future is another one altogether.
        for (auto& series : other.bars)
            for (std::size_t i = count; i < series.size(); ++i)
                series[i] = bar(i, 1.0, 2.0, 0.5, 1.5, 9.0);
        const auto part = other.run(count);
        for (std::size_t i = 0; i < count; ++i)
            REQUIRE(same(part[i], whole[i]));
    }
}

TEST_CASE("who lacks the bar of a close gives no signal there")
{
    Market market(600);
    const auto all = market.run(600);
    const auto found = std::ranges::find_if(all, [](const auto& signals) { return !signals.empty(); });
    REQUIRE(found != all.end());
    const auto at = static_cast<std::size_t>(found - all.begin());
    const SymbolId symbol = found->front().symbol;
    CandleRun run(market.instruments, market.preset);
    for (std::size_t i = 0; i <= at; ++i) {
        for (std::uint32_t s = 0; s < 3; ++s)
            if (i < at || s != symbol.index)
                run.add(SymbolId {s}, market.bars[s][i]);
        const auto judged = run.judge(Market::close(i));
        if (i == at)
            CHECK(std::ranges::none_of(judged,
                                       [&](const JudgedSignal& j) { return j.signal.symbol == symbol; }));
    }
}

TEST_CASE("the gates of the scan choose, and can be left out")
{
    Market market(600);
    market.preset.volatility.volumeSurge5mMin = 1e6;
    const auto gated = market.run(600);
    CHECK(std::ranges::all_of(gated, [](const auto& signals) { return signals.empty(); }));
    const auto open = market.run(600, 0, false);
    std::size_t count = 0;
    for (const auto& signals : open) {
        count += signals.size();
        for (const Signal& signal : signals)
            CHECK(missingNames(signal.missing) == std::vector<std::string> {"l2_imbalance"});
    }
    CHECK(count >= 3);
    // Breaks are kept whatever the gates say.
    CandleRun run(market.instruments, market.preset);
    for (std::size_t i = 0; i < 600; ++i) {
        for (std::uint32_t s = 0; s < 3; ++s)
            run.add(SymbolId {s}, market.bars[s][i]);
        run.judge(Market::close(i));
    }
    std::size_t breaks = 0;
    for (const BreakoutHistory& history : run.histories())
        breaks += history.all().size();
    CHECK(breaks >= 3);
}

TEST_CASE("a scan of the close: all of the universe, by rank, without the data that candles lack")
{
    Market market(400);
    market.preset.allowMissing.filters.fill(false);
    CandleRun run(market.instruments, market.preset);
    for (std::size_t i = 0; i < 400; ++i)
        for (std::uint32_t s = 0; s < 3; ++s)
            run.add(SymbolId {s}, market.bars[s][i]);
    const auto scan = run.scan(Market::close(399));
    REQUIRE(scan.results.size() == 3);
    CHECK(scan.candidates == 0);
    for (const ScanResult& result : scan.results) {
        CHECK(result.filters[Filter::MaxSpread].outcome == CheckOutcome::NoData);
        CHECK(result.filters[Filter::MinDepth05].outcome == CheckOutcome::NoData);
        CHECK(result.filters[Filter::MinTradesPerMinute].outcome == CheckOutcome::NoData);
        CHECK(result.filters[Filter::Min24hVolume].outcome == CheckOutcome::Pass); // derived
        CHECK(result.filters[Filter::DataHealth].outcome == CheckOutcome::Pass);
        CHECK_FALSE(result.rank);
    }
    // The symbol's movers: only what moved a day enough is left.
    market.preset.scanner.movers = MoversFilter {true, 1e9, 5};
    CandleRun movers(market.instruments, market.preset);
    for (std::size_t i = 0; i < 400; ++i)
        for (std::uint32_t s = 0; s < 3; ++s)
            movers.add(SymbolId {s}, market.bars[s][i]);
    CHECK(movers.scan(Market::close(399)).results.empty());
}

TEST_CASE("the last look: activity at a retest, walls, a drop")
{
    Preset preset = openPreset();
    Signal signal;
    signal.strategy = Strategy::Retest;
    signal.level = 100.0;
    FlowView flow;
    flow.now = kMidnight;
    CHECK(checkFlow(signal, flow, preset).reason() == "signal:touch_activity no data");
    preset.allowMissing.tape = true;
    CHECK(checkFlow(signal, flow, preset).reason().empty());
    CHECK(checkFlow(signal, flow, preset).missesTape());
    TapeStats tape;
    tape.tradesPerMinute = 7.0;
    tape.meanTradesPerMinute1h = 10.0;
    flow.tape = tape;
    CHECK(checkFlow(signal, flow, preset).reason().empty()); // 0.7 of it
    CHECK_FALSE(checkFlow(signal, flow, preset).missesTape());
    flow.tape->tradesPerMinute = 6.0;
    CHECK(checkFlow(signal, flow, preset).reason() == "signal:touch_activity 6 against 7");
    flow.tape->tradesPerMinute = flow.tape->meanTradesPerMinute1h = 0.0;
    CHECK(checkFlow(signal, flow, preset).reason() == "signal:touch_activity 0 against 0");

    signal.strategy = Strategy::Momentum;
    CHECK(checkFlow(signal, flow, preset).reason().empty());
    DensityWall wall;
    wall.side = Side::Sell;
    wall.bucket = 10'010;
    wall.initialSize = 100;
    wall.eaten = 50;
    wall.greatestStrength = 2.0;
    wall.lastSeen = kMidnight;
    flow.walls = std::span(&wall, 1);
    flow.bucketPrice = 0.01;
    CHECK(checkFlow(signal, flow, preset).reason().empty()); // nobody asked for it
    preset.entryRules = EntryRules {};
    CHECK(checkFlow(signal, flow, preset).reason() == "signal:wall_standing 0.5 against 0.75");
    wall.eaten = 75;
    CHECK(checkFlow(signal, flow, preset).reason().empty());
    flow.walls = {};
    // Whether there is one is not known; the permission is the tape's alone.
    CHECK(preset.allowMissing.tape);
    CHECK(checkFlow(signal, flow, preset).reason() == "signal:wall_standing no data");
    flow.walls = std::span<const DensityWall> {};
    CHECK(checkFlow(signal, flow, preset).reason().empty()); // there was none

    flow.activityDrop = 0.39;
    CHECK(checkFlow(signal, flow, preset).reason().empty());
    flow.activityDrop = 0.4;
    CHECK(checkFlow(signal, flow, preset).reason() == "signal:activity_drop 0.4 against 0.4");
}
