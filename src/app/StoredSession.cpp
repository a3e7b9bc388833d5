// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/StoredSession.h"

#include "app/EarlierJournal.h"
#include "app/ExitCode.h"
#include "app/HistogramReport.h"
#include "app/StoreAdvice.h"
#include "storage/RowsReader.h"
#include "trading/DiskLimit.h"
#include "trading/ResourceManager.h"
#include "trading/WallClock.h"

#include <QFile>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace breakline {

namespace {

/// What an abrupt end may lose of the recording, in real time.
constexpr qint64 kFlushMs = 5000;

double memoryLimit()
{
    return ResourceManager::limits()[static_cast<std::size_t>(ResourceKind::Memory)].limit.value();
}

nlohmann::ordered_json selfTestJson(const SelfTestStatus& status)
{
    if (status.results.empty())
        return {};
    nlohmann::ordered_json json;
    json["passed"] = status.hasPassed ? nlohmann::ordered_json(*status.hasPassed) : nlohmann::ordered_json();
    json["results"] = nlohmann::ordered_json::array();
    for (const SelfTestResult& result : status.results) {
        nlohmann::ordered_json row;
        row["name"] = toText(result.check);
        row["value"] = result.value.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(result.value);
        row["wanted"] = result.wanted;
        row["result"] = toText(result.outcome);
        json["results"].push_back(std::move(row));
    }
    return json;
}

nlohmann::ordered_json refusalsJson(const RefusalTally& refusals)
{
    nlohmann::ordered_json json;
    json["evaluated"] = refusals.evaluated();
    json["candidates"] = refusals.candidates();
    json["reasons"] = nlohmann::ordered_json::array();
    for (const RefusalTally::Line& line : refusals.lines())
        json["reasons"].push_back({{"reason", line.reason}, {"count", line.count}, {"alone", line.alone}});
    return json;
}

/// Rows of the CSV of that name.
struct RowCounts {
    std::size_t transitions = 0, scanning = 0, candidates = 0, signals = 0, orders = 0, fills = 0,
                positions = 0;
    std::size_t executed = 0; ///< signals that became a position
    double costR = 0.0; ///< their costs, summed
};

Expected<RowCounts> countRows(const QString& folder)
{
    auto reader = RowsReader::open(folder);
    if (!reader)
        return std::unexpected(reader.error());
    const auto transitions = (*reader)->transitions();
    const auto candidates = (*reader)->candidates();
    const auto signals = (*reader)->signalRows();
    const auto orders = (*reader)->orders();
    const auto fills = (*reader)->fills();
    const auto positions = (*reader)->positions();
    if (!transitions)
        return std::unexpected(transitions.error());
    if (!candidates)
        return std::unexpected(candidates.error());
    if (!signals)
        return std::unexpected(signals.error());
    if (!orders)
        return std::unexpected(orders.error());
    if (!fills)
        return std::unexpected(fills.error());
    if (!positions)
        return std::unexpected(positions.error());
    RowCounts counts;
    counts.transitions = transitions->size();
    for (const TransitionRow& row : *transitions)
        counts.scanning += row.to == toText(TradingState::Scanning) ? 1 : 0;
    counts.candidates = candidates->size();
    counts.signals = signals->size();
    for (const SignalRow& row : *signals)
        if (row.status == toText(SignalStatus::Executed) && row.costR) {
            ++counts.executed;
            counts.costR += *row.costR;
        }
    counts.orders = orders->size();
    counts.fills = fills->size();
    counts.positions = positions->size();
    return counts;
}

} // namespace

StoredSession::StoredSession(SessionFolder folder, std::vector<std::string> messages)
    : m_folder(std::move(folder))
    , m_messages(std::move(messages))
{
}

StoredSession::~StoredSession()
{
    m_venue.reset();
    if (!m_isCatchingUp)
        return;
    m_journal.reset();
    m_recorder.reset();
    m_folder.removeResumingFiles();
}

