// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/Checkpoint.h"
#include "trading/MonitoringStatus.h"

#include <QObject>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace breakline {

/// Summary of a series of measurements; empty values before the first.
struct MetricSummary {
    std::uint64_t count = 0;
    std::optional<double> last;
    std::optional<double> minimum;
    std::optional<double> maximum;
    std::optional<double> mean;
};

/// Watches the one session: what was reached, how often and how long it took.
/// Decides nothing and keeps no rows: who listens does. Lives on the trading
/// thread; time is handed in, so its figures are the same in a replay. (SPEC 11.1)
class MonitoringManager : public QObject {
    Q_OBJECT
public:
    static constexpr std::size_t kRecent = 1000;

    MonitoringManager(std::string sessionId, std::string preset, QObject* parent = nullptr);

    /// The session runs, for the first time or again.
    void beginSession(Timestamp now);
    /// Its cycle is over, and what is in progress is skipped.
    void endSession(SessionStatus status, Timestamp now);

    /// Records the checkpoint; its id and, where its step was in progress, its
    /// duration are filled in here. A step that begins anew skips the one under way.
    void record(Checkpoint checkpoint);
    void record(CheckpointType type, CheckpointStatus status, Timestamp now, std::string symbol = {},
                std::string traceId = {}, std::string message = {});
    /// The same for the end of a step that is in progress; nothing where none is.
    bool conclude(Checkpoint checkpoint);
    bool conclude(CheckpointType type, CheckpointStatus status, Timestamp now, const std::string& symbol,
                  std::string message = {});

    /// A cycle runs from one entry into SCANNING to the next, or until Running
    /// is left.
    void stateChanged(TradingState state, Timestamp now);
    void count(const SessionCounts& added);

    /// Measurements of one moment. Empty is unknown; what is not finite is too.
    void recordMetrics(Timestamp now,
                       std::initializer_list<std::pair<std::string_view, std::optional<double>>> values);
    const std::map<std::string, MetricSummary, std::less<>>& metrics() const { return m_metrics; }

    MonitoringStatus status() const;
    /// The newest checkpoints, newest last, at most kRecent; the journal has them all.
    const std::deque<Checkpoint>& recent() const { return m_recent; }

Q_SIGNALS:
    void checkpointRecorded(const breakline::Checkpoint& checkpoint);
    /// "name=value name=value"; an unknown one is "-".
    void metricsRecorded(const std::string& text, breakline::Timestamp time);

private:
    /// By type (a complete belongs to its start), symbol and subject.
    using Key = std::tuple<CheckpointType, std::string, std::string>;
    struct Begun {
        Timestamp time;
        std::string traceId;
    };
    static Key keyOf(const Checkpoint& checkpoint);
    void write(Checkpoint checkpoint);
    void skip(const Key& key, const Begun& begun, std::string message, Timestamp now);
    void endCycle(Timestamp now);

    MonitoringStatus m_status;
    SessionCounts m_atCycleStart;
    std::optional<Timestamp> m_cycleStart;
    std::map<Key, Begun> m_inProgress;
    std::deque<Checkpoint> m_recent;
    ProcessView m_process;
    std::uint64_t m_lastId = 0;
    std::map<std::string, MetricSummary, std::less<>> m_metrics;
};

} // namespace breakline
