// SPDX-License-Identifier: GPL-3.0-or-later
#include "position/PositionLifecycle.h"

namespace breakline {

namespace {

template<class State, std::size_t N>
std::optional<State> lookUp(const std::array<PositionTransition<State>, N>& table, State state,
                            PositionTrigger trigger)
{
    for (const auto& move : table)
        if (move.from == state && move.trigger == trigger)
            return move.to;
    return std::nullopt;
}

template<class State, std::size_t N>
void writeRegion(const std::array<PositionTransition<State>, N>& table, std::string& text)
{
    text.append("        [*] --> ").append(toText(table.front().from)).append("\n");
    for (const auto& move : table) {
        text.append("        ").append(toText(move.from)).append(" --> ").append(toText(move.to));
        text.append(": ").append(toText(move.trigger)).append("\n");
    }
}

// Moves one region, if the trigger is one of its own.
template<class State>
std::optional<PositionTransitionRecord> move(State& state, PositionTrigger trigger, Timestamp now,
                                             std::string_view region)
{
    const auto next = apply(state, trigger);
    if (!next)
        return std::nullopt;
    const PositionTransitionRecord record{region, toText(state), toText(*next), toText(trigger), now};
    state = *next;
    return record;
}

} // namespace

std::string_view toText(PositionPhase phase)
{
    switch (phase) {
    case PositionPhase::Opening: return "opening";
    case PositionPhase::EntryConfirmation: return "entry_confirmation";
    case PositionPhase::Running: return "running";
    case PositionPhase::Exiting: return "exiting";
    case PositionPhase::Closed: return "closed";
    }
    return {};
}

std::string_view toText(StopStage stage)
{
    switch (stage) {
    case StopStage::Initial: return "initial";
    case StopStage::Breakeven: return "breakeven";
    case StopStage::Trailing: return "trailing";
    }
    return {};
}

std::string_view toText(PositionScale scale)
{
    return scale == PositionScale::Full ? "full" : "partially_closed";
}

std::string_view toText(PositionTrigger trigger)
{
    switch (trigger) {
    case PositionTrigger::EntryCompleted: return "entry_completed";
    case PositionTrigger::Confirmed: return "confirmed";
    case PositionTrigger::ExitStarted: return "exit_started";
    case PositionTrigger::Flat: return "flat";
    case PositionTrigger::BreakevenSet: return "breakeven_set";
    case PositionTrigger::TrailingStarted: return "trailing_started";
    case PositionTrigger::Reduced: return "reduced";
    }
    return {};
}

std::optional<PositionPhase> apply(PositionPhase state, PositionTrigger trigger)
{
    return lookUp(kPhaseTransitions, state, trigger);
}

std::optional<StopStage> apply(StopStage state, PositionTrigger trigger)
{
    return lookUp(kStopStageTransitions, state, trigger);
}

std::optional<PositionScale> apply(PositionScale state, PositionTrigger trigger)
{
    return lookUp(kScaleTransitions, state, trigger);
}

std::optional<PositionTransitionRecord> PositionLifecycle::apply(PositionTrigger trigger, Timestamp now)
{
    if (isClosed())
        return std::nullopt;
    if (auto record = move(m_phase, trigger, now, "lifecycle")) {
        m_phaseSince = now;
        return record;
    }
    if (auto record = move(m_stopStage, trigger, now, "stop"))
        return record;
    return move(m_scale, trigger, now, "scaling");
}

std::string positionLifecycleDiagram()
{
    std::string text = "stateDiagram-v2\n    state position {\n";
    writeRegion(kPhaseTransitions, text);
    text.append("        closed --> [*]\n        --\n");
    writeRegion(kStopStageTransitions, text);
    text.append("        --\n");
    writeRegion(kScaleTransitions, text);
    text.append("    }\n");
    return text;
}

} // namespace breakline
