// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/TransitionTable.h"

namespace breakline {

std::string_view toText(Trigger trigger)
{
    switch (trigger) {
    case Trigger::Start: return "start";
    case Trigger::Initialised: return "initialised";
    case Trigger::LatchFound: return "latch_found";
    case Trigger::CandidatesFound: return "candidates_found";
    case Trigger::LevelsBuilt: return "levels_built";
    case Trigger::NoLevels: return "no_levels";
    case Trigger::SignalsFound: return "signals_found";
    case Trigger::ScanDue: return "scan_due";
    case Trigger::Sized: return "sized";
    case Trigger::NothingApproved: return "nothing_approved";
    case Trigger::EntriesOpened: return "entries_opened";
    case Trigger::NothingOpened: return "nothing_opened";
    case Trigger::PositionsOpen: return "positions_open";
    case Trigger::AllFlat: return "all_flat";
    case Trigger::ResumeScanning: return "resume_scanning";
    case Trigger::ResumeManaging: return "resume_managing";
    case Trigger::RetryScanning: return "retry_scanning";
    case Trigger::RetryManaging: return "retry_managing";
    case Trigger::RetriesExhausted: return "retries_exhausted";
    case Trigger::Reset: return "reset";
    case Trigger::Rearm: return "rearm";
    case Trigger::Pause: return "pause";
    case Trigger::Fault: return "fault";
    case Trigger::Kill: return "kill";
    case Trigger::Stop: return "stop";
    }
    return {};
}

std::string stateDiagramMermaid()
{
    const auto line = [](std::string_view indent, std::string_view from, const TransitionRule& rule) {
        std::string text(indent);
        text.append(from).append(" --> ").append(toText(rule.to)).append(" : ").append(toText(rule.trigger));
        return text.append("\n");
    };
    std::string inside;
    std::string outside;
    for (const TransitionRule& rule : kTransitions) {
        if (rule.from.isCompound())
            outside += line("    ", "RUNNING", rule);
        else if (isRunning(rule.from.state()) && isRunning(rule.to))
            inside += line("        ", toText(rule.from.state()), rule);
        else
            outside += line("    ", toText(rule.from.state()), rule);
    }
    return "stateDiagram-v2\n    [*] --> IDLE\n    state RUNNING {\n" + inside + "    }\n" + outside;
}

} // namespace breakline
