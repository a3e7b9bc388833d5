// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/SessionLog.h"

#include "trading/SecretFilter.h"
#include "trading/WallClock.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <algorithm>
#include <deque>
#include <mutex>

namespace breakline {

namespace {

using spdlog::sink_ptr;

spdlog::level::level_enum weightOf(LogLevel level)
{
    switch (level) {
    case LogLevel::Debug: return spdlog::level::trace;
    case LogLevel::Performance: return spdlog::level::debug;
    case LogLevel::Info:
    case LogLevel::Trade:
    case LogLevel::Risk: return spdlog::level::info;
    case LogLevel::Warning: return spdlog::level::warn;
    case LogLevel::Error: return spdlog::level::err;
    case LogLevel::Critical: return spdlog::level::critical;
    }
    return spdlog::level::info;
}

/// One record is one line, whatever its text holds.
std::string onOneLine(std::string text)
{
    if (std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
        return text;
    std::string line;
    for (const char c : text) {
        if (c == '\n')
            line += "\\n";
        else if (c == '\r')
            line += "\\r";
        else
            line += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return line;
}

sink_ptr makeFile(const QString& folder, const char* name)
{
    // spdlog counts the files kept beside the one being written.
    auto sink = std::make_shared<spdlog::sinks::rotating_file_sink_st>(
        QFile::encodeName(folder + QLatin1Char('/') + QLatin1String(name)).toStdString(),
        SessionLog::kFileBytes, SessionLog::kFileCount - 1);
    sink->set_formatter(std::make_unique<spdlog::pattern_formatter>("%v"));
    return sink;
}

// The log that Qt's messages go to. The mutex keeps it alive while one is written.
std::mutex bridgeMutex;
SessionLog* bridged = nullptr;
QtMessageHandler handlerBefore = nullptr;

LogLevel levelOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg: return LogLevel::Debug;
    case QtInfoMsg: return LogLevel::Info;
    case QtWarningMsg: return LogLevel::Warning;
    case QtCriticalMsg: return LogLevel::Error;
    case QtFatalMsg: return LogLevel::Critical;
    }
    return LogLevel::Warning;
}

void takeQtMessage(QtMsgType type, const QMessageLogContext& context, const QString& message)
{
    static thread_local bool isInside = false;
    if (isInside)
        return;
    isInside = true;
    {
        const std::lock_guard lock(bridgeMutex);
        if (bridged) {
            std::string component = "qt";
            if (context.category && qstrcmp(context.category, "default") != 0)
                component.append("/").append(context.category);
            const std::string text = message.toStdString();
            LogMessage record;
            record.level = levelOf(type);
            record.component = component;
            record.text = text;
            bridged->write(record);
            if (type == QtFatalMsg)
                bridged->flush();
        } else if (handlerBefore) {
            handlerBefore(type, context, message);
        }
    }
    isInside = false;
}

} // namespace

struct SessionLog::Private {
    Settings settings;
    sink_ptr general, errors, api, metrics, console;

    mutable std::mutex mutex; ///< guards all below, and the sinks
    SecretFilter secrets;
    std::deque<LogEntry> ring;
    std::uint64_t total = 0;
    std::map<std::string, std::uint64_t> errorCounts;

    std::string clean(std::string_view text) const { return onOneLine(secrets.mask(text)); }

    std::string lineOf(const LogEntry& entry) const
    {
        std::string line = toIso8601(entry.wallTime);
        const auto add = [&line](std::string_view name, std::string_view value) {
            line.append(" ").append(name).append("=").append(value.empty() ? std::string_view("-") : value);
        };
        line.append(" ").append(toText(entry.level));
        add("session", settings.sessionId);
        add("component", entry.component);
        add("state", entry.state);
        add("symbol", entry.symbol);
        add("trace", entry.traceId);
        if (entry.venueTime)
            add("venue", toIso8601(*entry.venueTime));
        if (!entry.errorCode.empty())
            add("code", entry.errorCode);
        return line.append(" | ").append(entry.text);
    }

