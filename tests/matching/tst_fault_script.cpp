// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/FaultScript.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

using namespace breakline;

namespace {

const std::vector<std::string> kSymbols {"AAAUSDT", "BBBUSDT"};
constexpr Duration kLength = Duration::minutes(30);

Fault valid(FaultKind kind)
{
    Fault fault;
    fault.kind = kind;
    if (hasLength(kind))
        fault.length = Duration::seconds(1);
    if (hasAmount(kind))
        fault.amount = Decimal::fromUnits(1);
    return fault;
}

std::string fieldOf(const Fault& fault)
{
    const std::string found = faultOf(fault).value_or("");
    return found.substr(0, found.find(':'));
}

} // namespace

TEST_CASE("Every kind and target has a name of its own that leads back to it")
{
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < kFaultKindCount; ++i) {
        const auto kind = static_cast<FaultKind>(i);
        CHECK(names.insert(toText(kind)).second);
        CHECK(faultKindOf(toText(kind)) == kind);
    }
    CHECK_FALSE(faultKindOf("no such fault"));
    for (int i = 0; i <= static_cast<int>(FaultTarget::Candle); ++i) {
        const auto target = static_cast<FaultTarget>(i);
        CHECK(faultTargetOf(toText(target)) == target);
    }
    CHECK_FALSE(faultTargetOf("no such target"));
}

TEST_CASE("A fault has the fields of its kind and no others")
{
    for (std::size_t i = 0; i < kFaultKindCount; ++i) {
        const auto kind = static_cast<FaultKind>(i);
        CAPTURE(toText(kind));
        CHECK(fieldOf(valid(kind)) == "");

        Fault fault = valid(kind);
        fault.at = Duration::milliseconds(-1);
        CHECK(fieldOf(fault) == "at_ms");

        fault = valid(kind);
        fault.symbol = "AAAUSDT";
        CHECK(fieldOf(fault) == (hasSymbol(kind) ? "" : "symbol"));

        fault = valid(kind);
        fault.count = 0;
        CHECK(fieldOf(fault) == "count");
        fault.count = 2;
        CHECK(fieldOf(fault) == (hasCount(kind) ? "" : "count"));

        fault = valid(kind);
        fault.length = hasLength(kind) ? Duration {} : Duration::seconds(1);
        CHECK(fieldOf(fault) == "length_ms");

        fault = valid(kind);
        fault.amount = hasAmount(kind) ? Decimal {} : Decimal::fromUnits(1);
        CHECK(fieldOf(fault) == "amount");

        fault = valid(kind);
        fault.target = FaultTarget::Place;
        CHECK(fieldOf(fault) == (hasTarget(kind) && classOf(kind) == FaultClass::Request ? "" : "target"));
        fault.target = FaultTarget::Book;
        CHECK(fieldOf(fault) == (hasTarget(kind) && classOf(kind) == FaultClass::Push ? "" : "target"));
    }
}

TEST_CASE("Random faults are a function of the seed, valid, in order, and of every kind")
{
    std::set<FaultKind> kinds;
    std::set<FaultTarget> targets;
    for (std::uint64_t seed = 1; seed <= 500; ++seed) {
        const FaultScript script = randomFaults(seed, kLength, kSymbols);
        CHECK(script == randomFaults(seed, kLength, kSymbols));
        CHECK(script.faults.size() >= 3);
        CHECK(script.faults.size() <= 12);
        CHECK(std::is_sorted(script.faults.begin(), script.faults.end(),
                             [](const Fault& a, const Fault& b) { return a.at < b.at; }));
        for (const Fault& fault : script.faults) {
            CAPTURE(seed, toText(fault.kind));
            CHECK_FALSE(faultOf(fault));
            CHECK(fault.at < kLength);
            kinds.insert(fault.kind);
            targets.insert(fault.target);
        }
    }
    CHECK(kinds.size() == kFaultKindCount);
    CHECK(targets.size() == 13);
    CHECK(randomFaults(1, kLength, kSymbols) != randomFaults(2, kLength, kSymbols));
}

TEST_CASE("A longer script begins with that of half an hour and goes on as densely")
{
    const FaultScript half = randomFaults(7, kLength, kSymbols);
    const FaultScript day = randomFaults(7, Duration::hours(24), kSymbols);
    REQUIRE(day.faults.size() > half.faults.size());
    CHECK(std::equal(half.faults.begin(), half.faults.end(), day.faults.begin()));
    for (int i = 0; i < 48; ++i) {
        const Duration from = kLength * i;
        const auto count = std::count_if(day.faults.begin(), day.faults.end(), [&](const Fault& fault) {
            return fault.at >= from && fault.at < from + kLength;
        });
        CHECK(count >= 3);
        CHECK(count <= 12);
    }
}
