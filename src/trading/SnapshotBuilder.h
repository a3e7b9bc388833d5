// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/Scan.h"
#include "trading/TradingSnapshot.h"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace breakline {

class TradingSession;

/// Makes the values that the window shows out of a session. Trading thread.
class SnapshotBuilder {
public:
    explicit SnapshotBuilder(TradingSession& session);
    TradingSnapshotPtr build();

private:
    void addStatus(TradingSnapshot& snapshot) const;
    /// What the session knows of the way to its venue; what only the program
    /// knows (addresses, clock, budgets) is filled in by it.
    void addConnection(TradingSnapshot& snapshot) const;
    void addCandidates(TradingSnapshot& snapshot);
    int levelCount(const ScanResult& result);
    void addPositions(TradingSnapshot& snapshot) const;
    void addCosts(TradingSnapshot& snapshot) const;
    void addOrders(TradingSnapshot& snapshot) const;
    void addChart(TradingSnapshot& snapshot);
    void addEquity(TradingSnapshot& snapshot);

    SymbolId chooseSymbol();

    TradingSession& m_session;
    std::optional<SymbolId> m_shown;
    std::uint64_t m_positionsSeen = 0;
    std::map<SymbolId, std::pair<Timestamp, int>> m_levelCounts; ///< with the close they are of
    std::vector<EquityPoint> m_equity;
    Duration m_equitySpacing = Duration::seconds(10);
};

} // namespace breakline
