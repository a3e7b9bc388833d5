// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "market/Instrument.h"
#include "position/StopPolicy.h"

#include <cstdint>
#include <optional>

namespace breakline {

/// How a stop follows the price; distances in bps of the extreme since entry.
struct TrailingSettings {
    bool enabled = true;
    double activationR = 2.0; ///< 0: only after a target, see partialTriggerR
    double stepBps = 20.0;
    bool accelerationEnabled = true;
    double accelerationAfterR = 4.0;
    double accelerationStepBps = 10.0;
    bool partialEnabled = true; ///< once a target has filled
    double partialTriggerR = 2.0;
    double partialStepBps = 20.0;
};

/// Whether the stop trails once pnlR has been this much. `targetFilled`: a target, in part
/// or whole.
bool trailingDue(double bestR, bool targetFilled, const TrailingSettings& settings);

/// The step now: partial_closed_trail_step_bps after a target, else trailing_step_bps;
/// from acceleration on no more than the accelerated step.
double trailingStepBps(double bestR, bool targetFilled, const TrailingSettings& settings);

/// extreme -+ step, rounded away from the market: 103 with 20 bps is 102.794 for a long.
/// Empty where no price is left.
std::optional<Price> trailingPrice(Direction direction, Price extreme, double stepBps,
                                   const Instrument& instrument);

/// Least improvement of a trailed stop in ticks: a tick, 2 bps of it and 5 % of its step,
/// the step being the distance of the candidate from the extreme.
std::int64_t minimumTrailMove(Price candidate, Price extreme);

/// The trail of one position: the best mark since its first fill and when its stop was
/// moved last. What it returns never widens the stop and comes at most once a second.
class TrailingStop {
public:
    static constexpr Duration kLeastInterval = Duration::seconds(1);

    explicit TrailingStop(Direction direction)
        : m_direction(direction)
    {
    }

    /// A mark while the position is held.
    void observe(Price mark);
    std::optional<Price> extreme() const { return m_extreme; }

    struct Question {
        double bestR = 0.0; ///< pnlR at the extreme: what was reached stays reached
        bool targetFilled = false;
        Price mark;
        Price inForce;
        std::optional<double> chandelier; ///< of the newest closed bar, where sl_mode is chandelier
    };
    /// The more protective of step and chandelier; empty while the stop does not trail.
    std::optional<Price> candidate(const Question& question, const TrailingSettings& settings,
                                   const Instrument& instrument) const;
    /// Where the stop is to be moved now: the candidate, or the nearest legal price, if
    /// that is far enough from the stop in force and the last move long enough ago.
    std::optional<Price> move(const Question& question, const TrailingSettings& settings,
                              const StopSettings& stopSettings, const Instrument& instrument,
                              Timestamp now) const;
    /// It goes on from the next extreme only: another hand's stop holds until then.
    void hold();
    /// The move was sent.
    void moved(Price price, Timestamp now);
    /// The least protective price that the trail has asked for; a stop shown there or
    /// better is one that trails.
    std::optional<Price> firstMove() const { return m_firstMove; }

private:
    Direction m_direction;
    std::optional<Price> m_extreme;
    std::optional<Price> m_firstMove;
    bool m_isHeld = false;
    std::optional<Timestamp> m_lastMove;
};

/// What the stop is moved by, where both a trail and breakeven are due.
enum class StopMoveKind : std::uint8_t { Breakeven, Trailing };
struct StopMove {
    StopMoveKind kind = StopMoveKind::Trailing;
    Price price;
};
/// The trail, unless breakeven protects better.
std::optional<StopMove> chooseStopMove(Direction direction, std::optional<Price> trail,
                                       std::optional<Price> breakeven);

} // namespace breakline
