// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/ResourceManager.h"

#include "trading/DiskLimit.h"

#include <QDir>
#include <QFile>
#include <QList>
#include <QStorageInfo>

#include <algorithm>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace breakline {

namespace {

constexpr double kMegabyte = 1024.0 * 1024.0;

/// The number behind "Name:" in a file of such lines.
std::optional<double> numberBehind(const QByteArray& text, const char* name)
{
    for (const QByteArray& line : text.split('\n')) {
        if (!line.startsWith(name))
            continue;
        bool ok = false;
        const double value =
            line.mid(qsizetype(qstrlen(name))).simplified().split(' ').constFirst().toDouble(&ok);
        if (ok)
            return value;
    }
    return std::nullopt;
}

std::optional<double> ticksPerSecond()
{
#ifdef Q_OS_UNIX
    const long ticks = sysconf(_SC_CLK_TCK);
    if (ticks > 0)
        return static_cast<double>(ticks);
#endif
    return std::nullopt;
}

} // namespace

std::string_view toText(ResourceKind kind)
{
    switch (kind) {
    case ResourceKind::Cpu: return "cpu";
    case ResourceKind::Memory: return "memory";
    case ResourceKind::ProcessMemory: return "process_memory";
    case ResourceKind::Disk: return "disk";
    case ResourceKind::Threads: return "threads";
    case ResourceKind::OpenFiles: return "open_files";
    case ResourceKind::Load: return "load";
    }
    return {};
}

std::string_view toText(ResourceSeverity severity)
{
    switch (severity) {
    case ResourceSeverity::Normal: return "normal";
    case ResourceSeverity::Warning: return "warning";
    case ResourceSeverity::Critical: return "critical";
    }
    return {};
}

std::optional<double> ResourceSample::value(ResourceKind kind) const
{
    switch (kind) {
    case ResourceKind::Cpu: return cpuPercent;
    case ResourceKind::Memory: return memoryPercent;
    case ResourceKind::ProcessMemory: return processMb;
    case ResourceKind::Disk: return diskPercent;
    case ResourceKind::Threads: return threads;
    case ResourceKind::OpenFiles: return openFiles;
    case ResourceKind::Load: return load;
    }
    return std::nullopt;
}

const std::array<ResourceLimit, kResourceKindCount>& ResourceManager::limits()
{
    static const std::array<ResourceLimit, kResourceKindCount> all {{
        {ResourceKind::Cpu, 70.0, 80.0, 90.0},
        {ResourceKind::Memory, 75.0, 85.0, 95.0},
        {ResourceKind::ProcessMemory, 2048.0, 2048.0, std::nullopt},
        {ResourceKind::Disk, 80.0, DiskLimit::kClosesAbovePercent, 95.0},
        {ResourceKind::Threads, 100.0, 100.0, std::nullopt},
        {ResourceKind::OpenFiles, 1000.0, 1000.0, std::nullopt},
        {ResourceKind::Load, 4.0, std::nullopt, std::nullopt},
    }};
    return all;
}

std::pair<ResourceSeverity, double> ResourceManager::judge(const ResourceLimit& limit, double value)
{
    if (limit.critical && value > *limit.critical)
        return {ResourceSeverity::Critical, *limit.critical};
    if (limit.limit && value > *limit.limit)
        return {ResourceSeverity::Warning, *limit.limit};
    if (value > limit.warning)
        return {ResourceSeverity::Warning, limit.warning};
    return {ResourceSeverity::Normal, limit.warning};
}

ResourceManager::ResourceManager(QString dataFolder, QString procFolder, QObject* parent)
    : QObject(parent)
    , m_dataFolder(std::move(dataFolder))
    , m_procFolder(std::move(procFolder))
{
}

ResourceSample ResourceManager::sample(Timestamp now)
{
    ResourceSample taken;
    taken.time = now;
    readHost(taken);
    readProcess(taken);
    if (const auto disk = diskSpace(m_dataFolder)) {
        taken.diskPercent = disk->usedPercent;
        taken.diskFreeMb = disk->freeMb;
    }
    m_lastSample = now;
    raise(taken);
    return taken;
}

std::optional<QByteArray> ResourceManager::read(const QString& name) const
{
    QFile file(m_procFolder + QLatin1Char('/') + name);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return file.readAll();
}

