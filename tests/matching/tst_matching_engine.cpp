// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Rng.h"
#include "matching/MatchingEngine.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <vector>

using namespace breakline;

namespace {

struct Trade {
    std::uint64_t maker;
    std::int64_t price;
    std::int64_t quantity;
    bool completed;
    friend bool operator==(const Trade&, const Trade&) = default;
};

auto into(std::vector<Trade>& trades)
{
    return [&trades](const MatchingEngine::Fill& fill) {
        trades.push_back({fill.order, fill.price.ticks, fill.quantity.lots, fill.completed});
    };
}

/// The same rules, written the slowest way: one list in order of arrival.
class PlainBook {
public:
    struct Order {
        std::uint64_t id;
        Side side;
        std::int64_t price;
        std::int64_t quantity;
    };
    std::vector<Trade> take(Side taker, std::int64_t limit, std::int64_t& quantity)
    {
        std::vector<Trade> trades;
        while (quantity > 0) {
            auto best = orders.end();
            for (auto it = orders.begin(); it != orders.end(); ++it) {
                if (it->side == taker || (taker == Side::Buy ? it->price > limit : it->price < limit))
                    continue;
                if (best == orders.end()
                    || (taker == Side::Buy ? it->price < best->price : it->price > best->price))
                    best = it;
            }
            if (best == orders.end())
                break;
            const std::int64_t traded = std::min(quantity, best->quantity);
            best->quantity -= traded;
            quantity -= traded;
            trades.push_back({best->id, best->price, traded, best->quantity == 0});
            if (best->quantity == 0)
                orders.erase(best);
        }
        return trades;
    }
    std::vector<Order> orders;
};

} // namespace

TEST_CASE("orders match by price, then by time, at the resting price")
{
    MatchingEngine engine;
    engine.rest(Side::Sell, Price{101}, Quantity{5}, 1, 7);
    engine.rest(Side::Sell, Price{100}, Quantity{3}, 2, 8);
    engine.rest(Side::Sell, Price{100}, Quantity{4}, 3, 9);
    std::vector<Trade> trades;
    CHECK(engine.take(Side::Buy, Price{101}, Quantity{9}, into(trades)) == Quantity{9});
    CHECK(trades == std::vector<Trade>{{2, 100, 3, true}, {3, 100, 4, true}, {1, 101, 2, false}});
    CHECK(engine.best(Side::Sell) == Price{101});
    CHECK(engine.quantityAt(Side::Sell, Price{101}) == Quantity{3});
    CHECK_FALSE(engine.best(Side::Buy));
}

TEST_CASE("long and short mirror each other")
{
    MatchingEngine engine;
    engine.rest(Side::Buy, Price{99}, Quantity{5}, 1, 0);
    engine.rest(Side::Buy, Price{100}, Quantity{3}, 2, 0);
    std::vector<Trade> trades;
    CHECK(engine.take(Side::Sell, Price{99}, Quantity{6}, into(trades)) == Quantity{6});
    CHECK(trades == std::vector<Trade>{{2, 100, 3, true}, {1, 99, 3, false}});
    CHECK(engine.best(Side::Buy) == Price{99});
}

TEST_CASE("each time in force ends as it says")
{
    MatchingEngine engine;
    std::vector<Trade> trades;
    engine.rest(Side::Sell, Price{100}, Quantity{3}, 1, 0);

    auto outcome = engine.submit(Side::Buy, Price{100}, Quantity{4}, TimeInForce::FillOrKill, 2, 0, into(trades));
    CHECK(outcome.reason == OrderEndReason::NoLiquidity);
    CHECK(outcome.filled.isZero());
    outcome = engine.submit(Side::Buy, Price{100}, Quantity{4}, TimeInForce::PostOnly, 3, 0, into(trades));
    CHECK(outcome.reason == OrderEndReason::PostOnlyWouldTake);
    CHECK(trades.empty());
    outcome = engine.submit(Side::Buy, Price{99}, Quantity{4}, TimeInForce::PostOnly, 4, 0, into(trades));
    CHECK(outcome.reason == OrderEndReason::None);
    CHECK(outcome.rested == Quantity{4});
    outcome = engine.submit(Side::Buy, Price{100}, Quantity{1}, TimeInForce::FillOrKill, 5, 0, into(trades));
    CHECK(outcome.filled == Quantity{1});
    outcome = engine.submit(Side::Buy, Price{100}, Quantity{4}, TimeInForce::ImmediateOrCancel, 6, 0, into(trades));
    CHECK(outcome.filled == Quantity{2});
    CHECK(outcome.rested.isZero());
    CHECK(outcome.reason == OrderEndReason::NoLiquidity);
    outcome = engine.submit(Side::Sell, Price{99}, Quantity{6}, TimeInForce::GoodTillCancel, 7, 0, into(trades));
    CHECK(outcome.filled == Quantity{4});
    CHECK(outcome.rested == Quantity{2});
    CHECK(engine.best(Side::Sell) == Price{99});
    CHECK(engine.remaining(outcome.handle) == Quantity{2});
    CHECK(trades == std::vector<Trade>{{1, 100, 1, false}, {1, 100, 2, true}, {4, 99, 4, true}});
}

