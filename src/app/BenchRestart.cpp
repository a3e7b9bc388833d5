// SPDX-License-Identifier: GPL-3.0-or-later
// The program is killed while a position is open at a venue of another process,
// and started again: how long until it has seen the position and its stop there.
#include "app/BenchResult.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QTemporaryDir>
#include <QThread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace breakline {

namespace {

constexpr std::size_t kKills = 100;
constexpr int kTimeoutMs = 120'000;
constexpr std::int64_t kBetweenKillsMs = 10'000; ///< by the venue's clock
constexpr std::int64_t kStopOnItsWayMs = 1500; // SPEC 8.2
/// What TradeCommand says once the account has been compared after a restart.
constexpr const char* kCompared = "the account was compared with the venue's after ";

QString latin(const char* text)
{
    return QString::fromLatin1(text);
}

/// The venue, in a process of its own, whose time stands while nobody trades.
class OtherVenue {
public:
    explicit OtherVenue(std::int64_t roundTripMs)
    {
        m_process.start(QCoreApplication::applicationFilePath(),
                        {latin("venue"), latin("--synthetic"), latin("12"), latin("--seed"), latin("2"),
                         latin("--speed"), latin("max"), latin("--alone"), latin("freeze"),
                         latin("--round-trip-ms"), QString::number(roundTripMs)});
        while (!m_process.canReadLine() && m_process.waitForReadyRead(kTimeoutMs)) { }
        m_line = nlohmann::json::parse(m_process.readLine().toStdString(), nullptr, false);
    }
    ~OtherVenue()
    {
        m_process.kill();
        m_process.waitForFinished(kTimeoutMs);
    }
    OtherVenue(const OtherVenue&) = delete;
    OtherVenue& operator=(const OtherVenue&) = delete;

    bool isUp() const { return m_line.is_object(); }
    QString text(const char* name) const { return QString::fromStdString(m_line[name].get<std::string>()); }
    nlohmann::json report() const
    {
        QNetworkAccessManager network;
        const std::unique_ptr<QNetworkReply> reply(
            network.get(QNetworkRequest(QUrl(text("rest") + latin("/sim/v1/report")))));
        QEventLoop loop;
        QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
        if (!reply->isFinished())
            loop.exec();
        return nlohmann::json::parse(reply->readAll().toStdString(), nullptr, false);
    }

private:
    QProcess m_process;
    nlohmann::json m_line;
};

void start(QProcess& program, const OtherVenue& venue, const QString& folder)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(latin("BREAKLINE_KEY"), venue.text("key"));
    environment.insert(latin("BREAKLINE_SECRET"), venue.text("secret"));
    program.setProcessEnvironment(environment);
    program.setProcessChannelMode(QProcess::MergedChannels);
    program.start(QCoreApplication::applicationFilePath(),
                  {latin("trade"), latin("--headless"), latin("--duration"), latin("30d"), latin("--rest"),
                   venue.text("rest"), latin("--ws"), venue.text("ws"), latin("--session-dir"), folder},
                  QIODevice::ReadOnly);
}

/// The next line that has `word` in it; empty where the program ends before.
QByteArray lineWith(QProcess& program, const char* word)
{
    for (;;) {
        while (!program.canReadLine())
            if (!program.waitForReadyRead(kTimeoutMs))
                return {};
        const QByteArray line = program.readLine();
        if (line.contains(word))
            return line;
    }
}

void killNow(QProcess& program)
{
    program.kill();
    program.waitForFinished(kTimeoutMs);
}

struct Restarts {
    std::vector<double> wholeMs;
    std::vector<double> venueMs;
    std::vector<double> wallMs;
};

/// Every position that the venue holds has one stop there, unless it opened so
/// lately that the stop is on its way.
bool isEachProtected(const nlohmann::json& report)
{
    if (!report.is_object() || !report.contains("positions"))
        return false;
    std::map<std::string, int> stops;
    for (const auto& order : report["orders"])
        if (order["position_stop"].get<bool>() && order["status"] == "untriggered")
            ++stops[order["symbol"].get<std::string>()];
    for (const auto& position : report["positions"]) {
        const bool isOnItsWay =
            report["time_ms"].get<std::int64_t>() - position["opened_ms"].get<std::int64_t>()
            < kStopOnItsWayMs;
        if (position["closed_ms"].is_null() && !isOnItsWay
            && stops[position["symbol"].get<std::string>()] != 1)
            return false;
    }
    return true;
}

