// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"
#include "core/Expected.h"
#include "core/Timestamp.h"
#include "drill/DrillInvariant.h"
#include "storage/SessionRows.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace breakline {

/// The venue's own account (venue/VenueReport.h) around a kill, as JSON.
struct CrashReports {
    std::vector<std::string> atKill; ///< one a kill, in their order
    std::vector<std::string> atRestart; ///< when the program came back
    std::string atEnd;
};

/// What a program that was killed and started again has left: its journal, and
/// what it says of itself at its end.
struct CrashJournal {
    /// Client ids of the orders whose intent had survived, one set a kill.
    std::vector<std::set<std::string>> intentsAtKill;
    std::set<std::string> intents; ///< the same at the end
    std::vector<OrderRow> orders;
    std::vector<FillRow> fills;
    std::vector<ClientIdRow> clientIds;
    bool hasEnded = false; ///< by itself, stopped, with nothing open as far as it knows
    std::string howEnded; ///< for a person
    std::optional<Decimal> equity; ///< at its end, when it holds nothing
    std::optional<Decimal> equityDifference; ///< between its own sums and the venue's word
    bool isAccountShared = false; ///< others traded in it: then our own sums say nothing of the whole
};

struct CrashVerdict {
    std::uint64_t orders = 0; ///< at the venue
    std::uint64_t fills = 0;
    std::uint64_t positions = 0;
    std::uint64_t ordersLost = 0;
    std::uint64_t ordersDoubled = 0;
    Decimal ledgerDifference; ///< our equity less the venue's wallet; zero where ours is unknown
    Duration longestUnprotected;
    std::map<std::string, std::uint64_t> faults; ///< how often each kind of the script met something
};

/// Judges by the venue's account and the journal: nothing twice, nothing
/// forgotten, every position with its stop in time, the ledger equal, flat at the
/// end, no entry without its intent. A position that had no stop at a kill, or got
/// into that while the program was away, may have been without one for as long as
/// that, and for the usual bound besides. `disturbed`: what the faults of the run
/// may add to it. Corrupt where a report cannot be read.
Expected<CrashVerdict> judgeCrash(DrillFindings& findings, const CrashReports& reports,
                                  const CrashJournal& journal, Duration disturbed);

} // namespace breakline
