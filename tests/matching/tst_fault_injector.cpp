// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/FaultInjector.h"

#include "ExchangeFixture.h"

#include <catch2/catch.hpp>

using namespace breakline;
using namespace breakline::test;

namespace {

const SymbolId kA {0};
const SymbolId kB {1};

InstrumentTable table()
{
    return *InstrumentTable::make({makeInstrument("AAAUSDT"), makeInstrument("BBBUSDT")});
}

Fault fault(FaultKind kind, std::int64_t atSeconds, FaultTarget target = FaultTarget::Any, int count = 1,
            std::string symbol = {})
{
    Fault result;
    result.kind = kind;
    result.at = Duration::seconds(atSeconds);
    result.target = target;
    result.count = count;
    result.symbol = std::move(symbol);
    return result;
}

Timestamp at(std::int64_t seconds)
{
    return kStart + Duration::seconds(seconds);
}

FaultInjector injector(std::vector<Fault> faults)
{
    return FaultInjector(FaultScript {std::move(faults)}, kStart, table());
}

std::string met(const std::optional<Fault>& fault)
{
    return fault ? std::string(toText(fault->kind)) : "";
}

} // namespace

TEST_CASE("A fault waits for its time, hits so many messages, and is over")
{
    FaultInjector faults = injector({fault(FaultKind::AnswerLost, 10, FaultTarget::Place, 2)});
    CHECK(met(faults.onRequest(FaultTarget::Place, kA, at(9))) == "");
    CHECK(met(faults.onRequest(FaultTarget::Cancel, kA, at(10))) == "");
    CHECK(met(faults.onRequest(FaultTarget::Place, kA, at(10))) == "answer_lost");
    CHECK(met(faults.onRequest(FaultTarget::Place, kB, at(60))) == "answer_lost");
    CHECK(met(faults.onRequest(FaultTarget::Place, kB, at(60))) == "");
    CHECK(faults.injected()[static_cast<std::size_t>(FaultKind::AnswerLost)] == 2);
}

TEST_CASE("A message meets the first fault that matches it, and only that one")
{
    FaultInjector faults = injector({fault(FaultKind::Refuse, 1, FaultTarget::Any, 1, "BBBUSDT"),
                                     fault(FaultKind::AnswerTwice, 2), fault(FaultKind::Delay, 3)});
    CHECK(met(faults.onRequest(FaultTarget::Question, std::nullopt, at(5))) == "answer_twice");
    CHECK(met(faults.onRequest(FaultTarget::Stop, kB, at(5))) == "refuse");
    CHECK(met(faults.onRequest(FaultTarget::Stop, kB, at(5))) == "delay");
    CHECK(met(faults.onRequest(FaultTarget::Stop, kB, at(5))) == "");
}

TEST_CASE("Pushes meet faults of pushes, and a gap is one of a book")
{
    FaultInjector faults = injector({fault(FaultKind::BookGap, 0), fault(FaultKind::Refuse, 0),
                                     fault(FaultKind::PushTwice, 0, FaultTarget::Order)});
    CHECK(met(faults.onPush(FaultTarget::Wallet, std::nullopt, at(0))) == "");
    CHECK(met(faults.onPush(FaultTarget::Order, kA, at(0))) == "push_twice");
    CHECK(met(faults.onPush(FaultTarget::Book, kA, at(0))) == "book_gap");
    CHECK(met(faults.onPush(FaultTarget::Book, kA, at(0))) == "");
}

TEST_CASE("What happens by itself is taken in order, each once")
{
    FaultInjector faults = injector(
        {fault(FaultKind::Halt, 3), fault(FaultKind::Deposit, 3), fault(FaultKind::StreamFrozen, 7)});
    CHECK(faults.nextDue() == at(3));
    CHECK(met(faults.takeDue(at(2))) == "");
    CHECK(met(faults.takeDue(at(4))) == "halt");
    CHECK(met(faults.takeDue(at(4))) == "deposit");
    CHECK(met(faults.takeDue(at(4))) == "");
    CHECK(faults.nextDue() == at(7));
    CHECK(met(faults.takeDue(at(7))) == "stream_frozen");
    CHECK(faults.nextDue() == std::nullopt);
    CHECK(faults.injected()[static_cast<std::size_t>(FaultKind::Halt)] == 0);
    faults.countInjected(FaultKind::Halt);
    CHECK(faults.injected()[static_cast<std::size_t>(FaultKind::Halt)] == 1);
}

TEST_CASE("A symbol that is not there is met by nothing, and an empty script says no to everything")
{
    FaultInjector unknown = injector({fault(FaultKind::Refuse, 0, FaultTarget::Any, 1, "CCCUSDT"),
                                      fault(FaultKind::Halt, 0, FaultTarget::Any, 1, "CCCUSDT")});
    CHECK(met(unknown.onRequest(FaultTarget::Place, kA, at(0))) == "");
    CHECK(unknown.nextDue() == std::nullopt);
    CHECK_FALSE(unknown.isEmpty());

    FaultInjector none;
    CHECK(none.isEmpty());
    CHECK(met(none.onRequest(FaultTarget::Place, kA, at(0))) == "");
    CHECK(met(none.onPush(FaultTarget::Book, kA, at(0))) == "");
    CHECK(none.nextDue() == std::nullopt);
}
