// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "core/Timestamp.h"

#include <string>

namespace breakline {

/// What a program wants to know of a venue behind a wire before it begins there.
/// Each waits for an answer, five seconds at most, in an event loop of its own.

/// The venue's time by GET /v5/market/time. Unavailable where it does not tell.
Expected<Timestamp> timeOfVenue(const std::string& rest);

/// Whether a control socket answers at /sim/v1/control: then the venue goes in
/// step with its client.
bool hasControlSocket(const std::string& ws);

/// Unavailable where the venue's time does not go as fast as the clock on the
/// wall; watches it for a second.
Expected<void> checkRunsInRealTime(const std::string& rest);

} // namespace breakline
