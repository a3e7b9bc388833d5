// SPDX-License-Identifier: GPL-3.0-or-later
#include "../market/CandleMaker.h"

#include "strategy/DataAudit.h"

#include <catch2/catch.hpp>

using namespace breakline;
using namespace breakline::test;

namespace {

constexpr Duration kFive = Duration::minutes(5);

/// A range of 2 around 100, so that the true range and its average are 2.
std::vector<Candle> even(std::size_t count)
{
    std::vector<Candle> bars;
    for (std::size_t i = 0; i < count; ++i)
        bars.push_back(bar(i, 100, 101, 99, 100));
    return bars;
}

Timestamp closeOf(std::size_t index)
{
    return kMidnight + kFive * static_cast<std::int64_t>(index + 1);
}

} // namespace

TEST_CASE("whole and even data are without fault")
{
    const auto bars = even(600);
    const DataAudit audit = auditCandles(bars, {}, kFive, closeOf(599));
    CHECK(audit.from == closeOf(23));
    CHECK(audit.expected == 576);
    CHECK(audit.bars == 576);
    CHECK(audit.missing == 0);
    CHECK(audit.gaps == 0);
    CHECK(audit.errors() == 0);
    CHECK(audit.teleports + audit.spikes == 0);
    CHECK(audit.age == Duration {});
    CHECK(audit.completeness == 1.0);
    CHECK(audit.freshness == 1.0);
    CHECK(audit.consistency == 1.0);
    CHECK(audit.stability == 1.0);
    CHECK(audit.overall == Approx(1.0).epsilon(1e-15));
}

TEST_CASE("each fault costs what the rule says")
{
    // Two hours are 24 bars. Without 5, 10 and 11: two gaps.
    auto bars = even(24);
    bars[18] = bar(18, 100, 106, 94, 100); // a range of 12 over 5 times 2; the ATR goes to 2 + 2/15*10
    bars.erase(bars.begin() + 10, bars.begin() + 12);
    bars.erase(bars.begin() + 5);
    const FaultyRow faulty[] = {{bars[7].openTime, RowFault::Duplicate},
                                {closeOf(30), RowFault::Invalid}, // after the window
                                {kMidnight - kFive, RowFault::Invalid}, // before it
                                {bars[9].openTime, RowFault::NegativeSize}};
    const Timestamp to = closeOf(23) + Duration::minutes(4);
    const DataAudit audit = auditCandles(bars, faulty, kFive, to, Duration::hours(2));
    CHECK(audit.expected == 24);
    CHECK(audit.bars == 21);
    CHECK(audit.missing == 3);
    CHECK(audit.gaps == 2);
    CHECK(audit.duplicates == 1);
    CHECK(audit.negativeSizes == 1);
    CHECK(audit.errors() == 2);
    CHECK(audit.teleports == 1);
    CHECK(audit.spikes == 0);
    CHECK(audit.age == Duration::minutes(4));
    CHECK(*audit.completeness == Approx(14.0 / 24.0)); // 1 - 5*2/24
    CHECK(*audit.freshness == Approx(0.6)); // 1 - 4/10
    CHECK(*audit.consistency == Approx(3.0 / 23.0)); // 1 - 10*2/23
    CHECK(*audit.stability == Approx(2.0 / 7.0)); // 1 - 5*1/(21-14)
    CHECK(*audit.overall == Approx(0.391273292).epsilon(1e-9));
}

TEST_CASE("a spike is an ATR that moves by more than twice itself")
{
    // (2/15)*(TR - 2) over 2*2 is a TR over 32.
    auto bars = even(40);
    bars[30] = bar(30, 100, 115, 85, 100);
    DataAudit audit = auditCandles(bars, {}, kFive, closeOf(39), Duration::minutes(200));
    CHECK(audit.expected == 40);
    CHECK(audit.teleports == 1);
    CHECK(audit.spikes == 0);
    CHECK(*audit.stability == Approx(21.0 / 26.0));
    bars[30] = bar(30, 100, 117, 83, 100);
    audit = auditCandles(bars, {}, kFive, closeOf(39), Duration::minutes(200));
    CHECK(audit.teleports == 1);
    CHECK(audit.spikes == 1);
    CHECK(*audit.stability == Approx(16.0 / 26.0));
    // A range of less than 5 times the ATR is no teleport.
    bars[30] = bar(30, 100, 104.75, 95.25, 100);
    CHECK(auditCandles(bars, {}, kFive, closeOf(39), Duration::minutes(200)).teleports == 0);
}

TEST_CASE("scores do not go below 0, and what cannot be told is empty")
{
    auto bars = even(60);
    bars.resize(40);
    const DataAudit stale = auditCandles(bars, {}, kFive, closeOf(59));
    CHECK(stale.age == Duration::minutes(100));
    CHECK(*stale.freshness == 0.0);
    CHECK(stale.missing == 536); // they begin within the window
    CHECK(stale.gaps == 1);

    const DataAudit few =
        auditCandles(std::span(bars).first(14), {}, kFive, closeOf(13), Duration::minutes(70));
    CHECK(*few.completeness == 1.0);
    CHECK_FALSE(few.stability); // no bar has an ATR before it
    CHECK_FALSE(few.overall);

    const DataAudit none = auditCandles({}, {}, kFive, closeOf(13));
    CHECK(none.missing == 576);
    CHECK_FALSE(none.completeness);
    CHECK_FALSE(none.freshness);
    CHECK_FALSE(none.consistency);
    CHECK_FALSE(none.overall);

    std::vector<Candle> flat;
    for (std::size_t i = 0; i < 30; ++i)
        flat.push_back(bar(i, 100, 100, 100, 100));
    flat[20] = bar(20, 100, 101, 99, 100);
    const DataAudit quiet = auditCandles(flat, {}, kFive, closeOf(29), Duration::minutes(150));
    CHECK(quiet.teleports + quiet.spikes == 0); // nothing had moved before it
}

TEST_CASE("nothing that closes after the time is looked at")
{
    auto bars = even(100);
    const DataAudit before =
        auditCandles(std::span(bars).first(80), {}, kFive, closeOf(79), Duration::hours(6));
    bars[80] = bar(80, 100, 500, 1, 100);
    CHECK(auditCandles(bars, {}, kFive, closeOf(79), Duration::hours(6)) == before);
}
