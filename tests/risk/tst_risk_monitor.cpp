// SPDX-License-Identifier: GPL-3.0-or-later
#include "risk/RiskMonitor.h"

#include "core/Rng.h"
#include "risk_fixtures.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <set>

using namespace breakline;
using namespace breakline::test;
using Reading = RiskMonitor::Reading;

namespace {

constexpr Duration k250ms{250};
const Timestamp kNextMidnight = kMidnight + Duration::days(1);

Decimal usd(const char* text)
{
    return Decimal::literal(text);
}

/// A monitor with baseline and high water of 100 000.
RiskMonitor started(RiskParameters parameters = breakoutV1())
{
    RiskMonitor monitor(parameters);
    monitor.observe(usd("100000"), kMorning);
    return monitor;
}

RiskParameters highLiquidity() // daily 4 %, kill 12 %
{
    RiskParameters parameters = breakoutV1();
    parameters.dailyRiskLimit = 0.04;
    parameters.killSwitchLossLimit = 0.12;
    return parameters;
}

RiskParameters smallcap() // daily 3 %, kill 10 %: the extreme day of 9 % can be reached
{
    RiskParameters parameters = breakoutV1();
    parameters.dailyRiskLimit = 0.03;
    parameters.killSwitchLossLimit = 0.10;
    return parameters;
}

bool onlyClosed(const RiskVerdict& verdict, std::set<RiskGate> expected)
{
    for (std::size_t i = 0; i < kRiskGateCount; ++i)
        if (verdict.gates[i].closed != expected.contains(static_cast<RiskGate>(i)))
            return false;
    return true;
}

} // namespace

TEST_CASE("Without an equity the gate is closed; the first one opens it")
{
    RiskMonitor monitor(breakoutV1());
    CHECK(onlyClosed(monitor.verdict(), {RiskGate::DayBaseline}));
    CHECK_FALSE(monitor.dailyLoss());
    CHECK_FALSE(monitor.drawdown());
    const RiskVerdict verdict = monitor.observe(usd("100000"), kMorning);
    CHECK_FALSE(verdict.anyClosed());
    CHECK(verdict.stateChanged);
    CHECK(verdict.highWaterChanged);
    CHECK(monitor.dailyLoss() == 0.0);
    CHECK(monitor.drawdown() == 0.0);
}

TEST_CASE("Daily limit: just under, at and just over")
{
    const auto [equity, closes] = GENERATE(
        table<const char*, bool>({{"92000.01", false}, {"92000", true}, {"91999.99", true}, {"108000", false}}));
    RiskMonitor monitor = started();
    const RiskVerdict verdict = monitor.observe(usd(equity), kMorning + Duration{1});
    CHECK(verdict.gate(RiskGate::DailyLimit).closed == closes);
    CHECK(verdict.anyClosed() == closes);
    CHECK_FALSE(verdict.dailyLatchConfirmed);
    if (closes) {
        CHECK(verdict.gate(RiskGate::DailyLimit).value.value() == Approx(0.08).margin(1e-6));
        CHECK(verdict.gate(RiskGate::DailyLimit).threshold == 0.08);
    }
}

TEST_CASE("Kill by drawdown: just under, at and just over")
{
    const auto [equity, closes] =
        GENERATE(table<const char*, bool>({{"82000.01", false}, {"82000", true}, {"81999.99", true}}));
    RiskMonitor monitor = started();
    const RiskVerdict verdict = monitor.observe(usd(equity), kMorning + Duration{1});
    CHECK(verdict.gate(RiskGate::Drawdown).closed == closes);
    CHECK_FALSE(verdict.killConfirmed);
    if (closes) {
        CHECK(verdict.gate(RiskGate::Drawdown).value.value() == Approx(0.18).margin(1e-6));
        CHECK(verdict.gate(RiskGate::Drawdown).threshold == 0.18);
    }
}

TEST_CASE("Extreme day: just under, at and just over three daily limits")
{
    const auto [equity, closes] =
        GENERATE(table<const char*, bool>({{"91000.01", false}, {"91000", true}, {"90999.99", true}}));
    RiskMonitor monitor = started(smallcap());
    const RiskVerdict verdict = monitor.observe(usd(equity), kMorning + Duration{1});
    CHECK(verdict.gate(RiskGate::ExtremeDay).closed == closes);
    CHECK_FALSE(verdict.gate(RiskGate::Drawdown).closed);
}

