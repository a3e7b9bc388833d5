// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/shared/ClockOffset.h"

#include <QTest>

using namespace breakline;

class ClockOffsetTest : public QObject {
    Q_OBJECT

private:
    static Timestamp at(std::int64_t ms) { return Timestamp {ms}; }

private Q_SLOTS:
    void unknownBeforeTheFirst()
    {
        ClockOffset clock;
        QVERIFY(!clock.offset());
        QVERIFY(!clock.uncertainty());
    }

    void theMiddleOfTheRoundTrip()
    {
        ClockOffset clock;
        clock.add(at(1000), at(1100), at(5050));
        QCOMPARE(clock.offset(), std::optional(Duration {4000}));
        QCOMPARE(clock.uncertainty(), std::optional(Duration {50}));
    }

    void slowRoundTripsDoNotCount()
    {
        ClockOffset clock;
        for (const std::int64_t offset : {10, 11, 12, 13, 14})
            clock.add(at(0), at(20), at(10 + offset));
        clock.add(at(0), at(2000), at(5000));
        clock.add(at(0), at(3000), at(9000));
        QCOMPARE(clock.offset(), std::optional(Duration {12}));
        QCOMPARE(clock.uncertainty(), std::optional(Duration {10}));
    }

    void oldOnesAreForgotten()
    {
        ClockOffset clock;
        for (int i = 0; i < 9; ++i)
            clock.add(at(0), at(2), at(101));
        for (int i = 0; i < 9; ++i)
            clock.add(at(0), at(50), at(525));
        QCOMPARE(clock.offset(), std::optional(Duration {500}));
    }

    void aClockThatWentBackIsNoRoundTrip()
    {
        ClockOffset clock;
        clock.add(at(100), at(90), at(0));
        QVERIFY(!clock.offset());
    }
};

QTEST_APPLESS_MAIN(ClockOffsetTest)
#include "tst_clock_offset.moc"
