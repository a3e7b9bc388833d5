// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string_view>

namespace breakline {

/// What a code of the engine stands for.
enum class EngineCode {
    Trigger, ///< of a transition
    State,
    Command,
    GateReason, ///< one, or several joined by "+"
    GateDetail, ///< what a gate reason says of itself, where it is a code
    SignalStatus,
    SignalCondition,
    RiskRule, ///< why an entry is not sized or not approved
    EntryEnd, ///< how an entry order, or its slices, ended
    OrderEnd, ///< why an order ended
    Invalidation, ///< of a signal
    ExitReason,
    KillCause,
    StopReason, ///< who or what ended the session
    Checkpoint, ///< what a step of the work is
    CheckpointStatus,
    ProcessStep, ///< of a cycle
    Preset, ///< summary of a shipped preset
    Endpoint ///< what a request budget is for
};

/// The name of a code in the window's language; empty for a code that is not
/// known here.
QString engineCodeName(EngineCode kind, std::string_view code);

} // namespace breakline
