// SPDX-License-Identifier: GPL-3.0-or-later
#include "position/TimeExits.h"

#include <catch2/catch.hpp>

#include <set>
#include <string>

using namespace breakline;

TEST_CASE("max hold closes strictly after its hours")
{
    TimeExitSettings settings;
    settings.maxHold = Duration::hours(24);
    CHECK_FALSE(timeExit(Duration::hours(24), 1.0, true, settings));
    CHECK(timeExit(Duration::hours(24) + Duration{1}, 5.0, true, settings) == ExitReason::MaxHold);
    settings.maxHold.reset();
    CHECK_FALSE(timeExit(Duration::days(10), 1.0, true, settings));
}

TEST_CASE("the time stop closes only what has not earned 0.3 R")
{
    TimeExitSettings settings;
    settings.timeStop = Duration::minutes(90);
    CHECK_FALSE(timeExit(Duration::minutes(90) - Duration{1}, -1.0, false, settings));
    CHECK(timeExit(Duration::minutes(90), 0.29, false, settings) == ExitReason::TimeStop);
    CHECK_FALSE(timeExit(Duration::minutes(90), 0.3, false, settings));
    CHECK(timeExit(Duration::minutes(90), 0.29, true, settings) == ExitReason::TimeStop);
    CHECK_FALSE(timeExit(Duration::hours(7), 0.0, false, TimeExitSettings{}));
}

TEST_CASE("no progress: older than 8 h, first target not hit, under 0.3 R")
{
    const TimeExitSettings settings;
    CHECK_FALSE(timeExit(Duration::hours(8), 0.0, false, settings));
    CHECK(timeExit(Duration::hours(8) + Duration{1}, 0.29, false, settings) == ExitReason::NoProgress);
    CHECK_FALSE(timeExit(Duration::hours(9), 0.3, false, settings));
    CHECK_FALSE(timeExit(Duration::hours(9), 0.0, true, settings));
}

TEST_CASE("the exit rules come before the longest hold")
{
    TimeExitSettings settings;
    settings.maxHold = Duration::hours(9);
    settings.timeStop = Duration::hours(9);
    CHECK(timeExit(Duration::hours(10), 0.0, false, settings) == ExitReason::TimeStop);
    settings.timeStop.reset();
    CHECK(timeExit(Duration::hours(10), 0.0, false, settings) == ExitReason::NoProgress);
    CHECK(timeExit(Duration::hours(10), 0.5, false, settings) == ExitReason::MaxHold);
}

TEST_CASE("every exit reason has a name of its own")
{
    std::set<std::string> names;
    for (std::size_t i = 0; i < kExitReasonCount; ++i)
        names.insert(std::string(toText(static_cast<ExitReason>(i))));
    CHECK(names.size() == kExitReasonCount);
    CHECK(names.count("") == 0);
    CHECK(toText(ExitReason::AutoDeleveraging) == "adl");
    CHECK(toText(ExitReason::NoProgress) == "no_progress");
}
