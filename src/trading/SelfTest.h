// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/AccountReconciler.h"
#include "trading/FeedHealth.h"
#include "trading/OrderDesk.h"
#include "trading/PositionManager.h"
#include "trading/RequestDesk.h"
#include "trading/SelfTestStatus.h"
#include "trading/TradingServices.h"

#include <QObject>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace breakline {

/// Tries the venue out before it may be traded: what the key may do, the clock,
/// the modes of the account, fee rates, leverage, and one order of the least
/// size, far from the market, with a stop attached, that is accepted, echoed,
/// amended, cancelled and gone. Owns the gate reason SelfTest, which holds from
/// require() until a test has passed.
///
/// What may pass by itself (no answer, a lost message, a connection that is
/// down) is tried again, for two minutes in all; what the venue refuses is not,
/// but for an order, which it gets three times. Nothing that changes anything is
/// sent before what is only asked for has passed. At its end no order of its own
/// is left: one that cannot be cancelled is cancelled and asked for until it is
/// gone, and the test is not over before. Changes no mode of the account. Trading
/// thread.
class SelfTest : public QObject {
    Q_OBJECT
public:
    SelfTest(TradingServices& services, RequestDesk& requests, OrderDesk& desk,
             const PositionManager& positions, const AccountReconciler& reconciler, const FeedHealth& health);

    /// No entries before a test has passed.
    void require();
    /// Begins anew, the instruments being known; nothing while one is under way.
    void begin();
    /// Ends as failed, once its order is gone. Nothing where none is under way.
    void abort(std::string_view why);
    bool isActive() const { return m_phase != Phase::Idle; }
    const SelfTestStatus& status() const { return m_status; }
    /// The first result that is not as wanted, name, value and what was wanted;
    /// empty where all are.
    std::string failure() const;

    // The venue's news.
    void handle(const AccountSettingsAnswer& answer, RequestId ticket);
    void handleTickers(RequestId ticket);
    /// As the request desk concluded it, before the order desk hears of it.
    void handle(const RequestAnswer& answer);
    /// The venue was away, or this program: its two minutes begin anew, for none of
    /// that time was the venue's to answer in.
    void connectionChanged() { m_since = m_services.now(); }
    /// Of the account's stream alone.
    void onStream(const OrderUpdate& update);
    /// By its trace id, a request of the test under way: what follows from its failure
    /// is the test's own affair.
    bool owns(const std::string& traceId) const { return isActive() && traceId == m_traceId; }

Q_SIGNALS:
    /// Nothing of the test is left at the venue.
    void finished(bool hasPassed);

private:
    static constexpr std::string_view kComponent = "self_test";
    static constexpr Duration kAgain = Duration::seconds(1);
    /// For a push that must follow from what was answered.
    static constexpr Duration kEcho = Duration::seconds(5);

    enum class Phase : std::uint8_t {
        Idle,
        Clock, ///< waits for the first reading
        Settings,
        Leverage,
        ReadBack,
        Marks,
        Placing,
        Echo,
        Amending,
        Cancelling,
        Gone,
        Clearing ///< has failed; its order may still be there
    };

    void set(SelfTestCheck check, SelfTestOutcome outcome, std::string value);
    SelfTestResult& at(SelfTestCheck check) { return m_status.results[static_cast<std::size_t>(check)]; }
    SelfTestCheck checkOf(Phase phase) const;
    /// Does what the phase is there for.
    void perform(Phase phase);
    /// The same once more in a while, or the end where it has taken too long.
    void again(const std::string& why);
    void wait(Duration span);
    void ask(std::string_view operation, OperationPath path, std::function<RequestId()> send);
    bool chooseSymbol();
    bool checkClock();
    bool checkFees();
    void place();
    void amend();
    /// The order is cancelled, and another follows unless there is no time left.
    void tryAnotherOrder(SelfTestCheck check, const std::string& why);
    void refused(SelfTestCheck check, const std::string& why);
    void onAccepted();
    void onPlaced(SendOutcome outcome, OrderEndReason reason);
    /// What is known of the order has moved.
    void orderNews();
    void timeIsUp();
    void fail(SelfTestCheck check, const std::string& value);
    void clear();
    void finish(bool hasPassed);
    bool isOverdue() const;
    bool hasOrder() const;

    TradingServices& m_services;
    RequestDesk& m_requests;
    OrderDesk& m_desk;
    const PositionManager& m_positions;
    const AccountReconciler& m_reconciler;
    const FeedHealth& m_health;
    SelfTestStatus m_status;
    Phase m_phase = Phase::Idle;
    Timestamp m_begun;
    Timestamp m_since; ///< from here on it has its time
    SymbolId m_symbol;
    std::string m_traceId;
    Decimal m_leverage;
    RequestId m_request = 0; ///< of the phase, not answered yet
    TimerId m_timer = 0;
    int m_orders = 0; ///< meant so far
    int m_refusals = 0; ///< of orders and their amendments
    std::string m_clientId; ///< of the newest order; empty: none yet
    std::string m_words; ///< the venue's newest on it
    OrderRequest m_order;
    bool m_isEchoed = false;
    bool m_hasNext = false; ///< another order follows when this one is gone
};

} // namespace breakline
