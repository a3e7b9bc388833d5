// SPDX-License-Identifier: GPL-3.0-or-later
#include "risk/RiskLimits.h"

#include "core/Rng.h"
#include "risk_fixtures.h"

#include <catch2/catch.hpp>

#include <cmath>

using namespace breakline;
using namespace breakline::test;

namespace {

RiskMonitor startedAt(const char* equity)
{
    RiskMonitor monitor(breakoutV1());
    monitor.observe(Decimal::literal(equity), kMorning);
    return monitor;
}

ExposureLine line(Direction direction, double notional, std::optional<double> correlation, double risk = 0.0)
{
    return {direction, notional, correlation, risk};
}

} // namespace

TEST_CASE("Concurrent: the last free slot is given, the next is not")
{
    const RiskParameters parameters = breakoutV1();
    CHECK(checkConcurrent(parameters, 2).result == CheckResult::Pass);
    const EntryCheck full = checkConcurrent(parameters, 3);
    CHECK(full.result == CheckResult::Fail);
    CHECK(full.value == 3.0);
    CHECK(full.threshold == 3.0);
    CHECK(checkConcurrent(parameters, 4).result == CheckResult::Fail);
}

TEST_CASE("Correlation of the signal, either sign, at and over the limit")
{
    RiskParameters parameters = breakoutV1();
    const double sign = GENERATE(1.0, -1.0);
    CHECK(checkCorrelation(parameters, sign * 0.39, false).result == CheckResult::Pass);
    CHECK(checkCorrelation(parameters, sign * 0.4, false).result == CheckResult::Pass);
    const EntryCheck over = checkCorrelation(parameters, sign * 0.41, false);
    CHECK(over.result == CheckResult::Fail);
    CHECK(over.value == 0.41);
    CHECK(over.threshold == 0.4);
    CHECK(checkCorrelation(parameters, 1.0, true).result == CheckResult::Pass);
    CHECK(checkCorrelation(parameters, std::nullopt, true).result == CheckResult::Pass);
    CHECK(checkCorrelation(parameters, std::nullopt, false).result == CheckResult::NoData);
    parameters.allowMissingCorrelation = true;
    CHECK(checkCorrelation(parameters, std::nullopt, false).result == CheckResult::NoDataAllowed);
}

