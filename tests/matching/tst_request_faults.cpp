// SPDX-License-Identifier: GPL-3.0-or-later
// What the exchange does with a request that meets a fault, and what it says.
#include "ExchangeFixture.h"

#include <catch2/catch.hpp>

using namespace breakline;
using namespace breakline::test;

namespace {

Fault fault(FaultKind kind, FaultTarget target = FaultTarget::Any, Duration length = {}, int count = 1)
{
    Fault result;
    result.kind = kind;
    result.target = target;
    result.length = length;
    result.count = count;
    return result;
}

std::uint64_t injected(const Venue& venue, FaultKind kind)
{
    return venue.exchange.faults().injected()[static_cast<std::size_t>(kind)];
}

} // namespace

TEST_CASE("Where nothing is done the answer names the fault in the venue's words, and no order exists")
{
    const std::pair<FaultKind, std::int32_t> kinds[] = {
        {FaultKind::Refuse, 10001},          {FaultKind::NotDone, 10019},
        {FaultKind::RateLimited, 10006},     {FaultKind::RateLimitedBare, 10006},
        {FaultKind::TooManyRequests, 10429}, {FaultKind::Forbidden, 20003}};
    for (const auto& [kind, code] : kinds) {
        CAPTURE(toText(kind));
        Venue venue({ScriptedSource::Symbol {}}, withFaults({fault(kind)}));
        CHECK(venue.place(market("a", Side::Buy, 100)) == OrderEndReason::Other);
        const VenueAnswer& answer = venue.seen.answers.back();
        CHECK(answer.fault == kind);
        CHECK_FALSE(answer.accepted);
        CHECK(answer.kind == VenueRequestKind::Place);
        CHECK(answer.clientId == "a");
        CHECK(answer.words.code == code);
        CHECK(answer.time == kStart + Duration::milliseconds(5));
        CHECK(venue.exchange.orders().empty());
        CHECK(injected(venue, kind) == 1);
        CHECK(venue.place(market("a", Side::Buy, 100)) == OrderEndReason::None);
        CHECK(venue.exchange.executions().size() == 1);
    }
}

TEST_CASE("Where it takes effect the order exists, whatever the answer says")
{
    const std::pair<FaultKind, std::int32_t> kinds[] = {
        {FaultKind::AnswerLost, 0}, {FaultKind::AnswerTwice, 0},       {FaultKind::AnswerGarbled, 0},
        {FaultKind::AnswerCut, 0},  {FaultKind::ServerTimeout, 10000}, {FaultKind::ServerError, 10016}};
    for (const auto& [kind, code] : kinds) {
        CAPTURE(toText(kind));
        Venue venue({ScriptedSource::Symbol {}}, withFaults({fault(kind)}));
        venue.place(market("a", Side::Buy, 100));
        CHECK(venue.seen.answers.back().fault == kind);
        CHECK(venue.seen.answers.back().words.code == code);
        CHECK(venue.seen.answers.back().accepted == (code == 0));
        CHECK(venue.order("a").status == OrderStatus::Filled);
    }
}

TEST_CASE("A request that is lost is told to the listener alone, and changes nothing")
{
    Venue venue({ScriptedSource::Symbol {}}, withFaults({fault(FaultKind::RequestLost)}));
    venue.place(market("a", Side::Buy, 100));
    CHECK(venue.seen.log == std::vector<std::string> {"answer other spoilt: request_lost"});
    CHECK(venue.exchange.orders().empty());
    CHECK(venue.exchange.pendingRequests() == 0);
}

