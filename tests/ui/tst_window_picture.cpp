// SPDX-License-Identifier: GPL-3.0-or-later
// Looks at pixels: the scene graph's own nodes are not drawn on the offscreen
// platform, so this needs an X display (xvfb-run gives one) and skips without.
#include "ManualUiClock.h"
#include "ScriptedPast.h"
#include "ScriptedSession.h"
#include "WindowProbe.h"

#include "ui/chart/PriceChart.h"

#include <QApplication>
#include <QImage>
#include <QSGRendererInterface>
#include <QSignalSpy>
#include <QTest>

namespace breakline {

class TestWindowPicture : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<ScriptedSession> m_desk;
    std::unique_ptr<ManualUiClock> m_clock;
    std::unique_ptr<WorkstationUi> m_ui;

    QImage grab()
    {
        m_desk->publish();
        m_clock->advance(33);
        // What was published is on the screen with the next frame.
        QSignalSpy frame(m_ui->window(), &QQuickWindow::frameSwapped);
        m_ui->window()->update();
        if (!frame.wait())
            qWarning("no frame came");
        return m_ui->window()->grabWindow();
    }
    QRect areaOf(const QString& name)
    {
        const QQuickItem* item = findItem(m_ui->window()->contentItem(), name);
        return item->mapRectToScene(QRectF(0, 0, item->width(), item->height())).toRect();
    }
    static int countColour(const QImage& image, const QRect& area, const QColor& colour, int tolerance)
    {
        int count = 0;
        for (int y = area.top(); y <= area.bottom(); ++y) {
            for (int x = area.left(); x <= area.right(); ++x) {
                const QColor pixel = image.pixelColor(x, y);
                if (std::abs(pixel.red() - colour.red()) <= tolerance
                    && std::abs(pixel.green() - colour.green()) <= tolerance
                    && std::abs(pixel.blue() - colour.blue()) <= tolerance)
                    ++count;
            }
        }
        return count;
    }
    PriceChart* chart()
    {
        return qobject_cast<PriceChart*>(
            findItem(m_ui->window()->contentItem(), QStringLiteral("priceChart")));
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (QGuiApplication::platformName() != QLatin1String("xcb"))
            QSKIP("no X display: platform is not xcb, pictures of the chart cannot be checked");
        WorkstationUi::prepareApplication();
    }
    void init()
    {
        m_desk = std::make_unique<ScriptedSession>();
        m_clock = std::make_unique<ManualUiClock>();
        m_ui = std::make_unique<WorkstationUi>(*m_desk, *m_clock, testOptions());
        m_desk->submit(CommandKind::Start, "breakout_v1_demo");
        QCoreApplication::processEvents();
        m_desk->play(150);
        QVERIFY(m_ui->load());
        m_ui->window()->resize(1600, 1000);
        QVERIFY(QTest::qWaitForWindowExposed(m_ui->window()));
        if (m_ui->window()->rendererInterface()->graphicsApi() == QSGRendererInterface::Software)
            QSKIP("the scene graph runs on the software backend, which draws no nodes of our own");
    }
    void cleanup()
    {
        m_ui.reset();
        m_clock.reset();
        m_desk.reset();
    }

    void candlesAndLinesAreDrawn()
    {
        const QImage picture = grab();
        const QRect area = areaOf(QStringLiteral("priceChart"));
        const PriceChart& plot = *chart();
        QVERIFY(countColour(picture, area, plot.property("upColor").value<QColor>(), 6) > 1500);
        QVERIFY(countColour(picture, area, plot.property("downColor").value<QColor>(), 6) > 1500);
        // Entry, stop and both targets cross the whole plot at their prices.
        const ChartView& data = plot.source()->chart();
        const auto along = [&](double price, const QColor& colour) {
            const int y = area.top() + qRound(plot.viewport().yOf(price));
            return countColour(picture, QRect(area.left(), y - 2, area.width(), 5), colour, 6);
        };
        QVERIFY(along(*data.entry, plot.entryColor()) > area.width() * 3 / 5);
        QVERIFY(along(*data.stop, plot.stopColor()) > area.width() * 3 / 5);
        for (const double target : data.targets)
            QVERIFY(along(target, plot.targetColor()) > area.width() / 3);
    }

    void theStopMovesWithItsPrice()
    {
        const double before = *m_desk->snapshot.chart.stop;
        grab();
        m_desk->snapshot.chart.stop = before + 150.0;
        m_desk->snapshot.positions.front().stop = before + 150.0;
        const QImage picture = grab();
        const QRect area = areaOf(QStringLiteral("priceChart"));
        const PriceChart& plot = *chart();
        const int y = area.top() + qRound(plot.viewport().yOf(before + 150.0));
        QVERIFY(countColour(picture, QRect(area.left(), y - 2, area.width(), 5), plot.stopColor(), 6)
                > area.width() * 3 / 5);
    }

