// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "matching/FaultInjector.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace breakline {

/// The times in which a fault keeps a position of one symbol from its stop: what a
/// program that does everything right needs beyond its bound. Only what a message
/// of that symbol, or of the account, has really met counts, and what overlaps
/// counts once. An outage of the streams excuses no more than the way that is asked
/// instead takes, however long it is.
class DrillExcuses {
public:
    /// `faults` outlives it.
    explicit DrillExcuses(const FaultInjector& faults)
        : m_faults(faults)
    {
    }

    /// Takes what has been met since the last look.
    void look();
    /// The part of [from, to] that no fault excuses.
    Duration unexcused(SymbolId symbol, Timestamp from, Timestamp to) const;

private:
    struct Excuse {
        std::optional<SymbolId> symbol; ///< empty: every one
        Timestamp from;
        Timestamp to;
    };

    const FaultInjector& m_faults;
    std::size_t m_seen = 0;
    std::vector<Excuse> m_excuses;
    std::vector<Excuse> m_outages; ///< of the account's stream
};

} // namespace breakline
