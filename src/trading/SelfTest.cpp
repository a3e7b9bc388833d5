// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/SelfTest.h"

#include "core/Invariant.h"
#include "market/FeeRates.h"
#include "risk/Sizing.h"
#include "trading/ClockLimit.h"
#include "trading/PresetMapping.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace breakline {

namespace {

/// What passes by itself is waited for so long in all.
constexpr Duration kBound = Duration::minutes(2);

constexpr std::array<std::string_view, kSelfTestCheckCount> kCheckNames {
    "key_trades", "key_withdraws",  "clock",        "position_mode", "margin_mode",     "fee_rates",
    "leverage",   "order_accepted", "order_echoed", "order_amended", "order_cancelled", "order_gone"};
constexpr std::array<std::string_view, kSelfTestCheckCount> kWanted {
    "yes", "no",       "within 500 ms", "one_way", "isolated",  "told",
    {},    "accepted", "with its stop", "amended", "cancelled", "gone"};

std::string yesOrNo(bool value)
{
    return value ? "yes" : "no";
}

/// Whether the same may come out otherwise in a while.
bool mayPass(AnswerClass result)
{
    switch (result) {
    case AnswerClass::Transient:
    case AnswerClass::RateLimited:
    case AnswerClass::Clock:
    case AnswerClass::Unknown: return true;
    default: return false;
    }
}

} // namespace

std::string_view toText(SelfTestCheck check)
{
    return kCheckNames[static_cast<std::size_t>(check)];
}

std::string_view toText(SelfTestOutcome outcome)
{
    switch (outcome) {
    case SelfTestOutcome::Unknown: return "unknown";
    case SelfTestOutcome::Passed: return "ok";
    case SelfTestOutcome::Failed: return "failed";
    }
    return {};
}

SelfTest::SelfTest(TradingServices& services, RequestDesk& requests, OrderDesk& desk,
                   const PositionManager& positions, const AccountReconciler& reconciler,
                   const FeedHealth& health)
    : m_services(services)
    , m_requests(requests)
    , m_desk(desk)
    , m_positions(positions)
    , m_reconciler(reconciler)
    , m_health(health)
{
    const auto ofMine = [this](const std::string& clientId) {
        return isActive() && !clientId.empty() && clientId == m_clientId;
    };
    connect(&desk, &OrderDesk::placeAnswered, this,
            [this, ofMine](const std::string& clientId, SendOutcome outcome, OrderEndReason reason) {
                if (ofMine(clientId))
                    onPlaced(outcome, reason);
            });
    connect(&desk, &OrderDesk::orderUpdated, this, [this, ofMine](const OrderUpdate& update) {
        if (ofMine(update.clientId))
            orderNews();
    });
    connect(&desk, &OrderDesk::queryAnswered, this,
            [this, ofMine](const std::string& clientId, const std::optional<OrderUpdate>& found) {
                if (!ofMine(clientId))
                    return;
                if (m_phase == Phase::Gone) {
                    if (found && !isFinal(found->status))
                        return; // asked again, by the timer
                    set(SelfTestCheck::OrderGone, SelfTestOutcome::Passed, "gone");
                    finish(true);
                    return;
                }
                orderNews();
            });
}

void SelfTest::require()
{
    m_services.gate.add(GateReason::SelfTest, "the venue has not passed the self-test", m_services.now());
}

bool SelfTest::isOverdue() const
{
    return m_services.now() - m_since >= kBound;
}

bool SelfTest::hasOrder() const
{
    const TrackedOrder* order = m_desk.find(m_clientId);
    // An intent that was never sent waits for the journal alone, and is withdrawn.
    return order != nullptr && !order->isFinal() && order->status() != OrderStatus::Intent;
}

std::string SelfTest::failure() const
{
    for (const SelfTestResult& result : m_status.results)
        if (result.outcome == SelfTestOutcome::Failed)
            return fmt::format("{}: {}, wanted {}", toText(result.check),
                               result.value.empty() ? "unknown" : result.value, result.wanted);
    return {};
}

