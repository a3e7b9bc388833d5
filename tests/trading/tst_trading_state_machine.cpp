// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Rng.h"
#include "trading/TradingStateMachine.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <memory>
#include <stdexcept>

using namespace breakline;
using enum TradingState;

namespace {

constexpr Timestamp at(std::int64_t ms)
{
    return Timestamp {ms};
}
constexpr auto state(std::size_t i)
{
    return static_cast<TradingState>(i);
}
constexpr auto trigger(std::size_t i)
{
    return static_cast<Trigger>(i);
}

/// A machine that stands in `target`, led there by force.
std::unique_ptr<TradingStateMachine> machineIn(TradingState target)
{
    auto machine = std::make_unique<TradingStateMachine>();
    if (target != Idle)
        machine->force(target, "set up", at(0));
    return machine;
}

} // namespace

class TestTradingStateMachine : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void startsIdle()
    {
        const TradingStateMachine machine;
        QCOMPARE(machine.state(), Idle);
        QCOMPARE(machine.transitionCount(), std::uint64_t {0});
        QVERIFY(machine.history().empty());
        QVERIFY(machine.gate().isOpen());
    }

    void everyPairOfStateAndTrigger()
    {
        for (std::size_t s = 0; s < kTradingStateCount; ++s) {
            for (std::size_t t = 0; t < kTriggerCount; ++t) {
                const auto machine = machineIn(state(s));
                QCOMPARE(machine->state(), state(s));
                const auto count = machine->transitionCount();
                const auto expected = targetOf(state(s), trigger(t));
                const bool isSilent = isAlreadyThere(state(s), trigger(t));

                const bool taken = machine->fire(trigger(t), "why", at(7));

                const QByteArray pair =
                    QByteArray::number(qulonglong(s)) + ' ' + QByteArray::number(qulonglong(t));
                QVERIFY2(taken == (expected || isSilent), pair.constData());
                QVERIFY2(machine->state() == (isSilent ? state(s) : expected.value_or(state(s))),
                         pair.constData());
                const bool isMoved = expected && !isSilent;
                QCOMPARE(machine->transitionCount(), count + (isMoved ? 1 : 0));
                QCOMPARE(machine->refusedCount(), std::uint64_t {taken ? 0U : 1U});
                if (isMoved)
                    QVERIFY((machine->history().back()
                             == TransitionRecord {at(7), state(s), *expected, trigger(t), "why", false}));
                if (!taken)
                    QVERIFY(
                        (machine->refusals().back() == RefusedTrigger {at(7), state(s), trigger(t), "why"}));
            }
        }
    }

    void everyPairReachesOnlyItsValidNext()
    {
        for (std::size_t s = 0; s < kTradingStateCount; ++s) {
            const auto machine = machineIn(state(s));
            std::vector<TradingState> expected;
            for (std::size_t to = 0; to < kTradingStateCount; ++to)
                if (isTransitionLegal(state(s), state(to)))
                    expected.push_back(state(to));
            QVERIFY(machine->validNext() == expected);
        }
    }

    void aWholeCycle()
    {
        TradingStateMachine machine;
        QSignalSpy moves(&machine, &TradingStateMachine::transitioned);
        const std::pair<Trigger, TradingState> steps[] {{Trigger::Start, Initializing},
                                                        {Trigger::Initialised, Scanning},
                                                        {Trigger::CandidatesFound, LevelBuilding},
                                                        {Trigger::LevelsBuilt, SignalWait},
                                                        {Trigger::SignalsFound, Sizing},
                                                        {Trigger::Sized, Execution},
                                                        {Trigger::EntriesOpened, Managing},
                                                        {Trigger::ScanDue, Scanning},
                                                        {Trigger::PositionsOpen, Managing},
                                                        {Trigger::AllFlat, Scanning},
                                                        {Trigger::Stop, Stopped},
                                                        {Trigger::Start, Initializing}};
        std::int64_t ms = 0;
        for (const auto& [step, target] : steps) {
            QVERIFY(machine.fire(step, "step", at(++ms)));
            QCOMPARE(machine.state(), target);
            QCOMPARE(machine.stateSince(), at(ms));
        }
        QCOMPARE(moves.count(), 12);
        QCOMPARE(machine.previousState(), Stopped);
    }

    void refusalChangesNothingAndIsTold()
    {
        TradingStateMachine machine;
        QSignalSpy moves(&machine, &TradingStateMachine::transitioned);
        QSignalSpy refusals(&machine, &TradingStateMachine::refused);
        QVERIFY(!machine.fire(Trigger::Sized, "too early", at(3)));
        QCOMPARE(machine.state(), Idle);
        QCOMPARE(moves.count(), 0);
        QCOMPARE(refusals.count(), 1);
        QVERIFY((machine.refusals().back() == RefusedTrigger {at(3), Idle, Trigger::Sized, "too early"}));
    }

    void sameStateIsASilentSuccess()
    {
        const auto machine = machineIn(Managing);
        QSignalSpy moves(machine.get(), &TradingStateMachine::transitioned);
        QVERIFY(machine->fire(Trigger::PositionsOpen, "still open", at(1)));
        QCOMPARE(moves.count(), 0);
        QCOMPARE(machine->previousState(), Idle);
    }

    void forcedTransitions()
    {
        for (std::size_t from = 0; from < kTradingStateCount; ++from) {
            for (std::size_t to = 0; to < kTradingStateCount; ++to) {
                const auto machine = machineIn(state(from));
                const auto count = machine->transitionCount();
                const bool isForbidden =
                    state(from) == Emergency && state(to) != Stopped && state(to) != Idle;
                QCOMPARE(machine->force(state(to), "developer", at(9)), !isForbidden);
                QCOMPARE(machine->state(), isForbidden ? state(from) : state(to));
                QCOMPARE(machine->transitionCount(), count + (isForbidden ? 0 : 1));
                if (!isForbidden)
                    QVERIFY((machine->history().back()
                             == TransitionRecord {at(9), state(from), state(to), std::nullopt, "developer",
                                                  true}));
                else
                    QCOMPARE(machine->refusals().back().trigger, std::nullopt);
            }
        }
    }

    void worksAfterAForcedTransitionIntoRunning()
    {
        const auto machine = machineIn(Sizing);
        QVERIFY(machine->fire(Trigger::Sized, "one", at(1)));
        QCOMPARE(machine->state(), Execution);
        QVERIFY(machine->fire(Trigger::Kill, "limit", at(2)));
        QCOMPARE(machine->state(), Emergency);
    }

    void pauseIsDeferredWhereChildrenMayLive()
    {
        for (std::size_t s = 0; s < kTradingStateCount; ++s) {
            for (const Trigger asked : {Trigger::Pause, Trigger::Stop}) {
                const auto machine = machineIn(state(s));
                const TradingState goal = asked == Trigger::Pause ? Paused : Stopped;
                const StateRequestOutcome outcome = machine->request(asked, "operator", at(1));
                if (isPauseDeferred(state(s))) {
                    QCOMPARE(outcome, StateRequestOutcome::Deferred);
                    QCOMPARE(machine->state(), state(s));
                    QVERIFY(machine->childrenFinal(at(2)));
                    QCOMPARE(machine->state(), goal);
                    QCOMPARE(machine->history().back().reason, std::string("operator"));
                    QCOMPARE(machine->history().back().time, at(2));
                } else if (state(s) == goal || isTransitionLegal(state(s), goal)) {
                    QCOMPARE(outcome, StateRequestOutcome::Done);
                    QCOMPARE(machine->state(), goal);
                } else {
                    QCOMPARE(outcome, StateRequestOutcome::Refused);
                    QCOMPARE(machine->state(), state(s));
                }
                QVERIFY(!machine->deferred());
                QVERIFY(!machine->childrenFinal(at(3)));
            }
        }
    }

    void deferredPauseOutlivesTheStatesOnTheWay()
    {
        const auto machine = machineIn(Execution);
        QCOMPARE(machine->request(Trigger::Pause, "operator", at(1)), StateRequestOutcome::Deferred);
        QVERIFY(machine->fire(Trigger::EntriesOpened, "filled", at(2)));
        QCOMPARE(machine->state(), Managing);
        QVERIFY(machine->childrenFinal(at(2)));
        QCOMPARE(machine->state(), Paused);
    }

    void deferredPauseReachesItsStateThroughAnError()
    {
        const auto machine = machineIn(Execution);
        machine->request(Trigger::Pause, "operator", at(1));
        QVERIFY(machine->fire(Trigger::Fault, "no answer", at(2)));
        QVERIFY(machine->deferred());
        QVERIFY(machine->childrenFinal(at(3)));
        QCOMPARE(machine->state(), Paused);
    }

    void stopTakesThePlaceOfPause()
    {
        const auto machine = machineIn(Sizing);
        machine->request(Trigger::Pause, "pause", at(1));
        machine->request(Trigger::Stop, "stop", at(2));
        machine->request(Trigger::Pause, "pause again", at(3));
        QCOMPARE(machine->deferred()->trigger, Trigger::Stop);
        QVERIFY(machine->childrenFinal(at(4)));
        QCOMPARE(machine->state(), Stopped);
    }

    void killIsNeverDeferredAndVoidsWhatWas()
    {
        const auto machine = machineIn(Execution);
        machine->request(Trigger::Stop, "stop", at(1));
        QVERIFY(machine->fire(Trigger::Kill, "drawdown", at(2)));
        QCOMPARE(machine->state(), Emergency);
        QVERIFY(!machine->childrenFinal(at(3)));
        QCOMPARE(machine->state(), Emergency);
    }

    void withdrawnRequestIsForgotten()
    {
        const auto machine = machineIn(Execution);
        machine->request(Trigger::Pause, "pause", at(1));
        machine->withdrawDeferred();
        QVERIFY(!machine->childrenFinal(at(2)));
        QCOMPARE(machine->state(), Execution);
    }

    void resumeGoesByExposure()
    {
        for (const TradingState from : {Paused, TradingState::Error}) {
            for (const bool hasExposure : {false, true}) {
                const auto machine = machineIn(from);
                QVERIFY(machine->resume(hasExposure, "operator", at(1)));
                QCOMPARE(machine->state(), hasExposure ? Managing : Scanning);
            }
        }
        QVERIFY(!machineIn(Emergency)->resume(false, "operator", at(1)));
        QVERIFY(!machineIn(Stopped)->resume(true, "operator", at(1)));
    }

    void historyKeepsTheLastHundred()
    {
        const auto machine = machineIn(Scanning);
        for (int i = 0; i < 150; ++i) {
            QVERIFY(machine->fire(Trigger::PositionsOpen, std::to_string(2 * i), at(2 * i)));
            QVERIFY(machine->fire(Trigger::AllFlat, std::to_string(2 * i + 1), at(2 * i + 1)));
        }
        QCOMPARE(machine->history().size(), TradingStateMachine::kHistoryCapacity);
        QCOMPARE(machine->history().front().reason, std::string("200"));
        QCOMPARE(machine->history().back().reason, std::string("299"));
        QCOMPARE(machine->transitionCount(), std::uint64_t {301});
        for (int i = 0; i < 150; ++i)
            machine->fire(Trigger::Sized, std::to_string(i), at(i));
        QCOMPARE(machine->refusals().size(), TradingStateMachine::kHistoryCapacity);
        QCOMPARE(machine->refusals().front().reason, std::string("50"));
        QCOMPARE(machine->refusedCount(), std::uint64_t {150});
    }

    void failingObserverUndoesNothing()
    {
        TradingStateMachine machine;
        connect(&machine, &TradingStateMachine::transitioned, &machine,
                [](const TransitionRecord&) { throw std::runtime_error("observer"); });
        QVERIFY(machine.fire(Trigger::Start, "go", at(1)));
        QCOMPARE(machine.state(), Initializing);
        QCOMPARE(machine.observerFailures(), std::uint64_t {1});
        QVERIFY(machine.fire(Trigger::Initialised, "ready", at(2)));
        QCOMPARE(machine.state(), Scanning);
        QCOMPARE(machine.observerFailures(), std::uint64_t {2});
    }

    void observerThatFiresIsToldOfInOrder()
    {
        TradingStateMachine machine;
        std::vector<std::pair<TradingState, TradingState>> first;
        std::vector<std::pair<TradingState, TradingState>> second;
        connect(&machine, &TradingStateMachine::transitioned, &machine, [&](const TransitionRecord& record) {
            first.emplace_back(record.from, record.to);
            if (record.to == Initializing) {
                QVERIFY(machine.fire(Trigger::Initialised, "at once", record.time));
                QCOMPARE(machine.state(), Scanning);
            }
        });
        connect(&machine, &TradingStateMachine::transitioned, &machine,
                [&](const TransitionRecord& record) { second.emplace_back(record.from, record.to); });
        QVERIFY(machine.fire(Trigger::Start, "go", at(1)));
        const std::vector<std::pair<TradingState, TradingState>> expected {{Idle, Initializing},
                                                                           {Initializing, Scanning}};
        QVERIFY(first == expected);
        QVERIFY(second == expected);
    }

    void worksOnAThreadWithoutAnEventLoop()
    {
        TradingState reached = Idle;
        std::uint64_t count = 0;
        const std::unique_ptr<QThread> thread(QThread::create([&] {
            TradingStateMachine machine;
            machine.fire(Trigger::Start, "go", at(1));
            machine.fire(Trigger::Initialised, "ready", at(2));
            machine.fire(Trigger::CandidatesFound, "3", at(3));
            reached = machine.state();
            count = machine.transitionCount();
        }));
        thread->start();
        QVERIFY(thread->wait());
        QCOMPARE(reached, LevelBuilding);
        QCOMPARE(count, std::uint64_t {3});
    }

    void tenThousandRandomTriggersFollowTheTable()
    {
        TradingStateMachine machine;
        Rng rng(42);
        TradingState expected = Idle;
        std::uint64_t moves = 0;
        for (int i = 0; i < 10'000; ++i) {
            const Trigger next = trigger(static_cast<std::size_t>(rng.integer(0, kTriggerCount - 1)));
            const auto target = isAlreadyThere(expected, next) ? std::nullopt : targetOf(expected, next);
            machine.fire(next, "random", at(i));
            if (target) {
                expected = *target;
                ++moves;
            }
            QCOMPARE(machine.state(), expected);
        }
        QCOMPARE(machine.transitionCount(), moves);
        QVERIFY(moves > 1000);
    }
};

QTEST_GUILESS_MAIN(TestTradingStateMachine)
#include "tst_trading_state_machine.moc"
