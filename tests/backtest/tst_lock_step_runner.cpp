// SPDX-License-Identifier: GPL-3.0-or-later
#include "backtest/LockStepRunner.h"
#include "fixtures/SimulatedRun.h"
#include "venue/VenueThread.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QThread>
#include <QWebSocket>
#include <QWebSocketServer>

#include <atomic>
#include <functional>
#include <thread>

using namespace breakline;

namespace {

const ApiKey kKey {"KEY", "SECRET"};

VenueServerOptions venueOptions(std::uint64_t seed, int symbols)
{
    GeneratorSettings market;
    market.seed = seed;
    market.symbolCount = symbols;
    VenueServerOptions options;
    options.settings.seed = seed;
    options.source = std::move(*GeneratedMarket::make(market));
    options.key = kKey;
    options.alone = WhenAlone::Freeze;
    options.speed.reset();
    return options;
}

/// Has a position from the twentieth to the thirty-eighth minute.
SimulatedRunOptions tradesEarly()
{
    SimulatedRunOptions options;
    options.seed = 52;
    options.symbolCount = 40;
    return options;
}
constexpr Duration kEarlyTrades = Duration::minutes(30);

/// Stands between a program and the venue's control socket, in a thread of its
/// own, and sends on, for each message of the venue, those that `change` gives.
class ControlRelay {
public:
    using Change = std::function<std::vector<QJsonObject>(QJsonObject message)>;

    ControlRelay(QUrl venue, Change change)
        : m_venue(std::move(venue))
        , m_change(std::move(change))
    {
        m_context.moveToThread(&m_thread);
        m_thread.start();
        QMetaObject::invokeMethod(&m_context, [this] { listen(); }, Qt::BlockingQueuedConnection);
    }
    ~ControlRelay()
    {
        QMetaObject::invokeMethod(
            &m_context,
            [this] {
                m_up.reset();
                m_down.reset();
                m_server.reset();
                m_context.moveToThread(nullptr);
            },
            Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }

    QUrl url() const { return m_url; }

private:
    void listen()
    {
        m_server = std::make_unique<QWebSocketServer>(QString(), QWebSocketServer::NonSecureMode);
        if (!m_server->listen(QHostAddress::LocalHost))
            qFatal("the relay cannot listen");
        m_url = m_server->serverUrl();
        QObject::connect(m_server.get(), &QWebSocketServer::newConnection, m_server.get(), [this] { accept(); });
    }
    void accept()
    {
        m_down.reset(m_server->nextPendingConnection());
        m_up = std::make_unique<QWebSocket>();
        QObject::connect(m_down.get(), &QWebSocket::textMessageReceived, m_up.get(), [this](const QString& text) {
            m_up->state() == QAbstractSocket::ConnectedState ? (void)m_up->sendTextMessage(text) : m_early.push_back(text);
        });
        QObject::connect(m_up.get(), &QWebSocket::connected, m_up.get(), [this] {
            for (const QString& text : std::exchange(m_early, {}))
                m_up->sendTextMessage(text);
        });
        QObject::connect(m_up.get(), &QWebSocket::textMessageReceived, m_up.get(), [this](const QString& text) {
            for (const QJsonObject& message : m_change(QJsonDocument::fromJson(text.toUtf8()).object()))
                m_down->sendTextMessage(QString::fromUtf8(QJsonDocument(message).toJson(QJsonDocument::Compact)));
        });
        QNetworkRequest request(m_venue);
        request.setRawHeader("User-Agent", m_down->request().rawHeader("User-Agent"));
        m_up->open(request);
    }

    QUrl m_venue;
    QUrl m_url;
    Change m_change;
    QThread m_thread;
    QObject m_context;
    std::unique_ptr<QWebSocketServer> m_server;
    std::unique_ptr<QWebSocket> m_down;
    std::unique_ptr<QWebSocket> m_up;
    QStringList m_early;
};

/// The same session over the wire.
class WireRun {
public:
    explicit WireRun(const SimulatedRunOptions& options, std::optional<double> speed = {},
                     ControlRelay::Change change = {}, Duration latencyMax = VenueSettings {}.latencyMax)
        : m_stride(options.stride)
    {
        auto venueSettings = venueOptions(options.seed, options.symbolCount);
        venueSettings.speed = speed;
        venueSettings.settings.latencyMax = latencyMax;
        auto venue = VenueThread::start(std::move(venueSettings));
        if (!venue)
            qFatal("%s", venue.error().message.c_str());
        m_venue = std::move(*venue);
        SessionSettings settings;
        settings.sessionId = "simulated-" + std::to_string(options.seed);
        settings.venue = "sim";
        settings.preset = demoPreset();
        settings.isSelfTested = options.isSelfTested;
        LockStepVenue where = wire(m_venue->endpoint());
        if (change) {
            m_relay = std::make_unique<ControlRelay>(where.control, std::move(change));
            where.control = m_relay->url();
        }
        auto runner = LockStepRunner::open(settings, std::move(where), m_journal, &m_recorder);
        if (!runner)
            qFatal("%s", runner.error().message.c_str());
        m_runner = std::move(*runner);
    }

