// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"

#include <QObject>
#include <QString>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace breakline {

enum class ResourceKind : std::uint8_t { Cpu, Memory, ProcessMemory, Disk, Threads, OpenFiles, Load };
inline constexpr std::size_t kResourceKindCount = 7;
std::string_view toText(ResourceKind kind);

/// One look at the host and at our own process. Empty: not measurable here.
struct ResourceSample {
    Timestamp time;
    std::optional<double> cpuPercent; ///< of the host, since the sample before
    std::optional<double> processCpuPercent; ///< of one core, since the sample before
    std::optional<double> memoryPercent; ///< of the host, in use
    std::optional<double> processMb; ///< resident
    std::optional<double> diskPercent; ///< of the volume of the data folder, in use
    std::optional<double> diskFreeMb;
    std::optional<double> threads;
    std::optional<double> openFiles;
    std::optional<double> load; ///< mean over one minute

    std::optional<double> value(ResourceKind kind) const;
};

enum class ResourceSeverity : std::uint8_t { Normal, Warning, Critical };
std::string_view toText(ResourceSeverity severity);

struct ResourceLimit {
    ResourceKind kind = ResourceKind::Cpu;
    double warning = 0.0; ///< above it: warning
    std::optional<double> limit; ///< above it: limit passed
    std::optional<double> critical; ///< above it: health is critical
};

struct ResourceAlert {
    Timestamp time;
    ResourceKind kind = ResourceKind::Cpu;
    ResourceSeverity severity = ResourceSeverity::Warning;
    double value = 0.0;
    double threshold = 0.0;
};

/// Watches CPU, memory, disk, threads and open files of the machine that the
/// program runs on. It warns and advises and never decides; a full disk closes the
/// entry gate as an input of the session. Values come from /proc where there is one
/// and from QStorageInfo for the disk; elsewhere they are unknown. `now` is wall time; nothing runs unless
/// sample() is called. Not for the trading thread: it reads files. (SPEC 11.2)
class ResourceManager : public QObject {
    Q_OBJECT
public:
    static constexpr Duration kAlertCooldown = Duration::seconds(300);
    static constexpr Duration kCleanUpInterval = Duration::seconds(300);

    /// `dataFolder`: whose volume is watched. `procFolder`: for tests.
    explicit ResourceManager(QString dataFolder, QString procFolder = QStringLiteral("/proc"),
                             QObject* parent = nullptr);

    /// Measures, and raises the alerts that are due.
    ResourceSample sample(Timestamp now);

    /// CPU 70/80/90 %, memory 75/85/95 %, process 2048 MB, disk 80/90/95 %,
    /// 100 threads, 1000 open files, load 4.
    static const std::array<ResourceLimit, kResourceKindCount>& limits();
    /// In use on the folder's volume, and free on it; empty where that is not known.
    struct DiskSpace {
        double usedPercent = 0.0;
        double freeMb = 0.0;
    };
    static std::optional<DiskSpace> diskSpace(const QString& folder);
    /// How `value` stands to the limit, and the threshold that it passed.
    static std::pair<ResourceSeverity, double> judge(const ResourceLimit& limit, double value);

Q_SIGNALS:
    /// At most once in 300 s a resource, sooner where a warning grows critical.
    void alert(const breakline::ResourceAlert& alert);
    /// Memory, process memory or disk is above its limit: drop caches, oldest
    /// first, and old logs. At most once in 300 s.
    void cleanUpAdvised(breakline::Timestamp now);

private:
    struct CpuTimes {
        std::uint64_t busy = 0;
        std::uint64_t total = 0;
    };
    std::optional<QByteArray> read(const QString& name) const;
    void readHost(ResourceSample& sample);
    void readProcess(ResourceSample& sample);
    void raise(const ResourceSample& sample);

    QString m_dataFolder;
    QString m_procFolder;
    std::optional<Timestamp> m_lastSample;
    std::optional<CpuTimes> m_lastCpu;
    std::optional<std::uint64_t> m_lastProcessTicks;
    std::array<std::optional<ResourceAlert>, kResourceKindCount> m_lastAlert;
    std::optional<Timestamp> m_lastCleanUp;
};

} // namespace breakline
