// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/CircuitBreaker.h"

#include <QTest>

using namespace breakline;

namespace {

constexpr Timestamp at(std::int64_t seconds)
{
    return Timestamp {seconds * 1000};
}

CircuitBreaker openedAt(Timestamp time)
{
    CircuitBreaker breaker;
    for (int i = 0; i < CircuitBreaker::kFailuresToOpen; ++i)
        breaker.recordFailure(time);
    return breaker;
}

} // namespace

class TestCircuitBreaker : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fifthFailureOpens()
    {
        CircuitBreaker breaker;
        for (int i = 1; i <= 4; ++i) {
            breaker.recordFailure(at(i));
            QCOMPARE(breaker.stateAt(at(i)), BreakerState::Closed);
            QVERIFY(breaker.allows(at(i)));
        }
        breaker.recordFailure(at(5));
        QCOMPARE(breaker.stateAt(at(5)), BreakerState::Open);
        QVERIFY(!breaker.allows(at(5)));
        QCOMPARE(breaker.opensUntil(), at(65));
    }

    void successTakesOneFailureBack()
    {
        CircuitBreaker breaker;
        breaker.recordSuccess(at(0));
        QCOMPARE(breaker.failures(), 0);
        for (int i = 0; i < 4; ++i)
            breaker.recordFailure(at(1));
        breaker.recordSuccess(at(2));
        QCOMPARE(breaker.failures(), 3);
        breaker.recordFailure(at(3));
        QCOMPARE(breaker.stateAt(at(3)), BreakerState::Closed);
        breaker.recordFailure(at(4));
        QCOMPARE(breaker.stateAt(at(4)), BreakerState::Open);
    }

    void halfOpenAfterSixtySeconds()
    {
        const CircuitBreaker breaker = openedAt(at(10));
        QCOMPARE(breaker.stateAt(Timestamp {69'999}), BreakerState::Open);
        QCOMPARE(breaker.stateAt(at(70)), BreakerState::HalfOpen);
        QVERIFY(breaker.allows(at(70)));
    }

    void threeSuccessesClose()
    {
        CircuitBreaker breaker = openedAt(at(0));
        breaker.recordSuccess(at(60));
        breaker.recordSuccess(at(61));
        QCOMPARE(breaker.stateAt(at(61)), BreakerState::HalfOpen);
        breaker.recordSuccess(at(62));
        QCOMPARE(breaker.stateAt(at(62)), BreakerState::Closed);
        QCOMPARE(breaker.failures(), 0);
        for (int i = 0; i < 4; ++i)
            breaker.recordFailure(at(63));
        QCOMPARE(breaker.stateAt(at(63)), BreakerState::Closed);
    }

    void oneFailureOnTrialReopens()
    {
        CircuitBreaker breaker = openedAt(at(0));
        breaker.recordSuccess(at(60));
        breaker.recordSuccess(at(61));
        breaker.recordFailure(at(62));
        QCOMPARE(breaker.stateAt(at(121)), BreakerState::Open);
        QCOMPARE(breaker.stateAt(at(122)), BreakerState::HalfOpen);
        // The successes before the relapse no longer count.
        breaker.recordSuccess(at(122));
        breaker.recordSuccess(at(123));
        QCOMPARE(breaker.stateAt(at(123)), BreakerState::HalfOpen);
        breaker.recordSuccess(at(124));
        QCOMPARE(breaker.stateAt(at(124)), BreakerState::Closed);
    }

    void lateAnswersWhileOpenChangeNothing()
    {
        CircuitBreaker breaker = openedAt(at(0));
        for (int i = 0; i < 5; ++i) {
            breaker.recordSuccess(at(30));
            breaker.recordFailure(at(30));
        }
        QCOMPARE(breaker.stateAt(at(59)), BreakerState::Open);
        QCOMPARE(breaker.stateAt(at(60)), BreakerState::HalfOpen);
    }
};

QTEST_APPLESS_MAIN(TestCircuitBreaker)
#include "tst_circuit_breaker.moc"
