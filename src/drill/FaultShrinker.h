// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "matching/FaultScript.h"

#include <functional>

namespace breakline {

struct ShrunkScript {
    FaultScript script;
    int runs = 0; ///< that it took
};

/// Leaves out of a script that breaks something what it does not need for that:
/// chunks of half of it first, then of half of those. `breaks` says whether a
/// script still does; it is asked at most `mostRuns` times, and not once
/// `isOver` says that time is up. The script given is taken to break.
ShrunkScript shrink(const FaultScript& script, const std::function<bool(const FaultScript&)>& breaks,
                    int mostRuns, const std::function<bool()>& isOver);

} // namespace breakline