TEST_CASE("The second reading latches at 250 ms and not before")
{
    RiskMonitor monitor = started();
    const Timestamp first = kMorning + Duration::seconds(1);
    CHECK_FALSE(monitor.observe(usd("92000"), first).dailyLatchConfirmed);
    CHECK_FALSE(monitor.observe(usd("91000"), first + Duration{249}).dailyLatchConfirmed);
    const RiskVerdict verdict = monitor.observe(usd("91500"), first + k250ms);
    CHECK(verdict.dailyLatchConfirmed);
    CHECK(verdict.stateChanged);
    CHECK(onlyClosed(verdict, {RiskGate::DailyLatch}));
    CHECK(monitor.state().dailyLatchedAt == first + k250ms);
    CHECK_FALSE(verdict.killConfirmed);
}

TEST_CASE("A reading over REST confirms at once, but is no confirmation of itself")
{
    RiskMonitor monitor = started();
    const Timestamp first = kMorning + Duration::seconds(1);
    CHECK_FALSE(monitor.observe(usd("82000"), first, Reading::Rest).killConfirmed);
    const RiskVerdict verdict = monitor.observe(usd("82000"), first, Reading::Rest);
    CHECK(verdict.killConfirmed);
    CHECK(verdict.killCause == KillCause::Drawdown);
    CHECK(verdict.dailyLatchConfirmed);
    CHECK(onlyClosed(verdict, {RiskGate::DailyLatch, RiskGate::KillLatch}));
}

TEST_CASE("A reading within the limit in between opens the gate and starts anew")
{
    RiskMonitor monitor = started();
    const Timestamp first = kMorning + Duration::seconds(1);
    monitor.observe(usd("92000"), first);
    CHECK_FALSE(monitor.observe(usd("95000"), first + Duration{100}).anyClosed());
    CHECK_FALSE(monitor.observe(usd("92000"), first + Duration{300}).dailyLatchConfirmed);
    CHECK(monitor.observe(usd("92000"), first + Duration{550}).dailyLatchConfirmed);
}

TEST_CASE("Plan with 8 % and 18 %: -12 % blocks entries, -18 % kills; with 4 % and 12 %, -12 % kills")
{
    RiskMonitor monitor = started();
    monitor.observe(usd("88000"), kMorning + Duration{1000});
    RiskVerdict verdict = monitor.observe(usd("88000"), kMorning + Duration{1250});
    CHECK(verdict.dailyLatchConfirmed);
    CHECK_FALSE(verdict.killConfirmed);
    monitor.observe(usd("82000"), kMorning + Duration{2000});
    verdict = monitor.observe(usd("82000"), kMorning + Duration{2250});
    CHECK(verdict.killConfirmed);
    CHECK_FALSE(verdict.dailyLatchConfirmed);

    RiskMonitor tight = started(highLiquidity());
    tight.observe(usd("88000"), kMorning + Duration{1000});
    verdict = tight.observe(usd("88000"), kMorning + Duration{1250});
    CHECK(verdict.killConfirmed);
    CHECK(verdict.killCause == KillCause::Drawdown);
    CHECK_FALSE(tight.observe(usd("80000"), kMorning + Duration{3000}).killConfirmed);
}

TEST_CASE("Drawdown runs from the high water over days, the daily loss from the day's start")
{
    RiskMonitor monitor = started();
    monitor.observe(usd("120000"), kMorning + Duration::hours(1));
    monitor.advanceTo(kNextMidnight);
    CHECK(onlyClosed(monitor.verdict(), {RiskGate::DayBaseline}));
    RiskVerdict verdict = monitor.observe(usd("100000"), kNextMidnight);
    CHECK_FALSE(verdict.anyClosed());
    CHECK(monitor.drawdown().value() == Approx(1.0 / 6.0));
    CHECK(monitor.dailyLoss() == 0.0);
    // 0.82 of 120 000 is 98 400: 18 % from the high, 1.6 % on the day.
    CHECK_FALSE(monitor.observe(usd("98400.01"), kNextMidnight + Duration{1}).anyClosed());
    monitor.observe(usd("98400"), kNextMidnight + Duration{2});
    verdict = monitor.observe(usd("98400"), kNextMidnight + Duration{252});
    CHECK(verdict.killConfirmed);
    CHECK_FALSE(verdict.dailyLatchConfirmed);
}

