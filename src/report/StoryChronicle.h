// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "report/Story.h"
#include "report/StoryRows.h"

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace breakline {

/// Puts a session's rows into lines: what happened each in its own, and the scans
/// between them, that came to nothing, in one.
class StoryChronicle {
public:
    StoryChronicle(const StoryRows& rows, std::span<const StoryTrade> trades);

    /// An evaluation; `gate`: the one that refused it, empty where none did.
    void addEvaluation(Timestamp time, const std::string& gate);
    /// The lines, by time; to be asked once all evaluations are in.
    std::vector<StoryEvent> events() const;

private:
    struct Run {
        StoryEvent event; ///< Quiet
        bool isEmpty = true;
        std::map<std::string, std::size_t> gates;
    };

    void addMarks(const StoryRows& rows, std::span<const StoryTrade> trades);
    /// The run that a time falls into; its span grows to hold it.
    Run& runAt(Timestamp time);

    std::vector<StoryEvent> m_marks; ///< all but the quiet ones, by time
    std::vector<Run> m_runs; ///< before each mark, and after the last
};

} // namespace breakline
