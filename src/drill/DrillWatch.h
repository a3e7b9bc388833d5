// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "drill/DrillInvariant.h"
#include "matching/FaultScript.h"
#include "matching/SimulatedExchange.h"
#include "storage/MemoryJournal.h"
#include "trading/EntryGate.h"

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace breakline {

/// Looks on while a drill runs: at every order before it leaves, and at the
/// venue's own books after every instant. What the program believes is not asked,
/// but for the gate.
///
/// How long a position may stand without its stop: 1.5 s (SPEC 8.2) and the way
/// of the exit that follows; where messages were spoilt, or the symbol could not
/// be traded, so long besides, and the minute after which the account is compared.
class DrillWatch {
public:
    DrillWatch(DrillFindings& findings, const SimulatedExchange& exchange, const MemoryJournal& journal);

    /// From here on no entry may leave.
    void forbidEntries() { m_entriesForbidden = true; }
    void beforeOrder(const OrderRequest& order, const EntryGate& gate);
    void afterStep();
    /// What still stands without its stop has done so until now.
    void end();

    /// Client ids of the orders that left.
    const std::set<std::string>& sent() const { return m_sent; }
    Duration longestUnprotected() const { return m_longestUnprotected; }

private:
    /// Of a position with a fill of ours, until flat or turned around.
    struct Watched {
        std::optional<bool> isLong;
        std::optional<Price> bestStop;
        std::optional<Timestamp> nakedSince;
    };

    void noteDisturbances();
    void noteExecutions();
    bool isCovered(SymbolId symbol, Quantity held) const;
    void endNaked(SymbolId symbol, Watched& watched);
    Duration allowed(Timestamp since, Timestamp until) const;

    DrillFindings& m_findings;
    const SimulatedExchange& m_exchange;
    const MemoryJournal& m_journal;
    std::vector<std::pair<Timestamp, Timestamp>> m_disturbed;
    std::array<std::uint64_t, kFaultKindCount> m_injected {};
    std::map<SymbolId, Watched> m_positions;
    std::set<SymbolId> m_ours;
    std::set<std::string> m_sent;
    std::size_t m_seenExecutions = 0;
    bool m_entriesForbidden = false;
    Duration m_longestUnprotected;
};

} // namespace breakline