    void thePastIsDrawnAsItWas()
    {
        m_desk->snapshot.chartPast = scriptedPast(m_desk->snapshot.chart, 40);
        grab();
        ChartSource& source = *m_ui->workstation().chart();
        const PriceChart& plot = *chart();
        QRect area; // the mark above it takes some of its height
        const auto along = [&](const QImage& picture, double price, const QColor& colour) {
            area = areaOf(QStringLiteral("priceChart"));
            const int y = area.top() + qRound(plot.viewport().yOf(price));
            return countColour(picture, QRect(area.left(), y - 2, area.width(), 5), colour, 6);
        };
        source.showMoment(35);
        QImage picture = grab();
        QVERIFY(along(picture, *source.chart().stop, plot.stopColor()) > area.width() * 3 / 5);
        // The level's line begins at its birth, after the dots from its first touch.
        const LevelView& level = source.chart().levels.front();
        const auto& candles = source.chart().candles;
        const auto born = std::ranges::find(candles, *level.born, &Candle::openTime) - candles.begin();
        const int x = area.left() + qRound(plot.viewport().xOf(static_cast<double>(born)));
        const int y = area.top() + qRound(plot.viewport().yOf(level.price));
        const QColor background = picture.pixelColor(area.left() + 3, y + 3);
        QVERIFY(picture.pixelColor(x + 8, y + 3) != background);
        QCOMPARE(picture.pixelColor(x - 30, y + 3), background);
        // Before the fill there was no stop.
        source.showMoment(25);
        const double stop = *m_desk->snapshot.chart.stop;
        picture = grab();
        QCOMPARE(along(picture, stop, plot.stopColor()) > area.width() * 3 / 5, false);
        const QRect mark = areaOf(QStringLiteral("asOfMark"));
        QVERIFY(countColour(picture, mark, QColor(0x33, 0x28, 0x0f), 8) > mark.width() * mark.height() / 3);
        source.showNow();
        picture = grab();
        QVERIFY(along(picture, stop, plot.stopColor()) > area.width() * 3 / 5);
    }

    void moreCandlesThanOneNodeHolds()
    {
        // 10,000 candles are three chunks; zoomed out, the oldest fifth must be drawn too.
        ChartView& data = m_desk->snapshot.chart;
        data = {};
        data.symbol = "LONG";
        for (int i = 0; i < 10'000; ++i)
            data.candles.push_back(
                {Timestamp {i * 300'000LL}, 100.0, 140.0, 60.0, i % 2 == 0 ? 130.0 : 70.0, 1.0});
        grab();
        for (int i = 0; i < 60; ++i)
            chart()->zoomBy(1.3);
        const QImage picture = grab();
        const QRect area = areaOf(QStringLiteral("priceChart"));
        const QColor background = picture.pixelColor(area.right() - 4, area.top() + 4);
        const int start = area.left() + qRound(chart()->viewport().xOf(0.0));
        const int end = area.left() + qRound(chart()->viewport().xOf(10'000.0));
        const int y = area.top() + qRound(chart()->viewport().yOf(101.5));
        for (int fifth = 0; fifth < 5; ++fifth) {
            const int x = start + (end - start) * (2 * fifth + 1) / 10;
            QVERIFY2(picture.pixelColor(x, y) != background, qPrintable(QString::number(fifth)));
        }
    }

    void flattenIsRedAndTheBadgeIsSeen()
    {
        const QImage picture = grab();
        const QRect flatten = areaOf(QStringLiteral("flattenButton"));
        QVERIFY(countColour(picture, flatten, QColor(0xd8, 0x28, 0x3c), 8)
                > flatten.width() * flatten.height() / 2);
        const QRect badge = areaOf(QStringLiteral("demoBadge"));
        QVERIFY(countColour(picture, badge, QColor(0xf2, 0xb6, 0x3c), 8)
                > badge.width() * badge.height() / 2);
    }

    void liveMarketDataHaveABadgeOfTheirOwnColour()
    {
        m_desk->openVenue("bybit");
        m_desk->play(1);
        const QImage picture = grab();
        const QRect badge = areaOf(QStringLiteral("liveBadge"));
        QVERIFY(countColour(picture, badge, QColor(0x8b, 0x4d, 0xf5), 8)
                > badge.width() * badge.height() / 2);
        // Flatten no longer is the strongest thing: it cannot be pressed.
        const QRect flatten = areaOf(QStringLiteral("flattenButton"));
        QCOMPARE(countColour(picture, flatten, QColor(0xd8, 0x28, 0x3c), 8), 0);
    }

    void theWheelZoomsAndADragPans()
    {
        grab();
        PriceChart& plot = *chart();
        const QRect area = areaOf(QStringLiteral("priceChart"));
        const double visible = plot.viewport().visible();
        QTest::mouseMove(m_ui->window(), area.center());
        QWheelEvent wheel(area.center(), m_ui->window()->mapToGlobal(area.center()), QPoint(), QPoint(0, 120),
                          Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(m_ui->window(), &wheel);
        QVERIFY(plot.viewport().visible() < visible);
        QTest::mousePress(m_ui->window(), Qt::LeftButton, Qt::NoModifier, area.center());
        QTest::mouseMove(m_ui->window(), area.center() + QPoint(200, 0));
        QTest::mouseRelease(m_ui->window(), Qt::LeftButton, Qt::NoModifier, area.center() + QPoint(200, 0));
        QVERIFY(!plot.isFollowing());
        plot.followLast();
        QVERIFY(plot.isFollowing());
    }
};

} // namespace breakline

QTEST_MAIN(breakline::TestWindowPicture)
#include "tst_window_picture.moc"
