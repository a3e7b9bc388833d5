// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/GeneratedPath.h"

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

constexpr int kStepsPerMinute = 5;
/// The mean range of five minutes of a random walk, in standard deviations of one.
constexpr double kUnitSigmas = 3.6;
constexpr double kMinutesPerDay = 1440.0;
/// What a day's mean volume is above that of a usual minute, by surges and skew.
constexpr double kMeanVolume = 1.35;
/// Open interest of a usual symbol, in days of its turnover.
constexpr double kInterestDays = 0.35;
constexpr double kLeaderMemory = 1.0 / 60.0;
/// Bars carry at least so many lots, whatever the phase.
constexpr std::int64_t kLeastLots = 24;
constexpr double kLeastTicks = 50.0;

// Positive, median 1, skewed to the right, without exponentials.
double skewed(Rng& rng, double width)
{
    const double draw = width * rng.normal();
    return draw >= 0.0 ? 1.0 + draw : 1.0 / (1.0 - draw);
}

} // namespace

GeneratedPath::GeneratedPath(const GeneratedSymbol& symbol, const Instrument& instrument, std::uint64_t seed)
    : m_rng(seed, symbol.symbol)
    , m_sigma(symbol.sigmaBps * 1e-4)
    , m_unit(m_sigma * kUnitSigmas)
    , m_beta(symbol.beta)
{
    // Where in its life the market is met is up to the seed too.
    m_homeTicks = symbol.price / instrument.tick * m_rng.uniform(0.97, 1.03);
    m_price = m_homeTicks;
    m_closeTicks = static_cast<std::int64_t>(m_price + 0.5);
    const double turnover = symbol.turnoverMillions * 1e6;
    m_minuteTurnover = turnover / (kMinutesPerDay * kMeanVolume) / (instrument.tick * instrument.lot);
    m_homeInterest = turnover * kInterestDays / symbol.price * m_rng.uniform(0.7, 1.4);
    m_openInterest = m_homeInterest;
    enterRange();
    m_left *= m_rng.uniform();
}

void GeneratedPath::enter(MarketPhase phase, double length)
{
    m_phase = phase;
    m_length = length;
    m_left = length;
}

void GeneratedPath::enterRange()
{
    const double width = m_price * m_unit * m_rng.uniform(3.6, 5.6);
    m_low = std::max(kLeastTicks, m_price - width * m_rng.uniform(0.25, 0.75));
    m_high = m_low + width;
    resumeRange();
}

void GeneratedPath::resumeRange()
{
    m_direction = m_rng.chance(0.5) ? 1 : -1;
    m_leaving = false;
    enter(MarketPhase::Range, minutes(25.0, 70.0));
    chooseLeg();
}

// Mostly to the other side, at times only half way and back to the same one.
void GeneratedPath::chooseLeg()
{
    const double width = m_high - m_low;
    const bool above = m_price > 0.5 * (m_low + m_high);
    const bool atEdge = std::min(std::fabs(m_price - m_low), std::fabs(m_high - m_price)) < 0.3 * width;
    if (atEdge && m_rng.chance(0.35))
        m_target = (above ? m_high : m_low) + (above ? -1.0 : 1.0) * width * m_rng.uniform(0.35, 0.6);
    else
        m_target = (atEdge ? !above : m_direction > 0) ? m_high : m_low;
    m_legSpeed = std::fabs(distanceTo(m_target)) / minutes(7.0, 16.0);
    if (!atEdge)
        m_direction = -m_direction;
}

void GeneratedPath::enterBreak()
{
    enter(MarketPhase::Break, std::floor(minutes(6.0, 12.0)));
    m_speed = m_unit * m_rng.uniform(0.11, 0.19);
    m_surge = m_rng.uniform(5.0, 9.0);
}

void GeneratedPath::afterBreak()
{
    const double draw = m_rng.uniform();
    if (draw < 0.45) {
        m_direction = -m_direction;
        m_speed = m_unit * m_rng.uniform(0.18, 0.36);
        m_target = m_low + (m_high - m_low) * m_rng.uniform(0.3, 0.7);
        enter(MarketPhase::Failure, minutes(12.0, 30.0));
    } else if (draw < 0.65) {
        enter(MarketPhase::Retest, minutes(8.0, 20.0));
    } else {
        m_speed = m_unit * m_rng.uniform(0.08, 0.20);
        enter(MarketPhase::Trend, minutes(15.0, 40.0));
    }
}

void GeneratedPath::nextPhase()
{
    switch (m_phase) {
    case MarketPhase::Calm: enterRange(); break;
    case MarketPhase::Range: {
        // Up or down by chance, more often with the last trend and with the leader
        // and, far from home, toward it.
        const double away = m_price / m_homeTicks - 1.0;
        const double led = m_leaderTrend == 0.0 ? 0.0 : m_leaderTrend > 0.0 ? 0.1 : -0.1;
        const double up = 0.5 + 0.2 * m_lastTrend + led - away;
        m_direction = m_rng.chance(std::clamp(up, 0.05, 0.95)) ? 1 : -1;
        m_target = edge();
        m_legSpeed = std::max(std::fabs(distanceTo(m_target)) / minutes(7.0, 16.0), 0.02 * m_unit);
        m_leaving = true;
        m_left = 60.0; // by then it gets there, or the range begins anew
        break;
    }
    case MarketPhase::Coil: enterBreak(); break;
    case MarketPhase::Break: afterBreak(); break;
    case MarketPhase::Retest:
        m_speed = m_unit * m_rng.uniform(0.08, 0.20);
        enter(MarketPhase::Trend, minutes(15.0, 40.0));
        break;
    case MarketPhase::Trend:
        m_lastTrend = m_direction;
        if (m_rng.chance(0.35))
            enter(MarketPhase::Calm, minutes(15.0, 45.0));
        else
            enterRange();
        break;
    case MarketPhase::Failure: resumeRange(); break;
    }
}

