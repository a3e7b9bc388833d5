// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "execution/EntryTransaction.h"
#include "trading/OrderDesk.h"
#include "trading/PositionManager.h"
#include "trading/RequestDesk.h"
#include "trading/RiskManager.h"
#include "trading/SymbolLeverage.h"
#include "trading/TradingServices.h"

#include <QObject>

#include <map>
#include <optional>
#include <string>

namespace breakline {

/// Opens approved entries, several symbols side by side, one transaction a
/// symbol; what goes wrong in one touches no other. The rules of slicing, order
/// choice and time-outs are EntryTransaction's. Trading thread.
class ExecutionManager : public QObject {
    Q_OBJECT
public:
    ExecutionManager(TradingServices& services, OrderDesk& desk, PositionManager& positions,
                     RequestDesk& requests);

    /// A new position, or an add-on to one that is open.
    void open(const ApprovedEntry& entry);
    /// Cancels what is alive in the symbol and ends with what is filled.
    void end(SymbolId symbol, EntryEnd reason);
    void endAll(EntryEnd reason);

    bool isWorking() const { return !m_entries.empty(); }
    bool isWorking(SymbolId symbol) const { return m_entries.contains(symbol); }
    /// An order of the entry at work has left for the venue.
    bool hasSent(SymbolId symbol) const;
    /// Signals of the entries at work, by symbol.
    const Signal* signalOf(SymbolId symbol) const;

    SymbolLeverage& leverage() { return m_leverage; }
    void onMarket(SymbolId symbol);
    void onStopShown(SymbolId symbol, Price trigger, Quantity covered);
    void onStopLost(SymbolId symbol);

Q_SIGNALS:
    /// The entry is final; `filled` says whether a position came of it.
    void finished(breakline::SymbolId symbol, const std::string& signalId, bool filled,
                  const std::string& reason);
    /// The same of an add-on.
    void addOnFinished(breakline::SymbolId symbol, bool filled, const std::string& reason);
    /// An order of an entry is over, and the venue says that it filled more than
    /// its executions tell.
    void fillsMissing();

private:
    struct Entry {
        ApprovedEntry approved;
        std::optional<EntryTransaction> transaction; ///< empty while the leverage is being set
        TimerId timer = 0;
        bool hasPlaced = false; ///< a first child is journalled
        bool hasSent = false;
        std::optional<double> decisionMid; ///< of the book at the first child
        std::optional<double> slippageBps; ///< of all fills against it, adverse positive
    };

    void expectPosition(const ApprovedEntry& approved);
    void begin(SymbolId symbol);
    void perform(SymbolId symbol, const EntryActions& actions);
    GateTrace* traceOf(const Entry& entry);
    void finish(SymbolId symbol, bool filled, const std::string& reason);
    Quote quoteOf(SymbolId symbol, Side side) const;
    /// Mark or last has reached the signal's stop or first target.
    bool isPriceTouched(const Signal& signal) const;
    template<class F>
    void withTransaction(const std::string& clientId, F&& f);

    TradingServices& m_services;
    OrderDesk& m_desk;
    PositionManager& m_positions;
    SymbolLeverage m_leverage;
    std::map<SymbolId, Entry> m_entries;
};

} // namespace breakline
