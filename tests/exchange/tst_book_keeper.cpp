// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Rng.h"
#include "exchange/bybit/BookKeeper.h"

#include <QTest>

#include <map>

using namespace breakline;
using bybit::BookCounts;
using bybit::BookKeeper;
using Levels = std::vector<BookLevel>;

namespace {

BookLevel level(std::int64_t ticks, std::int64_t lots)
{
    return {Price {ticks}, Quantity {lots}};
}

BookCounts counts(bool isSnapshot, std::int64_t update, const Levels& bids, const Levels& asks)
{
    BookCounts result;
    result.isSnapshot = isSnapshot;
    result.updateId = update;
    result.time = Timestamp {update * 10};
    result.bids = bids;
    result.asks = asks;
    return result;
}

} // namespace

class BookKeeperTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatTheDeltasSay()
    {
        BookKeeper keeper;
        QCOMPARE(keeper.apply(counts(true, 7, {level(100, 1), level(99, 2)}, {level(101, 3), level(103, 4)})),
                 BookKeeper::Result::Changed);
        QCOMPARE(keeper.apply(counts(false, 8, {level(99, 0), level(98, 5), level(100, 9)},
                                     {level(102, 6), level(103, 0), level(500, 0)})),
                 BookKeeper::Result::Changed);
        QCOMPARE(keeper.book().bids, (Levels {level(100, 9), level(98, 5)}));
        QCOMPARE(keeper.book().asks, (Levels {level(101, 3), level(102, 6)}));
        QCOMPARE(keeper.book().sequence, 8U);
        QCOMPARE(keeper.book().time, Timestamp {80});
    }

    void theSequenceOfTheVenueWins()
    {
        BookKeeper keeper;
        const Levels bids {level(100, 1)}; // the counts only point to them
        BookCounts first = counts(true, 1, bids, {});
        first.sequence = 4711;
        keeper.apply(first);
        QCOMPARE(keeper.book().sequence, 4711U);
    }

    void aMissingUpdateEndsIt_data()
    {
        QTest::addColumn<qint64>("next");
        QTest::newRow("one missing") << qint64(9);
        QTest::newRow("the same again") << qint64(7);
        QTest::newRow("an old one") << qint64(3);
    }

    void aMissingUpdateEndsIt()
    {
        QFETCH(qint64, next);
        BookKeeper keeper;
        keeper.apply(counts(true, 7, {level(100, 1)}, {level(101, 1)}));
        QCOMPARE(keeper.apply(counts(false, next, {level(99, 1)}, {})), BookKeeper::Result::Gap);
        QVERIFY(!keeper.isValid());
        // Said once; then nothing until a snapshot.
        QCOMPARE(keeper.apply(counts(false, 8, {level(99, 1)}, {})), BookKeeper::Result::Waiting);
        QCOMPARE(keeper.apply(counts(true, 20, {level(50, 1)}, {level(51, 1)})), BookKeeper::Result::Changed);
        QCOMPARE(keeper.book().bids, Levels {level(50, 1)});
        QCOMPARE(keeper.apply(counts(false, 21, {}, {level(52, 1)})), BookKeeper::Result::Changed);
    }

    void aCrossedBookIsNone()
    {
        BookKeeper keeper;
        keeper.apply(counts(true, 1, {level(100, 1)}, {level(101, 1)}));
        QCOMPARE(keeper.apply(counts(false, 2, {level(101, 1)}, {})), BookKeeper::Result::Crossed);
        QVERIFY(!keeper.isValid());
        QCOMPARE(BookKeeper().apply(counts(true, 1, {level(5, 1)}, {level(5, 1)})), BookKeeper::Result::Crossed);
    }

    void aDeltaBeforeTheSnapshotWaits()
    {
        BookKeeper keeper;
        QCOMPARE(keeper.apply(counts(false, 1, {level(1, 1)}, {})), BookKeeper::Result::Waiting);
    }

    void noMoreLevelsThanTheTopicHas()
    {
        BookKeeper keeper;
        Levels bids;
        for (std::int64_t i = 0; i < 200; ++i)
            bids.push_back(level(1000 - i, 1));
        keeper.apply(counts(true, 1, bids, {}));
        keeper.apply(counts(false, 2, {level(1001, 1)}, {}));
        QCOMPARE(keeper.book().bids.size(), std::size_t(200));
        QCOMPARE(keeper.book().bids.front(), level(1001, 1));
        QCOMPARE(keeper.book().bids.back(), level(802, 1));
    }

    void agreesWithAMapOverRandomDeltas()
    {
        Rng rng(11);
        BookKeeper keeper;
        std::map<std::int64_t, std::int64_t, std::greater<>> bids;
        std::map<std::int64_t, std::int64_t> asks;
        keeper.apply(counts(true, 0, {}, {}));
        for (std::int64_t update = 1; update <= 3000; ++update) {
            Levels bidChanges, askChanges;
            for (std::uint64_t i = rng.next() % 6; i > 0; --i) {
                const auto lots = static_cast<std::int64_t>(rng.next() % 3);
                const auto offset = static_cast<std::int64_t>(rng.next() % 50);
                const bool isBid = rng.next() % 2 == 0;
                (isBid ? bidChanges : askChanges).push_back(level(isBid ? 1000 - offset : 1001 + offset, lots));
                if (isBid && lots == 0)
                    bids.erase(1000 - offset);
                else if (isBid)
                    bids[1000 - offset] = lots;
                else if (lots == 0)
                    asks.erase(1001 + offset);
                else
                    asks[1001 + offset] = lots;
            }
            QCOMPARE(keeper.apply(counts(false, update, bidChanges, askChanges)), BookKeeper::Result::Changed);
            Levels wantedBids, wantedAsks;
            for (const auto& [price, lots] : bids)
                wantedBids.push_back(level(price, lots));
            for (const auto& [price, lots] : asks)
                wantedAsks.push_back(level(price, lots));
            QCOMPARE(keeper.book().bids, wantedBids);
            QCOMPARE(keeper.book().asks, wantedAsks);
        }
    }
};

QTEST_APPLESS_MAIN(BookKeeperTest)
#include "tst_book_keeper.moc"
