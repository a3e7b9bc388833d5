// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"

#include <cstdint>
#include <optional>
#include <string>

namespace breakline {

/// How often the account was compared with the venue's, and what differed.
struct ReconciliationStatus {
    std::uint64_t comparisons = 0; ///< whole ones: the executions first, then the account
    std::optional<Timestamp> last;
    std::uint64_t differences = 0; ///< each counted once
    std::uint64_t repaired = 0; ///< of them: taken over from the venue, or agreed since
    std::string newest; ///< of the differences, ours and the venue's value; empty: none yet

    friend bool operator==(const ReconciliationStatus&, const ReconciliationStatus&) = default;
};

} // namespace breakline
