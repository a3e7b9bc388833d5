// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Rng.h"
#include "position/TargetLadder.h"
#include "TestInstrument.h"

#include <catch2/catch.hpp>

#include <vector>

using namespace breakline;

namespace {

TargetLadder ladder(Direction direction, std::int64_t lots, const std::vector<LadderLeg>& legs,
                    const Instrument& instrument = test::instrument(), std::string_view entry = "100")
{
    const Price stop = direction == Direction::Long ? Price{9'900} : Price{10'100};
    const auto risk = FrozenRisk::make(direction, Decimal::literal(entry), stop, Quantity{lots}, instrument);
    REQUIRE(risk.has_value());
    auto made = TargetLadder::make(*risk, legs, instrument);
    REQUIRE(made.has_value());
    return *made;
}

std::vector<std::int64_t> lots(const std::vector<Quantity>& quantities)
{
    std::vector<std::int64_t> result;
    for (const Quantity quantity : quantities)
        result.push_back(quantity.lots);
    return result;
}

void place(TargetLadder& targets, const TargetLadder::Changes& changes)
{
    for (const TargetOrder& order : changes.place)
        targets.orderPlaced(order.level, order.quantity);
}

} // namespace

TEST_CASE("fractions are of the initial quantity: 0.40 and 0.35 leave a runner of 0.25")
{
    TargetLadder targets = ladder(Direction::Long, 1000, {{1.0, 0.40}, {2.0, 0.35}});
    const auto changes = targets.reconcile(Quantity{1000});
    CHECK(changes.cancel.empty());
    CHECK(changes.place
          == std::vector<TargetOrder>{{0, Price{10'100}, Quantity{400}}, {1, Price{10'200}, Quantity{350}}});
    place(targets, changes);
    CHECK(targets.working() == Quantity{750});
    CHECK(targets.reconcile(Quantity{1000}).place.empty());
}