Expected<std::unique_ptr<StoredSession>> StoredSession::open(SessionSetup setup,
                                                                   const std::string& sessionDir,
                                                                   PortDecorator* decorator)
{
    auto folder = sessionDir.empty()
        ? SessionFolder::create(SessionFolder::defaultDataFolder(), setup.meta)
        : SessionFolder::openOrCreate(QString::fromStdString(sessionDir), setup.meta);
    if (!folder)
        return std::unexpected(withStoreAdvice(folder.error(),
                                               sessionDir.empty() ? SessionFolder::defaultDataFolder()
                                                                  : QString::fromStdString(sessionDir)));
    std::unique_ptr<StoredSession> session(
        new StoredSession(std::move(*folder), std::move(setup.messages)));
    session->m_readDisk = std::move(setup.readDisk);
    const SessionFolder& files = session->m_folder;
    const QString path = files.path();
    const bool isResumed = files.isResumed();
    if (isResumed) {
        files.removeResumingFiles();
        session->m_isCatchingUp = true;
    }

    SessionLog::Settings logSettings;
    logSettings.sessionId = setup.meta.id;
    logSettings.folder = path + QStringLiteral("/logs");
    logSettings.level = LogLevel::Performance;
    logSettings.console = LogLevel::Critical;
    auto log = SessionLog::open(logSettings);
    if (!log)
        return std::unexpected(withStoreAdvice(log.error(), path));
    session->m_log = std::move(*log);
    auto journal = SqliteJournal::open(isResumed ? files.resumingDatabaseFile() : files.databaseFile());
    if (!journal)
        return std::unexpected(withStoreAdvice(journal.error(), path));
    session->m_journal = std::move(*journal);
    auto recorder =
        RecordingWriter::create(isResumed ? files.resumingRecordingFile() : files.recordingFile());
    if (!recorder)
        return std::unexpected(withStoreAdvice(recorder.error(), path));
    session->m_recorder = std::move(*recorder);
    RecordingSink* sink = session->m_recorder.get();
    if (isResumed) {
        session->m_comparing = std::make_unique<ComparingRecorder>(*session->m_recorder);
        sink = session->m_comparing.get();
    }
    auto venue = setup.remote ? openRemoteVenue(setup, *session->m_journal, sink, isResumed, decorator)
                              : openSimulatedVenue(setup, *session->m_journal, sink);
    if (!venue)
        return std::unexpected(venue.error());
    session->m_venue = std::move(*venue);
    // The venue of another process may have moved since it told its time.
    session->m_start = setup.remote ? files.meta().start.value_or(session->runner().now()) : session->runner().now();
    if (!isResumed) {
        session->startWatching();
        session->logMessages(false);
        session->watchDisk();
    }
    return session;
}

void StoredSession::startWatching()
{
    SessionLog* log = m_log.get();
    session().log().setObserver([log](const LogRow& row) { log->write(row); });
    QObject::connect(&session().monitoring(), &MonitoringManager::metricsRecorded,
                     [log](const std::string& text, Timestamp time) {
                         log->write({LogLevel::Performance, "monitoring", {}, {}, {}, {}, text, time});
                     });
    log->installQtMessageBridge();
    m_host =
        std::make_unique<HostWatch>(m_folder.path(), m_folder.path() + QStringLiteral("/logs"), m_readDisk);
    m_sinceFlush.start();
}

/// What preset and data had to say. `isKept`: the earlier run's rows have it.
void StoredSession::logMessages(bool isKept)
{
    for (std::string& message : m_messages) {
        LogRow row = session().log().outside(LogLevel::Warning, "data", std::move(message));
        row.time = hostTime();
        if (!isKept)
            m_journal->write(WallLogRow {std::move(row)});
    }
    m_messages.clear();
}

