// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/DrillCrashRun.h"

#include "app/DrillVenueProcess.h"
#include "app/ExitCode.h"
#include "app/FaultFile.h"
#include "drill/DrillRun.h"
#include "exchange/RequestTimeout.h"
#include "storage/RowsReader.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <csignal>

namespace breakline {

namespace {

constexpr int kLifeMs = 300'000;
constexpr int kEndMs = 5'000; ///< from the last line to the end
/// What may pass before a loss that no message told of is seen: the account is
/// compared once a minute, and its answer takes part of a second.
constexpr Duration kSeenWithin = Duration::seconds(61);

/// What the faults of a run may add to the time without a stop.
Duration disturbanceOf(const std::optional<FaultScript>& faults)
{
    Duration sum;
    if (!faults || faults->faults.empty())
        return sum;
    for (const Fault& fault : faults->faults)
        sum =
            sum + fault.length + (classOf(fault.kind) == FaultClass::Request ? kRequestTimeout : Duration {});
    return sum + kSeenWithin;
}

/// One life of the program.
struct Life {
    bool isKilled = false;
    int exitCode = 0;
    std::string errors; ///< what it wrote on stderr
    nlohmann::json ended; ///< its last line, where it came to its end
};

class CrashRun {
public:
    explicit CrashRun(const CrashRunSettings& settings)
        : m_settings(settings)
    {
    }

    Expected<CrashRunOutcome> run()
    {
        if (!m_files.isValid())
            return fail(ErrorCode::Io, m_files.errorString().toStdString());
        if (const auto started = startVenue(); !started)
            return std::unexpected(started.error());
        std::optional<Life> last;
        for (const CrashPoint& point : m_settings.killAt) {
            Life life = live(toText(point));
            if (!life.isKilled) {
                last = std::move(life);
                break;
            }
            if (const auto away = leaveAlone(); !away)
                return std::unexpected(away.error());
        }
        if (!last)
            last = live({});
        auto report = m_venue->report();
        if (!report)
            return std::unexpected(report.error());
        m_reports.atEnd = std::move(*report);
        return judge(*last);
    }

private:
    QString folder() const { return m_files.filePath(QStringLiteral("session")); }

    Expected<void> startVenue()
    {
        QStringList symbols;
        for (const std::string& symbol : drillSymbols(m_settings.seed))
            symbols += QString::fromStdString(symbol);
        QStringList arguments {QStringLiteral("--symbols"), symbols.join(QLatin1Char(',')),
                               QStringLiteral("--seed"),    QString::number(m_settings.seed),
                               QStringLiteral("--speed"),   QStringLiteral("max"),
                               QStringLiteral("--alone"),   QStringLiteral("freeze")};
        if (m_settings.faults) {
            const std::string text = toJson(*m_settings.faults);
            QFile file(m_files.filePath(QStringLiteral("faults.json")));
            if (!file.open(QIODevice::WriteOnly)
                || file.write(text.data(), static_cast<qint64>(text.size())) < 0 || !file.flush())
                return fail(ErrorCode::Io, file.errorString().toStdString());
            arguments << QStringLiteral("--faults") << file.fileName();
        }
        auto venue = DrillVenueProcess::start(m_settings.program, arguments);
        if (!venue)
            return std::unexpected(venue.error());
        m_venue = std::move(*venue);
        return {};
    }

    Life live(const std::string& killAt)
    {
        QProcess program;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("BREAKLINE_KEY"), m_venue->key());
        environment.insert(QStringLiteral("BREAKLINE_SECRET"), m_venue->secret());
        program.setProcessEnvironment(environment);
        endsWithItsParent(program);
        QStringList arguments {
            QStringLiteral("drill-session"),
            QStringLiteral("--preset"),
            QString::fromStdString(m_settings.preset),
            QStringLiteral("--seed"),
            QString::number(m_settings.seed),
            QStringLiteral("--rest"),
            m_venue->rest(),
            QStringLiteral("--ws"),
            m_venue->ws(),
            QStringLiteral("--session-dir"),
            folder(),
            QStringLiteral("--length"),
            QString::number(m_settings.length.ms / 1000) + QLatin1Char('s'),
        };
        if (!killAt.empty())
            arguments << QStringLiteral("--crash-at") << QString::fromStdString(killAt);
        Life life;
        QElapsedTimer wall;
        wall.start();
        program.start(m_settings.program, arguments);
        for (;;) {
            while (program.canReadLine())
                take(life, program.readLine(), wall.elapsed());
            if (!program.waitForReadyRead(kLifeMs))
                break;
        }
        if (program.state() != QProcess::NotRunning && !program.waitForFinished(kEndMs)) {
            program.kill();
            program.waitForFinished(kLifeMs);
            life.exitCode = -1;
            life.errors = "it hung, and was ended: " + program.readAllStandardError().toStdString();
            return life;
        }
        while (program.canReadLine())
            take(life, program.readLine(), wall.elapsed());
        life.isKilled = program.exitStatus() == QProcess::CrashExit && program.exitCode() == SIGKILL;
        life.exitCode = program.exitCode();
        life.errors = program.readAllStandardError().toStdString();
        return life;
    }

