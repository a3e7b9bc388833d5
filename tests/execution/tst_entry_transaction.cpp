// SPDX-License-Identifier: GPL-3.0-or-later
#include "execution/EntryTransaction.h"
#include "execution/ProtectiveRequest.h"
#include "TestInstrument.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace breakline;

namespace {

const Quote kQuote{Price{10'000}, Price{10'004}, std::nullopt};

std::string clientId(int slice, int attempt)
{
    return std::string("c").append(std::to_string(slice)).append("-").append(std::to_string(attempt));
}

template<class Action>
std::vector<Action> all(const EntryActions& actions)
{
    std::vector<Action> found;
    for (const EntryAction& action : actions)
        if (const auto* match = std::get_if<Action>(&action))
            found.push_back(*match);
    return found;
}

template<class Action>
bool has(const EntryActions& actions)
{
    return !all<Action>(actions).empty();
}

template<class Action>
Action only(const EntryActions& actions)
{
    const auto found = all<Action>(actions);
    REQUIRE(found.size() == 1);
    return found.front();
}

/// A long entry at 100.04 with a stop at 99.00, driven by hand.
struct Entry {
    EntryTransaction transaction;
    int trade = 0;

    explicit Entry(std::vector<Quantity> slices, bool crosses = true, ExecutionParameters parameters = {})
        : transaction(plan(std::move(slices), crosses), parameters, test::instrument(), clientId)
    {
    }

