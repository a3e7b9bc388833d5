// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Rng.h"
#include "market/Instrument.h"
#include "matching/GeneratedSymbols.h"
#include "matching/MarketSource.h"

#include <cstdint>

namespace breakline {

/// What a generated market is doing.
enum class MarketPhase : std::uint8_t {
    Calm, ///< little happens
    Range, ///< swings between a low and a high, touching them again and again
    Coil, ///< stays close to the edge it is about to leave, trade picking up
    Break, ///< a fast move through the edge on several times the volume
    Retest, ///< back to the edge from beyond, and away again
    Trend, ///< goes on in one direction
    Failure ///< a false break: back into the range
};

/// One symbol's minutes, one after the other, made up by a seeded machine of
/// phases: Range, Coil and Break lead to a Failure, a Retest or a Trend, those
/// to Calm or a Range again; a share of every minute's return follows the
/// leader's. Volume and open interest belong to the phase. Uses basic arithmetic
/// only, so a seed gives the same path on every platform.
class GeneratedPath {
public:
    GeneratedPath(const GeneratedSymbol& symbol, const Instrument& instrument, std::uint64_t seed);

    /// The next minute's bar; `leaderReturn` is that of the leader's same minute.
    GridCandle next(Timestamp openTime, double leaderReturn);

    /// Of the last minute, close to close, as a fraction.
    double lastReturn() const { return m_lastReturn; }
    /// At the last minute's close, base coin.
    double openInterest() const { return m_openInterest; }
    MarketPhase phase() const { return m_phase; }

private:
    /// How a minute of the phase in progress moves.
    struct Motion {
        double drift = 0.0; // fraction
        double noise = 1.0; // times the usual
        double volume = 1.0; // times the usual
        double interest = 0.0; // growth of open interest, fraction
    };

    double minutes(double low, double high) { return m_rng.uniform(low, high); }
    double edge() const { return m_direction > 0 ? m_high : m_low; }
    double distanceTo(double target) const { return (target - m_price) / m_price; }
    double progress() const { return m_length > 0.0 ? 1.0 - m_left / m_length : 1.0; }

    void enter(MarketPhase phase, double length);
    void enterRange();
    void resumeRange();
    void enterBreak();
    void chooseLeg();
    void afterBreak();
    void nextPhase();
    Motion motion();
    Motion rangeMotion();
    void keepInside(double from);
    GridCandle drawBar(Timestamp openTime, const Motion& motion, double leaderReturn);
    std::int64_t drawVolume(double factor, double move);
    void moveOpenInterest(double growth);

    Rng m_rng;
    double m_sigma; // of a usual minute, fraction
    double m_unit; // a usual 5 min range, fraction
    double m_beta;
    double m_homeTicks; // where the price tends to stay near
    double m_minuteTurnover; // turnover of a usual minute, ticks times lots
    double m_homeInterest; // base coin
    double m_price; // ticks
    std::int64_t m_closeTicks;
    double m_openInterest;
    double m_lastReturn = 0.0;
    double m_leaderTrend = 0.0; // smoothed return of the leader

    MarketPhase m_phase = MarketPhase::Calm;
    double m_left = 0.0; // minutes of the phase to go
    double m_length = 0.0;
    int m_direction = 1; // of the break, trend or retest
    int m_lastTrend = 0;
    double m_low = 0.0; // of the range, ticks
    double m_high = 0.0;
    double m_target = 0.0; // of the leg of a range, ticks
    double m_legSpeed = 0.0; // fraction a minute
    double m_speed = 0.0; // of the break or trend, fraction a minute
    double m_surge = 1.0; // volume of the break, times the usual
    bool m_leaving = false; // the range's time is up: the leg to its edge is the last
};

} // namespace breakline
