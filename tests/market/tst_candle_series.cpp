// SPDX-License-Identifier: GPL-3.0-or-later
#include "CandleMaker.h"

#include "market/CandleSeries.h"
#include "market/FormingCandle.h"

#include <catch2/catch.hpp>

using namespace breakline;
using namespace breakline::test;

TEST_CASE("a series takes bars in order and says what is wrong with others")
{
    CandleSeries series(Duration::minutes(5), 300);
    CHECK(series.isEmpty());
    CHECK_FALSE(series.lastCloseTime());
    CHECK(series.add(bar(0, 10, 11, 9, 10)) == CandleAddition::Added);
    CHECK(series.add(bar(1, 10, 11, 9, 10)) == CandleAddition::Added);
    CHECK(series.add(bar(1, 10, 12, 9, 10)) == CandleAddition::Duplicate);
    CHECK(series.add(bar(0, 10, 12, 9, 10)) == CandleAddition::OutOfOrder);
    CHECK(series.add(bar(4, 10, 11, 9, 10)) == CandleAddition::AddedAfterGap);
    CHECK(series.add(bar(5, 10, 9, 11, 10)) == CandleAddition::Invalid);
    Candle odd = bar(6, 10, 11, 9, 10);
    odd.openTime.ms += 1;
    CHECK(series.add(odd) == CandleAddition::Misaligned);
    CHECK(series.size() == 3);
    CHECK(series.duplicates() == 1);
    CHECK(series.missingBars() == 2);
    CHECK(series.lastCloseTime() == kMidnight + Duration::minutes(25));
    series.clear();
    CHECK(series.isEmpty());
}

TEST_CASE("a series keeps its capacity and hands out contiguous windows")
{
    CandleSeries series(Duration::minutes(5), 7);
    for (std::size_t i = 0; i < 100; ++i) {
        REQUIRE(isStored(series.add(bar(i, 10, 11, 9, 10, static_cast<double>(i)))));
        REQUIRE(series.size() == std::min<std::size_t>(i + 1, 7));
        REQUIRE(series.all().back().volume == static_cast<double>(i));
        REQUIRE(series.all().front().volume == static_cast<double>(i + 1 - series.size()));
        for (std::size_t k = 1; k < series.size(); ++k)
            REQUIRE(series.all()[k].openTime - series.all()[k - 1].openTime == Duration::minutes(5));
    }
    CHECK(series.window(3).front().volume == 97.0);
    CHECK(series.window(50).size() == 7);
    const auto upTo97 = series.windowEndingAt(bar(97, 1, 1, 1, 1).openTime, 3);
    REQUIRE(upTo97.size() == 3);
    CHECK(upTo97.back().volume == 97.0);
    CHECK(upTo97.front().volume == 95.0);
    CHECK(series.windowEndingAt(bar(10, 1, 1, 1, 1).openTime, 3).empty());
    CHECK(series.windowEndingAt(bar(200, 1, 1, 1, 1).openTime, 3).empty());
}

namespace {

TradePrint print(std::int64_t second, std::int64_t ticks, std::int64_t lots)
{
    return {SymbolId{}, kMidnight + Duration::seconds(second), Price{ticks}, Quantity{lots}, Side::Buy, 0};
}

} // namespace

TEST_CASE("prints make bars")
{
    const Instrument instrument = makeInstrument("X", "0.5", "0.1");
    FormingCandle forming(instrument, Duration::minutes(5));
    CHECK_FALSE(forming.current());
    CHECK_FALSE(forming.add(print(10, 20, 5)));
    CHECK_FALSE(forming.add(print(20, 26, 5)));
    CHECK_FALSE(forming.add(print(30, 18, 10)));
    CHECK_FALSE(forming.add(print(299, 22, 10)));
    REQUIRE(forming.current());
    CHECK(*forming.current() == Candle{kMidnight, 10.0, 13.0, 9.0, 11.0, 3.0});
    CHECK_FALSE(forming.takeClosed(kMidnight + Duration::milliseconds(299'999)));

    SECTION("the next bar's first print ends the bar")
    {
        const auto closed = forming.add(print(300, 30, 1));
        REQUIRE(closed);
        CHECK(*closed == Candle{kMidnight, 10.0, 13.0, 9.0, 11.0, 3.0});
        CHECK(forming.current()->openTime == kMidnight + Duration::minutes(5));
        CHECK(forming.current()->close == 15.0);
    }
    SECTION("time ends the bar, once, and a late print is left out")
    {
        const auto closed = forming.takeClosed(kMidnight + Duration::minutes(5));
        REQUIRE(closed);
        CHECK(closed->close == 11.0);
        CHECK_FALSE(forming.takeClosed(kMidnight + Duration::minutes(5)));
        CHECK_FALSE(forming.add(print(299, 99, 1)));
        CHECK_FALSE(forming.current());
        CHECK_FALSE(forming.add(print(900, 20, 1)));
        CHECK(forming.current()->openTime == kMidnight + Duration::minutes(15));
    }
}
