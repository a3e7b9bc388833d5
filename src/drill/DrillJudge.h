// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"
#include "drill/DrillBooks.h"
#include "drill/DrillInvariant.h"
#include "matching/SimulatedExchange.h"
#include "storage/MemoryJournal.h"

#include <optional>

namespace breakline {

/// What the end of a drill is judged by, on the program's side: what it wrote
/// down, and the wallet that it believes in.
struct DrillBelief {
    const MemoryJournal& journal;
    const DrillBooks& books; ///< what left, and which of the venue's executions it led to
    std::optional<Decimal> wallet;
};

struct DrillVerdict {
    std::uint64_t ordersLost = 0;
    std::uint64_t ordersDoubled = 0;
    Decimal ledgerDifference; ///< our wallet less the venue's; zero where ours is unknown
};

/// Compares the end of a session with the venue's order list, executions and
/// ledger, the venue's own orders and fills of our positions among them. None of the
/// program's own counters is asked.
DrillVerdict judge(DrillFindings& findings, const SimulatedExchange& exchange, const DrillBelief& belief);

} // namespace breakline
