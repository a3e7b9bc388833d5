// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/HostWatch.h"

#include "trading/ResourceManager.h"
#include "trading/SessionLog.h"
#include "trading/WallClock.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>

namespace breakline {

namespace {
constexpr std::chrono::seconds kInterval {5}; // SPEC 11.2, monitor
constexpr Duration kLogAge = Duration::days(7);

std::optional<double> diskOf(const QString& folder)
{
    const auto space = ResourceManager::diskSpace(folder);
    return space ? std::optional(space->usedPercent) : std::nullopt;
}
} // namespace

HostWatch::HostWatch(QString dataFolder, QString logFolder, DiskReader readDisk)
    : m_dataFolder(std::move(dataFolder))
    , m_logFolder(std::move(logFolder))
    , m_readDisk(std::move(readDisk))
    , m_newest {m_readDisk ? m_readDisk() : diskOf(m_dataFolder), std::nullopt}
    , m_thread([this] { run(); })
{
}

HostWatch::~HostWatch()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isLeaving = true;
    }
    m_leave.notify_one();
    m_thread.join();
}

std::vector<LogRow> HostWatch::take()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_rows, {});
}

HostWatch::Reading HostWatch::newest()
{
    const std::lock_guard lock(m_mutex);
    return m_newest;
}

void HostWatch::run()
{
    ResourceManager resources(m_dataFolder);
    QObject::connect(&resources, &ResourceManager::alert, &resources, [this](const ResourceAlert& alert) {
        say(alert.severity == ResourceSeverity::Critical ? "CRITICAL" : "WARNING", alert.time,
            fmt::format("{} is {:.1f}, above {:.1f}", toText(alert.kind), alert.value, alert.threshold));
    });
    QObject::connect(&resources, &ResourceManager::cleanUpAdvised, &resources, [this](Timestamp now) {
        const int removed = SessionLog::removeOlderThan(m_logFolder, now - kLogAge);
        say("INFO", now, fmt::format("memory or disk is short: {} old log files removed", removed));
    });
    const SystemClock clock;
    std::unique_lock lock(m_mutex);
    while (!m_isLeaving) {
        lock.unlock();
        const ResourceSample sample = resources.sample(clock.now());
        std::string text;
        for (std::size_t i = 0; i < kResourceKindCount; ++i) {
            const auto kind = static_cast<ResourceKind>(i);
            const auto value = sample.value(kind);
            text += fmt::format("{}host.{}={}", text.empty() ? "" : " ", toText(kind),
                                value ? fmt::format("{:.1f}", *value) : "-");
        }
        say("PERFORMANCE", sample.time, std::move(text));
        const Reading reading {m_readDisk ? m_readDisk() : sample.diskPercent, sample.memoryPercent};
        lock.lock();
        m_newest = reading;
        m_leave.wait_for(lock, kInterval, [this] { return m_isLeaving; });
    }
}

void HostWatch::say(std::string level, Timestamp time, std::string message)
{
    LogRow row;
    row.time = time;
    row.level = std::move(level);
    row.component = "host";
    row.message = std::move(message);
    const std::lock_guard lock(m_mutex);
    m_rows.push_back(std::move(row));
}

} // namespace breakline
