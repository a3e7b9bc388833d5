// SPDX-License-Identifier: GPL-3.0-or-later
#include "risk/RiskSummary.h"

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

constexpr double kHighCorrelation = 0.7;
constexpr double kMediumCorrelation = 0.3;

void addExposure(CorrelationExposure& exposure, const ExposureLine& line)
{
    const double correlation = std::fabs(line.correlation.value_or(1.0));
    double& part = correlation > kHighCorrelation ? exposure.highUsd
        : correlation > kMediumCorrelation        ? exposure.mediumUsd
                                                  : exposure.lowUsd;
    part += line.notionalUsd;
}

void addFindings(RiskSummary& summary, const RiskMonitor& monitor, std::span<const ExposureLine> book)
{
    const RiskVerdict verdict = monitor.verdict();
    for (std::size_t i = 0; i < kRiskGateCount; ++i) {
        const auto gate = static_cast<RiskGate>(i);
        if (verdict.gates[i].closed)
            (gate == RiskGate::DayBaseline ? summary.warnings : summary.violations).emplace_back(toText(gate));
    }
    if (summary.openPositions > summary.maxPositions)
        summary.violations.emplace_back(toText(EntryCheckName::Concurrent));
    if (monitor.warnsOfDrawdown())
        summary.warnings.emplace_back("risk:drawdown_warning");
    if (monitor.reducesRisk())
        summary.warnings.emplace_back("risk:reduced_size");
    if (summary.equity) {
        const EntryCheck exposure =
            checkCorrelatedExposure(monitor.parameters(), correlatedExposureUsd(book), *summary.equity);
        if (exposure.result == CheckResult::Warning)
            summary.warnings.emplace_back(toText(exposure.name));
        else if (exposure.result == CheckResult::Fail)
            summary.violations.emplace_back(toText(exposure.name));
    }
}

} // namespace

RiskSummary summarise(const RiskMonitor& monitor, std::span<const ExposureLine> book)
{
    const RiskParameters& parameters = monitor.parameters();
    RiskSummary summary;
    double notional = 0.0;
    for (const ExposureLine& line : book) {
        notional += line.notionalUsd;
        summary.openRiskUsd += line.openRiskUsd;
        addExposure(summary.correlationExposure, line);
    }
    const auto& equity = monitor.equity();
    const auto& dayStart = monitor.state().day.dayStartEquity;
    if (equity) {
        summary.equity = equity->toDouble();
        if (*summary.equity > 0.0)
            summary.utilisation = notional / *summary.equity;
    }
    if (equity && dayStart) {
        summary.dailyPnl = (*equity - *dayStart).toDouble();
        if (*dayStart > Decimal{})
            summary.dailyPnlFraction = *summary.dailyPnl / dayStart->toDouble();
    }
    summary.dailyRiskUsed = monitor.dailyLoss();
    if (summary.dailyRiskUsed)
        summary.dailyRiskRemaining = std::max(0.0, parameters.dailyRiskLimit - *summary.dailyRiskUsed);
    summary.drawdown = monitor.drawdown();
    summary.openPositions = static_cast<int>(book.size());
    summary.maxPositions = parameters.maxConcurrentPositions;
    summary.positionsAvailable = std::max(0, summary.maxPositions - summary.openPositions);
    summary.status = overallStatus(monitor, book.size());
    summary.killSwitch = monitor.state().killLatchedAt.has_value();
    addFindings(summary, monitor, book);
    return summary;
}

} // namespace breakline
