// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "drill/DrillBooks.h"
#include "drill/DrillExcuses.h"
#include "drill/DrillInvariant.h"
#include "matching/SimulatedExchange.h"
#include "storage/MemoryJournal.h"
#include "trading/EntryGate.h"
#include "trading/TradingSnapshot.h"

#include <map>
#include <optional>
#include <set>
#include <string>

namespace breakline {

/// Looks on while a drill runs: at every call before it leaves, and at the venue's
/// own books after every instant. What the program believes is not asked, but for
/// the reasons of its gate, and when it said that it was flat.
///
/// How long a position may stand without a stop over the whole of it, at the price
/// that it was planned with or a better one: 1.5 s (SPEC 8.2) and the way of the
/// exit that follows, beside what DrillExcuses grants.
class DrillWatch {
public:
    DrillWatch(DrillFindings& findings, const SimulatedExchange& exchange, const MemoryJournal& journal);

    /// From here on no entry may leave.
    void forbidEntries() { m_entriesForbidden = true; }
    void beforeOrder(const OrderRequest& order, const EntryGate& gate);
    void beforeCancel(const std::string& clientId);
    void beforeStop(SymbolId symbol, Price trigger);
    /// `receipt` of the last flatten that the program says has ended.
    void afterStep(const std::optional<FlattenReceipt>& receipt);
    /// What still stands without its stop has done so until now.
    void end();

    const DrillBooks& books() const { return m_books; }
    Duration longestUnprotected() const { return m_longestUnprotected; }

private:
    /// One position of ours.
    struct Watched {
        std::uint64_t life = 0;
        std::optional<Price> bestStop;
        std::map<std::string, Price> stops; ///< triggers of the live ones, by the venue's id
        std::optional<Timestamp> nakedSince;
    };

    void readJournal();
    void watch(SymbolId symbol, const DrillBooks::Position& position);
    void watchStops(const DrillBooks::Position& position, SymbolId symbol, Watched& watched, Quantity held);
    void endNaked(SymbolId symbol, Watched& watched);

    DrillFindings& m_findings;
    const SimulatedExchange& m_exchange;
    const MemoryJournal& m_journal;
    DrillBooks m_books;
    DrillExcuses m_excuses;
    std::map<SymbolId, Watched> m_watched;
    std::size_t m_readRows = 0;
    std::set<std::string> m_writtenCancels; ///< client ids
    std::map<std::string, std::string> m_writtenStops; ///< newest change, by its key
    std::optional<Timestamp> m_flattened;
    bool m_entriesForbidden = false;
    Duration m_longestUnprotected;
};

} // namespace breakline
