// SPDX-License-Identifier: GPL-3.0-or-later
// Whole sessions while messages and streams go wrong: each ends stopped, flat, and with the venue's money.
#include "backtest/LockStepRunner.h"
#include "fixtures/SimulatedRun.h"
#include "venue/VenueThread.h"

#include <QTest>

#include <iterator>

using namespace breakline;

namespace {

// Opens a position after five minutes.
constexpr Duration kLength = Duration::minutes(25);
constexpr std::uint64_t kSeed = 52;
constexpr int kSymbols = 40;

bool isOfMessages(FaultKind kind)
{
    const FaultClass about = classOf(kind);
    return about == FaultClass::Request || about == FaultClass::Push || about == FaultClass::Stream;
}

/// Whether a session over the wire decides the same as one in process. It waits
/// for longer where the limiter holds requests back, and its sockets come back at
/// a time of the network's.
bool comesToTheSame(FaultKind kind)
{
    switch (kind) {
    case FaultKind::Refuse:
    case FaultKind::Delay:
    case FaultKind::AnswerLate:
    case FaultKind::RequestLost:
    case FaultKind::AnswerLost:
    case FaultKind::AnswerTwice:
    case FaultKind::AnswerGarbled:
    case FaultKind::ServerTimeout:
    case FaultKind::ServerError:
    case FaultKind::NotDone:
    case FaultKind::PushLost:
    case FaultKind::PushTwice:
    case FaultKind::PushSwapped:
    case FaultKind::BookGap:
    case FaultKind::StreamFrozen: return true;
    default: return false;
    }
}

/// One every five minutes, at a target after the other.
FaultScript often(FaultKind kind, Duration length)
{
    static constexpr FaultTarget kRequests[] {FaultTarget::Question, FaultTarget::Stop, FaultTarget::Cancel,
                                              FaultTarget::Any, FaultTarget::Place};
    static constexpr FaultTarget kPushes[] {
        FaultTarget::Wallet, FaultTarget::Ticker,    FaultTarget::Book,     FaultTarget::Trade,
        FaultTarget::Order,  FaultTarget::Execution, FaultTarget::Position, FaultTarget::Candle};
    FaultScript script;
    std::size_t number = 0;
    for (Duration at = Duration::minutes(3); at < length; at = at + Duration::minutes(5), ++number) {
        Fault fault;
        fault.kind = kind;
        fault.at = at;
        if (hasTarget(kind))
            fault.target = classOf(kind) == FaultClass::Request ? kRequests[number % std::size(kRequests)]
                                                                : kPushes[number % std::size(kPushes)];
        if (hasCount(kind))
            fault.count = 1 + static_cast<int>(number % 3);
        if (hasLength(kind))
            fault.length = Duration::seconds(1 + 13 * static_cast<std::int64_t>(number % 4));
        if (hasAmount(kind))
            fault.amount = Decimal::fromUnits(number % 2 == 0 ? 4 : -4);
        script.faults.push_back(std::move(fault));
    }
    return script;
}

/// What has to hold at the end, whatever went wrong; a text says what does not.
QByteArray brokenAtEnd(const TradingSession& session, const VenueTotals& totals, Decimal unrealised)
{
    if (session.machine().state() != TradingState::Stopped)
        return "it is not STOPPED but "
            + QByteArray::fromStdString(std::string(toText(session.machine().state())));
    if (!session.positions().open().empty())
        return "a position is open";
    if (!session.desk().liveOrders().empty() || session.desk().liveVenueOrders() != 0)
        return "an order rests";
    if (session.risk().equity() != totals.wallet)
        return "its equity is not the venue's wallet of "
            + QByteArray::fromStdString(totals.wallet.toString());
    if (!unrealised.isZero())
        return "the venue has a position";
    return {};
}

SimulatedRunOptions optionsOf(FaultKind kind)
{
    SimulatedRunOptions options;
    options.seed = kSeed;
    options.symbolCount = kSymbols;
    options.records = false;
    options.isSelfTested = true;
    options.faults = often(kind, Duration::minutes(30));
    return options;
}

void runToItsEnd(SimulatedRun& run)
{
    run.command(CommandKind::Start);
    run.runFor(kLength);
    // A question that is lost holds the end up, by its time-out.
    run.command(CommandKind::Stop, "duration");
    run.runUntil([&] { return run.session().machine().state() == TradingState::Stopped; },
                 Duration::minutes(30));
}

} // namespace

class FaultedSessionTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyKindInProcess_data()
    {
        QTest::addColumn<int>("kind");
        for (std::size_t i = 0; i < kFaultKindCount; ++i)
            if (isOfMessages(static_cast<FaultKind>(i)))
                QTest::newRow(toText(static_cast<FaultKind>(i)).data()) << static_cast<int>(i);
    }

    void everyKindInProcess()
    {
        QFETCH(int, kind);
        SimulatedRun run(optionsOf(static_cast<FaultKind>(kind)));
        runToItsEnd(run);
        const QByteArray broken =
            brokenAtEnd(run.session(), run.exchange().totals(), run.exchange().totals().unrealised);
        QVERIFY2(broken.isEmpty(), broken.constData());
        QVERIFY(run.exchange().positions().empty());
        QVERIFY(run.exchange().liveOrders(std::nullopt).empty());
        QVERIFY(run.session().positions().closedCount() > 0);
        const std::uint64_t injected = run.exchange().faults().injected()[static_cast<std::size_t>(kind)];
        QCOMPARE(injected > 0, static_cast<FaultKind>(kind) != FaultKind::ClockJump);
    }

    // One of each way that a message can go; tst_venue_faults has every kind.
    void theSameOverTheWire_data()
    {
        QTest::addColumn<int>("kind");
        for (const FaultKind kind :
             {FaultKind::Delay, FaultKind::AnswerCut, FaultKind::RateLimited, FaultKind::PushSwapped,
              FaultKind::StreamFrozen, FaultKind::Disconnected})
            QTest::newRow(toText(kind).data()) << static_cast<int>(kind);
    }

    void theSameOverTheWire()
    {
        QFETCH(int, kind);
        GeneratorSettings market;
        market.seed = kSeed;
        market.symbolCount = kSymbols;
        VenueServerOptions server;
        server.settings.seed = kSeed;
        server.settings.faults = often(static_cast<FaultKind>(kind), Duration::minutes(30));
        server.source = std::move(*GeneratedMarket::make(market));
        server.key = {"KEY", "SECRET"};
        server.alone = WhenAlone::Freeze;
        server.speed.reset();
        auto venue = VenueThread::start(std::move(server));
        QVERIFY(venue);
        const VenueEndpoint& endpoint = (*venue)->endpoint();
        MemoryJournal journal;
        SessionSettings settings;
        settings.sessionId = "simulated-" + std::to_string(kSeed); // as in process
        settings.venue = "sim";
        settings.preset = demoPreset();
        auto opened = LockStepRunner::open(
            settings,
            {QUrl(QString::fromStdString(endpoint.rest)), QUrl(QString::fromStdString(endpoint.ws)),
             QUrl(QString::fromStdString(endpoint.control)), endpoint.key.key, endpoint.key.secret},
            journal, nullptr);
        QVERIFY(opened);
        LockStepRunner& runner = **opened;
        auto submit = [&, id = std::uint64_t {0}](CommandKind what, const std::string& argument) mutable {
            UserCommand command;
            command.id = ++id;
            command.kind = what;
            command.argument = argument;
            runner.submit(command);
        };
        submit(CommandKind::Start, {});
        runner.runUntil(runner.now() + kLength);
        QVERIFY2(!runner.failure(), runner.failure().value_or("").c_str());
        submit(CommandKind::Stop, "duration");
        const Timestamp until = runner.now() + Duration::minutes(30);
        while (runner.session().machine().state() != TradingState::Stopped && runner.now() < until
               && !runner.failure())
            runner.step(until);
        QVERIFY2(!runner.failure(), runner.failure().value_or("").c_str());
        const VenueTotals totals = (*venue)->totals();
        const QByteArray broken = brokenAtEnd(runner.session(), totals, totals.unrealised);
        QVERIFY2(broken.isEmpty(), broken.constData());
        SimulatedRun inProcess(optionsOf(static_cast<FaultKind>(kind)));
        runToItsEnd(inProcess);
        QVERIFY(!comesToTheSame(static_cast<FaultKind>(kind))
                || runner.session().decisions().digest() == inProcess.session().decisions().digest());
        const std::string report = (*venue)->report();
        const std::string zero = "\"" + std::string(toText(static_cast<FaultKind>(kind))) + "\":0";
        QVERIFY2(report.find(zero) == std::string::npos, "nothing was met");
    }
};

QTEST_GUILESS_MAIN(FaultedSessionTest)
#include "tst_faulted_session.moc"
