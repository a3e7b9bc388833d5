// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard headers behind these
#include "risk/RiskLimits.h"
#include "risk/RiskMonitor.h"
#include "risk/RiskSummary.h"
#include "risk/Sizing.h"
#endif
#include "strategy/Signal.h"
#include "trading/PositionManager.h"
#include "trading/RequestDesk.h"
#include "trading/RiskStateJournal.h"
#include "trading/TradingServices.h"
#include "trading/TradingSnapshot.h"
#include "trading/WalletLedger.h"

#include <QObject>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace breakline {

/// A signal that risk let pass, with the quantity it may take: only this type
/// can be executed. Immutable.
struct ApprovedEntry {
    std::string signalId;
    std::string traceId;
    Signal signal;
    PositionSize size;
    OrderIntent intent = OrderIntent::Entry; ///< or AddOn: to a position that is open
};

/// Equity, limits and latches, and the approval of entries. What it finds
/// closes the gate at once; the formulas stand in the risk room. Trading thread.
class RiskManager : public QObject {
    Q_OBJECT
public:
    RiskManager(TradingServices& services, const PositionManager& positions, RequestDesk& requests,
                const WalletLedger& ledger);

    /// Midnight is a timer from here on.
    void start();

    void handle(const WalletUpdate& wallet);
    void handle(const AccountAnswer& account);
    /// News: a deposit or withdrawal shifts the day's start and the high water alike.
    void handle(const Transfer& transfer);
    /// Mark prices moved.
    void onMarks();
    /// The marks that were asked for have come; other tickers change nothing.
    void handleTickers(RequestId ticket);
    /// What was asked has failed for good.
    void handle(const RequestAnswer& failed);
    /// A closed bar of the session's clock: one equity row.
    void onBarClose();
    void onPositionClosed(double netR);

    /// Sizes and judges; on approval slot, margin and open risk are reserved
    /// for the symbol until release(). An error names the check that refused,
    /// value against threshold.
    Expected<ApprovedEntry> evaluate(const std::string& signalId, const std::string& traceId,
                                     const Signal& signal);
    /// The same of adding to an open position: the whole after it is judged, and the
    /// stop in force is its stop.
    Expected<ApprovedEntry> evaluateAddOn(const ManagedPosition& position);
    /// The entry is final: the position, where there is one, now holds the slot.
    void release(SymbolId symbol);

    void killByCommand();
    /// A critical failure: the same latch.
    void killByFault(const std::string& what);
    /// Clears the kill latch; needs an equity.
    Expected<void> rearm();
    void releaseLossLatch();
    /// The values by which a person decides on it.
    RearmView rearmView() const;

    /// Wallet plus unrealised at mark; empty where one of them is unknown or old.
    std::optional<Decimal> equity() const;
    const std::optional<WalletUpdate>& wallet() const { return m_wallet; }
    std::optional<Decimal> startEquity() const { return m_startEquity; }
    const RiskMonitor& monitor() const { return m_monitor; }
    bool hasReservations() const { return !m_reserved.empty(); }
    int slotsTaken() const;
    bool hasFreeSlot() const { return slotsTaken() < m_monitor.parameters().maxConcurrentPositions; }
    RiskSummary summary() const;

Q_SIGNALS:
    void killConfirmed(const std::string& cause);

private:
    struct Reservation {
        ExposureLine line;
        double marginUsd = 0.0;
    };

    /// Without the symbol's own line, where one is named.
    std::vector<ExposureLine> book(std::optional<SymbolId> without = {}) const;
    ExposureLine lineOf(const ManagedPosition& position) const;
    /// A wallet confirmed within a minute, and every mark within 5 s.
    bool isWalletFresh() const;
    bool areMarksFresh() const;
    void askForMarks();
    void askForSecondReading();
    /// What the limits are held against: of a wallet that our books do not explain
    /// theirs stand, so that no jump counts as a gain or a loss.
    std::optional<Decimal> explainedEquity() const;
    void equityUnknown(std::string_view why);
    void observe(RiskMonitor::Reading reading);
    void apply(const RiskVerdict& verdict);
    void setGate(GateReason reason, bool closed, const GateFinding& finding);
    /// Why the kill latch is set, for a person: the limit that was passed, the
    /// failure, or that somebody asked for it.
    std::string killDetail(const RiskVerdict& verdict) const;
    /// Tells of each warning when it begins.
    void warn();
    void writeEquity();
    void writeState();
    void midnight();
    double takerFeeBps(SymbolId symbol) const;

    TradingServices& m_services;
    const PositionManager& m_positions;
    RequestDesk& m_requests;
    const WalletLedger& m_ledger;
    RiskMonitor m_monitor;
    RiskStateJournal m_stateJournal;
    bool m_isHighWaterNew = false; ///< not in the journal yet
    std::optional<WalletUpdate> m_wallet;
    std::optional<Timestamp> m_walletConfirmed;
    std::optional<Decimal> m_startEquity;
    std::map<SymbolId, Reservation> m_reserved;
    TimerId m_midnightTimer = 0;
    TimerId m_secondReading = 0;
    RequestId m_marksRequest = 0;
    std::string m_killFault; ///< where a failure set the kill latch
    Timestamp m_marksAsked;
    std::vector<std::string> m_warnings; ///< of the last closed bar
};

} // namespace breakline