void SelfTest::set(SelfTestCheck check, SelfTestOutcome outcome, std::string value)
{
    SelfTestResult& result = at(check);
    result.outcome = outcome;
    result.value = std::move(value);
    const std::string what =
        fmt::format("{} {}: {}, wanted {}", toText(check), toText(outcome), result.value, result.wanted);
    m_services.decisions.decision(kComponent, m_traceId, what);
    if (outcome == SelfTestOutcome::Failed)
        m_services.log.critical(kComponent, {}, m_traceId, what);
    else
        m_services.log.info(kComponent, {}, m_traceId, what);
}

void SelfTest::begin()
{
    if (isActive())
        return;
    require();
    m_begun = m_since = m_services.now();
    m_traceId = fmt::format("self_test:{}", m_begun.ms);
    m_status.results.clear();
    for (std::size_t i = 0; i < kSelfTestCheckCount; ++i)
        m_status.results.push_back(
            {static_cast<SelfTestCheck>(i), SelfTestOutcome::Unknown, {}, std::string(kWanted[i])});
    m_status.isRunning = true;
    m_status.hasPassed.reset();
    m_orders = m_refusals = 0;
    m_clientId.clear();
    m_hasNext = false;
    m_phase = Phase::Clock;
    if (!chooseSymbol()) {
        const bool isAnyTrading =
            std::ranges::any_of(m_services.board.instruments().all(), [](const Instrument& instrument) {
                return instrument.status == InstrumentStatus::Trading;
            });
        fail(SelfTestCheck::OrderAccepted,
             isAnyTrading ? "no symbol without a position to try it on" : "no symbol is trading yet");
        return;
    }
    const double leverage =
        leverageToSet(riskParametersOf(m_services.settings.preset), m_services.board.instrument(m_symbol));
    const auto exact = Decimal::fromDouble(leverage, 2, Rounding::Down);
    if (!exact)
        failInvariant("leverage is not a number");
    m_leverage = *exact;
    at(SelfTestCheck::Leverage).wanted = m_leverage.toString();
    perform(Phase::Clock);
}

bool SelfTest::chooseSymbol()
{
    // A change of leverage, and a stop that comes with an order, would touch a position.
    const auto isFree = [this](const Instrument& instrument) {
        return instrument.status == InstrumentStatus::Trading && m_positions.find(instrument.id) == nullptr
            && !m_reconciler.contested().contains(instrument.id) && m_desk.liveOrders(instrument.id).empty();
    };
    const auto& all = m_services.board.instruments().all();
    if (const auto reference = m_services.board.reference();
        reference && isFree(m_services.board.instrument(*reference))) {
        m_symbol = *reference;
        return true;
    }
    const auto found = std::ranges::find_if(all, isFree);
    if (found == all.end())
        return false;
    m_symbol = found->id;
    return true;
}

void SelfTest::abort(std::string_view why)
{
    if (!isActive() || (m_phase == Phase::Clearing && !m_hasNext))
        return;
    m_services.decisions.decision(kComponent, m_traceId, fmt::format("aborted: {}", why));
    m_services.log.warning(kComponent, {}, m_traceId, fmt::format("aborted: {}", why));
    m_hasNext = false;
    clear();
}

SelfTestCheck SelfTest::checkOf(Phase phase) const
{
    switch (phase) {
    case Phase::Clock: return SelfTestCheck::Clock;
    case Phase::Leverage:
    case Phase::ReadBack: return SelfTestCheck::Leverage;
    case Phase::Marks:
    case Phase::Placing: return SelfTestCheck::OrderAccepted;
    case Phase::Echo: return SelfTestCheck::OrderEchoed;
    case Phase::Amending: return SelfTestCheck::OrderAmended;
    case Phase::Cancelling: return SelfTestCheck::OrderCancelled;
    case Phase::Gone: return SelfTestCheck::OrderGone;
    default: return SelfTestCheck::KeyTrades;
    }
}

void SelfTest::wait(Duration span)
{
    m_services.timers.cancel(m_timer);
    m_timer = m_services.timers.after(span, "self_test", [this] {
        m_timer = 0;
        timeIsUp();
    });
}

