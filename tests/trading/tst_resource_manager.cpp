// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/ResourceManager.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <vector>

using namespace breakline;

namespace {

constexpr Timestamp at(std::int64_t seconds)
{
    return Timestamp {seconds * 1000};
}

/// A /proc of our own, so that every figure is known.
class ProcFolder {
public:
    ProcFolder() { QDir(m_folder.path()).mkpath(QStringLiteral("self/fd")); }
    QString path() const { return m_folder.path(); }
    void write(const char* name, const QByteArray& text) const
    {
        QFile file(m_folder.filePath(QLatin1String(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    void cpu(int busy, int idle) const
    {
        // Guest time (the last two) is part of user already and must not count twice.
        write("stat",
              "cpu  " + QByteArray::number(busy) + " 0 0 " + QByteArray::number(idle)
                  + " 0 0 0 0 99 99\ncpu0 1 1 1 1\n");
    }
    void memory(int totalKb, int availableKb) const
    {
        write("meminfo",
              "MemTotal:       " + QByteArray::number(totalKb)
                  + " kB\nMemFree: 1 kB\nMemAvailable:   " + QByteArray::number(availableKb) + " kB\n");
    }
    void process(int rssKb, int threads) const
    {
        write("self/status",
              "Name:\tx\nVmRSS:\t  " + QByteArray::number(rssKb) + " kB\nThreads:\t"
                  + QByteArray::number(threads) + "\n");
    }

private:
    QTemporaryDir m_folder;
};

} // namespace

class TestResourceManager : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void unknownStaysUnknown()
    {
        const QTemporaryDir empty;
        ResourceManager resources(empty.filePath(QStringLiteral("nowhere")),
                                  empty.filePath(QStringLiteral("proc")));
        const ResourceSample sample = resources.sample(at(0));
        for (std::size_t i = 0; i < kResourceKindCount; ++i)
            QCOMPARE(sample.value(static_cast<ResourceKind>(i)), std::nullopt);
    }

    void readsWhatTheSystemSays()
    {
        const ProcFolder proc;
        proc.cpu(1000, 1000);
        proc.memory(1000, 400);
        proc.process(512 * 1024, 17);
        proc.write("loadavg", "1.25 0.5 0.1 1/100 4242\n");
        proc.write("self/stat", "42 (a (b) c) S 1 1 1 0 -1 4194560 100 0 0 0 100 50 0 0 20 0 3 0 1 1 1\n");
        for (int i = 0; i < 5; ++i)
            proc.write(qPrintable(QStringLiteral("self/fd/%1").arg(i)), "x");
        ResourceManager resources(proc.path(), proc.path());

        ResourceSample sample = resources.sample(at(0));
        QCOMPARE(sample.cpuPercent, std::nullopt); // needs a sample before
        QCOMPARE(sample.processCpuPercent, std::nullopt);
        QCOMPARE(*sample.memoryPercent, 60.0);
        QCOMPARE(*sample.processMb, 512.0);
        QCOMPARE(*sample.threads, 17.0);
        QCOMPARE(*sample.openFiles, 5.0);
        QCOMPARE(*sample.load, 1.25);
        // A folder whose volume the system does not name, as in a chroot, is unknown.
        QCOMPARE(sample.diskPercent.has_value(), sample.diskFreeMb.has_value());
        if (sample.diskPercent) {
            QVERIFY(*sample.diskPercent > 0.0 && *sample.diskPercent <= 100.0);
            QVERIFY(*sample.diskFreeMb >= 0.0);
        }

        proc.cpu(1030, 1070);
        sample = resources.sample(at(5));
        QCOMPARE(*sample.cpuPercent, 30.0);
        QCOMPARE(*sample.processCpuPercent, 0.0);
    }

    void realProcess()
    {
#ifdef Q_OS_LINUX
        ResourceManager resources(QDir::tempPath());
        const ResourceSample sample = resources.sample(at(0));
        QVERIFY(*sample.processMb > 1.0);
        QVERIFY(*sample.threads >= 1.0);
        QVERIFY(*sample.openFiles >= 3.0);
        QVERIFY(*sample.memoryPercent > 0.0 && *sample.memoryPercent <= 100.0);
#else
        QSKIP("there is no /proc here");
#endif
    }

    void limitsOfTheSpecification()
    {
        const auto judge = [](ResourceKind kind, double value) {
            return ResourceManager::judge(ResourceManager::limits()[static_cast<std::size_t>(kind)], value)
                .first;
        };
        using enum ResourceSeverity;
        struct Case {
            ResourceKind kind;
            double value;
            ResourceSeverity severity;
        };
        const Case cases[] {{ResourceKind::Cpu, 70, Normal},
                            {ResourceKind::Cpu, 70.1, Warning},
                            {ResourceKind::Cpu, 90, Warning},
                            {ResourceKind::Cpu, 90.1, Critical},
                            {ResourceKind::Memory, 75, Normal},
                            {ResourceKind::Memory, 95, Warning},
                            {ResourceKind::Memory, 95.1, Critical},
                            {ResourceKind::Disk, 80, Normal},
                            {ResourceKind::Disk, 80.1, Warning},
                            {ResourceKind::Disk, 95.1, Critical},
                            {ResourceKind::ProcessMemory, 2048, Normal},
                            {ResourceKind::ProcessMemory, 2049, Warning},
                            {ResourceKind::Threads, 100, Normal},
                            {ResourceKind::Threads, 101, Warning},
                            {ResourceKind::OpenFiles, 1000, Normal},
                            {ResourceKind::OpenFiles, 1001, Warning},
                            {ResourceKind::Load, 4, Normal},
                            {ResourceKind::Load, 4.1, Warning}};
        for (const Case& c : cases)
            QCOMPARE(judge(c.kind, c.value), c.severity);
        for (std::size_t i = 0; i < kResourceKindCount; ++i)
            QCOMPARE(static_cast<std::size_t>(ResourceManager::limits()[i].kind), i);
    }

    void alertsOnceInACooldownAndAtOnceWhenItGrowsWorse()
    {
        const ProcFolder proc;
        const QTemporaryDir empty;
        ResourceManager resources(empty.filePath(QStringLiteral("nowhere")), proc.path());
        std::vector<ResourceAlert> alerts;
        std::vector<std::int64_t> cleanUps;
        connect(&resources, &ResourceManager::alert, &resources,
                [&](const ResourceAlert& a) { alerts.push_back(a); });
        connect(&resources, &ResourceManager::cleanUpAdvised, &resources,
                [&](Timestamp now) { cleanUps.push_back(now.ms / 1000); });

        proc.memory(1000, 200); // 80 %: a warning, below the limit
        resources.sample(at(0));
        resources.sample(at(5));
        QCOMPARE(alerts.size(), std::size_t {1});
        QCOMPARE(alerts[0].kind, ResourceKind::Memory);
        QCOMPARE(alerts[0].severity, ResourceSeverity::Warning);
        QCOMPARE(alerts[0].value, 80.0);
        QCOMPARE(alerts[0].threshold, 75.0);
        QVERIFY(cleanUps.empty());

        proc.memory(1000, 40); // 96 %
        resources.sample(at(10));
        QCOMPARE(alerts.size(), std::size_t {2});
        QCOMPARE(alerts[1].severity, ResourceSeverity::Critical);
        QCOMPARE(alerts[1].threshold, 95.0);
        resources.sample(at(309));
        QCOMPARE(alerts.size(), std::size_t {2});
        resources.sample(at(310));
        QCOMPARE(alerts.size(), std::size_t {3});
        QVERIFY((cleanUps == std::vector<std::int64_t> {10, 310}));

        proc.memory(1000, 900);
        resources.sample(at(320));
        QCOMPARE(alerts.size(), std::size_t {3});
    }
};

QTEST_GUILESS_MAIN(TestResourceManager)
#include "tst_resource_manager.moc"
