// SPDX-License-Identifier: GPL-3.0-or-later
#include "drill/DrillWatch.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace breakline {

namespace {

/// SPEC 8.2: an unconfirmed stop ends the position after 1.5 s; that exit's way
/// to the venue and one repetition of it come on top.
constexpr Duration kBound = Duration::milliseconds(1500 + 250 + 100);

bool isNoWorse(bool isLong, Price stop, const std::optional<Price>& than)
{
    return !than || (isLong ? stop >= *than : stop <= *than);
}

/// It enters nothing, and is there to be sent before entries are allowed.
bool isOfSelfTest(const MemoryJournal& journal, const OrderRequest& order)
{
    return order.timeInForce == TimeInForce::PostOnly
        && std::ranges::any_of(journal.all<ClientIdRow>(), [&order](const ClientIdRow& row) {
               return row.clientId == order.clientId && row.role == "self_test";
           });
}

} // namespace

DrillWatch::DrillWatch(DrillFindings& findings, const SimulatedExchange& exchange,
                       const MemoryJournal& journal)
    : m_findings(findings)
    , m_exchange(exchange)
    , m_journal(journal)
    , m_books(exchange)
    , m_excuses(exchange.faults())
{
}

void DrillWatch::readJournal()
{
    const std::vector<SessionRow>& rows = m_journal.written();
    for (; m_readRows < rows.size(); ++m_readRows) {
        if (const auto* order = std::get_if<OrderRow>(&rows[m_readRows])) {
            // An order that was given up and lives all the same is cancelled as it stands.
            if (order->status == OrderStatus::CancelSent || isFinal(order->status))
                m_writtenCancels.insert(order->clientId);
        } else if (const auto* state = std::get_if<StateRow>(&rows[m_readRows]))
            m_writtenStops.insert_or_assign(state->key, state->value);
    }
}

void DrillWatch::beforeOrder(const OrderRequest& order, const EntryGate& gate)
{
    m_books.sent(order);
    // Whatever can open a position is an entry, whatever it was meant to be.
    const bool isEntry = !order.reduceOnly;
    const auto ticket = m_journal.ticketOf(order.clientId);
    m_findings.check(
        DrillInvariant::JournalBeforeSend, ticket && (!isEntry || *ticket <= m_journal.durableUpTo()), [&] {
            return fmt::format("{} left at {} and its intent is {}", order.clientId,
                               toIso8601(m_exchange.now()), ticket ? "not durable" : "not written");
        });
    if (!isEntry)
        return;
    const std::string reasons = gate.summary();
    if (!reasons.empty() && isOfSelfTest(m_journal, order))
        return;
    m_findings.check(DrillInvariant::NoEntryWhileGateDown, reasons.empty() && !m_entriesForbidden, [&] {
        return fmt::format("entry {} left at {} while the gate is closed by {}", order.clientId,
                           toIso8601(m_exchange.now()),
                           m_entriesForbidden ? "the end of the drill" : reasons);
    });
}

void DrillWatch::beforeCancel(const std::string& clientId)
{
    readJournal();
    m_findings.check(DrillInvariant::JournalBeforeSend, m_writtenCancels.contains(clientId), [&] {
        return fmt::format("the cancel of {} left at {} and is not written", clientId,
                           toIso8601(m_exchange.now()));
    });
}

void DrillWatch::beforeStop(SymbolId symbol, Price trigger)
{
    readJournal();
    const Instrument& instrument = m_exchange.instruments().at(symbol);
    const auto written = m_writtenStops.find("stop_change:" + instrument.symbol);
    m_findings.check(
        DrillInvariant::JournalBeforeSend,
        written != m_writtenStops.end() && written->second == instrument.toDecimal(trigger).toString(), [&] {
            return fmt::format("the stop of {} at {} left at {} and is not written", instrument.symbol,
                               instrument.toDecimal(trigger).toString(), toIso8601(m_exchange.now()));
        });
}

