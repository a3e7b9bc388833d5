// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/Checkpoint.h"
#include "trading/TradingState.h"

#include <QObject>

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace breakline {

enum class ProcessStep : std::uint8_t { Scan, Levels, Signals, Sizing, Execution, Management };
inline constexpr std::size_t kProcessStepCount = 6;
std::string_view toText(ProcessStep step);

struct ProcessView {
    std::array<CheckpointStatus, kProcessStepCount> steps {};
    double progressPercent = 0.0;
    std::optional<std::int64_t> etaMs; ///< unknown until a step has been measured
};

enum class SessionStatus : std::uint8_t { Active, Completed, Stopped, Failed };
std::string_view toText(SessionStatus status);

/// Counts of items, not of checkpoints.
struct SessionCounts {
    std::uint64_t symbolsScanned = 0;
    std::uint64_t candidates = 0;
    std::uint64_t signals = 0;
    std::uint64_t positionsOpened = 0;
    std::uint64_t ordersExecuted = 0;

    friend bool operator==(const SessionCounts&, const SessionCounts&) = default;
};

struct MonitoringStatus {
    std::string sessionId;
    std::string preset;
    Timestamp started;
    std::optional<Timestamp> ended;
    SessionStatus session = SessionStatus::Active;
    TradingState state = TradingState::Idle;
    std::uint64_t cycles = 0;
    std::optional<std::int64_t> lastCycleMs;
    SessionCounts counts;
    SessionCounts lastCycle; ///< what the last whole cycle added
    std::uint64_t succeeded = 0; ///< checkpoints completed, and failed
    std::uint64_t failed = 0;
    std::optional<double> successRate; ///< succeeded / (succeeded + failed)
};

/// Summary of a series of measurements; empty values before the first.
struct MetricSummary {
    std::uint64_t count = 0;
    std::optional<double> last;
    std::optional<double> minimum;
    std::optional<double> maximum;
    std::optional<double> mean; ///< of all, not only of the points kept
};

struct MetricPoint {
    Timestamp time;
    double value = 0.0;
};

/// Watches the one session: what was reached, how often and how long it took.
/// Decides nothing; nothing in it is made up. Lives on the trading thread; time
/// is handed in, so its figures are the same in a replay. (SPEC 11.1)
class MonitoringManager : public QObject {
    Q_OBJECT
public:
    static constexpr std::size_t kCheckpointCapacity = 1000;
    static constexpr std::size_t kMetricCapacity = 10'000;

    MonitoringManager(std::string sessionId, std::string preset, Timestamp started,
                      QObject* parent = nullptr);

    const std::string& sessionId() const { return m_status.sessionId; }
    void endSession(SessionStatus status, Timestamp now);

    /// Records the checkpoint; its id and duration are filled in here.
    void record(Checkpoint checkpoint);
    void record(CheckpointType type, CheckpointStatus status, Timestamp now, std::string symbol = {},
                std::string traceId = {}, std::string message = {});

    void stateChanged(TradingState state) { m_status.state = state; }
    /// A cycle runs from one scan to the next.
    void beginCycle(Timestamp now);
    void endCycle(Timestamp now);
    void count(const SessionCounts& added);

    /// A value that is not finite is not taken.
    void recordMetric(std::string_view name, double value, Timestamp now);
    MetricSummary metric(std::string_view name) const;
    /// The points kept, oldest first; null if the name is unknown.
    const std::deque<MetricPoint>* metricPoints(std::string_view name) const;

    MonitoringStatus status() const;
    ProcessView process() const;
    const std::deque<Checkpoint>& checkpoints() const { return m_checkpoints; }
    /// The state that a checkpoint type belongs to; empty for most. (SPEC 11.1)
    static std::optional<TradingState> stateOf(CheckpointType type);

Q_SIGNALS:
    void checkpointRecorded(const breakline::Checkpoint& checkpoint);

private:
    struct Step {
        CheckpointStatus status = CheckpointStatus::Pending;
        std::optional<Timestamp> begun;
    };
    struct Series {
        MetricSummary summary;
        double sum = 0.0;
        std::deque<MetricPoint> points;
    };
    void follow(const Checkpoint& checkpoint);
    void begin(ProcessStep step, Timestamp now);
    void finish(ProcessStep step, CheckpointStatus status, Timestamp now);

    MonitoringStatus m_status;
    SessionCounts m_atCycleStart;
    std::optional<Timestamp> m_cycleStart;
    /// By type (a complete belongs to its start) and symbol.
    std::map<std::pair<CheckpointType, std::string>, Timestamp> m_inProgress;
    std::array<Step, kProcessStepCount> m_steps;
    std::int64_t m_stepTotalMs = 0;
    std::int64_t m_stepsMeasured = 0;
    std::uint64_t m_lastId = 0;
    std::deque<Checkpoint> m_checkpoints;
    std::map<std::string, Series, std::less<>> m_metrics;
};

} // namespace breakline
