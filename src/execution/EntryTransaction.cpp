// SPDX-License-Identifier: GPL-3.0-or-later
#include "execution/EntryTransaction.h"

#include "core/Invariant.h"

#include <algorithm>
#include <utility>

namespace breakline {

namespace {

constexpr int kAveragePlaces = 18;

} // namespace

std::string_view toText(EntryEnd end)
{
    switch (end) {
    case EntryEnd::AllSlices: return "all_slices";
    case EntryEnd::GateClosed: return "gate_closed";
    case EntryEnd::Invalidated: return "invalidated";
    case EntryEnd::PriceTouched: return "price_touched";
    case EntryEnd::PositionExiting: return "position_exiting";
    case EntryEnd::StopMoves: return "stop_moves";
    case EntryEnd::SpreadTooWide: return "spread_too_wide";
    case EntryEnd::BeyondPriceCap: return "beyond_price_cap";
    case EntryEnd::NoQuote: return "no_quote";
    case EntryEnd::DepthTooThin: return "depth_too_thin";
    case EntryEnd::Deadman: return "deadman";
    case EntryEnd::BudgetSpent: return "budget_spent";
    case EntryEnd::ChildRefused: return "child_refused";
    case EntryEnd::Operator: return "operator";
    }
    return {};
}

EntryTransaction::EntryTransaction(EntryPlan plan, const ExecutionParameters& parameters,
                                   const Instrument& instrument, ClientIds clientIds, EntryTimeouts timeouts)
    : m_plan(std::move(plan)), m_parameters(parameters), m_instrument(instrument),
      m_clientIds(std::move(clientIds)), m_timeouts(timeouts),
      m_cap(entryPriceCap(m_plan.side, m_plan.decisionPrice, parameters.entryMaxSlippageBps))
{
    if (m_plan.slices.empty())
        failInvariant("an entry has at least one slice");
    for (const Quantity slice : m_plan.slices) {
        if (slice.lots <= 0)
            failInvariant("a slice is positive");
        m_requested += slice;
    }
    m_nextQuantity = m_plan.slices.front();
    m_children.reserve(2 * m_plan.slices.size());
}

EntryActions EntryTransaction::start(const Quote& quote, Timestamp now)
{
    m_quote = quote;
    m_notBefore = now;
    m_budgetEnd = now + m_parameters.deadmanTimeout
        + m_parameters.twapInterval * static_cast<std::int64_t>(m_plan.slices.size() - 1);
    EntryActions actions;
    advance(now, actions);
    return actions;
}

bool EntryTransaction::mayStillSend(const std::string& clientId) const
{
    const TrackedOrder* child = find(clientId);
    return child && child->status() == OrderStatus::Intent && !m_end;
}

EntryActions EntryTransaction::onSent(const std::string& clientId, Timestamp now)
{
    EntryActions actions;
    if (TrackedOrder* child = find(clientId); child && child->apply(OrderTrigger::Sent, now)) {
        m_childDeadline = now + m_parameters.deadmanTimeout;
        scheduleTimer(now, actions);
    }
    return actions;
}

EntryActions EntryTransaction::onPlaceAnswer(const std::string& clientId, RequestOutcome outcome,
                                             OrderEndReason reason, Timestamp now)
{
    EntryActions actions;
    TrackedOrder* child = find(clientId);
    if (!child || child->isFinal())
        return actions;
    const OrderStatus before = child->status();
    switch (outcome) {
    case RequestOutcome::Taken: child->apply(OrderTrigger::Acknowledged, now); break;
    case RequestOutcome::Refused:
        if (reason == OrderEndReason::DuplicateClientId) {
            // An order of this id exists: what became of it is the question.
            makeUnknown(*child, now, actions);
        } else if (before == OrderStatus::Intent || before == OrderStatus::Sent || before == OrderStatus::Unknown
                   || before == OrderStatus::CancelSent) {
            child->setEndReason(reason);
            child->apply(OrderTrigger::Rejected, now);
        }
        break;
    case RequestOutcome::Unknown:
        // Where the stream has already told, there is nothing to ask.
        if (before == OrderStatus::Sent || before == OrderStatus::CancelSent)
            makeUnknown(*child, now, actions);
        break;
    }
    afterChange(*child, before, now, actions);
    return actions;
}

EntryActions EntryTransaction::onCancelAnswer(const std::string& clientId, RequestOutcome outcome, Timestamp now)
{
    EntryActions actions;
    TrackedOrder* child = find(clientId);
    if (child && child->status() == OrderStatus::CancelSent && outcome != RequestOutcome::Taken) {
        makeUnknown(*child, now, actions);
        scheduleTimer(now, actions);
    }
    return actions;
}

EntryActions EntryTransaction::onQueryAnswer(const std::string& clientId, const std::optional<OrderUpdate>& order,
                                             Timestamp now)
{
    if (order)
        return onOrderUpdate(*order, now);
    EntryActions actions;
    TrackedOrder* child = find(clientId);
    if (!child || child->status() != OrderStatus::Unknown)
        return actions;
    // A request under way may still arrive: then the question is repeated.
    if (now < child->sentAt().value_or(child->intendedAt()) + m_timeouts.arrival)
        return actions;
    const OrderStatus before = child->status();
    child->setEndReason(OrderEndReason::NotFound);
    child->apply(OrderTrigger::QueryFoundNone, now);
    afterChange(*child, before, now, actions);
    return actions;
}

EntryActions EntryTransaction::onOrderUpdate(const OrderUpdate& update, Timestamp now)
{
    EntryActions actions;
    TrackedOrder* child = find(update.clientId);
    if (!child)
        return actions;
    const OrderStatus before = child->status();
    child->apply(update);
    // An order that we had given up turns out alive.
    if (isFinal(before) && child->isFinal() && triggerOf(update) && !isFinal(update.status)
        && before == OrderStatus::Rejected)
        actions.push_back(CancelChild{update.clientId});
    afterChange(*child, before, now, actions);
    return actions;
}

EntryActions EntryTransaction::onExecution(const Execution& execution, Timestamp now)
{
    EntryActions actions;
    TrackedOrder* child = find(execution.clientId);
    if (!child)
        return actions;
    const OrderStatus before = child->status();
    child->apply(execution);
    afterChange(*child, before, now, actions);
    return actions;
}

EntryActions EntryTransaction::onStopShown(Price trigger, Quantity covered, Timestamp now)
{
    EntryActions actions;
    const std::int64_t better = (trigger - m_plan.stop.trigger) * signOf(m_plan.side);
    m_covered = better >= 0 ? covered : Quantity{};
    if (better > 0)
        m_plan.stop.trigger = trigger;
    if (!m_done)
        advance(now, actions);
    return actions;
}

EntryActions EntryTransaction::onTimer(Timestamp now)
{
    EntryActions actions;
    if (m_done)
        return actions;
    if (m_armed && *m_armed <= now)
        m_armed.reset();
    if (TrackedOrder* child = live()) {
        if (child->status() == OrderStatus::Unknown) {
            if (m_queryDue && *m_queryDue <= now) {
                m_queryDue = now + m_timeouts.queryRepeat;
                actions.push_back(QueryChild{child->clientId()});
            }
        } else if (m_childDeadline && *m_childDeadline <= now) {
            m_childDeadline.reset();
            if (child->status() == OrderStatus::CancelSent) {
                makeUnknown(*child, now, actions);
            } else if (isWorking(child->status()) && (m_end || rests(*child))) {
                cancelLive(*child, now, actions);
            } else if (child->status() != OrderStatus::Intent) {
                // Dead man: no acknowledgement, or no final state of a child
                // that fills at once.
                if (!m_end)
                    m_end = EntryEnd::Deadman;
                makeUnknown(*child, now, actions);
            }
        }
    }
    if (!m_end && m_budgetEnd && *m_budgetEnd <= now)
        beginEnding(EntryEnd::BudgetSpent, now, actions);
    advance(now, actions);
    return actions;
}

EntryActions EntryTransaction::end(EntryEnd reason, Timestamp now)
{
    EntryActions actions;
    if (m_done)
        return actions;
    beginEnding(reason, now, actions);
    advance(now, actions);
    return actions;
}

bool EntryTransaction::rests(const TrackedOrder& child)
{
    const OrderRequest& order = child.request();
    return OrderTerms{order.type, order.timeInForce, order.price}.rests();
}

bool EntryTransaction::isWorking(OrderStatus status)
{
    return status == OrderStatus::Acknowledged || status == OrderStatus::PartiallyFilled;
}

bool EntryTransaction::hasLiveChild() const
{
    return std::any_of(m_children.begin(), m_children.end(), [](const TrackedOrder& c) { return !c.isFinal(); });
}

Quantity EntryTransaction::filled() const
{
    Quantity sum;
    for (const TrackedOrder& child : m_children)
        sum += child.filled();
    return sum;
}

Decimal EntryTransaction::fees() const
{
    Decimal sum;
    for (const TrackedOrder& child : m_children)
        sum += child.fees();
    return sum;
}

std::optional<Decimal> EntryTransaction::averagePrice() const
{
    // Exact from the executions; where some have not come, from the venue's averages.
    Quantity quantity;
    Decimal sum;
    for (const TrackedOrder& child : m_children) {
        if (child.filled().isZero())
            continue;
        if (child.executionsComplete()) {
            sum += m_instrument.tickSize * child.tickLots();
            quantity += child.executed();
        } else if (const auto average = child.averagePrice(m_instrument)) {
            sum += *average * child.filled().lots;
            quantity += child.filled();
        }
    }
    if (quantity.isZero())
        return std::nullopt;
    return sum.dividedBy(Decimal::fromUnits(quantity.lots), kAveragePlaces, Rounding::HalfEven);
}

const TrackedOrder* EntryTransaction::find(const std::string& clientId) const
{
    const auto child = std::find_if(m_children.rbegin(), m_children.rend(),
                                    [&](const TrackedOrder& c) { return c.clientId() == clientId; });
    return child == m_children.rend() ? nullptr : &*child;
}

TrackedOrder* EntryTransaction::find(const std::string& clientId)
{
    return const_cast<TrackedOrder*>(std::as_const(*this).find(clientId));
}

TrackedOrder* EntryTransaction::live()
{
    // A new child is placed only when the last is final.
    return m_children.empty() || m_children.back().isFinal() ? nullptr : &m_children.back();
}

bool entryPriceTouched(Side side, Price stop, std::optional<Price> firstTarget, std::optional<Price> mark,
                       std::optional<Price> last)
{
    const int sign = signOf(side);
    for (const auto& price : {mark, last}) {
        if (!price)
            continue;
        if ((*price - stop) * sign <= 0)
            return true;
        if (firstTarget && (*price - *firstTarget) * sign >= 0)
            return true;
    }
    return false;
}

} // namespace breakline
