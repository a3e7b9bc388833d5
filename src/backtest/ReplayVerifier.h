// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "storage/Recording.h"
#include "trading/TradingSession.h"

#include <cstdint>
#include <optional>
#include <string>

namespace breakline {

/// The first place at which a replay decided otherwise than the recording.
struct ReplayDifference {
    std::uint64_t sequence = 0; ///< of the input that caused it
    Timestamp time;
    std::string input; ///< kind of that input
    std::string recorded; ///< empty: the recording has no more here
    std::string replayed; ///< empty: the replay decided nothing here
};

struct ReplayResult {
    std::uint64_t inputs = 0;
    std::uint64_t outputs = 0; ///< decisions and commands compared
    std::string digest; ///< of the replay
    std::optional<ReplayDifference> difference;
    /// Counted from the replayed decisions, not from any counter.
    std::uint64_t scans = 0;
};

/// Puts the recorded inputs through the same managers, without an exchange, a
/// clock or a journal, and compares every decision and command. Stops at the
/// first difference. An error: the recording cannot be read.
Expected<ReplayResult> verifyReplay(const SessionSettings& settings, RecordingSource& recording);

} // namespace breakline