TEST_CASE("The daily latch ends with the day, but lasts four hours")
{
    RiskMonitor early = started();
    early.observe(usd("92000"), kMorning + Duration{1000});
    early.observe(usd("92000"), kMorning + Duration{1250});
    CHECK(early.dailyLatchEnds() == kNextMidnight);
    CHECK(early.advanceTo(kNextMidnight - Duration{1}).gate(RiskGate::DailyLatch).closed);
    RiskVerdict verdict = early.advanceTo(kNextMidnight);
    CHECK_FALSE(verdict.gate(RiskGate::DailyLatch).closed);
    CHECK(verdict.gate(RiskGate::DayBaseline).closed);
    CHECK(verdict.stateChanged);
    CHECK_FALSE(early.observe(usd("92000"), kNextMidnight).anyClosed());

    RiskMonitor late = started();
    const Timestamp at = kNextMidnight - Duration::hours(1);
    late.observe(usd("92000"), at - k250ms);
    late.observe(usd("92000"), at);
    CHECK(late.dailyLatchEnds() == at + Duration::hours(4));
    late.observe(usd("92000"), kNextMidnight);
    CHECK(late.advanceTo(at + Duration::hours(4) - Duration{1}).gate(RiskGate::DailyLatch).closed);
    CHECK_FALSE(late.advanceTo(at + Duration::hours(4)).anyClosed());
    CHECK_FALSE(late.dailyLatchEnds());
}

TEST_CASE("The latch holds while equity recovers")
{
    RiskMonitor monitor = started();
    monitor.observe(usd("92000"), kMorning + Duration{1000});
    monitor.observe(usd("92000"), kMorning + Duration{1250});
    const RiskVerdict verdict = monitor.observe(usd("130000"), kMorning + Duration::hours(5));
    CHECK(onlyClosed(verdict, {RiskGate::DailyLatch}));
}

TEST_CASE("Losses in a row: -0.1 R counts, +0.1 R ends the row, between neither")
{
    RiskMonitor monitor = started();
    for (int i = 0; i < 4; ++i)
        CHECK_FALSE(monitor.tradeClosed(-0.1, kMorning).lossLatchConfirmed);
    CHECK(monitor.state().consecutiveLosses == 4);
    monitor.tradeClosed(-0.0999, kMorning);
    monitor.tradeClosed(0.0999, kMorning);
    monitor.tradeClosed(0.0, kMorning);
    CHECK(monitor.state().consecutiveLosses == 4);
    monitor.tradeClosed(0.1, kMorning);
    CHECK(monitor.state().consecutiveLosses == 0);
    for (int i = 0; i < 4; ++i)
        CHECK_FALSE(monitor.tradeClosed(-1.0, kMorning).anyClosed());
    const RiskVerdict verdict = monitor.tradeClosed(-0.1, kMorning);
    CHECK(verdict.lossLatchConfirmed);
    CHECK_FALSE(verdict.killConfirmed);
    CHECK(onlyClosed(verdict, {RiskGate::LossLatch}));
    CHECK(verdict.gate(RiskGate::LossLatch).threshold == 5.0);
    CHECK(monitor.state().consecutiveLosses == 0);
}

TEST_CASE("The loss latch ends with the UTC day or by release")
{
    RiskParameters parameters = breakoutV1();
    parameters.maxConsecutiveLosses = 1;
    RiskMonitor monitor = started(parameters);
    CHECK(monitor.tradeClosed(-1.0, kNextMidnight - Duration{1}).lossLatchConfirmed);
    CHECK(monitor.verdict().gate(RiskGate::LossLatch).closed);
    CHECK_FALSE(monitor.advanceTo(kNextMidnight).gate(RiskGate::LossLatch).closed);

    RiskMonitor released = started(parameters);
    released.tradeClosed(-1.0, kMorning);
    CHECK(released.releaseLossLatch(kMorning).stateChanged);
    CHECK_FALSE(released.verdict().anyClosed());
    CHECK_FALSE(released.releaseLossLatch(kMorning).stateChanged);
}

