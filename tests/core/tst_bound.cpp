// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Bound.h"
#include "core/Rng.h"

#include <catch2/catch.hpp>

#include <array>

using namespace breakline;

namespace {
constexpr std::array kBounds {Bound::AtLeast, Bound::MoreThan, Bound::AtMost, Bound::LessThan};
}

TEST_CASE("a bound holds on its side of the threshold")
{
    CHECK(holds(Bound::AtLeast, 2.0, 2.0));
    CHECK_FALSE(holds(Bound::MoreThan, 2.0, 2.0));
    CHECK(holds(Bound::AtMost, 2.0, 2.0));
    CHECK_FALSE(holds(Bound::LessThan, 2.0, 2.0));
    CHECK(holds(Bound::MoreThan, 2.5, 2.0));
    CHECK_FALSE(holds(Bound::AtMost, 2.5, 2.0));
    CHECK(marginOf(Bound::AtLeast, 2.5, 2.0) == 0.5);
    CHECK(marginOf(Bound::AtMost, 2.5, 2.0) == -0.5);
    CHECK(toText(Bound::LessThan) == "<");
}

TEST_CASE("the needed change is exact where numbers are")
{
    CHECK(neededChange(Bound::AtLeast, 1.25, 1.5) == 0.25);
    CHECK(neededChange(Bound::AtMost, 1.5, 1.25) == -0.25);
    CHECK(1.25 + neededChange(Bound::MoreThan, 1.25, 1.5) > 1.5);
    CHECK(1.25 + neededChange(Bound::MoreThan, 1.25, 1.5) == Approx(1.5).epsilon(1e-15));
}

TEST_CASE("with the needed change a value passes, and without half of it it does not")
{
    Rng rng(20261130, "bounds");
    for (int i = 0; i < 20'000; ++i) {
        const double scale = std::pow(10.0, static_cast<double>(rng.integer(-9, 9)));
        const double threshold = (rng.uniform() - 0.5) * scale;
        const double value = (rng.uniform() - 0.5) * std::pow(10.0, static_cast<double>(rng.integer(-9, 9)));
        for (const Bound bound : kBounds) {
            if (holds(bound, value, threshold))
                continue;
            const double change = neededChange(bound, value, threshold);
            REQUIRE(holds(bound, value + change, threshold));
            REQUIRE_FALSE(holds(bound, value + change * 0.5, threshold));
        }
    }
}
