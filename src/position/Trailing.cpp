// SPDX-License-Identifier: GPL-3.0-or-later
#include "position/Trailing.h"

#include "core/Invariant.h"
#include "position/FrozenRisk.h"

#include <algorithm>

namespace breakline {

namespace {

Decimal decimalOf(double value)
{
    const auto exact = Decimal::fromDouble(value, 9, Rounding::HalfEven);
    if (!exact)
        failInvariant("a step in bps is finite");
    return *exact;
}

} // namespace

bool trailingDue(double bestR, bool targetFilled, const TrailingSettings& settings)
{
    if (!settings.enabled)
        return false;
    if (settings.activationR > 0.0 && reachedR(bestR, settings.activationR))
        return true;
    return settings.partialEnabled && targetFilled && reachedR(bestR, settings.partialTriggerR);
}

double trailingStepBps(double bestR, bool targetFilled, const TrailingSettings& settings)
{
    const double step = settings.partialEnabled && targetFilled ? settings.partialStepBps : settings.stepBps;
    const bool isFast = settings.accelerationEnabled && reachedR(bestR, settings.accelerationAfterR);
    return isFast ? std::min(step, settings.accelerationStepBps) : step;
}

std::optional<Price> trailingPrice(Direction direction, Price extreme, double stepBps,
                                   const Instrument& instrument)
{
    const bool isLong = direction == Direction::Long;
    const Decimal move = instrument.toDecimal(extreme) * decimalOf(stepBps) * Decimal::fromUnits(1, 4);
    const Decimal price =
        isLong ? instrument.toDecimal(extreme) - move : instrument.toDecimal(extreme) + move;
    const auto ticks = price.countOf(instrument.tickSize, isLong ? Rounding::Down : Rounding::Up);
    if (!ticks || *ticks <= 0)
        return std::nullopt;
    return Price {*ticks};
}

std::int64_t minimumTrailMove(Price candidate, Price extreme)
{
    const auto part = [](std::int64_t ticks, const Decimal& fraction) {
        const auto count = (fraction * ticks).countOf(Decimal::fromUnits(1), Rounding::Up);
        if (!count)
            failInvariant("a stop's move does not fit");
        return *count;
    };
    const std::int64_t step = std::max(extreme - candidate, candidate - extreme);
    return std::max({std::int64_t {1}, part(candidate.ticks, Decimal::fromUnits(2, 4)),
                     part(step, Decimal::fromUnits(5, 2))});
}

void TrailingStop::observe(Price mark)
{
    if (!m_extreme || moreProtective(m_direction, mark, *m_extreme)) {
        m_extreme = mark;
        m_isHeld = false;
    }
}

void TrailingStop::hold()
{
    m_isHeld = true;
    m_firstMove.reset();
}

std::optional<Price> TrailingStop::candidate(const Question& question, const TrailingSettings& settings,
                                             const Instrument& instrument) const
{
    // An add-on raises the average and lowers R; what trails goes on.
    if (!m_extreme || (!m_firstMove && !trailingDue(question.bestR, question.targetFilled, settings)))
        return std::nullopt;
    const double step = trailingStepBps(question.bestR, question.targetFilled, settings);
    std::optional<Price> best = trailingPrice(m_direction, *m_extreme, step, instrument);
    if (question.chandelier) {
        const auto purpose =
            m_direction == Direction::Long ? QuantizeFor::StopOfLong : QuantizeFor::StopOfShort;
        const auto chandelier = instrument.quantizePrice(*question.chandelier, purpose);
        if (chandelier && (!best || moreProtective(m_direction, *chandelier, *best)))
            best = *chandelier;
    }
    return best;
}

std::optional<Price> TrailingStop::move(const Question& question, const TrailingSettings& settings,
                                        const StopSettings& stopSettings, const Instrument& instrument,
                                        Timestamp now) const
{
    if (m_isHeld || (m_lastMove && now - *m_lastMove < kLeastInterval))
        return std::nullopt;
    const auto wanted = candidate(question, settings, instrument);
    if (!wanted)
        return std::nullopt;
    const auto legal = legalStop(m_direction, *wanted, question.mark, question.inForce, stopSettings);
    if (!legal)
        return std::nullopt;
    const std::int64_t gain = (*legal - question.inForce) * signOf(m_direction);
    return gain >= minimumTrailMove(*wanted, *m_extreme) ? legal : std::nullopt;
}

void TrailingStop::moved(Price price, Timestamp now)
{
    m_lastMove = now;
    if (!m_firstMove || moreProtective(m_direction, *m_firstMove, price))
        m_firstMove = price;
}

std::optional<StopMove> chooseStopMove(Direction direction, std::optional<Price> trail,
                                       std::optional<Price> breakeven)
{
    if (trail && (!breakeven || !moreProtective(direction, *breakeven, *trail)))
        return StopMove {StopMoveKind::Trailing, *trail};
    if (breakeven)
        return StopMove {StopMoveKind::Breakeven, *breakeven};
    return std::nullopt;
}

} // namespace breakline
