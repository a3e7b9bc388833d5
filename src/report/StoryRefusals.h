// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "report/RecordedDecisions.h"
#include "report/Story.h"
#include "report/StoryRows.h"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace breakline {

/// So many refused signals, and so many near misses, are told at most,
inline constexpr std::size_t kStoryRefusals = 20;
/// and of the near misses so many of one gate.
inline constexpr std::size_t kStoryNearMissesOfGate = 5;

/// "scan:volume_surge_5m" of the gate that refused an evaluation; empty where none did.
std::string refusingGate(const RecordedDecision& decision);

/// What was refused and is worth knowing: signals that were not executed, and the
/// evaluations that one gate alone refused.
class StoryRefusals {
public:
    explicit StoryRefusals(const std::vector<SignalRow>& signalRows);

    void add(const RecordedDecision& decision);
    /// Into the story's lists and their totals.
    void tell(Story& story) const;

private:
    std::vector<StoryRefusal> m_signals;
    std::map<std::string, std::size_t> m_places; ///< of the signals by trace
    std::vector<StoryNearMiss> m_nearMisses;
    std::size_t m_soleBlocked = 0;
};

} // namespace breakline
