// SPDX-License-Identifier: GPL-3.0-or-later
// How EntryTransaction goes on after an event: the next child, its end, its timer.
#include "execution/EntryTransaction.h"

#include "core/Rng.h"
#include "execution/SlicingPlan.h"

#include <algorithm>

namespace breakline {

namespace {

EntryEnd endOf(OrderChoiceRefusal::Reason reason)
{
    switch (reason) {
    case OrderChoiceRefusal::Reason::SpreadTooWide: return EntryEnd::SpreadTooWide;
    case OrderChoiceRefusal::Reason::BeyondPriceCap: return EntryEnd::BeyondPriceCap;
    case OrderChoiceRefusal::Reason::NoQuote: return EntryEnd::NoQuote;
    }
    return EntryEnd::NoQuote;
}

} // namespace

void EntryTransaction::beginEnding(EntryEnd reason, Timestamp now, EntryActions& actions)
{
    if (m_end)
        return;
    m_end = reason;
    TrackedOrder* child = live();
    if (!child)
        return;
    if (child->status() == OrderStatus::Intent) {
        child->apply(OrderTrigger::Cancelled, now); // withdrawn, see mayStillSend
        child->setEndReason(OrderEndReason::ByUser);
    } else if (child->status() == OrderStatus::Sent || isWorking(child->status())) {
        cancelLive(*child, now, actions);
    }
}

void EntryTransaction::cancelLive(TrackedOrder& child, Timestamp now, EntryActions& actions)
{
    // After a cancel that came to nothing, not at once again.
    if (m_lastCancel && now < *m_lastCancel + m_timeouts.queryRepeat) {
        m_childDeadline = *m_lastCancel + m_timeouts.queryRepeat;
        return;
    }
    if (!child.apply(OrderTrigger::CancelRequested, now))
        return;
    m_lastCancel = now;
    m_childDeadline = now + m_parameters.deadmanTimeout;
    actions.push_back(CancelChild {child.clientId()});
}

void EntryTransaction::makeUnknown(TrackedOrder& child, Timestamp now, EntryActions& actions)
{
    if (child.status() == OrderStatus::Unknown || !child.apply(OrderTrigger::TimedOut, now))
        return;
    m_childDeadline.reset();
    m_queryDue = now + m_timeouts.queryRepeat;
    actions.push_back(QueryChild {child.clientId()});
}

void EntryTransaction::afterChange(TrackedOrder& child, OrderStatus before, Timestamp now,
                                   EntryActions& actions)
{
    const bool isNewest = &child == &m_children.back();
    if (isNewest && !isFinal(before)) {
        if (child.isFinal()) {
            m_childDeadline.reset();
            m_queryDue.reset();
            childFinished(child, now);
        } else if (isWorking(child.status())) {
            m_queryDue.reset();
            if (!isWorking(before)) {
                // It works now: a resting child has a time-out of its own.
                if (rests(child))
                    m_childDeadline = now + m_parameters.restingTimeout();
                else if (before == OrderStatus::Unknown || !m_childDeadline)
                    m_childDeadline = now + m_parameters.deadmanTimeout;
            }
            if (m_end)
                cancelLive(child, now, actions);
        }
    }
    if (!m_done)
        advance(now, actions);
}

void EntryTransaction::childFinished(const TrackedOrder& child, Timestamp now)
{
    if (m_end)
        return;
    if (child.status() == OrderStatus::Rejected && child.endReason() != OrderEndReason::PostOnlyWouldTake) {
        m_end = EntryEnd::ChildRefused;
        return;
    }
    const Quantity rest = child.remaining();
    if (m_nextAttempt == 0 && rests(child) && !m_parameters.postOnly && rest.lots > 0
        && rest >= smallestOrder(m_plan.decisionPrice, m_instrument)) {
        m_nextAttempt = 1;
        m_nextQuantity = rest;
        m_notBefore = now;
        return;
    }
    m_nextAttempt = 0;
    ++m_nextSlice;
    if (static_cast<std::size_t>(m_nextSlice) < m_plan.slices.size()) {
        m_nextQuantity = m_plan.slices[static_cast<std::size_t>(m_nextSlice)];
        m_notBefore = m_sliceStart
            + jitteredInterval(m_parameters.twapInterval,
                               Rng::mix(m_plan.jitterSeed, static_cast<std::uint64_t>(m_nextSlice)));
    }
}

void EntryTransaction::advance(Timestamp now, EntryActions& actions)
{
    if (m_done)
        return;
    if (!m_end && !live()) {
        if (static_cast<std::size_t>(m_nextSlice) >= m_plan.slices.size())
            m_end = EntryEnd::AllSlices;
        else if (now >= m_notBefore && m_covered >= filled())
            placeNext(now, actions);
    }
    askForMissing(now, actions);
    finishIfOver(now, actions);
    if (!m_done)
        scheduleTimer(now, actions);
}

void EntryTransaction::placeNext(Timestamp now, EntryActions& actions)
{
    const auto step = m_nextAttempt == 0 ? ChildStep::First : ChildStep::Cross;
    const auto terms =
        chooseEntryTerms(m_plan.side, m_plan.crossesAtOnce, step, m_quote, m_cap, m_parameters, m_instrument);
    if (!terms) {
        m_refusedValue = terms.error().value;
        m_refusedThreshold = terms.error().threshold;
        m_end = endOf(terms.error().reason);
        return;
    }
    // Depth may have gone since the plan was made; it never adds.
    Quantity quantity = std::min(m_nextQuantity, m_requested - filled());
    const Price reference = m_quote.best(opposite(m_plan.side)).value_or(m_plan.decisionPrice);
    if (const auto largest = largestSlice(reference, m_quote.depth5bpsUsd, m_parameters, m_instrument);
        largest && *largest < quantity) {
        const Quantity smallest = smallestOrder(reference, m_instrument);
        if (*largest < smallest) {
            m_refusedValue = m_instrument.notional(reference, *largest).toDouble();
            m_refusedThreshold = m_instrument.notional(reference, smallest).toDouble();
            m_end = EntryEnd::DepthTooThin;
            return;
        }
        quantity = *largest;
    }
    if (quantity.lots <= 0) {
        m_end = EntryEnd::AllSlices;
        return;
    }
    OrderRequest order = entryOrder(m_clientIds(m_nextSlice, m_nextAttempt), m_plan.symbol, m_plan.side,
                                    quantity, *terms, m_plan.stop);
    m_children.emplace_back(order, m_plan.intent, m_plan.traceId, now);
    if (m_nextAttempt == 0)
        m_sliceStart = now;
    // A child that may rest does so on top of the budget.
    if (terms->rests() && m_budgetEnd)
        m_budgetEnd = *m_budgetEnd + m_parameters.restingTimeout();
    m_childDeadline.reset();
    m_lastCancel.reset();
    actions.push_back(PlaceChild {std::move(order), m_nextSlice, m_nextAttempt});
}

bool EntryTransaction::executionsComplete() const
{
    return std::all_of(m_children.begin(), m_children.end(),
                       [](const TrackedOrder& c) { return c.executionsComplete(); });
}

void EntryTransaction::askForMissing(Timestamp now, EntryActions& actions)
{
    if (live() || executionsComplete()) {
        m_executionsDue.reset();
        return;
    }
    if (m_executionsDue && now < *m_executionsDue)
        return;
    actions.push_back(AskForExecutions {});
    m_executionsDue = now + m_timeouts.executionRepeat;
}

void EntryTransaction::finishIfOver(Timestamp now, EntryActions& actions)
{
    if (!m_end || live())
        return;
    if (!executionsComplete()) {
        if (!m_graceEnd)
            m_graceEnd = now + m_timeouts.executionGrace;
        if (now < *m_graceEnd)
            return;
    }
    m_done = true;
    const Quantity total = filled();
    const auto average = averagePrice();
    if (total.lots > 0 && average) {
        actions.push_back(EntryComplete {total, *average, fees(), *m_end});
        return;
    }
    EntryRejected rejected;
    rejected.end = *m_end;
    if (!m_children.empty())
        rejected.childReason = m_children.back().endReason();
    rejected.value = m_refusedValue;
    rejected.threshold = m_refusedThreshold;
    actions.push_back(rejected);
}

void EntryTransaction::scheduleTimer(Timestamp now, EntryActions& actions)
{
    std::optional<Timestamp> next;
    const auto consider = [&](const std::optional<Timestamp>& due) {
        if (due && (!next || *due < *next))
            next = due;
    };
    if (live()) {
        consider(live()->status() == OrderStatus::Unknown ? m_queryDue : m_childDeadline);
    } else if (!m_end && now < m_notBefore) {
        consider(m_notBefore);
    } else if (m_end) {
        consider(m_graceEnd);
    }
    consider(m_executionsDue);
    if (!m_end)
        consider(m_budgetEnd);
    if (next && next != m_armed) {
        m_armed = next;
        actions.push_back(StartTimer {*next});
    }
}

} // namespace breakline
