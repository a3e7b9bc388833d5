// SPDX-License-Identifier: GPL-3.0-or-later
#include "position/TradeEnd.h"

#include "../market/CandleMaker.h"

#include <catch2/catch.hpp>

using namespace breakline;
using breakline::test::bar;
using breakline::test::kMidnight;

namespace {

constexpr Duration kBar = Duration::minutes(5);

/// Nothing but the stop at 99 and half at 1.5 R, half at 3 R, without costs.
ImaginedRules bare()
{
    ImaginedRules rules;
    rules.legs = {{1.5, 0.5}, {3.0, 0.5}};
    rules.maxEntrySlippageBps = 10.0;
    rules.breakeven.enabled = false;
    rules.trailing.enabled = false;
    rules.exits.failedBreakoutEnabled = false;
    rules.exits.activityDropEnabled = false;
    rules.exits.weakImpulseEnabled = false;
    return rules;
}

/// Of the bar at 0, which closes at 100; `after` are the bars behind it.
TradeEnd longEnd(std::vector<Candle> after, const ImaginedRules& rules = bare(),
                 const std::vector<FundingTime>& funding = {})
{
    after.insert(after.begin(), bar(0, 99.5, 100.2, 99.4, 100.0));
    const ImaginedTrade trade {Direction::Long, Price {10'000}, Price {9'900}, 99.8};
    return tradeEnd(trade, test::makeInstrument(), after, 0, kBar, funding, rules);
}

/// The same with all prices reflected about 100.
TradeEnd shortEnd(std::vector<Candle> after, const ImaginedRules& rules = bare(),
                  const std::vector<FundingTime>& funding = {})
{
    after.insert(after.begin(), bar(0, 99.5, 100.2, 99.4, 100.0));
    const ImaginedTrade trade {Direction::Short, Price {10'000}, Price {10'100}, 100.2};
    return tradeEnd(trade, test::makeInstrument(), test::reflected(after, 100.0), 0, kBar, funding, rules);
}

void checkBoth(const std::vector<Candle>& after, ImaginedFate fate, std::optional<ExitReason> reason,
               double netR, const ImaginedRules& rules = bare())
{
    for (const TradeEnd& end : {longEnd(after, rules), shortEnd(after, rules)}) {
        CHECK(end.fate == fate);
        CHECK(end.reason == reason);
        REQUIRE(end.netR);
        CHECK(*end.netR == Approx(netR).margin(1e-12));
    }
}

const Candle kQuiet = bar(1, 100.0, 100.3, 99.7, 100.1);

} // namespace

TEST_CASE("in a bar that reaches both, the stop comes before the target")
{
    checkBoth({bar(1, 100.0, 103.5, 98.5, 103.0)}, ImaginedFate::Ended, ExitReason::Stop, -1.0);
    checkBoth({kQuiet, bar(2, 100.0, 103.5, 99.0, 103.0)}, ImaginedFate::Ended, ExitReason::Stop, -1.0);
}

TEST_CASE("a gap beyond the stop fills at the open")
{
    checkBoth({kQuiet, bar(2, 98.4, 104.0, 98.3, 104.0)}, ImaginedFate::Ended, ExitReason::Stop, -1.6);
}

TEST_CASE("each target takes its part, once a price was beyond it")
{
    const Candle half = bar(1, 100.0, 101.51, 99.7, 101.0);
    checkBoth({half, bar(2, 101.0, 103.01, 100.9, 103.0)}, ImaginedFate::Ended, ExitReason::Target, 2.25);
    checkBoth({half, bar(2, 101.0, 101.1, 98.9, 99.0)}, ImaginedFate::Ended, ExitReason::Stop, 0.25);
    checkBoth({bar(1, 100.0, 103.2, 99.7, 103.0)}, ImaginedFate::Ended, ExitReason::Target, 2.25);
    // Touched is not filled: others may stand before it.
    checkBoth({bar(1, 100.0, 101.5, 99.7, 101.0), bar(2, 101.0, 101.1, 98.9, 99.0)}, ImaginedFate::Ended,
              ExitReason::Stop, -1.0);
    // A gap beyond it brings its price, no better one.
    checkBoth({half, bar(2, 105.0, 105.5, 104.9, 105.0)}, ImaginedFate::Ended, ExitReason::Target, 2.25);
}

TEST_CASE("what the bars do not show to its end is open, at its last close")
{
    checkBoth({kQuiet}, ImaginedFate::Open, std::nullopt, 0.1);
    checkBoth({bar(1, 100.0, 101.51, 99.7, 101.0)}, ImaginedFate::Open, std::nullopt, 1.25);
}

