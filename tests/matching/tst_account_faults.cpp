// SPDX-License-Identifier: GPL-3.0-or-later
#include "ExchangeFixture.h"

#include <catch2/catch.hpp>

using namespace breakline;
using namespace breakline::test;

namespace {

const SymbolId kA {0};

Fault fault(FaultKind kind, std::int64_t atSeconds, const char* amount = "0")
{
    Fault result;
    result.kind = kind;
    result.at = Duration::seconds(atSeconds);
    result.amount = dec(amount);
    return result;
}

VenueSettings withPromptStops(std::vector<Fault> faults)
{
    VenueSettings settings = withFaults(std::move(faults));
    settings.stopDelayMax = Duration {};
    return settings;
}

std::uint64_t injected(const Venue& venue, FaultKind kind)
{
    return venue.exchange.faults().injected()[static_cast<std::size_t>(kind)];
}

Timestamp at(std::int64_t seconds)
{
    return kStart + Duration::seconds(seconds);
}

/// Long or short 1,000 lots with a stop at 1 %, and the log of what follows at once.
struct Held {
    explicit Held(std::vector<Fault> faults, bool isLong = true)
        : venue({ScriptedSource::Symbol {}}, withPromptStops(std::move(faults)))
    {
        REQUIRE(venue.place(
                    withStop(market("e", isLong ? Side::Buy : Side::Sell, 1'000), isLong ? 9'900 : 10'100))
                == OrderEndReason::None);
        venue.run(Duration::seconds(5));
        venue.seen.log.clear();
    }

    Venue venue;
};

} // namespace

TEST_CASE("Auto-deleveraging closes its share of the position at mark, and the stop follows")
{
    for (const bool isLong : {true, false}) {
        Held held(
            {fault(FaultKind::AutoDeleveraged, 60, "0.2501"), fault(FaultKind::AutoDeleveraged, 70, "1")},
            isLong);
        Venue& venue = held.venue;
        venue.runTo(at(60));
        CHECK(venue.seen.log
              == std::vector<std::string> {"order venue acknowledged", "execution 251 @ 10000",
                                           "order venue filled", "order stop untriggered",
                                           isLong ? "position 749 stop 9900" : "position -749 stop 10100",
                                           "wallet"});
        const Execution execution = venue.seen.executions.back();
        CHECK(execution.kind == ExecutionKind::AutoDeleverage);
        CHECK(execution.clientId.empty());
        CHECK(execution.side == (isLong ? Side::Sell : Side::Buy));
        CHECK(execution.liquidity == Liquidity::Maker);
        CHECK(execution.fee == dec("0.0502")); // of 251 at 0.02 %
        CHECK(venue.exchange.orders().back().origin == OrderOrigin::AutoDeleverage);
        CHECK(venue.exchange.ledger().back().kind == LedgerKind::AutoDeleverage);
        venue.seen.log.clear();
        venue.runTo(at(70));
        CHECK(venue.seen.log
              == std::vector<std::string> {
                  "order venue acknowledged", "execution 749 @ 10000", "order venue filled",
                  "order stop cancelled: stop cleared, position flat", "position 0", "wallet"});
        CHECK(injected(venue, FaultKind::AutoDeleveraged) == 2);
        CHECK(venue.seen.identityHeld);
    }
}

TEST_CASE("A liquidation takes the position over, whatever the mark is")
{
    Held held({fault(FaultKind::Liquidated, 60)});
    Venue& venue = held.venue;
    REQUIRE(venue.place(reduceOnly(limit("t", Side::Sell, 100, 10'200))) == OrderEndReason::None);
    venue.seen.log.clear();
    venue.runTo(at(60));
    REQUIRE(venue.seen.log.size() >= 6);
    CHECK(venue.seen.log[0] == "order stop cancelled: liquidation");
    CHECK(venue.seen.log[1] == "order t cancelled: liquidation");
    CHECK(venue.seen.log[2] == "order venue acknowledged");
    CHECK(venue.seen.executions.back().kind == ExecutionKind::Liquidation);
    CHECK(venue.exchange.orders().back().origin == OrderOrigin::Liquidation);
    CHECK(venue.exchange.orders().back().state.filled == Quantity {1'000});
    CHECK(venue.position() == Quantity {0});
    CHECK(injected(venue, FaultKind::Liquidated) == 1);
    CHECK(venue.seen.identityHeld);
}

TEST_CASE("A person trades with and against the position, closes it, and turns it around")
{
    struct Case {
        const char* times;
        std::int64_t after;
    };
    for (const bool isLong : {true, false})
        for (const Case& c : {Case {"0.5", 1'500}, Case {"-0.3", 700}, Case {"-1", 0}, Case {"-1.5", -500}}) {
            Held held({fault(FaultKind::ManualTrade, 60, c.times)}, isLong);
            Venue& venue = held.venue;
            venue.runTo(at(60));
            const std::int64_t after = isLong ? c.after : -c.after;
            CHECK(venue.position() == Quantity {after});
            const VenueOrder& order = venue.exchange.orders().back();
            CHECK(order.origin == OrderOrigin::Client);
            CHECK(order.state.clientId.empty());
            CHECK(order.state.type == OrderType::Market);
            CHECK_FALSE(order.state.reduceOnly);
            CHECK(order.state.status == OrderStatus::Filled);
            CHECK(venue.seen.executions.back().kind == ExecutionKind::Trade);
            CHECK(venue.seen.executions.back().venueId == order.state.venueId);
            // The stop is for the position that it was made for.
            const bool isStopLeft = c.after > 0;
            CHECK(venue.seen.positions.back().stop.has_value() == isStopLeft);
            for (const VenueOrder* live : venue.exchange.liveOrders(kA))
                CHECK(live->state.quantity == Quantity {c.after});
            CHECK(venue.exchange.liveOrders(kA).size() == (isStopLeft ? 1 : 0));
            CHECK(injected(venue, FaultKind::ManualTrade) == 1);
            CHECK(venue.seen.identityHeld);
        }
}

TEST_CASE("Where there is none a person opens a position, of no less than the venue takes")
{
    // The least value is 5, and a lot at 10,000 ticks is worth 1.
    const auto least = [](Price price) { return (50'000 + price.ticks - 1) / price.ticks; };
    for (const std::string lots : {"40", "-40", "-0.7", "1"}) {
        Venue venue({ScriptedSource::Symbol {}},
                    withPromptStops({fault(FaultKind::ManualTrade, 60, lots.c_str())}));
        const bool isBuy = lots.front() != '-';
        const BookSnapshot book = venue.exchange.book(kA);
        const std::int64_t few = least((isBuy ? book.asks : book.bids).front().price);
        venue.runTo(at(60));
        CHECK(venue.position() == Quantity {(isBuy ? 1 : -1) * (lots.ends_with("40") ? 40 : few)});
        CHECK_FALSE(venue.seen.positions.back().stop);
        CHECK(injected(venue, FaultKind::ManualTrade) == 1);
    }
}

TEST_CASE("A person cancels the position's stop")
{
    Held held({fault(FaultKind::ManualCancel, 60), fault(FaultKind::ManualCancel, 61)});
    Venue& venue = held.venue;
    venue.runTo(at(70));
    CHECK(venue.seen.log
          == std::vector<std::string> {"order stop cancelled: cancelled by us", "position 1000"});
    CHECK(injected(venue, FaultKind::ManualCancel) == 1); // the second found none
}

TEST_CASE("Deposits and withdrawals are lines of the ledger and nothing else")
{
    Held held({fault(FaultKind::Deposit, 60, "500"), fault(FaultKind::Withdrawal, 61, "200.5"),
               fault(FaultKind::Withdrawal, 62, "1000000")});
    Venue& venue = held.venue;
    const WalletUpdate before = venue.exchange.wallet();
    venue.runTo(at(62));
    CHECK(venue.seen.log == std::vector<std::string> {"wallet", "wallet"}); // the last is more than there is
    CHECK(venue.seen.wallets.back().walletBalance == before.walletBalance + dec("299.5"));
    CHECK(venue.seen.wallets.back().available == before.available + dec("299.5"));
    const VenueTotals totals = venue.exchange.totals();
    CHECK(totals.transfers == dec("299.5"));
    CHECK(totals.wallet == totals.start + totals.realised - totals.fees - totals.funding + totals.transfers);

    REQUIRE(venue.place(reduceOnly(market("x", Side::Sell, 1'000))) == OrderEndReason::None);
    const auto& lines = venue.exchange.ledger();
    const auto& executions = venue.exchange.executions();
    REQUIRE(lines.size() == executions.size() + 2);
    std::vector<LedgerLine> transfers;
    std::size_t next = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        CHECK(lines[i].number == i + 1);
        if (lines[i].kind == LedgerKind::Transfer) {
            transfers.push_back(lines[i]);
            continue;
        }
        CHECK(lines[i].venueTradeId == executions[next].venueTradeId);
        CHECK(venue.exchange.ledgerLineOf(++next) == &lines[i]);
    }
    CHECK(next == executions.size());
    CHECK(venue.exchange.ledgerLineOf(0) == nullptr);
    CHECK(venue.exchange.ledgerLineOf(next + 1) == nullptr);
    REQUIRE(transfers.size() == 2);
    CHECK(transfers[0].time == at(60));
    CHECK(transfers[0].transfer == dec("500"));
    CHECK(transfers[0].change == dec("500"));
    CHECK(transfers[1].transfer == dec("-200.5"));
    CHECK(transfers[1].change == dec("-200.5"));
    CHECK(transfers[1].balance == transfers[0].balance - dec("200.5"));
    CHECK(transfers[1].venueTradeId.empty());
    CHECK(injected(venue, FaultKind::Deposit) == 1);
    CHECK(injected(venue, FaultKind::Withdrawal) == 1);
    CHECK(venue.seen.identityHeld);
}

TEST_CASE("What finds nothing to happen to changes nothing and is not counted")
{
    // Without a position; and in a halt.
    Venue nobody({ScriptedSource::Symbol {}},
                 withPromptStops({fault(FaultKind::AutoDeleveraged, 60, "0.5"), fault(FaultKind::Liquidated, 61),
                             fault(FaultKind::ManualCancel, 62)}));
    nobody.runTo(at(90));
    Fault halt = fault(FaultKind::Halt, 59);
    halt.length = Duration::seconds(10);
    Held held({halt, fault(FaultKind::AutoDeleveraged, 60, "0.5"), fault(FaultKind::Liquidated, 61),
               fault(FaultKind::ManualTrade, 62, "0.5")});
    held.venue.runTo(at(90));
    CHECK(held.venue.position() == Quantity {1'000});
    for (const Venue* venue : {&nobody, &held.venue})
        for (const FaultKind kind : {FaultKind::AutoDeleveraged, FaultKind::Liquidated,
                                     FaultKind::ManualTrade, FaultKind::ManualCancel})
            CHECK(injected(*venue, kind) == 0);
    CHECK(nobody.seen.log.empty());
}