Expected<void> StoredSession::catchUpWithRecording(const std::function<void(const std::string&)>& tell)
{
    if (!m_isCatchingUp)
        return {};
    QElapsedTimer wall;
    wall.start();
    const std::string path = m_folder.path().toStdString();
    const auto withPath = [this, &path](const Error& error) {
        return std::unexpected(withStoreAdvice(
            {error.code, "resuming " + path + ": " + error.message + "\nIts files are as they were before."},
            m_folder.path()));
    };
    const auto extent = extentOfRecording(m_folder.recordingFile());
    if (!extent)
        return withPath(
            {extent.error().code,
             extent.error().message
                 + "\nA session goes on by its recording, and this one is damaged with more behind it: "
                   "put a copy of the file in its place, or begin a new session in another folder. "
                   "What is open at a venue rests there, with its stop."});
    if (extent->inputs == 0)
        tell(fmt::format("resuming {}: nothing of it was recorded, so it begins anew", path));
    else
        tell(fmt::format("resuming {}: its inputs are handled again up to {} ({} inputs)", path,
                         toIso8601(extent->lastInput), extent->inputs));
    if (const auto compared = m_comparing->compareWith(m_folder.recordingFile(), extent->records); !compared)
        return withPath(compared.error());
    const auto commands = m_venue->catchUp(*m_comparing);
    if (!commands)
        return withPath(commands.error());
    m_commands = *commands;
    if (const auto adopted = adoptFiles(tell); !adopted)
        return std::unexpected(withStoreAdvice(adopted.error(), m_folder.path()));
    startWatching();
    logMessages(true);
    if (const auto back = m_venue->goOn(); !back)
        return std::unexpected(back.error());
    watchDisk();
    tell(fmt::format("resumed at {} after {:.1f} s", toIso8601(runner().now()),
                     static_cast<double>(wall.elapsed()) / 1000.0));
    return {};
}

/// Of the earlier run's journal what a run made anew does not bring back.
Expected<void> StoredSession::takeOver(const std::function<void(const std::string&)>& tell)
{
    const auto keep = [&](std::string message) {
        tell(message);
        LogRow row = session().log().outside(LogLevel::Error, "journal", std::move(message));
        row.time = hostTime();
        m_journal->write(WallLogRow {std::move(row)});
    };
    auto earlier = readEarlierJournal(m_folder.path());
    if (!earlier && earlier.error().code == ErrorCode::Corrupt) {
        // No reason to leave a position alone: all but the host's words has been made anew.
        const auto aside = m_folder.setDatabaseAside();
        if (!aside)
            return std::unexpected(aside.error());
        keep(fmt::format(
            "the journal of the earlier run is damaged: {}; it is kept as {}, and made anew from the "
            "recording, without what was said of the host before",
            earlier.error().message, aside->toStdString()));
        return {};
    }
    if (!earlier)
        return std::unexpected(earlier.error());
    for (WallLogRow& row : earlier->hostRows)
        m_journal->write(std::move(row));
    // After a power cut the journal, which waits for the disk, may know more than the recording.
    std::vector<std::string> unknown;
    for (const std::string& id : earlier->intents)
        if (!session().desk().find(id))
            unknown.push_back(id);
    if (!unknown.empty())
        keep(fmt::format(
            "the journal knows {} orders of which the recording, which ends before, has nothing: {}; "
            "what came of them is the venue's to say",
            unknown.size(), fmt::join(unknown, ", ")));
    return {};
}

Expected<void> StoredSession::adoptFiles(const std::function<void(const std::string&)>& tell)
{
    const QString database = m_folder.databaseFile();
    if (QFile::exists(database))
        if (const auto taken = takeOver(tell); !taken)
            return taken;
    if (const auto closed = m_journal->close(); !closed)
        return closed;
    if (const auto closed = m_recorder->close(); !closed)
        return closed;
    if (const auto adopted = m_folder.adoptResumingFiles(); !adopted)
        return adopted;
    m_isCatchingUp = false;
    // The journal has something to say of what is durable by now: that is recorded.
    if (const auto opened = m_recorder->reopen(m_folder.recordingFile()); !opened)
        return opened;
    return m_journal->reopen(database);
}

void StoredSession::submit(const UserCommand& command)
{
    m_isStarted = m_isStarted || command.kind == CommandKind::Start;
    submitBetweenInstants(runner(), command);
    m_recorder->flush();
}

void StoredSession::report(const DiskReading& disk)
{
    submitBetweenInstants(runner(), disk);
    m_recorder->flush();
}