    void take(Life& life, const QByteArray& line, qint64 wallMs)
    {
        const auto json = nlohmann::json::parse(line.toStdString(), nullptr, false);
        if (!json.is_object())
            return;
        const std::string event = json.value("event", std::string());
        if (event == "ready" && json.value("resumed", false))
            m_outcome.restartMs.push_back(wallMs);
        else if (event == "broken")
            m_broken.push_back(json.value("what", std::string()));
        else if (event == "ended")
            life.ended = json;
    }

    /// Client ids of the intents in the journal. A kill that came before there was
    /// one has left none.
    std::set<std::string> intents() const
    {
        std::set<std::string> ids;
        if (const auto reader = RowsReader::open(folder()))
            if (const auto records = (*reader)->intents())
                for (const IntentRecord& intent : *records)
                    ids.insert(intent.order.clientId);
        return ids;
    }

    /// Looks at what the kill has left on both sides, and lets the venue go on.
    Expected<void> leaveAlone()
    {
        ++m_outcome.kills;
        auto atKill = m_venue->report();
        if (!atKill)
            return std::unexpected(atKill.error());
        m_reports.atKill.push_back(std::move(*atKill));
        m_journal.intentsAtKill.push_back(intents());
        if (const auto gone = m_venue->goOn(m_settings.away); !gone)
            return gone;
        auto atRestart = m_venue->report();
        if (!atRestart)
            return std::unexpected(atRestart.error());
        m_reports.atRestart.push_back(std::move(*atRestart));
        return {};
    }

    Expected<CrashRunOutcome> judge(const Life& last)
    {
        const bool isEnded = last.ended.is_object();
        // A bad day of the venue may end a session by an error; but end it must.
        m_journal.hasEnded = isEnded && (last.exitCode == kExitOk || m_settings.faults);
        m_journal.isAccountShared = m_settings.faults
            && std::ranges::count(m_settings.faults->faults, FaultKind::ManualTrade, &Fault::kind) > 0;
        m_journal.howEnded =
            fmt::format("exit code {}{}, {}", last.exitCode, last.isKilled ? " (killed)" : "", last.errors);
        if (isEnded) {
            const auto& closing = last.ended["closing"];
            const auto number = [&closing](const char* name) -> std::optional<Decimal> {
                const auto found = closing.find(name);
                if (found == closing.end() || !found->is_string())
                    return std::nullopt;
                const auto value = Decimal::parse(found->get<std::string>());
                return value ? std::optional(*value) : std::nullopt;
            };
            m_journal.equity = number("equity_end");
            m_journal.equityDifference = number("equity_difference");
            for (const auto& [name, count] : last.ended["passes"].items())
                m_outcome.passes[name] = count.get<std::uint64_t>();
            const auto entries = last.ended.value("entries", std::uint64_t {0});
            for (std::uint64_t i = m_broken.size(); i < entries; ++i)
                m_outcome.findings.check(DrillInvariant::NoEntryWhileGateDown, true,
                                         [] { return std::string(); });
        }
        for (const std::string& what : m_broken)
            m_outcome.findings.check(DrillInvariant::NoEntryWhileGateDown, false, [&] { return what; });
        const auto reader = RowsReader::open(folder());
        if (!reader)
            return std::unexpected(reader.error());
        const auto orders = (*reader)->orders();
        const auto fills = (*reader)->fills();
        const auto clientIds = (*reader)->clientIds();
        if (!orders || !fills || !clientIds)
            return std::unexpected(!orders ? orders.error() : !fills ? fills.error() : clientIds.error());
        m_journal.intents = intents();
        m_journal.orders = *orders;
        m_journal.fills = *fills;
        m_journal.clientIds = *clientIds;
        const auto verdict =
            judgeCrash(m_outcome.findings, m_reports, m_journal, disturbanceOf(m_settings.faults));
        if (!verdict)
            return std::unexpected(verdict.error());
        m_outcome.verdict = *verdict;
        if (isEnded)
            m_outcome.length = Duration {last.ended["closing"].value("to_ms", std::int64_t {0})
                                         - last.ended["closing"].value("from_ms", std::int64_t {0})};
        return m_outcome;
    }

    const CrashRunSettings& m_settings;
    QTemporaryDir m_files;
    std::unique_ptr<DrillVenueProcess> m_venue;
    CrashReports m_reports;
    CrashJournal m_journal;
    std::vector<std::string> m_broken; ///< what the program found itself
    CrashRunOutcome m_outcome;
};

} // namespace

Expected<CrashRunOutcome> runCrash(const CrashRunSettings& settings)
{
    return CrashRun(settings).run();
}

} // namespace breakline
