// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Rng.h"
#include "core/Scheduler.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <vector>

using namespace breakline;

TEST_CASE("timers come by time, equal times in the order of their start")
{
    TimerQueue queue;
    CHECK_FALSE(queue.nextDue());
    CHECK(queue.start({30}, "timer") == 1);
    CHECK(queue.start({10}, "timer") == 2);
    CHECK(queue.start({10}, "timer") == 3);
    CHECK(queue.start({20}, "timer") == 4);
    CHECK(queue.nextDue() == Timestamp {10});

    CHECK_FALSE(queue.takeDue({9}));
    std::vector<TimerId> order;
    while (const auto due = queue.takeDue({25}))
        order.push_back(due->timer);
    CHECK(order == std::vector<TimerId> {2, 3, 4});
    CHECK(queue.nextDue() == Timestamp {30});
    const auto last = queue.takeDue({1000});
    REQUIRE(last);
    CHECK(last->timer == 1);
    CHECK(last->due == Timestamp {30});
    CHECK_FALSE(queue.takeDue({1000}));
}

TEST_CASE("a cancelled timer never comes, and cancelling anything else is harmless")
{
    TimerQueue queue;
    const TimerId first = queue.start({10}, "timer");
    const TimerId second = queue.start({20}, "timer");
    queue.cancel(first);
    queue.cancel(first);
    queue.cancel(0);
    queue.cancel(99);
    CHECK(queue.nextDue() == Timestamp {20});
    CHECK(queue.takeDue({20})->timer == second);
    queue.cancel(second);
    CHECK_FALSE(queue.nextDue());
    // Ids are never handed out again, cancelled or not.
    CHECK(queue.start({5}, "timer") == 3);
    queue.cancel(second);
    CHECK(queue.takeDue({5})->timer == 3);
}

TEST_CASE("a timer started for the past is due at once")
{
    TimerQueue queue;
    queue.start({100}, "timer");
    queue.start({-5}, "timer");
    CHECK(queue.takeDue({0})->timer == 2);
    CHECK_FALSE(queue.takeDue({0}));
}

TEST_CASE("against a plain list, over random starts, cancels and moves of the clock")
{
    Rng rng(1, "timers");
    TimerQueue queue;
    std::vector<TimerQueue::Due> list;
    Timestamp now;
    TimerId newest = 0;
    for (int i = 0; i < 20'000; ++i) {
        const double action = rng.uniform();
        if (action < 0.5) {
            const Timestamp due {now.ms + rng.integer(-5, 50)};
            REQUIRE(queue.start(due, "timer") == ++newest);
            list.push_back({newest, due});
        } else if (action < 0.7 && newest > 0) {
            const auto timer = static_cast<TimerId>(rng.integer(1, static_cast<std::int64_t>(newest)));
            queue.cancel(timer);
            std::erase_if(list, [timer](const auto& entry) { return entry.timer == timer; });
        } else {
            now = now + Duration {rng.integer(0, 5)};
            for (;;) {
                const auto next = std::ranges::min_element(list, {}, [](const auto& entry) {
                    return std::pair(entry.due, entry.timer);
                });
                const bool expected = next != list.end() && next->due <= now;
                REQUIRE(queue.nextDue() == (next == list.end() ? std::nullopt : std::optional(next->due)));
                const auto due = queue.takeDue(now);
                REQUIRE(due.has_value() == expected);
                if (!expected)
                    break;
                REQUIRE(due->timer == next->timer);
                REQUIRE(due->due == next->due);
                list.erase(next);
            }
        }
    }
    CHECK(newest > 9000);
}