void StoredSession::keepHostLog()
{
    for (LogRow& row : m_host->take()) {
        // The host's time is no venue time.
        const LogLevel level = parseLogLevel(row.level).value_or(LogLevel::Warning);
        m_log->write({level, row.component, {}, {}, {}, {}, row.message, std::nullopt});
        if (level != LogLevel::Performance)
            m_journal->write(WallLogRow {std::move(row)});
    }
}

void StoredSession::watchDisk()
{
    const auto used = m_host->newest().disk;
    const bool isFull = session().machine().gate().has(GateReason::DiskFull);
    if (used && DiskLimit::isFull(isFull, *used) != isFull)
        report({*used});
}

void StoredSession::describeHost(std::vector<HealthReading>& readings)
{
    if (!m_host)
        return;
    const HostWatch::Reading host = m_host->newest();
    for (HealthReading& reading : readings) {
        if (reading.input != FeedInput::Disk && reading.input != FeedInput::Memory)
            continue;
        const bool isDisk = reading.input == FeedInput::Disk;
        const auto& value = isDisk ? host.disk : host.memory;
        if (!value)
            continue;
        reading.value = value;
        // Whether the disk keeps entries back is the session's to say, once it was told of it.
        const double limit = isDisk ? DiskLimit::kClosesAbovePercent : memoryLimit();
        if (reading.health == Health::Unknown)
            reading.health = *value > limit ? Health::Red : Health::Green;
        reading.threshold = limit;
    }
}

void StoredSession::poll()
{
    if (!m_host)
        return; // has not caught up yet
    keepHostLog();
    watchDisk();
    m_journal->deliver();
    if (m_sinceFlush.elapsed() >= kFlushMs) {
        m_recorder->flush();
        m_sinceFlush.start();
    }
}

void StoredSession::writeSummaries()
{
    const auto write = [this](const std::string& text) {
        m_log->write({LogLevel::Performance, "monitoring", {}, {}, {}, {}, text, runner().now()});
    };
    const auto number = [](std::optional<double> value) { return value ? fmt::format("{}", *value) : "-"; };
    for (const auto& [name, metric] : session().monitoring().metrics())
        write(fmt::format("{}: count={} last={} min={} max={} mean={}", name, metric.count, number(metric.last),
                          number(metric.minimum), number(metric.maximum), number(metric.mean)));
    write("position.unprotected_ms: " + toText(session().positions().unprotectedTimes()));
    for (const auto& [source, count] : m_log->errorCounts())
        write(fmt::format("errors {}: count={}", source, count));
}

