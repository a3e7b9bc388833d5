// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "report/NearMissEnds.h"
#include "report/RecordedDecisions.h"

#include <vector>

namespace breakline {

/// The near misses of a session, and which evaluation each case names.
struct NearMissCount {
    NearMissReport report;
    std::vector<EvaluatedClose> evaluations; ///< all, oldest first
};

Expected<NearMissCount> countNearMisses(RecordedDecisions& decisions);

} // namespace breakline
