// SPDX-License-Identifier: GPL-3.0-or-later
// Random entries against a venue that loses, delays, doubles and reorders what
// it says. It judges by the venue's own books.
#include "core/Rng.h"
#include "execution/EntryTransaction.h"
#include "TestInstrument.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <vector>

using namespace breakline;

namespace {

std::string clientId(int slice, int attempt)
{
    return std::string("c").append(std::to_string(slice)).append("-").append(std::to_string(attempt));
}

class FaultyVenue {
public:
    explicit FaultyVenue(std::uint64_t seed)
        : m_rng(seed), m_transaction(makePlan(), makeParameters(), test::instrument(), clientId)
    {
        m_stopWorks = m_rng.chance(0.9);
    }

    void run()
    {
        handle(m_transaction.start(quote(), m_now));
        if (m_rng.chance(0.4))
            after(m_rng.integer(0, 15'000),
                  [this] { handle(m_transaction.end(EntryEnd::GateClosed, m_now)); });
        for (int steps = 0; steps < 20'000 && !m_events.empty(); ++steps) {
            const auto next = m_events.begin();
            m_now = Timestamp{next->first};
            const auto event = std::move(next->second);
            m_events.erase(next);
            m_transaction.setQuote(quote());
            event();
        }
        REQUIRE(m_events.empty());
        REQUIRE(m_ends == 1);
        REQUIRE_FALSE(m_transaction.hasLiveChild());
        // The venue's books and ours agree.
        Quantity filled;
        Decimal value;
        for (const auto& [id, order] : m_orders) {
            REQUIRE(order.isFinal);
            filled += order.filled;
            value += order.value;
        }
        REQUIRE(filled <= m_transaction.requested());
        REQUIRE(m_reported == filled);
        if (!filled.isZero())
            REQUIRE(m_average == value.dividedBy(Decimal::fromUnits(filled.lots), 18, Rounding::HalfEven));
    }

    int placed() const { return static_cast<int>(m_orders.size()); }
    bool completed() const { return !m_reported.isZero(); }

private:
    struct VenueOrder {
        OrderRequest request;
        Quantity filled;
        Decimal value; // price times lots
        OrderStatus status = OrderStatus::Acknowledged;
        bool isFinal = false;
    };

    EntryPlan makePlan()
    {
        EntryPlan plan;
        const auto count = m_rng.integer(1, 5);
        for (std::int64_t i = 0; i < count; ++i)
            plan.slices.push_back(Quantity{m_rng.integer(1, 50)});
        plan.side = m_rng.chance(0.5) ? Side::Buy : Side::Sell;
        plan.stop = AttachedStop{plan.side == Side::Buy ? Price{9'900} : Price{10'100}};
        plan.decisionPrice = Price{10'000};
        plan.crossesAtOnce = m_rng.chance(0.5);
        plan.jitterSeed = m_rng.next();
        m_side = plan.side;
        return plan;
    }

    ExecutionParameters makeParameters()
    {
        ExecutionParameters parameters;
        parameters.postOnly = m_rng.chance(0.1);
        parameters.fillOrKill = m_rng.chance(0.1);
        return parameters;
    }

    Quote quote()
    {
        const Price bid{9'998 + m_rng.integer(0, 2)};
        return Quote{bid, bid + m_rng.integer(1, 4), std::nullopt};
    }

    void after(std::int64_t ms, std::function<void()> event)
    {
        m_events.emplace(m_now.ms + ms, std::move(event));
    }
    std::int64_t latency() { return m_rng.integer(1, 60); }

    void handle(const EntryActions& actions)
    {
        for (const EntryAction& action : actions)
            std::visit([this](const auto& what) { act(what); }, action);
    }

    void act(const PlaceChild& child)
    {
        REQUIRE(m_ends == 0);
        REQUIRE(m_shownCover >= m_transaction.filled());
        REQUIRE(child.order.stop.has_value());
        for (const auto& [id, order] : m_orders)
            REQUIRE(order.isFinal); // one alive at a time
        REQUIRE(m_ids.insert({child.order.clientId, true}).second);
        const OrderRequest order = child.order;
        after(m_rng.integer(0, 20), [this, order] {
            if (!m_transaction.mayStillSend(order.clientId))
                return;
            handle(m_transaction.onSent(order.clientId, m_now));
            send(order);
        });
    }

    void send(const OrderRequest& order)
    {
        const double fate = m_rng.uniform();
        const std::string id = order.clientId;
        const auto answer = [this, id](RequestOutcome outcome, OrderEndReason reason) {
            after(latency(), [this, id, outcome, reason] {
                handle(m_transaction.onPlaceAnswer(id, outcome, reason, m_now));
            });
        };
        if (fate < 0.05) {
            answer(RequestOutcome::Refused, OrderEndReason::InsufficientMargin);
        } else if (fate < 0.10) {
            answer(RequestOutcome::Unknown, OrderEndReason::None); // and lost
        } else {
            // Late arrivals stay inside the receive window.
            after(fate < 0.15 ? m_rng.integer(100, 4'900) : latency(), [this, order] { arrive(order); });
            if (fate < 0.20)
                answer(RequestOutcome::Unknown, OrderEndReason::None);
            else if (fate > 0.25)
                answer(RequestOutcome::Taken, OrderEndReason::None);
        }
    }

    void arrive(const OrderRequest& request)
    {
        for (const auto& [id, order] : m_orders)
            REQUIRE(order.isFinal);
        VenueOrder& order = m_orders[request.clientId];
        order.request = request;
        push(order);
        if (request.timeInForce == TimeInForce::PostOnly) {
            if (m_rng.chance(0.1)) {
                endOrder(order, OrderStatus::Cancelled, OrderEndReason::PostOnlyWouldTake);
                return;
            }
            for (int i = 0; i < 3; ++i)
                after(m_rng.integer(1, 4'000), [this, id = request.clientId] { fillSome(m_orders.at(id)); });
            return;
        }
        const bool whole = m_rng.chance(0.5);
        if (request.timeInForce == TimeInForce::FillOrKill && !whole) {
            endOrder(order, OrderStatus::Cancelled, OrderEndReason::NoLiquidity);
            return;
        }
        for (int i = 0; i < 3; ++i)
            fillSome(order);
        if (whole)
            fill(order, order.request.quantity - order.filled);
        if (!order.isFinal)
            endOrder(order, OrderStatus::Cancelled, OrderEndReason::NoLiquidity);
    }

    void fillSome(VenueOrder& order)
    {
        const std::int64_t open = (order.request.quantity - order.filled).lots;
        if (!order.isFinal && open > 0)
            fill(order, Quantity{m_rng.integer(0, open)});
    }

    void fill(VenueOrder& order, Quantity quantity)
    {
        if (order.isFinal || quantity.isZero())
            return;
        Execution execution;
        execution.venueTradeId = std::to_string(++m_trades);
        execution.clientId = order.request.clientId;
        execution.side = m_side;
        execution.price = Price{10'000 + m_rng.integer(-5, 5)};
        execution.quantity = quantity;
        execution.time = m_now;
        order.filled += quantity;
        order.value += test::instrument().toDecimal(execution.price) * quantity.lots;
        m_position += quantity;
        say([this, execution] { handle(m_transaction.onExecution(execution, m_now)); });
        if (order.filled == order.request.quantity)
            endOrder(order, OrderStatus::Filled, OrderEndReason::None);
        else if (m_rng.chance(0.7))
            push(order);
        if (m_stopWorks)
            after(latency(), [this, covered = m_position] {
                m_shownCover = std::max(m_shownCover, covered);
                handle(m_transaction.onStopShown(m_side == Side::Buy ? Price{9'900} : Price{10'100}, m_shownCover,
                                                 m_now));
            });
    }

    void endOrder(VenueOrder& order, OrderStatus status, OrderEndReason reason)
    {
        order.isFinal = true;
        order.status = status;
        push(order, reason);
    }

    OrderUpdate word(const VenueOrder& order, OrderEndReason reason = OrderEndReason::None) const
    {
        OrderUpdate update;
        update.clientId = order.request.clientId;
        update.side = m_side;
        update.status = order.isFinal       ? order.status
            : order.filled.isZero() ? OrderStatus::Acknowledged
                                    : OrderStatus::PartiallyFilled;
        update.filled = order.filled;
        update.reason = reason;
        update.time = m_now;
        if (!order.filled.isZero())
            update.averagePrice = order.value.dividedBy(Decimal::fromUnits(order.filled.lots), 18, Rounding::HalfEven);
        return update;
    }

    void push(const VenueOrder& order, OrderEndReason reason = OrderEndReason::None)
    {
        // A lost push is found out by dead man and query.
        if (m_rng.chance(0.05))
            return;
        const OrderUpdate update = word(order, reason);
        say([this, update] { handle(m_transaction.onOrderUpdate(update, m_now)); });
    }

    // Late, out of order, now and then twice; executions are never lost, for
    // reconciliation brings them.
    void say(const std::function<void()>& what)
    {
        after(latency(), what);
        if (m_rng.chance(0.1))
            after(latency(), what);
    }

    void act(const CancelChild& cancel)
    {
        after(latency(), [this, id = cancel.clientId] {
            const auto order = m_orders.find(id);
            const bool alive = order != m_orders.end() && !order->second.isFinal;
            if (alive)
                endOrder(order->second, OrderStatus::Cancelled, OrderEndReason::ByUser);
            if (m_rng.chance(0.9))
                after(latency(), [this, id, alive] {
                    handle(m_transaction.onCancelAnswer(id, alive ? RequestOutcome::Taken : RequestOutcome::Refused,
                                                        m_now));
                });
        });
    }

    void act(const QueryChild& query)
    {
        if (m_rng.chance(0.1))
            return; // the question is lost
        after(latency(), [this, id = query.clientId] {
            std::optional<OrderUpdate> answer;
            if (const auto order = m_orders.find(id); order != m_orders.end())
                answer = word(order->second);
            after(latency(), [this, id, answer] { handle(m_transaction.onQueryAnswer(id, answer, m_now)); });
        });
    }

    void act(const AskForExecutions&) { } // they are late at most
    void act(const StartTimer& timer)
    {
        REQUIRE(timer.due >= m_now);
        after(timer.due.ms - m_now.ms, [this] { handle(m_transaction.onTimer(m_now)); });
    }
    void act(const EntryComplete& done)
    {
        ++m_ends;
        m_reported = done.filled;
        m_average = done.averagePrice;
    }
    void act(const EntryRejected&) { ++m_ends; }

    Rng m_rng;
    Side m_side = Side::Buy;
    EntryTransaction m_transaction;
    std::multimap<std::int64_t, std::function<void()>> m_events;
    std::map<std::string, VenueOrder> m_orders;
    std::map<std::string, bool> m_ids;
    Timestamp m_now{1'000'000};
    Quantity m_position, m_shownCover, m_reported;
    Decimal m_average;
    bool m_stopWorks = true;
    int m_trades = 0;
    int m_ends = 0;
};

} // namespace

TEST_CASE("under faults an entry ends once, with the venue's figures, never unprotected and never too large")
{
    int completed = 0;
    int children = 0;
    for (std::uint64_t seed = 1; seed <= 5'000; ++seed) {
        INFO("seed " << seed);
        FaultyVenue venue(seed);
        venue.run();
        completed += venue.completed() ? 1 : 0;
        children += venue.placed();
    }
    CHECK(completed > 2'500);
    CHECK(children > 7'500);
}