void ResourceManager::readHost(ResourceSample& sample)
{
    if (const auto text = read(QStringLiteral("stat")); text && text->startsWith("cpu ")) {
        // user nice system idle iowait irq softirq steal; guest time is in user already.
        const QList<QByteArray> fields = text->left(text->indexOf('\n')).simplified().split(' ');
        CpuTimes times;
        for (qsizetype i = 1; i < std::min<qsizetype>(fields.size(), 9); ++i) {
            const std::uint64_t ticks = fields[i].toULongLong();
            times.total += ticks;
            if (i != 4 && i != 5)
                times.busy += ticks;
        }
        if (m_lastCpu && times.total > m_lastCpu->total && times.busy >= m_lastCpu->busy)
            sample.cpuPercent = 100.0 * static_cast<double>(times.busy - m_lastCpu->busy)
                / static_cast<double>(times.total - m_lastCpu->total);
        m_lastCpu = times;
    }
    if (const auto text = read(QStringLiteral("meminfo"))) {
        const auto total = numberBehind(*text, "MemTotal:");
        const auto available = numberBehind(*text, "MemAvailable:");
        if (total && available && *total > 0.0)
            sample.memoryPercent = 100.0 * (*total - *available) / *total;
    }
    if (const auto text = read(QStringLiteral("loadavg"))) {
        bool ok = false;
        const double load = text->split(' ').constFirst().toDouble(&ok);
        if (ok)
            sample.load = load;
    }
}

void ResourceManager::readProcess(ResourceSample& sample)
{
    if (const auto text = read(QStringLiteral("self/status"))) {
        if (const auto kilobytes = numberBehind(*text, "VmRSS:"))
            sample.processMb = *kilobytes / 1024.0;
        sample.threads = numberBehind(*text, "Threads:");
    }
    if (const auto text = read(QStringLiteral("self/stat"))) {
        // The name in brackets may hold blanks; utime and stime are the 12th and 13th field behind it.
        const QList<QByteArray> fields = text->mid(text->lastIndexOf(')') + 1).simplified().split(' ');
        const auto perSecond = ticksPerSecond();
        if (fields.size() > 12 && perSecond) {
            const std::uint64_t ticks = fields[11].toULongLong() + fields[12].toULongLong();
            if (m_lastProcessTicks && ticks >= *m_lastProcessTicks && m_lastSample) {
                const Duration passed = sample.time - *m_lastSample;
                if (passed.ms > 0)
                    sample.processCpuPercent = 100.0 * static_cast<double>(ticks - *m_lastProcessTicks)
                        / *perSecond / (static_cast<double>(passed.ms) / 1000.0);
            }
            m_lastProcessTicks = ticks;
        }
    }
    const QDir files(m_procFolder + QStringLiteral("/self/fd"));
    if (files.exists())
        sample.openFiles = static_cast<double>(
            files.entryList(QDir::AllEntries | QDir::System | QDir::Hidden | QDir::NoDotAndDotDot).size());
}

std::optional<ResourceManager::DiskSpace> ResourceManager::diskSpace(const QString& folder)
{
    const QStorageInfo disk(folder);
    if (!disk.isValid() || !disk.isReady() || disk.bytesTotal() <= 0)
        return std::nullopt;
    const double total = static_cast<double>(disk.bytesTotal());
    const double available = static_cast<double>(disk.bytesAvailable());
    return DiskSpace {100.0 * (total - available) / total, available / kMegabyte};
}

void ResourceManager::raise(const ResourceSample& sample)
{
    bool isShort = false;
    for (const ResourceLimit& limit : limits()) {
        const auto value = sample.value(limit.kind);
        if (!value)
            continue;
        const auto [severity, threshold] = judge(limit, *value);
        if (severity == ResourceSeverity::Normal)
            continue;
        const bool isSpace = limit.kind == ResourceKind::Memory || limit.kind == ResourceKind::ProcessMemory
            || limit.kind == ResourceKind::Disk;
        isShort = isShort || (isSpace && limit.limit && *value > *limit.limit);
        auto& last = m_lastAlert[static_cast<std::size_t>(limit.kind)];
        if (last && severity <= last->severity && sample.time - last->time < kAlertCooldown)
            continue;
        last = ResourceAlert {sample.time, limit.kind, severity, *value, threshold};
        const ResourceAlert raised = *last;
        Q_EMIT alert(raised);
    }
    if (isShort && (!m_lastCleanUp || sample.time - *m_lastCleanUp >= kCleanUpInterval)) {
        m_lastCleanUp = sample.time;
        Q_EMIT cleanUpAdvised(sample.time);
    }
}

} // namespace breakline
