// SPDX-License-Identifier: GPL-3.0-or-later
// The program is killed with a position at a venue of another process, and
// started again on the same folder; meanwhile the venue stood still, or went on.
#include "Csv.h"
#include "storage/CsvExport.h"
#include "storage/SessionFolder.h"

#include <QAbstractSocket>
#include <QEventLoop>
#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QWebSocket>

#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

using namespace breakline;

namespace {

constexpr int kTimeoutMs = 120'000;

class VenueProcess {
public:
    explicit VenueProcess(const QStringList& more = {})
    {
        m_process.setProcessChannelMode(QProcess::SeparateChannels);
        m_process.start(QStringLiteral(BREAKLINE_PROGRAM),
                        QStringList {QStringLiteral("venue"), QStringLiteral("--synthetic"),
                                     QStringLiteral("12"), QStringLiteral("--seed"), QStringLiteral("2"),
                                     QStringLiteral("--speed"), QStringLiteral("max"),
                                     QStringLiteral("--alone"), QStringLiteral("freeze")}
                            + more);
        while (!m_process.canReadLine() && m_process.waitForReadyRead(kTimeoutMs)) { }
        m_line = nlohmann::json::parse(m_process.readLine().toStdString(), nullptr, false);
    }
    ~VenueProcess()
    {
        m_process.kill();
        m_process.waitForFinished(kTimeoutMs);
    }

    bool isUp() const { return m_line.is_object(); }
    QString text(const char* name) const { return QString::fromStdString(m_line[name].get<std::string>()); }
    nlohmann::json report() const
    {
        QNetworkAccessManager network;
        const std::unique_ptr<QNetworkReply> reply(
            network.get(QNetworkRequest(QUrl(text("rest") + QStringLiteral("/sim/v1/report")))));
        if (!QTest::qWaitFor([&] { return reply->isFinished(); }, kTimeoutMs))
            return {};
        return nlohmann::json::parse(reply->readAll().toStdString(), nullptr, false);
    }

    /// Goes on without anybody who trades, until `ends` says so of its report,
    /// which is looked at every quarter of an hour.
    bool goOnAlone(const std::function<bool(const nlohmann::json&)>& ends)
    {
        QEventLoop loop; // which waits for each step without a pause
        QWebSocket control;
        std::int64_t look = 0;
        nlohmann::json held; // a step that is not answered yet
        const auto say = [&](const nlohmann::json& message) {
            control.sendTextMessage(QString::fromStdString(message.dump()));
        };
        const auto finish = [&](const nlohmann::json& step) {
            say({{"op", "done"}, {"n", step["n"]}, {"next_ms", nullptr}});
        };
        QObject::connect(&control, &QWebSocket::connected, &control, [&] {
            if (auto* transport = control.findChild<QAbstractSocket*>())
                transport->setSocketOption(QAbstractSocket::LowDelayOption, 1);
            say({{"op", "ready"}, {"next_ms", nullptr}});
        });
        QObject::connect(&control, &QWebSocket::textMessageReceived, &control, [&](const QString& text) {
            const auto step = nlohmann::json::parse(text.toStdString(), nullptr, false);
            if (step["time_ms"].get<std::int64_t>() < look) {
                finish(step);
            } else {
                held = step;
                loop.quit();
            }
        });
        QTimer::singleShot(kTimeoutMs, &loop, &QEventLoop::quit);
        control.open(QUrl(text("control")));
        for (;;) {
            loop.exec();
            if (held.is_null() || ends(report()))
                return !held.is_null();
            look = held["time_ms"].get<std::int64_t>() + 900'000;
            finish(std::exchange(held, nullptr));
        }
    }

private:
    QProcess m_process;
    nlohmann::json m_line;
};

void prepare(QProcess& program, const VenueProcess& venue, const QString& folder, bool json)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("BREAKLINE_KEY"), venue.text("key"));
    environment.insert(QStringLiteral("BREAKLINE_SECRET"), venue.text("secret"));
    program.setProcessEnvironment(environment);
    program.setProgram(QStringLiteral(BREAKLINE_PROGRAM));
    QStringList arguments {QStringLiteral("trade"),      QStringLiteral("--headless"), QStringLiteral("--duration"),
                           QStringLiteral("2h"),         QStringLiteral("--rest"),     venue.text("rest"),
                           QStringLiteral("--ws"),       venue.text("ws"),             QStringLiteral("--session-dir"),
                           folder};
    if (json)
        arguments.append(QStringLiteral("--json"));
    program.setArguments(arguments);
}

