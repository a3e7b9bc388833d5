// SPDX-License-Identifier: GPL-3.0-or-later
#include "FakeSessionRecords.h"
#include "ManualUiClock.h"
#include "QmlComplaints.h"
#include "ScriptedPast.h"
#include "ScriptedSession.h"
#include "WindowProbe.h"

#include "execution/EntryTransaction.h"
#include "position/PositionExit.h"
#include "risk/RiskLimits.h"
#include "risk/Sizing.h"
#include "strategy/EntryValidator.h"
#include "strategy/FlowFilters.h"
#include "strategy/Signal.h"
#include "ui/DisplayText.h"
#include "ui/GateText.h"
#include "ui/chart/PriceChart.h"

#include <QApplication>
#include <QTest>

#include <algorithm>

namespace breakline {

namespace {

Gate gate(GateStage stage, std::string_view scope, std::string_view name, std::string_view unit, Bound bound,
          std::optional<double> value, std::optional<double> threshold)
{
    Gate result;
    result.stage = stage;
    result.scope = scope;
    result.name = name;
    result.unit = unit;
    result.bound = bound;
    result.value = value;
    result.threshold = threshold;
    result.refuses = value && threshold && !holds(bound, *value, *threshold);
    result.outcome = result.refuses ? CheckOutcome::Fail : CheckOutcome::Pass;
    return result;
}

/// A level was tried and its volume was too low; nothing else refused.
RecordedDecision decisionAt(Timestamp close)
{
    RecordedDecision decision;
    decision.row.symbol = "BTCUSDT";
    decision.row.time = close;
    decision.row.outcome = "filter:volume_surge 1.25 < 1.5";
    decision.gates = {
        gate(GateStage::Scan, "", "max_spread", "bps", Bound::AtMost, 4.0, 10.0),
        gate(GateStage::Level, "", "level", "price", Bound::AtLeast, 60'000.0, {}),
        gate(GateStage::Signal, "momentum", "body_ratio", "ratio", Bound::AtLeast, 0.75, 0.5),
        gate(GateStage::Level, "long", "level", "price", Bound::AtLeast, 61'000.0, {}),
        gate(GateStage::Signal, "momentum", "volume_surge", "ratio", Bound::AtLeast, 1.25, 1.5)};
    decision.gates.back().decided = true;
    decision.gates.back().isSoleBlocker = true;
    return decision;
}

} // namespace

class TestExplainWindow : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<QmlComplaints> m_complaints; ///< each fails the test
    std::unique_ptr<FakeSessionRecords> m_records;
    std::unique_ptr<FakeTradingDesk> m_desk;
    std::unique_ptr<ManualUiClock> m_clock;
    std::unique_ptr<WorkstationUi> m_ui;

    void open()
    {
        m_records = std::make_unique<FakeSessionRecords>();
        ScriptedSession scripted;
        scripted.submit(CommandKind::Start, "breakout_v1_demo");
        scripted.play(30);
        m_desk = std::make_unique<FakeTradingDesk>();
        m_desk->snapshot = scripted.snapshot;
        m_clock = std::make_unique<ManualUiClock>();
        WorkstationOptions options = testOptions();
        options.records = m_records.get();
        m_ui = std::make_unique<WorkstationUi>(*m_desk, *m_clock, options);
        m_desk->snapshot.chartPast = scriptedPast(m_desk->snapshot.chart, 40);
        QVERIFY(m_ui->load());
        QVERIFY(QTest::qWaitForWindowExposed(m_ui->window()));
        m_ui->window()->resize(1440, 900);
        show();
    }
    void show()
    {
        m_desk->publish();
        m_clock->advance(33);
        QCoreApplication::processEvents();
    }
    QQuickItem* item(const char* name)
    {
        return findItem(m_ui->window()->contentItem(), QLatin1String(name));
    }
    PriceChart* chart() { return qobject_cast<PriceChart*>(item("priceChart")); }
    const ChartView& shown() { return m_ui->workstation().chart()->chart(); }
    /// Index of the newest candle that has closed, so many before it.
    std::size_t closed(std::size_t before)
    {
        return shown().candles.size() - 1 - (shown().lastIsForming ? 1 : 0) - before;
    }
    void clickAt(double x, double y)
    {
        const QPointF at = chart()->mapToScene({x, y});
        QTest::mouseClick(m_ui->window(), Qt::LeftButton, Qt::NoModifier, at.toPoint());
    }
    double middleOf(std::size_t candle)
    {
        const ChartViewport& viewport = chart()->viewport();
        return viewport.xOf(static_cast<double>(candle)) + viewport.candleWidth() / 2.0;
    }
    /// The link of the first row; null where none is shown.
    static const QQuickItem* shownLink(const QQuickItem* in)
    {
        if (in->objectName() == QLatin1String("rowLink") && in->isVisible())
            return in;
        for (const QQuickItem* child : in->childItems())
            if (const QQuickItem* found = shownLink(child))
                return found;
        return nullptr;
    }
    int tab() { return item("lowerTabs")->property("currentIndex").toInt(); }

private Q_SLOTS:
    void initTestCase()
    {
        WorkstationUi::prepareApplication();
        m_complaints = std::make_unique<QmlComplaints>();
    }
    void init() { QmlComplaints::clear(); }
    void cleanup()
    {
        m_ui.reset();
        m_clock.reset();
        m_desk.reset();
        m_records.reset();
        QCOMPARE(QmlComplaints::texts(), QStringList());
    }
    void cleanupTestCase() { m_complaints.reset(); }

    void aCandleIsClickedAndReadWithThePictureOfThatMoment()
    {
        open();
        const std::size_t index = closed(5);
        const Candle candle = shown().candles[index];
        const Timestamp close = candle.openTime + Duration::minutes(5);
        clickAt(middleOf(index), chart()->viewport().yOf((candle.open + candle.close) / 2.0));
        QCOMPARE(m_records->questions.size(), std::size_t {1});
        QCOMPARE(m_records->questions[0].symbol, shown().symbol);
        QCOMPARE(m_records->questions[0].at, close);
        QVERIFY(m_records->questions[0].traceId.empty());
        QCOMPARE(tab(), 4);
        QVERIFY(visibleTexts(m_ui->window()).contains(QStringLiteral("Reading…")));

        m_records->answer(m_records->questions[0], decisionAt(close));
        show();
        const QStringList texts = visibleTexts(m_ui->window());
        QVERIFY(texts.contains(QStringLiteral("Refused: Volume against its median")));
        QVERIFY(texts.contains(QStringLiteral("Level 61,000 · Momentum, for a long")));
        QVERIFY(texts.contains(QStringLiteral("≥ 1.5")));
        QVERIFY(texts.contains(QStringLiteral("−0.25"))); // the margin
        QVERIFY(texts.contains(QStringLiteral("decided · nothing else refused: +0.25 and it had passed")));
        ChartSource* source = m_ui->workstation().chart();
        QVERIFY(!source->isLive());
        QCOMPARE(source->shownClose(), std::optional(close));
        QCOMPARE(shown().candles.back().openTime, candle.openTime);
    }

    void aDragIsNoClick()
    {
        open();
        const QPoint from = chart()->mapToScene({middleOf(closed(5)), chart()->height() / 2.0}).toPoint();
        QTest::mousePress(m_ui->window(), Qt::LeftButton, Qt::NoModifier, from);
        QTest::mouseMove(m_ui->window(), from + QPoint(60, 0));
        QTest::mouseRelease(m_ui->window(), Qt::LeftButton, Qt::NoModifier, from + QPoint(60, 0));
        QVERIFY(m_records->questions.empty());
    }

    void theFormingCandleHasNoAnswerYet()
    {
        open();
        QVERIFY(shown().lastIsForming);
        const Candle forming = shown().candles.back();
        clickAt(middleOf(shown().candles.size() - 1), chart()->viewport().yOf(forming.close));
        QVERIFY(m_records->questions.empty());
    }

    void aLevelIsClickedAndItsPartIsMarked()
    {
        open();
        // Of the candles in sight the highest is touched, and one that lies far below is
        // where the line is clicked.
        const std::vector<Candle>& candles = m_desk->snapshot.chart.candles;
        const std::size_t first = candles.size() - 20;
        const auto highest = std::ranges::max_element(candles.begin() + static_cast<std::ptrdiff_t>(first),
                                                      candles.end(), {}, &Candle::high);
        const auto lowest = std::ranges::min_element(candles.begin() + static_cast<std::ptrdiff_t>(first),
                                                     candles.end(), {}, &Candle::high);
        const double x = middleOf(static_cast<std::size_t>(lowest - candles.begin()));
        m_desk->snapshot.chart.levels = {{highest->high, true, 0.5, 3}};
        m_desk->snapshot.chart.markers.clear();
        m_desk->snapshot.chartPast = nullptr;
        show();
        const double price = shown().levels.front().price;
        clickAt(x, chart()->viewport().yOf(price));
        QCOMPARE(m_records->questions.size(), std::size_t {1});
        const Timestamp close = shown().candles[closed(0)].openTime + Duration::minutes(5);
        QCOMPARE(m_records->questions[0].at, close);
        RecordedDecision decision = decisionAt(close);
        decision.gates[3].value = price;
        m_records->answer(m_records->questions[0], decision);
        ExplainView* view = m_ui->workstation().explanation();
        QCOMPARE(view->gates()->markedRow(), 4); // Scan, spread, level, body, this level
        QCOMPARE(view->focusRow(), 4);
        QVERIFY(!view->isLevelUntried());

        decision.gates[3].value = price * 1.01;
        clickAt(x, chart()->viewport().yOf(price));
        m_records->answer(m_records->questions[1], decision);
        QVERIFY(view->isLevelUntried());
        // However long the answer is, it leaves the subject its room.
        const QQuickItem* subject = item("whySubject");
        const QQuickItem* outcome = item("whyOutcome");
        QTRY_VERIFY(outcome->width() > 0.0 && outcome->x() >= subject->x() + subject->implicitWidth());
    }

    void anOrderAndAPositionAreAskedByTheirTrace()
    {
        open();
        m_desk->snapshot.orders = {{"c1",
                                    "ETHUSDT",
                                    Side::Buy,
                                    OrderType::Market,
                                    OrderIntent::Entry,
                                    OrderStatus::Filled,
                                    1.0,
                                    1.0,
                                    {},
                                    {},
                                    m_desk->snapshot.time}};
        m_desk->snapshot.orders[0].traceId = "ETHUSDT:1:a";
        show();
        item("lowerTabs")->setProperty("currentIndex", 1);
        // The tab's table has its place, and the first row its place in it.
        const QQuickItem* tabs = item("lowerTabs");
        const QQuickItem* table = item("orderTable");
        QTRY_VERIFY(shownLink(table) != nullptr && table->width() > 300.0
                    && shownLink(table)->mapToScene({}).y() > tabs->mapToScene({0.0, tabs->height()}).y()
                    && shownLink(table)->mapToScene({}).x() > table->mapToScene({}).x() + 300.0);
        const QQuickItem* link = shownLink(table);
        const QPointF at = link->mapToScene({link->width() - 10.0, link->height() / 2.0});
        QTest::mouseClick(m_ui->window(), Qt::LeftButton, Qt::NoModifier, at.toPoint());
        QCOMPARE(m_records->questions.size(), std::size_t {1});
        QCOMPARE(m_records->questions[0].traceId, std::string("ETHUSDT:1:a"));
        QCOMPARE(tab(), 4);
        m_records->answer(m_records->questions[0], std::optional<RecordedDecision>());
        QVERIFY(
            m_ui->workstation().explanation()->problem().startsWith(QStringLiteral("This trade was not")));
    }

    void theAnswerToAnEarlierQuestionIsNotShown()
    {
        open();
        ExplainView* view = m_ui->workstation().explanation();
        view->askNewest(QStringLiteral("BTCUSDT"));
        view->askNewest(QStringLiteral("ETHUSDT"));
        m_records->answer(m_records->questions[0], decisionAt(m_desk->snapshot.time));
        QVERIFY(view->isWaiting());
        m_records->answer(m_records->questions[1], fail(ErrorCode::Corrupt, "session.sqlite: torn"));
        QVERIFY(!view->isWaiting());
        QCOMPARE(view->problem(), QStringLiteral("The records cannot be read: session.sqlite: torn"));
    }

    void nearMissesAreCountedAndShownAsAFunnel()
    {
        open();
        QTest::keyClick(m_ui->window(), Qt::Key_F7);
        QCOMPARE(m_records->counts, 1);
        NearMissTally tally;
        RecordedDecision decision = decisionAt(m_desk->snapshot.time);
        const auto add = [&tally](std::vector<Gate> gates, std::size_t decidedBy) {
            gates[decidedBy].decided = true;
            gates[decidedBy].isSoleBlocker = true;
            tally.add(gates);
        };
        for (int i = 0; i < 3; ++i)
            add({gate(GateStage::Scan, "", "max_spread", "bps", Bound::AtMost, 10.5, 10.0)}, 0);
        add({gate(GateStage::Signal, "momentum", "volume_surge", "ratio", Bound::AtLeast, 1.0, 1.5)}, 0);
        NearMissAnswer answer {tally.report(), {}};
        m_records->answer(answer);
        QCoreApplication::processEvents();
        NearMissView* view = m_ui->workstation().nearMisses();
        QVERIFY(view->areEndsPending());
        QCOMPARE(view->summary(), QStringLiteral("4 evaluations · 0 past the signal · 0 traded"));
        const QVariantList funnel = view->funnel();
        QCOMPARE(funnel.size(), 6);
        QCOMPARE(funnel[0].toMap().value(QStringLiteral("ended")).toInt(), 3);
        QCOMPARE(funnel[1].toMap().value(QStringLiteral("reached")).toInt(), 1);
        QCOMPARE(funnel[2].toMap().value(QStringLiteral("ended")).toInt(), 1);
        QCOMPARE(funnel[5].toMap().value(QStringLiteral("reached")).toInt(), 0);
        QCOMPARE(view->moves().front(), QStringLiteral("Moved by 5 %: ≤ 10.5 bps admits 3 more"));

        NearMissEnds ends;
        ends.gates.resize(2);
        ends.gates[0].key = "liquidity.max_spread_bps";
        AdmittedEnds admitted;
        admitted.admitted = 3;
        admitted.signalled = 2;
        admitted.won = 1;
        admitted.lost = 1;
        admitted.sumR = -0.25;
        ends.gates[0].moves.emplace().fill(admitted);
        answer.ends = ends;
        m_records->answer(answer);
        QVERIFY(!view->isCounting());
        QCOMPARE(view->moves().front(),
                 QStringLiteral("Moved by 5 %: ≤ 10.5 bps admits 3 more · 2 signals: 1 won, 1 lost, −0.25 R "
                                "together, costs included"));
        QCOMPARE(view->moves().back(), QStringLiteral("Key of the plan: liquidity.max_spread_bps"));
        view->choose(1);
        QCOMPARE(view->chosen(), 1);
    }

    void theStoryIsReadAndATradeOfItShownInTheChart()
    {
        open();
        const Timestamp close = shown().candles[closed(5)].openTime + Duration::minutes(5);
        QTest::keyClick(m_ui->window(), Qt::Key_F10);
        QCOMPARE(m_records->stories, 1);
        QCoreApplication::processEvents();
        QCOMPARE(item("storySummary")->property("text").toString(),
                 QStringLiteral("Reading the session's records…"));
        QVERIFY(!item("storyWrite")->isEnabled());
        auto story = std::make_shared<Story>();
        story->head.session = "abc";
        StoryTrade trade;
        trade.symbol = shown().symbol;
        trade.side = "short";
        trade.level = 99.5;
        trade.signalled = close;
        trade.opened = close;
        trade.closed = close + Duration::minutes(7);
        trade.entryPrice = Decimal::literal("100");
        trade.initialStop = Decimal::literal("101");
        trade.exitPrice = Decimal::literal("101.25");
        trade.net = Decimal::literal("-12.5");
        trade.netR = -1.25;
        trade.exitReason = "stop";
        story->trades.push_back(trade);
        m_records->answer(story, {});
        StoryView* view = m_ui->workstation().story();
        QCOMPARE(view->sections()[1], QStringLiteral("Trades (1)"));
        QVERIFY(clickOn(m_ui->window(), QStringLiteral("storyTab1")));
        QTRY_VERIFY(item("storyLine0") != nullptr);
        QCOMPARE(view->section(), 1);
        const StoryLine* line = view->lines()->line(0);
        QCOMPARE(line->title, DisplayText::plain(shown().symbol) + QStringLiteral(" Short"));
        QCOMPARE(line->detail,
                 QStringLiteral("Level 99.5, entry 100, stop 101, exit 101.25 · net −12.50, −1.25 R, Stop"));
        QCOMPARE(line->sign, -1);
        QVERIFY(clickOn(m_ui->window(), QStringLiteral("storyLine0")));
        show();
        QCOMPARE(m_ui->workstation().chart()->shownClose(), std::optional(close));
        QTRY_VERIFY(
            !m_ui->window()->findChild<QObject*>(QStringLiteral("storyDialog"))->property("opened").toBool());
    }

    void thePageOfTheStoryIsWritten()
    {
        open();
        StoryView* view = m_ui->workstation().story();
        view->write();
        QVERIFY(m_records->storyFiles.empty());
        view->read();
        view->read();
        QCOMPARE(m_records->stories, 1);
        m_records->answer(nullptr, QStringLiteral("session.sqlite: torn"));
        QVERIFY(!view->isReading() && !view->isKnown());
        QCOMPARE(view->problem(), QStringLiteral("session.sqlite: torn"));
        auto story = std::make_shared<Story>();
        story->head.session = "abc";
        m_records->answer(story, {});
        QVERIFY(view->problem().isEmpty());
        view->write();
        QCOMPARE(m_records->storyFiles, std::vector<QString> {QStringLiteral("out/story-abc.html")});
        m_records->written(false, QStringLiteral("out: is no folder"));
        QCOMPARE(view->resultText(), QStringLiteral("Not written: out: is no folder"));
    }

    /// Without records nothing is asked, and a click stays a click.
    void withoutRecordsTheChartStandsStill()
    {
        ExplainView view(nullptr);
        view.askNewest(QStringLiteral("BTCUSDT"));
        QVERIFY(!view.isAsked());
        NearMissView nearMisses(nullptr);
        nearMisses.count();
        QVERIFY(!nearMisses.isCounting());
    }

    void everyGateHasAName()
    {
        const auto check = [](std::string_view scope, std::string_view name) {
            QVERIFY2(GateText::isKnown(scope, name), std::string(name).c_str());
        };
        for (std::size_t i = 0; i < kFilterCount; ++i)
            check("", toText(static_cast<Filter>(i)));
        for (int i = 0; i <= static_cast<int>(SignalCondition::RangeHeight); ++i)
            check("momentum", toText(static_cast<SignalCondition>(i)));
        for (int i = 0; i <= static_cast<int>(EntryCheckKind::SessionGuard); ++i)
            check("entry", toText(static_cast<EntryCheckKind>(i)));
        for (int i = 0; i <= static_cast<int>(FlowCheckKind::ActivityDrop); ++i)
            check("flow", toText(static_cast<FlowCheckKind>(i)));
        for (int i = 1; i <= static_cast<int>(SizeRejection::AddedRisk); ++i)
            check("", toText(static_cast<SizeRejection>(i)));
        for (int i = 0; i <= static_cast<int>(EntryEnd::Operator); ++i)
            check("", toText(static_cast<EntryEnd>(i)));
        for (const char* name : {"concurrent",   "correlation", "correlated_exposure",
                                 "open_risk",    "gate",        "equity_unknown",
                                 "levels",       "level",       "bar",
                                 "bars",         "rank",        "duplicate",
                                 "cooldown",     "capacity",    "released",
                                 "first_stop",   "size",        "filled",
                                 "lifetime",     "withdrawn",   "consolidation",
                                 "filled_share", "exit_price",  "invalidated",
                                 "leverage"})
            check("", name);
        QVERIFY(!GateText::isKnown("", "no such gate"));
        QCOMPARE(GateText::name("", "no such gate"), QStringLiteral("no such gate"));
    }

    void numbersKeepSevenDigits_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << 0.0 << QStringLiteral("0");
        QTest::newRow("price") << 0.534321 << QStringLiteral("0.534321");
        QTest::newRow("rounded") << 0.12345678 << QStringLiteral("0.1234568");
        QTest::newRow("big") << 61'234.5678 << QStringLiteral("61,234.57");
        QTest::newRow("volume") << 12'345'678.0 << QStringLiteral("12.35 M");
        QTest::newRow("small") << 0.000012345 << QStringLiteral("0.000012345");
    }
    void numbersKeepSevenDigits()
    {
        QFETCH(double, value);
        QFETCH(QString, text);
        QCOMPARE(GateText::number(value), text);
        QCOMPARE(GateText::number({}), DisplayText::unknown());
    }
};

} // namespace breakline

QTEST_MAIN(breakline::TestExplainWindow)
#include "tst_explain_window.moc"
