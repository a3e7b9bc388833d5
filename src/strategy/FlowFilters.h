// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/Tape.h"
#include "strategy/DensityDetector.h"
#include "strategy/Filters.h"
#include "strategy/Preset.h"
#include "strategy/Signal.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace breakline {

/// What tape and book show of a symbol while a signal of it is about to be taken.
struct FlowView {
    Timestamp now;
    std::optional<TapeStats> tape;
    std::optional<std::span<const DensityWall>> walls; ///< empty: not known, or too few samples
    double bucketPrice = 0.0; ///< quote, the width of a wall's bucket
    std::optional<double> activityDrop; ///< empty: not known, and then no drop
};

/// The last look at a signal, in this order.
enum class FlowCheckKind : std::uint8_t {
    TouchActivity, ///< "touch_activity": trades a minute at a retest against their hour's mean
    WallStanding, ///< "wall_standing": how much of an opposing wall trades have eaten
    ActivityDrop ///< "activity_drop": the fraction by which activity fell
};
inline constexpr std::size_t kFlowCheckCount = 3;
std::string_view toText(FlowCheckKind kind);
/// "1/min", "ratio".
std::string_view unitOf(FlowCheckKind kind);

struct FlowCheck {
    FlowCheckKind kind = FlowCheckKind::TouchActivity;
    CheckOutcome outcome = CheckOutcome::Skipped;
    bool allowedMissing = false;
    Bound bound = Bound::AtLeast;
    std::optional<double> value;
    std::optional<double> threshold;

    bool passes() const
    {
        return outcome == CheckOutcome::Pass || outcome == CheckOutcome::Skipped
            || (outcome == CheckOutcome::NoData && allowedMissing);
    }
};

struct FlowReport {
    std::array<FlowCheck, kFlowCheckCount> checks {};

    const FlowCheck& operator[](FlowCheckKind kind) const { return checks[static_cast<std::size_t>(kind)]; }
    const FlowCheck* refusal() const;
    /// The tape was missing and let pass.
    bool missesTape() const;
    /// "signal:touch_activity 3 against 7"; empty where it passes.
    std::string reason() const;
};

/// At a return: 60 s trades a minute at least tpm_on_touch_frac of their hour's mean,
/// and some. At a break, where the entry rules want it: a strong opposing wall near
/// the level, if there was one, is eaten; whether there was one has to be known. Any:
/// activity does not drop.
FlowReport checkFlow(const Signal& signal, const FlowView& flow, const Preset& preset);

} // namespace breakline