    static LockStepVenue wire(const VenueEndpoint& endpoint)
    {
        return {QUrl(QString::fromStdString(endpoint.rest)),
                QUrl(QString::fromStdString(endpoint.ws)),
                QUrl(QString::fromStdString(endpoint.control)),
                endpoint.key.key,
                endpoint.key.secret};
    }

    void command(CommandKind kind, const std::string& argument = {})
    {
        UserCommand command;
        command.id = ++m_commands;
        command.kind = kind;
        command.argument = argument;
        m_runner->submit(command);
    }
    void runFor(Duration span)
    {
        const Timestamp until = m_runner->now() + span;
        while (m_runner->now() < until && !m_runner->failure())
            m_runner->runUntil(std::min(until, m_runner->now() + m_stride));
    }
    bool stop()
    {
        command(CommandKind::Stop, "duration");
        const Timestamp until = m_runner->now() + Duration::minutes(1);
        while (session().machine().state() != TradingState::Stopped && m_runner->now() < until
               && !m_runner->failure())
            m_runner->step(until);
        return session().machine().state() == TradingState::Stopped;
    }

    LockStepRunner& runner() { return *m_runner; }
    TradingSession& session() { return m_runner->session(); }
    VenueThread& venue() { return *m_venue; }
    void endVenue() { m_venue.reset(); }
    MemoryRecorder& recorder() { return m_recorder; }

private:
    std::unique_ptr<VenueThread> m_venue;
    std::unique_ptr<ControlRelay> m_relay;
    MemoryJournal m_journal;
    MemoryRecorder m_recorder;
    std::unique_ptr<LockStepRunner> m_runner;
    Duration m_stride;
    std::uint64_t m_commands = 0;
};

/// Threads that only count, as long as it lives.
class BusyCores {
public:
    explicit BusyCores(int count)
    {
        for (int i = 0; i < count; ++i)
            m_threads.emplace_back([this](const std::stop_token& stop) {
                while (!stop.stop_requested())
                    m_count.fetch_add(1, std::memory_order_relaxed);
            });
    }

private:
    std::atomic<std::uint64_t> m_count {0};
    std::vector<std::jthread> m_threads;
};

QByteArray shown(const Record& record, qsizetype from = 0)
{
    return QByteArray(record.kind == RecordKind::Input ? "input " : "output ")
        + QByteArray::number(static_cast<qulonglong>(record.sequence)) + " at "
        + QByteArray::fromStdString(toIso8601(record.time)) + ": " + record.payload.mid(from).toPercentEncoding(" {}\":,.|[]=+-_/()").left(250);
}

/// The words for how a connection came about are each gateway's own.
bool isSame(const Record& a, const Record& b)
{
    return a.kind == b.kind && a.sequence == b.sequence && a.time == b.time && a.payload == b.payload;
}

/// Where two recordings part; empty: nowhere.
QByteArray difference(const std::vector<Record>& wire, const std::vector<Record>& inProcess)
{
    for (std::size_t i = 0; i < std::min(wire.size(), inProcess.size()); ++i) {
        const Record& a = wire[i];
        const Record& b = inProcess[i];
        if (isSame(a, b))
            continue;
        QByteArray text = "record " + QByteArray::number(static_cast<qulonglong>(i)) + "\n";
        for (std::size_t j = i < 3 ? 0 : i - 3; j < i; ++j)
            text += " both: " + shown(wire[j]).left(120) + "\n";
        qsizetype byte = 0;
        while (byte < std::min(a.payload.size(), b.payload.size()) && a.payload[byte] == b.payload[byte])
            ++byte;
        text += " of " + QByteArray::number(a.payload.size()) + " and " + QByteArray::number(b.payload.size())
            + " bytes the first to differ is " + QByteArray::number(byte) + "\n";
        const qsizetype from = std::max<qsizetype>(0, byte - 40);
        return text + " wire: " + shown(a).left(150) + " ... " + shown(a, from) + "\n in process: "
            + shown(b).left(150) + " ... " + shown(b, from);
    }
    if (wire.size() != inProcess.size())
        return "lengths " + QByteArray::number(static_cast<qulonglong>(wire.size())) + " and "
            + QByteArray::number(static_cast<qulonglong>(inProcess.size()));
    return {};
}

} // namespace

class LockStepRunnerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aVenueOfAnotherMachineIsRefused()
    {
        const QUrl here(QStringLiteral("http://127.0.0.1:1"));
        const QUrl there(QStringLiteral("http://example.invalid:1"));
        for (const auto& [rest, ws, control] : {std::tuple(there, here, here), std::tuple(here, there, here),
                                                std::tuple(here, here, there)}) {
            MemoryJournal journal;
            SessionSettings settings;
            settings.preset = demoPreset();
            const auto runner = LockStepRunner::open(settings, {rest, ws, control, "KEY", "SECRET"}, journal, nullptr);
            QVERIFY(!runner);
            QCOMPARE(runner.error().code, ErrorCode::Refused);
        }
    }