TEST_CASE("without a bar behind it, or where that opens elsewhere, there is no entry")
{
    const auto fateOf = [](const std::vector<Candle>& after) {
        const TradeEnd end = longEnd(after);
        CHECK_FALSE(end.netR);
        CHECK_FALSE(end.entry);
        CHECK(shortEnd(after).fate == end.fate);
        return end.fate;
    };
    CHECK(fateOf({}) == ImaginedFate::NoBar);
    CHECK(fateOf({bar(2, 100.0, 100.3, 99.7, 100.1)}) == ImaginedFate::NoBar);
    CHECK(fateOf({bar(1, 100.11, 100.3, 99.7, 100.1)}) == ImaginedFate::RanAway);
    CHECK(longEnd({bar(1, 100.1, 100.3, 99.7, 100.1)}).entry == Price {10'010});
    CHECK(fateOf({bar(1, 99.0, 100.3, 98.7, 100.1)}) == ImaginedFate::Touched);
    CHECK(fateOf({bar(1, 98.0, 100.3, 97.7, 100.1)}) == ImaginedFate::Touched);
}

TEST_CASE("fees and slippage are paid by what takes, the maker's fee by a target")
{
    ImaginedRules rules = bare();
    rules.entryFeeBps = 5.5;
    rules.takerFeeBps = 5.5;
    rules.makerFeeBps = 2.0;
    rules.slippageBps = 2.5;
    const TradeEnd stopped = longEnd({bar(1, 100.0, 100.5, 98.5, 99.0)}, rules);
    // Bought at 100.025, on the grid 100.03: R 1.03. Sold at 98.97525, on the grid 98.97.
    CHECK(stopped.entry == Price {10'003});
    CHECK(*stopped.netR == Approx((98.97 - 100.03 - 0.00055 * (100.03 + 98.97)) / 1.03).epsilon(1e-12));
    rules.legs = {{1.5, 1.0}};
    const TradeEnd taken = longEnd({bar(1, 100.0, 101.59, 99.5, 101.5)}, rules);
    // The target stands at 100.03 + 1.5 * 1.03 = 101.575, on the grid 101.58.
    CHECK(taken.reason == ExitReason::Target);
    CHECK(*taken.netR
          == Approx((101.58 - 100.03 - 0.00055 * 100.03 - 0.0002 * 101.58) / 1.03).epsilon(1e-12));
    const TradeEnd sold = shortEnd({bar(1, 100.0, 100.5, 98.5, 99.0)}, rules);
    CHECK(sold.entry == Price {9'997});
    CHECK(*sold.netR == Approx((99.97 - 101.03 - 0.00055 * (99.97 + 101.03)) / 1.03).epsilon(1e-12));
}

TEST_CASE("funding is paid by who holds at its time")
{
    const std::vector<FundingTime> funding {{kMidnight + kBar, 0.01}, // with the entry's bar: not yet held
                                            {kMidnight + kBar * 2, 0.001},
                                            {kMidnight + kBar * 9, 0.01}};
    const std::vector<Candle> after {kQuiet, bar(2, 100.0, 100.2, 99.7, 100.1)};
    CHECK(*longEnd(after, bare(), funding).netR == Approx(0.1 - 0.1).margin(1e-12));
    CHECK(*shortEnd(after, bare(), funding).netR == Approx(0.1 + 0.1).margin(1e-12));
}

TEST_CASE("at breakeven and on the trail the stop moves at the close")
{
    ImaginedRules rules = bare();
    rules.legs = {{9.0, 1.0}};
    rules.breakeven.enabled = true; // at 1 R, to 100.10
    const Candle run = bar(1, 100.0, 101.2, 99.7, 101.0);
    checkBoth({run, bar(2, 101.0, 101.1, 99.0, 99.5)}, ImaginedFate::Ended, ExitReason::Breakeven, 0.1,
              rules);
    // In the bar that reaches 1 R the first stop holds.
    checkBoth({bar(1, 100.0, 101.2, 98.9, 101.0)}, ImaginedFate::Ended, ExitReason::Stop, -1.0, rules);
    rules.trailing.enabled = true; // from 2 R on, 20 bps behind the extreme
    const Candle far = bar(1, 100.0, 103.0, 99.7, 102.9);
    const TradeEnd end = longEnd({far, bar(2, 102.9, 102.95, 102.0, 102.0)}, rules);
    CHECK(end.reason == ExitReason::Trailing);
    CHECK(*end.netR == Approx(2.79).margin(1e-12)); // 103 - 0.206 = 102.794
    CHECK(end.left == kMidnight + kBar * 2);
}

TEST_CASE("what a close calls for is done at the next open")
{
    ImaginedRules rules = bare();
    rules.times.maxHold = kBar * 2;
    const std::vector<Candle> quiet {kQuiet, bar(2, 100.1, 100.3, 99.7, 100.1),
                                     bar(3, 100.1, 100.3, 99.7, 100.1), bar(4, 100.2, 100.9, 98.0, 98.5)};
    checkBoth(quiet, ImaginedFate::Ended, ExitReason::MaxHold, 0.2, rules);
    // Beyond the stop it is the stop's.
    std::vector<Candle> gap = quiet;
    gap.back() = bar(4, 98.2, 98.9, 98.0, 98.5);
    checkBoth(gap, ImaginedFate::Ended, ExitReason::Stop, -1.8, rules);
    rules = bare();
    rules.exits.weakImpulseEnabled = true;
    rules.exits.weakImpulseBars = 2;
    rules.exits.weakImpulseMinMovePct = 0.4;
    checkBoth(quiet, ImaginedFate::Ended, ExitReason::WeakImpulse, 0.1, rules);
    rules.exits.weakImpulseMinMovePct = 0.2;
    checkBoth(quiet, ImaginedFate::Ended, ExitReason::Stop, -1.0, rules);
}
