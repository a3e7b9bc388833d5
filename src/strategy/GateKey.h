// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/AnalysisSettings.h"
#include "strategy/GateTrace.h"
#include "strategy/Preset.h"

#include <optional>
#include <string_view>

namespace breakline {

/// A plan, and the settings that are none of its keys.
struct PlanAndSettings {
    Preset preset;
    AnalysisSettings settings;
};

/// Which gate is meant, and the threshold that it had.
struct GateThreshold {
    GateStage stage = GateStage::Scan;
    std::string_view fullName; ///< "momentum:volume_surge"
    Bound bound = Bound::AtLeast;
    double threshold = 0.0;
};

/// The key of the plan, or the setting, that is this threshold: "signal.
/// momentum_volume_multiplier", "setting min_edge_r". Empty where the threshold stands
/// in the rules themselves, or is none of this plan.
std::string_view keyOf(const GateThreshold& gate, const PlanAndSettings& plan);

/// The plan in which this threshold, and nothing else, is `to`; of whole numbers the
/// nearest one that lets pass as much. Empty where no key is.
std::optional<PlanAndSettings> withThreshold(const PlanAndSettings& plan, const GateThreshold& gate,
                                             double to);

} // namespace breakline