TEST_CASE("The kill latch never clears by itself; re-arm sets the high water and the counter")
{
    RiskMonitor monitor = started();
    monitor.tradeClosed(-1.0, kMorning);
    monitor.observe(usd("82000"), kMorning + Duration{1000});
    monitor.observe(usd("82000"), kMorning + Duration{1250});
    monitor.observe(usd("150000"), kNextMidnight + Duration::days(3));
    CHECK(monitor.verdict().gate(RiskGate::KillLatch).closed);

    const Timestamp at = kNextMidnight + Duration::days(3) + Duration::hours(1);
    const RiskVerdict verdict = monitor.rearm(usd("82000"), at);
    CHECK_FALSE(verdict.gate(RiskGate::KillLatch).closed);
    CHECK(verdict.stateChanged);
    CHECK(monitor.state().day.highWater == usd("82000"));
    CHECK(monitor.state().day.dayStartEquity == usd("150000"));
    CHECK(monitor.state().consecutiveLosses == 0);
    CHECK(monitor.state().killCause == KillCause::None);
    CHECK(monitor.drawdown() == 0.0);
}

TEST_CASE("Re-arm keeps the daily latch and rests the extreme day until the next rollover")
{
    RiskMonitor monitor = started(smallcap());
    monitor.observe(usd("91000"), kMorning + Duration{1000});
    RiskVerdict verdict = monitor.observe(usd("91000"), kMorning + Duration{1250});
    CHECK(verdict.killConfirmed);
    CHECK(verdict.killCause == KillCause::ExtremeDay);
    verdict = monitor.rearm(usd("91000"), kMorning + Duration{2000});
    CHECK(onlyClosed(verdict, {RiskGate::DailyLatch}));
    CHECK(monitor.state().extremeDayDisarmed);
    monitor.observe(usd("90000"), kMorning + Duration{3000});
    CHECK_FALSE(monitor.observe(usd("90000"), kMorning + Duration{4000}).killConfirmed);

    monitor.advanceTo(kNextMidnight);
    CHECK_FALSE(monitor.state().extremeDayDisarmed);
    monitor.observe(usd("90000"), kNextMidnight);
    monitor.observe(usd("81900"), kNextMidnight + Duration{1000});
    verdict = monitor.observe(usd("81900"), kNextMidnight + Duration{1250});
    CHECK(verdict.killConfirmed); // 9 % of 90 000; and 10 % under the high water of 91 000
    CHECK(verdict.killCause == KillCause::Drawdown);
}

TEST_CASE("Re-arm and release without a latch change nothing")
{
    RiskMonitor monitor = started();
    const RiskState before = monitor.state();
    CHECK_FALSE(monitor.rearm(usd("50000"), kMorning).stateChanged);
    CHECK_FALSE(monitor.releaseLossLatch(kMorning).stateChanged);
    CHECK(monitor.state() == before);
}

TEST_CASE("The kill switch as a command latches at once and once")
{
    RiskMonitor monitor = started();
    RiskVerdict verdict = monitor.killByCommand(kMorning);
    CHECK(verdict.killConfirmed);
    CHECK(verdict.killCause == KillCause::Command);
    CHECK(onlyClosed(verdict, {RiskGate::KillLatch}));
    verdict = monitor.killByCommand(kMorning + Duration{1});
    CHECK_FALSE(verdict.killConfirmed);
    CHECK(verdict.gate(RiskGate::KillLatch).closed);
    // Nobody compared anything with a limit.
    CHECK_FALSE(verdict.gate(RiskGate::KillLatch).value);
    CHECK_FALSE(verdict.gate(RiskGate::KillLatch).threshold);
    monitor.observe(usd("99000"), kMorning + Duration{2});
    CHECK_FALSE(monitor.verdict().gate(RiskGate::KillLatch).value);
}

