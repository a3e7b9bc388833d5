// SPDX-License-Identifier: GPL-3.0-or-later
#include "risk/RiskLimits.h"

#include "core/Invariant.h"

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

constexpr double kHighCorrelation = 0.7;
constexpr double kExposureWarningShare = 5.0 / 6.0;

double correlatedPart(const ExposureLine& line)
{
    const double correlation = line.correlation.value_or(1.0);
    if (std::fabs(correlation) <= kHighCorrelation)
        return 0.0;
    return signOf(line.direction) * line.notionalUsd * correlation;
}

EntryCheck gateCheck(const RiskVerdict& verdict)
{
    EntryCheck check{EntryCheckName::Gate, CheckResult::Pass, std::nullopt, std::nullopt};
    for (const GateFinding& gate : verdict.gates) {
        if (!gate.closed)
            continue;
        check.result = CheckResult::Fail;
        check.value = gate.value;
        check.threshold = gate.threshold;
    }
    return check;
}

} // namespace

std::string_view toText(EntryCheckName name)
{
    switch (name) {
    case EntryCheckName::Gate: return "risk:gate";
    case EntryCheckName::Concurrent: return "risk:concurrent";
    case EntryCheckName::Correlation: return "risk:correlation";
    case EntryCheckName::CorrelatedExposure: return "risk:correlated_exposure";
    case EntryCheckName::OpenRisk: return "risk:open_risk";
    }
    failInvariant("entry check without a name");
}

std::string_view toText(CheckResult result)
{
    switch (result) {
    case CheckResult::Pass: return "pass";
    case CheckResult::Warning: return "warning";
    case CheckResult::Fail: return "fail";
    case CheckResult::NoData: return "no_data";
    case CheckResult::NoDataAllowed: return "no_data_allowed";
    }
    failInvariant("check result without a name");
}

double openRiskUsd(Direction direction, double quantity, double mark, double stop, double takerFeeBps,
                   double slippageBps)
{
    const double atStop = quantity * std::max(0.0, (mark - stop) * signOf(direction));
    return atStop + quantity * mark * (takerFeeBps + slippageBps) * 1e-4;
}

const EntryCheck* EntryEvaluation::refusal() const
{
    for (const EntryCheck& check : checks)
        if (check.result == CheckResult::Fail || check.result == CheckResult::NoData)
            return &check;
    return nullptr;
}

EntryCheck checkConcurrent(const RiskParameters& parameters, std::size_t taken)
{
    const auto slots = static_cast<double>(taken);
    return {EntryCheckName::Concurrent,
            slots >= parameters.maxConcurrentPositions ? CheckResult::Fail : CheckResult::Pass, slots,
            parameters.maxConcurrentPositions};
}

EntryCheck checkCorrelation(const RiskParameters& parameters, std::optional<double> correlation, bool isBenchmark)
{
    EntryCheck check{EntryCheckName::Correlation, CheckResult::Pass, std::nullopt, parameters.correlationLimit};
    if (correlation)
        check.value = std::fabs(*correlation);
    if (isBenchmark)
        return check;
    if (!correlation)
        check.result = parameters.allowMissingCorrelation ? CheckResult::NoDataAllowed : CheckResult::NoData;
    else if (!(*check.value <= parameters.correlationLimit))
        check.result = CheckResult::Fail;
    return check;
}

double correlatedExposureUsd(std::span<const ExposureLine> book)
{
    double sum = 0.0;
    for (const ExposureLine& line : book)
        sum += correlatedPart(line);
    return std::fabs(sum);
}

EntryCheck checkCorrelatedExposure(const RiskParameters& parameters, double exposureUsd, double equityUsd)
{
    const double limit = parameters.maxCorrelatedExposure * equityUsd;
    EntryCheck check{EntryCheckName::CorrelatedExposure, CheckResult::Pass, exposureUsd, limit};
    if (!(exposureUsd <= limit))
        check.result = CheckResult::Fail;
    else if (exposureUsd >= kExposureWarningShare * limit)
        check.result = CheckResult::Warning;
    return check;
}

double openRiskAllowedUsd(const RiskParameters& parameters, double dayStartEquityUsd, double equityUsd)
{
    return std::max(0.0, parameters.dailyRiskLimit * dayStartEquityUsd - (dayStartEquityUsd - equityUsd));
}

EntryCheck checkOpenRisk(double riskUsd, double allowedUsd)
{
    return {EntryCheckName::OpenRisk, riskUsd <= allowedUsd ? CheckResult::Pass : CheckResult::Fail, riskUsd,
            allowedUsd};
}

RiskStatus overallStatus(const RiskMonitor& monitor, std::size_t slots)
{
    const RiskVerdict verdict = monitor.verdict();
    if (verdict.gate(RiskGate::KillLatch).closed)
        return RiskStatus::KillSwitch;
    if (static_cast<double>(slots) > monitor.parameters().maxConcurrentPositions)
        return RiskStatus::PositionLimitBreach;
    for (std::size_t i = 0; i < kRiskGateCount; ++i)
        if (verdict.gates[i].closed && static_cast<RiskGate>(i) != RiskGate::DayBaseline)
            return RiskStatus::RiskLimitBreach;
    return RiskStatus::Safe;
}

EntryEvaluation evaluateEntry(const RiskMonitor& monitor, const EntryQuestion& question)
{
    const RiskParameters& parameters = monitor.parameters();
    EntryEvaluation result;
    result.checks.push_back(gateCheck(monitor.verdict()));
    result.checks.push_back(checkConcurrent(parameters, question.book.size()));
    result.checks.push_back(checkCorrelation(parameters, question.entry.correlation, question.isBenchmark));

    double exposure = correlatedPart(question.entry);
    double risk = question.entry.openRiskUsd;
    for (const ExposureLine& line : question.book) {
        exposure += correlatedPart(line);
        risk += line.openRiskUsd;
    }
    const auto& equity = monitor.equity();
    const auto& dayStart = monitor.state().day.dayStartEquity;
    if (equity && dayStart) {
        result.checks.push_back(checkCorrelatedExposure(parameters, std::fabs(exposure), equity->toDouble()));
        result.checks.push_back(
            checkOpenRisk(risk, openRiskAllowedUsd(parameters, dayStart->toDouble(), equity->toDouble())));
    } else {
        result.checks.push_back(
            {EntryCheckName::CorrelatedExposure, CheckResult::NoData, std::fabs(exposure), std::nullopt});
        result.checks.push_back({EntryCheckName::OpenRisk, CheckResult::NoData, risk, std::nullopt});
    }
    result.approved = result.refusal() == nullptr;
    result.status = overallStatus(monitor, question.book.size() + 1);
    return result;
}

} // namespace breakline
