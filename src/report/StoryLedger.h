// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "report/Story.h"
#include "report/StoryRows.h"

namespace breakline {

// What a session was and how it ended: by its closing report where it has one, by its
// rows else.

StoryHead storyHead(const StoryRows& rows);

/// The sums are of the positions' rows, exact. Equity at start and end is the closing
/// report's, else the first and the last equity row's.
StoryLedger storyLedger(const StoryRows& rows);

} // namespace breakline
