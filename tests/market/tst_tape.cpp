// SPDX-License-Identifier: GPL-3.0-or-later
#include "CandleMaker.h"

#include "market/Tape.h"

#include <catch2/catch.hpp>

#include <deque>

using namespace breakline;
using namespace breakline::test;

namespace {

TradePrint print(std::uint64_t id, std::int64_t ms, Side side = Side::Buy, std::int64_t lots = 1)
{
    return {SymbolId{}, kMidnight + Duration::milliseconds(ms), Price{100 + static_cast<std::int64_t>(id)},
            Quantity{lots}, side, id};
}

Timestamp at(std::int64_t ms)
{
    return kMidnight + Duration::milliseconds(ms);
}

} // namespace

TEST_CASE("rates need to be covered")
{
    Tape tape(kMidnight);
    CHECK_FALSE(tape.stats(at(0)).lastPrice);
    CHECK(tape.add(print(1, 1'000)));
    CHECK(tape.add(print(2, 2'000, Side::Sell, 4)));
    CHECK_FALSE(tape.stats(at(59'999)).tradesPerMinute);
    const TapeStats minute = tape.stats(at(60'000));
    CHECK(minute.tradesPerMinute == 2.0);
    CHECK(minute.tradesPerSecond10s == 0.0);
    CHECK_FALSE(minute.meanTradesPerMinute1h);
    CHECK(minute.lastPrice == Price{102});
    CHECK(minute.lastTime == at(2'000));
    CHECK(minute.last60s.delta() == Quantity{-3});
    CHECK(minute.last60s.buySellRatio() == 1.0);
    CHECK(minute.asOf == at(60'000));
    CHECK(minute.covered == Duration::seconds(60));
    CHECK_FALSE(tape.stats(at(899'999)).meanTradesPerMinute1h);
    CHECK(tape.stats(at(900'000)).meanTradesPerMinute1h == Approx(2.0 / 15.0));
    CHECK(tape.stats(at(900'000)).tradesPerMinute == 0.0);
    CHECK_FALSE(tape.stats(at(900'000)).last60s.buySellRatio());
}

TEST_CASE("a repeat is dropped, and a break starts the count anew")
{
    Tape tape(kMidnight);
    CHECK(tape.add(print(5, 1'000)));
    CHECK_FALSE(tape.add(print(5, 1'000)));
    CHECK_FALSE(tape.add(print(4, 2'000)));
    CHECK(tape.stats(at(60'000)).tradesPerMinute == 1.0);
    tape.restartCoverage(at(60'000));
    CHECK(tape.add(print(9, 61'000)));
    const TapeStats stats = tape.stats(at(61'000));
    CHECK_FALSE(stats.tradesPerMinute);
    CHECK(stats.last60s.count == 1);
    CHECK(tape.stats(at(120'000)).tradesPerMinute == 1.0);
}

TEST_CASE("windows hold exactly what a plain count finds")
{
    for (std::uint64_t seed = 0; seed < 6; ++seed) {
        Rng rng(seed);
        Tape tape(kMidnight);
        std::deque<TradePrint> all;
        std::int64_t ms = 0;
        for (std::uint64_t id = 1; id <= 8'000; ++id) {
            ms += rng.chance(0.01) ? rng.integer(0, 120'000) : rng.integer(0, seed % 2 == 0 ? 60 : 3'000);
            const TradePrint next =
                print(id, ms, rng.chance(0.5) ? Side::Buy : Side::Sell, rng.integer(1, 1'000));
            all.push_back(next);
            REQUIRE(tape.add(next));
            if (id % 97 != 0)
                continue;
            const std::int64_t now = ms + rng.integer(0, 5'000);
            const TapeStats stats = tape.stats(at(now));
            ms = now;
            const std::pair<const TradeWindow*, std::int64_t> windows[] = {
                {&stats.last10s, 10'000}, {&stats.last60s, 60'000}, {&stats.last300s, 300'000}};
            for (const auto& [window, length] : windows) {
                TradeWindow expected;
                for (const TradePrint& one : all) {
                    if (one.time <= at(now - length))
                        continue;
                    ++expected.count;
                    expected.buys += one.takerSide == Side::Buy ? 1 : 0;
                    (one.takerSide == Side::Buy ? expected.buyVolume : expected.sellVolume) += one.quantity;
                }
                REQUIRE(window->count == expected.count);
                REQUIRE(window->buys == expected.buys);
                REQUIRE(window->buyVolume == expected.buyVolume);
                REQUIRE(window->sellVolume == expected.sellVolume);
            }
            if (stats.meanTradesPerMinute1h) {
                const std::int64_t from = std::max<std::int64_t>(now - 3'600'000, -1);
                std::int64_t atLeast = 0;
                std::int64_t atMost = 0;
                for (const TradePrint& one : all) {
                    atLeast += one.time > at(from) ? 1 : 0;
                    atMost += one.time > at(from - 1'000) ? 1 : 0;
                }
                const double minutes = static_cast<double>(std::min<std::int64_t>(now, 3'600'000)) / 60'000.0;
                const double counted = *stats.meanTradesPerMinute1h * minutes;
                REQUIRE(counted >= static_cast<double>(atLeast) - 1e-6);
                REQUIRE(counted <= static_cast<double>(atMost) + 1e-6);
            }
        }
    }
}

TEST_CASE("a tape denser than its memory says from when its windows are whole")
{
    Tape tape(kMidnight);
    // 4 prints a millisecond: the ring holds 32.768 s of them.
    std::uint64_t id = 0;
    for (std::int64_t ms = 1; ms <= 100'000; ++ms)
        for (int k = 0; k < 4; ++k)
            tape.add(print(++id, ms));
    const TapeStats stats = tape.stats(at(100'000));
    CHECK(stats.last300s.count == static_cast<std::int64_t>(Tape::kMaxPrints));
    CHECK_FALSE(stats.tradesPerMinute);
    CHECK(stats.tradesPerSecond10s == 4'000.0);
    CHECK(stats.covered == Duration::seconds(100));
}
