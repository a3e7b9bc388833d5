// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Timestamp.h"

#include <array>
#include <charconv>
#include <cstdio>

namespace breakline {

namespace {

// Days since 1970-01-01 of a civil date and back, proleptic Gregorian calendar,
// after H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
constexpr std::int64_t daysFromCivil(std::int64_t y, unsigned m, unsigned d)
{
    y -= m <= 2 ? 1 : 0;
    const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
    const auto yoe = static_cast<unsigned>(y - era * 400);
    const unsigned doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
    const unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146'097 + static_cast<std::int64_t>(doe) - 719'468;
}

struct Civil {
    std::int64_t year;
    unsigned month;
    unsigned day;
};

constexpr Civil civilFromDays(std::int64_t z)
{
    z += 719'468;
    const std::int64_t era = (z >= 0 ? z : z - 146'096) / 146'097;
    const auto doe = static_cast<unsigned>(z - era * 146'097);
    const unsigned yoe = (doe - doe / 1460 + doe / 36'524 - doe / 146'096) / 365;
    const unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const unsigned mp = (5 * doy + 2) / 153;
    const unsigned d = doy - (153 * mp + 2) / 5 + 1;
    const unsigned m = mp < 10 ? mp + 3 : mp - 9;
    return {static_cast<std::int64_t>(yoe) + era * 400 + (m <= 2 ? 1 : 0), m, d};
}

bool readDigits(std::string_view text, std::size_t at, std::size_t count, unsigned& out)
{
    if (at + count > text.size())
        return false;
    for (std::size_t i = at; i < at + count; ++i)
        if (text[i] < '0' || text[i] > '9')
            return false;
    const auto result = std::from_chars(text.data() + at, text.data() + at + count, out);
    return result.ec == std::errc();
}

std::unexpected<Error> badTime(std::string_view text)
{
    return fail(ErrorCode::InvalidArgument,
                "\"" + std::string(text)
                    + "\" is no time: give epoch milliseconds or ISO 8601 in UTC, "
                      "like 2026-01-05T10:00:00Z");
}

} // namespace

std::string toIso8601(Timestamp time)
{
    const Timestamp midnight = time.floorTo(Duration::days(1));
    const Civil date = civilFromDays(midnight.ms / Duration::days(1).ms);
    const std::int64_t rest = (time - midnight).ms;
    std::array<char, 48> buffer {};
    const int length =
        std::snprintf(buffer.data(), buffer.size(), "%04lld-%02u-%02uT%02lld:%02lld:%02lld.%03lldZ",
                      static_cast<long long>(date.year), date.month, date.day,
                      static_cast<long long>(rest / 3'600'000), static_cast<long long>(rest / 60'000 % 60),
                      static_cast<long long>(rest / 1000 % 60), static_cast<long long>(rest % 1000));
    return {buffer.data(), static_cast<std::size_t>(length)};
}

Expected<Timestamp> parseTimestamp(std::string_view text)
{
    std::int64_t epoch = 0;
    const auto number = std::from_chars(text.data(), text.data() + text.size(), epoch);
    if (number.ec == std::errc() && number.ptr == text.data() + text.size())
        return Timestamp {epoch};

    unsigned year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, fraction = 0;
    const bool shape = text.size() >= 20 && text[4] == '-' && text[7] == '-' && text[10] == 'T'
        && text[13] == ':' && text[16] == ':' && text.back() == 'Z' && readDigits(text, 0, 4, year)
        && readDigits(text, 5, 2, month) && readDigits(text, 8, 2, day) && readDigits(text, 11, 2, hour)
        && readDigits(text, 14, 2, minute) && readDigits(text, 17, 2, second);
    if (!shape || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59)
        return badTime(text);
    if (text.size() > 20) {
        const std::size_t digits = text.size() - 21;
        if (text[19] != '.' || digits < 1 || digits > 3 || !readDigits(text, 20, digits, fraction))
            return badTime(text);
        for (std::size_t i = digits; i < 3; ++i)
            fraction *= 10;
    }
    const std::int64_t days = daysFromCivil(year, month, day);
    if (civilFromDays(days).day != day)
        return badTime(text);
    return Timestamp {days * Duration::days(1).ms
                      + ((static_cast<std::int64_t>(hour) * 60 + minute) * 60 + second) * 1000 + fraction};
}

Expected<Duration> parseDuration(std::string_view text)
{
    std::int64_t count = 0;
    const auto number = std::from_chars(text.data(), text.data() + text.size(), count);
    const bool oneUnit = number.ec == std::errc() && number.ptr + 1 == text.data() + text.size();
    if (oneUnit && count > 0 && count <= 1'000'000'000) {
        switch (*number.ptr) {
        case 's': return Duration::seconds(count);
        case 'm': return Duration::minutes(count);
        case 'h': return Duration::hours(count);
        case 'd': return Duration::days(count);
        default: break;
        }
    }
    return fail(ErrorCode::InvalidArgument,
                "\"" + std::string(text)
                    + "\" is no duration: give a positive count and a unit, like 90s, 15m, 3h or 3d");
}

} // namespace breakline