    void theWireChangesNothing_data()
    {
        QTest::addColumn<quint64>("seed");
        QTest::addColumn<int>("symbols");
        QTest::addColumn<int>("minutes");
        QTest::addColumn<bool>("trades");
        QTest::addColumn<bool>("isBusy"); // both cores have something else to do
        QTest::newRow("a few symbols") << quint64(2) << 12 << 30 << false << false;
        QTest::newRow("with positions, cores busy") << quint64(52) << 40 << 45 << true << true;
    }

    void theWireChangesNothing()
    {
        QFETCH(quint64, seed);
        QFETCH(int, symbols);
        QFETCH(int, minutes);
        QFETCH(bool, trades);
        QFETCH(bool, isBusy);
        SimulatedRunOptions options;
        options.seed = seed;
        options.symbolCount = symbols;
        options.isSelfTested = true;
        SimulatedRun inProcess(options);
        inProcess.command(CommandKind::Start);
        inProcess.runFor(Duration::minutes(minutes));
        QVERIFY(inProcess.stop());

        const BusyCores busy(isBusy ? 2 : 0);
        WireRun wire(options);
        QCOMPARE(wire.runner().now(), inProcess.start());
        wire.command(CommandKind::Start);
        wire.runFor(Duration::minutes(minutes));
        const bool isStopped = wire.stop();
        QVERIFY2(!wire.runner().failure(), wire.runner().failure().value_or("").c_str());
        const QByteArray where = difference(wire.recorder().records, inProcess.recorder().records);
        QVERIFY2(where.isEmpty(), where.constData());
        QVERIFY(isStopped);
        QCOMPARE(wire.session().decisions().digest(), inProcess.session().decisions().digest());
        QVERIFY(inProcess.recorder().records.size() > 1000);
        QVERIFY(!trades || inProcess.session().positions().closedCount() > 0);
    }

