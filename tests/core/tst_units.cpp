// SPDX-License-Identifier: GPL-3.0-or-later
#include "BrokenInvariant.h"

#include "core/Units.h"

#include <catch2/catch.hpp>

#include <limits>

using namespace breakline;
using namespace breakline::test;

namespace {
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
} // namespace

TEST_CASE("prices and quantities count")
{
    CHECK(Price {100} + 5 == Price {105});
    CHECK(Price {100} - 5 == Price {95});
    CHECK(Price {100} - Price {103} == -3);
    CHECK(Quantity {3} + Quantity {4} == Quantity {7});
    CHECK(Quantity {3} - Quantity {4} == Quantity {-1});
    CHECK(-Quantity {3} == Quantity {-3});
    CHECK(Quantity {-3}.magnitude() == Quantity {3});
    CHECK(Quantity {}.isZero());
    Quantity sum {1};
    sum += Quantity {5};
    sum -= Quantity {2};
    CHECK(sum == Quantity {4});
    CHECK(Price {1} < Price {2});
}

TEST_CASE("counts reach their limits exactly")
{
    CHECK(Price {kMost - 1} + 1 == Price {kMost});
    CHECK(Price {kLeast + 1} - 1 == Price {kLeast});
    CHECK(Quantity {-1} - Quantity {kMost} == Quantity {kLeast});
    CHECK(Price {-1} - Price {kLeast} == kMost);
    CHECK(-Quantity {kMost} == Quantity {-kMost});
    CHECK(Quantity {-1} - Quantity {kLeast} == Quantity {kMost});
}

TEST_CASE("a count that does not fit is a broken invariant")
{
    const ThrowingInvariants throwing;
    CHECK_THROWS_AS(Price {kMost} + 1, BrokenInvariant);
    CHECK_THROWS_AS(Price {kLeast} + -1, BrokenInvariant);
    CHECK_THROWS_AS(Price {kLeast} - 1, BrokenInvariant);
    CHECK_THROWS_AS(Price {0} - kLeast, BrokenInvariant);
    CHECK_THROWS_AS(Price {0} - Price {kLeast}, BrokenInvariant);
    CHECK_THROWS_AS(Price {kMost} - Price {-1}, BrokenInvariant);
    CHECK_THROWS_AS(Quantity {kMost} + Quantity {1}, BrokenInvariant);
    CHECK_THROWS_AS(Quantity {kLeast} - Quantity {1}, BrokenInvariant);
    CHECK_THROWS_AS(-Quantity {kLeast}, BrokenInvariant);
    CHECK_THROWS_AS(Quantity {kLeast}.magnitude(), BrokenInvariant);
}

TEST_CASE("sides and directions mirror")
{
    CHECK(opposite(Side::Buy) == Side::Sell);
    CHECK(opposite(Side::Sell) == Side::Buy);
    CHECK(signOf(Side::Buy) == 1);
    CHECK(signOf(Side::Sell) == -1);
    CHECK(signOf(Direction::Long) == 1);
    CHECK(signOf(Direction::Short) == -1);
    CHECK(entrySide(Direction::Long) == Side::Buy);
    CHECK(exitSide(Direction::Long) == Side::Sell);
    CHECK(entrySide(Direction::Short) == Side::Sell);
    CHECK(exitSide(Direction::Short) == Side::Buy);
    CHECK(toText(Side::Sell) == std::string("sell"));
    CHECK(toText(Direction::Short) == std::string("short"));
}
