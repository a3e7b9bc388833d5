// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "core/Timestamp.h"
#include "drill/CrashJudge.h"
#include "drill/CrashPoints.h"
#include "matching/FaultScript.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace breakline {

/// One session that is killed: a function of these values, but for what the disk
/// had taken of the recording by then.
struct CrashRunSettings {
    QString program; ///< the executable of this program
    std::string preset = "breakout_v1_demo";
    std::uint64_t seed = 1; ///< of market, latencies and symbols
    std::optional<FaultScript> faults {};
    Duration length = Duration::minutes(30); ///< of the session, from its first start
    std::vector<CrashPoint>
        killAt {}; ///< of each life of the program, from its start; the last one ends by itself
    Duration away {}; ///< so long the venue goes on alone after each kill
};

struct CrashRunOutcome {
    DrillFindings findings;
    CrashVerdict verdict;
    std::size_t kills = 0; ///< fewer than asked for: the program ended before it passed the next point
    CrashPasses passes; ///< of the last life, from its start
    Duration length; ///< venue time
    std::vector<std::int64_t>
        restartMs; ///< wall time from the start of a program after a kill until it is at its venue
};

/// Runs it: a venue in a process of its own, the program in another, which is
/// killed and started again, and the judge. Unavailable where a process cannot be
/// started, Io where there is no place for the session's folder.
Expected<CrashRunOutcome> runCrash(const CrashRunSettings& settings);

} // namespace breakline
