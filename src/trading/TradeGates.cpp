// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/TradeGates.h"

namespace breakline {

namespace {

Bound boundOf(SizeRejection reason)
{
    switch (reason) {
    case SizeRejection::RiskAboveLimit:
    case SizeRejection::AddedRisk: return Bound::AtMost;
    case SizeRejection::StopOnWrongSide: return Bound::MoreThan;
    default: return Bound::AtLeast;
    }
}

std::string_view unitOf(SizeRejection reason)
{
    switch (reason) {
    case SizeRejection::RiskAboveLimit: return "ratio";
    case SizeRejection::StopOnWrongSide:
    case SizeRejection::LiquidationTooNear: return "price";
    case SizeRejection::LeverageRoom:
    case SizeRejection::BelowMinimum:
    case SizeRejection::TargetNotLegal:
    case SizeRejection::MarginTooSmall:
    case SizeRejection::AddedRisk: return "usd";
    default: return "";
    }
}

std::string_view unitOf(EntryCheckName name)
{
    switch (name) {
    case EntryCheckName::Gate:
    case EntryCheckName::Concurrent: return "";
    case EntryCheckName::Correlation: return "ratio";
    case EntryCheckName::CorrelatedExposure:
    case EntryCheckName::OpenRisk: return "usd";
    }
    return "";
}

std::string_view nameOf(EntryCheckName name)
{
    constexpr std::string_view kStage = "risk:";
    std::string_view text = toText(name);
    text.remove_prefix(kStage.size());
    return text;
}

CheckOutcome outcomeOf(CheckResult result)
{
    switch (result) {
    case CheckResult::Pass:
    case CheckResult::Warning: return CheckOutcome::Pass;
    case CheckResult::Fail: return CheckOutcome::Fail;
    case CheckResult::NoData:
    case CheckResult::NoDataAllowed: return CheckOutcome::NoData;
    }
    return CheckOutcome::NoData;
}

Gate gateOf(GateStage stage, std::string_view name, std::string_view unit, std::optional<double> value,
            std::optional<double> threshold, Bound bound)
{
    Gate gate;
    gate.stage = stage;
    gate.name = name;
    gate.unit = unit;
    gate.bound = bound;
    gate.value = value;
    gate.threshold = threshold;
    return gate;
}

} // namespace

void append(GateTrace& trace, const PositionSize& size)
{
    if (size.valid) {
        trace.add([&] {
            Gate gate = gateOf(GateStage::Risk, "size", "r", size.riskR, {}, Bound::AtMost);
            gate.scope = toText(size.cap);
            return gate;
        }());
    } else
        appendRefusal(trace, GateStage::Risk, toText(size.reason), unitOf(size.reason), size.value,
                      size.threshold, boundOf(size.reason));
}

void append(GateTrace& trace, const CostSizing& costs)
{
    if (!costs.errorR)
        return;
    Gate gate = gateOf(GateStage::Risk, "cost_forecast", "r", costs.errorR, costs.bound, Bound::AtMost);
    gate.outcome = *costs.errorR > costs.bound ? CheckOutcome::Fail : CheckOutcome::Pass;
    trace.add(gate);
}

void append(GateTrace& trace, const EntryEvaluation& evaluation)
{
    const EntryCheck* refusal = evaluation.refusal();
    for (const EntryCheck& check : evaluation.checks) {
        const bool isStrict = check.name == EntryCheckName::Concurrent || check.name == EntryCheckName::Gate;
        Gate gate = gateOf(GateStage::Risk, nameOf(check.name), unitOf(check.name), check.value,
                           check.threshold, isStrict ? Bound::LessThan : Bound::AtMost);
        gate.outcome = outcomeOf(check.result);
        gate.refuses = check.result == CheckResult::Fail || check.result == CheckResult::NoData;
        trace.add(gate);
        if (&check == refusal)
            trace.decideByLast();
    }
}

void append(GateTrace& trace, const SlicingRefusal& refusal)
{
    const bool isOfInput = refusal.reason == SlicingRefusal::Reason::InvalidInput;
    appendRefusal(trace, GateStage::Execution, toText(refusal.reason), isOfInput ? "" : "usd", refusal.value,
                  refusal.threshold, isOfInput ? Bound::MoreThan : Bound::AtLeast);
}

void appendEnd(GateTrace& trace, const EntryRejected& rejected, Side side)
{
    const auto refuse = [&](std::string_view unit, Bound bound) {
        appendRefusal(trace, GateStage::Execution, toText(rejected.end), unit, rejected.value,
                      rejected.threshold, bound);
    };
    switch (rejected.end) {
    case EntryEnd::SpreadTooWide: refuse("bps", Bound::AtMost); break;
    case EntryEnd::BeyondPriceCap: refuse("price", side == Side::Buy ? Bound::AtMost : Bound::AtLeast); break;
    case EntryEnd::DepthTooThin: refuse("usd", Bound::AtLeast); break;
    default: appendRefusal(trace, GateStage::Execution, toText(rejected.end)); break;
    }
}

void append(GateTrace& trace, const EntryComplete& complete, std::optional<double> slippage, double share)
{
    appendPass(trace, GateStage::Execution, "filled", "bps", slippage);
    Gate filled = gateOf(GateStage::Execution, "filled_share", "ratio", share, 1.0, Bound::AtLeast);
    const bool isAll = share >= 1.0;
    filled.outcome = isAll ? CheckOutcome::Pass : CheckOutcome::Fail;
    trace.add(filled);
    if (isAll)
        return;
    Gate end = gateOf(GateStage::Execution, toText(complete.end), {}, {}, {}, Bound::AtLeast);
    end.outcome = CheckOutcome::Fail;
    trace.add(end);
}

void append(GateTrace& trace, const ExitSignal& signal)
{
    appendPass(trace, GateStage::Exit, toText(signal.reason), signal.unit, signal.value, signal.threshold,
               signal.bound);
}

void appendRefusal(GateTrace& trace, GateStage stage, std::string_view name, std::string_view unit,
                   std::optional<double> value, std::optional<double> threshold, Bound bound)
{
    Gate gate = gateOf(stage, name, unit, value, threshold, bound);
    gate.outcome = CheckOutcome::Fail;
    gate.refuses = true;
    trace.add(gate);
    trace.decideByLast();
}

void appendPass(GateTrace& trace, GateStage stage, std::string_view name, std::string_view unit,
                std::optional<double> value, std::optional<double> threshold, Bound bound)
{
    trace.add(gateOf(stage, name, unit, value, threshold, bound));
}

} // namespace breakline
