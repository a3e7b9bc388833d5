// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/CandidateGates.h"

#include <algorithm>

namespace breakline {

namespace {

/// Of checks that carry outcome, bound, value and threshold.
template<class Check>
Gate gateOf(GateStage stage, std::string_view scope, std::string_view name, std::string_view unit,
            const Check& check)
{
    Gate gate;
    gate.stage = stage;
    gate.scope = scope;
    gate.name = name;
    gate.unit = unit;
    gate.bound = check.bound;
    gate.outcome = check.outcome;
    gate.value = check.value;
    gate.threshold = check.threshold;
    return gate;
}

} // namespace

void append(GateTrace& trace, const FilterResults& filters)
{
    const auto refusal = filters.firstRefusal();
    for (const FilterResult& result : filters.results) {
        Gate gate = gateOf(GateStage::Scan, {}, toText(result.filter), unitOf(result.filter), result);
        gate.refuses = !result.passes();
        trace.add(gate);
        if (result.filter == refusal)
            trace.decideByLast();
    }
}

void appendLevelCount(GateTrace& trace, std::size_t levels)
{
    Gate gate;
    gate.stage = GateStage::Level;
    gate.name = "levels";
    gate.value = static_cast<double>(levels);
    gate.threshold = 1.0;
    gate.refuses = levels == 0;
    gate.outcome = levels == 0 ? CheckOutcome::Fail : CheckOutcome::Pass;
    trace.add(gate);
    if (gate.refuses)
        trace.decideByLast();
}

void append(GateTrace& trace, const SelectionAccount& account, std::string_view symbol)
{
    const bool hasOfPlan = std::ranges::any_of(account.verdicts, &SignalVerdict::isOfPlan);
    const SignalVerdict* const nearest = account.nearest();
    std::optional<std::size_t> decidedBy;
    bool hasSignal = false;
    for (const SignalVerdict& verdict : account.verdicts) {
        if (hasOfPlan && !verdict.isOfPlan())
            continue;
        trace.beginAlternative();
        Gate level;
        level.stage = GateStage::Level;
        if (verdict.direction)
            level.scope = *verdict.direction == Direction::Long ? "long" : "short";
        level.name = "level";
        level.unit = "price";
        level.value = verdict.level;
        trace.add(level);
        trace.addLevelId(toText(verdict.levelId, symbol));
        hasSignal = hasSignal || verdict.signal;
        for (const SignalCheck& check : verdict.evaluated()) {
            Gate gate = gateOf(GateStage::Signal, toText(verdict.strategy), toText(check.condition),
                               unitOf(check.condition), check);
            gate.refuses = !check.passes();
            trace.add(gate);
            if (gate.refuses && !decidedBy && (&verdict == nearest || nearest == nullptr))
                decidedBy = trace.size() - 1;
        }
        trace.endAlternative(verdict.isWhole());
    }
    if (decidedBy && !hasSignal)
        trace.decideBy(*decidedBy);
}

void append(GateTrace& trace, const EntryReport& report)
{
    const EntryRuleCheck* rejection = report.rejection();
    for (const EntryRuleCheck& check : report.checks) {
        Gate gate =
            gateOf(GateStage::Signal, "entry", check.measure.empty() ? toText(check.kind) : check.measure,
                   check.unit.empty() ? unitOf(check.kind) : check.unit, check);
        gate.refuses = priorityOf(check.kind) == CheckPriority::Critical
            && (check.outcome == CheckOutcome::Fail || check.outcome == CheckOutcome::NoData);
        if (check.also) {
            Gate other = gate;
            other.name = check.also->name;
            other.outcome = CheckOutcome::Pass;
            other.refuses = false;
            other.value = check.also->value;
            other.threshold = check.also->threshold;
            trace.add(other);
        }
        trace.add(gate);
        if (&check == rejection)
            trace.decideByLast();
    }
    if (report.enabled == 0)
        return;
    Gate gate;
    gate.stage = GateStage::Signal;
    gate.scope = "entry";
    gate.name = "confidence";
    gate.unit = "ratio";
    gate.value = report.confidence;
    gate.threshold = report.minConfidence;
    gate.outcome = report.confidence < report.minConfidence ? CheckOutcome::Fail : CheckOutcome::Pass;
    // What was rejected by itself has a score of 0 in it.
    gate.refuses = gate.outcome == CheckOutcome::Fail && rejection == nullptr;
    trace.add(gate);
    if (gate.refuses)
        trace.decideByLast();
}

void append(GateTrace& trace, const FlowReport& report)
{
    const FlowCheck* refusal = report.refusal();
    for (const FlowCheck& check : report.checks) {
        Gate gate = gateOf(GateStage::Signal, "flow", toText(check.kind), unitOf(check.kind), check);
        gate.refuses = !check.passes();
        trace.add(gate);
        if (&check == refusal)
            trace.decideByLast();
    }
}

} // namespace breakline