TEST_CASE("A delay comes before the effect, a late answer after it")
{
    Venue delayed({ScriptedSource::Symbol {}},
                  withFaults({fault(FaultKind::Delay, FaultTarget::Place, Duration::seconds(2))}));
    CHECK(delayed.exchange.place(1, market("a", Side::Buy, 100)) == kStart + Duration::milliseconds(2'005));
    delayed.run(Duration::milliseconds(2'004));
    CHECK(delayed.exchange.orders().empty());
    delayed.run(Duration::milliseconds(1));
    CHECK(delayed.order("a").status == OrderStatus::Filled);
    CHECK_FALSE(delayed.seen.answers.back().fault);

    Venue late({ScriptedSource::Symbol {}},
               withFaults({fault(FaultKind::AnswerLate, FaultTarget::Place, Duration::seconds(2)),
                     fault(FaultKind::AnswerLate, FaultTarget::Question, Duration::seconds(1))}));
    late.exchange.place(7, market("a", Side::Buy, 100));
    late.exchange.query(8);
    late.run(Duration::milliseconds(5));
    CHECK(late.order("a").status == OrderStatus::Filled);
    CHECK(late.seen.answers.back().fault == FaultKind::AnswerLate);
    CHECK(late.seen.answers.back().accepted);
    CHECK(late.seen.questions == std::vector<std::uint64_t> {8});
    CHECK(late.exchange.pendingRequests() == 2);
    late.run(Duration::milliseconds(999));
    CHECK(late.seen.log.back() == "question spoilt: answer_late");
    late.run(Duration::milliseconds(1));
    CHECK(late.seen.log.back() == "late answer 8");
    late.run(Duration::milliseconds(999));
    CHECK(late.seen.log.back() == "late answer 8");
    late.run(Duration::milliseconds(1));
    CHECK(late.seen.log.back() == "late answer 7");
    CHECK(late.exchange.pendingRequests() == 0);
}

TEST_CASE("Each kind of request has its target")
{
    Venue venue(
        {ScriptedSource::Symbol {}},
        withFaults({fault(FaultKind::Refuse, FaultTarget::Stop), fault(FaultKind::NotDone, FaultTarget::Cancel),
              fault(FaultKind::ServerError, FaultTarget::Question)}));
    CHECK(venue.place(limit("a", Side::Buy, 100, 9'990)) == OrderEndReason::None);
    CHECK(venue.cancel("a") == OrderEndReason::Other);
    CHECK(venue.order("a").status == OrderStatus::Acknowledged);
    CHECK(venue.cancel("a") == OrderEndReason::None);
    CHECK(venue.place(market("b", Side::Buy, 100)) == OrderEndReason::None);
    CHECK(venue.setStop(9'900) == OrderEndReason::Other);
    CHECK_FALSE(venue.exchange.position({0}).update.stop);
    CHECK(venue.setStop(9'900) == OrderEndReason::None);
    (void)venue.account();
    CHECK(venue.seen.log.back() == "question spoilt: server_error");
    for (const FaultKind kind : {FaultKind::Refuse, FaultKind::NotDone, FaultKind::ServerError})
        CHECK(injected(venue, kind) == 1);
}

TEST_CASE("Streams go wrong at their time, and a thaw is an instant of its own")
{
    std::vector<Fault> faults {fault(FaultKind::StreamFrozen, {}, Duration::milliseconds(300)),
                               fault(FaultKind::Disconnected, {}, Duration::seconds(1)),
                               fault(FaultKind::ClockJump, {}, Duration::seconds(1))};
    faults[0].at = Duration::milliseconds(100);
    faults[1].at = Duration::milliseconds(200);
    faults[2].at = Duration::milliseconds(200);
    faults[2].amount = Decimal::literal("-2.5");
    Venue venue({ScriptedSource::Symbol {}}, withFaults(faults));
    const StreamOutages& outages = venue.exchange.outages();
    venue.runTo(kStart + Duration::milliseconds(99));
    CHECK(venue.exchange.nextEventTime() == kStart + Duration::milliseconds(100));
    venue.runTo(kStart + Duration::milliseconds(100));
    CHECK(venue.seen.log == std::vector<std::string> {"fault stream_frozen"});
    CHECK(outages.isFrozen(venue.exchange.now()));
    CHECK_FALSE(outages.isShut(StreamLine::Private, venue.exchange.now()));
    venue.runTo(kStart + Duration::milliseconds(200));
    CHECK(venue.seen.log.size() == 3);
    for (const StreamLine line : {StreamLine::Public, StreamLine::Private, StreamLine::Trade}) {
        CHECK(outages.isShut(line, kStart + Duration::milliseconds(1'199)));
        CHECK_FALSE(outages.isShut(line, kStart + Duration::milliseconds(1'200)));
    }
    CHECK(outages.clockOff(venue.exchange.now()) == Duration::milliseconds(-2'500));
    CHECK(outages.clockOff(kStart + Duration::milliseconds(1'200)) == Duration {});
    CHECK(venue.exchange.nextEventTime() == kStart + Duration::milliseconds(400));
    CHECK_FALSE(outages.isFrozen(kStart + Duration::milliseconds(400)));
}
