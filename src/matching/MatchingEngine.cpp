// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/MatchingEngine.h"

#include "core/Invariant.h"

#include <algorithm>

namespace breakline {

MatchingEngine::MatchingEngine(std::size_t expectedOrders)
{
    m_nodes.reserve(expectedOrders);
}

std::size_t MatchingEngine::lowerBound(const Ladder& levels, std::int64_t rank)
{
    // Most traffic is near the best price, so the last few are looked at first.
    std::size_t at = levels.size();
    for (int steps = 0; steps < 8; ++steps) {
        if (at == 0 || levels[at - 1].rank < rank)
            return at;
        --at;
    }
    const auto found = std::lower_bound(levels.begin(), levels.begin() + static_cast<std::ptrdiff_t>(at), rank,
                                        [](const Level& level, std::int64_t value) { return level.rank < value; });
    return static_cast<std::size_t>(found - levels.begin());
}

std::uint32_t MatchingEngine::allocate()
{
    if (m_free != kNone) {
        const std::uint32_t slot = m_free;
        m_free = m_nodes[slot].next;
        return slot;
    }
    m_nodes.emplace_back();
    return static_cast<std::uint32_t>(m_nodes.size() - 1);
}

void MatchingEngine::release(std::uint32_t slot)
{
    Node& node = m_nodes[slot];
    node.live = false;
    ++node.generation;
    node.next = m_free;
    m_free = slot;
    --m_size;
}

bool MatchingEngine::isLive(Handle handle) const
{
    return handle.slot < m_nodes.size() && m_nodes[handle.slot].live
        && m_nodes[handle.slot].generation == handle.generation;
}

MatchingEngine::Handle MatchingEngine::rest(Side side, Price price, Quantity quantity, std::uint64_t order,
                                            ParticipantId participant)
{
    if (price.ticks <= 0 || quantity.lots <= 0)
        failInvariant("a resting order needs a positive price and quantity");
    const std::uint32_t slot = allocate();
    Ladder& levels = ladder(side);
    const std::int64_t rank = rankOf(side, price.ticks);
    const std::size_t at = lowerBound(levels, rank);
    if (at == levels.size() || levels[at].rank != rank)
        levels.insert(levels.begin() + static_cast<std::ptrdiff_t>(at), Level{rank, 0, kNone, kNone});
    Level& level = levels[at];
    Node& node = m_nodes[slot];
    node.quantity = quantity.lots;
    node.price = price.ticks;
    node.order = order;
    node.previous = level.tail;
    node.next = kNone;
    node.participant = participant;
    node.side = side;
    node.live = true;
    if (level.tail != kNone)
        m_nodes[level.tail].next = slot;
    else
        level.head = slot;
    level.tail = slot;
    level.total = detail::addChecked(level.total, quantity.lots);
    ++m_size;
    return Handle{slot, node.generation};
}

std::optional<MatchingEngine::Fill> MatchingEngine::takeOne(Side taker, Price limit, Quantity quantity)
{
    const Side resting = opposite(taker);
    Ladder& levels = ladder(resting);
    if (quantity.lots <= 0 || levels.empty() || levels.back().rank < rankOf(resting, limit.ticks))
        return std::nullopt;
    Level& level = levels.back();
    const std::uint32_t slot = level.head;
    Node& node = m_nodes[slot];
    const std::int64_t traded = std::min(node.quantity, quantity.lots);
    node.quantity -= traded;
    level.total -= traded;
    Fill fill{node.order, node.participant, Price{node.price}, Quantity{traded}, node.quantity == 0};
    if (fill.completed) {
        level.head = node.next;
        if (level.head != kNone)
            m_nodes[level.head].previous = kNone;
        else
            levels.pop_back();
        release(slot);
    }
    return fill;
}

void MatchingEngine::unlink(std::uint32_t slot)
{
    const Node& node = m_nodes[slot];
    Ladder& levels = ladder(node.side);
    const std::size_t at = lowerBound(levels, rankOf(node.side, node.price));
    Level& level = levels[at];
    level.total -= node.quantity;
    if (node.previous != kNone)
        m_nodes[node.previous].next = node.next;
    else
        level.head = node.next;
    if (node.next != kNone)
        m_nodes[node.next].previous = node.previous;
    else
        level.tail = node.previous;
    if (level.head == kNone)
        levels.erase(levels.begin() + static_cast<std::ptrdiff_t>(at));
    release(slot);
}

bool MatchingEngine::cancel(Handle handle)
{
    if (!isLive(handle))
        return false;
    unlink(handle.slot);
    return true;
}

bool MatchingEngine::reduce(Handle handle, Quantity by)
{
    if (!isLive(handle))
        return false;
    Node& node = m_nodes[handle.slot];
    if (by.lots >= node.quantity) {
        unlink(handle.slot);
        return true;
    }
    Ladder& levels = ladder(node.side);
    levels[lowerBound(levels, rankOf(node.side, node.price))].total -= by.lots;
    node.quantity -= by.lots;
    return true;
}

Quantity MatchingEngine::remaining(Handle handle) const
{
    return isLive(handle) ? Quantity{m_nodes[handle.slot].quantity} : Quantity{};
}

Quantity MatchingEngine::available(Side taker, Price limit, Quantity enough) const
{
    const Side resting = opposite(taker);
    const Ladder& levels = ladder(resting);
    const std::int64_t worst = rankOf(resting, limit.ticks);
    Quantity sum;
    for (auto level = levels.rbegin(); level != levels.rend() && level->rank >= worst && sum < enough; ++level)
        sum += Quantity{level->total};
    return std::min(sum, enough);
}

bool MatchingEngine::crosses(Side taker, Price limit) const
{
    const Side resting = opposite(taker);
    const Ladder& levels = ladder(resting);
    return !levels.empty() && levels.back().rank >= rankOf(resting, limit.ticks);
}

std::optional<Price> MatchingEngine::best(Side side) const
{
    const Ladder& levels = ladder(side);
    if (levels.empty())
        return std::nullopt;
    return Price{rankOf(side, levels.back().rank)};
}

Quantity MatchingEngine::quantityAt(Side side, Price price) const
{
    const Ladder& levels = ladder(side);
    const std::int64_t rank = rankOf(side, price.ticks);
    const std::size_t at = lowerBound(levels, rank);
    return at < levels.size() && levels[at].rank == rank ? Quantity{levels[at].total} : Quantity{};
}

void MatchingEngine::clearLevel(Side side, Price price)
{
    Ladder& levels = ladder(side);
    const std::int64_t rank = rankOf(side, price.ticks);
    const std::size_t at = lowerBound(levels, rank);
    if (at == levels.size() || levels[at].rank != rank)
        return;
    for (std::uint32_t slot = levels[at].head; slot != kNone;) {
        const std::uint32_t next = m_nodes[slot].next;
        release(slot);
        slot = next;
    }
    levels.erase(levels.begin() + static_cast<std::ptrdiff_t>(at));
}

void MatchingEngine::clear()
{
    for (Ladder* levels : {&m_bids, &m_asks}) {
        for (const Level& level : *levels) {
            for (std::uint32_t slot = level.head; slot != kNone;) {
                const std::uint32_t next = m_nodes[slot].next;
                release(slot);
                slot = next;
            }
        }
        levels->clear();
    }
}

} // namespace breakline
