// SPDX-License-Identifier: GPL-3.0-or-later
#include "position/UnprotectedTimer.h"

#include <catch2/catch.hpp>

using namespace breakline;

namespace {

constexpr Timestamp at(std::int64_t ms)
{
    return Timestamp{ms};
}

} // namespace

TEST_CASE("from the fill to the first event that shows a stop over the whole")
{
    UnprotectedTimer timer;
    timer.increased(Quantity{4}, at(100));
    timer.stopShown(Quantity{3}, at(105));
    CHECK(timer.isOpen());
    timer.stopShown(Quantity{4}, at(112));
    CHECK_FALSE(timer.isOpen());
    CHECK(timer.total() == Duration{12});
    timer.stopShown(Quantity{4}, at(130));
    CHECK(timer.total() == Duration{12});
}

TEST_CASE("each increase counts again; two fills before a stop count from the first")
{
    UnprotectedTimer timer;
    timer.increased(Quantity{4}, at(100));
    timer.increased(Quantity{9}, at(104));
    timer.stopShown(Quantity{4}, at(108));
    CHECK(timer.isOpen());
    timer.stopShown(Quantity{9}, at(110));
    timer.increased(Quantity{12}, at(3'000));
    CHECK(timer.totalAt(at(3'005)) == Duration{15});
    timer.stopShown(Quantity{12}, at(3'020));
    CHECK(timer.total() == Duration{30});
    CHECK(timer.longest() == Duration{20});
}

TEST_CASE("short positions count by their magnitude")
{
    UnprotectedTimer timer;
    timer.increased(Quantity{-5}, at(0));
    timer.stopShown(Quantity{-5}, at(7));
    CHECK(timer.total() == Duration{7});
}

TEST_CASE("the cover may be heard of before the fill")
{
    UnprotectedTimer timer;
    timer.stopShown(Quantity{5}, at(103));
    timer.increased(Quantity{5}, at(100));
    CHECK_FALSE(timer.isOpen());
    CHECK(timer.total() == Duration{3});
}

TEST_CASE("going flat ends it, and old news changes nothing")
{
    UnprotectedTimer timer;
    timer.increased(Quantity{5}, at(0));
    timer.reduced(Quantity{0}, at(9));
    CHECK(timer.total() == Duration{9});
    timer.increased(Quantity{5}, at(100));
    timer.stopShown(Quantity{5}, at(110));
    timer.stopShown(Quantity{2}, at(105)); // overtaken
    CHECK_FALSE(timer.isOpen());
    CHECK(timer.total() == Duration{19});
    CHECK(timer.longest() == Duration{10});
    // What was covered before a reduction does not cover a later increase.
    timer.reduced(Quantity{2}, at(300));
    timer.increased(Quantity{4}, at(400));
    CHECK(timer.isOpen());
}

TEST_CASE("a reduction to what is covered protects")
{
    UnprotectedTimer timer;
    timer.increased(Quantity{5}, at(0));
    timer.stopShown(Quantity{3}, at(2));
    timer.reduced(Quantity{3}, at(6));
    CHECK_FALSE(timer.isOpen());
    CHECK(timer.total() == Duration{6});
}