    void aSessionThatBeginsAgainAsksForItsFillsTheSameWay()
    {
        SimulatedRunOptions options = tradesEarly();
        const auto play = [](auto& run) {
            run.command(CommandKind::Start);
            run.runFor(kEarlyTrades);
            if (!run.stop())
                return false;
            run.command(CommandKind::Start);
            run.runFor(Duration::minutes(2));
            return run.stop();
        };
        SimulatedRun inProcess(options);
        QVERIFY(play(inProcess));
        WireRun wire(options);
        QVERIFY(play(wire));
        const QByteArray where = difference(wire.recorder().records, inProcess.recorder().records);
        QVERIFY2(where.isEmpty(), where.constData());
        std::size_t answers = 0;
        std::size_t executions = 0;
        std::size_t transfers = 0;
        std::size_t clocks = 0;
        for (const Record& record : wire.recorder().records) {
            const auto input = InputCodec::decode(record.payload);
            const auto* event = record.kind == RecordKind::Input && input ? std::get_if<ExchangeEvent>(&*input) : nullptr;
            if (event == nullptr)
                continue;
            transfers += std::holds_alternative<TransfersAnswer>(*event) ? 1 : 0;
            clocks += std::holds_alternative<ClockReading>(*event) ? 1 : 0;
            if (const auto* answer = std::get_if<ExecutionsAnswer>(event)) {
                ++answers;
                executions += answer->executions.size();
            }
        }
        // One of the start, one of each comparison: every 50 s of half an hour.
        QVERIFY(answers >= 1 + 35);
        QVERIFY(executions > 0);
        QVERIFY(transfers >= 35);
        QCOMPARE(clocks, std::size_t {0}); // the time is the venue's own
    }

    void theVenuesReportIsWhatTheSessionSaw()
    {
        WireRun wire(tradesEarly());
        wire.command(CommandKind::Start);
        wire.runFor(kEarlyTrades);
        QVERIFY(wire.stop());
        const QJsonObject report
            = QJsonDocument::fromJson(QByteArray::fromStdString(wire.venue().report())).object();
        // Each execution of the venue is a fill of ours, once.
        std::map<std::string, int> fills;
        for (const Record& record : wire.recorder().records)
            if (record.kind == RecordKind::Input)
                if (const auto input = InputCodec::decode(record.payload); input)
                    if (const auto* event = std::get_if<ExchangeEvent>(&*input))
                        if (const auto* execution = std::get_if<Execution>(event))
                            ++fills[execution->venueTradeId];
        const QJsonArray executions = report[QLatin1String("fills")].toArray();
        QVERIFY(!executions.isEmpty());
        QCOMPARE(fills.size(), static_cast<std::size_t>(executions.size()));
        for (const auto& [id, count] : fills)
            QCOMPARE(count, 1);
    }

    void withoutAVenueItSaysSo()
    {
        MemoryJournal journal;
        LockStepVenue nowhere;
        nowhere.rest = QUrl(QStringLiteral("http://127.0.0.1:1"));
        nowhere.ws = QUrl(QStringLiteral("ws://127.0.0.1:1"));
        nowhere.control = QUrl(QStringLiteral("ws://127.0.0.1:1/sim/v1/control"));
        nowhere.key = "KEY";
        nowhere.secret = "SECRET";
        SessionSettings settings;
        settings.preset = demoPreset();
        const auto runner = LockStepRunner::open(settings, nowhere, journal, nullptr);
        QVERIFY(!runner);
        QCOMPARE(runner.error().code, ErrorCode::Unavailable);
        QVERIFY(runner.error().message.find("no control socket at ws://127.0.0.1:1") != std::string::npos);
    }

    void aVenueThatEndsIsAFailure()
    {
        SimulatedRunOptions options;
        options.symbolCount = 3;
        WireRun wire(options);
        wire.command(CommandKind::Start);
        wire.runFor(Duration::minutes(1));
        QVERIFY(!wire.runner().failure());
        wire.endVenue();
        wire.runFor(Duration::minutes(1));
        QVERIFY(wire.runner().failure());
        QVERIFY(wire.runner().failure()->find("control socket was lost") != std::string::npos);
        QVERIFY(!wire.runner().step(wire.runner().now() + Duration::minutes(1)));
    }

    void aStepWhoseCountsDoNotAgreeIsAFailure()
    {
        SimulatedRunOptions options;
        options.symbolCount = 3;
        std::atomic<qint64> told = -1; // what the changed step said, in the relay's thread
        WireRun wire(options, {}, [&told](QJsonObject message) -> std::vector<QJsonObject> {
            if (message[QLatin1String("op")] == QLatin1String("step")
                && message[QLatin1String("n")].toInteger() == 100) {
                told = message[QLatin1String("parked")].toInteger() + 2;
                message[QLatin1String("parked")] = told.load();
            }
            return {message};
        });
        wire.command(CommandKind::Start);
        wire.runFor(Duration::minutes(30));
        QVERIFY(wire.runner().failure());
        QCOMPARE(QString::fromStdString(*wire.runner().failure()),
                 QStringLiteral("step 100: the venue has %1 requests parked, but %2 are outstanding here: one was lost "
                                "or counted twice")
                     .arg(told.load())
                     .arg(told.load() - 2));
    }

