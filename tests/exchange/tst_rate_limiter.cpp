// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Rng.h"
#include "exchange/limiter/RateLimiter.h"

#include <QTest>

#include <map>

using namespace breakline;

namespace {

Timestamp at(std::int64_t ms)
{
    return Timestamp {1'767'607'200'000 + ms};
}

enum Endpoint : std::size_t { Create, Cancel, Query, Market };

LimiterSettings settings()
{
    return {{{"create", 10, 6, Duration::seconds(1)},
             {"cancel", 10, 10, Duration::seconds(1)},
             {"query", 50, 40, Duration::seconds(1)},
             {"market", 0, 0, Duration::seconds(1)}},
            {"address", 600, 540, Duration::seconds(5)},
            {}};
}

} // namespace

class RateLimiterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void leavesAtOnceWhileThereIsRoom()
    {
        RateLimiter limiter(settings());
        limiter.push(1, Create, RequestPriority::Entry);
        QCOMPARE(limiter.waiting(), std::size_t(1));
        QCOMPARE(limiter.nextRelease(at(0)), std::optional(at(0)));
        QCOMPARE(limiter.take(at(0)), std::optional<RateLimiter::Ticket>(1));
        QCOMPARE(limiter.take(at(0)), std::optional<RateLimiter::Ticket>());
        QVERIFY(!limiter.nextRelease(at(0)));
    }

    void entriesUseSixOfTen()
    {
        RateLimiter limiter(settings());
        for (RateLimiter::Ticket i = 1; i <= 8; ++i)
            limiter.push(i, Create, RequestPriority::Entry);
        for (RateLimiter::Ticket i = 1; i <= 6; ++i)
            QCOMPARE(limiter.take(at(0)), std::optional(i));
        QVERIFY(!limiter.take(at(0)));
        QCOMPARE(limiter.nextRelease(at(0)), std::optional(at(1000)));
        // The other four are there for exits; then nothing is.
        for (RateLimiter::Ticket i = 11; i <= 15; ++i)
            limiter.push(i, Create, RequestPriority::Exit);
        for (RateLimiter::Ticket i = 11; i <= 14; ++i)
            QCOMPARE(limiter.take(at(0)), std::optional(i));
        QVERIFY(!limiter.take(at(0)));
        QVERIFY(!limiter.take(at(999)));
        QCOMPARE(limiter.take(at(1000)), std::optional<RateLimiter::Ticket>(15));
        QCOMPARE(limiter.take(at(1000)), std::optional<RateLimiter::Ticket>(7));
        QCOMPARE(limiter.take(at(1000)), std::optional<RateLimiter::Ticket>(8));
    }

    void theFirstOfEachPriorityInOrder()
    {
        RateLimiter limiter(settings());
        limiter.push(1, Query, RequestPriority::MarketData);
        limiter.push(2, Query, RequestPriority::Account);
        limiter.push(3, Query, RequestPriority::Entry);
        limiter.push(4, Query, RequestPriority::OrderQuery);
        limiter.push(5, Query, RequestPriority::Cancel);
        limiter.push(6, Query, RequestPriority::Stop);
        limiter.push(7, Query, RequestPriority::Exit);
        limiter.push(8, Query, RequestPriority::Exit);
        for (const RateLimiter::Ticket ticket : {7U, 8U, 6U, 5U, 4U, 3U, 2U, 1U})
            QCOMPARE(limiter.take(at(0)), std::optional<RateLimiter::Ticket>(ticket));
    }

    void aShortEndpointHoldsUpNoOther()
    {
        RateLimiter limiter(settings());
        limiter.refused(Create, at(700), at(0));
        limiter.push(1, Create, RequestPriority::Exit);
        limiter.push(2, Create, RequestPriority::Entry);
        limiter.push(3, Market, RequestPriority::MarketData);
        QCOMPARE(limiter.take(at(0)), std::optional<RateLimiter::Ticket>(3));
        QVERIFY(!limiter.take(at(699)));
        QCOMPARE(limiter.nextRelease(at(0)), std::optional(at(700)));
        QCOMPARE(limiter.take(at(700)), std::optional<RateLimiter::Ticket>(1));
        QCOMPARE(limiter.take(at(700)), std::optional<RateLimiter::Ticket>(2));
    }

    void theAddressKeepsARestForOrders()
    {
        RateLimiter limiter(settings());
        for (RateLimiter::Ticket i = 1; i <= 541; ++i)
            limiter.push(i, Market, RequestPriority::MarketData);
        for (RateLimiter::Ticket i = 1; i <= 540; ++i)
            QCOMPARE(limiter.take(at(0)), std::optional(i));
        QVERIFY(!limiter.take(at(0)));
        limiter.push(600, Cancel, RequestPriority::Cancel);
        limiter.push(601, Create, RequestPriority::Entry, false); // on a socket: none of the address's business
        QCOMPARE(limiter.take(at(0)), std::optional<RateLimiter::Ticket>(600));
        QCOMPARE(limiter.take(at(0)), std::optional<RateLimiter::Ticket>(601));
        QVERIFY(!limiter.take(at(4999)));
        QCOMPARE(limiter.take(at(5000)), std::optional<RateLimiter::Ticket>(541));
    }

    void aForbiddenAddressWaits()
    {
        RateLimiter limiter(settings());
        limiter.addressRefused(at(600'000));
        limiter.push(1, Cancel, RequestPriority::Cancel);
        QVERIFY(!limiter.take(at(599'999)));
        QCOMPARE(limiter.take(at(600'000)), std::optional<RateLimiter::Ticket>(1));
        limiter.addressRefused(at(1'200'000));
        limiter.push(2, Cancel, RequestPriority::Cancel);
        QVERIFY(!limiter.take(at(600'001)));
        limiter.reset();
        QCOMPARE(limiter.take(at(600'001)), std::optional<RateLimiter::Ticket>(2));
    }

    void learnsFromTheHeaders()
    {
        RateLimiter limiter(settings());
        // The venue grants five: of them entries get 6/10.
        limiter.learn(Create, {5, 4, at(0)}, at(0));
        for (RateLimiter::Ticket i = 1; i <= 4; ++i)
            limiter.push(i, Create, RequestPriority::Entry);
        for (RateLimiter::Ticket i = 1; i <= 3; ++i)
            QCOMPARE(limiter.take(at(0)), std::optional(i));
        QVERIFY(!limiter.take(at(0)));
        QCOMPARE(limiter.status(at(0))[Create].limit, 5);
        // Somebody else on the same account has used it up.
        limiter.learn(Cancel, {10, 1, at(800)}, at(100));
        limiter.push(10, Cancel, RequestPriority::Cancel);
        limiter.push(11, Cancel, RequestPriority::Cancel);
        QCOMPARE(limiter.take(at(100)), std::optional<RateLimiter::Ticket>(10));
        QVERIFY(!limiter.take(at(799)));
        QCOMPARE(limiter.take(at(800)), std::optional<RateLimiter::Ticket>(11));
    }

    void refusedWithoutATimeWaitsOneWindow()
    {
        RateLimiter limiter(settings());
        limiter.refused(Query, std::nullopt, at(0));
        limiter.push(1, Query, RequestPriority::OrderQuery);
        QVERIFY(!limiter.take(at(999)));
        QCOMPARE(limiter.take(at(1000)), std::optional<RateLimiter::Ticket>(1));
    }

    void aRemovedRequestIsGone()
    {
        RateLimiter limiter(settings());
        limiter.push(1, Create, RequestPriority::Entry);
        QVERIFY(limiter.remove(1));
        QVERIFY(!limiter.remove(1));
        QVERIFY(!limiter.take(at(0)));
    }

    void statusShowsWhatIsLeft()
    {
        RateLimiter limiter(settings());
        for (RateLimiter::Ticket i = 1; i <= 12; ++i)
            limiter.push(i, Create, RequestPriority::Exit, false);
        while (limiter.take(at(0))) { }
        const auto full = limiter.status(at(500));
        QCOMPARE(full.size(), std::size_t(5));
        QCOMPARE(full[Create].name, std::string("create"));
        QCOMPARE(full[Create].current, 10);
        QCOMPARE(full[Create].remaining, 0);
        QCOMPARE(full[Create].reset, std::optional(at(1000)));
        QCOMPARE(full[Create].waiting, std::size_t(2));
        QCOMPARE(full[4].name, std::string("address"));
        QCOMPARE(full[4].current, 0);
        const auto later = limiter.status(at(1000));
        QCOMPARE(later[Create].current, 0);
        QCOMPARE(later[Create].remaining, 10);
        QVERIFY(!later[Create].reset);
    }

    void neverOverTheBudgetInAnyWindow_data()
    {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed = 1; seed <= 20; ++seed)
            QTest::addRow("seed %llu", static_cast<unsigned long long>(seed)) << seed;
    }

    void neverOverTheBudgetInAnyWindow()
    {
        QFETCH(quint64, seed);
        Rng rng(seed);
        RateLimiter limiter(settings());
        struct Sent {
            std::int64_t ms;
            std::size_t endpoint;
            RequestPriority priority;
        };
        std::map<RateLimiter::Ticket, Sent> pushed;
        std::vector<Sent> sent;
        RateLimiter::Ticket last = 0;
        std::int64_t now = 0;
        while (now < 20'000) {
            const std::uint64_t burst = rng.next() % 40;
            for (std::uint64_t i = 0; now < 15'000 && i < burst; ++i) {
                const std::size_t endpoint = rng.next() % 4;
                const auto priority = endpoint == Create
                    ? (rng.next() % 3 == 0 ? RequestPriority::Exit : RequestPriority::Entry)
                    : static_cast<RequestPriority>(rng.next() % kRequestPriorities);
                limiter.push(++last, endpoint, priority, endpoint != Create);
                pushed[last] = {0, endpoint, priority};
            }
            while (const auto ticket = limiter.take(at(now))) {
                Sent entry = pushed.at(*ticket);
                // No exit waits while an entry goes.
                if (entry.endpoint == Create && entry.priority == RequestPriority::Entry)
                    for (const auto& [other, waiting] : pushed)
                        QVERIFY(waiting.endpoint != Create || waiting.priority != RequestPriority::Exit);
                pushed.erase(*ticket);
                entry.ms = now;
                sent.push_back(entry);
            }
            // What is told of the next release is exact.
            if (const auto next = limiter.nextRelease(at(now))) {
                QVERIFY(*next > at(now));
                now = std::min<std::int64_t>((*next - at(0)).ms,
                                             now + static_cast<std::int64_t>(rng.next() % 400));
            } else {
                now += static_cast<std::int64_t>(rng.next() % 400);
            }
        }
        QVERIFY(sent.size() > 1000);
        for (std::size_t i = 0; i < sent.size(); ++i) {
            int create = 0, entries = 0, cancel = 0, query = 0, address = 0;
            for (std::size_t j = i; j < sent.size() && sent[j].ms < sent[i].ms + 5000; ++j) {
                address += sent[j].endpoint == Create ? 0 : 1;
                if (sent[j].ms >= sent[i].ms + 1000)
                    continue;
                create += sent[j].endpoint == Create ? 1 : 0;
                entries += sent[j].endpoint == Create && sent[j].priority == RequestPriority::Entry ? 1 : 0;
                cancel += sent[j].endpoint == Cancel ? 1 : 0;
                query += sent[j].endpoint == Query ? 1 : 0;
            }
            QVERIFY(create <= 10);
            QVERIFY(entries <= 6);
            QVERIFY(cancel <= 10);
            QVERIFY(query <= 50);
            QVERIFY(address <= 600);
        }
    }

    void whatWaitsLeavesAtTheToldTime()
    {
        RateLimiter limiter(settings());
        for (RateLimiter::Ticket i = 1; i <= 35; ++i)
            limiter.push(i, Create, RequestPriority::Exit);
        Timestamp now = at(0);
        int count = 0;
        while (limiter.waiting() > 0) {
            while (limiter.take(now))
                ++count;
            if (const auto next = limiter.nextRelease(now))
                now = *next;
        }
        QCOMPARE(count, 35);
        QCOMPARE(now, at(3000));
    }
};

QTEST_APPLESS_MAIN(RateLimiterTest)
#include "tst_rate_limiter.moc"
