// SPDX-License-Identifier: GPL-3.0-or-later
#include "ExchangeFixture.h"

#include "core/Rng.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <set>

using namespace breakline;
using namespace breakline::test;

namespace {

constexpr std::size_t kSymbols = 3;

std::vector<ScriptedSource::Symbol> market(std::uint64_t seed, int minutes)
{
    const char* names[kSymbols] = {"AAAUSDT", "BBBUSDT", "CCCUSDT"};
    const char* ticks[kSymbols] = {"0.1", "0.0001", "0.5"};
    const char* lots[kSymbols] = {"0.001", "1", "0.07"};
    std::vector<ScriptedSource::Symbol> result;
    for (std::size_t s = 0; s < kSymbols; ++s) {
        Rng rng(seed, names[s]);
        ScriptedSource::Symbol symbol;
        symbol.instrument = makeInstrument(names[s]);
        symbol.instrument.tickSize = dec(ticks[s]);
        symbol.instrument.lotSize = dec(lots[s]);
        symbol.instrument.fundingInterval = Duration::hours(1);
        symbol.funding = Decimal::fromUnits(rng.integer(-300'000, 300'000), 8);
        if (!symbol.instrument.finish())
            failInvariant("test instrument");
        std::int64_t price = 10'000;
        for (int i = 0; i < minutes; ++i) {
            const std::int64_t close = std::max<std::int64_t>(4'000, price + rng.integer(-60, 60));
            const std::int64_t high = std::max(price, close) + rng.integer(0, 25);
            const std::int64_t low = std::min(price, close) - rng.integer(0, 25);
            if (!rng.chance(0.02))
                symbol.bars[i] = bar(price, high, low, close, rng.integer(500, 20'000));
            price = close;
        }
        result.push_back(symbol);
    }
    return result;
}

/// Sends orders of every kind at random times and keeps what it asked for.
struct Player {
    Player(Venue& target, std::uint64_t seed) : venue(target), rng(seed, "player") {}

    void act()
    {
        const SymbolId symbol{static_cast<std::uint32_t>(rng.integer(0, kSymbols - 1))};
        const std::uint64_t request = ++venue.requests;
        const double kind = rng.uniform();
        const auto last = venue.exchange.ticker(symbol).last;
        if (!last)
            return;
        if (kind < 0.16 && !ids.empty()) {
            const auto& [id, where] = ids[static_cast<std::size_t>(
                rng.integer(std::max<std::int64_t>(0, static_cast<std::int64_t>(ids.size()) - 20),
                            static_cast<std::int64_t>(ids.size()) - 1))];
            if (rng.chance(0.4))
                venue.exchange.amend(request, amendment(id, where, *venue.exchange.ticker(where).last));
            else
                venue.exchange.cancel(request, where, OrderName::byClient(id));
            return;
        }
        if (kind < 0.21) {
            TradingStopRequest stops{symbol, {}, {}};
            if (rng.chance(0.7))
                stops.stop = attached(*last);
            if (rng.chance(0.4))
                stops.takeProfit = attached(*last);
            venue.exchange.setTradingStop(request, stops);
            return;
        }
        if (kind < 0.22) {
            venue.exchange.cancelAll(request, {rng.chance(0.5) ? std::optional(symbol) : std::nullopt,
                                               static_cast<OrderFilter>(rng.integer(0, 2))});
            return;
        }
        if (kind < 0.23) {
            venue.exchange.setLeverage(request, symbol, Decimal::fromUnits(rng.integer(1, 50)));
            return;
        }
        OrderRequest order;
        order.clientId = "r" + std::to_string(request);
        order.symbol = symbol;
        order.side = rng.chance(0.5) ? Side::Buy : Side::Sell;
        order.quantity = Quantity{rng.chance(0.1) ? rng.integer(1, 60'000) : rng.integer(5, 3'000)};
        order.type = static_cast<OrderType>(rng.integer(0, 3));
        const auto sign = signOf(order.side);
        if (order.type == OrderType::Limit || order.type == OrderType::StopLimit) {
            order.price = *last + rng.integer(-60, 40) * sign;
            order.timeInForce = static_cast<TimeInForce>(rng.integer(0, 3));
        }
        if (order.type == OrderType::StopMarket || order.type == OrderType::StopLimit) {
            order.trigger = *last + rng.integer(-10, 90) * sign;
            order.triggerBy = rng.chance(0.5) ? TriggerBy::MarkPrice : TriggerBy::LastPrice;
        }
        order.reduceOnly = rng.chance(0.35);
        if (!order.reduceOnly && rng.chance(0.6))
            order.stop = AttachedStop{order.price.value_or(*last) - rng.integer(10, 200) * sign,
                                      rng.chance(0.5) ? TriggerBy::MarkPrice : TriggerBy::LastPrice};
        ids.emplace_back(order.clientId, symbol);
        asked[order.clientId] = order;
        PlaceRequest whole(order);
        if (!order.reduceOnly && rng.chance(0.2))
            whole.takeProfit = AttachedStop{order.price.value_or(*last) + rng.integer(10, 120) * sign};
        if (order.trigger && rng.chance(0.2))
            whole.direction = rng.chance(0.5) ? TriggerDirection::Rise : TriggerDirection::Fall;
        venue.exchange.place(request, whole);
    }

    AttachedStop attached(Price last)
    {
        return AttachedStop{rng.chance(0.1) ? Price{} : last + rng.integer(-150, 150),
                            rng.chance(0.5) ? TriggerBy::MarkPrice : TriggerBy::LastPrice};
    }

    AmendRequest amendment(const std::string& id, SymbolId symbol, Price last)
    {
        AmendRequest request;
        request.symbol = symbol;
        request.order = OrderName::byClient(id);
        if (rng.chance(0.5))
            request.quantity = Quantity{rng.integer(1, 3'000)};
        if (rng.chance(0.5))
            request.price = last + rng.integer(-60, 60);
        if (rng.chance(0.2))
            request.trigger = last + rng.integer(-60, 60);
        if (rng.chance(0.2))
            request.stop = attached(last);
        amended.insert(id);
        if (request.quantity)
            asked[id].quantity = std::max(asked[id].quantity, *request.quantity);
        return request;
    }

    Venue& venue;
    Rng rng;
    std::set<std::string> amended;
    std::vector<std::pair<std::string, SymbolId>> ids;
    std::map<std::string, OrderRequest> asked;
};

/// What holds at every moment, from what the exchange shows alone.
void checkState(Venue& venue)
{
    const VenueTotals totals = venue.exchange.totals();
    REQUIRE(totals.wallet == totals.start + totals.realised - totals.fees - totals.funding + totals.transfers);
    std::map<std::uint32_t, std::int64_t> held;
    std::map<std::uint32_t, Decimal> cash;
    Decimal funding;
    Decimal fees;
    for (const Execution& execution : venue.seen.executions) {
        if (execution.kind == ExecutionKind::Funding) {
            funding += execution.fee;
            continue;
        }
        fees += execution.fee;
        held[execution.symbol.index] += signOf(execution.side) * execution.quantity.lots;
        const Decimal value
            = venue.exchange.instruments().at(execution.symbol).notional(execution.price, execution.quantity);
        cash[execution.symbol.index] += execution.side == Side::Buy ? -value : value;
    }
    REQUIRE(totals.fees == fees);
    REQUIRE(totals.funding == funding);
    // Bought and sold outright, the same money is there at mark.
    Decimal worth = totals.start + totals.transfers - fees - funding;
    for (std::uint32_t s = 0; s < kSymbols; ++s) {
        worth += cash[s];
        if (held[s] != 0)
            worth += venue.exchange.instruments().at(SymbolId{s}).notional(
                *venue.exchange.ticker(SymbolId{s}).mark, Quantity{held[s]});
    }
    REQUIRE(worth == totals.wallet + totals.unrealised);
    std::map<std::uint32_t, std::int64_t> shown;
    for (const PositionUpdate& position : venue.seen.positions)
        shown[position.symbol.index] = position.quantity.lots;
    for (std::uint32_t s = 0; s < kSymbols; ++s)
        REQUIRE(shown[s] == held[s]);

    std::map<std::uint32_t, std::int64_t> reducing;
    std::map<std::pair<std::uint32_t, OrderOrigin>, int> stops;
    for (const VenueOrder& kept : venue.exchange.orders()) {
        const OrderUpdate& order = kept.state;
        if (isFinal(order.status))
            continue;
        const std::int64_t position = held[order.symbol.index];
        if (kept.isPositionOrder()) {
            ++stops[{order.symbol.index, kept.origin}];
            REQUIRE(position != 0);
            REQUIRE(order.quantity.lots == std::abs(position));
            REQUIRE((order.side == Side::Sell) == (position > 0));
        } else if (order.reduceOnly && order.status != OrderStatus::Untriggered) {
            reducing[order.symbol.index] += (order.quantity - order.filled).lots;
            REQUIRE((order.side == Side::Sell) == (position > 0));
        }
    }
    for (const auto& [symbol, sum] : reducing)
        REQUIRE(sum <= std::abs(held[symbol]));
    for (const auto& [symbol, count] : stops)
        REQUIRE(count == 1);
}

/// Faults of market and account alone, one every four minutes or so.
FaultScript badDay(std::uint64_t seed, int minutes)
{
    const std::vector<std::string> symbols {"AAAUSDT", "BBBUSDT", "CCCUSDT"};
    FaultScript day;
    for (std::uint64_t part = 0; day.faults.size() < static_cast<std::size_t>(minutes / 4); ++part)
        for (const Fault& fault : randomFaults(Rng::mix(seed, part), Duration::minutes(minutes), symbols).faults)
            if (classOf(fault.kind) == FaultClass::Market || classOf(fault.kind) == FaultClass::Account)
                day.faults.push_back(fault);
    std::ranges::stable_sort(day.faults, {}, &Fault::at);
    return day;
}

struct Result {
    std::vector<std::string> log;
    std::vector<OrderUpdate> orders;
    std::vector<Execution> executions;
    std::vector<PositionUpdate> positions;
    std::vector<WalletUpdate> wallets;
    std::vector<VenuePositionRecord> records;
    int amends = 0;      ///< that were taken
    int takeProfits = 0; ///< that were filled
    std::array<std::uint64_t, kFaultKindCount> injected {};
    friend bool operator==(const Result&, const Result&) = default;
};

Result play(std::uint64_t seed, std::uint64_t player, int minutes, bool check, FaultScript faults = {})
{
    VenueSettings settings;
    settings.faults = std::move(faults);
    settings.seed = seed;
    settings.startingBalance = Decimal::fromUnits(20'000);
    Venue venue(market(seed, minutes), settings, kStart + Duration::minutes(minutes));
    Player random(venue, player);
    const Timestamp end = kStart + Duration::minutes(minutes);
    int acts = 0;
    while (venue.exchange.now() < end) {
        venue.runTo(venue.exchange.now() + Duration::milliseconds(random.rng.integer(1, 6'000)));
        random.act();
        if (check && ++acts % 40 == 0)
            checkState(venue);
    }
    REQUIRE(venue.seen.identityHeld);

    // Every execution belongs to its order, within its limit, and the sums agree.
    std::map<std::string, Quantity> filled;
    std::map<std::string, OrderUpdate> byVenueId;
    for (const OrderUpdate& order : venue.exchange.allOrders())
        byVenueId[order.venueId] = order;
    for (const Execution& execution : venue.exchange.allExecutions()) {
        if (execution.kind == ExecutionKind::Funding || execution.kind == ExecutionKind::Settlement)
            continue;
        REQUIRE(byVenueId.contains(execution.venueId));
        const OrderUpdate& order = byVenueId[execution.venueId];
        REQUIRE(order.clientId == execution.clientId);
        REQUIRE(order.side == execution.side);
        // Of an amended one only the last price is known here.
        if (!random.amended.contains(order.clientId)) {
            if (order.price)
                REQUIRE((execution.price - *order.price) * signOf(order.side) <= 0);
            if (execution.liquidity == Liquidity::Maker && execution.kind == ExecutionKind::Trade)
                REQUIRE(execution.price == order.price);
        }
        filled[execution.venueId] += execution.quantity;
    }
    for (const OrderUpdate& order : venue.exchange.allOrders()) {
        REQUIRE(filled[order.venueId] == order.filled);
        REQUIRE(order.filled <= order.quantity);
        REQUIRE((order.status == OrderStatus::Filled) == (order.filled == order.quantity));
        REQUIRE(order.averagePrice.has_value() == !order.filled.isZero());
        if (order.timeInForce == TimeInForce::FillOrKill && order.type == OrderType::Limit)
            REQUIRE((order.filled.isZero() || order.filled == order.quantity));
        if (!order.clientId.empty())
            REQUIRE(order.quantity <= random.asked[order.clientId].quantity);
    }
    Decimal realised;
    Decimal fees;
    Decimal funding;
    for (const VenuePositionRecord& record : venue.exchange.positionRecords()) {
        realised += record.realisedPnl;
        fees += record.fees;
        funding += record.funding;
        REQUIRE(record.unprotectedMs >= 0);
        REQUIRE(record.unprotectedMs <= (record.closed.value_or(end) - record.opened).ms + 6'000);
    }
    const VenueTotals totals = venue.exchange.totals();
    Decimal balance = totals.start;
    Decimal net;
    const auto& lines = venue.exchange.ledger();
    Decimal transfers;
    std::size_t told = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        REQUIRE(lines[i].number == i + 1);
        if (lines[i].kind == LedgerKind::Transfer) {
            transfers += lines[i].transfer;
            REQUIRE(lines[i].change == lines[i].transfer);
        } else {
            const Execution& execution = venue.exchange.executions().at(told);
            REQUIRE(venue.exchange.ledgerLineOf(++told) == &lines[i]);
            REQUIRE(lines[i].kind == ledgerKindOf(execution.kind));
            REQUIRE(lines[i].venueTradeId == execution.venueTradeId);
            REQUIRE(lines[i].time == execution.time);
            REQUIRE(lines[i].change == lines[i].realised - lines[i].fee - lines[i].funding);
        }
        balance += lines[i].change;
        REQUIRE(lines[i].balance == balance);
    }
    REQUIRE(told == venue.exchange.executions().size());
    REQUIRE(transfers == totals.transfers);
    REQUIRE(balance == totals.wallet);
    for (std::uint32_t s = 0; s < kSymbols; ++s)
        net += venue.exchange.position(SymbolId{s}).realised;
    REQUIRE(net == totals.realised - totals.fees - totals.funding);
    REQUIRE(realised == totals.realised);
    REQUIRE(fees == totals.fees);
    REQUIRE(funding == totals.funding);
    int amends = 0;
    for (const VenueAnswer& answer : venue.seen.answers)
        amends += answer.kind == VenueRequestKind::Amend && answer.accepted ? 1 : 0;
    int takeProfits = 0;
    for (const VenueOrder& order : venue.exchange.orders())
        takeProfits += order.origin == OrderOrigin::TakeProfit && !order.state.filled.isZero() ? 1 : 0;
    return {venue.seen.log,     venue.exchange.allOrders(), venue.exchange.allExecutions(),    venue.seen.positions,
            venue.seen.wallets, venue.exchange.positionRecords(), amends, takeProfits,
            venue.exchange.faults().injected()};
}

} // namespace

TEST_CASE("money, positions and orders agree after every event of random runs")
{
    std::size_t executions = 0;
    int amends = 0;
    int takeProfits = 0;
    std::map<OrderEndReason, int> reasons;
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        const Result result = play(seed, seed + 100, 240, true);
        executions += result.executions.size();
        for (const OrderUpdate& order : result.orders)
            ++reasons[order.reason];
        amends += result.amends;
        takeProfits += result.takeProfits;
        CHECK(result.orders.size() > 1'500);
    }
    CHECK(executions > 6'000);
    CHECK(amends > 100);
    CHECK(takeProfits > 20);
    // The runs have been everywhere.
    for (const OrderEndReason reason :
         {OrderEndReason::None, OrderEndReason::ByUser, OrderEndReason::PostOnlyWouldTake, OrderEndReason::NoLiquidity,
          OrderEndReason::ReduceOnly, OrderEndReason::StopClearedAtFlat, OrderEndReason::StopReplaced})
        CHECK(reasons[reason] > 0);
}

TEST_CASE("they agree too while everything happens that can happen to a market and an account")
{
    std::array<std::uint64_t, kFaultKindCount> injected {};
    for (std::uint64_t seed = 21; seed <= 26; ++seed) {
        const Result result = play(seed, seed + 100, 240, true, badDay(seed, 240));
        for (std::size_t kind = 0; kind < kFaultKindCount; ++kind)
            injected[kind] += result.injected[kind];
    }
    for (std::size_t i = 0; i < kFaultKindCount; ++i) {
        const auto kind = static_cast<FaultKind>(i);
        if (classOf(kind) == FaultClass::Market || classOf(kind) == FaultClass::Account) {
            INFO(toText(kind));
            CHECK(injected[i] >= 5);
        }
    }
    const Result again = play(21, 121, 60, false, badDay(21, 60));
    CHECK(again == play(21, 121, 60, false, badDay(21, 60)));
}

TEST_CASE("equal settings, source and requests give equal events; another seed does not")
{
    const Result first = play(11, 5, 90, false);
    CHECK(first == play(11, 5, 90, false));
    CHECK(first.log.size() > 1'000);
    CHECK_FALSE(first == play(12, 5, 90, false));
}

TEST_CASE("how far one steps at a time changes nothing")
{
    const auto run = [](Duration stride) {
        VenueSettings settings;
        Venue venue(market(3, 30), settings, kStart + Duration::minutes(30));
        venue.exchange.place(1, withStop(test::market("a", Side::Buy, 500), 9'700));
        venue.exchange.place(2, limit("b", Side::Sell, 900, 10'030));
        venue.exchange.place(3, stopMarket("c", Side::Sell, 200, 9'950));
        while (venue.exchange.now() < kStart + Duration::minutes(30))
            venue.run(stride);
        return venue.seen.log;
    };
    const auto whole = run(Duration::minutes(30));
    CHECK(whole == run(Duration::milliseconds(7)));
    CHECK(whole == run(Duration::milliseconds(1'001)));
}

TEST_CASE("with attached stops alone no position is unprotected for longer than their delay a fill")
{
    VenueSettings settings;
    settings.seed = 4;
    Venue venue(market(4, 200), settings, kStart + Duration::minutes(200));
    Rng rng(9);
    int number = 0;
    for (int round = 0; round < 60; ++round) {
        for (std::uint32_t s = 0; s < kSymbols; ++s) {
            const Side side = round % 2 == 0 ? Side::Buy : Side::Sell;
            const auto last = *venue.exchange.ticker(SymbolId{s}).last;
            for (int slice = 0; slice < 3; ++slice) {
                OrderRequest entry = withStop(test::market("e" + std::to_string(++number), side, 200),
                                              last.ticks - signOf(side) * 400);
                entry.symbol = SymbolId{s};
                venue.exchange.place(++venue.requests, entry);
                venue.run(Duration::milliseconds(rng.integer(1, 400)));
            }
        }
        venue.run(Duration::minutes(1));
        for (std::uint32_t s = 0; s < kSymbols; ++s) {
            OrderRequest exit = reduceOnly(test::market("x" + std::to_string(++number),
                                                        round % 2 == 0 ? Side::Sell : Side::Buy, 600));
            exit.symbol = SymbolId{s};
            venue.exchange.place(++venue.requests, exit);
        }
        venue.run(Duration::minutes(1));
    }
    const auto records = venue.exchange.positionRecords();
    CHECK(records.size() >= 60);
    for (const VenuePositionRecord& record : records)
        CHECK(record.unprotectedMs <= 20);
}
