// SPDX-License-Identifier: GPL-3.0-or-later
// Flatten from end to end: the real session on its own thread, the real window,
// and a pointer that knows only what is in the picture of the screen. The events
// are the X server's own (XTEST) where libXtst is installed; elsewhere Qt Test
// puts them into the window at the same place. Needs an X display (xvfb-run gives
// one) and skips without.
#include "SessionAtPosition.h"
#include "WindowProbe.h"

#include "app/SessionDesk.h"
#include "execution/OrderLifecycle.h"
#include "storage/RowsReader.h"
#include "ui/TwoStepCommand.h"

#include <QApplication>
#include <QImage>
#include <QLibrary>
#include <QPixmap>
#include <QRegularExpression>
#include <QScreen>
#include <QTemporaryDir>

#include <algorithm>
#include <vector>

namespace breakline {

namespace {

constexpr int kTimeoutMs = 60'000;
/// Slow enough that what is open at the first press is open at the second.
constexpr double kSpeed = 10.0;
const QColor kRed(0xd8, 0x28, 0x3c);

/// The pointer of the X server.
class RealPointer {
public:
    RealPointer()
    {
        const auto open = reinterpret_cast<Display* (*)(const char*)>(m_x11.resolve("XOpenDisplay"));
        m_flush = reinterpret_cast<int (*)(Display*)>(m_x11.resolve("XFlush"));
        m_move = reinterpret_cast<Move>(m_xtst.resolve("XTestFakeMotionEvent"));
        m_button = reinterpret_cast<Button>(m_xtst.resolve("XTestFakeButtonEvent"));
        if (open && m_flush && m_move && m_button)
            m_display = open(nullptr);
    }
    bool isThere() const { return m_display != nullptr; }
    void press(const QPoint& place)
    {
        m_move(m_display, -1, place.x(), place.y(), 0);
        m_button(m_display, 1, 1, 0);
        m_button(m_display, 1, 0, 0);
        m_flush(m_display);
    }

private:
    struct Display;
    using Move = int (*)(Display*, int, int, int, unsigned long);
    using Button = int (*)(Display*, unsigned, int, unsigned long);

    QLibrary m_x11 {QStringLiteral("X11"), 6};
    QLibrary m_xtst {QStringLiteral("Xtst"), 6};
    int (*m_flush)(Display*) = nullptr;
    Move m_move = nullptr;
    Button m_button = nullptr;
    Display* m_display = nullptr; ///< of the process: closed with it
};

bool isLike(QRgb pixel, const QColor& colour)
{
    return std::abs(qRed(pixel) - colour.red()) <= 8 && std::abs(qGreen(pixel) - colour.green()) <= 8
        && std::abs(qBlue(pixel) - colour.blue()) <= 8;
}

int countOf(const QImage& picture, const QRect& area, const QColor& colour)
{
    int count = 0;
    for (int y = area.top(); y <= area.bottom(); ++y)
        for (int x = area.left(); x <= area.right(); ++x)
            count += isLike(picture.pixel(x, y), colour);
    return count;
}

/// Where the largest connected area of this colour is; empty: none.
QRect largestArea(const QImage& picture, const QColor& colour)
{
    const int width = picture.width();
    std::vector<bool> seen(static_cast<std::size_t>(width * picture.height()));
    QRect largest;
    int most = 0;
    std::vector<QPoint> open;
    const auto take = [&](int x, int y) {
        if (x < 0 || y < 0 || x >= width || y >= picture.height())
            return;
        const auto at = static_cast<std::size_t>(y * width + x);
        if (!seen[at] && isLike(picture.pixel(x, y), colour)) {
            seen[at] = true;
            open.emplace_back(x, y);
        }
    };
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < width; ++x) {
            take(x, y);
            QRect area;
            int count = 0;
            while (!open.empty()) {
                const QPoint point = open.back();
                open.pop_back();
                area |= QRect(point, QSize(1, 1));
                ++count;
                take(point.x() - 1, point.y());
                take(point.x() + 1, point.y());
                take(point.x(), point.y() - 1);
                take(point.x(), point.y() + 1);
            }
            if (count > most) {
                most = count;
                largest = area;
            }
        }
    return largest;
}

int restingOrders(const TradingSnapshot& snapshot)
{
    return static_cast<int>(std::ranges::count_if(snapshot.orders, [](const OrderView& order) {
        return order.type == OrderType::Limit && order.status == OrderStatus::Acknowledged;
    }));
}

int liveOrders(const TradingSnapshot& snapshot)
{
    return static_cast<int>(std::ranges::count_if(
        snapshot.orders, [](const OrderView& order) { return !isFinal(order.status); }));
}

} // namespace