ClosingReport StoredSession::finish(Timestamp from, double wallSeconds)
{
    if (m_host)
        keepHostLog();
    TradingSession& trading = session();
    const std::optional<VenueTotals> venue = m_venue->totals();
    ClosingReport report;
    // The rows count only where all of them are there.
    std::optional<RowCounts> rows;
    if (const auto closed = m_journal->close(); !closed) {
        report.problems.push_back("the journal is incomplete, so the counts of its rows are unknown: "
                                  + closed.error().message);
    } else if (auto counted = countRows(m_folder.path()); !counted) {
        report.problems.push_back("the counts of the journal's rows are unknown: " + counted.error().message);
    } else {
        rows = *counted;
    }
    if (const auto closed = m_recorder->close(); !closed)
        report.problems.push_back("the recording is incomplete, so the session cannot be replayed to its end: "
                                  + closed.error().message);

    report.finalState = trading.machine().state();
    report.openPositions = trading.positions().open().size();
    report.openOrders = trading.desk().liveOrders().size() + trading.desk().liveVenueOrders();

    // Our own sums against the venue's word on the account.
    std::optional<Decimal> start = trading.risk().startEquity();
    if (!start && venue)
        start = venue->start;
    const Decimal realised = trading.positions().realised();
    const Decimal unrealised = trading.positions().unrealised().value_or(Decimal {});
    const Decimal fees = trading.positions().fees();
    const Decimal funding = trading.positions().funding();
    // The session moves the start's equity by them, so that they are no gain. A venue
    // that is not ours is not asked for their sum.
    const std::optional<Decimal> transfers = venue ? std::optional(venue->transfers) : std::nullopt;
    // A venue that is not ours has told the session what it has.
    const std::optional<Decimal> end =
        venue ? std::optional(venue->wallet + venue->unrealised) : trading.risk().equity();

    nlohmann::ordered_json json;
    json["schema"] = "breakline.trade/1";
    json["session"] = meta().id;
    json["session_path"] = m_folder.path().toStdString();
    json["venue"] = meta().venue;
    json["preset"] = meta().presetId;
    json["preset_hash"] = meta().presetHash;
    json["data"] = meta().data;
    json["seed"] = meta().seed;
    json["from_ms"] = from.ms;
    json["to_ms"] = runner().now().ms;
    json["final_state"] = toText(report.finalState);
    json["stop_reason"] = trading.orchestrator().stopReason();
    const auto count = [&rows](std::size_t RowCounts::*member) {
        return rows ? nlohmann::ordered_json((*rows).*member) : nlohmann::ordered_json();
    };
    json["cycles"] = count(&RowCounts::scanning);
    json["transitions"] = count(&RowCounts::transitions);
    json["scans"] = trading.scanning().completed();
    json["candidates"] = count(&RowCounts::candidates);
    json["signals"] = count(&RowCounts::signals);
    json["orders"] = count(&RowCounts::orders);
    json["fills"] = count(&RowCounts::fills);
    json["positions_opened"] = count(&RowCounts::positions);
    json["positions_closed"] = trading.positions().closedCount();
    json["open_positions"] = report.openPositions;
    json["open_orders"] = report.openOrders;
    json["realised_pnl"] = realised.toString();
    json["unrealised_pnl"] = unrealised.toString();
    json["fees"] = fees.toString();
    json["funding"] = funding.toString();
    const auto text = [](const std::optional<Decimal>& value) {
        return value ? nlohmann::ordered_json(value->toString()) : nlohmann::ordered_json();
    };
    std::optional<Decimal> difference;
    if (start && end)
        difference = *end - (*start + realised + unrealised - fees - funding);
    json["transfers"] = text(transfers);
    json["equity_start"] = text(start);
    json["equity_end"] = text(end);
    json["equity_difference"] = text(difference);
    const DurationHistogram unprotected = trading.positions().unprotectedTimes();
    json["max_unprotected_ms"] = unprotected.longest().value_or(Duration {}).ms;
    json["unprotected_histogram"] = toJson(unprotected);
    json["virtual_seconds"] = (runner().now() - from).ms / 1000;
    json["wall_seconds"] = wallSeconds;
    if (rows && rows->executed > 0)
        report.costR = rows->costR / static_cast<double>(rows->executed);
    json["cost_r"] = report.costR ? nlohmann::ordered_json(*report.costR) : nlohmann::ordered_json();
    json["allow_missing"] = missingNames(trading.settings().preset.allowMissing);
    json["refusals"] = refusalsJson(trading.refusals());
    json["digest"] = trading.decisions().digest();
    json["self_test"] = selfTestJson(trading.selfTest().status());
    report.json = json.dump();

    // Rows that are missing come back where the session is resumed: its recording has their inputs.
    if (rows)
        if (const auto finished = m_folder.finish(report.json); !finished)
            report.problems.push_back("the session is not marked as finished: " + finished.error().message);
    if (report.finalState == TradingState::Emergency || trading.orchestrator().isRefusedBySelfTest())
        report.exitCode = kExitRefused;
    else if (report.openPositions + report.openOrders > 0)
        report.exitCode = kExitExposed;
    else if (report.finalState != TradingState::Stopped || trading.orchestrator().stopReason() == "error"
             || !report.problems.empty())
        report.exitCode = kExitRuntime;
    writeSummaries();
    m_log->flush();
    return report;
}

void StoredSession::discard()
{
    m_host.reset();
    m_venue.reset();
    // Their files go: what they could not write is of no interest.
    static_cast<void>(m_journal->close());
    static_cast<void>(m_recorder->close());
    m_comparing.reset();
    m_journal.reset();
    m_recorder.reset();
    m_log.reset();
    m_folder.discard();
}

} // namespace breakline
