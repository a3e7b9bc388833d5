// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/CommandLine.h"
#include "core/Expected.h"
#include "matching/FaultScript.h"
#include "strategy/Preset.h"

#include <cstdint>
#include <optional>

namespace breakline {

/// What every drill is made of.
struct DrillAsked {
    Preset preset;
    std::uint64_t seed = 1;
    std::optional<FaultScript> faults; ///< of the file that was named
};

/// Reads preset and script, and takes a new seed where none is given, which it
/// prints on stderr, as it does what the preset has to say. Errors are the user's.
Expected<DrillAsked> readAsked(const DrillOptions& options);

} // namespace breakline