void DrillWatch::afterStep(const std::optional<FlattenReceipt>& receipt)
{
    m_excuses.look();
    m_books.look();
    if (receipt && m_flattened != receipt->finished) {
        m_flattened = receipt->finished;
        const std::size_t positions = m_exchange.positions().size();
        const std::size_t orders = m_exchange.liveOrders(std::nullopt).size();
        m_findings.check(DrillInvariant::FlatAfterFlatten, positions == 0 && orders == 0, [&] {
            return fmt::format("{} positions and {} orders are at the venue as the flatten of {} ends at {}",
                               positions, orders, toIso8601(receipt->started), toIso8601(receipt->finished));
        });
    }
    if (!m_books.hasOpen() && m_watched.empty())
        return;
    for (const auto& [symbol, position] : m_books.positions())
        watch(symbol, position);
}

void DrillWatch::watch(SymbolId symbol, const DrillBooks::Position& position)
{
    if (const auto found = m_watched.find(symbol);
        found != m_watched.end() && (!position.isOurs || found->second.life != position.life)) {
        endNaked(symbol, found->second);
        m_watched.erase(found);
    }
    if (!position.isOurs)
        return;
    Watched& watched = m_watched[symbol];
    watched.life = position.life;
    watchStops(position, symbol, watched, m_exchange.position(symbol).update.quantity);
}

void DrillWatch::watchStops(const DrillBooks::Position& position, SymbolId symbol, Watched& watched,
                            Quantity held)
{
    const Side closing = position.isLong ? Side::Sell : Side::Buy;
    const std::optional<Price> before = watched.bestStop;
    std::map<std::string, Price> stops;
    bool isCovered = false;
    for (const VenueOrder* order : m_exchange.liveOrders(symbol)) {
        const OrderUpdate& state = order->state;
        if (!order->isConditional() || !state.trigger || state.side != closing
            || order->direction != usualDirection(closing) || (!state.reduceOnly && !order->isPositionOrder())
            || order->origin == OrderOrigin::TakeProfit)
            continue;
        const Price trigger = *state.trigger;
        isCovered = isCovered
            || (state.quantity >= held.magnitude()
                && isNoWorse(position.isLong, trigger, position.plannedStop));
        const auto known = watched.stops.find(state.venueId);
        const bool isNew = known == watched.stops.end();
        stops.emplace(state.venueId, trigger);
        if (isNew || known->second != trigger) {
            const std::optional<Price> least = isNew ? before : std::optional(known->second);
            m_findings.check(DrillInvariant::StopOnlyInFavour, isNoWorse(position.isLong, trigger, least),
                             [&] {
                                 return fmt::format("{}: a stop went from {} to {} ticks at {}",
                                                    m_exchange.instruments().at(symbol).symbol, least->ticks,
                                                    trigger.ticks, toIso8601(m_exchange.now()));
                             });
        }
        if (isNoWorse(position.isLong, trigger, watched.bestStop))
            watched.bestStop = trigger;
    }
    watched.stops = std::move(stops);
    if (isCovered)
        endNaked(symbol, watched);
    else if (!watched.nakedSince)
        watched.nakedSince = m_exchange.now();
}

void DrillWatch::endNaked(SymbolId symbol, Watched& watched)
{
    if (!watched.nakedSince)
        return;
    const Timestamp since = *std::exchange(watched.nakedSince, std::nullopt);
    const Timestamp now = m_exchange.now();
    m_longestUnprotected = std::max(m_longestUnprotected, now - since);
    const Duration unexcused = m_excuses.unexcused(symbol, since, now);
    m_findings.check(DrillInvariant::StopCoversPosition, unexcused <= kBound, [&] {
        return fmt::format(
            "{} stood without its stop for {} ms from {}; no fault explains {} of them, {} are "
            "allowed",
            m_exchange.instruments().at(symbol).symbol, (now - since).ms, toIso8601(since), unexcused.ms,
            kBound.ms);
    });
}

void DrillWatch::end()
{
    for (auto& [symbol, watched] : m_watched)
        endNaked(symbol, watched);
}

} // namespace breakline
