// SPDX-License-Identifier: GPL-3.0-or-later
#include "risk/TargetLegs.h"

#include "core/Rng.h"
#include "risk_fixtures.h"

#include <catch2/catch.hpp>

using namespace breakline;
using namespace breakline::test;

namespace {

const Price kEntry{10'000}; // 100
const Price kStop{9'900};   // long

} // namespace

TEST_CASE("Two targets of 0.40 and 0.35 leave a runner of 0.25")
{
    const std::vector<TargetLeg> legs{{1.5, 0.4}, {2.8, 0.35}};
    const auto split = splitIntoLegs(makeInstrument("1"), Quantity{640}, kEntry, kStop, legs);
    REQUIRE(split);
    CHECK(split->targets == std::vector<SizedTarget>{{1.5, Quantity{256}, 1}, {2.8, Quantity{224}, 1}});
    CHECK(split->runner == Quantity{160});
}

TEST_CASE("Four equal targets of 7 lots take all of them")
{
    const std::vector<TargetLeg> legs{{1.5, 0.25}, {2.5, 0.25}, {4.0, 0.25}, {6.0, 0.25}};
    const auto split = splitIntoLegs(makeInstrument("1"), Quantity{7}, kEntry, kStop, legs);
    REQUIRE(split);
    CHECK(split->targets
          == std::vector<SizedTarget>{
              {1.5, Quantity{1}, 1}, {2.5, Quantity{2}, 1}, {4.0, Quantity{2}, 1}, {6.0, Quantity{2}, 1}});
    CHECK(split->runner.isZero());
}

TEST_CASE("A leg too small joins the next")
{
    const std::vector<TargetLeg> legs{{1.0, 0.1}, {2.0, 0.4}, {3.0, 0.5}};
    Instrument instrument = makeInstrument("1");
    instrument.minQuantity = Quantity{3};
    const auto split = splitIntoLegs(instrument, Quantity{10}, kEntry, kStop, legs);
    REQUIRE(split);
    CHECK(split->targets == std::vector<SizedTarget>{{2.0, Quantity{5}, 2}, {3.0, Quantity{5}, 1}});
}

TEST_CASE("A remainder too small joins the leg before it, runner included")
{
    const std::vector<TargetLeg> legs{{1.0, 0.6}, {2.0, 0.2}};
    Instrument instrument = makeInstrument("1");
    instrument.minQuantity = Quantity{5};
    const auto split = splitIntoLegs(instrument, Quantity{10}, kEntry, kStop, legs);
    REQUIRE(split);
    CHECK(split->targets == std::vector<SizedTarget>{{1.0, Quantity{10}, 2}});
    CHECK(split->runner.isZero());
}

TEST_CASE("A leg at the minimum notional stands, just under it does not")
{
    // 100 a lot; the minimum of 300 needs 3 lots.
    const Instrument instrument = makeInstrument("1", "300");
    const std::vector<TargetLeg> legs{{1.0, 0.5}, {2.0, 0.5}};
    CHECK(splitIntoLegs(instrument, Quantity{6}, kEntry, kStop, legs)->targets.size() == 2);
    const auto five = splitIntoLegs(instrument, Quantity{5}, kEntry, kStop, legs);
    REQUIRE(five);
    CHECK(five->targets == std::vector<SizedTarget>{{2.0, Quantity{5}, 2}});
    CHECK_FALSE(splitIntoLegs(instrument, Quantity{2}, kEntry, kStop, legs));
}

TEST_CASE("A short's leg is judged at its own lower target price")
{
    // Stop 10 away: the target at 2 R is 80, so 3 lots are 240.
    const Instrument instrument = makeInstrument("1", "270");
    const std::vector<TargetLeg> legs{{1.0, 0.5}, {2.0, 0.5}};
    const auto split = splitIntoLegs(instrument, Quantity{6}, kEntry, Price{11'000}, legs);
    REQUIRE(split);
    CHECK(split->targets == std::vector<SizedTarget>{{1.0, Quantity{6}, 2}});
    CHECK(split->runner.isZero());
    CHECK(splitIntoLegs(instrument, Quantity{6}, kEntry, Price{9'000}, legs)->targets.size() == 2);
}

TEST_CASE("No legs, no split")
{
    CHECK_FALSE(splitIntoLegs(makeInstrument("1"), Quantity{10}, kEntry, kStop, {}));
}

TEST_CASE("Every leg and every remainder is legal, and nothing is lost")
{
    Rng rng(7);
    for (int i = 0; i < 20'000; ++i) {
        const Instrument instrument = makeInstrument("1", i % 2 == 0 ? "5" : "350");
        std::vector<TargetLeg> legs;
        double left = 1.0;
        double r = 0.0;
        const int count = 1 + static_cast<int>(6 * rng.uniform());
        for (int leg = 0; leg < count; ++leg) {
            const double fraction = leg + 1 == count && i % 3 == 0 ? left : left * (0.1 + 0.6 * rng.uniform());
            r += 0.1 + rng.uniform();
            legs.push_back({r, fraction});
            left -= fraction;
        }
        const Quantity total{1 + static_cast<std::int64_t>(60 * rng.uniform())};
        const bool isLong = rng.uniform() < 0.5;
        const Price stop{isLong ? 9'900 : 10'100};
        const auto split = splitIntoLegs(instrument, total, kEntry, stop, legs);
        if (!split)
            continue;
        Quantity rest = total;
        double before = 0.0;
        for (const SizedTarget& target : split->targets) {
            REQUIRE(target.r > before);
            before = target.r;
            rest -= target.quantity;
            const double price = isLong ? 100.0 : 100.0 - target.r;
            REQUIRE(static_cast<double>(target.quantity.lots) * price >= instrument.minNotional.toDouble() - price);
            REQUIRE(target.quantity >= instrument.minQuantity);
            if (rest.lots > 0)
                REQUIRE(static_cast<double>(rest.lots) * price >= instrument.minNotional.toDouble() - price);
        }
        REQUIRE(rest == split->runner);
        REQUIRE(rest.lots >= 0);
    }
}
