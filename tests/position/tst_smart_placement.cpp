// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestInstrument.h"
#include "core/Rng.h"
#include "position/SmartPlacement.h"

#include <catch2/catch.hpp>

using namespace breakline;

namespace {

FrozenRisk risk(Direction direction, const Instrument& instrument, std::int64_t distance)
{
    const Price stop =
        Price {static_cast<std::int64_t>(100.0 / instrument.tick + 0.5) - signOf(direction) * distance};
    const auto made = FrozenRisk::make(direction, Decimal::fromUnits(100), stop, Quantity {100}, instrument);
    REQUIRE(made.has_value());
    return *made;
}

double reflected(Direction direction, double price)
{
    return direction == Direction::Long ? price : 200.0 - price;
}

PlacementSettings plain()
{
    PlacementSettings settings;
    settings.preferRoundNumbers = false;
    return settings;
}

} // namespace

TEST_CASE("a target at 104 with a level at 103.95 goes to 103.794")
{
    const double levels[] = {103.95};
    const Obstacles obstacles {{}, levels};
    CHECK(smartPrice(Direction::Long, 104.0, obstacles, plain()) == Approx(103.794).epsilon(1e-12));
    // 103.7 would be 28.8 bps away: the round number is passed over.
    CHECK(smartPrice(Direction::Long, 104.0, obstacles, {}) == Approx(103.794).epsilon(1e-12));
    const Instrument fine = test::instrument("0.001");
    const BaseTarget target {4.0, 0.25, true};
    CHECK(placeSmart(risk(Direction::Long, fine, 1'000), {&target, 1}, obstacles, {}, fine)
          == std::vector<Price> {Price {103'794}});
}

TEST_CASE("a target that lies just short of a level stays")
{
    const double above[] = {104.05};
    const double far[] = {103.80}; // 0.2 beyond: more than the buffer of 0.156
    CHECK(smartPrice(Direction::Long, 104.0, {{}, above}, plain()) == 104.0);
    CHECK(smartPrice(Direction::Long, 104.0, {{}, far}, plain()) == 104.0);
    const double below[] = {95.95};
    CHECK(smartPrice(Direction::Short, 96.0, {{}, below}, plain()) == 96.0);
    const double beyond[] = {96.05};
    // The buffer is 15 bps of 96: 0.144; the shift of 0.194 is more than 20 bps, 0.192.
    CHECK(smartPrice(Direction::Short, 96.0, {{}, beyond}, plain()) == Approx(96.192).epsilon(1e-12));
}

TEST_CASE("a target leaves the first zone it lies in by the buffer")
{
    const PriceZone zones[] = {{103.96, 104.1}, {103.0, 105.0}};
    const double levels[] = {103.99};
    // 103.96 - 10 bps of 104.
    CHECK(smartPrice(Direction::Long, 104.0, {zones, levels}, plain()) == Approx(103.856).epsilon(1e-12));
    const PriceZone lower[] = {{95.9, 96.05}};
    CHECK(smartPrice(Direction::Short, 96.0, {lower, {}}, plain()) == Approx(96.146).epsilon(1e-12));
    PlacementSettings settings = plain();
    settings.avoidZones = false;
    CHECK(smartPrice(Direction::Long, 104.0, {zones, levels}, settings) == Approx(103.834).epsilon(1e-12));
    settings.avoidLevels = false;
    CHECK(smartPrice(Direction::Long, 104.0, {zones, levels}, settings) == 104.0);
    // A wide zone: no further than max_adjustment_bps.
    const PriceZone wide[] = {{103.0, 105.0}};
    CHECK(smartPrice(Direction::Long, 104.0, {wide, {}}, plain()) == Approx(103.792).epsilon(1e-12));
}

TEST_CASE("a round number is taken towards the entry, where it is near enough")
{
    PlacementSettings settings;
    CHECK(smartPrice(Direction::Long, 101.53, {}, settings) == Approx(101.5).epsilon(1e-12));
    CHECK(smartPrice(Direction::Short, 98.47, {}, settings) == Approx(98.5).epsilon(1e-12));
    CHECK(smartPrice(Direction::Long, 101.5, {}, settings) == Approx(101.5).epsilon(1e-12));
    CHECK(smartPrice(Direction::Long, 0.1234, {}, settings) == 0.1234); // 0.1 is far off
    settings.roundNumberStep = 0.5;
    CHECK(smartPrice(Direction::Long, 101.53, {}, settings) == Approx(101.5).epsilon(1e-12));
    CHECK(smartPrice(Direction::Long, 101.99, {}, settings) == 101.99); // 48 bps
}

TEST_CASE("fixed targets stay, the others keep half their R and their order")
{
    const Instrument instrument = test::instrument();
    const auto direction = GENERATE(Direction::Long, Direction::Short);
    // R is 0.2: targets at 100.2 and 100.3.
    const FrozenRisk narrow = risk(direction, instrument, 20);
    PlacementSettings settings = plain();
    settings.maxAdjustmentBps = 100.0;
    const double levels[] = {reflected(direction, 100.18)};
    const std::vector<BaseTarget> targets {{1.0, 0.5, true}, {1.5, 0.5, true}};
    // 100.18 - 0.1503 is nearer to the entry than half an R; the second, at 100.03 too,
    // than half of its own.
    const auto at = [direction](std::int64_t ticks) {
        return Price {direction == Direction::Long ? ticks : 20'000 - ticks};
    };
    CHECK(placeSmart(narrow, targets, {{}, levels}, settings, instrument)
          == std::vector<Price> {at(10'020), at(10'030)});
    // Out of the zone from 100.19 on both would stand at the same price.
    const PriceZone zones[] = {direction == Direction::Long ? PriceZone {100.19, 100.4}
                                                            : PriceZone {99.6, 99.81}};
    settings.zoneBufferBps = 1.0;
    // A bps of the target is a little less for a short.
    CHECK(placeSmart(narrow, targets, {zones, {}}, settings, instrument)
          == std::vector<Price> {Price {direction == Direction::Long ? 10'018 : 9'981}, at(10'030)});
    std::vector<BaseTarget> fixed = targets;
    fixed[0].isMovable = false;
    CHECK(placeSmart(narrow, fixed, {zones, {}}, settings, instrument)
          == std::vector<Price> {at(10'020), at(10'030)});
}

TEST_CASE("what all targets together would bring, in R")
{
    const Instrument instrument = test::instrument();
    const FrozenRisk one = risk(Direction::Long, instrument, 100);
    const std::vector<BaseTarget> targets {
        {1.5, 0.25, true}, {2.5, 0.25, true}, {4.0, 0.25, true}, {6.0, 0.25, true}};
    const auto base = placeSmart(one, targets, {}, plain(), instrument);
    CHECK(expectedR(one, targets, base, instrument) == Approx(3.5).epsilon(1e-12));
    const double levels[] = {103.95};
    const auto moved = placeSmart(one, targets, {{}, levels}, plain(), instrument);
    CHECK(moved[2] == Price {10'380}); // 103.794 up to a tick
    CHECK(expectedR(one, targets, moved, instrument) == Approx(3.45).epsilon(1e-12));
}

TEST_CASE("an adaptive target is left alone within a fifth of R")
{
    const Instrument instrument = test::instrument();
    const FrozenRisk one = risk(Direction::Long, instrument, 100);
    CHECK(mayAdapt(one, Price {10'400}, Price {10'379}, instrument));
    CHECK_FALSE(mayAdapt(one, Price {10'400}, Price {10'380}, instrument));
    CHECK_FALSE(mayAdapt(one, Price {10'400}, Price {10'420}, instrument));
    CHECK(mayAdapt(one, Price {10'400}, Price {10'421}, instrument));
}

TEST_CASE("whatever stands in the way, targets stay in order, in favour and within their bounds")
{
    const Instrument instrument = test::instrument();
    for (std::uint64_t seed = 1; seed <= 500; ++seed) {
        Rng random(seed);
        const Direction direction = seed % 2 == 0 ? Direction::Long : Direction::Short;
        const int side = signOf(direction);
        const FrozenRisk one = risk(direction, instrument, random.integer(5, 300));
        std::vector<BaseTarget> targets;
        double r = 0.0;
        for (int i = 0; i < 5; ++i)
            targets.push_back({r += random.uniform(0.2, 2.0), 0.2, random.chance(0.8)});
        std::vector<PriceZone> zones;
        std::vector<double> levels;
        for (int i = 0; i < 12; ++i) {
            const double low = random.uniform(90.0, 110.0);
            zones.push_back({low, low + random.uniform(0.0, 0.5)});
            levels.push_back(random.uniform(90.0, 110.0));
        }
        const PlacementSettings settings;
        const auto prices = placeSmart(one, targets, {zones, levels}, settings, instrument);
        REQUIRE(prices.size() == targets.size());
        for (std::size_t i = 0; i < prices.size(); ++i) {
            const double base = one.priceAtR(targets[i].r).toDouble();
            const double price = instrument.toDouble(prices[i]);
            const double r1 = one.initialR().toDouble();
            REQUIRE(std::abs(price - base) <= base * settings.maxAdjustmentBps * 1e-4 + instrument.tick);
            REQUIRE((price - 100.0) * side >= 0.5 * targets[i].r * r1 - 1e-9);
            REQUIRE((price - base) * side <= instrument.tick);
            if (i > 0)
                REQUIRE((prices[i] - prices[i - 1]) * side >= 0);
        }
    }
}