TEST_CASE("Correlated exposure nets sides, counts over 0.7 only and a missing correlation as 1")
{
    const std::vector<ExposureLine> book{
        line(Direction::Long, 100'000, 0.9),  // +90 000
        line(Direction::Short, 50'000, 0.8),  // -40 000
        line(Direction::Long, 70'000, 0.7),   // not above 0.7
        line(Direction::Short, 10'000, -0.75), // +7 500
        line(Direction::Long, 20'000, std::nullopt)};
    CHECK(correlatedExposureUsd(book) == Approx(77'500.0));
    std::vector<ExposureLine> mirrored = book;
    for (ExposureLine& one : mirrored)
        one.direction = one.direction == Direction::Long ? Direction::Short : Direction::Long;
    CHECK(correlatedExposureUsd(mirrored) == Approx(77'500.0));
    CHECK(correlatedExposureUsd({}) == 0.0);
}

TEST_CASE("Correlated exposure: warning from five sixths, refusal over 1.5 equities")
{
    const RiskParameters parameters = breakoutV1();
    CHECK(checkCorrelatedExposure(parameters, 124'999.0, 100'000.0).result == CheckResult::Pass);
    CHECK(checkCorrelatedExposure(parameters, 125'000.0, 100'000.0).result == CheckResult::Warning);
    CHECK(checkCorrelatedExposure(parameters, 150'000.0, 100'000.0).result == CheckResult::Warning);
    const EntryCheck over = checkCorrelatedExposure(parameters, 150'000.1, 100'000.0);
    CHECK(over.result == CheckResult::Fail);
    CHECK(over.threshold == 150'000.0);
}

TEST_CASE("Open risk is the loss at the stop plus the cost of getting out")
{
    // 100 at 50, stop 49: 100 at the stop, 5000 * 12.5 bps = 6.25 to get out.
    CHECK(openRiskUsd(Direction::Long, 100.0, 50.0, 49.0, 7.5, 5.0) == Approx(106.25));
    CHECK(openRiskUsd(Direction::Short, 100.0, 50.0, 51.0, 7.5, 5.0) == Approx(106.25));
    // A stop beyond the mark in favour risks nothing but the cost.
    CHECK(openRiskUsd(Direction::Long, 100.0, 50.0, 50.5, 7.5, 5.0) == Approx(6.25));
    CHECK(openRiskUsd(Direction::Short, 100.0, 50.0, 49.5, 0.0, 0.0) == 0.0);
}

TEST_CASE("What may be at risk shrinks with the day's loss and is never negative")
{
    const RiskParameters parameters = breakoutV1();
    CHECK(openRiskAllowedUsd(parameters, 100'000.0, 100'000.0) == Approx(8000.0));
    CHECK(openRiskAllowedUsd(parameters, 100'000.0, 95'000.0) == Approx(3000.0));
    CHECK(openRiskAllowedUsd(parameters, 100'000.0, 104'000.0) == Approx(12'000.0));
    CHECK(openRiskAllowedUsd(parameters, 100'000.0, 91'000.0) == 0.0);
    CHECK(checkOpenRisk(2999.9, 3000.0).result == CheckResult::Pass);
    CHECK(checkOpenRisk(3000.0, 3000.0).result == CheckResult::Pass);
    CHECK(checkOpenRisk(3000.1, 3000.0).result == CheckResult::Fail);
    CHECK(checkOpenRisk(0.0, 0.0).result == CheckResult::Pass);
}

TEST_CASE("An entry within all limits is approved, with every check listed")
{
    const RiskMonitor monitor = startedAt("100000");
    EntryQuestion question;
    question.entry = line(Direction::Long, 60'000, 0.3, 1575);
    const EntryEvaluation evaluation = evaluateEntry(monitor, question);
    CHECK(evaluation.approved);
    CHECK(evaluation.refusal() == nullptr);
    CHECK(evaluation.status == RiskStatus::Safe);
    REQUIRE(evaluation.checks.size() == 5);
    for (std::size_t i = 0; i < 5; ++i) {
        CHECK(evaluation.checks[i].name == static_cast<EntryCheckName>(i));
        CHECK(evaluation.checks[i].result == CheckResult::Pass);
    }
    CHECK(evaluation.checks[4].value == 1575.0);
    CHECK(evaluation.checks[4].threshold.value() == Approx(8000.0));
}

TEST_CASE("The first refusal in order is named, the others are judged all the same")
{
    const RiskMonitor monitor = startedAt("100000");
    const std::vector<ExposureLine> book(3, line(Direction::Long, 60'000, 0.9, 2500));
    EntryQuestion question;
    question.entry = line(Direction::Long, 60'000, 0.9, 2500);
    question.book = book;
    const EntryEvaluation evaluation = evaluateEntry(monitor, question);
    CHECK_FALSE(evaluation.approved);
    REQUIRE(evaluation.refusal());
    CHECK(evaluation.refusal()->name == EntryCheckName::Concurrent);
    CHECK(evaluation.status == RiskStatus::PositionLimitBreach);
    CHECK(evaluation.checks[2].result == CheckResult::Fail);
    CHECK(evaluation.checks[3].result == CheckResult::Fail); // 216 000 of 150 000
    CHECK(evaluation.checks[3].value.value() == Approx(216'000.0));
    CHECK(evaluation.checks[4].result == CheckResult::Fail); // 10 000 of 8000
}

TEST_CASE("Without an equity nothing is approved and what needs it has no data")
{
    const RiskMonitor monitor(breakoutV1());
    EntryQuestion question;
    question.entry = line(Direction::Long, 1000, 0.1, 10);
    const EntryEvaluation evaluation = evaluateEntry(monitor, question);
    CHECK_FALSE(evaluation.approved);
    CHECK(evaluation.refusal()->name == EntryCheckName::Gate);
    CHECK(evaluation.checks[3].result == CheckResult::NoData);
    CHECK(evaluation.checks[4].result == CheckResult::NoData);
    CHECK(evaluation.status == RiskStatus::Safe);
}

TEST_CASE("A missing correlation that is allowed still counts as 1 on the book")
{
    RiskParameters parameters = breakoutV1();
    parameters.allowMissingCorrelation = true;
    RiskMonitor monitor(parameters);
    monitor.observe(Decimal::literal("100000"), kMorning);
    EntryQuestion question;
    question.entry = line(Direction::Long, 150'001, std::nullopt, 10);
    const EntryEvaluation evaluation = evaluateEntry(monitor, question);
    CHECK(evaluation.checks[2].result == CheckResult::NoDataAllowed);
    CHECK(evaluation.refusal()->name == EntryCheckName::CorrelatedExposure);
}

TEST_CASE("Status: kill over positions over limits over safe")
{
    RiskMonitor monitor = startedAt("100000");
    CHECK(overallStatus(monitor, 3) == RiskStatus::Safe);
    CHECK(overallStatus(monitor, 4) == RiskStatus::PositionLimitBreach);
    monitor.observe(Decimal::literal("92000"), kMorning + Duration{1});
    CHECK(overallStatus(monitor, 3) == RiskStatus::RiskLimitBreach);
    CHECK(overallStatus(monitor, 4) == RiskStatus::PositionLimitBreach);
    monitor.killByCommand(kMorning + Duration{2});
    CHECK(overallStatus(monitor, 4) == RiskStatus::KillSwitch);
    EntryQuestion question;
    question.entry = line(Direction::Long, 1000, 0.1, 10);
    CHECK(evaluateEntry(monitor, question).refusal()->name == EntryCheckName::Gate);
}

TEST_CASE("Checks and results have their names")
{
    CHECK(toText(EntryCheckName::Gate) == "risk:gate");
    CHECK(toText(EntryCheckName::Concurrent) == "risk:concurrent");
    CHECK(toText(EntryCheckName::Correlation) == "risk:correlation");
    CHECK(toText(EntryCheckName::CorrelatedExposure) == "risk:correlated_exposure");
    CHECK(toText(EntryCheckName::OpenRisk) == "risk:open_risk");
    CHECK(toText(CheckResult::Pass) == "pass");
    CHECK(toText(CheckResult::Warning) == "warning");
    CHECK(toText(CheckResult::Fail) == "fail");
    CHECK(toText(CheckResult::NoData) == "no_data");
    CHECK(toText(CheckResult::NoDataAllowed) == "no_data_allowed");
}

TEST_CASE("Over random books: an approved entry keeps every limit, and a mirrored book is judged alike")
{
    Rng rng(99);
    const RiskMonitor monitor = startedAt("100000");
    int approved = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::vector<ExposureLine> book(static_cast<std::size_t>(rng.integer(0, 3)));
        const auto draw = [&rng] {
            ExposureLine one;
            one.direction = rng.chance(0.5) ? Direction::Long : Direction::Short;
            one.notionalUsd = rng.uniform(0.0, 120'000.0);
            if (rng.chance(0.9))
                one.correlation = rng.uniform(-1.0, 1.0);
            one.openRiskUsd = rng.uniform(0.0, 4000.0);
            return one;
        };
        for (ExposureLine& one : book)
            one = draw();
        EntryQuestion question;
        question.entry = draw();
        question.book = book;
        const EntryEvaluation evaluation = evaluateEntry(monitor, question);
        for (const EntryCheck& check : evaluation.checks)
            REQUIRE((!check.value || std::isfinite(*check.value)));

        std::vector<ExposureLine> mirroredBook = book;
        EntryQuestion mirrored = question;
        const auto flip = [](ExposureLine& one) {
            one.direction = one.direction == Direction::Long ? Direction::Short : Direction::Long;
        };
        flip(mirrored.entry);
        for (ExposureLine& one : mirroredBook)
            flip(one);
        mirrored.book = mirroredBook;
        REQUIRE(evaluateEntry(monitor, mirrored).approved == evaluation.approved);

        if (!evaluation.approved)
            continue;
        ++approved;
        REQUIRE(book.size() < 3);
        REQUIRE(std::fabs(question.entry.correlation.value()) <= 0.4);
        double risk = question.entry.openRiskUsd;
        for (const ExposureLine& one : book)
            risk += one.openRiskUsd;
        REQUIRE(risk <= 8000.0 + 1e-6);
        REQUIRE(correlatedExposureUsd(book) <= 150'000.0);
    }
    CHECK(approved > 1000);
}
