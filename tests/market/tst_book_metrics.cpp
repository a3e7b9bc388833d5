// SPDX-License-Identifier: GPL-3.0-or-later
#include "CandleMaker.h"

#include "market/BookMetrics.h"

#include <catch2/catch.hpp>

#include <functional>

using namespace breakline;
using namespace breakline::test;

namespace {

// mid 100: ticks of 0.01, lots of 1.
BookSnapshot sample()
{
    return {SymbolId{}, kMidnight, 7,
            {{Price{9'999}, Quantity{10}}, {Price{9'995}, Quantity{20}}, {Price{9'970}, Quantity{30}},
             {Price{9'950}, Quantity{40}}, {Price{9'949}, Quantity{50}}},
            {{Price{10'001}, Quantity{5}}, {Price{10'005}, Quantity{6}}, {Price{10'030}, Quantity{7}},
             {Price{10'050}, Quantity{8}}}};
}

Approx near(double value)
{
    return Approx(value).epsilon(1e-12);
}

} // namespace

TEST_CASE("depth is measured from mid, bounds included")
{
    const Instrument instrument = makeInstrument("X", "0.01", "1");
    const auto metrics = measureBook(sample(), instrument);
    REQUIRE(metrics);
    CHECK(metrics->bestBid == Price{9'999});
    CHECK(metrics->bestAsk == Price{10'001});
    CHECK(*metrics->mid == near(100.0));
    CHECK(*metrics->spread == near(0.02));
    CHECK(*metrics->spreadBps == near(2.0));
    CHECK(metrics->within5bps.bidUsd == near(99.99 * 10 + 99.95 * 20));
    CHECK(metrics->within5bps.askUsd == near(100.01 * 5 + 100.05 * 6));
    CHECK(metrics->within30bps.bidUsd == near(99.99 * 10 + 99.95 * 20 + 99.70 * 30));
    CHECK(metrics->within50bps.bidUsd == near(99.99 * 10 + 99.95 * 20 + 99.70 * 30 + 99.50 * 40));
    CHECK(metrics->within50bps.askUsd == near(100.01 * 5 + 100.05 * 6 + 100.30 * 7 + 100.50 * 8));
    // The bids reach beyond the band, the asks end inside it.
    CHECK_FALSE(metrics->within50bps.bidTruncated);
    CHECK(metrics->within50bps.askTruncated);
    CHECK_FALSE(metrics->within30bps.askTruncated);
}

TEST_CASE("bands are fractions of the price, whatever its size")
{
    for (const auto& [tick, ticks] : {std::pair{"0.0001", 1'000L}, {"0.01", 5'000L}, {"0.1", 500'000L}}) {
        const Instrument instrument = makeInstrument("X", tick, "1");
        BookSnapshot book;
        book.bids = {{Price{ticks - ticks / 500}, Quantity{1}}, {Price{ticks - ticks / 125}, Quantity{1}}};
        book.asks = {{Price{ticks + ticks / 500}, Quantity{1}}, {Price{ticks + ticks / 125}, Quantity{1}}};
        const auto metrics = measureBook(book, instrument);
        REQUIRE(metrics);
        CHECK(metrics->within30bps.bidUsd == near(static_cast<double>(ticks - ticks / 500) * instrument.tick));
        CHECK(metrics->within50bps.askUsd == near(static_cast<double>(ticks + ticks / 500) * instrument.tick));
        CHECK(metrics->within5bps.total() == 0.0);
    }
}

TEST_CASE("imbalance is of the notional of the ten best levels")
{
    const Instrument instrument = makeInstrument("X", "1", "1");
    BookSnapshot book;
    book.bids = {{Price{100}, Quantity{600}}};
    book.asks = {{Price{200}, Quantity{200}}};
    CHECK(*measureBook(book, instrument)->imbalance == near(0.2)); // 60 000 against 40 000
    for (std::int64_t i = 1; i < 10; ++i) {
        book.bids.push_back({Price{100 - i}, Quantity{1}});
        book.asks.push_back({Price{200 + i}, Quantity{1}});
    }
    const auto ten = measureBook(book, instrument)->imbalance;
    book.bids.push_back({Price{50}, Quantity{1'000'000}});
    CHECK(measureBook(book, instrument)->imbalance == ten);
}

TEST_CASE("a book with one side or none has no mid")
{
    const Instrument instrument = makeInstrument("X", "0.01", "1");
    BookSnapshot book = sample();
    book.asks.clear();
    const auto oneSided = measureBook(book, instrument);
    REQUIRE(oneSided);
    CHECK_FALSE(oneSided->mid);
    CHECK_FALSE(oneSided->spreadBps);
    CHECK(oneSided->within50bps.total() == 0.0);
    CHECK_FALSE(oneSided->isEmpty());
    book.bids.clear();
    const auto empty = measureBook(book, instrument);
    REQUIRE(empty);
    CHECK(empty->isEmpty());
    CHECK_FALSE(empty->imbalance);
}

TEST_CASE("a book that makes no sense is refused with the place")
{
    const Instrument instrument = makeInstrument("X", "0.01", "1");
    const std::pair<std::function<void(BookSnapshot&)>, const char*> faults[] = {
        {[](BookSnapshot& b) { b.asks.front().price = Price{9'999}; }, "crossed"},
        {[](BookSnapshot& b) { std::swap(b.bids[1], b.bids[2]); }, "bid level 2"},
        {[](BookSnapshot& b) { b.asks[2].price = b.asks[1].price; }, "ask level 2"},
        {[](BookSnapshot& b) { b.bids[3].quantity = Quantity{0}; }, "bid level 3"},
        {[](BookSnapshot& b) { b.asks[0].price = Price{-1}; }, "ask level 0"},
    };
    for (const auto& [breakIt, place] : faults) {
        BookSnapshot book = sample();
        breakIt(book);
        const auto metrics = measureBook(book, instrument);
        REQUIRE_FALSE(metrics);
        CHECK(metrics.error().code == ErrorCode::Corrupt);
        CHECK_THAT(metrics.error().message, Catch::Contains(place));
    }
    CHECK(checkBook(sample()));
}
