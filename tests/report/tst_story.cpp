// SPDX-License-Identifier: GPL-3.0-or-later
// The story of rows that are written by hand; that of a whole session stands in tst_closing_report.
#include "report/StoryFile.h"
#include "report/StoryHtml.h"
#include "report/StoryJson.h"
#include "report/StoryReader.h"
#include "report/StoryText.h"
#include "report/StoryTrades.h"
#include "storage/SessionFolder.h"
#include "storage/SqliteJournal.h"
#include "trading/DecisionTracer.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace breakline;

namespace {

constexpr Timestamp kStart {1'767'607'200'000}; // 2026-01-05T10:00:00Z
const std::string kTrace = "AUSDT:1767607500000:c";

Timestamp at(std::int64_t seconds)
{
    return kStart + Duration::seconds(seconds);
}

Decimal dec(const char* text)
{
    return Decimal::literal(text);
}

TransitionRow transition(std::int64_t seconds, const char* from, const char* to, const char* trigger,
                         const char* reason)
{
    return {at(seconds), {}, from, to, trigger, reason};
}

CheckpointRow scan(std::int64_t seconds)
{
    CheckpointRow row;
    row.time = at(seconds);
    row.checkpointId = std::to_string(seconds);
    row.type = "scan_complete";
    row.status = "completed";
    return row;
}

LogRow log(std::int64_t seconds, const char* level, const char* component, const char* symbol,
           const char* message)
{
    return {at(seconds), *symbol != '\0' ? kTrace : std::string(), level, component, {}, symbol, message};
}

OrderRow order(const char* clientId, OrderIntent intent, const char* price, OrderStatus status)
{
    OrderRow row;
    row.time = at(301);
    row.traceId = kTrace;
    row.clientId = clientId;
    row.symbol = "AUSDT";
    row.side = intent == OrderIntent::Entry ? Side::Buy : Side::Sell;
    row.type = OrderType::Limit;
    row.intent = intent;
    row.quantity = dec("10");
    row.price = dec(price);
    row.status = status;
    row.filledQuantity = status == OrderStatus::Filled ? dec("10") : Decimal {};
    return row;
}

FillRow fill(std::int64_t seconds, const char* id, const char* clientId, Side side, const char* price)
{
    FillRow row;
    row.time = at(seconds);
    row.traceId = kTrace;
    row.venueTradeId = id;
    row.clientId = clientId;
    row.symbol = "AUSDT";
    row.side = side;
    row.quantity = dec("10");
    row.price = dec(price);
    row.fee = dec("0.05");
    return row;
}

PositionRow position()
{
    PositionRow row;
    row.time = at(302);
    row.traceId = kTrace;
    row.positionId = "P:" + kTrace;
    row.symbol = "AUSDT";
    row.side = "long";
    row.quantity = dec("10");
    row.entryPrice = dec("100");
    row.initialStop = dec("98");
    row.exitPrice = dec("101.5");
    row.opened = at(302);
    row.closed = at(900);
    row.realisedPnl = dec("15");
    row.fees = dec("0.1");
    row.funding = dec("0.02");
    row.netR = 0.744;
    row.exitReason = "trailing";
    row.unprotectedMs = 12;
    return row;
}

SignalRow signal(const char* trace, const char* status, double confidence, const char* reason)
{
    SignalRow row;
    row.time = at(300);
    row.traceId = trace;
    row.signalId = std::string("S:") + trace;
    row.symbol = std::string(trace).substr(0, 5);
    row.strategy = "momentum";
    row.side = "long";
    row.levelId = row.symbol + ":resistance:1767604200000:9950"; // 09:10
    row.level = 99.5;
    row.entry = dec("100");
    row.stop = dec("98");
    row.confidence = confidence;
    row.status = status;
    row.reason = reason;
    return row;
}

void decide(DecisionTracer& tracer, const char* trace, const char* symbol, GateStage stage, const char* name,
            double value, double threshold)
{
    GateTrace& gates = tracer.begin(trace, symbol, at(300));
    Gate gate;
    gate.stage = stage;
    gate.name = name;
    gate.unit = "ratio";
    gate.bound = Bound::AtLeast;
    gate.value = value;
    gate.threshold = threshold;
    gate.refuses = value < threshold;
    gate.outcome = gate.refuses ? CheckOutcome::Fail : CheckOutcome::Pass;
    gates.add(gate);
    if (gate.refuses)
        gates.decideByLast();
    tracer.end(gate.refuses ? "refused" : "signal");
}

SessionMeta meta(bool isFinished)
{
    SessionMeta meta;
    meta.id = "abc";
    meta.presetId = "plan";
    meta.presetHash = "0123456789abcdef";
    meta.venue = "sim";
    meta.finished = isFinished;
    if (isFinished)
        meta.closingSummary =
            R"({"from_ms":1767607200000,"to_ms":1767610800000,"final_state":"STOPPED","stop_reason":"duration",)"
            R"("realised_pnl":"15","unrealised_pnl":"0","fees":"0.1","funding":"0.02","transfers":"0",)"
            R"("equity_start":"1000","equity_end":"1014.88"})";
    return meta;
}

/// One trade, one refused signal, three refused evaluations, and a text that looks like a page.
void writeRows(SqliteJournal& journal)
{
    journal.write(transition(0, "IDLE", "INITIALIZING", "start", "start"));
    journal.write(transition(1, "INITIALIZING", "SCANNING", "initialised", "2 instruments"));
    journal.write(scan(60));
    journal.write(scan(180));
    journal.write(transition(180, "SCANNING", "LEVEL_BUILDING", "candidates_found", "1 candidates"));
    journal.write(
        transition(180, "LEVEL_BUILDING", "SIGNAL_WAIT", "levels_built", "1 candidates with levels"));
    journal.write(CandidateRow {at(180), "t", "AUSDT", 1, 0.5, true, ""});
    journal.write(log(200, "CRITICAL", "feed", "", "no market data for 10 s"));
    journal.write(log(260, "CRITICAL", "feed", "", "no market data for 12 s"));
    journal.write(log(261, "WARNING", "venue", "AUSDT", "<script>alert('a') & more</script>\x01"));
    journal.write(log(300, "INFO", "signals", "AUSDT", "long signal: close 100 over 99.5"));
    journal.write(signal(kTrace.c_str(), "executed", 0.7, "all_slices"));
    journal.write(signal("BUSDT:1767607500000:c", "removed", 0.9, "concurrent 3 against 3"));
    journal.write(transition(300, "SIGNAL_WAIT", "SIZING", "signals_found", "1 signals"));
    journal.write(transition(301, "SIZING", "EXECUTION", "sized", "1 approved"));
    journal.write(order("e", OrderIntent::Entry, "100", OrderStatus::Filled));
    journal.write(order("t", OrderIntent::Target, "103", OrderStatus::Cancelled));
    journal.write(fill(302, "1", "e", Side::Buy, "100"));
    journal.write(log(302, "TRADE", "positions", "AUSDT", "the venue shows the stop at 98"));
    journal.write(log(600, "TRADE", "positions", "AUSDT", "moving the stop to 101.5"));
    journal.write(log(601, "TRADE", "positions", "AUSDT", "the venue shows the stop at 101.5"));
    journal.write(fill(900, "2", "", Side::Sell, "101.5"));
    journal.write(position());
    CostSheetRow costs;
    costs.time = at(300);
    costs.traceId = kTrace;
    costs.symbol = "AUSDT";
    costs.side = "long";
    costs.plannedEntry = dec("100");
    costs.stop = dec("98");
    costs.forecast.quantity = dec("10");
    costs.forecast.entrySlippageBps = 1.5;
    costs.realised = costs.forecast;
    costs.realised->entrySlippageBps = 3.5;
    costs.errorUsd = dec("0.2");
    costs.errorBps = 2.0;
    costs.errorR = 0.01;
    journal.write(costs);
    journal.write(scan(1000));
    journal.write(transition(3600, "SCANNING", "STOPPED", "stop", "duration"));
    journal.write(EquityRow {at(0), {}, dec("1000"), {}, dec("1000")});
    journal.write(EquityRow {at(900), {}, dec("1014.88"), {}, dec("1014.88")});
    DecisionTracer tracer(journal, true);
    decide(tracer, kTrace.c_str(), "AUSDT", GateStage::Scan, "volume", 3.0, 2.0);
    decide(tracer, "BUSDT:1767607500000:c", "BUSDT", GateStage::Risk, "concurrent", 3.0, 4.0);
    decide(tracer, "CUSDT:1767607500000:c", "CUSDT", GateStage::Scan, "volume", 1.9, 2.0);
    decide(tracer, "DUSDT:1767607500000:c", "DUSDT", GateStage::Scan, "volume", 1.0, 2.0);
}

QStringList textsOf(const Story& story)
{
    QStringList texts;
    for (const StoryEvent& event : story.chronicle)
        texts.append(QString::fromStdString(chronicleText(story, event)));
    return texts;
}

} // namespace

class StoryTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString folderOf(const char* name, bool isFinished, bool hasRows)
    {
        const QString folder = m_folder.filePath(QString::fromLatin1(name));
        if (QDir(folder).exists())
            return folder;
        QDir().mkpath(folder);
        QFile file(SessionFolder::metaFileOf(folder));
        if (file.open(QIODevice::WriteOnly))
            file.write(toJson(meta(isFinished)).value());
        const auto journal = SqliteJournal::open(SessionFolder::databaseFileOf(folder)).value();
        if (hasRows)
            writeRows(*journal);
        journal->close().value();
        return folder;
    }

private Q_SLOTS:
    void whatTheRowsTell()
    {
        const Story story = readStory(folderOf("whole", true, true)).value();
        QCOMPARE(
            QString::fromStdString(storySummary(story)[0]),
            QStringLiteral("The session ran for 1 h 0 min, from 2026-01-05 10:00:00 to 2026-01-05 11:00:00, "
                           "and ended in STOPPED: its time was over."));
        QCOMPARE(
            QString::fromStdString(storySummary(story)[1]),
            QStringLiteral("3 scans and 4 evaluations led to 2 signals and 1 position; 1 signal was refused. "
                           "Of the evaluations 3 were refused, most often by scan:volume (67 %)."));
        QCOMPARE(QString::fromStdString(storySummary(story)[2]),
                 QStringLiteral(
                     "Of 1 closed position 1 won and 0 lost; net 14.88 after fees and funding, +0.74 R in "
                     "all. None was without a stop at the venue for longer than 12 ms."));
        QCOMPARE(textsOf(story),
                 QStringList(
                     {QStringLiteral("IDLE → INITIALIZING → SCANNING: start; initialised (2 instruments)"),
                      QStringLiteral("2 scans, 1 candidate; 4 evaluations, refused mostly by scan:volume "
                                     "(67 %); 3 alarms"),
                      QStringLiteral("SIGNAL_WAIT → SIZING → EXECUTION: signals_found (1 signals); sized (1 "
                                     "approved)"),
                      QStringLiteral("AUSDT long opened: 10 at 100, stop 98"),
                      QStringLiteral("AUSDT long closed: 14.88 (+0.74 R), trailing"),
                      QStringLiteral("1 scan, 0 candidates"),
                      QStringLiteral("SCANNING → STOPPED: stop (duration)")}));
    }

    void aTradeFromItsLevelToItsExit()
    {
        const Story story = readStory(folderOf("whole", true, true)).value();
        QCOMPARE(story.trades.size(), std::size_t(1));
        const StoryTrade& trade = story.trades[0];
        QCOMPARE(trade.firstTouch, std::optional(Timestamp {1'767'604'200'000}));
        QCOMPARE(trade.signal, std::string("long signal: close 100 over 99.5"));
        QCOMPARE(trade.net, dec("14.88"));
        QCOMPARE(trade.fills.size(), std::size_t(2));
        QVERIFY(trade.fills[0].isEntry && trade.fills[0].role == "entry");
        QVERIFY(!trade.fills[1].isEntry && trade.fills[1].role.empty());
        QCOMPARE(trade.stops.size(), std::size_t(2));
        QVERIFY(trade.stops[1].time == at(601) && trade.stops[1].price == dec("101.5"));
        QCOMPARE(trade.targets.size(), std::size_t(1));
        QCOMPARE(trade.targets[0].to, std::optional(at(900)));
        QCOMPARE(trade.costForecast.value().entrySlippageBps, std::optional(1.5));
        QCOMPARE(trade.costs.value().entrySlippageBps, std::optional(3.5));
        QVERIFY(storyHtml(story).contains("Costs, +0.010 R off their forecast"));
        QVERIFY(!trade.chart);
        QVERIFY(QByteArray::fromStdString(trade.noChart).contains("has no recording"));
    }

    void theLedgerAddsUp()
    {
        const Story story = readStory(folderOf("whole", true, true)).value();
        const StoryLedger& ledger = story.ledger;
        QVERIFY(ledger.start == dec("1000") && ledger.end == dec("1014.88"));
        QCOMPARE(*ledger.start + ledger.realised + ledger.unrealised - ledger.fees - ledger.funding,
                 *ledger.end);
        QCOMPARE(ledger.difference, std::optional(Decimal {}));
        QCOMPARE(ledger.agrees, std::optional(true));
    }

    void alarmsAndRefusals()
    {
        const Story story = readStory(folderOf("whole", true, true)).value();
        QCOMPARE(story.alarms.size(), std::size_t(2));
        QCOMPARE(story.alarms[0].count, std::size_t(2));
        QVERIFY(story.alarms[0].first == at(200) && story.alarms[0].last == at(260));
        QCOMPARE(story.refusedSignals, std::size_t(1));
        QCOMPARE(story.refusals[0].stage, std::string("risk"));
        // What came past the scan first, then the nearer one.
        QCOMPARE(story.soleBlocked, std::size_t(3));
        QCOMPARE(story.nearMisses.size(), std::size_t(3));
        QCOMPARE(story.nearMisses[0].symbol, std::string("BUSDT"));
        QCOMPARE(story.nearMisses[1].symbol, std::string("CUSDT"));
        QCOMPARE(story.nearMisses[1].distancePct, 100.0 * (2.0 - 1.9) / 2.0);
        QCOMPARE(story.nearMisses[2].symbol, std::string("DUSDT"));
    }

    /// Well-formed, nothing of a session's texts is markup, nothing is fetched, and
    /// the same session gives the same bytes.
    void thePageHoldsTextsAsTexts()
    {
        const QString folder = folderOf("whole", true, true);
        Story story = readStory(folder).value();
        const QByteArray page = storyHtml(story);
        QCOMPARE(storyHtml(readStory(folder).value()), page);
        QVERIFY(page.startsWith(QByteArray(kStoryPageStart.data(), std::ssize(kStoryPageStart))));
        QVERIFY(page.contains("&lt;script&gt;alert('a') &amp; more&lt;/script&gt;\uFFFD"));
        for (const char* forbidden : {"<script", "http://", "https://", "@import", "url("})
            QVERIFY2(!page.contains(forbidden), forbidden);
        QXmlStreamReader reader(page);
        while (!reader.atEnd())
            reader.readNext();
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));

        // The picture: bars of the trade's symbol from five before the first touch.
        std::vector<Candle> candles;
        for (int i = -30; i < 40; ++i)
            candles.push_back(
                {kStart + Duration::minutes(5) * i, 99.0, 102.0, 97.5, i % 2 == 0 ? 100.0 : 98.0, 1.0});
        addChart(story.trades[0], candles);
        QVERIFY(story.trades[0].chart);
        const StoryChart& chart = *story.trades[0].chart;
        QCOMPARE(chart.interval, Duration::minutes(5));
        QCOMPARE(chart.candles.front().openTime, Timestamp {1'767'604'200'000} - Duration::minutes(25));
        QCOMPARE(chart.candles.back().openTime, kStart + Duration::minutes(75));
        const QByteArray drawn = storyHtml(story);
        for (const char* part :
             {"class=\"level\"", "class=\"touch\"", "class=\"entry\"", "class=\"stop\"", "class=\"target\"",
              "class=\"in\"", "class=\"out\"", "stop 101.5", "target 103"})
            QVERIFY2(drawn.contains(part), part);
        QCOMPARE(drawn.count("<svg"), 1);
    }

    void barsArePutTogetherWhereThereAreTooMany()
    {
        StoryTrade trade;
        trade.opened = kStart;
        trade.closed = kStart + Duration::days(2);
        std::vector<Candle> candles;
        for (int i = 0; i < 600; ++i)
            candles.push_back(
                {kStart + Duration::minutes(5) * i, 10.0, 11.0 + i % 2, 9.0 - i % 2, 10.5, 2.0});
        addChart(trade, candles);
        QCOMPARE(trade.chart->interval, Duration::minutes(10));
        QCOMPARE(trade.chart->candles.front(), (Candle {kStart, 10.0, 12.0, 8.0, 10.5, 4.0}));
    }

    void aSessionThatIsNotFinished()
    {
        const Story story = readStory(folderOf("open", false, true)).value();
        QCOMPARE(QString::fromStdString(storySummary(story)[0]),
                 QStringLiteral(
                     "The session ran for 1 h 0 min, from 2026-01-05 10:00:00 to 2026-01-05 11:00:00, and "
                     "is not finished: it goes on, or was cut off. Its last state is STOPPED."));
        QCOMPARE(story.ledger.difference, std::optional(Decimal {})); // of its first and last equity row
        QVERIFY(!story.ledger.agrees);
    }

    void aSessionOfWhichNothingCame()
    {
        const Story story = readStory(folderOf("empty", false, false)).value();
        QVERIFY(story.chronicle.empty() && story.trades.empty() && story.alarms.empty());
        QVERIFY(!story.ledger.difference);
        const QByteArray page = storyHtml(story);
        QVERIFY(page.contains("No position was opened.") && page.contains("unknown"));
        QVERIFY(
            storyJson(story, "f").starts_with(R"({"schema":"breakline.story/1","session":"abc","file":"f")"));
    }

    /// An earlier story gives way, anything else stays.
    void nothingElseIsOverwritten()
    {
        const QString folder = folderOf("whole", true, true);
        const Story story = readStory(folder).value();
        const QString file = storyFileOf(folder);
        QVERIFY(writeStory(story, file));
        QVERIFY(writeStory(story, file));
        const QString other = m_folder.filePath(QStringLiteral("notes.html"));
        QFile notes(other);
        QVERIFY(notes.open(QIODevice::WriteOnly));
        notes.write("mine");
        notes.close();
        const auto refused = writeStory(story, other);
        QVERIFY(!refused && refused.error().code == ErrorCode::InvalidArgument);
        QVERIFY(notes.open(QIODevice::ReadOnly));
        QCOMPARE(notes.readAll(), QByteArray("mine"));
        QVERIFY(!writeStory(story, m_folder.path()));
    }
};

QTEST_GUILESS_MAIN(StoryTest)
#include "tst_story.moc"
