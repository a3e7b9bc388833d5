// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/EntryGate.h"

#include <QTest>

#include <set>
#include <vector>

using namespace breakline;

namespace {

constexpr Timestamp at(std::int64_t ms)
{
    return Timestamp {ms};
}
constexpr GateReason reason(std::size_t i)
{
    return static_cast<GateReason>(i);
}

} // namespace

class TestEntryGate : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void openWhenEmpty()
    {
        EntryGate gate;
        QVERIFY(gate.isOpen());
        QVERIFY(gate.entries().empty());
        QCOMPARE(gate.summary(), std::string());
    }

    void everyReasonClosesAloneAndOnlyItsOwnerOpens()
    {
        for (std::size_t i = 0; i < kGateReasonCount; ++i) {
            for (int o = 0; o <= static_cast<int>(GateOwner::Nobody); ++o) {
                const auto owner = static_cast<GateOwner>(o);
                EntryGate gate;
                QVERIFY(gate.add(reason(i), "x", at(1)));
                QVERIFY(!gate.isOpen());
                QVERIFY(gate.has(reason(i)));
                const bool mayRemove = owner == ownerOf(reason(i)) && owner != GateOwner::Nobody;
                QCOMPARE(gate.remove(reason(i), owner, at(2)), mayRemove);
                QCOMPARE(gate.isOpen(), mayRemove);
            }
        }
    }

    void brokenInvariantStaysForTheSession()
    {
        QCOMPARE(ownerOf(GateReason::InvariantBroken), GateOwner::Nobody);
    }

    void everyOtherHolds()
    {
        EntryGate gate;
        gate.add(GateReason::ClockOffset, "612 ms > 500 ms", at(1));
        gate.add(GateReason::KillLatch, "drawdown 0.13 >= 0.12", at(2));
        QVERIFY(gate.remove(GateReason::ClockOffset, GateOwner::Connection, at(3)));
        QVERIFY(!gate.isOpen());
        QVERIFY(!gate.remove(GateReason::ClockOffset, GateOwner::Connection, at(4)));
        QVERIFY(gate.remove(GateReason::KillLatch, GateOwner::Command, at(5)));
        QVERIFY(gate.isOpen());
    }

    void addingAgainKeepsTheTimeAndTakesTheDetail()
    {
        EntryGate gate;
        QVERIFY(gate.add(GateReason::EquityUnknown, "wallet 61 s old", at(1)));
        QVERIFY(!gate.add(GateReason::EquityUnknown, "wallet 62 s old", at(2)));
        QCOMPARE(gate.entries().size(), std::size_t {1});
        QCOMPARE(gate.entries()[0].detail, std::string("wallet 62 s old"));
        QCOMPARE(gate.entries()[0].since, at(1));
        QVERIFY(gate.remove(GateReason::EquityUnknown, GateOwner::Risk, at(3)));
    }

    void orderIsThatOfTheNamesWhateverCameFirst()
    {
        EntryGate gate;
        gate.add(GateReason::JournalSlow, "", at(1));
        gate.add(GateReason::StopRequested, "", at(2));
        gate.add(GateReason::KillLatch, "", at(3));
        QCOMPARE(gate.summary(), std::string("kill_latch+stop_requested+journal_slow"));
        const auto entries = gate.entries();
        QCOMPARE(entries.size(), std::size_t {3});
        QCOMPARE(entries[0].reason, GateReason::KillLatch);
        QCOMPARE(entries[2].reason, GateReason::JournalSlow);
    }

    void tellsOfComingAndGoingOnly()
    {
        EntryGate gate;
        struct Change {
            GateReason reason;
            bool added;
            bool isOpen;
            std::int64_t ms;
            bool operator==(const Change&) const = default;
        };
        std::vector<Change> changes;
        connect(&gate, &EntryGate::changed, &gate,
                [&](GateReason r, bool added, bool isOpen, Timestamp time) {
                    changes.push_back({r, added, isOpen, time.ms});
                });
        gate.add(GateReason::Flatten, "a", at(1));
        gate.add(GateReason::Flatten, "b", at(2));
        gate.add(GateReason::NotReconciled, "", at(3));
        gate.remove(GateReason::Flatten, GateOwner::Risk, at(4));
        gate.remove(GateReason::Flatten, GateOwner::Command, at(5));
        gate.remove(GateReason::NotReconciled, GateOwner::Account, at(6));
        const std::vector<Change> expected {{GateReason::Flatten, true, false, 1},
                                            {GateReason::NotReconciled, true, false, 3},
                                            {GateReason::Flatten, false, false, 5},
                                            {GateReason::NotReconciled, false, true, 6}};
        QVERIFY(changes == expected);
    }

    void namesAreDistinct()
    {
        std::set<std::string_view> names;
        for (std::size_t i = 0; i < kGateReasonCount; ++i)
            names.insert(toText(reason(i)));
        QCOMPARE(names.size(), kGateReasonCount);
    }
};

QTEST_APPLESS_MAIN(TestEntryGate)
#include "tst_entry_gate.moc"