/// Until the venue's clock has gone on for a while by what the program does; false:
/// it does not.
bool letGoOn(const OtherVenue& venue)
{
    const auto time = [&venue] {
        const nlohmann::json report = venue.report();
        return report.is_object() ? report.value("time_ms", std::int64_t {0}) : std::int64_t {0};
    };
    QElapsedTimer wall;
    wall.start();
    for (const std::int64_t begun = time(); time() < begun + kBetweenKillsMs;) {
        if (wall.elapsed() > kTimeoutMs)
            return false;
        QThread::msleep(5);
    }
    return true;
}

Expected<Restarts> measure(std::int64_t roundTripMs)
{
    const QTemporaryDir files;
    if (!files.isValid())
        return fail(ErrorCode::Io, "no temporary folder can be made");
    const QString folder = files.filePath(latin("session"));
    const OtherVenue venue(roundTripMs);
    if (!venue.isUp())
        return fail(ErrorCode::Unavailable, "the program cannot be started as a venue");
    auto program = std::make_unique<QProcess>();
    start(*program, venue, folder);
    if (lineWith(*program, " position_opened|").isEmpty())
        return fail(ErrorCode::Unavailable, "no position was opened");
    Restarts measured;
    while (measured.wholeMs.size() < kKills) {
        // Its time stands while nobody trades: starts that are all at one moment of it are
        // more requests than it takes from one address.
        if (!letGoOn(venue))
            return fail(ErrorCode::Unavailable, "the venue's clock does not go on");
        killNow(*program);
        if (!isEachProtected(venue.report()))
            return fail(ErrorCode::Corrupt, "the venue does not hold one stop for each position");
        program = std::make_unique<QProcess>();
        QElapsedTimer wall;
        wall.start();
        start(*program, venue, folder);
        const QByteArray line = lineWith(*program, kCompared);
        const double wallMs = static_cast<double>(wall.nsecsElapsed()) / 1e6;
        // "... after 12 ms: 1 open, each with its stop"
        const qsizetype number = line.indexOf(kCompared) + static_cast<qsizetype>(qstrlen(kCompared));
        bool ok = false;
        const double venueMs = line.mid(number, line.indexOf(" ms:", number) - number).toDouble(&ok);
        if (line.isEmpty() || !ok)
            return fail(ErrorCode::Corrupt, "the program did not say that it was protected again");
        if (line.contains("nothing of this session is open")) {
            if (lineWith(*program, " position_opened|").isEmpty())
                return fail(ErrorCode::Unavailable, "no position was opened");
            continue;
        }
        measured.wholeMs.push_back(wallMs + venueMs);
        measured.wallMs.push_back(wallMs);
        measured.venueMs.push_back(venueMs);
    }
    killNow(*program);
    return measured;
}

Expected<BenchResult> restart(std::int64_t roundTripMs)
{
    const auto measured = measure(roundTripMs);
    if (!measured)
        return std::unexpected(measured.error());
    BenchResult result;
    result.name = fmt::format("restart_{}ms", roundTripMs);
    result.unit = "ms";
    result.median = medianOf(measured->wholeMs);
    result.p50 = quantileOf(measured->wholeMs, 0.5);
    result.p99 = quantileOf(measured->wholeMs, 0.99);
    result.p999 = quantileOf(measured->wholeMs, 0.999);
    result.runs = static_cast<int>(measured->wholeMs.size());
    result.beside = {"the venue's own time for it", medianOf(measured->venueMs)};
    result.note =
        fmt::format("killed with a position open, from the start of the program until the venue has shown it "
                    "the position and its stop: our time on the wall, {:.0f} ms in the median, and the "
                    "venue's by its clock, each private request taking {} ms",
                    medianOf(measured->wallMs).value_or(0.0), roundTripMs);
    return result;
}

} // namespace

Expected<BenchResult> benchRestart0()
{
    return restart(0);
}
Expected<BenchResult> benchRestart50()
{
    return restart(50);
}
Expected<BenchResult> benchRestart250()
{
    return restart(250);
}

} // namespace breakline