TEST_CASE("four levels of a quarter: 101.5, 102.5, 104, 106 and 3.5 R planned")
{
    const std::vector<LadderLeg> legs{{1.5, 0.25}, {2.5, 0.25}, {4.0, 0.25}, {6.0, 0.25}};
    const TargetLadder targets = ladder(Direction::Long, 1000, legs);
    REQUIRE(targets.levels().size() == 4);
    CHECK(targets.levels()[0].price == Price{10'150});
    CHECK(targets.levels()[1].price == Price{10'250});
    CHECK(targets.levels()[2].price == Price{10'400});
    CHECK(targets.levels()[3].price == Price{10'600});
    double reward = 0.0;
    for (const auto& level : targets.levels())
        reward += level.r * static_cast<double>(level.planned.lots) / 1000.0;
    CHECK(reward == Approx(3.5));

    const TargetLadder mirror = ladder(Direction::Short, 1000, legs);
    CHECK(mirror.levels()[0].price == Price{9'850});
    CHECK(mirror.levels()[3].price == Price{9'400});
}

TEST_CASE("prices are rounded passively: sells up, buys down")
{
    // R = 1.005, 1 R stands at 101.01 exactly; 1.5 R at 101.5125.
    const TargetLadder targets = ladder(Direction::Long, 1000, {{1.5, 0.5}}, test::instrument(), "100.005");
    CHECK(targets.levels()[0].price == Price{10'152}); // 101.5125 up
    const TargetLadder mirror = ladder(Direction::Short, 1000, {{1.5, 0.5}}, test::instrument(), "99.995");
    CHECK(mirror.levels()[0].price == Price{9'848}); // 98.4875 down
}

TEST_CASE("legs too small to be orders are merged in advance")
{
    Instrument instrument = test::instrument(); // 5 USD at 100: one lot of 0.1
    const auto split = [&](std::int64_t initial, std::vector<double> fractions) {
        return lots(targetQuantities(Quantity{initial}, fractions, Price{10'000}, instrument));
    };
    using V = std::vector<std::int64_t>;
    CHECK(split(10, {0.5, 0.5}) == V{5, 5});
    CHECK(split(5, {0.5, 0.5}) == V{2, 3}); // the last takes what flooring left
    CHECK(split(5, {0.4, 0.35}) == V{2, 1}); // a runner of two lots
    instrument.minQuantity = Quantity{3};
    CHECK(split(10, {0.2, 0.3, 0.5}) == V{0, 5, 5});  // 2 join the next
    CHECK(split(10, {0.4, 0.4}) == V{4, 6});          // a rest of 2 joins the last leg
    CHECK(split(10, {0.8, 0.2}) == V{10, 0});         // what would be left could not be closed
    CHECK(split(2, {0.5, 0.5}) == V{0, 0});
    instrument.minQuantity = Quantity{1};
    instrument.minNotional = Decimal::fromUnits(25); // 3 lots at 100
    CHECK(split(10, {0.2, 0.3, 0.5}) == V{0, 5, 5});
}

TEST_CASE("after a reduction the nearest targets keep their place and the rest shrinks")
{
    TargetLadder targets = ladder(Direction::Long, 100, {{1.0, 0.5}, {2.0, 0.5}});
    place(targets, targets.reconcile(Quantity{100}));
    // Seventy are left, a hundred work: the farther target is too large.
    auto changes = targets.reconcile(Quantity{70});
    CHECK(changes.place.empty());
    CHECK(changes.cancel == std::vector<TargetOrder>{{1, Price{10'200}, Quantity{50}}});
    targets.orderEnded(1, Quantity{50});
    changes = targets.reconcile(Quantity{70});
    CHECK(changes.cancel.empty());
    CHECK(changes.place == std::vector<TargetOrder>{{1, Price{10'200}, Quantity{20}}});
}

TEST_CASE("what the venue cancelled is placed again")
{
    TargetLadder targets = ladder(Direction::Short, 100, {{1.0, 0.5}, {2.0, 0.5}});
    place(targets, targets.reconcile(Quantity{-100}));
    targets.orderEnded(0, Quantity{50});
    CHECK(targets.reconcile(Quantity{-100}).place
          == std::vector<TargetOrder>{{0, Price{9'900}, Quantity{50}}});
    targets.orderFilled(1, Quantity{50});
    CHECK(targets.working() == Quantity{0});
    CHECK_FALSE(targets.firstTargetFilled());
    CHECK(targets.reconcile(Quantity{-50}).place
          == std::vector<TargetOrder>{{0, Price{9'900}, Quantity{50}}});
}

TEST_CASE("dust that a partial fill leaves joins the next target")
{
    Instrument instrument = test::instrument();
    instrument.minQuantity = Quantity{5};
    TargetLadder targets = ladder(Direction::Long, 100, {{1.0, 0.4}, {2.0, 0.4}}, instrument);
    place(targets, targets.reconcile(Quantity{100}));
    targets.orderFilled(0, Quantity{37});
    CHECK(targets.firstTargetFilled());
    targets.orderEnded(0, Quantity{3}); // cancelled with three left, and so is the second
    targets.orderEnded(1, Quantity{40});
    CHECK(targets.reconcile(Quantity{63}).place == std::vector<TargetOrder>{{1, Price{10'200}, Quantity{43}}});
}

TEST_CASE("random lives: working never exceeds the position, filled never the plan")
{
    Rng rng(11);
    for (int run = 0; run < 2'000; ++run) {
        Instrument instrument = test::instrument();
        instrument.minQuantity = Quantity{rng.integer(1, 6)};
        const std::int64_t initial = rng.integer(instrument.minQuantity.lots, 300);
        const Direction direction = rng.chance(0.5) ? Direction::Long : Direction::Short;
        TargetLadder targets
            = ladder(direction, initial, {{1.0, 0.3}, {2.0, 0.3}, {3.0, rng.chance(0.5) ? 0.4 : 0.2}}, instrument);
        if (targets.levels().empty()) {
            // All legs, each floored to lots, are less than one order: everything runs.
            REQUIRE(initial * 8 < (instrument.minQuantity.lots + 3) * 10);
            continue;
        }
        Quantity planned;
        for (const auto& level : targets.levels())
            planned += level.planned;
        REQUIRE(planned <= Quantity{initial});
        std::int64_t position = initial;
        for (int step = 0; step < 40 && position > 0; ++step) {
            const auto changes = targets.reconcile(Quantity{position});
            if (changes.cancel.empty())
                REQUIRE(targets.working() <= Quantity{position});
            const bool placedAny = !changes.place.empty();
            for (const TargetOrder& order : changes.place) {
                REQUIRE(order.quantity >= instrument.minQuantity);
                targets.orderPlaced(order.level, order.quantity);
            }
            if (placedAny)
                REQUIRE(targets.working() <= Quantity{position});
            for (const TargetOrder& order : changes.cancel)
                targets.orderEnded(order.level, order.quantity);
            const auto level = static_cast<int>(rng.integer(0, static_cast<std::int64_t>(targets.levels().size()) - 1));
            const Quantity working = targets.levels()[static_cast<std::size_t>(level)].working;
            const double fate = rng.uniform();
            if (fate < 0.4 && working.lots > 0) {
                const Quantity filled{rng.integer(1, std::min(working.lots, position))};
                targets.orderFilled(level, filled);
                position -= filled.lots;
            } else if (fate < 0.6 && working.lots > 0) {
                targets.orderEnded(level, working);
            } else if (fate < 0.7) {
                position -= rng.integer(0, position); // by another hand
            }
        }
        Quantity filled;
        for (const auto& level : targets.levels())
            filled += level.filled;
        REQUIRE(filled <= planned);
    }
}

TEST_CASE("a level that moves is cancelled where it works and placed at its new price, never both")
{
    TargetLadder targets = ladder(Direction::Long, 1000, {{1.0, 0.5}, {2.0, 0.5}});
    place(targets, targets.reconcile(Quantity{1000}));
    targets.moveTo(1, Price{10'190});
    auto changes = targets.reconcile(Quantity{1000});
    CHECK(changes.cancel == std::vector<TargetOrder>{{1, Price{10'200}, Quantity{500}}});
    CHECK(changes.place.empty());
    targets.orderFilled(1, Quantity{100}); // on its way meanwhile
    targets.orderEnded(1, Quantity{400});
    changes = targets.reconcile(Quantity{900});
    CHECK(changes.cancel.empty());
    CHECK(changes.place == std::vector<TargetOrder>{{1, Price{10'190}, Quantity{400}}});
    place(targets, changes);
    CHECK(targets.working() == Quantity{900});
    CHECK(targets.reconcile(Quantity{900}).cancel.empty());
    // Back before the cancel was done: the order that works is the right one again.
    targets.moveTo(1, Price{10'180});
    targets.moveTo(1, Price{10'190});
    CHECK(targets.reconcile(Quantity{900}).cancel.empty());
}