TEST_CASE("The kill latch keeps what set it, whatever the equity is afterwards")
{
    RiskMonitor monitor = started();
    monitor.observe(usd("82000"), kMorning + Duration{1000});
    monitor.observe(usd("82000"), kMorning + Duration{1250});
    REQUIRE(monitor.state().killCause == KillCause::Drawdown);
    const auto gate = [&] { return monitor.verdict().gate(RiskGate::KillLatch); };
    CHECK(gate().value == Approx(0.18));
    CHECK(gate().threshold == monitor.parameters().killSwitchLossLimit);
    monitor.observe(usd("99000"), kMorning + Duration{2000});
    CHECK(gate().value == Approx(0.18));
    monitor.rearm(usd("99000"), kMorning + Duration{3000});
    CHECK_FALSE(monitor.state().killValue);

    RiskMonitor extreme = started(smallcap());
    extreme.observe(usd("91000"), kMorning + Duration{1000});
    const RiskVerdict verdict = extreme.observe(usd("91000"), kMorning + Duration{1250});
    REQUIRE(verdict.killCause == KillCause::ExtremeDay);
    CHECK(verdict.gate(RiskGate::KillLatch).value == Approx(0.09));
    CHECK(verdict.gate(RiskGate::KillLatch).threshold == Approx(3.0 * smallcap().dailyRiskLimit));
}

TEST_CASE("Deposits and withdrawals are neither gain nor loss")
{
    RiskMonitor monitor = started();
    monitor.observe(usd("95000"), kMorning + Duration{1});
    monitor.applyTransfer(usd("-20000"), kMorning + Duration{2});
    CHECK_FALSE(monitor.observe(usd("75000"), kMorning + Duration{3}).anyClosed());
    CHECK(monitor.dailyLoss().value() == Approx(0.0625)); // 5000 of 80 000
    monitor.applyTransfer(usd("20000"), kMorning + Duration{4});
    monitor.observe(usd("95000"), kMorning + Duration{5});
    CHECK(monitor.dailyLoss().value() == Approx(0.05));
    CHECK(monitor.state().day.highWater == usd("100000"));
}

TEST_CASE("A withdrawal of everything leaves no baseline to trade on")
{
    RiskMonitor monitor = started();
    CHECK(monitor.applyTransfer(usd("-100000"), kMorning + Duration{1}).gate(RiskGate::DayBaseline).closed);
    CHECK_FALSE(monitor.dailyLoss());
}

TEST_CASE("All of it survives a restart; a reading that waited for its second starts again")
{
    RiskMonitor monitor = started();
    monitor.tradeClosed(-1.0, kMorning);
    monitor.observe(usd("82000"), kMorning + Duration{1000});
    monitor.observe(usd("82000"), kMorning + Duration{1250});
    RiskMonitor restarted(breakoutV1(), monitor.state());
    CHECK(restarted.state() == monitor.state());
    CHECK(onlyClosed(restarted.verdict(), {RiskGate::DayBaseline, RiskGate::DailyLatch, RiskGate::KillLatch}));
    restarted.observe(usd("90000"), kMorning + Duration::hours(1));
    CHECK(onlyClosed(restarted.verdict(), {RiskGate::DailyLatch, RiskGate::KillLatch}));
    CHECK(restarted.dailyLoss().value() == Approx(0.1));
    CHECK(restarted.state().consecutiveLosses == 1);

    RiskMonitor pending = started();
    pending.observe(usd("82000"), kMorning + Duration{1000});
    RiskMonitor again(breakoutV1(), pending.state());
    CHECK_FALSE(again.observe(usd("82000"), kMorning + Duration::hours(1)).killConfirmed);
    CHECK(again.observe(usd("82000"), kMorning + Duration::hours(1) + k250ms).killConfirmed);
}

TEST_CASE("A reading older than the newest is passed over")
{
    RiskMonitor monitor = started();
    monitor.observe(usd("99000"), kMorning + Duration{1000});
    CHECK_FALSE(monitor.observe(usd("50000"), kMorning + Duration{999}).anyClosed());
    CHECK(monitor.equity() == usd("99000"));
}

