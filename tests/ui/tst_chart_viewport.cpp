// SPDX-License-Identifier: GPL-3.0-or-later
#include "ScriptedPast.h"

#include "ui/chart/AxisTicks.h"
#include "ui/chart/ChartSource.h"
#include "ui/chart/ChartViewport.h"
#include "ui/chart/PriceAxis.h"

#include <QSignalSpy>
#include <QTest>

namespace breakline {

namespace {

QStringList texts(std::initializer_list<const char*> list)
{
    QStringList result;
    for (const char* text : list)
        result.append(QString::fromUtf8(text));
    return result;
}

ChartView chartOf(int count, std::int64_t firstBar = 0)
{
    ChartView chart;
    chart.symbol = "BTCUSDT";
    for (int i = 0; i < count; ++i) {
        const double open = 100.0 + static_cast<double>(i % 10);
        chart.candles.push_back(
            {Timestamp {(firstBar + i) * 300'000}, open, open + 2.0, open - 1.0, open + 1.0, 5.0});
    }
    return chart;
}

} // namespace

class TestChartViewport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void followsTheNewestCandle()
    {
        ChartViewport view;
        view.setSize(1200.0, 500.0);
        view.setCount(300, 0);
        QVERIFY(view.isFollowing());
        QCOMPARE(view.xOf(300.0), 1140.0); // six candles of ten pixels are left free
        view.setCount(301, 0);
        QCOMPARE(view.xOf(301.0), 1140.0);
        QCOMPARE(view.lastSeen(), 300);
    }

    void panningStopsFollowingAndDraggingBackStartsIt()
    {
        ChartViewport view;
        view.setSize(1200.0, 500.0);
        view.setCount(300, 0);
        view.panBy(100.0);
        QVERIFY(!view.isFollowing());
        QCOMPARE(view.xOf(300.0), 1240.0);
        view.setCount(305, 0);
        QCOMPARE(view.xOf(300.0), 1240.0);
        view.panBy(-150.0);
        QVERIFY(view.isFollowing());
    }

    void aHeadCutOffDoesNotMoveThePicture()
    {
        ChartViewport view;
        view.setSize(1200.0, 500.0);
        view.setCount(300, 0);
        view.panBy(500.0);
        const double before = view.xOf(200.0);
        view.setCount(300, 1);
        QCOMPARE(view.xOf(199.0), before);
    }

    void zoomKeepsTheCandleUnderThePointer()
    {
        ChartViewport view;
        view.setSize(1200.0, 500.0);
        view.setCount(2000, 0);
        view.panBy(3000.0);
        const double index = view.indexAt(400.0);
        view.zoomAt(400.0, 0.5);
        QCOMPARE(view.indexAt(400.0), index);
        QCOMPARE(view.visible(), 60.0);
        for (int i = 0; i < 100; ++i)
            view.zoomAt(400.0, 0.5);
        QCOMPARE(view.visible(), ChartViewport::kFewestCandles);
        for (int i = 0; i < 100; ++i)
            view.zoomAt(400.0, 2.0);
        QCOMPARE(view.visible(), 2500.0);
    }

    void pricesFitTheCandlesAndTheLinesNearThem()
    {
        ChartViewport view;
        view.setSize(1200.0, 500.0);
        ChartView chart = chartOf(100);
        view.setCount(100, 0);
        view.fitPrices(chart);
        QVERIFY(view.lowPrice() < 99.0 && view.lowPrice() > 97.0);
        QVERIFY(view.highPrice() > 111.0 && view.highPrice() < 113.0);
        chart.stop = 95.0;
        view.fitPrices(chart);
        QVERIFY(view.lowPrice() < 95.0);
        chart.stop = 10.0; // too far: the candles stay readable
        view.fitPrices(chart);
        QVERIFY(view.lowPrice() > 97.0);
        QCOMPARE(view.priceAt(view.yOf(104.5)), 104.5);
        QCOMPARE(view.volumeMax(), 5.0);
    }

    void emptyAndFlatChartsAreFinite()
    {
        ChartViewport view;
        view.setSize(0.0, 0.0);
        view.setCount(0, 0);
        view.fitPrices({});
        QVERIFY(view.firstSeen() > view.lastSeen());
        ChartView flat;
        flat.candles = {{Timestamp {0}, 5.0, 5.0, 5.0, 5.0, 0.0}};
        view.setSize(100.0, 100.0);
        view.setCount(1, 0);
        view.fitPrices(flat);
        QVERIFY(view.highPrice() > view.lowPrice());
        QVERIFY(qIsFinite(view.yOf(5.0)));
    }

    void sourceKnowsWhatChanged()
    {
        ChartSource source;
        source.update(chartOf(100));
        QCOMPARE(source.firstChanged(), 0);
        source.update(chartOf(100));
        QCOMPARE(source.firstChanged(), 100);
        ChartView ticked = chartOf(100);
        ticked.candles.back().close += 0.5;
        source.update(ticked);
        QCOMPARE(source.firstChanged(), 99);
        source.update(chartOf(101));
        QCOMPARE(source.firstChanged(), 99);
        source.update(chartOf(100, 3));
        QCOMPARE(source.cutOff(), 3);
        QCOMPARE(source.firstChanged(), 0);
        QSignalSpy symbols(&source, &ChartSource::symbolChanged);
        ChartView other = chartOf(10);
        other.symbol = "ETHUSDT";
        other.candles.back().close = 1.2345;
        other.candles.back().low = 1.2345;
        source.update(other);
        QCOMPARE(symbols.count(), 1);
        QCOMPARE(source.cutOff(), 0);
        QCOMPARE(source.decimals(), 4);
    }

    void goesThroughTheMomentsAndBackToNow()
    {
        ChartSource source;
        const ChartView now = chartOf(100);
        const ChartPastPtr past = scriptedPast(now, 40);
        source.update(now, past);
        QVERIFY(source.isLive());
        QCOMPARE(source.moments(), 40);
        QCOMPARE(source.moment(), 40);
        QCOMPARE(source.asOf(), QString());
        for (int i = 39; i >= 0; --i) {
            source.step(-1);
            QCOMPARE(source.moment(), i);
            // What was known then: candles, the level's touches, the position from its fill on.
            const ChartView& then = source.chart();
            QCOMPARE(then.candles.size(), std::size_t(61 + i));
            QCOMPARE(then.levels[0].touches, i + 1);
            QCOMPARE(then.last, std::optional(now.candles[std::size_t(60 + i)].close));
            QCOMPARE(then.stop.has_value(), i >= 30);
            QCOMPARE(then.markers.size(), std::size_t(i >= 30 ? 1 : 0));
            QVERIFY(!then.lastIsForming);
            QCOMPARE(source.isBeforeSession(), i < 20);
        }
        QVERIFY(!source.isLive());
        QCOMPARE(source.asOf(), QStringLiteral("1970-01-01 05:05:05 UTC"));
        source.step(-1); // nothing older is held
        QCOMPARE(source.moment(), 0);
        source.showMoment(17);
        QCOMPARE(source.moment(), 17);
        source.step(12);
        QCOMPARE(source.moment(), 29);
        source.step(11);
        QVERIFY(source.isLive());
        QCOMPARE(source.chart().candles.size(), std::size_t {100});
        source.showOldest();
        QCOMPARE(source.moment(), 0);
        source.showNow();
        QVERIFY(source.isLive());
        QCOMPARE(source.moment(), 40);
    }

    void aMomentStandsWhileTheMarketGoesOn()
    {
        ChartSource source;
        source.update(chartOf(100), scriptedPast(chartOf(100), 40));
        source.showMoment(10);
        const std::vector<Candle> then = source.chart().candles;
        QSignalSpy changes(&source, &ChartSource::changed);
        ChartView ticked = chartOf(100);
        ticked.candles.back().close += 0.5;
        const ChartPastPtr past = scriptedPast(chartOf(100), 40);
        source.update(ticked, past);
        changes.clear();
        ticked.candles.back().close += 0.5;
        source.update(ticked, past);
        QCOMPARE(changes.count(), 0); // nothing is drawn anew for a tick
        source.update(chartOf(101), scriptedPast(chartOf(101), 41));
        QVERIFY(source.chart().candles == then);
        QCOMPARE(source.moments(), 41);
        QCOMPARE(source.moment(), 10);
        source.showNow();
        QCOMPARE(source.chart().candles.size(), std::size_t {101});
    }

    void whatIsNotHeldIsUnknown()
    {
        ChartSource source;
        source.update(chartOf(100), nullptr);
        QCOMPARE(source.moments(), 0);
        source.step(-1);
        QVERIFY(source.isLive()); // there is nothing to go back to
        source.update(chartOf(100), scriptedPast(chartOf(100), 40));
        source.showMoment(5);
        QVERIFY(!source.isUnknown());
        // The moment is let go meanwhile.
        source.update(chartOf(100), scriptedPast(chartOf(100), 20));
        QVERIFY(source.isUnknown());
        QVERIFY(source.isEmpty());
        QVERIFY(source.chart().levels.empty());
        QCOMPARE(source.asOf(), QStringLiteral("1970-01-01 05:30:05 UTC"));
        source.step(1);
        QVERIFY(!source.isUnknown());
        // Another symbol at the same time, of which nothing was known then.
        source.showMoment(3);
        ChartView other = chartOf(100);
        other.symbol = "ETHUSDT";
        source.update(other, nullptr);
        QVERIFY(!source.isLive());
        QVERIFY(source.isUnknown());
        QCOMPARE(source.symbol(), QStringLiteral("ETHUSDT"));
        source.showNow();
        QCOMPARE(source.chart().candles.size(), std::size_t {100});
    }

    void aTimeAskedForIsShownOnceItIsHeld()
    {
        ChartSource source;
        // The close of the candle with this number, counted from 0.
        const auto close = [](int candle) { return Timestamp {(candle + 1) * 300'000LL}; };
        source.showWhenHeld(close(99));
        source.update(chartOf(100), scriptedPast(chartOf(99), 40));
        QVERIFY(source.isLive()); // its moment is still to come
        const ChartPastPtr past = scriptedPast(chartOf(102), 40);
        source.update(chartOf(102), past);
        QVERIFY(!source.isLive());
        QCOMPARE(source.chart().candles.size(), std::size_t {100});
        source.showNow();
        source.update(chartOf(102), past);
        QVERIFY(source.isLive()); // once
        // One that lies before all that is held is not known.
        source.showWhenHeld(close(3));
        source.update(chartOf(102), past);
        QVERIFY(source.isUnknown());
    }

    void theHeadThatComesBackDoesNotMoveThePicture()
    {
        ChartSource source;
        source.update(chartOf(100, 3));
        source.update(chartOf(100));
        QCOMPARE(source.cutOff(), -3);
        QCOMPARE(source.firstChanged(), 0);
        ChartViewport view;
        view.setSize(1200.0, 500.0);
        view.setCount(300, 0);
        view.panBy(500.0);
        const double before = view.xOf(100.0);
        view.setCount(300, -3);
        QCOMPARE(view.xOf(103.0), before);
    }

    void ticksAreRound()
    {
        QCOMPARE(priceTicks(98.0, 112.0, 5), std::vector<double>({100.0, 105.0, 110.0}));
        QCOMPARE(priceTicks(0.0, 1.0, 4), std::vector<double>({0.0, 0.25, 0.5, 0.75, 1.0}));
        QVERIFY(priceTicks(5.0, 5.0, 5).empty());
        QVERIFY(priceTicks(5.0, 4.0, 5).empty());
        QCOMPARE(timeStep(1.0), std::int64_t {60'000});
        QCOMPARE(timeStep(300'001.0), std::int64_t {600'000});
        QCOMPARE(timeStep(1e15), std::int64_t {40320} * 60'000);
    }

    void tagsDoNotCoverEachOther()
    {
        std::vector<PriceAxis::Tag> tags {{50.0, QStringLiteral("a"), {}, {}},
                                          {52.0, QStringLiteral("b"), {}, {}},
                                          {198.0, QStringLiteral("c"), {}, {}},
                                          {199.0, QStringLiteral("d"), {}, {}},
                                          {1.0, QStringLiteral("e"), {}, {}}};
        PriceAxis::spread(tags, 14.0, 200.0);
        QStringList order;
        for (std::size_t i = 0; i < tags.size(); ++i) {
            order.append(tags[i].name);
            QVERIFY(tags[i].y >= 7.0 && tags[i].y <= 193.0);
            QVERIFY(i == 0 || tags[i].y - tags[i - 1].y >= 14.0);
        }
        QCOMPARE(order, texts({"e", "a", "b", "c", "d"}));
    }
};

} // namespace breakline

QTEST_GUILESS_MAIN(breakline::TestChartViewport)
#include "tst_chart_viewport.moc"
