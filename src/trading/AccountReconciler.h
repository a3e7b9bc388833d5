// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/ContestChoice.h"
#include "trading/OrderDesk.h"
#include "trading/PositionManager.h"
#include "trading/ReconciliationStatus.h"
#include "trading/RequestDesk.h"
#include "trading/TradingServices.h"
#include "trading/WalletLedger.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace breakline {

/// Compares every answer about the account with what this session believes, and
/// owns the gate reasons NotReconciled, PositionContested and EquityJump. Orders
/// follow the venue's word; a position that differs from our fills is contested:
/// no entries until the two agree again. The wallet is compared with our own
/// books. They take over the venue's balance where executions of others explain
/// that it differs; where neither these nor a deposit or withdrawal do, the equity
/// has jumped: no entries until something does, or the session is started anew.
///
/// An answer and a fill may cross on the way, so a difference counts when two
/// answers in a row show it, the second of them asked for after the executions; at
/// the start of a session, when nothing is under way, the first does. The wallet
/// is taken over only where executions and transfers were asked for before: what was
/// paid in or out must not be taken for a result. What was read before the stream's newest
/// news of a symbol says nothing of it.
///
/// Where fills may have been missed, the venue's executions are asked for first
/// and go to the OrderDesk as the stream's do, which counts each once; until they
/// have come nothing is compared, and the account is asked for after them. The
/// same is asked every minute, and before a second look at a difference, with the
/// transaction log between the two; that closes nothing. Trading thread.
class AccountReconciler {
public:
    AccountReconciler(TradingServices& services, OrderDesk& desk, const PositionManager& positions,
                      RequestDesk& requests, WalletLedger& ledger);

    /// Asks for the account, before it for the executions where this session has
    /// sent orders; the first account to come counts as a start. Returns the
    /// ticket of what was asked.
    RequestId begin();
    /// From here on the account is compared every minute.
    void start();
    /// Whether the account's stream is there; fills may be missed while it is not.
    void setConnected(bool isConnected);
    /// Asks because something may have been missed; no entries until the answers.
    void ask();
    /// Asks for the executions alone, once at a time: for while the stream does not
    /// tell them, or where an order shows that one is missing. Closes nothing.
    void askForFills();
    /// Returns the ticket of the account that a start waits for next; 0 where none is.
    RequestId handle(const ExecutionsAnswer& answer, RequestId ticket);
    /// Returns those that are news.
    std::vector<Transfer> handle(const TransfersAnswer& answer, RequestId ticket);
    void handle(const AccountAnswer& answer, RequestId ticket);
    /// As the stream tells it.
    void handle(const WalletUpdate& wallet);
    /// As the request desk concluded it.
    void handle(const RequestAnswer& answer);

    /// Another hand has changed this position's stop again: it is contested until a
    /// person decides, or until it is flat.
    void stopQuestioned(SymbolId symbol);
    void positionClosed(SymbolId symbol);
    /// A person's choice for a contested position: waits for the venue's next word,
    /// which is asked for. Refused for a symbol that is not contested.
    Expected<void> resolve(SymbolId symbol, ContestChoice choice);
    /// Choices whose word has come since, each once. Whoever carries one out says
    /// settled(), at once.
    std::vector<ContestOutcome> takeOutcomes() { return std::exchange(m_outcomes, {}); }
    void settled(const ContestOutcome& outcome);
    /// It was let go, and the venue still holds some of it: no entries.
    bool isReleased(SymbolId symbol) const { return m_released.contains(symbol); }
    std::vector<ContestView> contests() const;

    const std::set<SymbolId>& contested() const { return m_contested; }
    const ReconciliationStatus& status() const { return m_status; }

private:
    using Difference = std::pair<Quantity, Quantity>; ///< ours, the venue's
    /// What may follow from a difference in an answer.
    enum class Weight : std::uint8_t { Suspecting, Deciding, Start };

    // Asking.
    RequestId request();
    RequestId askForExecutions();
    void askAgain();
    void scheduleComparison();
    /// Executions, then transfers, then the account; closes nothing.
    void compareNow();
    void askForTransfers();
    /// The same in a second, to see whether a difference stays.
    void lookAgain();
    Timestamp knownUpTo() const;

    // Comparing (AccountComparison.cpp).
    void book(const ExecutionsAnswer& answer, bool isMissed);
    bool isOfThisSession(const Execution& execution) const;
    void compareOrders(const AccountAnswer& answer);
    void comparePositions(const AccountAnswer& answer, Weight weight);
    void compareBalance(const AccountAnswer& answer, Weight weight);
    void takeChoices(const AccountAnswer& answer, const std::set<SymbolId>& outdated);
    void writeGate();
    void balanceAgrees();
    void differs(const std::string& symbol, const std::string& what);

    TradingServices& m_services;
    OrderDesk& m_desk;
    const PositionManager& m_positions;
    RequestDesk& m_requests;
    WalletLedger& m_ledger;
    std::optional<Timestamp> m_begun;
    std::optional<Timestamp> m_missedSince; ///< fills from here on may be unknown
    Timestamp m_wholeUpTo; ///< all that was executed until then has been asked for
    Timestamp m_executionsAsked;
    Timestamp m_transfersUpTo; ///< all until then have been asked for
    Timestamp m_transfersAsked;
    bool m_isConnected = true;
    RequestId m_executions = 0; ///< question whose answer tells all of them
    RequestId m_account = 0; ///< asked for after it
    RequestId m_start = 0;
    RequestId m_fills = 0; ///< executions alone
    RequestId m_routine = 0; ///< the executions of a comparison that closes nothing
    RequestId m_transfers = 0; ///< asked for after them
    RequestId m_compared = 0; ///< the account after both
    bool m_isWhole = false; ///< both have come
    TimerId m_timer = 0; ///< of the second look
    TimerId m_walletTimer = 0;
    TimerId m_comparisonTimer = 0;
    std::set<std::string> m_foreign; ///< trade ids that are not of this session
    std::map<std::string, bool>
        m_missing; ///< client ids that the last answer did not list; counted as a difference
    std::map<SymbolId, Difference> m_suspects; ///< of the last answer
    std::set<SymbolId> m_contested;
    std::map<SymbolId, ContestChoice> m_choices; ///< of contested ones, not carried out
    std::vector<ContestOutcome> m_outcomes;
    std::set<SymbolId> m_released;
    std::optional<Decimal> m_streamBalance; ///< newest
    std::optional<Decimal> m_balanceSuspect; ///< the venue's less ours in the last answer
    std::optional<Decimal> m_jump; ///< that nothing explains
    bool m_hasForeign = false; ///< executions of others since the wallet last agreed
    bool m_isStartedAnew = false; ///< since it last agreed
    std::uint64_t m_strayKnown = 0; ///< when it last agreed
    ReconciliationStatus m_status;
};

} // namespace breakline