TEST_CASE("Size is reduced above 0.8 of the daily limit or half the kill drawdown, warned above 0.6")
{
    RiskMonitor monitor = started();
    monitor.observe(usd("93600"), kMorning + Duration{1}); // 6.4 %, exactly 0.8 of 8 %
    CHECK(monitor.dailyLoss().value() == Approx(0.064));
    monitor.observe(usd("93599"), kMorning + Duration{2});
    CHECK(monitor.reducesRisk());
    monitor.observe(usd("93601"), kMorning + Duration{3});
    CHECK_FALSE(monitor.reducesRisk());
    CHECK_FALSE(monitor.warnsOfDrawdown());

    monitor.advanceTo(kNextMidnight);
    monitor.observe(usd("91001"), kNextMidnight); // 8.999 % from the high
    CHECK_FALSE(monitor.reducesRisk());
    monitor.observe(usd("90999"), kNextMidnight + Duration{1});
    CHECK(monitor.reducesRisk());
    CHECK_FALSE(monitor.warnsOfDrawdown());
    monitor.advanceTo(kNextMidnight + Duration::days(1));
    monitor.observe(usd("89201"), kNextMidnight + Duration::days(1));
    CHECK_FALSE(monitor.warnsOfDrawdown());
    monitor.observe(usd("89199"), kNextMidnight + Duration::days(1) + Duration{1});
    CHECK(monitor.warnsOfDrawdown());
}

TEST_CASE("New limits hold from the next reading on")
{
    RiskMonitor monitor = started();
    monitor.observe(usd("95000"), kMorning + Duration{1});
    CHECK_FALSE(monitor.setParameters(highLiquidity(), kMorning + Duration{2}).anyClosed());
    CHECK(monitor.observe(usd("95000"), kMorning + Duration{3}).gate(RiskGate::DailyLimit).closed);
}

TEST_CASE("Every gate, cause and status has its name")
{
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < kRiskGateCount; ++i)
        names.insert(toText(static_cast<RiskGate>(i)));
    CHECK(names.size() == kRiskGateCount);
    CHECK(names.contains("risk:kill_latch"));
    CHECK(toText(KillCause::None) == "none");
    CHECK(toText(KillCause::Drawdown) == "drawdown");
    CHECK(toText(KillCause::ExtremeDay) == "extreme_day");
    CHECK(toText(KillCause::Command) == "command");
    CHECK(toText(RiskStatus::Safe) == "SAFE");
    CHECK(toText(RiskStatus::RiskLimitBreach) == "RISK_LIMIT_BREACH");
    CHECK(toText(RiskStatus::PositionLimitBreach) == "POSITION_LIMIT_BREACH");
    CHECK(toText(RiskStatus::KillSwitch) == "KILL_SWITCH");
}

TEST_CASE("Over random paths: a kill needs two readings, is never lost, and the gate is shut while equity is beyond")
{
    Rng rng(42);
    for (int run = 0; run < 300; ++run) {
        RiskMonitor monitor(breakoutV1());
        double equity = 100'000.0;
        double high = 0.0;
        Timestamp now = kMorning;
        bool waits = false; // a first reading beyond the limit, at `since`
        Timestamp since;
        bool killed = false;
        for (int step = 0; step < 200; ++step) {
            now = now + Duration{rng.integer(1, 400)};
            equity = std::floor(equity * (1.0 + 0.05 * (rng.uniform() - 0.52)));
            const RiskVerdict verdict =
                monitor.observe(Decimal::fromUnits(static_cast<std::int64_t>(equity)), now);
            high = std::max(high, equity);
            const bool beyond = (high - equity) * 100.0 >= 18.0 * high;
            REQUIRE(verdict.killConfirmed
                    == (!killed && beyond && waits && now - since >= Duration{250}));
            killed = killed || verdict.killConfirmed;
            if (beyond && !waits)
                since = now;
            waits = beyond;
            REQUIRE(verdict.gate(RiskGate::KillLatch).closed == killed);
            if (beyond)
                REQUIRE(verdict.anyClosed());
            REQUIRE(std::isfinite(monitor.drawdown().value()));
            REQUIRE(std::isfinite(monitor.dailyLoss().value()));
        }
    }
}
