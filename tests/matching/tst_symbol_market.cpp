// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/BarPath.h"
#include "matching/SymbolMarket.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace breakline;

namespace {

constexpr Duration kMinute = Duration::minutes(1);
constexpr Timestamp kStart {1'767'607'200'000}; // 2026-01-05T10:00:00Z

Instrument instrumentWith(const char* tick, const char* lot)
{
    Instrument instrument;
    instrument.id = SymbolId {3};
    instrument.symbol = "TESTUSDT";
    instrument.tickSize = Decimal::literal(tick);
    instrument.lotSize = Decimal::literal(lot);
    REQUIRE(instrument.finish());
    return instrument;
}

GridCandle barAt(Timestamp open, std::int64_t o, std::int64_t h, std::int64_t l, std::int64_t c,
                 std::int64_t v)
{
    return {open, o, h, l, c, v};
}

std::vector<TradePrint> printAll(SymbolMarket& market, const GridCandle& bar, Duration interval = kMinute)
{
    market.beginBar(bar, interval);
    std::vector<TradePrint> prints;
    while (const auto due = market.nextPrintTime()) {
        prints.push_back(market.takePrint());
        REQUIRE(prints.back().time == *due);
    }
    return prints;
}

GridCandle aggregate(const std::vector<TradePrint>& prints, Timestamp openTime)
{
    GridCandle bar {openTime,
                    prints.front().price.ticks,
                    prints.front().price.ticks,
                    prints.front().price.ticks,
                    prints.back().price.ticks,
                    0};
    for (const TradePrint& print : prints) {
        bar.high = std::max(bar.high, print.price.ticks);
        bar.low = std::min(bar.low, print.price.ticks);
        bar.volume += print.quantity.lots;
    }
    return bar;
}

// A bar of any shape near `price`, with enough volume to be printed.
GridCandle randomBar(Rng& rng, Timestamp open, std::int64_t price)
{
    GridCandle bar;
    bar.openTime = open;
    const std::int64_t reach = rng.chance(0.2) ? 0 : rng.integer(0, std::max<std::int64_t>(1, price / 200));
    bar.low = std::max<std::int64_t>(1, price - rng.integer(0, reach));
    bar.high = bar.low + rng.integer(0, reach);
    bar.open = rng.chance(0.2) ? bar.high : rng.chance(0.2) ? bar.low : rng.integer(bar.low, bar.high);
    bar.close = rng.chance(0.2) ? bar.high : rng.chance(0.2) ? bar.low : rng.integer(bar.low, bar.high);
    bar.volume = 1;
    bar.volume = leastPrints(bar);
    if (rng.chance(0.7))
        bar.volume += rng.integer(0, 100'000);
    else if (rng.chance(0.1))
        bar.volume = kMaxBarVolume;
    return bar;
}

void requireSoundBook(const SymbolMarket& market, std::size_t levels)
{
    const auto& bids = market.bids();
    const auto& asks = market.asks();
    REQUIRE(asks.size() == levels);
    REQUIRE_FALSE(bids.empty());
    REQUIRE(bids.front().price < asks.front().price);
    REQUIRE(bids.back().price.ticks >= 1);
    for (std::size_t i = 1; i < bids.size(); ++i)
        REQUIRE(bids[i].price < bids[i - 1].price);
    for (std::size_t i = 1; i < asks.size(); ++i)
        REQUIRE(asks[i].price > asks[i - 1].price);
    for (const auto* side : {&bids, &asks})
        for (const BookLevel& level : *side)
            REQUIRE(level.quantity.lots >= 1);
}

double notionalWithin(const std::vector<BookLevel>& side, double mid, double reach)
{
    double sum = 0.0;
    for (const BookLevel& level : side) {
        const auto price = static_cast<double>(level.price.ticks);
        if (std::abs(price - mid) <= reach * mid)
            sum += price * static_cast<double>(level.quantity.lots);
    }
    return sum;
}

} // namespace

TEST_CASE("the fewest prints of a bar follow from its shape")
{
    const auto least = [](std::int64_t o, std::int64_t h, std::int64_t l, std::int64_t c,
                          std::int64_t v = 9) { return leastPrints(barAt(kStart, o, h, l, c, v)); };
    CHECK(least(10, 10, 10, 10, 0) == 0);
    CHECK(least(10, 10, 10, 10) == 1);
    CHECK(least(10, 12, 10, 12) == 2);
    CHECK(least(12, 12, 10, 10) == 2);
    CHECK(least(10, 12, 10, 10) == 3);
    CHECK(least(12, 12, 10, 12) == 3);
    CHECK(least(12, 12, 10, 11) == 3);
    CHECK(least(10, 12, 10, 11) == 3);
    CHECK(least(11, 12, 10, 11) == 4);
    CHECK(least(11, 13, 10, 12) == 4);
    CHECK_FALSE(isPrintable(barAt(kStart, 11, 13, 10, 12, 3)));
    CHECK(isPrintable(barAt(kStart, 11, 13, 10, 12, 4)));
    CHECK_FALSE(isPrintable(barAt(kStart, 10, 12, 10, 12, 0)));
    CHECK_FALSE(isPrintable(barAt(kStart, 0, 1, 0, 1, 10)));
    CHECK_FALSE(isPrintable(barAt(kStart, 10, 9, 8, 9, 10)));
}

TEST_CASE("the prints of any bar add up to exactly that bar")
{
    const Instrument instrument = instrumentWith("0.01", "0.001");
    const BookModel model;
    Rng rng(11);
    for (const Duration interval : {kMinute, Duration::minutes(5)}) {
        SymbolMarket market(instrument, model, 7);
        std::uint64_t nextId = 1;
        for (int i = 0; i < 4000; ++i) {
            const Timestamp open = kStart + interval * i;
            const GridCandle bar =
                randomBar(rng, open, rng.chance(0.1) ? rng.integer(1, 5) : rng.integer(1, 2'000'000));
            const auto prints = printAll(market, bar, interval);
            REQUIRE(aggregate(prints, open) == bar);
            Timestamp before = open;
            for (const TradePrint& print : prints) {
                REQUIRE(print.time > before);
                REQUIRE(print.time < open + interval);
                REQUIRE(print.quantity.lots >= 1);
                REQUIRE(print.id == nextId++);
                REQUIRE(print.symbol == instrument.id);
                before = print.time;
            }
            REQUIRE(prints.front().time <= open + Duration::seconds(1) + Duration {1});
            REQUIRE(market.last() == Price {bar.close});
        }
    }
}

TEST_CASE("bars at the edges of the contract are printed")
{
    const Instrument instrument = instrumentWith("0.01", "0.001");
    const BookModel model;
    SymbolMarket market(instrument, model, 1);

    SECTION("one lot, one price")
    {
        const auto prints = printAll(market, barAt(kStart, 50, 50, 50, 50, 1));
        REQUIRE(prints.size() == 1);
        CHECK(prints.front().quantity == Quantity {1});
    }
    SECTION("no volume, no move: nothing is printed")
    {
        CHECK(printAll(market, barAt(kStart, 50, 50, 50, 50, 0)).empty());
        CHECK_FALSE(market.last());
        CHECK_FALSE(market.mark());
        CHECK(market.bids().empty());
        CHECK(market.asks().empty());
    }
    SECTION("volume for nothing but open, high, low and close, in either order")
    {
        for (int i = 0; i < 50; ++i) {
            const Timestamp open = kStart + kMinute * i;
            for (const GridCandle& bar : {barAt(open, 11, 13, 10, 12, 4), barAt(open, 10, 12, 10, 12, 2),
                                          barAt(open, 12, 12, 10, 10, 2), barAt(open, 10, 12, 10, 10, 3)}) {
                SymbolMarket other(instrument, model, static_cast<std::uint64_t>(i));
                const auto prints = printAll(other, bar);
                REQUIRE(static_cast<std::int64_t>(prints.size()) == bar.volume);
                REQUIRE(aggregate(prints, open) == bar);
            }
        }
    }
    SECTION("the largest volume")
    {
        const GridCandle bar = barAt(kStart, 1'000'000, 1'100'000, 900'000, 950'000, kMaxBarVolume);
        CHECK(aggregate(printAll(market, bar), kStart) == bar);
    }
}

TEST_CASE("the number of prints grows with volume between its bounds")
{
    const Instrument instrument = instrumentWith("0.01", "0.001");
    const BookModel model;
    const auto printed = [&](std::int64_t volume, Duration interval) {
        SymbolMarket market(instrument, model, 5);
        for (int i = -60; i < 0; ++i)
            market.addHistory(
                barAt(kStart + interval * i, 5000, 5010, 4990, 5000, 1000 * interval.ms / 60'000), interval);
        return printAll(market, barAt(kStart, 5000, 5020, 4990, 5010, volume), interval);
    };
    CHECK(printed(10, kMinute).size() == 4);
    CHECK(printed(1000, kMinute).size() == 12);
    CHECK(printed(2000, kMinute).size() == 24);
    CHECK(printed(50'000, kMinute).size() == 60);
    CHECK(printed(100, Duration::minutes(5)).size() == 20);
    CHECK(printed(5000, Duration::minutes(5)).size() == 60);
    CHECK(printed(500'000, Duration::minutes(5)).size() == 300);

    // Four at least in every minute of a longer bar.
    for (const std::int64_t volume : {100, 3000, 3300, 5000, 500'000}) {
        std::array<int, 5> perMinute {};
        for (const TradePrint& print : printed(volume, Duration::minutes(5)))
            ++perMinute.at(static_cast<std::size_t>((print.time - kStart).ms / 60'000));
        for (const int count : perMinute)
            CHECK(count >= 4);
    }
}

TEST_CASE("the taker's side follows the move and the path takes either way round")
{
    const Instrument instrument = instrumentWith("0.01", "0.001");
    const BookModel model;
    SymbolMarket market(instrument, model, 9);
    int highFirst = 0;
    int lowFirst = 0;
    std::optional<Price> before;
    for (int i = 0; i < 400; ++i) {
        const GridCandle bar = barAt(kStart + kMinute * i, 5000, 5030, 4970, 5000, 10'000);
        const auto prints = printAll(market, bar);
        for (const TradePrint& print : prints) {
            if (before && print.price > *before)
                REQUIRE(print.takerSide == Side::Buy);
            if (before && print.price < *before)
                REQUIRE(print.takerSide == Side::Sell);
            before = print.price;
        }
        const auto high = std::ranges::find(prints, Price {bar.high}, &TradePrint::price);
        const auto low = std::ranges::find(prints, Price {bar.low}, &TradePrint::price);
        ++(high < low ? highFirst : lowFirst);
    }
    CHECK(highFirst > 140);
    CHECK(lowFirst > 140);
}

TEST_CASE("the book is sound after every print")
{
    const BookModel model;
    Rng rng(21);
    struct Grid {
        const char* tick;
        const char* lot;
        std::int64_t price;
    };
    for (const Grid& grid :
         {Grid {"0.1", "0.001", 950'000}, Grid {"0.0001", "1", 3900}, Grid {"0.0000001", "100", 46'000},
          Grid {"0.01", "1", 12}, Grid {"0.01", "1", 1}}) {
        const Instrument instrument = instrumentWith(grid.tick, grid.lot);
        SymbolMarket market(instrument, model, rng.next());
        std::uint64_t sequence = market.bookSequence();
        for (int i = 0; i < 300; ++i) {
            market.beginBar(randomBar(rng, kStart + kMinute * i, grid.price), kMinute);
            while (market.nextPrintTime()) {
                const TradePrint print = market.takePrint();
                requireSoundBook(market, static_cast<std::size_t>(model.levelsPerSide));
                REQUIRE(market.bookSequence() > sequence);
                sequence = market.bookSequence();
                const Price bid = market.bids().front().price;
                const Price ask = market.asks().front().price;
                if (print.price.ticks > 1)
                    REQUIRE(print.price
                            == (print.takerSide == Side::Buy && bid.ticks > 1 ? ask
                                    : print.takerSide == Side::Buy            ? std::max(bid, print.price)
                                                                              : bid));
                REQUIRE(bid <= print.price);
                REQUIRE(print.price <= ask);
                std::array<std::int64_t, 3> three {bid.ticks, ask.ticks, print.price.ticks};
                std::ranges::sort(three);
                REQUIRE(market.mark() == Price {three[1]});
            }
        }
    }
}

TEST_CASE("depth and spread scale with the traded volume")
{
    const Instrument instrument = instrumentWith("0.01", "0.01");
    const BookModel model;
    // 100,000 lots of 0.01 at 137 a minute: 137,000 quote.
    constexpr std::int64_t kLots = 100'000;
    SymbolMarket market(instrument, model, 3);
    for (int i = -60; i < 0; ++i)
        market.addHistory(barAt(kStart + kMinute * i, 13'700, 13'710, 13'690, 13'700, kLots), kMinute);
    double half = 0.0;
    double near = 0.0;
    double spread = 0.0;
    int books = 0;
    for (int i = 0; i < 200; ++i) {
        market.beginBar(barAt(kStart + kMinute * i, 13'700, 13'710, 13'690, 13'700, kLots), kMinute);
        while (market.nextPrintTime()) {
            market.takePrint();
            const auto bid = static_cast<double>(market.bids().front().price.ticks);
            const auto ask = static_cast<double>(market.asks().front().price.ticks);
            const double mid = 0.5 * (bid + ask);
            half += notionalWithin(market.bids(), mid, 0.005) + notionalWithin(market.asks(), mid, 0.005);
            near += notionalWithin(market.bids(), mid, 0.0005) + notionalWithin(market.asks(), mid, 0.0005);
            spread += (ask - bid) / mid * 1e4;
            ++books;
        }
    }
    // Four minutes of volume within 0.5 %, of that some tenth within 5 bps.
    const double minutes = half / books / (13'700.0 * kLots);
    CHECK(minutes == Approx(4.0).epsilon(0.12));
    CHECK(near / half > 0.05);
    CHECK(near / half < 0.15);
    CHECK(spread / books > 0.7);
    CHECK(spread / books < 1.3);
}

TEST_CASE("the book leans with the flow of the last minute")
{
    const Instrument instrument = instrumentWith("0.01", "0.01");
    const BookModel model;
    const auto meanImbalance = [&](bool rising) {
        SymbolMarket market(instrument, model, 4);
        double sum = 0.0;
        int count = 0;
        std::int64_t price = 500'000;
        for (int i = 0; i < 100; ++i) {
            const std::int64_t next = price + (rising ? 400 : -400);
            const GridCandle bar =
                barAt(kStart + kMinute * i, price, std::max(price, next), std::min(price, next), next, 9000);
            market.beginBar(bar, kMinute);
            while (market.nextPrintTime()) {
                market.takePrint();
                double bids = 0.0;
                double asks = 0.0;
                for (std::size_t level = 0; level < 10; ++level) {
                    bids += static_cast<double>(market.bids()[level].quantity.lots);
                    asks += static_cast<double>(market.asks()[level].quantity.lots);
                }
                sum += (bids - asks) / (bids + asks);
                ++count;
            }
            price = next;
        }
        return sum / count;
    };
    CHECK(meanImbalance(true) > 0.1);
    CHECK(meanImbalance(false) < -0.1);
    CHECK(meanImbalance(true) < 0.7);
}

TEST_CASE("equal seeds give equal markets, however often the book is asked for")
{
    const Instrument instrument = instrumentWith("0.01", "0.001");
    const BookModel model;
    SymbolMarket often(instrument, model, 77);
    SymbolMarket seldom(instrument, model, 77);
    SymbolMarket other(instrument, model, 78);
    Rng rng(5);
    bool differs = false;
    for (int i = 0; i < 200; ++i) {
        const GridCandle bar = randomBar(rng, kStart + kMinute * i, 50'000);
        const auto b = [&] {
            std::vector<TradePrint> prints;
            seldom.beginBar(bar, kMinute);
            while (seldom.nextPrintTime())
                prints.push_back(seldom.takePrint());
            return prints;
        }();
        std::vector<TradePrint> a;
        often.beginBar(bar, kMinute);
        while (often.nextPrintTime()) {
            a.push_back(often.takePrint());
            REQUIRE_FALSE(often.bids().empty());
            REQUIRE(&often.bids() == &often.bids());
        }
        REQUIRE(a == b);
        REQUIRE(often.bids() == seldom.bids());
        REQUIRE(often.asks() == seldom.asks());
        REQUIRE(often.bookSequence() == seldom.bookSequence());
        differs |= printAll(other, bar) != a;
    }
    CHECK(differs);
}

TEST_CASE("the next bar's beginning does not move the book before its first print")
{
    const Instrument instrument = instrumentWith("0.01", "0.001");
    const BookModel model;
    SymbolMarket asked(instrument, model, 6);
    SymbolMarket late(instrument, model, 6);
    const GridCandle quiet = barAt(kStart, 5000, 5010, 4990, 5005, 500);
    const GridCandle busy = barAt(kStart + kMinute, 5005, 5100, 5000, 5090, 90'000);
    printAll(asked, quiet);
    printAll(late, quiet);
    const auto bids = asked.bids();
    const auto asks = asked.asks();
    late.beginBar(busy, kMinute);
    CHECK(late.bids() == bids);
    CHECK(late.asks() == asks);
}

// The book at t is a function of the bars closed by t and of the prints made by
// t: two markets that agree on both agree on the book, whatever the rest of the
// bars in progress is.
TEST_CASE("the book does not know the rest of the bar")
{
    const Instrument instrument = instrumentWith("0.01", "0.001");
    const BookModel model;
    Rng rng(31);
    int compared = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        SymbolMarket one(instrument, model, seed);
        SymbolMarket two(instrument, model, seed);
        for (int i = 0; i < 20; ++i) {
            const GridCandle bar = randomBar(rng, kStart + kMinute * i, 50'000);
            REQUIRE(printAll(one, bar) == printAll(two, bar));
        }
        const Timestamp open = kStart + kMinute * 20;
        // They part only in what comes last: same open, high and low, other close.
        const GridCandle first = barAt(open, 50'000, 50'400, 49'600, 50'100, 40'000);
        GridCandle second = first;
        second.close = 49'900;
        one.beginBar(first, kMinute);
        two.beginBar(second, kMinute);
        while (one.nextPrintTime() && two.nextPrintTime()) {
            const TradePrint a = one.takePrint();
            const TradePrint b = two.takePrint();
            if (!(a == b))
                break;
            REQUIRE(one.bids() == two.bids());
            REQUIRE(one.asks() == two.asks());
            REQUIRE(one.mark() == two.mark());
            ++compared;
        }
    }
    CHECK(compared > 200);
}

TEST_CASE("what our fills took is missing until the refill")
{
    const Instrument instrument = instrumentWith("0.01", "0.001");
    const BookModel model;
    SymbolMarket market(instrument, model, 2);
    market.addHistory(barAt(kStart - kMinute, 5000, 5010, 4990, 5005, 600'000), kMinute);
    const auto asks = market.asks();
    const auto bids = market.bids();
    CHECK_FALSE(market.nextRefillTime());
    CHECK_FALSE(market.refill(kStart));

    const BookLevel best = asks.front();
    std::uint64_t sequence = market.bookSequence();
    market.take(Side::Sell, best.price, Quantity {best.quantity.lots - 1}, kStart);
    CHECK(market.asks().front() == BookLevel {best.price, Quantity {1}});
    CHECK(market.bids() == bids);
    CHECK(market.bookSequence() == sequence + 1);
    CHECK(market.nextRefillTime() == kStart + Duration::seconds(1));

    // More than is there takes what is there, and the level is gone.
    market.take(Side::Sell, best.price, Quantity {50}, kStart + Duration {400});
    CHECK(market.asks().front() == asks[1]);
    CHECK(market.mark() == market.last());
    market.take(Side::Buy, Price {1}, Quantity {5}, kStart + Duration {400}); // no such level
    CHECK(market.bids() == bids);

    sequence = market.bookSequence();
    CHECK_FALSE(market.refill(kStart + Duration {999}));
    CHECK(market.refill(kStart + Duration {1000}));
    CHECK(market.bookSequence() == sequence + 1);
    CHECK(market.asks().front() == BookLevel {best.price, Quantity {best.quantity.lots - 1}});
    CHECK(market.nextRefillTime() == kStart + Duration {1400});
    CHECK(market.refill(kStart + Duration {1400}));
    CHECK(market.asks() == asks);
    CHECK(market.bids() == bids);
    CHECK_FALSE(market.nextRefillTime());
}

TEST_CASE("a print ends what was missing and leaves no trace of it")
{
    const Instrument instrument = instrumentWith("0.01", "0.001");
    const BookModel model;
    SymbolMarket disturbed(instrument, model, 12);
    SymbolMarket calm(instrument, model, 12);
    Rng rng(8);
    for (int i = 0; i < 100; ++i) {
        const GridCandle bar = randomBar(rng, kStart + kMinute * i, 50'000);
        disturbed.beginBar(bar, kMinute);
        calm.beginBar(bar, kMinute);
        while (calm.nextPrintTime()) {
            const TradePrint print = calm.takePrint();
            REQUIRE(disturbed.takePrint() == print);
            REQUIRE(disturbed.bids() == calm.bids());
            REQUIRE(disturbed.asks() == calm.asks());
            const BookLevel best = disturbed.bids().front();
            disturbed.take(Side::Buy, best.price, best.quantity, print.time);
            REQUIRE(disturbed.bids().size() + 1 == calm.bids().size());
        }
    }
}
