// SPDX-License-Identifier: GPL-3.0-or-later
#include "execution/OrderChoice.h"
#include "execution/ProtectiveRequest.h"
#include "TestInstrument.h"

#include <catch2/catch.hpp>

using namespace breakline;
using Reason = OrderChoiceRefusal::Reason;

namespace {

const Quote kQuote{Price{10'000}, Price{10'004}, std::nullopt}; // 100.00 / 100.04: 4 bps

OrderTerms limit(TimeInForce timeInForce, std::int64_t ticks)
{
    return {OrderType::Limit, timeInForce, Price{ticks}};
}

auto choose(Side side, bool crosses, ChildStep step, const Quote& quote, Price cap,
            const ExecutionParameters& parameters = {})
{
    return chooseEntryTerms(side, crosses, step, quote, cap, parameters, test::instrument());
}

} // namespace

TEST_CASE("the cap is so many bps beyond the decision and never rounds past them")
{
    CHECK(entryPriceCap(Side::Buy, Price{10'004}, 10.0) == Price{10'014});  // 10014.004
    CHECK(entryPriceCap(Side::Sell, Price{10'000}, 10.0) == Price{9'990});
    CHECK(entryPriceCap(Side::Sell, Price{9'999}, 10.0) == Price{9'990});   // 9989.001 up
    CHECK(entryPriceCap(Side::Buy, Price{100}, 10.0) == Price{100});        // less than a tick
    CHECK(entryPriceCap(Side::Sell, Price{100}, 10.0) == Price{100});
}

TEST_CASE("momentum crosses at once with an IOC limit at the cap")
{
    CHECK(choose(Side::Buy, true, ChildStep::First, kQuote, Price{10'014})
          == limit(TimeInForce::ImmediateOrCancel, 10'014));
    CHECK(choose(Side::Sell, true, ChildStep::First, kQuote, Price{9'990})
          == limit(TimeInForce::ImmediateOrCancel, 9'990));
}

TEST_CASE("others start passive, a little behind the best price, and cross with what is left")
{
    // 100.00 less 2 bps is 99.98, 100.04 plus 2 bps is 100.060008, up to 100.07.
    CHECK(choose(Side::Buy, false, ChildStep::First, kQuote, Price{10'014}) == limit(TimeInForce::PostOnly, 9'998));
    CHECK(choose(Side::Sell, false, ChildStep::First, kQuote, Price{9'990}) == limit(TimeInForce::PostOnly, 10'007));
    CHECK(choose(Side::Buy, false, ChildStep::Cross, kQuote, Price{10'014})
          == limit(TimeInForce::ImmediateOrCancel, 10'014));
    // A passive child does not pass the cap either.
    CHECK(choose(Side::Buy, false, ChildStep::First, kQuote, Price{9'990}) == limit(TimeInForce::PostOnly, 9'990));
}

TEST_CASE("order style: post-only before fill-or-kill before cross at once")
{
    ExecutionParameters parameters;
    parameters.useLimitOrders = false;
    CHECK(choose(Side::Buy, false, ChildStep::First, kQuote, Price{10'014}, parameters)->timeInForce
          == TimeInForce::ImmediateOrCancel);
    parameters.fillOrKill = true;
    CHECK(choose(Side::Buy, false, ChildStep::First, kQuote, Price{10'014}, parameters)->timeInForce
          == TimeInForce::FillOrKill);
    parameters.useLimitOrders = true;
    CHECK(choose(Side::Buy, true, ChildStep::First, kQuote, Price{10'014}, parameters)->timeInForce
          == TimeInForce::FillOrKill);
    CHECK(choose(Side::Buy, false, ChildStep::First, kQuote, Price{10'014}, parameters)->timeInForce
          == TimeInForce::PostOnly);
    parameters.postOnly = true;
    for (const auto step : {ChildStep::First, ChildStep::Cross})
        CHECK(choose(Side::Buy, true, step, kQuote, Price{10'014}, parameters) == limit(TimeInForce::PostOnly, 9'998));
    parameters.postOnly = false;
    parameters.enableIceberg = false;
    CHECK(choose(Side::Buy, false, ChildStep::First, kQuote, Price{10'014}, parameters)->timeInForce
          == TimeInForce::FillOrKill);
}

TEST_CASE("a spread above the limit cancels, at the limit it does not")
{
    ExecutionParameters parameters;
    parameters.spreadWidenBps = 4.0;
    const Quote wide{Price{9'998}, Price{10'002}, std::nullopt}; // exactly 4 bps
    CHECK(choose(Side::Buy, true, ChildStep::First, wide, Price{10'014}, parameters).has_value());
    const Quote wider{Price{9'998}, Price{10'003}, std::nullopt};
    const auto refused = choose(Side::Buy, true, ChildStep::First, wider, Price{10'014}, parameters);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().reason == Reason::SpreadTooWide);
    CHECK(refused.error().value == Approx(4.99975));
    CHECK(refused.error().threshold == 4.0);
}

TEST_CASE("a market beyond the cap is refused, value against cap")
{
    const auto buy = choose(Side::Buy, true, ChildStep::First, kQuote, Price{10'003});
    REQUIRE_FALSE(buy.has_value());
    CHECK(buy.error() == OrderChoiceRefusal{Reason::BeyondPriceCap, test::instrument().toDouble(Price{10'004}),
                                            test::instrument().toDouble(Price{10'003})});
    CHECK(choose(Side::Sell, true, ChildStep::First, kQuote, Price{10'001}).error().reason == Reason::BeyondPriceCap);
    CHECK(choose(Side::Buy, true, ChildStep::First, kQuote, Price{10'004}).has_value());
}

TEST_CASE("without a book: IOC at the cap, and nothing for post-only")
{
    CHECK(choose(Side::Buy, false, ChildStep::First, {}, Price{10'010})
          == limit(TimeInForce::ImmediateOrCancel, 10'010));
    ExecutionParameters parameters;
    parameters.postOnly = true;
    CHECK(choose(Side::Buy, false, ChildStep::First, {}, Price{10'010}, parameters).error().reason
          == Reason::NoQuote);
}

TEST_CASE("exits are reduce-only; what each order is passes the protective check")
{
    const Instrument instrument = test::instrument();
    const OrderRequest exit = marketExitOrder("x1", SymbolId{}, Side::Sell, Quantity{5});
    CHECK(exit.type == OrderType::Market);
    CHECK(exit.reduceOnly);
    CHECK_FALSE(exit.stop.has_value());
    CHECK(checkProtective(exit).has_value());

    const OrderRequest edge = bandEdgeExitOrder("x2", SymbolId{}, Side::Sell, Quantity{5}, Price{10'001}, instrument);
    CHECK(edge.price == Price{9'501}); // 9500.95 up: inside the band
    CHECK(edge.timeInForce == TimeInForce::ImmediateOrCancel);
    CHECK(edge.reduceOnly);
    CHECK(bandEdge(Side::Buy, Price{10'001}, instrument) == Price{10'501}); // 10501.05 down

    const OrderRequest target = targetOrder("x3", SymbolId{}, Side::Sell, Quantity{5}, Price{10'100});
    CHECK(target.timeInForce == TimeInForce::GoodTillCancel);
    CHECK(target.reduceOnly);
    CHECK(checkProtective(target).has_value());

    const OrderRequest stop
        = separateStopOrder("x4", SymbolId{}, Side::Sell, Quantity{5}, Price{9'900}, TriggerBy::MarkPrice);
    CHECK(stop.closeOnTrigger);
    CHECK(stop.reduceOnly);
    CHECK(checkProtective(stop).has_value());

    const OrderRequest entry = entryOrder("x5", SymbolId{}, Side::Buy, Quantity{5},
                                          limit(TimeInForce::ImmediateOrCancel, 10'014), AttachedStop{Price{9'900}});
    CHECK_FALSE(entry.reduceOnly);
    CHECK(entry.stop->trigger == Price{9'900});
    CHECK(checkProtective(entry).has_value());
}

TEST_CASE("an exit is split at the venue's largest market order")
{
    Instrument instrument = test::instrument();
    CHECK(splitAtMaximum(Quantity{25}, instrument) == std::vector<Quantity>{Quantity{25}});
    instrument.maxMarketQuantity = Quantity{10};
    CHECK(splitAtMaximum(Quantity{25}, instrument)
          == std::vector<Quantity>{Quantity{10}, Quantity{10}, Quantity{5}});
    CHECK(splitAtMaximum(Quantity{0}, instrument).empty());
}
