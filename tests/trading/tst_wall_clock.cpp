// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/WallClock.h"

#include "core/Rng.h"

#include <QCoreApplication>
#include <QTest>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

using namespace breakline;

namespace {

constexpr Timestamp kStart {1'767'607'200'000};

constexpr Timestamp after(std::int64_t ms)
{
    return kStart + Duration::milliseconds(ms);
}

/// Real time that only the test moves.
struct FakeTime {
    std::int64_t ms = 5000;
    MonotonicSource source()
    {
        return [this] { return ms; };
    }
};

using Firings = std::vector<std::pair<TimerId, std::int64_t>>;

void listen(WallScheduler& scheduler, Firings& firings)
{
    QObject::connect(&scheduler, &WallScheduler::fired, &scheduler, [&firings](TimerId timer, Timestamp now) {
        firings.emplace_back(timer, (now - kStart).ms);
    });
}

} // namespace

class TestWallClock : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void systemClockCountsFromTheWallTime()
    {
        FakeTime real;
        const SystemClock clock(real.source(), kStart);
        QCOMPARE(clock.now(), kStart);
        real.ms += 1234;
        QCOMPARE(clock.now(), after(1234));
        QCOMPARE(clock.wallUntil(after(2000)), std::optional<std::int64_t>(766));
        QCOMPARE(clock.wallUntil(after(1000)), std::optional<std::int64_t>(0));
    }

    void theHostsTimeIsItsStart()
    {
        const Timestamp before = hostTime();
        const SystemClock clock;
        const Timestamp later = clock.now();
        QVERIFY(later >= before);
        QVERIFY(clock.now() >= later);
    }

    void scaledClockRunsAtItsFactor()
    {
        FakeTime real;
        ScaledClock clock(kStart, 60.0, real.source());
        QCOMPARE(clock.now(), kStart);
        real.ms += 100;
        QCOMPARE(clock.now(), after(6000));
        QCOMPARE(clock.wallUntil(after(6000)), std::optional<std::int64_t>(0));
        QCOMPARE(clock.wallUntil(after(6001)), std::optional<std::int64_t>(1));
        QCOMPARE(clock.wallUntil(after(12'000)), std::optional<std::int64_t>(100));
        clock.setFactor(0.5);
        QCOMPARE(clock.now(), after(6000));
        real.ms += 3;
        QCOMPARE(clock.now(), after(6001)); // one and a half
        real.ms += 1;
        QCOMPARE(clock.now(), after(6002));
    }

    void pausedItStandsStill()
    {
        FakeTime real;
        ScaledClock clock(kStart, 2.0, real.source());
        real.ms += 10;
        clock.pause();
        QVERIFY(clock.isPaused());
        real.ms += 1'000'000;
        QCOMPARE(clock.now(), after(20));
        QCOMPARE(clock.wallUntil(after(20)), std::optional<std::int64_t>(0));
        QCOMPARE(clock.wallUntil(after(21)), std::optional<std::int64_t>());
        clock.setFactor(10.0);
        clock.pause(); // again: nothing
        QCOMPARE(clock.now(), after(20));
        clock.resume();
        QCOMPARE(clock.now(), after(20));
        real.ms += 3;
        clock.resume();
        QCOMPARE(clock.now(), after(50));
    }

    void itNeverJumpsWhateverIsDone()
    {
        Rng rng(3);
        FakeTime real;
        ScaledClock clock(kStart, 1.0, real.source());
        Timestamp last = clock.now();
        for (int i = 0; i < 20'000; ++i) {
            const std::int64_t passed = rng.integer(0, 50);
            const double most = clock.isPaused() ? 0.0 : static_cast<double>(passed) * clock.factor() + 1.0;
            real.ms += passed;
            const Timestamp now = clock.now();
            QVERIFY(now >= last);
            QVERIFY(static_cast<double>((now - last).ms) <= most);
            switch (rng.integer(0, 2)) {
            case 0: clock.pause(); break;
            case 1: clock.resume(); break;
            default: clock.setFactor(static_cast<double>(rng.integer(1, 1000)) / 7.0);
            }
            QCOMPARE(clock.now(), now);
            last = now;
        }
    }

    void timersFireInOrderAndNeverFromStart()
    {
        FakeTime real;
        ScaledClock clock(kStart, 60.0, real.source());
        WallScheduler scheduler(clock);
        Firings firings;
        listen(scheduler, firings);
        QCOMPARE(scheduler.start(after(600), "timer"), TimerId {1});
        QCOMPARE(scheduler.start(after(-5), "timer"), TimerId {2});
        QCOMPARE(scheduler.start(after(300), "timer"), TimerId {3});
        QCOMPARE(scheduler.start(after(300), "timer"), TimerId {4});
        QCOMPARE(scheduler.start(after(3'600'000), "timer"), TimerId {5});
        QVERIFY(firings.empty());
        QTRY_COMPARE(firings, (Firings {{2, 0}}));
        real.ms += 10; // 600 venue ms
        scheduler.clockChanged();
        QTRY_COMPARE(firings, (Firings {{2, 0}, {3, 600}, {4, 600}, {1, 600}}));
    }

    void whatIsCancelledInAFiringDoesNotFire()
    {
        FakeTime real;
        SystemClock clock(real.source(), kStart);
        WallScheduler scheduler(clock);
        Firings firings;
        listen(scheduler, firings);
        scheduler.start(after(-3), "timer");
        const TimerId second = scheduler.start(after(-2), "timer");
        scheduler.start(after(0), "timer");
        QObject::connect(&scheduler, &WallScheduler::fired, &scheduler, [&](TimerId timer) {
            if (timer == 1) {
                scheduler.cancel(second);
                scheduler.cancel(1); // has fired: harmless
                scheduler.start(after(-9), "timer"); // its turn is before the third
                QCOMPARE(firings.size(), std::size_t {1}); // not from inside
            }
        });
        QTRY_COMPARE(firings, (Firings {{1, 0}, {4, 0}, {3, 0}}));
    }

    void aTimerThatStartsItselfAgainLetsTheLoopGoOn()
    {
        FakeTime real;
        SystemClock clock(real.source(), kStart);
        WallScheduler scheduler(clock);
        int count = 0;
        QObject::connect(&scheduler, &WallScheduler::fired, &scheduler, [&] {
            ++count;
            scheduler.start(kStart, "timer");
        });
        scheduler.start(kStart, "timer");
        QTRY_VERIFY(count >= 3); // comes back between two firings
    }

    void aPausedClockHoldsItsTimers()
    {
        FakeTime real;
        ScaledClock clock(kStart, 1.0, real.source());
        WallScheduler scheduler(clock);
        Firings firings;
        listen(scheduler, firings);
        scheduler.start(after(10), "timer");
        clock.pause();
        scheduler.clockChanged();
        real.ms += 1000;
        QCoreApplication::processEvents();
        QVERIFY(firings.empty());
        clock.resume();
        real.ms += 10;
        scheduler.clockChanged();
        QTRY_COMPARE(firings, (Firings {{1, 10}}));
    }

    void randomTimersFireOnceInOrder()
    {
        Rng rng(11);
        FakeTime real;
        SystemClock clock(real.source(), kStart);
        WallScheduler scheduler(clock);
        std::vector<std::pair<std::int64_t, TimerId>> expected;
        std::vector<TimerId> fired;
        QObject::connect(&scheduler, &WallScheduler::fired, &scheduler,
                         [&](TimerId timer) { fired.push_back(timer); });
        std::set<TimerId> cancelled;
        for (int i = 0; i < 500; ++i) {
            const std::int64_t due = rng.integer(0, 100);
            const TimerId timer = scheduler.start(after(due), "timer");
            if (rng.chance(0.3)) {
                scheduler.cancel(timer);
                cancelled.insert(timer);
            } else {
                expected.emplace_back(due, timer);
            }
        }
        std::sort(expected.begin(), expected.end());
        real.ms += 100;
        scheduler.clockChanged();
        QTRY_COMPARE(fired.size(), expected.size());
        for (std::size_t i = 0; i < fired.size(); ++i)
            QCOMPARE(fired[i], expected[i].second);
        QVERIFY(!cancelled.empty());
    }
};

QTEST_GUILESS_MAIN(TestWallClock)
#include "tst_wall_clock.moc"
