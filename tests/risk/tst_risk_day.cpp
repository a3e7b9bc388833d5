// SPDX-License-Identifier: GPL-3.0-or-later
#include "risk/RiskDay.h"

#include "risk_fixtures.h"

#include <catch2/catch.hpp>

using namespace breakline;
using namespace breakline::test;

namespace {

Decimal usd(const char* text)
{
    return Decimal::literal(text);
}

} // namespace

TEST_CASE("The day starts at 00:00:00.000 UTC")
{
    CHECK(startOfUtcDay(kMorning) == kMidnight);
    CHECK(startOfUtcDay(kMidnight) == kMidnight);
    CHECK(startOfUtcDay(kMidnight - Duration{1}) == kMidnight - Duration::days(1));
}

TEST_CASE("The first valid equity of the day is its baseline; profit and loss never move it")
{
    RiskDay day;
    CHECK_FALSE(day.hasBaseline());
    const auto first = day.observe(usd("100000"), kMorning);
    CHECK(first.baseline);
    CHECK(first.highWater);
    for (const char* equity : {"120000", "60000", "100000.5"})
        CHECK_FALSE(day.observe(usd(equity), kMorning + Duration::hours(1)).baseline);
    CHECK(day.state().dayStartEquity == usd("100000"));
    CHECK(day.state().highWater == usd("120000"));
}

TEST_CASE("Rollover drops the baseline and keeps the high water")
{
    RiskDay day;
    day.observe(usd("100000"), kMorning);
    const Timestamp next = kMidnight + Duration::days(1);
    CHECK_FALSE(day.rollOverTo(next - Duration{1}));
    CHECK(day.hasBaseline());
    CHECK(day.rollOverTo(next));
    CHECK_FALSE(day.hasBaseline());
    CHECK_FALSE(day.rollOverTo(next));
    // A reading of the old day that comes late is not the new day's baseline.
    CHECK_FALSE(day.observe(usd("150000"), next - Duration{1}).baseline);
    CHECK_FALSE(day.hasBaseline());
    CHECK(day.state().highWater == usd("100000"));
    CHECK(day.observe(usd("99000"), next).baseline);
    CHECK(day.state().dayStartEquity == usd("99000"));
}

TEST_CASE("A reading of a new day rolls over by itself")
{
    RiskDay day;
    day.observe(usd("100000"), kMorning);
    CHECK(day.observe(usd("90000"), kMidnight + Duration::days(2)).baseline);
    CHECK(day.state().day == kMidnight + Duration::days(2));
}

TEST_CASE("Deposits and withdrawals move both alike")
{
    RiskDay day;
    day.observe(usd("100000"), kMorning);
    day.observe(usd("110000"), kMorning);
    day.applyTransfer(usd("5000.25"));
    CHECK(day.state().dayStartEquity == usd("105000.25"));
    CHECK(day.state().highWater == usd("115000.25"));
    day.applyTransfer(usd("-5000.25"));
    CHECK(day.state().dayStartEquity == usd("100000"));
    CHECK(day.state().highWater == usd("110000"));
    RiskDay empty;
    empty.applyTransfer(usd("5"));
    CHECK(empty.state() == RiskDayState{});
}

TEST_CASE("The state alone carries a day over a restart")
{
    RiskDay day;
    day.observe(usd("100000"), kMorning);
    RiskDay restarted(day.state());
    CHECK_FALSE(restarted.observe(usd("70000"), kMorning + Duration::hours(2)).baseline);
    CHECK(restarted.state().dayStartEquity == usd("100000"));
}
