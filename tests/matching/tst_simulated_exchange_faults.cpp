// SPDX-License-Identifier: GPL-3.0-or-later
#include "ExchangeFixture.h"

#include <catch2/catch.hpp>

using namespace breakline;
using namespace breakline::test;

namespace {

const SymbolId kA {0};

Fault fault(FaultKind kind, Duration at, Duration length = {})
{
    Fault result;
    result.kind = kind;
    result.at = at;
    result.length = length;
    return result;
}

} // namespace

TEST_CASE("A fault of the streams goes to the listener at its time, before the requests of the instant")
{
    const Fault gone = fault(FaultKind::Disconnected, Duration::seconds(10), Duration::seconds(3));
    const Fault frozen = fault(FaultKind::StreamFrozen, Duration::milliseconds(10'005), Duration::seconds(2));
    Venue venue({ScriptedSource::Symbol {}}, withFaults({gone, frozen}));
    venue.runTo(kStart);
    CHECK(venue.exchange.nextEventTime() == kStart + Duration::seconds(10));
    venue.runTo(kStart + Duration::milliseconds(9'999));
    CHECK(venue.seen.streamFaults.empty());
    venue.run(Duration {1});
    CHECK(venue.seen.streamFaults == std::vector<Fault> {gone});
    venue.exchange.cancel(1, kA, OrderName::byClient("none"));
    venue.run(Duration::seconds(5));
    CHECK(venue.seen.streamFaults == std::vector<Fault> {gone, frozen});
    CHECK(
        venue.seen.log
        == std::vector<std::string> {"fault disconnected", "fault stream_frozen", "answer order not found"});
    // Whoever makes them happen counts them.
    CHECK(venue.exchange.faults().injected() == std::array<std::uint64_t, kFaultKindCount> {});
}
