// SPDX-License-Identifier: GPL-3.0-or-later
#include "risk/RiskSummary.h"

#include "risk_fixtures.h"

#include <catch2/catch.hpp>

using namespace breakline;
using namespace breakline::test;

TEST_CASE("Before the first equity everything that needs it is unknown")
{
    const RiskMonitor monitor(breakoutV1());
    const RiskSummary summary = summarise(monitor, {});
    CHECK_FALSE(summary.equity);
    CHECK_FALSE(summary.utilisation);
    CHECK_FALSE(summary.dailyPnl);
    CHECK_FALSE(summary.dailyRiskUsed);
    CHECK_FALSE(summary.dailyRiskRemaining);
    CHECK_FALSE(summary.drawdown);
    CHECK(summary.positionsAvailable == 3);
    CHECK(summary.status == RiskStatus::Safe);
    CHECK(summary.warnings == std::vector<std::string>{"risk:day_baseline"});
    CHECK(summary.violations.empty());
}

TEST_CASE("A loss of 5 % with two positions")
{
    RiskMonitor monitor(breakoutV1());
    monitor.observe(Decimal::literal("100000"), kMorning);
    monitor.observe(Decimal::literal("95000"), kMorning + Duration{1});
    const std::vector<ExposureLine> book{{Direction::Long, 60'000.0, 0.9, 700.0},
                                         {Direction::Short, 35'000.0, 0.5, 300.0}};
    const RiskSummary summary = summarise(monitor, book);
    CHECK(summary.equity == 95'000.0);
    CHECK(summary.utilisation.value() == Approx(1.0));
    CHECK(summary.dailyPnl == -5000.0);
    CHECK(summary.dailyPnlFraction.value() == Approx(-0.05));
    CHECK(summary.dailyRiskUsed.value() == Approx(0.05));
    CHECK(summary.dailyRiskRemaining.value() == Approx(0.03));
    CHECK(summary.drawdown.value() == Approx(0.05));
    CHECK(summary.openRiskUsd == 1000.0);
    CHECK(summary.openPositions == 2);
    CHECK(summary.maxPositions == 3);
    CHECK(summary.positionsAvailable == 1);
    CHECK(summary.correlationExposure.highUsd == 60'000.0);
    CHECK(summary.correlationExposure.mediumUsd == 35'000.0);
    CHECK(summary.correlationExposure.lowUsd == 0.0);
    CHECK(summary.status == RiskStatus::Safe);
    CHECK(summary.warnings.empty());
    CHECK_FALSE(summary.killSwitch);
}

TEST_CASE("A gain uses no risk")
{
    RiskMonitor monitor(breakoutV1());
    monitor.observe(Decimal::literal("100000"), kMorning);
    monitor.observe(Decimal::literal("103000"), kMorning + Duration{1});
    const RiskSummary summary = summarise(monitor, {});
    CHECK(summary.dailyPnl == 3000.0);
    CHECK(summary.dailyRiskUsed == 0.0);
    CHECK(summary.dailyRiskRemaining == 0.08);
}

TEST_CASE("Warnings and violations are named")
{
    RiskMonitor monitor(breakoutV1());
    monitor.observe(Decimal::literal("100000"), kMorning);
    monitor.observe(Decimal::literal("88000"), kMorning + Duration{1});
    std::vector<ExposureLine> book(4, ExposureLine{Direction::Long, 28'000.0, 1.0, 0.0}); // 112 000 of 132 000
    RiskSummary summary = summarise(monitor, book);
    CHECK(summary.status == RiskStatus::PositionLimitBreach);
    CHECK(summary.positionsAvailable == 0);
    CHECK(summary.violations == std::vector<std::string>{"risk:daily_limit", "risk:concurrent"});
    CHECK(summary.warnings
          == std::vector<std::string>{"risk:drawdown_warning", "risk:reduced_size", "risk:correlated_exposure"});
    CHECK(summary.dailyRiskRemaining == 0.0);
    monitor.killByCommand(kMorning + Duration{2});
    summary = summarise(monitor, book);
    CHECK(summary.killSwitch);
    CHECK(summary.status == RiskStatus::KillSwitch);
}