    static EntryPlan plan(std::vector<Quantity> slices, bool crosses)
    {
        EntryPlan result;
        result.side = Side::Buy;
        result.slices = std::move(slices);
        result.stop = AttachedStop{Price{9'900}};
        result.decisionPrice = Price{10'004};
        result.crossesAtOnce = crosses;
        result.traceId = "ABCUSDT:1";
        return result;
    }

    EntryActions start(std::int64_t ms = 0) { return transaction.start(kQuote, Timestamp{ms}); }
    /// Sent and taken.
    void send(const std::string& id, std::int64_t ms)
    {
        REQUIRE(transaction.mayStillSend(id));
        transaction.onSent(id, Timestamp{ms});
        transaction.onPlaceAnswer(id, RequestOutcome::Taken, OrderEndReason::None, Timestamp{ms});
    }
    EntryActions fill(const std::string& id, std::int64_t lots, std::int64_t ms, std::int64_t ticks = 10'004)
    {
        Execution execution;
        execution.venueTradeId = std::to_string(++trade);
        execution.clientId = id;
        execution.side = Side::Buy;
        execution.price = Price{ticks};
        execution.quantity = Quantity{lots};
        execution.fee = Decimal::literal("0.01");
        execution.time = Timestamp{ms};
        return transaction.onExecution(execution, Timestamp{ms});
    }
    static OrderUpdate word(const std::string& id, OrderStatus status, std::int64_t filled, std::int64_t ms,
                            OrderEndReason reason = OrderEndReason::None)
    {
        OrderUpdate update;
        update.clientId = id;
        update.side = Side::Buy;
        update.status = status;
        update.filled = Quantity{filled};
        update.reason = reason;
        update.time = Timestamp{ms};
        return update;
    }
    EntryActions update(const std::string& id, OrderStatus status, std::int64_t filled, std::int64_t ms,
                        OrderEndReason reason = OrderEndReason::None)
    {
        return transaction.onOrderUpdate(word(id, status, filled, ms, reason), Timestamp{ms});
    }
    EntryActions stop(std::int64_t lots, std::int64_t ms, std::int64_t ticks = 9'900)
    {
        return transaction.onStopShown(Price{ticks}, Quantity{lots}, Timestamp{ms});
    }
    EntryActions timer(std::int64_t ms) { return transaction.onTimer(Timestamp{ms}); }
};

std::vector<Quantity> slices(std::initializer_list<std::int64_t> lots)
{
    std::vector<Quantity> result;
    for (const std::int64_t n : lots)
        result.push_back(Quantity{n});
    return result;
}

} // namespace

TEST_CASE("one slice, filled whole")
{
    Entry entry(slices({10}));
    const auto placed = only<PlaceChild>(entry.start());
    CHECK(placed.order.clientId == "c0-0");
    CHECK(placed.order.quantity == Quantity{10});
    CHECK(placed.order.price == Price{10'014});
    CHECK(placed.order.timeInForce == TimeInForce::ImmediateOrCancel);
    CHECK(placed.order.stop->trigger == Price{9'900});
    CHECK(checkProtective(placed.order).has_value());
    entry.send("c0-0", 1);
    CHECK_FALSE(has<EntryComplete>(entry.fill("c0-0", 4, 5)));
    CHECK(entry.transaction.hasLiveChild());
    const auto done = only<EntryComplete>(entry.fill("c0-0", 6, 6, 10'009));
    CHECK(done.filled == Quantity{10});
    CHECK(done.averagePrice.toString() == "100.07");
    CHECK(done.fees.toString() == "0.02");
    CHECK(done.end == EntryEnd::AllSlices);
    CHECK(entry.transaction.isDone());
    // Repeats after the end do nothing.
    CHECK(entry.update("c0-0", OrderStatus::Filled, 10, 7).empty());
}

TEST_CASE("the next child waits for the interval and for the stop over what is filled")
{
    Entry entry(slices({10, 10}));
    entry.start();
    entry.send("c0-0", 1);
    const auto filled = entry.fill("c0-0", 10, 5);
    CHECK_FALSE(has<PlaceChild>(filled));
    const Timestamp due = only<StartTimer>(filled).due;
    CHECK(due >= Timestamp{2'700});
    CHECK(due <= Timestamp{3'300});

    SECTION("the stop comes first")
    {
        CHECK_FALSE(has<PlaceChild>(entry.stop(10, 20)));
        CHECK_FALSE(has<PlaceChild>(entry.timer(due.ms - 1)));
        const auto placed = only<PlaceChild>(entry.timer(due.ms));
        CHECK(placed.order.clientId == "c1-0");
        CHECK(placed.slice == 1);
    }
    SECTION("the interval comes first, and half a stop is none")
    {
        CHECK_FALSE(has<PlaceChild>(entry.timer(due.ms)));
        CHECK_FALSE(has<PlaceChild>(entry.stop(9, due.ms + 1)));
        CHECK_FALSE(has<PlaceChild>(entry.stop(10, due.ms + 2, 9'899))); // looser than ours
        CHECK(has<PlaceChild>(entry.stop(10, due.ms + 3)));
    }
    SECTION("a tighter stop is carried by the child that follows")
    {
        entry.stop(10, 20, 9'950);
        CHECK(only<PlaceChild>(entry.timer(due.ms)).order.stop->trigger == Price{9'950});
    }
    SECTION("a stop that was lost again holds the next child")
    {
        entry.stop(10, 20);
        entry.transaction.onStopLost();
        CHECK_FALSE(has<PlaceChild>(entry.timer(due.ms)));
    }
    SECTION("without a stop the budget ends the entry with what is filled")
    {
        CHECK_FALSE(has<EntryComplete>(entry.timer(due.ms)));
        const auto done = only<EntryComplete>(entry.timer(13'000));
        CHECK(done.filled == Quantity{10});
        CHECK(done.end == EntryEnd::BudgetSpent);
    }
}

TEST_CASE("a partial fill is accepted, nothing filled is a rejection")
{
    Entry entry(slices({10}));
    entry.start();
    entry.send("c0-0", 1);
    entry.fill("c0-0", 3, 5);
    const auto done
        = only<EntryComplete>(entry.update("c0-0", OrderStatus::Cancelled, 3, 6, OrderEndReason::NoLiquidity));
    CHECK(done.filled == Quantity{3});
    CHECK(done.averagePrice.toString() == "100.04");

    Entry nothing(slices({10}));
    nothing.start();
    nothing.send("c0-0", 1);
    const auto rejected
        = only<EntryRejected>(nothing.update("c0-0", OrderStatus::Cancelled, 0, 6, OrderEndReason::NoLiquidity));
    CHECK(rejected.end == EntryEnd::AllSlices);
    CHECK(rejected.childReason == OrderEndReason::NoLiquidity);
}

TEST_CASE("dead man: no acknowledgement, asked for before anything else")
{
    Entry entry(slices({10, 10}));
    entry.start();
    const auto sent = entry.transaction.onSent("c0-0", Timestamp{100});
    CHECK(only<StartTimer>(sent).due == Timestamp{10'100});
    CHECK_FALSE(has<QueryChild>(entry.timer(10'099)));
    const auto dead = entry.timer(10'100);
    CHECK(only<QueryChild>(dead).clientId == "c0-0");
    CHECK_FALSE(has<CancelChild>(dead));
    CHECK(entry.transaction.ending() == EntryEnd::Deadman);

    SECTION("the venue knows none: nothing was bought")
    {
        CHECK(only<EntryRejected>(entry.transaction.onQueryAnswer("c0-0", std::nullopt, Timestamp{10'150})).end
              == EntryEnd::Deadman);
    }
    SECTION("the venue shows it alive: cancelled, then done with what filled")
    {
        const auto found = entry.transaction.onQueryAnswer(
            "c0-0", Entry::word("c0-0", OrderStatus::Acknowledged, 0, 10'150), Timestamp{10'150});
        CHECK(only<CancelChild>(found).clientId == "c0-0");
        entry.fill("c0-0", 2, 10'160);
        CHECK(only<EntryComplete>(entry.update("c0-0", OrderStatus::Cancelled, 2, 10'170)).filled == Quantity{2});
    }
    SECTION("no answer: the question is repeated each second")
    {
        CHECK_FALSE(has<QueryChild>(entry.timer(11'099)));
        CHECK(has<QueryChild>(entry.timer(11'100)));
        CHECK(has<QueryChild>(entry.timer(12'100)));
    }
}

TEST_CASE("dead man: an IOC that is acknowledged and never ends")
{
    Entry entry(slices({10}));
    entry.start();
    entry.send("c0-0", 100);
    const auto dead = entry.timer(10'100);
    CHECK(has<QueryChild>(dead));
    CHECK(entry.transaction.ending() == EntryEnd::Deadman);
    // The query tells of the end that the stream did not.
    OrderUpdate filled = Entry::word("c0-0", OrderStatus::Filled, 10, 200);
    filled.averagePrice = Decimal::literal("100.05");
    const auto answered = entry.transaction.onQueryAnswer("c0-0", filled, Timestamp{10'150});
    // The executions that the stream has lost are asked for, each second.
    CHECK(has<AskForExecutions>(answered));
    CHECK_FALSE(has<EntryComplete>(answered));
    CHECK_FALSE(has<AskForExecutions>(entry.timer(11'149)));
    CHECK(has<AskForExecutions>(entry.timer(11'150)));
    SECTION("they come")
    {
        CHECK_FALSE(has<EntryComplete>(entry.fill("c0-0", 4, 11'200)));
        const auto done = only<EntryComplete>(entry.fill("c0-0", 6, 11'200, 10'006));
        CHECK(done.filled == Quantity{10});
        CHECK(done.averagePrice.toString() == "100.052");
    }
    SECTION("they do not, for two minutes")
    {
        CHECK_FALSE(has<EntryComplete>(entry.timer(130'149)));
        const auto done = only<EntryComplete>(entry.timer(130'150));
        CHECK(done.filled == Quantity{10});
        CHECK(done.averagePrice.toString() == "100.05");
    }
}

TEST_CASE("an unknown outcome is asked for; none counts only when the request can no longer arrive")
{
    Entry entry(slices({10}));
    entry.start();
    entry.transaction.onSent("c0-0", Timestamp{0});
    const auto unknown
        = entry.transaction.onPlaceAnswer("c0-0", RequestOutcome::Unknown, OrderEndReason::None, Timestamp{50});
    CHECK(only<QueryChild>(unknown).clientId == "c0-0");
    CHECK(entry.transaction.onQueryAnswer("c0-0", std::nullopt, Timestamp{90}).empty());
    CHECK_FALSE(entry.transaction.isDone());
    CHECK(has<QueryChild>(entry.timer(1'050)));
    const auto gone = entry.transaction.onQueryAnswer("c0-0", std::nullopt, Timestamp{5'000});
    const auto rejected = only<EntryRejected>(gone);
    CHECK(rejected.end == EntryEnd::ChildRefused);
    CHECK(rejected.childReason == OrderEndReason::NotFound);
    // Should it turn up after all, it is cancelled.
    CHECK(has<CancelChild>(entry.update("c0-0", OrderStatus::Acknowledged, 0, 6'000)));
}

TEST_CASE("a duplicate client id says that the order exists: it is asked for")
{
    Entry entry(slices({10}));
    entry.start();
    entry.transaction.onSent("c0-0", Timestamp{0});
    CHECK(has<QueryChild>(entry.transaction.onPlaceAnswer("c0-0", RequestOutcome::Refused,
                                                          OrderEndReason::DuplicateClientId, Timestamp{50})));
    CHECK_FALSE(entry.transaction.isDone());
}

TEST_CASE("a refusal ends the entry with what is filled")
{
    Entry entry(slices({10, 10}));
    entry.start();
    entry.send("c0-0", 1);
    entry.fill("c0-0", 10, 5);
    entry.stop(10, 20);
    const auto placed = only<PlaceChild>(entry.timer(3'300));
    entry.transaction.onSent(placed.order.clientId, Timestamp{3'301});
    const auto done = only<EntryComplete>(entry.transaction.onPlaceAnswer(
        placed.order.clientId, RequestOutcome::Refused, OrderEndReason::InsufficientMargin, Timestamp{3'310}));
    CHECK(done.end == EntryEnd::ChildRefused);
    CHECK(done.filled == Quantity{10});

    // Our own last check refuses before sending.
    Entry own(slices({10}));
    own.start();
    CHECK(only<EntryRejected>(own.transaction.onPlaceAnswer("c0-0", RequestOutcome::Refused, OrderEndReason::Other,
                                                            Timestamp{1}))
              .end
          == EntryEnd::ChildRefused);
}

TEST_CASE("the gate closes")
{
    SECTION("before the child was sent: it is withdrawn")
    {
        Entry entry(slices({10}));
        entry.start();
        CHECK(entry.transaction.mayStillSend("c0-0"));
        const auto rejected = only<EntryRejected>(entry.transaction.end(EntryEnd::GateClosed, Timestamp{1}));
        CHECK(rejected.end == EntryEnd::GateClosed);
        CHECK_FALSE(entry.transaction.mayStillSend("c0-0"));
    }
    SECTION("while it works: cancelled, a fill that races the cancel counts")
    {
        Entry entry(slices({10, 10}));
        entry.start();
        entry.send("c0-0", 1);
        CHECK(only<CancelChild>(entry.transaction.end(EntryEnd::Invalidated, Timestamp{2})).clientId == "c0-0");
        CHECK(entry.transaction.end(EntryEnd::GateClosed, Timestamp{3}).empty());
        const auto done = only<EntryComplete>(entry.fill("c0-0", 10, 4));
        CHECK(done.end == EntryEnd::Invalidated);
        CHECK(done.filled == Quantity{10});
        CHECK(entry.update("c0-0", OrderStatus::Filled, 10, 5).empty());
    }
    SECTION("the cancel is refused: the order is asked for")
    {
        Entry entry(slices({10}));
        entry.start();
        entry.send("c0-0", 1);
        entry.transaction.end(EntryEnd::GateClosed, Timestamp{2});
        CHECK(has<QueryChild>(entry.transaction.onCancelAnswer("c0-0", RequestOutcome::Refused, Timestamp{8})));
        // Alive still: cancelled again, but not within a second of the last.
        CHECK_FALSE(has<CancelChild>(entry.transaction.onQueryAnswer(
            "c0-0", Entry::word("c0-0", OrderStatus::Acknowledged, 0, 20), Timestamp{20})));
        CHECK(has<CancelChild>(entry.timer(1'002)));
        CHECK(has<EntryRejected>(entry.update("c0-0", OrderStatus::Cancelled, 0, 1'010)));
    }
    SECTION("between two slices: done at once")
    {
        Entry entry(slices({10, 10}));
        entry.start();
        entry.send("c0-0", 1);
        entry.fill("c0-0", 10, 5);
        CHECK(only<EntryComplete>(entry.transaction.end(EntryEnd::GateClosed, Timestamp{9})).filled == Quantity{10});
        CHECK(entry.stop(10, 20).empty());
        CHECK(entry.timer(5'000).empty());
    }
}

TEST_CASE("passive first, then across with what the venue confirmed as left")
{
    ExecutionParameters parameters;
    parameters.limitTimeout = Duration::seconds(2);
    Entry entry(slices({100}), false, parameters);
    const auto placed = only<PlaceChild>(entry.start());
    CHECK(placed.order.timeInForce == TimeInForce::PostOnly);
    CHECK(placed.order.price == Price{9'998});
    entry.send("c0-0", 100);
    entry.fill("c0-0", 40, 500, 9'998);
    CHECK_FALSE(has<CancelChild>(entry.timer(2'099)));
    CHECK(has<CancelChild>(entry.timer(2'100)));
    CHECK_FALSE(entry.transaction.ending().has_value());
    // Filled on while the cancel was on its way; the stop is not shown yet.
    entry.fill("c0-0", 10, 2'120, 9'998);
    CHECK_FALSE(has<PlaceChild>(entry.update("c0-0", OrderStatus::Cancelled, 50, 2'130)));
    const auto cross = only<PlaceChild>(entry.stop(50, 2'150));
    CHECK(cross.order.clientId == "c0-1");
    CHECK(cross.attempt == 1);
    CHECK(cross.order.quantity == Quantity{50});
    CHECK(cross.order.timeInForce == TimeInForce::ImmediateOrCancel);
    CHECK(cross.order.price == Price{10'014});
    entry.send("c0-1", 2'160);
    const auto done = only<EntryComplete>(entry.fill("c0-1", 50, 2'170, 10'004));
    CHECK(done.filled == Quantity{100});
    CHECK(done.averagePrice.toString() == "100.01");
}

TEST_CASE("a post-only that would take goes across, unless the style is post-only")
{
    Entry entry(slices({100}), false);
    entry.start();
    entry.send("c0-0", 1);
    const auto cross = only<PlaceChild>(
        entry.update("c0-0", OrderStatus::Cancelled, 0, 5, OrderEndReason::PostOnlyWouldTake));
    CHECK(cross.order.quantity == Quantity{100});

    ExecutionParameters parameters;
    parameters.postOnly = true;
    Entry style(slices({100}), true, parameters);
    CHECK(only<PlaceChild>(style.start()).order.timeInForce == TimeInForce::PostOnly);
    style.send("c0-0", 1);
    CHECK(has<EntryRejected>(
        style.update("c0-0", OrderStatus::Cancelled, 0, 5, OrderEndReason::PostOnlyWouldTake)));
}

TEST_CASE("the market is looked at again before each slice")
{
    Entry entry(slices({10, 10}));
    entry.start();
    entry.send("c0-0", 1);
    entry.fill("c0-0", 10, 5);
    entry.stop(10, 20);
    SECTION("spread too wide")
    {
        entry.transaction.setQuote(Quote{Price{9'980}, Price{10'004}, std::nullopt});
        const auto done = only<EntryComplete>(entry.timer(3'300));
        CHECK(done.end == EntryEnd::SpreadTooWide);
    }
    SECTION("beyond the cap of the decision")
    {
        entry.transaction.setQuote(Quote{Price{10'012}, Price{10'015}, std::nullopt});
        CHECK(only<EntryComplete>(entry.timer(3'300)).end == EntryEnd::BeyondPriceCap);
    }
    SECTION("depth gone: the child is smaller, the cap does not move")
    {
        // A quarter of 2,000 USD is 500 USD: 4.99 at 100.10, 49 lots; ten are wanted.
        entry.transaction.setQuote(Quote{Price{10'008}, Price{10'010}, 2'000.0});
        const auto placed = only<PlaceChild>(entry.timer(3'300));
        CHECK(placed.order.quantity == Quantity{10});
        CHECK(placed.order.price == Price{10'014});
    }
    SECTION("less depth than a slice")
    {
        entry.transaction.setQuote(Quote{Price{10'008}, Price{10'010}, 200.0}); // 50 USD: 4 lots
        CHECK(only<PlaceChild>(entry.timer(3'300)).order.quantity == Quantity{4});
    }
    SECTION("no depth")
    {
        entry.transaction.setQuote(Quote{Price{10'008}, Price{10'010}, 1.0});
        CHECK(only<EntryComplete>(entry.timer(3'300)).end == EntryEnd::DepthTooThin);
    }
}

TEST_CASE("a wide spread at the start rejects, value against threshold")
{
    Entry entry(slices({10}));
    const auto rejected = only<EntryRejected>(
        entry.transaction.start(Quote{Price{9'980}, Price{10'004}, std::nullopt}, Timestamp{0}));
    CHECK(rejected.end == EntryEnd::SpreadTooWide);
    CHECK(*rejected.value == Approx(24.0192).epsilon(1e-4));
    CHECK(rejected.threshold == 12.0);
}

TEST_CASE("stop or first target reached by mark or last")
{
    const Price stop{9'900};
    const Price target{10'100};
    CHECK_FALSE(entryPriceTouched(Side::Buy, stop, target, Price{9'901}, Price{10'099}));
    CHECK(entryPriceTouched(Side::Buy, stop, target, Price{9'900}, std::nullopt));
    CHECK(entryPriceTouched(Side::Buy, stop, target, std::nullopt, Price{10'100}));
    CHECK_FALSE(entryPriceTouched(Side::Buy, stop, std::nullopt, std::nullopt, Price{10'100}));
    CHECK(entryPriceTouched(Side::Sell, target, stop, Price{10'100}, std::nullopt));
    CHECK(entryPriceTouched(Side::Sell, target, stop, std::nullopt, Price{9'900}));
    CHECK_FALSE(entryPriceTouched(Side::Sell, target, stop, Price{9'901}, Price{10'099}));
}
