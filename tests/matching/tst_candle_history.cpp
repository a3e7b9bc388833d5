// SPDX-License-Identifier: GPL-3.0-or-later
#include "ExchangeFixture.h"

#include "matching/CandleHistory.h"

#include <catch2/catch.hpp>

using namespace breakline;
using namespace breakline::test;

namespace {

GridCandle minute(int number, std::int64_t open, std::int64_t high, std::int64_t low, std::int64_t close)
{
    return GridCandle{kStart + Duration::minutes(number), open, high, low, close, 10 + number};
}

} // namespace

TEST_CASE("five minutes are made of five bars and of no fewer")
{
    const Instrument instrument = makeInstrument("AAAUSDT");
    CandleHistory history(instrument, Duration::minutes(1));
    for (int i = 0; i < 12; ++i)
        if (i != 7)
            history.add(minute(i, 100 + i, 110 + i, 90 - i, 101 + i));
    const auto five = history.candles(Duration::minutes(5), kStart, kStart + Duration::hours(1));
    REQUIRE(five.size() == 1); // the second lacks a bar, the third is not complete
    CHECK(five[0].openTime == kStart);
    CHECK(five[0].open == 100 * instrument.tick);
    CHECK(five[0].high == 114 * instrument.tick);
    CHECK(five[0].low == 86 * instrument.tick);
    CHECK(five[0].close == 105 * instrument.tick);
    CHECK(five[0].volume == 60 * instrument.lot);
    CHECK(history.candle(Duration::minutes(5), kStart) == five[0]);
    CHECK_FALSE(history.candle(Duration::minutes(5), kStart + Duration::minutes(5)));
    CHECK_FALSE(history.candle(Duration::seconds(30), kStart));

    const auto one = history.candles(Duration::minutes(1), kStart + Duration::minutes(6), kStart + Duration::minutes(8));
    REQUIRE(one.size() == 2); // both ends count
    CHECK(one[0].openTime == kStart + Duration::minutes(6));
    CHECK(one[1].openTime == kStart + Duration::minutes(8));
    CHECK(history.candles(Duration::minutes(7), kStart, kStart + Duration::hours(1)).size() <= 1);
    CHECK(history.candles(Duration::seconds(90), kStart, kStart + Duration::hours(1)).empty());
}

TEST_CASE("a history that begins inside an interval gives only whole ones")
{
    const Instrument instrument = makeInstrument("AAAUSDT");
    CandleHistory history(instrument, Duration::minutes(1));
    for (int i = 3; i < 25; ++i)
        history.add(minute(i, 100, 100, 100, 100));
    const auto five = history.candles(Duration::minutes(5), Timestamp{0}, kStart + Duration::hours(1));
    REQUIRE(five.size() == 4);
    CHECK(five.front().openTime == kStart + Duration::minutes(5));
    CHECK(history.candles(Duration::minutes(15), Timestamp{0}, kStart + Duration::hours(1)).size() == 0);
}

TEST_CASE("at least 24 h and 2,400 candles of five minutes are kept, and not for ever")
{
    const Instrument instrument = makeInstrument("AAAUSDT");
    CandleHistory history(instrument, Duration::minutes(1));
    const int count = 20'000;
    for (int i = 0; i < count; ++i) {
        history.add(minute(i, 100, 100, 100, 100));
        if (i > 13'500 && i % 997 == 0) {
            const Timestamp now = kStart + Duration::minutes(i + 1);
            REQUIRE(history.candles(Duration::minutes(1), now - Duration::minutes(13'440), now).size() == 13'440);
        }
    }
    CHECK(history.candles(Duration::minutes(1), kStart, kStart + Duration::minutes(count)).size() < 17'000);
}

TEST_CASE("the turnover is that of the last 24 h, unknown before")
{
    const Instrument instrument = makeInstrument("AAAUSDT");
    CandleHistory history(instrument, Duration::minutes(1));
    CHECK_FALSE(history.turnover24h(kStart));
    history.addTurnover(kStart, 1'000.0);
    CHECK_FALSE(history.turnover24h(kStart + Duration::hours(23)));
    history.addTurnover(kStart + Duration::hours(23), 50.0);
    CHECK(history.turnover24h(kStart + Duration::hours(24)) == 50.0);
    history.addTurnover(kStart + Duration::hours(24), 7.0);
    CHECK(history.turnover24h(kStart + Duration::hours(24)) == 57.0);
    CHECK(history.turnover24h(kStart + Duration::hours(47)) == 7.0);
    history.addTurnover(kStart + Duration::hours(80), 3.0);
    CHECK(history.turnover24h(kStart + Duration::hours(80)) == 3.0);
}