    void aParkedRequestThatIsNotInFlightIsAFailure()
    {
        SimulatedRunOptions options;
        options.symbolCount = 3;
        WireRun wire(options, {}, [](const QJsonObject& message) -> std::vector<QJsonObject> {
            if (message[QLatin1String("op")] == QLatin1String("step")
                && message[QLatin1String("n")].toInteger() == 100) {
                QJsonObject parked {{QLatin1String("op"), QLatin1String("parked")}, {QLatin1String("n"), 99},
                                    {QLatin1String("req"), 1}, {QLatin1String("parked"), 7}};
                return {parked, message};
            }
            return {message};
        });
        wire.command(CommandKind::Start);
        wire.runFor(Duration::minutes(30));
        QVERIFY(wire.runner().failure());
        QCOMPARE(QString::fromStdString(*wire.runner().failure()),
                 QStringLiteral("the venue says that a request is parked (7 of them), but none of the 0 outstanding "
                                "here is in flight"));
    }

    void whoGivesUpARequestThatTheVenueHoldsGoesOn()
    {
        // An answer takes up to a minute; the program gives it up after half of one.
        WireRun wire(tradesEarly(), {}, {}, Duration::minutes(1));
        wire.command(CommandKind::Start);
        const Timestamp start = wire.runner().now();
        wire.runFor(kEarlyTrades);
        QVERIFY2(!wire.runner().failure(), wire.runner().failure().value_or("").c_str());
        QVERIFY(wire.runner().now() >= start + kEarlyTrades);
    }

    void aFailedRecorderAndTheDiskAreInputsAsInOneProcess()
    {
        SimulatedRunOptions options;
        options.symbolCount = 3;
        WireRun wire(options);
        SimulatedRun inProcess(options);
        const auto drive = [](auto& run) {
            run.runner().report({93.5});
            run.command(CommandKind::Start);
            run.runFor(Duration::minutes(7));
            run.runner().report({80.0});
            run.recorder().failed = Error {ErrorCode::Io, "no space left"};
            run.runFor(Duration::minutes(7));
        };
        drive(wire);
        drive(inProcess);
        const EntryGate& gate = wire.session().machine().gate();
        QVERIFY(gate.has(GateReason::RecorderFailed));
        QVERIFY(!gate.has(GateReason::DiskFull));
        QCOMPARE(wire.session().orchestrator().failure(),
                 std::string("the recording cannot be written: no space left"));
        std::size_t failures = 0, readings = 0;
        for (const Record& record : wire.recorder().records) {
            if (record.kind != RecordKind::Input)
                continue;
            const Input input = InputCodec::decode(record.payload).value();
            failures += std::holds_alternative<RecorderFailed>(input);
            readings += std::holds_alternative<DiskReading>(input);
        }
        QCOMPARE(failures, std::size_t {1});
        QCOMPARE(readings, std::size_t {2});
        QCOMPARE(wire.session().decisions().digest(), inProcess.session().decisions().digest());
    }

    void aStepInFlightCanBeLeftAndTakenUp()
    {
        // At speed 1 a step takes up to a second of real time.
        SimulatedRunOptions options;
        options.symbolCount = 1;
        WireRun wire(options, 1.0);
        bool isInterrupted = true;
        wire.runner().setInterruptCheck([&] { return isInterrupted; });
        const Timestamp limit = wire.runner().now() + Duration::seconds(10);
        const Timestamp before = wire.runner().now();
        while (wire.runner().now() == before && wire.runner().step(limit)) { }
        // Left before its time; a command now is the last of the step in flight.
        wire.command(CommandKind::Start);
        isInterrupted = false;
        QVERIFY(wire.runner().step(limit));
        QVERIFY(wire.session().machine().state() != TradingState::Idle);
        QVERIFY(!wire.runner().failure());
    }
};

QTEST_GUILESS_MAIN(LockStepRunnerTest)
#include "tst_lock_step_runner.moc"
