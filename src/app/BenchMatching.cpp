// SPDX-License-Identifier: GPL-3.0-or-later
// The matching engine beside an order book of std::map and std::list.
#include "app/BenchResult.h"
#include "app/BenchTimer.h"
#include "core/Rng.h"
#include "matching/MatchingEngine.h"

#include <functional>
#include <list>
#include <map>
#include <vector>

namespace breakline {

namespace {

constexpr std::size_t kOperations = 500'000;
constexpr int kRuns = 7;

struct Operation {
    bool isCancel = false;
    Side side = Side::Buy;
    TimeInForce timeInForce = TimeInForce::GoodTillCancel;
    std::int64_t price = 0;
    std::int64_t quantity = 0;
    std::size_t target = 0; ///< of a cancel: which operation placed the order
};

/// 60 % limit orders around a wandering mid, 30 % cancels of recent orders,
/// 10 % immediate-or-cancel orders that cross.
std::vector<Operation> operations()
{
    Rng rng(1, "bench matching");
    std::vector<Operation> all;
    all.reserve(kOperations);
    std::int64_t mid = 100'000;
    for (std::size_t i = 0; i < kOperations; ++i) {
        mid += rng.integer(-1, 1);
        Operation operation;
        const double kind = rng.uniform();
        operation.side = rng.chance(0.5) ? Side::Buy : Side::Sell;
        operation.quantity = rng.integer(1, 100);
        const std::int64_t away = signOf(operation.side);
        if (kind < 0.6) {
            operation.price = mid - away * rng.integer(-2, 40);
        } else if (kind < 0.9 && i > 0) {
            operation.isCancel = true;
            operation.target = i - 1
                - static_cast<std::size_t>(rng.integer(
                    0, std::min<std::int64_t>(static_cast<std::int64_t>(i) - 1, 400)));
        } else {
            operation.timeInForce = TimeInForce::ImmediateOrCancel;
            operation.price = mid + away * 20;
        }
        all.push_back(operation);
    }
    return all;
}

/// A match as both books tell it.
struct Match {
    std::uint64_t order = 0;
    std::int64_t price = 0;
    std::int64_t quantity = 0;

    friend bool operator==(const Match&, const Match&) = default;
};

/// The plain way: a sorted map of prices a side, a list of orders a price.
class PlainBook {
public:
    explicit PlainBook(std::size_t expected)
        : m_places(expected)
    {
    }

    template<class OnMatch>
    void submit(const Operation& operation, std::size_t order, OnMatch&& onMatch)
    {
        if (operation.side == Side::Buy)
            submitTo(m_asks, m_bids, operation, order, onMatch);
        else
            submitTo(m_bids, m_asks, operation, order, onMatch);
    }

    void cancel(std::size_t order)
    {
        Place& place = m_places[order];
        if (!place.rests)
            return;
        if (place.side == Side::Buy)
            removeFrom(m_bids, place);
        else
            removeFrom(m_asks, place);
    }

    std::size_t size() const { return m_size; }

private:
    struct Order {
        std::size_t id = 0;
        std::int64_t quantity = 0;
    };
    using Queue = std::list<Order>;
    struct Place {
        bool rests = false;
        Side side = Side::Buy;
        std::int64_t price = 0;
        Queue::iterator at;
    };

    template<class Opposing, class Own, class OnMatch>
    void submitTo(Opposing& opposing, Own& own, const Operation& operation, std::size_t order,
                  OnMatch& onMatch)
    {
        std::int64_t left = operation.quantity;
        while (left > 0 && !opposing.empty()) {
            const auto best = opposing.begin();
            if (opposing.key_comp()(operation.price, best->first))
                break;
            Order& resting = best->second.front();
            const std::int64_t traded = std::min(left, resting.quantity);
            onMatch(Match {resting.id, best->first, traded});
            left -= traded;
            resting.quantity -= traded;
            if (resting.quantity == 0) {
                m_places[resting.id].rests = false;
                --m_size;
                best->second.pop_front();
                if (best->second.empty())
                    opposing.erase(best);
            }
        }
        if (left == 0 || operation.timeInForce == TimeInForce::ImmediateOrCancel)
            return;
        Queue& queue = own[operation.price];
        queue.push_back({order, left});
        m_places[order] = {true, operation.side, operation.price, std::prev(queue.end())};
        ++m_size;
    }

    template<class Own>
    void removeFrom(Own& own, Place& place)
    {
        const auto level = own.find(place.price);
        level->second.erase(place.at);
        if (level->second.empty())
            own.erase(level);
        place.rests = false;
        --m_size;
    }

    std::map<std::int64_t, Queue, std::greater<>> m_bids;
    std::map<std::int64_t, Queue> m_asks;
    std::vector<Place> m_places; ///< by order
    std::size_t m_size = 0;
};

template<class OnMatch>
std::size_t playEngine(const std::vector<Operation>& all, OnMatch&& onMatch)
{
    MatchingEngine engine;
    std::vector<MatchingEngine::Handle> handles(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Operation& operation = all[i];
        if (operation.isCancel) {
            engine.cancel(handles[operation.target]);
            continue;
        }
        handles[i] = engine
                         .submit(operation.side, Price {operation.price}, Quantity {operation.quantity},
                                 operation.timeInForce, i, 0,
                                 [&onMatch](const MatchingEngine::Fill& fill) {
                                     onMatch(Match {fill.order, fill.price.ticks, fill.quantity.lots});
                                 })
                         .handle;
    }
    return engine.size();
}

template<class OnMatch>
std::size_t playPlain(const std::vector<Operation>& all, OnMatch&& onMatch)
{
    PlainBook book(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].isCancel)
            book.cancel(all[i].target);
        else
            book.submit(all[i], i, onMatch);
    }
    return book.size();
}

} // namespace

Expected<BenchResult> benchMatchingEngine()
{
    const std::vector<Operation> all = operations();
    std::vector<Match> engineMatches, plainMatches;
    const std::size_t engineRests =
        playEngine(all, [&](const Match& match) { engineMatches.push_back(match); });
    const std::size_t plainRests = playPlain(all, [&](const Match& match) { plainMatches.push_back(match); });
    if (engineMatches != plainMatches || engineRests != plainRests)
        return fail(ErrorCode::Corrupt, "the engine and the plain book match differently");

    std::vector<double> engine, plain;
    std::int64_t lots = 0;
    const auto count = [&lots](const Match& match) { lots += match.quantity; };
    for (int run = 0; run < kRuns; ++run) {
        engine.push_back(kOperations / secondsOf([&] { playEngine(all, count); }));
        plain.push_back(kOperations / secondsOf([&] { playPlain(all, count); }));
    }
    std::int64_t expected = 0;
    for (const Match& match : engineMatches)
        expected += match.quantity;
    if (lots != 2 * kRuns * expected)
        return fail(ErrorCode::Corrupt, "a timed run matched otherwise than the first");
    BenchResult result;
    result.name = "matching_engine";
    result.unit = "orders/s";
    result.median = medianOf(engine);
    result.runs = kRuns;
    result.beside = {"std::map of std::list", medianOf(plain)};
    result.note = std::to_string(kOperations)
        + " operations: 60 % limit, 30 % cancel, 10 % immediate-or-cancel; "
        + std::to_string(engineMatches.size()) + " matches, the same in both";
    return result;
}

} // namespace breakline
