// SPDX-License-Identifier: GPL-3.0-or-later
#include "backtest/HeldEvents.h"
#include "backtest/StepRounds.h"
#include "core/Rng.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <vector>

using namespace breakline;

namespace {

constexpr std::size_t kPhases = static_cast<std::size_t>(StepPhase::None);

/// Holds names by phase; what a name brings about is added when it is handed in.
class FakeInputs final : public StepInputs {
public:
    void hold(StepPhase phase, const std::string& name) { m_held[static_cast<std::size_t>(phase)].push_back(name); }

    bool isWaiting() const override { return onTheWay > 0; }
    StepPhase firstHeld(StepPhase from) override
    {
        for (auto i = static_cast<std::size_t>(from); i < kPhases; ++i)
            if (!m_held[i].empty())
                return static_cast<StepPhase>(i);
        return StepPhase::None;
    }
    void deliver(StepPhase phase) override
    {
        for (const std::string& name : std::exchange(m_held[static_cast<std::size_t>(phase)], {})) {
            log.push_back(name);
            phases.push_back(phase);
            if (react)
                react(name);
        }
    }

    int onTheWay = 0;
    std::function<void(const std::string&)> react;
    std::vector<std::string> log;
    std::vector<StepPhase> phases;

private:
    std::array<std::vector<std::string>, kPhases> m_held;
};

} // namespace

class StepRoundsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oneRoundGoesByClass();
    void whatIsAddedToAnEarlierClassWaitsForTheNextRound();
    void itWaitsBetweenPhasesAndGoesOnWhereItWas();
    void howLongSomethingIsOnItsWayChangesNothing();
    void heldEventsKeepTheirOrderAndTheirRoom();
};

void StepRoundsTest::oneRoundGoesByClass()
{
    FakeInputs inputs;
    for (auto i = kPhases; i-- > 0;)
        inputs.hold(static_cast<StepPhase>(i), std::to_string(i));
    StepRounds rounds(inputs);
    QVERIFY(rounds.proceed());
    QCOMPARE(inputs.log, (std::vector<std::string> {"0", "1", "2", "3", "4", "5", "6", "7"}));
    QVERIFY(rounds.proceed()); // nothing more
    QCOMPARE(inputs.log.size(), kPhases);
}

void StepRoundsTest::whatIsAddedToAnEarlierClassWaitsForTheNextRound()
{
    FakeInputs inputs;
    inputs.react = [&](const std::string& name) {
        if (name == "answer 1") {
            inputs.hold(StepPhase::Answers, "answer 3");
            inputs.hold(StepPhase::PublicFrames, "frame");
            inputs.hold(StepPhase::Durable, "durable");
        }
    };
    inputs.hold(StepPhase::Answers, "answer 1");
    inputs.hold(StepPhase::Answers, "answer 2");
    inputs.hold(StepPhase::Commands, "command");
    StepRounds rounds(inputs);
    QVERIFY(rounds.proceed());
    QCOMPARE(inputs.log, (std::vector<std::string> {"answer 1", "answer 2", "durable", "command", "frame", "answer 3"}));
}

void StepRoundsTest::itWaitsBetweenPhasesAndGoesOnWhereItWas()
{
    FakeInputs inputs;
    inputs.react = [&](const std::string& name) {
        if (name == "timer")
            inputs.onTheWay = 1; // it asks for something
    };
    inputs.hold(StepPhase::Timers, "timer");
    inputs.hold(StepPhase::Durable, "durable");
    StepRounds rounds(inputs);
    QVERIFY(!rounds.proceed());
    QVERIFY(!rounds.proceed());
    QCOMPARE(inputs.log, (std::vector<std::string> {"timer"}));
    inputs.hold(StepPhase::Answers, "answer");
    inputs.onTheWay = 0;
    QVERIFY(rounds.proceed());
    QCOMPARE(inputs.log, (std::vector<std::string> {"timer", "answer", "durable"}));
    // The next step begins with its first phase.
    inputs.hold(StepPhase::Timers, "later");
    inputs.hold(StepPhase::Connection, "first");
    QVERIFY(rounds.proceed());
    QCOMPARE(inputs.log.back(), std::string("later"));
}

void StepRoundsTest::howLongSomethingIsOnItsWayChangesNothing()
{
    // Every input brings about others by a rule of its name alone. Requests are
    // answered at once here, and there after a random wait.
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        const auto run = [&](bool waits) {
            FakeInputs inputs;
            Rng delay(seed, "delay");
            std::vector<std::string> asked;
            int left = 60;
            inputs.react = [&](const std::string& name) {
                Rng rng(seed, name);
                for (auto n = rng.integer(0, 2); n > 0 && left > 0; --n) {
                    --left;
                    const auto phase = static_cast<StepPhase>(rng.integer(0, kPhases - 1));
                    const std::string next = name + "." + std::to_string(static_cast<int>(phase)) + std::to_string(n);
                    if (phase == StepPhase::Answers && waits) {
                        asked.push_back(next);
                        inputs.onTheWay = 1;
                    } else {
                        inputs.hold(phase, next);
                    }
                }
            };
            for (int i = 0; i < 6; ++i)
                inputs.hold(static_cast<StepPhase>(delay.integer(0, kPhases - 1)), std::to_string(i));
            StepRounds rounds(inputs);
            while (!rounds.proceed()) {
                if (delay.chance(0.3))
                    continue;
                inputs.hold(StepPhase::Answers, asked.front());
                asked.erase(asked.begin());
                inputs.onTheWay = asked.empty() ? 0 : 1;
            }
            return inputs.log;
        };
        const auto atOnce = run(false);
        QVERIFY(atOnce.size() >= 6);
        QCOMPARE(run(true), atOnce);
    }
}

void StepRoundsTest::heldEventsKeepTheirOrderAndTheirRoom()
{
    HeldEvents held;
    BookSnapshot book;
    book.bids.assign(20, BookLevel {Price {5}, Quantity {7}});
    book.asks.assign(20, BookLevel {Price {6}, Quantity {8}});
    std::vector<const void*> rooms;
    for (int round = 0; round < 4; ++round) {
        QVERIFY(held.isEmpty());
        TradePrint print;
        print.id = static_cast<std::uint64_t>(round);
        // Other kinds come first every other time: a book keeps its room all the same.
        if (round % 2 == 1)
            held.add(Ticker {});
        held.add(print);
        book.sequence = static_cast<std::uint64_t>(round);
        held.add(book);
        held.add(WalletUpdate {});
        std::vector<std::size_t> kinds;
        held.drain([&](const ExchangeEvent& event) {
            kinds.push_back(event.index());
            if (const auto* snapshot = std::get_if<BookSnapshot>(&event)) {
                QCOMPARE(*snapshot, book);
                rooms.push_back(snapshot->bids.data());
            }
            if (const auto* trade = std::get_if<TradePrint>(&event))
                QCOMPARE(*trade, print);
        });
        const std::vector<std::size_t> expected = round % 2 == 1 ? std::vector<std::size_t> {3, 0, 1, 7}
                                                                 : std::vector<std::size_t> {0, 1, 7};
        QCOMPARE(kinds, expected);
    }
    QCOMPARE(rooms, std::vector<const void*>(4, rooms.front()));
}

QTEST_GUILESS_MAIN(StepRoundsTest)
#include "tst_step_rounds.moc"
