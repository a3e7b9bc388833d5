// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/NearMissCount.h"

namespace breakline {

Expected<NearMissCount> countNearMisses(RecordedDecisions& decisions)
{
    NearMissTally tally;
    NearMissCount count;
    const auto read = decisions.each([&](const RecordedDecision& decision) {
        tally.add(decision.gates);
        count.evaluations.push_back({decision.row.symbol, decision.row.time});
    });
    if (!read)
        return std::unexpected(read.error());
    count.report = tally.report();
    return count;
}

} // namespace breakline
