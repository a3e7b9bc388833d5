// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "venue/VenueThread.h"

#include <memory>
#include <optional>

namespace breakline {

/// The venue that a benchmark asks or trades on: the seeded market of `symbols`
/// in a thread of its own. `speed` and `alone` as in VenueServerOptions.
Expected<std::unique_ptr<VenueThread>> startBenchVenue(int symbols, WhenAlone alone, std::optional<double> speed);

} // namespace breakline