void SelfTest::ask(std::string_view operation, OperationPath path, std::function<RequestId()> send)
{
    VenueCall call;
    call.component = kComponent;
    call.operation = operation;
    call.path = path;
    call.symbol = m_symbol;
    call.traceId = m_traceId;
    call.repeats = false; // again by its own clock
    call.send = std::move(send);
    m_request = m_requests.ask(std::move(call));
    if (m_request == 0)
        again("its circuit breaker is open");
}

void SelfTest::perform(Phase phase)
{
    m_services.timers.cancel(m_timer);
    m_phase = phase;
    m_request = 0;
    switch (phase) {
    case Phase::Clock:
        if (checkClock())
            perform(Phase::Settings);
        break;
    case Phase::Settings:
    case Phase::ReadBack:
        ask("account settings", OperationPath::Query,
            [this] { return m_services.gateway.requestAccountSettings(m_symbol); });
        break;
    case Phase::Leverage:
        m_services.decisions.command("leverage", m_traceId, m_leverage.toString());
        ask("leverage", OperationPath::Entry,
            [this] { return m_services.gateway.setLeverage(m_symbol, m_leverage); });
        break;
    case Phase::Marks:
        ask("marks", OperationPath::MarketData, [this] { return m_services.gateway.requestTickers(); });
        break;
    case Phase::Placing: place(); break;
    case Phase::Echo: wait(kEcho); break;
    case Phase::Amending: amend(); break;
    case Phase::Cancelling:
        m_desk.cancel(m_clientId);
        wait(kAgain);
        orderNews();
        break;
    case Phase::Gone:
        m_desk.query(m_clientId);
        wait(kEcho);
        break;
    case Phase::Idle:
    case Phase::Clearing: break;
    }
}

void SelfTest::again(const std::string& why)
{
    if (isOverdue())
        fail(checkOf(m_phase), why);
    else
        wait(kAgain);
}

void SelfTest::timeIsUp()
{
    switch (m_phase) {
    case Phase::Clock:
    case Phase::Settings:
    case Phase::Leverage:
    case Phase::ReadBack:
    case Phase::Marks: perform(m_phase); break;
    case Phase::Echo:
        tryAnotherOrder(SelfTestCheck::OrderEchoed, "the account's stream does not tell of it");
        break;
    case Phase::Amending:
        tryAnotherOrder(SelfTestCheck::OrderAmended, "the account's stream does not tell of it");
        break;
    case Phase::Cancelling:
        if (isOverdue()) {
            fail(SelfTestCheck::OrderCancelled, "it is still there");
            break;
        }
        m_desk.query(m_clientId);
        m_desk.cancel(m_clientId);
        wait(kAgain);
        break;
    case Phase::Gone:
        if (isOverdue())
            fail(SelfTestCheck::OrderGone, "the venue does not say so");
        else
            perform(Phase::Gone);
        break;
    case Phase::Clearing:
        if (!hasOrder()) {
            clear();
            break;
        }
        m_desk.query(m_clientId);
        m_desk.cancel(m_clientId);
        wait(kAgain);
        break;
    case Phase::Idle:
    case Phase::Placing: break;
    }
}

bool SelfTest::checkClock()
{
    const HealthReading reading = m_health.readings()[static_cast<std::size_t>(FeedInput::Clock)];
    if (reading.value) {
        const bool isNear = std::abs(*reading.value) <= static_cast<double>(kMostClockOffset.ms);
        const std::string value = fmt::format("{} ms", *reading.value);
        if (isNear)
            set(SelfTestCheck::Clock, SelfTestOutcome::Passed, value);
        else if (isOverdue())
            fail(SelfTestCheck::Clock, value);
        else
            wait(kAgain); // it may be set right
        return isNear;
    }
    if (!m_services.settings.isRealTime) {
        set(SelfTestCheck::Clock, SelfTestOutcome::Passed, "the venue's own");
        return true;
    }
    again("the venue's time is unknown");
    return false;
}

bool SelfTest::checkFees()
{
    const Instrument& instrument = m_services.board.instrument(m_symbol);
    const bool isTold = takerFeeBpsOf(instrument).has_value();
    const std::string value = fmt::format("taker {} maker {}", instrument.takerFeeRate.toString(),
                                          instrument.makerFeeRate.toString());
    set(SelfTestCheck::FeeRates, isTold ? SelfTestOutcome::Passed : SelfTestOutcome::Failed, value);
    return isTold;
}

