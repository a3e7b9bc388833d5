// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/MarketBoard.h"

#include <QTest>

using namespace breakline;

namespace {

constexpr Timestamp kStart {1'767'607'200'000};
constexpr SymbolId kA {0};
constexpr SymbolId kB {1};

MarketBoard makeBoard()
{
    std::vector<Instrument> instruments(2);
    const char* names[] = {"AAAUSDT", "BBBUSDT"};
    for (std::size_t i = 0; i < 2; ++i) {
        Instrument& one = instruments[i];
        one.symbol = names[i];
        one.tickSize = Decimal::literal("0.01");
        one.lotSize = Decimal::literal("1");
        one.maxLeverage = Decimal::literal("50");
        one.maintenanceMarginRate = Decimal::literal("0.01");
        one.priceBand = Decimal::literal("0.05");
        if (!one.finish())
            qFatal("the instruments are not valid");
    }
    MarketBoard board;
    board.reset(*InstrumentTable::make(std::move(instruments)), kStart);
    return board;
}

BookSnapshot bookOf(SymbolId symbol, std::int64_t ms)
{
    return {symbol, kStart + Duration::milliseconds(ms), 1, {{{9'999}, {20}}}, {{{10'001}, {20}}}};
}

} // namespace

/// Which books the board shows.
class MarketBoardTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aBookIsKnownWhileItIsWatched()
    {
        MarketBoard board = makeBoard();
        board.watchBook(kA);
        board.onBook(bookOf(kA, 5));
        QVERIFY(board.bookTime(kA) == kStart + Duration::milliseconds(5));
        QVERIFY(board.book(kA).has_value());
        QVERIFY(board.view(kA, kStart + Duration::milliseconds(6)).book.has_value());
        board.dropBook(kA);
        QVERIFY(!board.bookTime(kA));
        QVERIFY(!board.book(kA));
    }

    void anAnswerThatTheStreamHasOvertakenTellsNoPrice()
    {
        MarketBoard board = makeBoard();
        Ticker ticker;
        ticker.symbol = kA;
        ticker.mark = Price {100};
        ticker.time = kStart;
        board.seedTicker(ticker);
        QVERIFY(board.mark(kA) == Price {100});
        ticker.mark = Price {101};
        ticker.time = kStart + Duration::milliseconds(2);
        board.onTicker(ticker);
        ticker.mark = Price {99};
        ticker.time = kStart + Duration::milliseconds(1);
        board.seedTicker(ticker);
        QVERIFY(board.mark(kA) == Price {101});
        ticker.time = kStart + Duration::milliseconds(2);
        board.seedTicker(ticker);
        QVERIFY(board.mark(kA) == Price {99});
    }

    void aBookThatComesAfterItsStreamEndedIsNotTaken()
    {
        MarketBoard board = makeBoard();
        board.watchBook(kA);
        board.onBook(bookOf(kA, 5));
        board.dropBook(kA);
        // Held for the same instant, and so handed in afterwards.
        board.onBook(bookOf(kA, 5));
        QVERIFY(!board.bookTime(kA));
        const MarketView view = board.view(kA, kStart + Duration::minutes(50));
        QVERIFY(!view.book.has_value());
    }

    void aBookNobodyAskedForIsNotTaken()
    {
        MarketBoard board = makeBoard();
        board.watchBook(kA);
        const std::uint64_t before = board.revision(kB);
        board.onBook(bookOf(kB, 5));
        QVERIFY(!board.bookTime(kB));
        QCOMPARE(board.revision(kB), before);
    }

    void watchedAgainItBeginsAnew()
    {
        MarketBoard board = makeBoard();
        board.watchBook(kA);
        board.onBook(bookOf(kA, 5));
        board.dropBook(kA);
        board.watchBook(kA);
        QVERIFY(!board.bookTime(kA)); // the old one is void
        board.onBook(bookOf(kA, 900));
        board.watchBook(kA); // again: nothing changes
        QVERIFY(board.bookTime(kA) == kStart + Duration::milliseconds(900));
    }
};

QTEST_GUILESS_MAIN(MarketBoardTest)
#include "tst_market_board.moc"
