// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/TransitionTable.h"

#include <QTest>

#include <array>
#include <set>
#include <string>

using namespace breakline;
using enum TradingState;

namespace {

constexpr auto state(std::size_t i)
{
    return static_cast<TradingState>(i);
}
constexpr auto trigger(std::size_t i)
{
    return static_cast<Trigger>(i);
}

// The published matrix, row by row, independent of the table.
const std::array<std::set<TradingState>, kTradingStateCount> kMatrix {{
    {Initializing, Scanning, Stopped, Error, Emergency},
    {Scanning, Error, Emergency, Stopped, Paused},
    {LevelBuilding, Managing, Paused, Error, Emergency, Stopped, Idle},
    {SignalWait, Scanning, Error, Emergency, Stopped, Paused},
    {Sizing, Managing, Scanning, Paused, Error, Emergency, Stopped, Idle},
    {Execution, Scanning, Error, Emergency, Stopped, Paused},
    {Managing, Scanning, Error, Emergency, Stopped, Paused},
    {Scanning, Managing, Paused, Error, Emergency, Stopped, Idle},
    {Scanning, Managing, Idle, Error, Emergency, Stopped},
    {Scanning, Managing, Idle, Emergency, Stopped, Paused},
    {Stopped, Idle},
    {Idle, Initializing, Emergency},
}};

} // namespace

class TestTransitionTable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalsThePublishedMatrix()
    {
        for (std::size_t from = 0; from < kTradingStateCount; ++from)
            for (std::size_t to = 0; to < kTradingStateCount; ++to)
                QVERIFY2(isTransitionLegal(state(from), state(to)) == kMatrix[from].contains(state(to)),
                         qPrintable(QStringLiteral("%1 to %2").arg(from).arg(to)));
    }

    void matrixIsWhatTheTriggersReach()
    {
        for (std::size_t from = 0; from < kTradingStateCount; ++from) {
            std::set<TradingState> reached;
            for (std::size_t t = 0; t < kTriggerCount; ++t)
                if (const auto to = targetOf(state(from), trigger(t)))
                    reached.insert(*to);
            QVERIFY(reached == kMatrix[from]);
        }
    }

    void noTriggerIsAmbiguous()
    {
        for (std::size_t s = 0; s < kTradingStateCount; ++s)
            for (std::size_t t = 0; t < kTriggerCount; ++t) {
                int rules = 0;
                for (const TransitionRule& rule : kTransitions)
                    rules += rule.trigger == trigger(t) && rule.from.contains(state(s)) ? 1 : 0;
                QVERIFY2(rules <= 1, qPrintable(QStringLiteral("state %1 trigger %2").arg(s).arg(t)));
            }
    }

    void interruptionsAreDeclaredOnceForRunning()
    {
        int compound = 0;
        for (const TransitionRule& rule : kTransitions) {
            compound += rule.from.isCompound() ? 1 : 0;
            const bool isInterruption =
                rule.to == Paused || rule.to == Error || rule.to == Emergency || rule.to == Stopped;
            QVERIFY(!isInterruption || rule.from.isCompound() || !isRunning(rule.from.state()));
        }
        QCOMPARE(compound, 4);
    }

    void alreadyThere()
    {
        for (std::size_t s = 0; s < kTradingStateCount; ++s)
            for (std::size_t t = 0; t < kTriggerCount; ++t) {
                const std::pair pair {state(s), trigger(t)};
                const bool expected = pair == std::pair {Paused, Trigger::Pause}
                    || pair == std::pair {Error, Trigger::Fault}
                    || pair == std::pair {Emergency, Trigger::Kill}
                    || pair == std::pair {Stopped, Trigger::Stop}
                    || pair == std::pair {Managing, Trigger::PositionsOpen};
                QCOMPARE(isAlreadyThere(pair.first, pair.second), expected);
            }
    }

    void everyTriggerHasAUseAndAName()
    {
        std::set<std::string_view> names;
        for (std::size_t t = 0; t < kTriggerCount; ++t) {
            bool isUsed = false;
            for (const TransitionRule& rule : kTransitions)
                isUsed = isUsed || rule.trigger == trigger(t);
            QVERIFY(isUsed);
            names.insert(toText(trigger(t)));
        }
        QCOMPARE(names.size(), kTriggerCount);
        QVERIFY(!names.contains(std::string_view()));
    }

    void killAndEmergency()
    {
        // From everywhere but EMERGENCY itself; out of it only the operator leads.
        for (std::size_t s = 0; s < kTradingStateCount; ++s)
            QCOMPARE(targetOf(state(s), Trigger::Kill).has_value(), state(s) != Emergency);
        for (std::size_t t = 0; t < kTriggerCount; ++t)
            QCOMPARE(targetOf(Emergency, trigger(t)).has_value(),
                     trigger(t) == Trigger::Rearm || trigger(t) == Trigger::Stop);
    }

    void deferringStates()
    {
        for (std::size_t s = 0; s < kTradingStateCount; ++s)
            QCOMPARE(isPauseDeferred(state(s)),
                     state(s) == LevelBuilding || state(s) == Sizing || state(s) == Execution);
    }

    void predicates()
    {
        for (std::size_t s = 0; s < kTradingStateCount; ++s) {
            QCOMPARE(isRunning(state(s)), s >= 2 && s <= 7);
            QCOMPARE(isTerminal(state(s)), state(s) == Stopped || state(s) == Emergency);
            QCOMPARE(isErrorState(state(s)), state(s) == Error || state(s) == Emergency);
        }
    }

    void diagram()
    {
        const std::string text = stateDiagramMermaid();
        QVERIFY(text.starts_with("stateDiagram-v2\n    [*] --> IDLE\n    state RUNNING {\n"));
        QVERIFY(text.ends_with("\n"));
        std::size_t arrows = 0;
        for (std::size_t at = text.find("-->"); at != std::string::npos; at = text.find("-->", at + 1))
            ++arrows;
        QCOMPARE(arrows, kTransitions.size() + 1);
        QVERIFY(text.find("        SCANNING --> LEVEL_BUILDING : candidates_found\n") != std::string::npos);
        QVERIFY(text.find("    RUNNING --> PAUSED : pause\n") != std::string::npos);
        QVERIFY(text.find("    EMERGENCY --> IDLE : rearm\n") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestTransitionTable)
#include "tst_transition_table.moc"