/// The stops that the venue holds for positions, by its ids.
std::set<std::string> positionStops(const nlohmann::json& report, const char* status)
{
    std::set<std::string> ids;
    for (const auto& order : report["orders"])
        if (order["position_stop"].get<bool>() && order["status"] == status)
            ids.insert(order["venue_id"].get<std::string>());
    return ids;
}

/// Starts the program and kills it so many lines after it says that a position
/// was opened; the first is of the same instant.
bool killAfterOpening(const VenueProcess& venue, const QString& folder, int linesAfterOpening)
{
    QProcess program;
    prepare(program, venue, folder, false);
    program.start();
    for (int more = -1; more < linesAfterOpening;) {
        while (!program.canReadLine())
            if (!program.waitForReadyRead(kTimeoutMs))
                return false;
        if (program.readLine().contains("position_opened"))
            more = 0;
        else if (more >= 0)
            ++more;
    }
    program.kill();
    return program.waitForFinished(kTimeoutMs) && program.exitStatus() == QProcess::CrashExit;
}

} // namespace

class AdoptionTest : public QObject {
    Q_OBJECT
private:
    /// The session of that folder once more, to a flat end without a difference.
    void runToItsEnd(VenueProcess& venue, const QString& folder, nlohmann::json& closing)
    {
        QProcess second;
        prepare(second, venue, folder, true);
        second.start();
        QVERIFY(second.waitForFinished(kTimeoutMs));
        const QByteArray told = second.readAllStandardError();
        QVERIFY2(second.exitCode() == 0, told.constData());
        QVERIFY2(told.contains("the account was compared with the venue's after "), told.constData());
        closing = nlohmann::json::parse(second.readAllStandardOutput().toStdString());
        QCOMPARE(closing["final_state"].get<std::string>(), std::string("STOPPED"));
        QCOMPARE(closing["open_positions"].get<int>(), 0);
        QCOMPARE(closing["open_orders"].get<int>(), 0);
        QVERIFY2(closing["equity_difference"] == "0", closing.dump().c_str());
    }
    void replaysEqual(const QString& folder)
    {
        QProcess replay;
        replay.start(QStringLiteral(BREAKLINE_PROGRAM),
                     {QStringLiteral("replay"), folder, QStringLiteral("--verify")});
        QVERIFY(replay.waitForFinished(kTimeoutMs));
        QCOMPARE(replay.exitCode(), 0);
    }

private Q_SLOTS:
    void aKeyThatMayWithdrawIsRefused()
    {
        QTemporaryDir files;
        VenueProcess venue({QStringLiteral("--key-permissions"), QStringLiteral("trade,withdraw")});
        QVERIFY(venue.isUp());
        QProcess program;
        prepare(program, venue, files.filePath(QStringLiteral("session")), true);
        program.start();
        QVERIFY(program.waitForFinished(kTimeoutMs));
        const QByteArray told = program.readAllStandardError();
        QVERIFY2(program.exitCode() == 3, told.constData());
        QVERIFY2(told.contains("failed key_withdraws: yes, wanted no"), told.constData());
        const auto closing = nlohmann::json::parse(program.readAllStandardOutput().toStdString());
        QCOMPARE(closing["final_state"].get<std::string>(), std::string("STOPPED"));
        QVERIFY(closing["self_test"]["passed"] == false);
        QCOMPARE(closing["self_test"]["results"].size(), std::size_t {12});
        QVERIFY(venue.report()["orders"].empty());
    }

