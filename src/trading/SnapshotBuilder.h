// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingSnapshot.h"

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
    void addCandidates(TradingSnapshot& snapshot) const;
    void addPositions(TradingSnapshot& snapshot) const;
    void addOrders(TradingSnapshot& snapshot) const;
    void addChart(TradingSnapshot& snapshot);
    void addEquity(TradingSnapshot& snapshot);

    TradingSession& m_session;
    std::vector<EquityPoint> m_equity;
    Duration m_equitySpacing = Duration::seconds(10);
};

} // namespace breakline
