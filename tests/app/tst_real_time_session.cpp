// SPDX-License-Identifier: GPL-3.0-or-later
// Sessions on a venue that runs by the clock on the wall and has no control
// socket, as a real exchange: to trade on, and only to look at.
#include "app/StoredSession.h"
#include "app/VenueProbe.h"
#include "backtest/ReplayVerifier.h"
#include "matching/GeneratedMarket.h"
#include "storage/RecordingReader.h"
#include "storage/SessionFolder.h"
#include "venue/VenueThread.h"

#include <nlohmann/json.hpp>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace breakline;

namespace {

constexpr int kSymbols = 4;

std::unique_ptr<VenueThread> startVenue(double speed, bool hasControl)
{
    GeneratorSettings market;
    market.symbolCount = kSymbols;
    VenueServerOptions options;
    options.source = std::move(*GeneratedMarket::make(market));
    options.key = {"KEY", "SECRET"};
    options.speed = speed;
    options.alone = WhenAlone::Run;
    options.hasControl = hasControl;
    return std::move(*VenueThread::start(std::move(options)));
}

RemoteVenue remote(const VenueThread& venue, const std::string& name)
{
    RemoteVenue result;
    result.name = name;
    result.rest = venue.endpoint().rest;
    result.ws = venue.endpoint().ws;
    if (name == "sim") {
        result.key = "KEY";
        result.secret = "SECRET";
    }
    return result;
}

class Run {
public:
    Run(const RemoteVenue& venue, const QString& folder)
    {
        auto setup = prepareRemote({}, venue, folder.toStdString());
        if (!setup)
            qFatal("%s", setup.error().message.c_str());
        auto opened = StoredSession::open(std::move(*setup), folder.toStdString());
        if (!opened)
            qFatal("%s", opened.error().message.c_str());
        session = std::move(*opened);
        if (const auto caughtUp = session->catchUpWithRecording([](const std::string&) {}); !caughtUp)
            qFatal("%s", caughtUp.error().message.c_str());
    }

    /// A generous limit of venue time, which is real; ends as soon as it holds.
    template<class Holds>
    bool until(Holds holds)
    {
        const Timestamp limit = session->runner().now() + Duration::seconds(60);
        while (!holds() && session->runner().now() < limit)
            session->runner().step(limit);
        return holds();
    }
    TradingState state() { return session->session().machine().state(); }

    std::unique_ptr<StoredSession> session;
};

nlohmann::json finish(Run& run)
{
    run.session->submit({2, CommandKind::Stop, "command"});
    if (!run.until([&run] { return run.session->session().isFinished(); }))
        qFatal("it did not stop");
    const ClosingReport report = run.session->finish(run.session->start(), 0.0);
    if (!report.problems.empty())
        qFatal("%s", report.problems[0].c_str());
    return nlohmann::json::parse(report.json);
}

bool replaysEqual(const QString& folder)
{
    const auto meta = SessionFolder::readMeta(folder);
    auto reader = RecordingReader::open(SessionFolder::recordingFileOf(folder));
    const auto result = verifyReplay(settingsOf(*meta).value(), **reader);
    return result && !result->difference && result->inputs > 0;
}

} // namespace

class RealTimeSessionTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aControlSocketIsFoundWhereThereIsOne()
    {
        const auto with = startVenue(1.0, true);
        const auto without = startVenue(1.0, false);
        QVERIFY(hasControlSocket(with->endpoint().ws));
        QVERIFY(!hasControlSocket(without->endpoint().ws));
        QVERIFY(!hasControlSocket("ws://127.0.0.1:1"));
        QVERIFY(!timeOfVenue("http://127.0.0.1:1"));
    }

    void withoutOneTheVenueMustRunAtSpeedOne()
    {
        const auto fast = startVenue(5.0, false);
        const auto setup = prepareRemote({}, remote(*fast, "sim"), {});
        QVERIFY(!setup);
        QCOMPARE(setup.error().code, ErrorCode::Unavailable);
        QVERIFY(setup.error().message.find("it must run at speed 1") != std::string::npos);
    }

    void aSessionInRealTimeGoesOnAfterItWasLeft()
    {
        const auto venue = startVenue(1.0, false);
        QTemporaryDir dir;
        const QString folder = dir.filePath(QStringLiteral("session"));
        {
            Run run(remote(*venue, "sim"), folder);
            QVERIFY(run.session->runner().isRealTime());
            run.session->submit({1, CommandKind::Start, run.session->meta().presetId});
            QVERIFY(run.until([&run] {
                return isRunning(run.state()) && run.session->session().scanning().completed() > 0;
            }));
            QVERIFY(run.session->session().machine().state() != TradingState::Idle);
            QVERIFY(run.session->session().snapshot()->gateReasons.empty());
        } // as if it had been killed
        Run run(remote(*venue, "sim"), folder);
        QVERIFY(run.session->isResumed());
        QVERIFY(run.session->runner().isRealTime());
        QVERIFY(isRunning(run.state()));
        const auto reasons = run.session->session().snapshot()->gateReasons;
        QCOMPARE(reasons.size(), std::size_t(2));
        QCOMPARE(reasons[0].name, std::string("market_data_down"));
        QCOMPARE(reasons[0].detail, std::string("the program was started again"));
        QCOMPARE(reasons[1].name, std::string("private_stream_down"));
        QVERIFY(run.until([&run] { return run.session->session().snapshot()->gateReasons.empty(); }));
        const nlohmann::json closing = finish(run);
        QCOMPARE(closing["venue"].get<std::string>(), std::string("sim"));
        QCOMPARE(closing["final_state"].get<std::string>(), std::string("STOPPED"));
        QCOMPARE(closing["equity_start"].get<std::string>(), std::string("100000"));
        QCOMPARE(closing["equity_difference"].get<std::string>(), std::string("0"));
        QVERIFY(replaysEqual(folder));
    }

    void marketDataAreLookedAtAndOrdersAreRefused()
    {
        const auto venue = startVenue(1.0, false);
        QTemporaryDir dir;
        const QString folder = dir.filePath(QStringLiteral("session"));
        Run run(remote(*venue, "bybit"), folder);
        TradingSession& session = run.session->session();
        run.session->submit({1, CommandKind::Start, run.session->meta().presetId});
        QVERIFY(run.until([&] { return session.scanning().completed() > 0; }));
        auto snapshot = session.snapshot();
        QVERIFY(!snapshot->isSimulated);
        QVERIFY(snapshot->connection.isMarketDataOnly);
        QVERIFY(!snapshot->equityNow && !snapshot->walletBalance);
        QCOMPARE(snapshot->symbols.size(), std::size_t(kSymbols));
        QCOMPARE(snapshot->candidates.size(), std::size_t(kSymbols));
        QCOMPARE(snapshot->gateReasons.size(), std::size_t(1));
        QCOMPARE(snapshot->gateReasons[0].name, std::string("market_data_only"));

        const nlohmann::json closing = finish(run);
        QCOMPARE(closing["venue"].get<std::string>(), std::string("bybit"));
        QCOMPARE(closing["final_state"].get<std::string>(), std::string("STOPPED"));
        QCOMPARE(closing["orders"].get<int>(), 0);
        QVERIFY(closing["equity_start"].is_null() && closing["equity_end"].is_null());
        QVERIFY(replaysEqual(folder));
        const auto report = nlohmann::json::parse(venue->report());
        QCOMPARE(report["orders"].size(), std::size_t(0));
    }

    void noFolderOpensOrdersToAVenueThatIsLookedAt()
    {
        const auto venue = startVenue(1.0, true); // with a control socket
        QTemporaryDir dir;
        const QString folder = dir.filePath(QStringLiteral("session"));
        {
            Run run(remote(*venue, "bybit"), folder);
            run.session->submit({1, CommandKind::Start, run.session->meta().presetId});
            QVERIFY(run.until([&run] { return isRunning(run.state()); }));
        }
        // Somebody takes the clock out of the session's description: lock step again?
        QFile file(SessionFolder::metaFileOf(folder));
        QVERIFY(file.open(QIODevice::ReadOnly));
        nlohmann::json meta = nlohmann::json::parse(file.readAll().toStdString());
        file.close();
        QCOMPARE(meta["settings"]["clock"].get<std::string>(), std::string("real"));
        meta["settings"].erase("clock");
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(meta.dump()));
        file.close();
        const auto setup = prepareRemote({}, remote(*venue, "bybit"), folder.toStdString());
        QVERIFY(setup.has_value());
        QVERIFY(setup->settings.isRealTime);
        QVERIFY(setup->settings.isMarketDataOnly);
    }
};

QTEST_GUILESS_MAIN(RealTimeSessionTest)
#include "tst_real_time_session.moc"
