// SPDX-License-Identifier: GPL-3.0-or-later
// What concerns the process as a whole: its first frame and its memory.
#include "app/BenchResult.h"
#include "app/BenchTimer.h"
#include "app/StoredSession.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#ifdef Q_OS_LINUX
#include <unistd.h>
#endif

namespace breakline {

namespace {

constexpr int kFrameRuns = 5;
constexpr int kChildTimeoutMs = 60'000;
constexpr Duration kMemorySpan = Duration::hours(10);
constexpr int kWindowMinutes = 10;

/// What the program prints when it is started with these arguments; empty where
/// it fails.
std::optional<QByteArray> outputOf(const QStringList& arguments, int timeoutMs = kChildTimeoutMs)
{
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(), arguments, QIODevice::ReadOnly);
    if (!child.waitForFinished(timeoutMs)) {
        child.kill();
        child.waitForFinished();
        return std::nullopt;
    }
    if (child.exitStatus() != QProcess::NormalExit || child.exitCode() != 0)
        return std::nullopt;
    return child.readAllStandardOutput();
}

} // namespace

std::optional<double> residentMiB()
{
#ifdef Q_OS_LINUX
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QList<QByteArray> fields = file.readAll().split(' ');
    bool ok = false;
    const double pages = fields.size() > 1 ? fields[1].toDouble(&ok) : 0.0;
    if (ok)
        return pages * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1024.0 * 1024.0);
#endif
    return std::nullopt;
}

Expected<BenchResult> benchFirstFrame()
{
    const QTemporaryDir folder;
    if (!folder.isValid())
        return fail(ErrorCode::Io, "no temporary folder can be made");
    BenchResult result {"first_frame", "ms", {}, {}, {}, 0, {}, {}};
    std::vector<double> own, beside;
    for (int i = 0; i < kFrameRuns; ++i) {
        const auto printed = outputOf({QStringLiteral("--measure-first-frame"),
                                       QStringLiteral("--session-dir"), folder.filePath(QString::number(i))});
        bool ok = false;
        const double ms = printed ? printed->trimmed().toDouble(&ok) : 0.0;
        if (!ok) {
            result.note = "not measured: needs a display";
            return result;
        }
        own.push_back(ms);
        std::optional<QByteArray> version;
        beside.push_back(secondsOf([&version] { version = outputOf({QStringLiteral("--version")}); }) * 1e3);
        if (!version)
            return fail(ErrorCode::Unavailable, "the program cannot be started for its version");
    }
    result.median = medianOf(own);
    result.runs = kFrameRuns;
    result.beside = {"start and end of the program without a window", medianOf(beside)};
    result.note = "from the start of main() to the window's first frame, a new process each time";
    return result;
}

Expected<BenchResult> benchMemory()
{
    const QTemporaryDir folder;
    if (!folder.isValid())
        return fail(ErrorCode::Io, "no temporary folder can be made");
    BenchResult result {"memory_demo", "MiB", {}, {}, {}, 0, {}, {}};
    result.beside = {"before the session", residentMiB()};
    auto setup = prepareSimulation({.isInProcess = true});
    if (!setup)
        return std::unexpected(setup.error());
    const auto session =
        StoredSession::open(std::move(*setup), folder.filePath(QStringLiteral("session")).toStdString());
    if (!session)
        return std::unexpected(session.error());
    SessionRunner& runner = (*session)->runner();
    const Timestamp end = runner.now() + kMemorySpan;
    runner.submit({1, CommandKind::Start, (*session)->meta().presetId});
    runner.runUntil(end);
    (*session)->settle();
    result.median = residentMiB();
    result.runs = 1;
    result.note = result.median
        ? "resident memory after 10 venue hours of the demonstration at full speed, 40 symbols; what earlier "
          "benchmarks left behind is in both"
        : "not measured: this system does not tell the resident memory";
    return result;
}

Expected<BenchResult> benchMemoryWindow()
{
    const QTemporaryDir folder;
    if (!folder.isValid())
        return fail(ErrorCode::Io, "no temporary folder can be made");
    BenchResult result {"memory_window", "MiB", {}, {}, {}, 0, {}, {}};
    const auto printed = outputOf({QStringLiteral("--measure-memory"), QStringLiteral("%1m").arg(kWindowMinutes),
                                   QStringLiteral("--session-dir"), folder.filePath(QStringLiteral("session"))},
                                  (kWindowMinutes + 2) * 60'000);
    const QList<QByteArray> minutes = printed ? printed->trimmed().split('\n') : QList<QByteArray>();
    bool haveFirst = false, haveLast = false;
    const double first = minutes.isEmpty() ? 0.0 : minutes.first().toDouble(&haveFirst);
    const double last = minutes.isEmpty() ? 0.0 : minutes.last().toDouble(&haveLast);
    if (minutes.size() < kWindowMinutes || !haveFirst || !haveLast) {
        result.note = "not measured: needs a display and a system that tells the resident memory";
        return result;
    }
    result.median = last;
    result.runs = 1;
    result.beside = {"after one minute", first};
    result.note = "resident memory of the window after ten minutes of the demonstration at speed 60";
    return result;
}

} // namespace breakline