TEST_CASE("a reduced order keeps its place and a stale handle does nothing")
{
    MatchingEngine engine;
    const auto first = engine.rest(Side::Buy, Price{50}, Quantity{10}, 1, 0);
    const auto second = engine.rest(Side::Buy, Price{50}, Quantity{10}, 2, 0);
    CHECK(engine.reduce(first, Quantity{6}));
    CHECK(engine.quantityAt(Side::Buy, Price{50}) == Quantity{14});
    std::vector<Trade> trades;
    engine.take(Side::Sell, Price{50}, Quantity{5}, into(trades));
    CHECK(trades == std::vector<Trade>{{1, 50, 4, true}, {2, 50, 1, false}});
    const auto third = engine.rest(Side::Buy, Price{51}, Quantity{1}, 3, 0);
    CHECK_FALSE(engine.cancel(first));
    CHECK_FALSE(engine.reduce(first, Quantity{1}));
    CHECK(engine.remaining(third) == Quantity{1});
    CHECK(engine.cancel(third));
    CHECK(engine.reduce(second, Quantity{99}));
    CHECK(engine.size() == 0);
    CHECK_FALSE(engine.best(Side::Buy));
    CHECK_FALSE(engine.cancel(MatchingEngine::Handle{}));
}

TEST_CASE("a level or the book can be cleared")
{
    MatchingEngine engine;
    engine.rest(Side::Buy, Price{50}, Quantity{1}, 1, 0);
    engine.rest(Side::Buy, Price{50}, Quantity{1}, 2, 0);
    engine.rest(Side::Buy, Price{49}, Quantity{1}, 3, 0);
    engine.rest(Side::Sell, Price{60}, Quantity{1}, 4, 0);
    engine.clearLevel(Side::Buy, Price{50});
    engine.clearLevel(Side::Sell, Price{61});
    CHECK(engine.best(Side::Buy) == Price{49});
    CHECK(engine.size() == 2);
    engine.clear();
    CHECK(engine.size() == 0);
    CHECK_FALSE(engine.best(Side::Sell));
}

TEST_CASE("random traffic matches as the plain book does")
{
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        Rng rng(seed);
        MatchingEngine engine;
        PlainBook plain;
        std::vector<std::pair<std::uint64_t, MatchingEngine::Handle>> handles;
        for (std::uint64_t id = 1; id <= 4'000; ++id) {
            const double kind = rng.uniform();
            if (kind < 0.3 && !handles.empty()) {
                const auto at = static_cast<std::size_t>(
                    rng.integer(0, static_cast<std::int64_t>(handles.size()) - 1));
                const auto found = std::find_if(plain.orders.begin(), plain.orders.end(),
                                                [&](const auto& o) { return o.id == handles[at].first; });
                REQUIRE(engine.remaining(handles[at].second)
                        == Quantity{found == plain.orders.end() ? 0 : found->quantity});
                if (kind < 0.1 && found != plain.orders.end() && found->quantity > 1) {
                    REQUIRE(engine.reduce(handles[at].second, Quantity{1}));
                    --found->quantity;
                } else {
                    REQUIRE(engine.cancel(handles[at].second) == (found != plain.orders.end()));
                    if (found != plain.orders.end())
                        plain.orders.erase(found);
                    handles.erase(handles.begin() + static_cast<std::ptrdiff_t>(at));
                }
                continue;
            }
            const Side side = rng.chance(0.5) ? Side::Buy : Side::Sell;
            const std::int64_t price = 1'000 + rng.integer(-40, 40);
            const std::int64_t quantity = rng.integer(1, 30);
            const auto timeInForce = static_cast<TimeInForce>(rng.integer(0, 3));
            std::int64_t left = quantity;
            std::vector<Trade> expected;
            PlainBook trial = plain;
            expected = trial.take(side, price, left);
            REQUIRE(engine.available(side, Price{price}, Quantity{quantity}) == Quantity{quantity - left});
            const bool refused = (timeInForce == TimeInForce::PostOnly && left < quantity)
                || (timeInForce == TimeInForce::FillOrKill && left > 0);
            std::vector<Trade> trades;
            const auto outcome
                = engine.submit(side, Price{price}, Quantity{quantity}, timeInForce, id, 1, into(trades));
            if (refused) {
                REQUIRE(trades.empty());
                REQUIRE(outcome.reason != OrderEndReason::None);
                continue;
            }
            REQUIRE(trades == expected);
            plain = trial;
            REQUIRE(outcome.filled == Quantity{quantity - left});
            if (left > 0 && timeInForce != TimeInForce::ImmediateOrCancel) {
                plain.orders.push_back({id, side, price, left});
                handles.emplace_back(id, outcome.handle);
            }
            REQUIRE(engine.size() == plain.orders.size());
            const auto bid = engine.best(Side::Buy);
            const auto ask = engine.best(Side::Sell);
            REQUIRE((!bid || !ask || *bid < *ask));
        }
    }
}
