// SPDX-License-Identifier: GPL-3.0-or-later
#include "drill/DrillWatch.h"

#include <fmt/format.h>

#include <algorithm>

namespace breakline {

namespace {

/// SPEC 8.2: an unconfirmed stop ends the position after 1.5 s; that exit's way
/// to the venue and one repetition of it come on top.
constexpr Duration kBound = Duration::milliseconds(1500 + 250 + 100);
/// What may pass before a loss that no message told of is seen: the account is
/// compared once a minute, and its answer takes part of a second.
constexpr Duration kSeenWithin = Duration::seconds(61);
/// A question without an answer is given up after this.
constexpr Duration kRequestTimeout = Duration::seconds(30);

bool isDisturbing(FaultKind kind)
{
    switch (classOf(kind)) {
    case FaultClass::Request:
    case FaultClass::Push:
    case FaultClass::Stream: return true;
    case FaultClass::Market: return kind == FaultKind::Halt || kind == FaultKind::DepthGone;
    case FaultClass::Account: return false;
    }
    return false;
}

} // namespace

DrillWatch::DrillWatch(DrillFindings& findings, const SimulatedExchange& exchange,
                       const MemoryJournal& journal)
    : m_findings(findings)
    , m_exchange(exchange)
    , m_journal(journal)
{
}

void DrillWatch::beforeOrder(const OrderRequest& order, const EntryGate& gate)
{
    m_sent.insert(order.clientId);
    const bool isEntry = !order.reduceOnly;
    const auto ticket = m_journal.ticketOf(order.clientId);
    m_findings.check(
        DrillInvariant::JournalBeforeSend, ticket && (!isEntry || *ticket <= m_journal.durableUpTo()), [&] {
            return fmt::format("{} left at {} and its intent is {}", order.clientId,
                               toIso8601(m_exchange.now()), ticket ? "not durable" : "not written");
        });
    if (!isEntry)
        return;
    m_findings.check(DrillInvariant::NoEntryWhileGateDown, gate.isOpen() && !m_entriesForbidden, [&] {
        return fmt::format("entry {} left at {} while the gate is closed by {}", order.clientId,
                           toIso8601(m_exchange.now()),
                           m_entriesForbidden ? "the end of the drill" : gate.summary());
    });
}

void DrillWatch::noteDisturbances()
{
    const auto& injected = m_exchange.faults().injected();
    for (std::size_t i = 0; i < kFaultKindCount; ++i) {
        if (injected[i] == m_injected[i])
            continue;
        m_injected[i] = injected[i];
        const auto kind = static_cast<FaultKind>(i);
        if (!isDisturbing(kind))
            continue;
        Duration length;
        for (const Fault& fault : m_exchange.faults().script().faults)
            if (fault.kind == kind)
                length = std::max(length, fault.length);
        if (classOf(kind) == FaultClass::Request)
            length = length + kRequestTimeout;
        m_disturbed.emplace_back(m_exchange.now(), m_exchange.now() + length);
    }
}

Duration DrillWatch::allowed(Timestamp since, Timestamp until) const
{
    Duration result = kBound;
    bool isDisturbed = false;
    for (const auto& [from, to] : m_disturbed)
        if (from <= until && since - kSeenWithin <= to) {
            result = result + (to - from);
            isDisturbed = true;
        }
    return isDisturbed ? result + kSeenWithin : result;
}

void DrillWatch::noteExecutions()
{
    const std::vector<Execution>& executions = m_exchange.executions();
    for (; m_seenExecutions < executions.size(); ++m_seenExecutions) {
        const Execution& execution = executions[m_seenExecutions];
        if (execution.kind == ExecutionKind::Trade && m_sent.contains(execution.clientId))
            m_ours.insert(execution.symbol);
    }
}

bool DrillWatch::isCovered(SymbolId symbol, Quantity held) const
{
    const Side closing = held.lots > 0 ? Side::Sell : Side::Buy;
    return std::ranges::any_of(m_exchange.liveOrders(symbol), [&](const VenueOrder* order) {
        return order->isConditional() && order->state.reduceOnly && order->state.side == closing
            && order->direction == usualDirection(closing) && order->state.quantity >= held.magnitude();
    });
}

void DrillWatch::afterStep()
{
    noteDisturbances();
    noteExecutions();
    if (m_ours.empty())
        return;
    const Timestamp now = m_exchange.now();
    std::set<SymbolId> flat;
    for (const SymbolId symbol : m_ours) {
        const VenuePosition position = m_exchange.position(symbol);
        const Quantity held = position.update.quantity;
        Watched& watched = m_positions[symbol];
        if (held.isZero()) {
            endNaked(symbol, watched);
            flat.insert(symbol);
            continue;
        }
        const bool isLong = held.lots > 0;
        if (!watched.isLong)
            watched.isLong = isLong;
        else if (*watched.isLong != isLong) { // turned around by another hand: it is theirs
            endNaked(symbol, watched);
            flat.insert(symbol);
            continue;
        }
        if (isCovered(symbol, held))
            endNaked(symbol, watched);
        else if (!watched.nakedSince)
            watched.nakedSince = now;
        if (const auto& stop = position.update.stop) {
            if (!watched.bestStop || *watched.bestStop != *stop)
                m_findings.check(DrillInvariant::StopOnlyInFavour,
                                 !watched.bestStop
                                     || (isLong ? *stop > *watched.bestStop : *stop < *watched.bestStop),
                                 [&] {
                                     return fmt::format("{}: the stop went from {} to {} ticks at {}",
                                                        m_exchange.instruments().at(symbol).symbol,
                                                        watched.bestStop->ticks, stop->ticks, toIso8601(now));
                                 });
            watched.bestStop = stop;
        }
    }
    for (const SymbolId symbol : flat) {
        m_ours.erase(symbol);
        m_positions.erase(symbol);
    }
}

void DrillWatch::endNaked(SymbolId symbol, Watched& watched)
{
    if (!watched.nakedSince)
        return;
    const Timestamp since = *std::exchange(watched.nakedSince, std::nullopt);
    const Timestamp now = m_exchange.now();
    const Duration most = allowed(since, now);
    m_longestUnprotected = std::max(m_longestUnprotected, now - since);
    m_findings.check(DrillInvariant::StopCoversPosition, now - since <= most, [&] {
        return fmt::format("{} stood without its stop for {} ms from {}, {} ms are allowed",
                           m_exchange.instruments().at(symbol).symbol, (now - since).ms, toIso8601(since),
                           most.ms);
    });
}

void DrillWatch::end()
{
    for (auto& [symbol, watched] : m_positions)
        endNaked(symbol, watched);
}

} // namespace breakline
