// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/DurationHistogram.h"

#include <catch2/catch.hpp>

#include <initializer_list>
#include <optional>

using namespace breakline;

namespace {

DurationHistogram of(std::initializer_list<std::int64_t> values)
{
    DurationHistogram histogram;
    for (const std::int64_t ms : values)
        histogram.add(Duration {ms});
    return histogram;
}

} // namespace

TEST_CASE("nothing is known of no durations")
{
    const DurationHistogram none;
    CHECK(none.count() == 0);
    CHECK(none.quantile(0.5) == std::nullopt);
    CHECK(none.longest() == std::nullopt);
    for (const std::uint64_t count : none.buckets())
        CHECK(count == 0);
}

TEST_CASE("quantiles are durations that occurred")
{
    const DurationHistogram histogram = of({7, 1, 3, 3, 1500});
    CHECK(histogram.count() == 5);
    CHECK(histogram.quantile(0.2) == Duration {1});
    CHECK(histogram.quantile(0.21) == Duration {3});
    CHECK(histogram.quantile(0.5) == Duration {3});
    CHECK(histogram.quantile(0.8) == Duration {7});
    CHECK(histogram.quantile(0.99) == Duration {1500});
    CHECK(histogram.quantile(1.0) == Duration {1500});
    CHECK(histogram.longest() == Duration {1500});
}

TEST_CASE("a bound belongs to its bucket, and what is longer than all to the last")
{
    const auto buckets = of({-3, 0, 1, 5, 6, 10, 1000, 1001, 1500, 1501, 90'000}).buckets();
    const std::array<std::uint64_t, 11> expected {2, 2, 2, 0, 0, 0, 0, 0, 1, 2, 2};
    CHECK(buckets == expected);
}

TEST_CASE("the order of the durations is of no meaning")
{
    CHECK(of({9, 2, 2, 5}) == of({2, 5, 9, 2}));
    CHECK_FALSE(of({9, 2, 2, 5}) == of({9, 2, 5}));
    CHECK_FALSE(of({9, 2}) == of({9, 3}));
}