    void send(const LogEntry& entry)
    {
        const std::string line = lineOf(entry);
        const spdlog::details::log_msg message(spdlog::string_view_t(), weightOf(entry.level), line);
        const auto to = [&message](const sink_ptr& sink) {
            if (!sink || !sink->should_log(message.level))
                return;
            try {
                sink->log(message);
                if (message.level >= spdlog::level::warn)
                    sink->flush();
            } catch (const std::exception&) {
                // A full disk must not stop what is being logged; the ring still has it.
            }
        };
        const bool isExchange = entry.component == "exchange" || entry.component.starts_with("exchange/");
        if (entry.level == LogLevel::Performance)
            to(metrics);
        else
            to(isExchange ? api : general);
        if (entry.level >= LogLevel::Error)
            to(errors);
        to(console);
    }
};

Expected<std::unique_ptr<SessionLog>> SessionLog::open(const Settings& settings)
{
    auto d = std::make_unique<Private>();
    d->settings = settings;
    if (!settings.folder.isEmpty()) {
        if (!QDir().mkpath(settings.folder))
            return fail(ErrorCode::Io, "log folder \"" + settings.folder.toStdString() + "\" cannot be made");
        try {
            d->general = makeFile(settings.folder, "general.log");
            d->errors = makeFile(settings.folder, "errors.log");
            d->api = makeFile(settings.folder, "api.log");
            d->metrics = makeFile(settings.folder, "metrics.log");
        } catch (const spdlog::spdlog_ex& error) {
            return fail(ErrorCode::Io, std::string("log file cannot be written: ") + error.what());
        }
    }
    if (settings.console) {
        d->console = std::make_shared<spdlog::sinks::stderr_sink_st>();
        d->console->set_formatter(std::make_unique<spdlog::pattern_formatter>("%v"));
        d->console->set_level(weightOf(*settings.console));
    }
    return std::unique_ptr<SessionLog>(new SessionLog(std::move(d)));
}

SessionLog::SessionLog(std::unique_ptr<Private> privateData)
    : d(std::move(privateData))
{
}

SessionLog::~SessionLog()
{
    {
        const std::lock_guard lock(bridgeMutex);
        if (bridged == this) {
            bridged = nullptr;
            qInstallMessageHandler(handlerBefore);
            handlerBefore = nullptr;
        }
    }
    flush();
}

bool SessionLog::accepts(LogLevel level) const
{
    return level >= d->settings.level || level == LogLevel::Trade || level == LogLevel::Risk;
}

void SessionLog::write(const LogMessage& message)
{
    if (!accepts(message.level))
        return;
    LogEntry entry;
    entry.wallTime = hostTime();
    entry.venueTime = message.venueTime;
    entry.level = message.level;
    const std::lock_guard lock(d->mutex);
    entry.component = d->clean(message.component);
    entry.state = d->clean(message.state);
    entry.symbol = d->clean(message.symbol);
    entry.traceId = d->clean(message.traceId);
    entry.errorCode = d->clean(message.errorCode);
    entry.text = d->clean(message.text);
    ++d->total;
    if (entry.level >= LogLevel::Error)
        ++d->errorCounts[entry.component + ":" + (entry.errorCode.empty() ? "-" : entry.errorCode)];
    d->send(entry);
    if (d->ring.size() == kRingCapacity)
        d->ring.pop_front();
    d->ring.push_back(std::move(entry));
}

void SessionLog::write(const LogRow& row)
{
    const auto level = parseLogLevel(row.level);
    write({level ? *level : LogLevel::Warning,
           row.component,
           row.state,
           row.symbol,
           row.traceId,
           {},
           row.message,
           row.time});
}

void SessionLog::flush()
{
    const std::lock_guard lock(d->mutex);
    for (const sink_ptr& sink : {d->general, d->errors, d->api, d->metrics, d->console}) {
        if (!sink)
            continue;
        try {
            sink->flush();
        } catch (const std::exception&) {
            // As in send(): nothing here may stop the caller.
        }
    }
}

const std::string& SessionLog::sessionId() const
{
    return d->settings.sessionId;
}

bool SessionLog::addSecret(std::string_view secret)
{
    const std::lock_guard lock(d->mutex);
    return d->secrets.addSecret(secret);
}

std::string SessionLog::masked(std::string_view text) const
{
    const std::lock_guard lock(d->mutex);
    return d->secrets.mask(text);
}

std::vector<LogEntry> SessionLog::recent(std::size_t count) const
{
    const std::lock_guard lock(d->mutex);
    const auto kept = static_cast<std::ptrdiff_t>(std::min(count, d->ring.size()));
    return {d->ring.end() - kept, d->ring.end()};
}

std::uint64_t SessionLog::total() const
{
    const std::lock_guard lock(d->mutex);
    return d->total;
}

std::map<std::string, std::uint64_t> SessionLog::errorCounts() const
{
    const std::lock_guard lock(d->mutex);
    return d->errorCounts;
}

void SessionLog::installQtMessageBridge()
{
    const std::lock_guard lock(bridgeMutex);
    if (!bridged)
        handlerBefore = qInstallMessageHandler(takeQtMessage);
    bridged = this;
}

int SessionLog::removeOlderThan(const QString& folder, Timestamp before)
{
    int removed = 0;
    const QDir logs(folder);
    for (const QFileInfo& file : logs.entryInfoList({QStringLiteral("*.log")}, QDir::Files, QDir::Name))
        if (file.lastModified().toMSecsSinceEpoch() < before.ms && QFile::remove(file.filePath()))
            ++removed;
    return removed;
}

} // namespace breakline
