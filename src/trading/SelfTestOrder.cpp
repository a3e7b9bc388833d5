// SPDX-License-Identifier: GPL-3.0-or-later
// The self-test's one order, from its sending until nothing of it is left.
#include "trading/SelfTest.h"

#include "core/Invariant.h"

#include <fmt/format.h>

#include <algorithm>

namespace breakline {

namespace {

constexpr int kMostRefusals = 3;
/// Of the mark: how far below it the order rests, where the band allows; the last
/// check before sending lets 5 % pass. Its stop lies as far below the order.
constexpr double kDistance = 0.02;

} // namespace

void SelfTest::place()
{
    const Instrument& instrument = m_services.board.instrument(m_symbol);
    const double mark = instrument.toDouble(*m_services.board.mark(m_symbol));
    double distance = kDistance;
    if (!instrument.priceBand.isZero())
        distance = std::min(distance, instrument.priceBand.toDouble() / 2.0);
    const auto price = instrument.quantizePrice(mark * (1.0 - distance), QuantizeFor::PassiveBuy);
    const auto stop =
        instrument.quantizePrice(mark * (1.0 - distance) * (1.0 - distance), QuantizeFor::StopOfLong);
    // One tick is kept for the amendment, one between order and stop.
    if (!price || !stop || stop->ticks < 1 || price->ticks - stop->ticks < 2) {
        fail(SelfTestCheck::OrderAccepted, "the mark is too near to zero to rest an order below it");
        return;
    }
    m_order = {};
    m_order.clientId = m_clientId = m_desk.nextId(m_traceId, kComponent, 0, m_orders++);
    m_order.symbol = m_symbol;
    m_order.side = Side::Buy;
    m_order.type = OrderType::Limit;
    m_order.timeInForce = TimeInForce::PostOnly;
    m_order.price = *price;
    m_order.stop = AttachedStop {*stop, m_services.settings.stopTriggerBy};
    m_order.triggerBy = m_services.settings.stopTriggerBy;
    m_order.quantity = std::max(instrument.minQuantity, Quantity {1});
    // The least value is also asked of the amended order.
    const Price lowest {price->ticks - 1};
    const double perLot = instrument.notional(lowest, Quantity {1}).toDouble();
    const auto lots = static_cast<std::int64_t>(instrument.minNotional.toDouble() / perLot);
    m_order.quantity = std::max(m_order.quantity, Quantity {lots});
    while (instrument.notional(lowest, m_order.quantity) < instrument.minNotional)
        m_order.quantity += Quantity {1};
    m_isEchoed = false;
    m_words.clear();
    m_desk.placeEntry(m_order, OrderIntent::Entry, m_traceId, false, [this, clientId = m_clientId] {
        return m_phase == Phase::Placing && clientId == m_clientId;
    });
}

void SelfTest::onPlaced(SendOutcome outcome, OrderEndReason reason)
{
    if (m_phase != Phase::Placing) {
        orderNews();
        return;
    }
    switch (outcome) {
    case SendOutcome::Taken: onAccepted(); break;
    case SendOutcome::Unknown: perform(Phase::Echo); break; // which would prove it
    case SendOutcome::Refused:
        refused(SelfTestCheck::OrderAccepted,
                fmt::format("refused: {}", m_words.empty() ? std::string(toText(reason)) : m_words));
        break;
    }
}

void SelfTest::onAccepted()
{
    const Instrument& instrument = m_services.board.instrument(m_symbol);
    if (at(SelfTestCheck::OrderAccepted).outcome != SelfTestOutcome::Passed)
        set(SelfTestCheck::OrderAccepted, SelfTestOutcome::Passed,
            fmt::format("{} {} at {}, stop {}", instrument.symbol,
                        instrument.toDecimal(m_order.quantity).toString(),
                        instrument.toDecimal(*m_order.price).toString(),
                        instrument.toDecimal(m_order.stop->trigger).toString()));
    perform(m_isEchoed ? Phase::Amending : Phase::Echo);
}

void SelfTest::amend()
{
    m_order.price = Price {m_order.price->ticks - 1};
    const std::string price = m_services.board.instrument(m_symbol).toDecimal(*m_order.price).toString();
    // Written first: what is on its way is known after a crash.
    m_services.journal.write(StateRow {m_services.now(), m_traceId, "amend:" + m_clientId, price});
    m_services.decisions.command("amend", m_traceId, fmt::format("{} {}", m_clientId, price));
    ask("amend", OperationPath::Entry,
        [this] { return m_services.gateway.amendOrder(m_symbol, m_clientId, *m_order.price); });
    wait(kEcho);
}

void SelfTest::onStream(const OrderUpdate& update)
{
    if (!isActive() || update.clientId.empty() || update.clientId != m_clientId
        || update.status != OrderStatus::Acknowledged)
        return;
    const Instrument& instrument = m_services.board.instrument(m_symbol);
    const auto text = [&instrument](const std::optional<Price>& price) {
        return price ? instrument.toDecimal(*price).toString() : std::string("none");
    };
    switch (m_phase) {
    case Phase::Placing:
    case Phase::Echo:
        if (update.attachedStop != m_order.stop->trigger || update.quantity != m_order.quantity
            || update.price != m_order.price) {
            fail(SelfTestCheck::OrderEchoed,
                 fmt::format("{} at {}, stop {}", instrument.toDecimal(update.quantity).toString(),
                             text(update.price), text(update.attachedStop)));
            return;
        }
        if (!std::exchange(m_isEchoed, true))
            set(SelfTestCheck::OrderEchoed, SelfTestOutcome::Passed, "stop at " + text(update.attachedStop));
        if (m_phase == Phase::Echo)
            onAccepted();
        break;
    case Phase::Amending:
        if (update.price != m_order.price)
            return; // an echo of before
        if (update.attachedStop != m_order.stop->trigger) {
            fail(SelfTestCheck::OrderAmended, "its stop is " + text(update.attachedStop));
            return;
        }
        set(SelfTestCheck::OrderAmended, SelfTestOutcome::Passed, "to " + text(update.price));
        perform(Phase::Cancelling);
        break;
    default: break;
    }
}

void SelfTest::orderNews()
{
    const TrackedOrder* order = m_desk.find(m_clientId);
    if (order == nullptr || !order->isFinal())
        return;
    const std::string what = order->filled().isZero()
        ? std::string(toText(order->status()))
        : fmt::format("{} filled",
                      m_services.board.instrument(m_symbol).toDecimal(order->filled()).toString());
    switch (m_phase) {
    case Phase::Echo:
    case Phase::Amending:
        // By itself: it took, or somebody else ended it.
        if (order->filled().isZero())
            tryAnotherOrder(checkOf(m_phase), "the order ended: " + what);
        else
            fail(checkOf(m_phase), "the order ended: " + what);
        break;
    case Phase::Cancelling:
        if (order->status() == OrderStatus::Cancelled && order->filled().isZero()) {
            set(SelfTestCheck::OrderCancelled, SelfTestOutcome::Passed, what);
            perform(Phase::Gone);
        } else {
            fail(SelfTestCheck::OrderCancelled, what);
        }
        break;
    case Phase::Clearing: clear(); break;
    default: break;
    }
}

void SelfTest::refused(SelfTestCheck check, const std::string& why)
{
    if (++m_refusals >= kMostRefusals)
        fail(check, why);
    else
        tryAnotherOrder(check, why);
}

void SelfTest::tryAnotherOrder(SelfTestCheck check, const std::string& why)
{
    if (isOverdue()) {
        fail(check, why);
        return;
    }
    m_services.log.warning(kComponent, m_services.symbolName(m_symbol), m_traceId,
                           fmt::format("{}: {}; another order follows", toText(check), why));
    m_hasNext = true;
    m_phase = Phase::Clearing;
    m_request = 0;
    wait(kAgain); // what refused this one may still hold
    if (hasOrder())
        m_desk.cancel(m_clientId);
}

void SelfTest::fail(SelfTestCheck check, const std::string& value)
{
    set(check, SelfTestOutcome::Failed, value);
    clear();
}

void SelfTest::clear()
{
    const bool isBetweenOrders = m_phase == Phase::Clearing && m_hasNext;
    if (!isBetweenOrders) {
        m_hasNext = false;
        m_phase = Phase::Clearing;
        m_request = 0;
    }
    if (hasOrder()) {
        m_desk.cancel(m_clientId);
        if (m_timer == 0)
            wait(kAgain);
        return;
    }
    if (!isBetweenOrders) {
        finish(false);
        return;
    }
    m_hasNext = false;
    perform(Phase::Marks);
}

} // namespace breakline
