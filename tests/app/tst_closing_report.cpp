// SPDX-License-Identifier: GPL-3.0-or-later
// The closing object against what the session left behind: its CSV files, the
// exchange's own ledger and the recording.
#include "Csv.h"
#include "app/StoredSession.h"
#include "backtest/ReplayVerifier.h"
#include "report/StoryReader.h"
#include "storage/CsvExport.h"
#include "storage/RecordingReader.h"

#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <vector>

using namespace breakline;

namespace {

using Row = CsvRow;

Decimal dec(const std::string& text)
{
    return text.empty() ? Decimal {} : Decimal::literal(text);
}

} // namespace

class ClosingReportTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyFigureIsRecomputed()
    {
        QTemporaryDir folder;
        SimulationOptions options;
        options.isInProcess = true; // so that the exchange can be looked into
        options.seed = 2;
        auto setup = prepareSimulation(options);
        QVERIFY2(setup.has_value(), setup ? "" : setup.error().message.c_str());
        const QString path = folder.filePath(QStringLiteral("session"));
        auto opened = StoredSession::open(std::move(*setup), path.toStdString());
        QVERIFY2(opened.has_value(), opened ? "" : opened.error().message.c_str());
        StoredSession& session = **opened;
        SessionRunner& runner = session.runner();
        const Timestamp from = runner.now();
        runner.submit({1, CommandKind::Start, {}});
        runner.runUntil(from + Duration::hours(12));
        qWarning("of Qt's own");
        runner.submit({2, CommandKind::Stop, "duration"});
        while (!runner.session().isFinished())
            QVERIFY(runner.step(runner.now() + Duration::seconds(10)));
        const VenueTotals venue = session.venue().exchange()->totals();
        std::vector<VenuePositionRecord> records = session.venue().exchange()->positionRecords();
        const std::size_t executions = session.venue().exchange()->allExecutions().size();
        const auto report = session.finish(from, 0.0);
        QVERIFY2(report.problems.empty(), report.problems.empty() ? "" : report.problems[0].c_str());
        QCOMPARE(report.exitCode, 0);
        const auto json = nlohmann::json::parse(report.json);
        // Measurements have a file of their own, and every line its context.
        const auto linesOf = [&path](const char* name) {
            QFile file(path + QStringLiteral("/logs/") + QLatin1String(name));
            return file.open(QIODevice::ReadOnly) ? file.readAll().split('\n') : QList<QByteArray> {};
        };
        const auto count = [](const QList<QByteArray>& lines, const QByteArray& text) {
            return std::ranges::count_if(lines,
                                         [&text](const QByteArray& line) { return line.contains(text); });
        };
        const auto metrics = linesOf("metrics.log");
        QVERIFY(count(metrics,
                      " PERFORMANCE session=" + QByteArray::fromStdString(json["session"])
                          + " component=monitoring ")
                > 100);
        QCOMPARE(count(metrics, " | scanner.time_ms: count="), 1);
        QVERIFY(count(metrics, "component=host") >= 1);
        for (const char* name : {"metrics.log", "general.log"})
            for (const QByteArray& line : linesOf(name))
                QVERIFY2(!line.contains("component=host") || !line.contains(" venue="), line.constData());
        QCOMPARE(count(linesOf("general.log"),
                       " WARNING session=" + QByteArray::fromStdString(json["session"])
                           + " component=qt state=- symbol=- trace=- | of Qt's own"),
                 1);

        const QString csv = folder.filePath(QStringLiteral("csv"));
        QVERIFY(exportSession(path, csv).has_value());
        const auto rows = [&csv](const char* name) {
            return readCsv(csv + QLatin1Char('/') + QLatin1String(name) + QLatin1String(".csv"));
        };
        const auto transitions = rows("transitions");
        const auto positions = rows("positions");
        const auto fills = rows("fills");
        QVERIFY(positions.size() >= 3);

        // Counts are rows.
        QCOMPARE(json["transitions"].get<std::size_t>(), transitions.size());
        QCOMPARE(json["candidates"].get<std::size_t>(), rows("candidates").size());
        QCOMPARE(json["signals"].get<std::size_t>(), rows("signals").size());
        QCOMPARE(json["orders"].get<std::size_t>(), rows("orders").size());
        QCOMPARE(json["fills"].get<std::size_t>(), fills.size());
        QCOMPARE(json["positions_opened"].get<std::size_t>(), positions.size());
        const auto scanning =
            std::ranges::count_if(transitions, [](const Row& row) { return row.at("to") == "SCANNING"; });
        QCOMPARE(json["cycles"].get<std::int64_t>(), static_cast<std::int64_t>(scanning));
        const auto closed =
            std::ranges::count_if(positions, [](const Row& row) { return !row.at("closed_ms").empty(); });
        QCOMPARE(json["positions_closed"].get<std::int64_t>(), static_cast<std::int64_t>(closed));
        QCOMPARE(json["open_positions"].get<int>(), 0);
        QCOMPARE(json["open_orders"].get<int>(), 0);

        // What the costs were in R, of the signals that became positions.
        double costs = 0.0;
        std::size_t executed = 0;
        for (const Row& row : rows("signals"))
            if (row.at("status") == "executed") {
                costs += std::stod(row.at("cost_r"));
                ++executed;
            }
        QCOMPARE(executed, positions.size());
        QVERIFY(json["cost_r"].get<double>() > 0.0);
        QCOMPARE(json["cost_r"].get<double>(), costs / static_cast<double>(executed));
        QCOMPARE(
            json["allow_missing"].dump(),
            std::string(
                R"(["max_spread","min_depth_0_5pct","min_depth_0_3pct","min_trades_per_minute","l2_imbalance","sizing_depth"])"));

        // Every candidate of a close came to an entry, or is among what refused.
        const auto& refusals = json["refusals"];
        const auto ofCloses = std::ranges::count_if(
            rows("candidates"), [](const Row& row) { return row.at("trace_id").ends_with(":c"); });
        QVERIFY(ofCloses > 0);
        QCOMPARE(refusals["candidates"].get<std::int64_t>(), static_cast<std::int64_t>(ofCloses));
        QVERIFY(refusals["evaluated"] > refusals["candidates"]);
        std::size_t afterTheScan = 0;
        for (const auto& line : refusals["reasons"]) {
            QVERIFY(line["alone"] <= line["count"]);
            if (!line["reason"].get<std::string>().starts_with("filter:"))
                afterTheScan += line["count"].get<std::size_t>();
        }
        QCOMPARE(afterTheScan + executed, refusals["candidates"].get<std::size_t>());

        // Amounts are the sums of the CSV, and the exchange's own.
        Decimal realised, fees, funding, fillFees;
        std::int64_t unprotected = 0;
        for (const Row& row : positions) {
            realised += dec(row.at("realised_pnl"));
            fees += dec(row.at("fees"));
            funding += dec(row.at("funding"));
            unprotected =
                std::max(unprotected, static_cast<std::int64_t>(std::stoll(row.at("unprotected_ms"))));
        }
        for (const Row& row : fills)
            fillFees += dec(row.at("fee"));
        QCOMPARE(json["realised_pnl"].get<std::string>(), realised.toString());
        QCOMPARE(json["fees"].get<std::string>(), fees.toString());
        QCOMPARE(json["funding"].get<std::string>(), funding.toString());
        QCOMPARE(fees.toString(), fillFees.toString());
        QCOMPARE(realised.toString(), venue.realised.toString());
        QCOMPARE(fees.toString(), venue.fees.toString());
        QCOMPARE(funding.toString(), venue.funding.toString());
        QCOMPARE(json["unrealised_pnl"].get<std::string>(), std::string("0"));
        QCOMPARE(json["equity_start"].get<std::string>(), venue.start.toString());
        QCOMPARE(json["equity_end"].get<std::string>(), venue.wallet.toString());
        QCOMPARE(json["equity_difference"].get<std::string>(), std::string("0"));
        QCOMPARE((venue.start + realised - fees - funding).toString(), venue.wallet.toString());
        QCOMPARE(json["max_unprotected_ms"].get<std::int64_t>(), unprotected);
        const auto& times = json["unprotected_histogram"];
        QCOMPARE(times["count"].get<std::size_t>(), positions.size());
        QCOMPARE(times["longest_ms"].get<std::int64_t>(), unprotected);
        std::size_t inBuckets = 0, upToTen = 0, rowsUpToTen = 0;
        for (const auto& bucket : times["buckets"]) {
            inBuckets += bucket["count"].get<std::size_t>();
            if (!bucket["up_to_ms"].is_null() && bucket["up_to_ms"].get<int>() <= 10)
                upToTen += bucket["count"].get<std::size_t>();
        }
        for (const Row& row : positions)
            rowsUpToTen += std::stoll(row.at("unprotected_ms")) <= 10 ? 1U : 0U;
        QCOMPARE(inBuckets, positions.size());
        QCOMPARE(upToTen, rowsUpToTen);
        QCOMPARE(records.size(), positions.size());
        QVERIFY(executions >= fills.size());

        // Times.
        QCOMPARE(json["from_ms"].get<std::int64_t>(), from.ms);
        const std::int64_t to = json["to_ms"].get<std::int64_t>();
        QCOMPARE(std::to_string(to), transitions.back().at("time_ms"));
        QCOMPARE(transitions.back().at("to"), std::string("STOPPED"));
        QCOMPARE(json["virtual_seconds"].get<std::int64_t>(), (to - from.ms) / 1000);
        QCOMPARE(json["final_state"].get<std::string>(), std::string("STOPPED"));
        QCOMPARE(json["stop_reason"].get<std::string>(), std::string("duration"));

        // The story is told of the same rows, and its bars of the recording.
        const auto story = readStory(path);
        QVERIFY2(story.has_value(), story ? "" : story.error().message.c_str());
        QCOMPARE(story->head.to, std::optional(Timestamp {to}));
        QCOMPARE(story->head.stopReason, std::string("duration"));
        QCOMPARE(story->figures.scans, json["scans"].get<std::size_t>());
        QCOMPARE(story->figures.transitions, transitions.size());
        QCOMPARE(story->figures.candidates, json["candidates"].get<std::size_t>());
        QCOMPARE(story->figures.evaluations, refusals["evaluated"].get<std::size_t>());
        QCOMPARE(story->figures.longestUnprotectedMs, std::optional(unprotected));
        QCOMPARE(story->trades.size(), positions.size());
        QCOMPARE(story->ledger.agrees, std::optional(true));
        QCOMPARE(story->ledger.difference, std::optional(Decimal {}));
        std::size_t scans = 0, evaluations = 0, filled = 0, moves = 0;
        for (const StoryEvent& event : story->chronicle) {
            scans += event.scans;
            evaluations += event.evaluations;
        }
        QCOMPARE(scans, story->figures.scans);
        QCOMPARE(evaluations, story->figures.evaluations);
        for (const StoryTrade& trade : story->trades) {
            filled += trade.fills.size();
            moves += trade.stops.size() - 1;
            QVERIFY(trade.level && trade.firstTouch && trade.signalled && !trade.signal.empty());
            QVERIFY2(trade.chart, trade.noChart.c_str());
            QVERIFY(trade.chart->candles.front().openTime <= *trade.signalled);
            QVERIFY(trade.chart->candles.back().openTime + trade.chart->interval > *trade.closed);
        }
        QCOMPARE(filled, fills.size());
        QVERIFY(moves > 0);

        // Scans and digest come out of the recording again.
        const auto meta = SessionFolder::readMeta(path);
        QVERIFY(meta.has_value());
        const auto settings = settingsOf(*meta);
        QVERIFY(settings.has_value());
        auto reader = RecordingReader::open(SessionFolder::recordingFileOf(path));
        QVERIFY(reader.has_value());
        const auto replay = verifyReplay(*settings, **reader);
        QVERIFY(replay.has_value());
        QVERIFY(!replay->difference.has_value());
        QCOMPARE(json["digest"].get<std::string>(), replay->digest);
        QCOMPARE(json["scans"].get<std::uint64_t>(), replay->scans);
    }

    void aFinishedFolderIsNotUsedTwice()
    {
        QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("session")).toStdString();
        for (int run = 0; run < 2; ++run) {
            auto setup = prepareSimulation({.isInProcess = true});
            QVERIFY(setup.has_value());
            auto session = StoredSession::open(std::move(*setup), path);
            QCOMPARE(session.has_value(), run == 0);
            if (!session) {
                QVERIFY2(session.error().message.find(path) != std::string::npos,
                         session.error().message.c_str());
                continue;
            }
            SessionRunner& runner = (*session)->runner();
            const Timestamp from = runner.now();
            runner.submit({1, CommandKind::Start, {}});
            runner.runUntil(from + Duration::minutes(1));
            runner.submit({2, CommandKind::Stop, "duration"});
            runner.runUntil(from + Duration::minutes(2));
            QVERIFY(runner.session().isFinished());
            QVERIFY((*session)->finish(from, 0.0).problems.empty());
        }
    }
};

QTEST_GUILESS_MAIN(ClosingReportTest)
#include "tst_closing_report.moc"