void SelfTest::handle(const AccountSettingsAnswer& answer, RequestId ticket)
{
    if (ticket == 0 || ticket != m_request)
        return;
    m_request = 0;
    if (m_phase == Phase::ReadBack) {
        const std::string value = answer.leverage ? answer.leverage->toString() : "not told";
        if (answer.leverage != m_leverage) {
            fail(SelfTestCheck::Leverage, value);
            return;
        }
        set(SelfTestCheck::Leverage, SelfTestOutcome::Passed, value);
        perform(Phase::Marks);
        return;
    }
    if (m_phase != Phase::Settings)
        return;
    bool isGood = true;
    const auto judge = [this, &isGood](SelfTestCheck check, bool isWanted, std::string_view value) {
        set(check, isWanted ? SelfTestOutcome::Passed : SelfTestOutcome::Failed, std::string(value));
        isGood = isGood && isWanted;
    };
    judge(SelfTestCheck::KeyTrades, answer.mayTrade, yesOrNo(answer.mayTrade));
    judge(SelfTestCheck::KeyWithdraws, !answer.mayWithdraw, yesOrNo(answer.mayWithdraw));
    judge(SelfTestCheck::PositionMode, answer.positionMode == PositionMode::OneWay,
          toText(answer.positionMode));
    judge(SelfTestCheck::MarginMode, answer.marginMode == MarginMode::Isolated, toText(answer.marginMode));
    // All that is only asked for is told before the first of it ends the test.
    isGood = checkFees() && isGood;
    if (isGood)
        perform(Phase::Leverage);
    else
        clear();
}

void SelfTest::handleTickers(RequestId ticket)
{
    if (ticket == 0 || ticket != m_request || m_phase != Phase::Marks)
        return;
    m_request = 0;
    if (m_services.board.mark(m_symbol))
        perform(Phase::Placing);
    else
        again("the mark is unknown");
}

void SelfTest::handle(const RequestAnswer& answer)
{
    if (!isActive())
        return;
    if (!answer.clientId.empty() && answer.clientId == m_clientId)
        m_words = answer.message;
    if (answer.request == 0 || answer.request != m_request)
        return;
    m_request = 0;
    const bool isDone = answer.result == AnswerClass::Ok || answer.result == AnswerClass::Benign;
    switch (m_phase) {
    case Phase::Leverage:
        // What nobody knows, the question that follows tells.
        if (isDone || answer.result == AnswerClass::Unknown)
            perform(Phase::ReadBack);
        else if (mayPass(answer.result))
            again(answer.message);
        else
            fail(SelfTestCheck::Leverage, answer.message);
        break;
    case Phase::Amending:
        // The stream tells, or the timer ends the waiting for it.
        if (!isDone && !mayPass(answer.result))
            refused(SelfTestCheck::OrderAmended, answer.message);
        break;
    case Phase::Settings:
    case Phase::ReadBack:
    case Phase::Marks:
        if (mayPass(answer.result))
            again(answer.message);
        else
            fail(checkOf(m_phase), answer.message);
        break;
    default: break;
    }
}

void SelfTest::finish(bool hasPassed)
{
    m_services.timers.cancel(m_timer);
    m_phase = Phase::Idle;
    m_request = 0;
    m_status.isRunning = false;
    m_status.hasPassed = hasPassed;
    const std::string why = failure();
    if (hasPassed) {
        m_services.log.info(kComponent, {}, m_traceId,
                            fmt::format("passed in {} ms", (m_services.now() - m_begun).ms));
        m_services.gate.remove(GateReason::SelfTest, GateOwner::Account, m_services.now());
    } else {
        m_services.log.critical(kComponent, {}, m_traceId,
                                why.empty() ? std::string("ended before all was known") : "failed: " + why);
    }
    m_services.decisions.decision(kComponent, m_traceId, hasPassed ? "passed" : "failed");
    Q_EMIT finished(hasPassed);
}

} // namespace breakline
