// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace breakline {

// Sentences of the log that a report reads back; a price follows.

/// A stop that the venue did not show before.
inline constexpr std::string_view kStopShownSentence = "the venue shows the stop at ";

} // namespace breakline