GeneratedPath::Motion GeneratedPath::rangeMotion()
{
    const double gap = distanceTo(m_target);
    if (m_leaving && std::fabs(gap) < 0.4 * m_unit) {
        enter(MarketPhase::Coil, minutes(12.0, 28.0));
        return motion();
    }
    if (!m_leaving && std::fabs(gap) < 0.15 * m_unit)
        chooseLeg();
    const double step = distanceTo(m_target) > 0.0 ? m_legSpeed : -m_legSpeed;
    // Interest picks up as the range grows old.
    const double age = m_leaving ? 1.0 : std::max(0.0, 1.0 - m_left / 30.0);
    return {step, 0.85, 0.85 + 0.6 * age, 0.00004};
}

GeneratedPath::Motion GeneratedPath::motion()
{
    switch (m_phase) {
    case MarketPhase::Calm: return {0.0, 0.7, 0.65, -0.00003};
    case MarketPhase::Range: return rangeMotion();
    case MarketPhase::Coil: {
        const double rest = edge() * (1.0 - 0.4 * m_direction * m_unit);
        return {0.3 * distanceTo(rest), 0.75, 1.7 + 0.6 * progress(), 0.0002};
    }
    case MarketPhase::Break: return {m_speed * m_direction, 0.65, m_surge, 0.0025};
    case MarketPhase::Retest: {
        const double rest = edge() * (1.0 + 0.2 * m_direction * m_unit);
        return {0.15 * distanceTo(rest), 0.8, 1.3, -0.0003};
    }
    case MarketPhase::Trend: return {m_speed * m_direction, 0.9, 2.0 - 0.8 * progress(), 0.0003};
    case MarketPhase::Failure: {
        const double gap = distanceTo(m_target);
        return {std::clamp(0.3 * gap, -m_speed, m_speed), 0.85, 2.4 - 1.4 * progress(), -0.0015};
    }
    }
    return {};
}

// A range turns at its edges; a price still outside it walks in by itself.
void GeneratedPath::keepInside(double from)
{
    if (m_phase != MarketPhase::Range && m_phase != MarketPhase::Coil)
        return;
    const double slack = 0.12 * m_unit * from;
    const double top = m_high + slack;
    const double bottom = m_low - slack;
    if (m_price > top && from <= top)
        m_price = std::max(m_low, 2.0 * top - m_price);
    else if (m_price < bottom && from >= bottom)
        m_price = std::min(m_high, 2.0 * bottom - m_price);
}

GridCandle GeneratedPath::drawBar(Timestamp openTime, const Motion& motion, double leaderReturn)
{
    const double before = m_price;
    const double drift = (motion.drift + m_beta * leaderReturn) / kStepsPerMinute;
    // What the leader does not explain, spread over the steps.
    const double noise = m_sigma * motion.noise / std::sqrt(static_cast<double>(kStepsPerMinute));
    // Half of all bars open beside the last close, as recorded ones do.
    std::int64_t open = m_closeTicks;
    if (m_rng.chance(0.5))
        open += m_rng.chance(0.5) ? 1 : -1;
    double high = static_cast<double>(open);
    double low = high;
    for (int i = 0; i < kStepsPerMinute; ++i) {
        const double from = m_price;
        m_price = std::max(kLeastTicks, from * (1.0 + drift + noise * m_rng.normal()));
        keepInside(from);
        const double wick = m_price * noise * 0.4;
        high = std::max(high, m_price + wick * m_rng.uniform());
        low = std::min(low, m_price - wick * m_rng.uniform());
    }
    m_closeTicks = static_cast<std::int64_t>(m_price + 0.5);
    m_lastReturn = m_price / before - 1.0;

    GridCandle bar;
    bar.openTime = openTime;
    bar.open = open;
    bar.close = m_closeTicks;
    bar.high = std::max({open, m_closeTicks, static_cast<std::int64_t>(high + 0.5)});
    bar.low = std::min({open, m_closeTicks, static_cast<std::int64_t>(low + 0.5)});
    bar.volume = drawVolume(motion.volume, m_lastReturn);
    return bar;
}

std::int64_t GeneratedPath::drawVolume(double factor, double move)
{
    const double activity = 0.55 + 0.45 * std::min(4.0, std::fabs(move) / m_sigma);
    const double lots = m_minuteTurnover / m_price * factor * activity * skewed(m_rng, 0.45);
    return std::max(kLeastLots, static_cast<std::int64_t>(lots));
}

void GeneratedPath::moveOpenInterest(double growth)
{
    const double pull = 0.0008 * (1.0 - m_openInterest / m_homeInterest);
    m_openInterest *= 1.0 + growth + pull + 0.00015 * m_rng.normal();
}

GridCandle GeneratedPath::next(Timestamp openTime, double leaderReturn)
{
    m_leaderTrend += kLeaderMemory * (leaderReturn - m_leaderTrend);
    if (m_left <= 0.0) {
        if (m_phase == MarketPhase::Range && m_leaving)
            resumeRange();
        else
            nextPhase();
    }
    const Motion step = motion();
    m_left -= 1.0;
    const GridCandle bar = drawBar(openTime, step, leaderReturn);
    moveOpenInterest(step.interest);
    return bar;
}

} // namespace breakline
