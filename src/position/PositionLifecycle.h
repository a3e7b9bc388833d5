// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace breakline {

// The life of a position in three independent regions. Each table holds every
// legal move of its region; everything else is refused.

enum class PositionPhase : std::uint8_t {
    Opening,           ///< entry children may still fill
    EntryConfirmation, ///< entry complete, stop and exit rules active
    Running,
    Exiting, ///< exit orders are working
    Closed   ///< final
};
enum class StopStage : std::uint8_t { Initial, Breakeven, Trailing };
enum class PositionScale : std::uint8_t { Full, PartiallyClosed };

enum class PositionTrigger : std::uint8_t {
    EntryCompleted,
    Confirmed,    ///< entry_confirmation_bars have closed
    ExitStarted,
    Flat,         ///< the position is gone, by whatever order
    BreakevenSet, ///< confirmed by the venue
    TrailingStarted,
    Reduced ///< a target filled in part or whole, something is left
};
inline constexpr std::size_t kPositionTriggerCount = 7;

std::string_view toText(PositionPhase phase);
std::string_view toText(StopStage stage);
std::string_view toText(PositionScale scale);
std::string_view toText(PositionTrigger trigger);

template<class State>
struct PositionTransition {
    State from;
    PositionTrigger trigger;
    State to;
};

inline constexpr std::array<PositionTransition<PositionPhase>, 9> kPhaseTransitions{{
    {PositionPhase::Opening, PositionTrigger::EntryCompleted, PositionPhase::EntryConfirmation},
    {PositionPhase::EntryConfirmation, PositionTrigger::Confirmed, PositionPhase::Running},
    {PositionPhase::Opening, PositionTrigger::ExitStarted, PositionPhase::Exiting},
    {PositionPhase::EntryConfirmation, PositionTrigger::ExitStarted, PositionPhase::Exiting},
    {PositionPhase::Running, PositionTrigger::ExitStarted, PositionPhase::Exiting},
    {PositionPhase::Opening, PositionTrigger::Flat, PositionPhase::Closed},
    {PositionPhase::EntryConfirmation, PositionTrigger::Flat, PositionPhase::Closed},
    {PositionPhase::Running, PositionTrigger::Flat, PositionPhase::Closed},
    {PositionPhase::Exiting, PositionTrigger::Flat, PositionPhase::Closed},
}};
inline constexpr std::array<PositionTransition<StopStage>, 3> kStopStageTransitions{{
    {StopStage::Initial, PositionTrigger::BreakevenSet, StopStage::Breakeven},
    {StopStage::Initial, PositionTrigger::TrailingStarted, StopStage::Trailing},
    {StopStage::Breakeven, PositionTrigger::TrailingStarted, StopStage::Trailing},
}};
inline constexpr std::array<PositionTransition<PositionScale>, 2> kScaleTransitions{{
    {PositionScale::Full, PositionTrigger::Reduced, PositionScale::PartiallyClosed},
    {PositionScale::PartiallyClosed, PositionTrigger::Reduced, PositionScale::PartiallyClosed},
}};

std::optional<PositionPhase> apply(PositionPhase state, PositionTrigger trigger);
std::optional<StopStage> apply(StopStage state, PositionTrigger trigger);
std::optional<PositionScale> apply(PositionScale state, PositionTrigger trigger);

/// One move, for the record; texts live as long as the program.
struct PositionTransitionRecord {
    std::string_view region; ///< lifecycle, stop, scaling
    std::string_view from;
    std::string_view to;
    std::string_view trigger;
    Timestamp time;
};

/// The three regions of one position and since when it is in its phase. Small,
/// without allocation: a back-test holds thousands.
class PositionLifecycle {
public:
    explicit PositionLifecycle(Timestamp opened) : m_phaseSince(opened) {}

    PositionPhase phase() const { return m_phase; }
    StopStage stopStage() const { return m_stopStage; }
    PositionScale scale() const { return m_scale; }
    bool isClosed() const { return m_phase == PositionPhase::Closed; }
    Duration timeInPhase(Timestamp now) const { return now - m_phaseSince; }

    /// Moves the one region that the trigger belongs to; empty: refused, nothing
    /// changed. A closed position takes no trigger at all.
    std::optional<PositionTransitionRecord> apply(PositionTrigger trigger, Timestamp now);

private:
    PositionPhase m_phase = PositionPhase::Opening;
    StopStage m_stopStage = StopStage::Initial;
    PositionScale m_scale = PositionScale::Full;
    Timestamp m_phaseSince;
};

/// The three tables as one Mermaid state diagram with parallel regions.
std::string positionLifecycleDiagram();

} // namespace breakline