    void aKilledProgramFindsItsPositionAndItsStop_data()
    {
        QTest::addColumn<int>("linesAfterOpening");
        // The first is of the same instant as the opening.
        QTest::newRow("when it is managed") << 2;
        QTest::newRow("some scans later") << 6;
    }
    void aKilledProgramFindsItsPositionAndItsStop()
    {
        QFETCH(int, linesAfterOpening);
        QTemporaryDir files;
        const QString folder = files.filePath(QStringLiteral("session"));
        VenueProcess venue;
        QVERIFY(venue.isUp());

        QVERIFY2(killAfterOpening(venue, folder, linesAfterOpening), "no position was opened");
        const nlohmann::json killed = venue.report();
        QCOMPARE(killed["positions"].size(), std::size_t {1});
        QVERIFY(killed["positions"][0]["closed_ms"].is_null());
        const auto stops = positionStops(killed, "untriggered");
        QCOMPARE(stops.size(), std::size_t {1});

        nlohmann::json closing;
        runToItsEnd(venue, folder, closing);
        if (QTest::currentTestFailed())
            return;

        const nlohmann::json ended = venue.report();
        std::map<std::string, int> byClientId;
        for (const auto& order : ended["orders"])
            if (const auto id = order["client_id"].get<std::string>(); !id.empty())
                ++byClientId[id];
        for (const auto& [id, count] : byClientId)
            QVERIFY2(count == 1, id.c_str());
        // What protected it at the kill is what protected it to its end.
        std::set<std::string> all;
        for (const auto& order : ended["orders"])
            if (order["position_stop"].get<bool>()
                && order["symbol"] == killed["positions"][0]["symbol"])
                all.insert(order["venue_id"].get<std::string>());
        QVERIFY(all == stops);
        QVERIFY(!ended["positions"][0]["closed_ms"].is_null());
        QCOMPARE(ended["equity"]["wallet"].get<std::string>(), closing["equity_end"].get<std::string>());

        const QString csv = files.filePath(QStringLiteral("csv"));
        QVERIFY(exportSession(folder, csv).has_value());
        const auto fills = readCsv(csv + QStringLiteral("/fills.csv"));
        QCOMPARE(fills.size(), ended["fills"].size());
        // The kill has not stopped the clock of what was unprotected.
        const auto positions = readCsv(csv + QStringLiteral("/positions.csv"));
        QCOMPARE(positions.size(), ended["positions"].size());
        for (std::size_t i = 0; i < positions.size(); ++i)
            QCOMPARE(positions[i].at("unprotected_ms"),
                     std::to_string(ended["positions"][i]["unprotected_ms"].get<std::int64_t>()));
        std::set<std::string> exported;
        for (const CsvRow& row : readCsv(csv + QStringLiteral("/orders.csv")))
            if (row.at("intent") == "stop")
                exported.insert(row.at("venue_id"));
        QVERIFY(exported == stops);

        replaysEqual(folder);
    }

    void aRecordingThatLostItsEndKeepsNothingFromTheVenue_data()
    {
        QTest::addColumn<int>("percentLeft");
        // As after a power cut: the journal waits for the disk, the recording does not.
        QTest::newRow("most of it") << 80;
        QTest::newRow("all of it") << 0;
    }
    void aRecordingThatLostItsEndKeepsNothingFromTheVenue()
    {
        QFETCH(int, percentLeft);
        QTemporaryDir files;
        const QString folder = files.filePath(QStringLiteral("session"));
        VenueProcess venue;
        QVERIFY(venue.isUp());
        QVERIFY2(killAfterOpening(venue, folder, 2), "no position was opened");
        QFile recording(SessionFolder::recordingFileOf(folder));
        QVERIFY(recording.resize(recording.size() * percentLeft / 100));

        QProcess second;
        prepare(second, venue, folder, true);
        second.start();
        QVERIFY(second.waitForFinished(kTimeoutMs));
        const QByteArray told = second.readAllStandardError();
        QVERIFY2(second.exitCode() == 0, told.right(1500).constData());
        // It knows that it does not know: the position is contested, and keeps its stop.
        QVERIFY2(told.contains("orders of which the recording, which ends before, has nothing: "),
                 told.constData());
        QVERIFY2(told.contains("the position is contested: "), told.constData());
        // A difference in the midst of a session is looked at twice before it counts; where
        // the recording ends is not the same in every run.
        QVERIFY2(told.contains(percentLeft == 0 ? " ms: nothing of this session is open; 1 contested\n"
                                                : " ms: nothing of this session is open"),
                 told.constData());
        const auto closing = nlohmann::json::parse(second.readAllStandardOutput().toStdString());
        QCOMPARE(closing["final_state"].get<std::string>(), std::string("STOPPED"));
        QCOMPARE(closing["open_positions"].get<int>(), 0);
        QCOMPARE(closing["open_orders"].get<int>(), 0);

        // Nothing was sent twice, and nothing entered beside what is contested.
        const nlohmann::json ended = venue.report();
        std::set<std::string> ids;
        int entries = 0;
        for (const auto& order : ended["orders"]) {
            if (const auto id = order["client_id"].get<std::string>(); !id.empty())
                QVERIFY2(ids.insert(id).second, id.c_str());
            // The self-test's rests far from the market.
            entries += !order["client_id"].get<std::string>().empty() && !order["reduce_only"].get<bool>()
                    && order["time_in_force"].get<std::string>() != "PostOnly"
                ? 1
                : 0;
        }
        QCOMPARE(entries, 1);
        QCOMPARE(ended["positions"].size(), std::size_t {1});
        QVERIFY(!ended["positions"][0]["closed_ms"].is_null());
        QCOMPARE(positionStops(ended, "filled").size(), std::size_t {1});
    }

