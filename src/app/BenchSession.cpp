// SPDX-License-Identifier: GPL-3.0-or-later
// Whole sessions on the seeded market: one input through the managers, and the
// main loop with journal and recording.
#include "app/BenchResult.h"
#include "app/BenchTimer.h"
#include "app/StoredSession.h"
#include "backtest/ReplayPorts.h"
#include "storage/RecordingReader.h"

#include <QTemporaryDir>

#include <variant>

namespace breakline {

namespace {

constexpr int kSymbols = 12;
constexpr int kInputRuns = 7;
constexpr int kTradeRuns = 5;
constexpr Duration kInputSpan = Duration::hours(6);
constexpr Duration kTradeSpan = Duration::hours(72);
constexpr std::int64_t kCandles = kSymbols * (kTradeSpan.ms / Duration::minutes(1).ms);

SimulationOptions seededMarket()
{
    SimulationOptions options;
    options.isInProcess = true;
    options.symbolCount = kSymbols;
    return options;
}

Expected<std::unique_ptr<StoredSession>> openSession(const QString& folder)
{
    auto setup = prepareSimulation(seededMarket());
    if (!setup)
        return std::unexpected(setup.error());
    return StoredSession::open(std::move(*setup), folder.toStdString());
}

void run(StoredSession& session, Duration span)
{
    SessionRunner& runner = session.runner();
    const Timestamp end = runner.now() + span;
    runner.submit({1, CommandKind::Start, session.meta().presetId});
    runner.runUntil(end);
    session.settle();
}

struct TimedInput {
    Timestamp time;
    Input input;
};

Expected<std::vector<TimedInput>> inputsOf(const QString& recording)
{
    auto reader = RecordingReader::open(recording);
    if (!reader)
        return std::unexpected(reader.error());
    std::vector<TimedInput> inputs;
    for (;;) {
        const auto record = (*reader)->next();
        if (!record)
            return std::unexpected(record.error());
        if (!*record)
            return inputs;
        if ((*record)->kind != RecordKind::Input)
            continue;
        auto input = InputCodec::decode((*record)->payload);
        if (!input)
            return std::unexpected(input.error());
        inputs.push_back({(*record)->time, std::move(*input)});
    }
}

struct Played {
    std::vector<double> nanoseconds; ///< of each input
    double mean = 0.0;
    std::string digest;
};

Played play(const SessionSettings& settings, const std::vector<TimedInput>& inputs, RecordingSink* recorder)
{
    ReplayGateway gateway;
    ReplayScheduler scheduler;
    ReplayJournal journal;
    TradingSession session(settings, SessionPorts {gateway, scheduler, journal, recorder});
    Played played;
    played.nanoseconds.reserve(inputs.size());
    for (const TimedInput& timed : inputs) {
        const double seconds = secondsOf([&] {
            std::visit([&](const auto& value) { session.inputs().post(timed.time, value); }, timed.input);
        });
        played.nanoseconds.push_back(seconds * 1e9);
        played.mean += seconds * 1e9 / static_cast<double>(inputs.size());
    }
    played.digest = session.decisions().digest();
    return played;
}

/// Asks for nothing and keeps nothing.
struct SilentListener final : ExchangeListener {
    void onTrade(const TradePrint&) override { }
    void onBook(const BookSnapshot&) override { }
    void onTicker(const Ticker&) override { }
    void onCandle(const CandleClosed&) override { }
    void onInstrument(const Instrument&) override { }
    void onOrder(const OrderUpdate&) override { }
    void onExecution(const Execution&) override { }
    void onPosition(const PositionUpdate&) override { }
    void onWallet(const WalletUpdate&) override { }
    void onAnswer(const VenueAnswer&) override { }
    void onQueryDue(std::uint64_t, std::optional<FaultKind>) override { }
};

bool haveSameMarket(const SimulatedExchange& a, const SimulatedExchange& b)
{
    if (a.now() != b.now())
        return false;
    for (const Instrument& instrument : a.instruments().all()) {
        const Timestamp from = a.now() - Duration::hours(24);
        const auto bars = a.candles(instrument.id, Duration::minutes(1), from, a.now());
        if (bars.empty() || bars != b.candles(instrument.id, Duration::minutes(1), from, b.now()))
            return false;
    }
    return true;
}

} // namespace

Expected<BenchResult> benchSessionInput()
{
    const QTemporaryDir folder;
    if (!folder.isValid())
        return fail(ErrorCode::Io, "no temporary folder can be made");
    std::string digest;
    QString recording;
    {
        const auto session = openSession(folder.filePath(QStringLiteral("session")));
        if (!session)
            return std::unexpected(session.error());
        const Timestamp from = (*session)->runner().now();
        run(**session, kInputSpan);
        digest = (*session)->session().decisions().digest();
        recording = (*session)->folder().recordingFile();
        if (const auto finished = (*session)->finish(from, 0.0); !finished.problems.empty())
            return fail(ErrorCode::Io, finished.problems.front());
    }
    const auto inputs = inputsOf(recording);
    if (!inputs)
        return std::unexpected(inputs.error());
    const auto setup = prepareSimulation(seededMarket());
    if (!setup)
        return std::unexpected(setup.error());

    std::vector<double> own, beside, single;
    for (int i = 0; i < kInputRuns; ++i) {
        const auto recorder = RecordingWriter::create(folder.filePath(QString::number(i)));
        if (!recorder)
            return std::unexpected(recorder.error());
        const Played with = play(setup->settings, *inputs, recorder->get());
        if (const auto closed = (*recorder)->close(); !closed)
            return std::unexpected(closed.error());
        const Played without = play(setup->settings, *inputs, nullptr);
        if (with.digest != digest || without.digest != digest)
            return fail(ErrorCode::Corrupt, "the same inputs were decided differently");
        own.push_back(with.mean);
        beside.push_back(without.mean);
        single.insert(single.end(), with.nanoseconds.begin(), with.nanoseconds.end());
    }
    BenchResult result;
    result.name = "session_input";
    result.unit = "ns";
    result.median = medianOf(own);
    result.p50 = quantileOf(single, 0.5);
    result.p99 = quantileOf(single, 0.99);
    result.runs = kInputRuns;
    result.beside = {"without the recorder", medianOf(beside)};
    result.note = "mean of one input through the managers, recorder included; "
        + std::to_string(inputs->size()) + " inputs of 6 h of 12 symbols, decided the same in both";
    return result;
}

Expected<BenchResult> benchTrade()
{
    const QTemporaryDir folder;
    if (!folder.isValid())
        return fail(ErrorCode::Io, "no temporary folder can be made");
    std::vector<double> own, beside;
    for (int i = 0; i < kTradeRuns; ++i) {
        const auto session = openSession(folder.filePath(QString::number(i)));
        if (!session)
            return std::unexpected(session.error());
        own.push_back(static_cast<double>(kCandles) / secondsOf([&] { run(**session, kTradeSpan); }));

        auto setup = prepareSimulation(seededMarket());
        if (!setup)
            return std::unexpected(setup.error());
        SilentListener listener;
        SimulatedExchange exchange(setup->venue, setup->model, std::move(setup->source), listener);
        for (const Instrument& instrument : exchange.instruments().all())
            exchange.streamTrades(instrument.id, true);
        const Timestamp end = exchange.now() + kTradeSpan;
        beside.push_back(static_cast<double>(kCandles) / secondsOf([&] {
                             while (exchange.step(end)) { }
                         }));
        if (!haveSameMarket(*(*session)->venue().exchange(), exchange))
            return fail(ErrorCode::Corrupt, "the two exchanges played different markets");
    }
    BenchResult result;
    result.name = "trade_candles_per_second";
    result.unit = "candles/s";
    result.median = medianOf(own);
    result.runs = kTradeRuns;
    result.beside = {"the exchange alone", medianOf(beside)};
    result.note =
        "72 h of 12 symbols in one-minute bars, journal and recording included, the setting up not; "
        "the market is the same in both";
    return result;
}

} // namespace breakline