class TestFlattenPressed : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_files;
    RealPointer m_pointer;
    std::unique_ptr<SessionDesk> m_desk;
    std::unique_ptr<WorkstationUi> m_ui;
    TradingSnapshotPtr m_last;

    bool until(const std::function<bool(const TradingSnapshot&)>& holds)
    {
        return QTest::qWaitFor([&] { return m_last && holds(*m_last); }, kTimeoutMs);
    }
    /// What the screen shows.
    static QImage picture()
    {
        return QGuiApplication::primaryScreen()->grabWindow(0).toImage().convertToFormat(
            QImage::Format_RGB32);
    }
    void press(const QPoint& place)
    {
        if (m_pointer.isThere())
            m_pointer.press(place);
        else
            QTest::mouseClick(m_ui->window(), Qt::LeftButton, Qt::NoModifier,
                              m_ui->window()->mapFromGlobal(place));
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (QGuiApplication::platformName() != QLatin1String("xcb"))
            QSKIP("no X display: platform is not xcb, there is no screen to take a picture of");
        WorkstationUi::prepareApplication();
        const QString folder = m_files.filePath(QStringLiteral("session"));
        QVERIFY(tradeUntil(folder, {2, 1}));
        m_desk = std::make_unique<SessionDesk>(sessionIn(folder), kSpeed);
        connect(m_desk.get(), &TradingDesk::snapshotReady, this,
                [this](const TradingSnapshotPtr& snapshot) { m_last = snapshot; });
        connect(m_desk.get(), &SessionDesk::failed, this,
                [](const QString& message, int) { QFAIL(qPrintable(message)); });
        m_ui = std::make_unique<WorkstationUi>(*m_desk, testOptions());
        QVERIFY(m_ui->load());
        QVERIFY(QTest::qWaitForWindowExposed(m_ui->window()));
        qInfo("pointer events by %s", m_pointer.isThere() ? "the X server" : "Qt Test");
    }
    void cleanupTestCase()
    {
        m_ui.reset();
        m_desk.reset();
    }

    void twoPressesLeaveTheAccountFlat()
    {
        QVERIFY(until([](const TradingSnapshot& now) { return now.positions.size() >= 2; }));
        const std::size_t positions = m_last->positions.size();
        QVERIFY(restingOrders(*m_last) >= 1);

        // The button is the largest red thing on the screen.
        QRect button;
        QTRY_VERIFY_WITH_TIMEOUT((button = largestArea(picture(), kRed)).width() > 60, kTimeoutMs);
        QVERIFY(button.height() > 15 && button.width() > button.height());
        QVERIFY(countOf(picture(), button, kRed) > button.width() * button.height() / 2);

        const TwoStepCommand* flatten = m_ui->workstation().flatten();
        press(button.center());
        QTRY_VERIFY(flatten->isArmed());
        // It is seen to wait for the second step.
        QTRY_VERIFY(countOf(picture(), button, kRed) < button.width() * button.height() / 4);
        QCOMPARE(m_last->positions.size(), positions);
        QTRY_VERIFY(flatten->remainingMs() <= TwoStepCommand::kArmedMs - TwoStepCommand::kDeliberateMs);
        QVERIFY2(flatten->isArmed(), "this machine was too slow for the second step");
        const Timestamp pressed = m_last->time;
        press(button.center());

        QVERIFY(until([](const TradingSnapshot& now) { return now.flatten.has_value(); }));
        const FlattenReceipt receipt = *m_last->flatten;
        QVERIFY(m_last->positions.empty());
        QCOMPARE(liveOrders(*m_last), 0);
        QVERIFY(!m_last->isExposed);
        QCOMPARE(receipt.positionsClosed, static_cast<int>(positions));
        QVERIFY(receipt.ordersCancelled >= 1);
        QVERIFY(receipt.started >= pressed);
        QVERIFY(receipt.venueMs > 0 && receipt.venueMs == (receipt.finished - receipt.started).ms);
        QVERIFY(receipt.wallMs.has_value() && *receipt.wallMs > 0);

        // The receipt is on the screen, in milliseconds.
        const QQuickItem* text = findItem(m_ui->window()->contentItem(), QStringLiteral("receiptText"));
        QVERIFY(text != nullptr);
        const QRegularExpression inMilliseconds(
            QStringLiteral("^Flat in [0-9,]+ ms on the exchange's clock \\([0-9,]+ ms real time\\) · "
                           "positions closed: %1 · orders cancelled: [1-9]")
                .arg(positions));
        QTRY_VERIFY2(text->isVisible() && inMilliseconds.match(text->property("text").toString()).hasMatch(),
                     qPrintable(text->property("text").toString()));

        // The market has gone on, and goes on: time and trades.
        QVERIFY(m_last->time > pressed);
        const Timestamp flat = m_last->time;
        QVERIFY(until([flat](const TradingSnapshot& now) {
            return now.time > flat && now.chart.lastTradeTime && *now.chart.lastTradeTime > flat;
        }));
        QVERIFY(m_last->positions.empty());
    }

    /// By the session's own books, once it is closed.
    void nothingIsLeftInTheBooks()
    {
        m_desk->submit(CommandKind::Stop, {});
        QVERIFY(until([](const TradingSnapshot& now) { return now.state == TradingState::Stopped; }));
        QCOMPARE(m_desk->close(), 0);
        const auto reader = RowsReader::open(m_files.filePath(QStringLiteral("session")));
        QVERIFY(reader.has_value());
        int byFlatten = 0;
        const std::vector<PositionRow> positions = (*reader)->positions().value();
        const std::vector<OrderRow> orders = (*reader)->orders().value();
        for (const PositionRow& row : positions) {
            QVERIFY2(row.closed.has_value(), row.positionId.c_str());
            byFlatten += row.exitReason == "panic_exit";
        }
        QVERIFY(byFlatten >= 2);
        for (const OrderRow& row : orders)
            QVERIFY2(isFinal(row.status), row.clientId.c_str());
    }
};

} // namespace breakline

QTEST_MAIN(breakline::TestFlattenPressed)
#include "tst_flatten_pressed.moc"
