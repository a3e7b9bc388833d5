// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/WallClock.h"

#include "core/Invariant.h"

#include <QDateTime>
#include <QElapsedTimer>

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {
/// A QTimer counts in int; a longer wait is taken up again.
constexpr std::int64_t kLongestWaitMs = 3'600'000;
} // namespace

MonotonicSource steadyMilliseconds()
{
    QElapsedTimer timer;
    timer.start();
    return [timer] { return static_cast<std::int64_t>(timer.elapsed()); };
}

Timestamp hostTime()
{
    return Timestamp {QDateTime::currentMSecsSinceEpoch()};
}

SystemClock::SystemClock(MonotonicSource source, Timestamp wallNow)
    : m_source(std::move(source))
    , m_origin(m_source())
    , m_start(wallNow)
{
}

Timestamp SystemClock::now() const
{
    return m_start + Duration::milliseconds(m_source() - m_origin);
}

std::optional<std::int64_t> SystemClock::wallUntil(Timestamp time) const
{
    return std::max<std::int64_t>((time - now()).ms, 0);
}

ScaledClock::ScaledClock(Timestamp start, double factor, MonotonicSource source)
    : m_source(std::move(source))
    , m_start(start)
    , m_factor(factor)
    , m_origin(m_source())
{
    if (!(factor > 0.0))
        failInvariant("a scaled clock with a factor that is not above 0");
}

double ScaledClock::venueMilliseconds() const
{
    return m_isPaused ? m_passed : m_passed + static_cast<double>(m_source() - m_origin) * m_factor;
}

Timestamp ScaledClock::now() const
{
    return m_start + Duration::milliseconds(static_cast<std::int64_t>(std::floor(venueMilliseconds())));
}

std::optional<std::int64_t> ScaledClock::wallUntil(Timestamp time) const
{
    const double left = static_cast<double>((time - m_start).ms) - venueMilliseconds();
    if (left <= 0.0)
        return 0;
    if (m_isPaused)
        return std::nullopt;
    return static_cast<std::int64_t>(std::ceil(left / m_factor));
}

void ScaledClock::rebase()
{
    // First the sum, then the new origin: the same value on both sides.
    m_passed = venueMilliseconds();
    m_origin = m_source();
}

void ScaledClock::pause()
{
    rebase();
    m_isPaused = true;
}

void ScaledClock::resume()
{
    rebase();
    m_isPaused = false;
}

void ScaledClock::setFactor(double factor)
{
    if (!(factor > 0.0))
        failInvariant("a scaled clock with a factor that is not above 0");
    rebase();
    m_factor = factor;
}

WallScheduler::WallScheduler(const WallClock& clock, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_timer(this)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &WallScheduler::fireNext);
}

TimerId WallScheduler::start(Timestamp due, std::string_view name)
{
    const TimerId timer = m_queue.start(due, name);
    arm();
    return timer;
}

void WallScheduler::cancel(TimerId timer)
{
    m_queue.cancel(timer);
    arm();
}

void WallScheduler::arm()
{
    const auto due = m_queue.nextDue();
    const auto wait = due ? m_clock.wallUntil(*due) : std::nullopt;
    if (wait)
        m_timer.start(static_cast<int>(std::min(*wait, kLongestWaitMs)));
    else
        m_timer.stop();
}

void WallScheduler::fireNext()
{
    const Timestamp now = m_clock.now();
    const auto due = m_queue.takeDue(now);
    arm();
    if (due)
        Q_EMIT fired(due->timer, now);
}

} // namespace breakline
