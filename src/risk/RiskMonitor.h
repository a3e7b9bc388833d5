// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "risk/RiskDay.h"
#include "risk/RiskParameters.h"

#include <array>
#include <optional>
#include <string_view>

namespace breakline {

/// Reasons of risk to keep the entry gate closed.
enum class RiskGate : std::uint8_t {
    DayBaseline,  ///< no valid equity yet in this UTC day
    DailyLimit,   ///< a reading at or beyond the daily limit, not yet confirmed
    DailyLatch,
    Drawdown,     ///< a reading at or beyond the kill drawdown, not yet confirmed
    ExtremeDay,   ///< a reading at or beyond 3 times the daily limit, not yet confirmed
    LossLatch,    ///< too many losses in a row
    KillLatch
};
inline constexpr std::size_t kRiskGateCount = 7;
/// "risk:day_baseline" ... "risk:kill_latch".
std::string_view toText(RiskGate gate);

enum class KillCause : std::uint8_t { None, Drawdown, ExtremeDay, Command };
std::string_view toText(KillCause cause);

/// Overall status; a later one wins.
enum class RiskStatus : std::uint8_t { Safe, RiskLimitBreach, PositionLimitBreach, KillSwitch };
/// "SAFE" ... "KILL_SWITCH".
std::string_view toText(RiskStatus status);

/// All of risk that survives a restart.
struct RiskState {
    RiskDayState day;
    int consecutiveLosses = 0;
    std::optional<Timestamp> dailyLatchedAt;
    std::optional<Timestamp> lossLatchedAt;
    std::optional<Timestamp> killLatchedAt;
    KillCause killCause = KillCause::None;
    std::optional<double> killValue; ///< fraction that reached the limit; none for a command
    bool extremeDayDisarmed = false; ///< after a re-arm, until the next rollover

    friend bool operator==(const RiskState&, const RiskState&) = default;
};

struct GateFinding {
    bool closed = false;
    std::optional<double> value;     ///< fraction, or losses in a row
    std::optional<double> threshold; ///< same unit
};

/// What one input led to. A gate's value and threshold are filled where it is
/// closed by a limit; those of the kill latch are what set it, not today's.
struct RiskVerdict {
    std::array<GateFinding, kRiskGateCount> gates{};
    bool dailyLatchConfirmed = false; ///< set by this very input: no entries, positions stay managed
    bool lossLatchConfirmed = false;  ///< set by this very input
    bool killConfirmed = false;       ///< set by this very input: flatten
    KillCause killCause = KillCause::None;
    bool stateChanged = false;        ///< baseline, counter or a latch changed: journal the state now
    bool highWaterChanged = false;    ///< journal the state with the next checkpoint

    const GateFinding& gate(RiskGate which) const { return gates[static_cast<std::size_t>(which)]; }
    bool anyClosed() const;
};

/// The limits on equity and on losses in a row, with their latches. A small
/// state machine: its whole memory is RiskState and the readings that wait for
/// a second one. Time comes with each input and never goes back.
///
/// Two readings: the first at or beyond a limit closes the gate, the second at
/// least `confirmationDelay` later, or one asked for over REST, sets the latch;
/// a reading within the limit in between opens the gate again.
class RiskMonitor {
public:
    enum class Reading : std::uint8_t { Stream, Rest };

    explicit RiskMonitor(const RiskParameters& parameters, RiskState state = {});

    /// A valid equity; what is valid, and that a jump without a cause is none, is
    /// the caller's to say. One older than the newest before it is ignored.
    RiskVerdict observe(const Decimal& equity, Timestamp asOf, Reading reading = Reading::Stream);
    /// The timer of midnight, and any timer that asks whether a latch has run out.
    RiskVerdict advanceTo(Timestamp now);
    /// A closed trade's net R. <= -0.1 counts, >= +0.1 resets, between neither.
    RiskVerdict tradeClosed(double netR, Timestamp now);
    /// Deposit positive, withdrawal negative; moves baseline and high water alike.
    /// Comes before the first reading that contains it.
    RiskVerdict applyTransfer(const Decimal& amount, Timestamp now);
    /// The kill switch as a command. Sets the latch at once.
    RiskVerdict killByCommand(Timestamp now);
    /// Clears the kill latch (without one: nothing): high water := equity, loss counter := 0; baseline and
    /// daily latch stay, extreme day rests until the next rollover.
    RiskVerdict rearm(const Decimal& equity, Timestamp now);
    RiskVerdict releaseLossLatch(Timestamp now);
    /// New limits (reload) on the same state.
    RiskVerdict setParameters(const RiskParameters& parameters, Timestamp now);

    /// The gates as they stand, without a new input.
    RiskVerdict verdict() const;
    const RiskState& state() const { return m_state; }
    const RiskParameters& parameters() const { return m_parameters; }
    /// When the daily latch ends: the next UTC day, and at least dailyLatchMinimum after it was set.
    std::optional<Timestamp> dailyLatchEnds() const;

    /// Loss since the day's baseline, fraction >= 0; empty while one is unknown.
    std::optional<double> dailyLoss() const;
    /// Fall from the high water, fraction >= 0.
    std::optional<double> drawdown() const;
    const std::optional<Decimal>& equity() const { return m_equity; }
    /// Halve the next quantity: daily loss > 0.8 of its limit or drawdown > 0.5 of its.
    bool reducesRisk() const;
    /// drawdown > 0.6 of the kill limit.
    bool warnsOfDrawdown() const;

private:
    // Equity at or below these is beyond the limit; exact, renewed with the baselines.
    struct Floors {
        std::optional<Decimal> daily;
        std::optional<Decimal> extremeDay;
        std::optional<Decimal> drawdown;
    };

    void applyParameters(const RiskParameters& parameters);
    void renewFloors();
    void rollOver(Timestamp now, RiskVerdict& events);
    bool confirm(bool beyond, std::optional<Timestamp>& since, Timestamp asOf, Reading reading) const;
    void latchKill(KillCause cause, std::optional<double> value, Timestamp now, RiskVerdict& events);
    /// The limit whose passing is this cause; a command has none.
    std::optional<double> killThreshold(KillCause cause) const;
    RiskVerdict finish(RiskVerdict events) const;
    void close(RiskVerdict& verdict, RiskGate gate, std::optional<double> value, std::optional<double> threshold) const;

    RiskParameters m_parameters;
    Decimal m_keptDaily;      // 1 - daily limit
    Decimal m_keptExtremeDay; // 1 - 3 daily limits
    Decimal m_keptDrawdown;   // 1 - kill limit
    RiskState m_state;
    RiskDay m_day;
    Floors m_floors;
    std::optional<Decimal> m_equity;
    Timestamp m_now;
    std::optional<Timestamp> m_dailySince;
    std::optional<Timestamp> m_extremeDaySince;
    std::optional<Timestamp> m_drawdownSince;
};

} // namespace breakline