    void aStopThatFilledMeanwhileEndsThePosition()
    {
        QTemporaryDir files;
        const QString folder = files.filePath(QStringLiteral("session"));
        VenueProcess venue;
        QVERIFY(venue.isUp());
        QVERIFY2(killAfterOpening(venue, folder, 2), "no position was opened");
        const std::size_t known = venue.report()["fills"].size();
        QVERIFY(venue.goOnAlone(
            [](const nlohmann::json& report) { return !report["positions"][0]["closed_ms"].is_null(); }));
        const nlohmann::json meanwhile = venue.report();
        QVERIFY(meanwhile["fills"].size() > known);
        const auto stops = positionStops(meanwhile, "filled");
        QCOMPARE(stops.size(), std::size_t {1});
        const nlohmann::json& last = meanwhile["fills"].back();
        QVERIFY(stops.contains(last["venue_id"].get<std::string>()));

        nlohmann::json closing;
        runToItsEnd(venue, folder, closing);
        if (QTest::currentTestFailed())
            return;
        const nlohmann::json ended = venue.report();
        QCOMPARE(ended["equity"]["wallet"].get<std::string>(), closing["equity_end"].get<std::string>());

        const QString csv = files.filePath(QStringLiteral("csv"));
        QVERIFY(exportSession(folder, csv).has_value());
        const auto rowsOf = [&](const char* name) {
            return readCsv(csv + QLatin1Char('/') + QLatin1String(name) + QStringLiteral(".csv"));
        };
        // The position ended by its stop, at the venue's time and by its sums.
        const nlohmann::json& atVenue = meanwhile["positions"][0];
        const CsvRow position = rowsOf("positions").at(0);
        QCOMPARE(position.at("exit_reason"), std::string("stop"));
        QCOMPARE(position.at("closed_ms"), std::to_string(atVenue["closed_ms"].get<std::int64_t>()));
        QCOMPARE(position.at("realised_pnl"), atVenue["realised_pnl"].get<std::string>());
        QCOMPARE(position.at("fees"), atVenue["fees"].get<std::string>());
        QCOMPARE(position.at("funding"), atVenue["funding"].get<std::string>());
        // Its fill is told as any other, and so is what became of the stop.
        std::map<std::string, int> fills;
        for (const CsvRow& row : rowsOf("fills"))
            ++fills[row.at("venue_trade_id")];
        QCOMPARE(fills.size(), ended["fills"].size());
        for (const auto& fill : ended["fills"])
            QCOMPARE(fills[fill["venue_trade_id"].get<std::string>()], 1);
        for (const CsvRow& row : rowsOf("orders"))
            if (stops.contains(row.at("venue_id"))) {
                QCOMPARE(row.at("status"), std::string("filled"));
                QCOMPARE(row.at("filled_quantity"), last["quantity"].get<std::string>());
                QCOMPARE(row.at("average_price"), last["price"].get<std::string>());
            }
        for (const CsvRow& row : rowsOf("log"))
            QVERIFY2(row.at("message").find("contested") == std::string::npos, row.at("message").c_str());

        replaysEqual(folder);
    }
};

QTEST_GUILESS_MAIN(AdoptionTest)
#include "tst_adoption.moc"
