// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Rng.h"
#include "core/Timestamp.h"

#include <catch2/catch.hpp>

#include <cstdio>

using namespace breakline;

namespace {

bool isLeap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int daysIn(int year, int month)
{
    constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && isLeap(year) ? 1 : 0);
}

} // namespace

TEST_CASE("times are printed in ISO 8601")
{
    CHECK(toIso8601({0}) == "1970-01-01T00:00:00.000Z");
    CHECK(toIso8601({-1}) == "1969-12-31T23:59:59.999Z");
    CHECK(toIso8601({1'767'607'200'000}) == "2026-01-05T10:00:00.000Z");
    CHECK(toIso8601({951'782'400'000}) == "2000-02-29T00:00:00.000Z");
    CHECK(toIso8601({1'709'210'096'789}) == "2024-02-29T12:34:56.789Z");
}

TEST_CASE("every day of four centuries follows the one before")
{
    Timestamp day = *parseTimestamp("1970-01-01T00:00:00Z");
    REQUIRE(day.ms == 0);
    char text[48];
    for (int year = 1970; year < 2370; ++year)
        for (int month = 1; month <= 12; ++month)
            for (int date = 1; date <= daysIn(year, month); ++date) {
                std::snprintf(text, sizeof text, "%04d-%02d-%02dT00:00:00.000Z", year, month, date);
                if (toIso8601(day) != text || parseTimestamp(text) != day)
                    FAIL("at " << text);
                day = day + Duration::days(1);
            }
    CHECK(toIso8601(day) == "2370-01-01T00:00:00.000Z");
}

TEST_CASE("printing and reading a time are each other's reverse")
{
    Rng rng(1, "times");
    for (int i = 0; i < 5000; ++i) {
        // The years 0 to 9999: four digits.
        const Timestamp time {rng.integer(-62'167'219'200'000, 253'402'300'799'999)};
        const std::string text = toIso8601(time);
        CHECK(text.size() == 24);
        CHECK(parseTimestamp(text) == time);
        CHECK(parseTimestamp(std::to_string(time.ms)) == time);
    }
}

TEST_CASE("fractions of a second may be short or missing")
{
    CHECK(parseTimestamp("2026-01-05T10:00:00Z")->ms == 1'767'607'200'000);
    CHECK(parseTimestamp("2026-01-05T10:00:00.5Z")->ms == 1'767'607'200'500);
    CHECK(parseTimestamp("2026-01-05T10:00:00.05Z")->ms == 1'767'607'200'050);
    CHECK(parseTimestamp("2026-01-05T10:00:00.005Z")->ms == 1'767'607'200'005);
}

TEST_CASE("what is no time is refused with its text")
{
    for (const char* text :
         {"", "now", "2026-01-05", "2026-01-05T10:00:00", "2026-01-05 10:00:00Z", "2026-13-05T10:00:00Z",
          "2026-00-05T10:00:00Z", "2026-02-29T10:00:00Z", "1900-02-29T00:00:00Z", "2026-04-31T10:00:00Z",
          "2026-01-00T10:00:00Z", "2026-01-05T24:00:00Z", "2026-01-05T10:60:00Z", "2026-01-05T10:00:60Z",
          "2026-01-05T10:00:00.Z", "2026-01-05T10:00:00.1234Z", "2026-01-05T10:00:00,5Z",
          "2026-01-05T10:00:00+01:00", "20x6-01-05T10:00:00Z", "-026-01-05T10:00:00Z", "12.5",
          "99999999999999999999", " 1"}) {
        const auto time = parseTimestamp(text);
        REQUIRE_FALSE(time);
        CHECK(time.error().code == ErrorCode::InvalidArgument);
        CHECK(time.error().message.find('"' + std::string(text) + '"') == 0);
    }
}

TEST_CASE("a duration is a positive count and a unit")
{
    CHECK(parseDuration("90s") == Duration::seconds(90));
    CHECK(parseDuration("15m") == Duration::minutes(15));
    CHECK(parseDuration("3h") == Duration::hours(3));
    CHECK(parseDuration("14d") == Duration::days(14));
    CHECK(parseDuration("1000000000s") == Duration::seconds(1'000'000'000));
    for (const char* text :
         {"", "s", "5", "0s", "-3h", "5w", "5 m", "5ms", "1.5h", "1000000001s", "99999999999999999999s", "+5m"}) {
        const auto duration = parseDuration(text);
        REQUIRE_FALSE(duration);
        CHECK(duration.error().code == ErrorCode::InvalidArgument);
        CHECK(duration.error().message.find('"' + std::string(text) + '"') == 0);
    }
}

TEST_CASE("an interval's start is counted from the epoch, before it too")
{
    CHECK(Timestamp {299'999}.floorTo(Duration::minutes(5)).ms == 0);
    CHECK(Timestamp {300'000}.floorTo(Duration::minutes(5)).ms == 300'000);
    CHECK(Timestamp {-1}.floorTo(Duration::minutes(5)).ms == -300'000);
    CHECK(Timestamp {-300'000}.floorTo(Duration::minutes(5)).ms == -300'000);
    CHECK((Timestamp {5} - Timestamp {8}).ms == -3);
    CHECK(Timestamp {5} + Duration::seconds(2) == Timestamp {2005});
    CHECK(Duration::hours(2) * 3 == Duration::minutes(360));
}
