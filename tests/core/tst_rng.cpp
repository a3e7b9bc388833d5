// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Rng.h"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <limits>

using namespace breakline;

namespace {

using Four = std::array<std::uint64_t, 4>;

Four firstOf(Rng rng)
{
    Four values {};
    for (std::uint64_t& value : values)
        value = rng.next();
    return values;
}

} // namespace

// Of an independent implementation of the published algorithms. A change here
// changes every simulated market and with it every recorded result.
TEST_CASE("the streams of a seed never change")
{
    CHECK(firstOf(Rng(0))
          == Four {0x99EC5F36CB75F2B4ULL, 0xBF6E1F784956452AULL, 0x1A5F849D4933E6E0ULL,
                         0x6AA594F1262D2D2CULL});
    CHECK(firstOf(Rng(1))
          == Four {0xB3F2AF6D0FC710C5ULL, 0x853B559647364CEAULL, 0x92F89756082A4514ULL,
                         0x642E1C7BC266A3A7ULL});
    CHECK(firstOf(Rng(42))
          == Four {0x15780B2E0C2EC716ULL, 0x6104D9866D113A7EULL, 0xAE17533239E499A1ULL,
                         0xECB8AD4703B360A1ULL});
    CHECK(firstOf(Rng(42, "path"))
          == Four {0x487039B6729C26FBULL, 0x0EA47FAA315DB2F8ULL, 0xC012FA1CE932FA71ULL,
                         0x9623FDA7A6A007B1ULL});
    CHECK(Rng::hash("") == 0xCBF29CE484222325ULL);
    CHECK(Rng::hash("a") == 0xAF63DC4C8601EC8CULL);
    CHECK(Rng::hash("BTCUSDT") == 0x3E640DBFF523962CULL);
    CHECK(Rng::mix(0, 0, 0) == 0x238275BC38FCBE91ULL);
    CHECK(Rng::mix(1, 2, 3) == 0xD0734750FDE362B3ULL);
    constexpr std::uint64_t all = std::numeric_limits<std::uint64_t>::max();
    CHECK(Rng::mix(all, all, all) == 0x595B17F487C0E71BULL);
}

TEST_CASE("uniform, normal and whole numbers of a seed never change")
{
    Rng uniform(7);
    CHECK(uniform.uniform() == 0x1.66b1f5ee9df2ep-1);
    CHECK(uniform.uniform() == 0x1.1d70f6593d20ap-2);
    CHECK(uniform.uniform() == 0x1.ade3a6932a58fp-1);
    Rng normal(7);
    CHECK(normal.normal() == 0x1.50b404754a50fp-1);
    CHECK(normal.normal() == -0x1.889ddd8610e50p-2);
    Rng whole(7);
    for (const std::int64_t expected : {1, -3, 5, 3, -2, -4, -4, 4, 5, -3, 4, 0})
        CHECK(whole.integer(-5, 5) == expected);
}

TEST_CASE("numbers keep their bounds and fill them")
{
    Rng rng(3, "bounds");
    double sum = 0.0;
    double sumOfSquares = 0.0;
    std::array<int, 7> seen {};
    constexpr int count = 70'000;
    for (int i = 0; i < count; ++i) {
        const double u = rng.uniform();
        REQUIRE((u >= 0.0 && u < 1.0));
        const double v = rng.uniform(-2.0, 3.0);
        REQUIRE((v >= -2.0 && v < 3.0));
        const std::int64_t n = rng.integer(-3, 3);
        REQUIRE((n >= -3 && n <= 3));
        ++seen[static_cast<std::size_t>(n + 3)];
        const double x = rng.normal();
        REQUIRE(std::fabs(x) <= 6.0);
        sum += x;
        sumOfSquares += x * x;
    }
    // Five standard deviations of what chance allows.
    for (const int times : seen)
        CHECK(std::abs(times - count / 7) < 5.0 * std::sqrt(count * (1.0 / 7.0) * (6.0 / 7.0)));
    CHECK(std::fabs(sum / count) < 5.0 / std::sqrt(count));
    CHECK(std::fabs(sumOfSquares / count - 1.0) < 5.0 * std::sqrt(2.0 / count));
    CHECK(rng.integer(5, 5) == 5);
    CHECK(rng.integer(std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max())
          != rng.integer(std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()));
    CHECK_FALSE(rng.chance(0.0));
    CHECK(rng.chance(1.0));
}

TEST_CASE("streams of other purposes and seeds are independent")
{
    constexpr int count = 20'000;
    const auto correlation = [](Rng a, Rng b) {
        double sum = 0.0;
        for (int i = 0; i < count; ++i)
            sum += (a.uniform() - 0.5) * (b.uniform() - 0.5);
        return sum * 12.0 / count;
    };
    const double limit = 5.0 / std::sqrt(count);
    CHECK(std::fabs(correlation(Rng(1, "path"), Rng(1, "book"))) < limit);
    CHECK(std::fabs(correlation(Rng(1, "path"), Rng(2, "path"))) < limit);
    CHECK(std::fabs(correlation(Rng(1), Rng(2))) < limit);
    CHECK(correlation(Rng(1), Rng(1)) > 0.9);
    CHECK(firstOf(Rng(1, "path")) == firstOf(Rng(1, "path")));
    CHECK(firstOf(Rng(1, "path")) != firstOf(Rng(1)));
}
