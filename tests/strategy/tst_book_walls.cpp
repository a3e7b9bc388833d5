// SPDX-License-Identifier: GPL-3.0-or-later
#include "StrategyFixture.h"

#include "core/Rng.h"
#include "market/Indicators.h"
#include "strategy/ActivityTracker.h"
#include "strategy/DensityFeed.h"

#include <catch2/catch.hpp>

using namespace breakline;
using namespace breakline::test;

namespace {

Approx near(double value)
{
    return Approx(value).margin(5e-7).epsilon(0);
}

/// A book of one symbol around 10,000 ticks, in buckets of one tick: ten levels a
/// side of 10 lots each, sampled once a second.
struct Book {
    DensityDetector detector;
    BookSnapshot book;
    Timestamp now = kMidnight;
    std::uint64_t lastId = 0;

    explicit Book(DensitySettings settings = {10.0, 1, 300.0}, double eatenRatio = 0.75)
        : detector(settings, eatenRatio)
    {
        for (std::int64_t i = 0; i < 10; ++i) {
            book.bids.push_back({Price {9'999 - i}, Quantity {10}});
            book.asks.push_back({Price {10'001 + i}, Quantity {10}});
        }
    }
    void sample(int seconds = 1)
    {
        for (int i = 0; i < seconds; ++i) {
            detector.sample(book, now);
            now = now + Duration::seconds(1);
        }
    }
    /// The asks' level at a price; 0 takes it out.
    void ask(std::int64_t ticks, std::int64_t lots)
    {
        const auto at = std::ranges::find(book.asks, Price {ticks}, &BookLevel::price);
        REQUIRE(at != book.asks.end());
        if (lots == 0)
            book.asks.erase(at);
        else
            at->quantity = Quantity {lots};
    }
    void buy(std::int64_t ticks, std::int64_t lots, Side taker = Side::Buy)
    {
        TradePrint print;
        print.id = ++lastId;
        print.time = now;
        print.price = Price {ticks};
        print.quantity = Quantity {lots};
        print.takerSide = taker;
        detector.onTrade(print);
    }
    const DensityWall& wall() const
    {
        REQUIRE(detector.walls().size() == 1);
        return detector.walls().front();
    }
};

} // namespace

TEST_CASE("a wall is found after thirty samples and eaten by trades alone")
{
    Book book;
    book.ask(10'005, 400);
    book.sample(29);
    CHECK_FALSE(book.detector.threshold());
    CHECK(book.detector.walls().empty());
    CHECK_FALSE(book.detector.zones(0.01));
    book.sample();
    CHECK(book.detector.threshold() == 100.0); // ten times the median of 10
    CHECK(book.wall().side == Side::Sell);
    CHECK(book.wall().bucket == 10'005);
    CHECK(book.wall().strength == 4.0);
    CHECK(book.detector.zones(0.01)->front() == PriceZone {100.05 - 0.005, 100.05 + 0.005});

    // 400 to 90, all of it traded: 0.775.
    book.buy(10'005, 310);
    book.ask(10'005, 90);
    book.sample();
    CHECK(book.wall().eatenRatio() == near(0.775));
    CHECK(book.wall().pulled == 0);
    CHECK(book.wall().state == WallState::Eaten);
    // It is no longer in the way, and is remembered for ten minutes.
    CHECK(book.detector.zones(0.01)->empty());
    book.sample(600);
    CHECK(book.detector.walls().size() == 1);
    book.sample();
    CHECK(book.detector.walls().empty());
}

TEST_CASE("what goes without trades is pulled")
{
    Book book;
    book.ask(10'005, 400);
    book.sample(30);
    book.buy(10'005, 100);
    book.buy(10'004, 500); // elsewhere
    book.buy(10'005, 500, Side::Sell); // takes bids
    book.ask(10'005, 90); // far under the threshold: still followed
    book.sample();
    CHECK(book.wall().eaten == 100);
    CHECK(book.wall().pulled == 210);
    CHECK(book.wall().state == WallState::Tracked);
    CHECK(book.wall().strength == 0.9);
    CHECK(book.detector.wallAt(Side::Sell, 100.0, 0.01) == &book.wall());
    book.ask(10'005, 0);
    book.sample();
    CHECK(book.wall().state == WallState::Cancelled);
    CHECK(book.wall().eatenRatio() == near(0.25));
    CHECK(book.detector.wallAt(Side::Sell, 100.0, 0.01) == nullptr);
}

TEST_CASE("a refill takes back what was eaten, and growth begins anew")
{
    Book book;
    book.ask(10'005, 400);
    book.sample(30);
    book.buy(10'005, 200);
    book.ask(10'005, 200);
    book.sample();
    CHECK(book.wall().eatenRatio() == 0.5);
    book.ask(10'005, 350);
    book.sample();
    CHECK(book.wall().eaten == 50);
    book.ask(10'005, 50); // without a trade
    book.sample();
    CHECK(book.wall().eaten == 50);
    CHECK(book.wall().pulled == 300);
    book.ask(10'005, 500);
    book.sample();
    CHECK(book.wall().initialSize == 500);
    CHECK(book.wall().eaten == 0);
    CHECK(book.wall().pulled == 0);
    CHECK(book.wall().greatestStrength == 5.0);
}

TEST_CASE("a trade may be told one sample before the book shows it")
{
    Book book;
    book.ask(10'005, 400);
    book.sample(30);
    book.buy(10'005, 100);
    book.sample(); // the book has not moved yet
    book.ask(10'005, 300);
    book.sample();
    CHECK(book.wall().eaten == 100);
    book.buy(10'005, 100);
    book.sample(2);
    book.ask(10'005, 200);
    book.sample();
    CHECK(book.wall().eaten == 100); // two samples later it is another matter
    CHECK(book.wall().pulled == 100);
}

TEST_CASE("out of the book's range for a minute a wall is forgotten, a lost level is not eaten")
{
    Book book;
    book.ask(10'010, 400); // the farthest level shown
    book.sample(30);
    book.book.asks.pop_back();
    book.sample(60); // last seen at :29
    CHECK(book.wall().state == WallState::Tracked);
    CHECK(book.wall().size == 400);
    book.sample();
    CHECK(book.wall().state == WallState::OutOfRange);
    CHECK(book.wall().eaten == 0);
}

TEST_CASE("buckets join ticks, of either side apart, within half a percent")
{
    Book book({10.0, 3, 300.0});
    book.book.bids = {{Price {9'999}, Quantity {5}},
                      {Price {9'998}, Quantity {6}},
                      {Price {9'997}, Quantity {7}},
                      {Price {9'949}, Quantity {1'000'000}}};
    book.book.asks = {{Price {10'000}, Quantity {8}},
                      {Price {10'001}, Quantity {9}},
                      {Price {10'048}, Quantity {3}},
                      {Price {10'050}, Quantity {1'000'000}}};
    // Mid 9999.5, reach 49.9975: 9,949 and 10,050 are out. Multiples of 3: bids 5+6 at
    // 9,999 and 7 at 9,996; asks 8 at 9,999, 9 at 10,002, 3 at 10,047.
    book.sample(30);
    CHECK(book.detector.threshold() == 80.0); // the median of 3, 7, 8, 9, 11
    CHECK(book.detector.walls().empty());
}

TEST_CASE("the median over a rolling window is that of all its sizes")
{
    Rng rng(7);
    Book book({1e9, 1, 40.0});
    std::vector<std::vector<double>> window;
    for (int second = 0; second < 200; ++second) {
        std::vector<double> sizes;
        const auto levels = 1 + static_cast<std::int64_t>(rng.uniform() * 9.0);
        book.book.bids.clear();
        book.book.asks.clear();
        for (std::int64_t i = 0; i < levels; ++i)
            for (const bool isBid : {true, false}) {
                const auto lots = 1 + static_cast<std::int64_t>(rng.uniform() * 20.0);
                (isBid ? book.book.bids : book.book.asks)
                    .push_back({Price {isBid ? 9'999 - i : 10'001 + i}, Quantity {lots}});
                sizes.push_back(static_cast<double>(lots));
            }
        window.push_back(std::move(sizes));
        if (window.size() > 40)
            window.erase(window.begin());
        book.sample();
        if (second < 29)
            continue;
        std::vector<double> all;
        for (const auto& part : window)
            all.insert(all.end(), part.begin(), part.end());
        REQUIRE(*book.detector.threshold() == Approx(1e9 * medianInPlace(all)));
    }
}

TEST_CASE("walls near a level confirm a breakout, or stand in its way")
{
    Book book;
    book.ask(10'005, 400);
    book.sample(30);
    const auto confirm = [&](double level, double strength, Direction direction = Direction::Long) {
        return confirmByWalls(book.detector.walls(), direction, level, 0.01, strength, 0.75, book.now);
    };
    CHECK(confirm(100.0, 2.0).outcome == WallConfirmation::Standing);
    CHECK(confirm(100.0, 2.0).bestEatenRatio == 0.0);
    CHECK(confirm(100.0, 4.1).outcome == WallConfirmation::NoWall);
    CHECK(confirm(100.0, 2.0, Direction::Short).outcome == WallConfirmation::NoWall);
    CHECK(confirm(100.36, 2.0).outcome == WallConfirmation::NoWall); // over 30 bps
    CHECK(confirm(99.76, 2.0).outcome == WallConfirmation::Standing);
    book.buy(10'005, 300);
    book.ask(10'005, 100);
    book.sample();
    CHECK(confirm(100.0, 2.0).outcome == WallConfirmation::Eaten);
    CHECK(confirm(100.0, 2.0).bestEatenRatio == 0.75);
    book.now = book.now + Duration::minutes(10);
    CHECK(confirm(100.0, 2.0).outcome == WallConfirmation::NoWall);
}

TEST_CASE("a feed judged when asked comes to what the detector came to")
{
    Rng rng(3);
    const DensitySettings settings {2.5, 2, 60.0};
    DensityFeed feed(settings, 0.75);
    DensityDetector detector(settings, 0.75);
    std::uint64_t id = 0;
    for (int second = 0; second < 400; ++second) {
        const Timestamp now = kMidnight + Duration::seconds(second);
        for (int i = 0; i < 3; ++i) {
            TradePrint print;
            print.id = ++id;
            print.price = Price {9'990 + static_cast<std::int64_t>(rng.uniform() * 20.0)};
            print.quantity = Quantity {1 + static_cast<std::int64_t>(rng.uniform() * 30.0)};
            print.takerSide = rng.uniform() < 0.5 ? Side::Buy : Side::Sell;
            feed.onTrade(print);
            detector.onTrade(print);
        }
        BookSnapshot book;
        for (std::int64_t i = 0; i < 80; ++i) {
            const auto lots = [&] {
                return Quantity {1 + static_cast<std::int64_t>(rng.uniform() * rng.uniform() * 90.0)};
            };
            book.bids.push_back({Price {9'999 - i}, lots()});
            book.asks.push_back({Price {10'001 + i}, lots()});
        }
        feed.sample(book, now);
        detector.sample(book, now);
        if (second % 90 != 89)
            continue;
        REQUIRE(feed.detector().threshold() == detector.threshold());
        REQUIRE(feed.detector().walls().size() == detector.walls().size());
        REQUIRE_FALSE(detector.walls().empty());
        for (std::size_t i = 0; i < detector.walls().size(); ++i) {
            CHECK(feed.detector().walls()[i].bucket == detector.walls()[i].bucket);
            CHECK(feed.detector().walls()[i].eaten == detector.walls()[i].eaten);
            CHECK(feed.detector().walls()[i].pulled == detector.walls()[i].pulled);
            CHECK(feed.detector().walls()[i].state == detector.walls()[i].state);
        }
    }
}

TEST_CASE("bids mirror asks")
{
    Book asks;
    Book bids;
    asks.ask(10'004, 400);
    std::ranges::find(bids.book.bids, Price {9'996}, &BookLevel::price)->quantity = Quantity {400};
    asks.sample(30);
    bids.sample(30);
    asks.buy(10'004, 350);
    bids.buy(9'996, 350, Side::Sell);
    asks.ask(10'004, 50);
    std::ranges::find(bids.book.bids, Price {9'996}, &BookLevel::price)->quantity = Quantity {50};
    asks.sample();
    bids.sample();
    CHECK(bids.wall().side == Side::Buy);
    CHECK(bids.wall().state == asks.wall().state);
    CHECK(bids.wall().eaten == 350);
    CHECK(confirmByWalls(bids.detector.walls(), Direction::Short, 100.0, 0.01, 2.0, 0.75, bids.now).outcome
          == WallConfirmation::Eaten);
}

TEST_CASE("activity: z of what is stored, an index that is kept, a drop")
{
    ActivityTracker tracker;
    CHECK_FALSE(tracker.index());
    tracker.add(ActivitySample {60.0, 1.0, 5.0});
    CHECK(tracker.index() == 0.0);
    tracker.add(ActivitySample {120.0, 1.0, 5.0});
    CHECK(tracker.index() == near(1.0)); // (120-90)/30; the equal ones give 0
    tracker.add(ActivitySample {60.0, 3.0, 5.0});
    // {60,120,60}: (60-80)/28.284271; {1,1,3}: (3-1.666667)/0.942809.
    CHECK(tracker.index() == near(-0.707107 + 1.414214));
    CHECK_FALSE(tracker.dropFraction());
    CHECK_FALSE(tracker.isDropping(0.4));
}

TEST_CASE("activity drops against the mean of the nine indices before")
{
    CHECK(ActivityTracker::dropOf(2.0, 1.0) == 0.5);
    CHECK(ActivityTracker::dropOf(2.0, 3.0) == -0.5);
    CHECK(ActivityTracker::dropOf(0.0, -1.0) == 0.0);
    CHECK(ActivityTracker::dropOf(-2.0, -3.0) == 0.0);
    // The window's mean and deviation are those of the moment: followed by hand.
    ActivityTracker tracker;
    std::vector<double> values;
    std::vector<double> indices;
    const auto add = [&](double tradesPerMinute) {
        tracker.add(ActivitySample {tradesPerMinute, 1.0, 2.0});
        values.push_back(tradesPerMinute);
        const auto from =
            values.end() - static_cast<std::ptrdiff_t>(std::min<std::size_t>(values.size(), 60));
        double mean = 0.0;
        double variance = 0.0;
        const auto count = static_cast<double>(values.end() - from);
        for (auto it = from; it != values.end(); ++it)
            mean += *it / count;
        for (auto it = from; it != values.end(); ++it)
            variance += (*it - mean) * (*it - mean) / count;
        indices.push_back(variance > 0.0 ? (tradesPerMinute - mean) / std::sqrt(variance) : 0.0);
    };
    for (int i = 0; i < 29; ++i)
        add(i < 20 ? 50.0 : 100.0);
    CHECK_FALSE(tracker.dropFraction());
    add(90.0);
    const auto expected = [&] {
        double mean = 0.0;
        for (std::size_t i = indices.size() - 10; i < indices.size() - 1; ++i)
            mean += indices[i] / 9.0;
        return mean > 0.0 ? (mean - indices.back()) / std::fabs(mean) : 0.0;
    };
    REQUIRE(tracker.dropFraction());
    CHECK(*tracker.dropFraction() == near(expected()));
    for (int i = 0; i < 80; ++i) {
        add(i % 7 == 0 ? 20.0 : 60.0 + i);
        REQUIRE(*tracker.dropFraction() == Approx(expected()).margin(1e-9));
    }
    // Silence decays: nothing is traded, and each second says so.
    while (tracker.samples() > 0 && !tracker.isDropping(0.4))
        add(0.0);
    CHECK(tracker.isDropping(0.4));
    // A mean that is not positive is no drop, however low the newest.
    for (int i = 0; i < 12; ++i)
        add(0.0);
    CHECK(tracker.dropFraction() == 0.0);
    // A tape without its windows begins anew.
    tracker.add({});
    CHECK_FALSE(tracker.dropFraction());
    CHECK(tracker.samples() == 0);
}

TEST_CASE("a sample of the tape needs its windows")
{
    TapeStats tape;
    CHECK_FALSE(ActivityTracker::sampleOf(tape, 0.001));
    tape.tradesPerMinute = 12.0;
    CHECK_FALSE(ActivityTracker::sampleOf(tape, 0.001));
    tape.tradesPerSecond10s = 0.3;
    tape.last60s.buyVolume = Quantity {1'000};
    tape.last60s.sellVolume = Quantity {4'000};
    const auto sample = ActivityTracker::sampleOf(tape, 0.001);
    REQUIRE(sample);
    CHECK(sample->tradesPerMinute == 12.0);
    CHECK(sample->tradesPerSecond10s == 0.3);
    CHECK(sample->volumeDelta60s == near(3.0));
}
