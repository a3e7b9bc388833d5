// SPDX-License-Identifier: GPL-3.0-or-later
#include "position/TargetLadder.h"

#include "core/Invariant.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace breakline {

namespace {

Quantity smallestTarget(const Decimal& price, const Instrument& instrument)
{
    const auto lots = instrument.minNotional.countOf(price * instrument.lotSize, Rounding::Up);
    if (!lots)
        failInvariant("minimum notional in lots does not fit");
    return std::max(Quantity{std::max<std::int64_t>(1, *lots)}, instrument.minQuantity);
}

std::vector<Quantity> splitIntoLegs(Quantity initial, std::span<const double> fractions, Quantity minimum)
{
    std::vector<Quantity> legs(fractions.size());
    if (initial < minimum)
        return legs;
    double sum = 0.0;
    Quantity left = initial;
    Quantity carry; // of legs too small to stand alone
    for (std::size_t i = 0; i < fractions.size(); ++i) {
        sum += fractions[i];
        Quantity leg;
        if (std::fabs(sum - 1.0) < 1e-9 && i + 1 == fractions.size()) {
            leg = left; // nothing is meant to be left over
        } else {
            const auto exact = Decimal::fromDouble(fractions[i], 9, Rounding::HalfEven);
            const auto lots = exact ? (*exact * initial.lots).countOf(Decimal::fromUnits(1), Rounding::Down)
                                    : Expected<std::int64_t>(fail(ErrorCode::InvalidArgument, "fraction"));
            if (!lots)
                failInvariant("a target's fraction is finite and at most 1");
            leg = std::min(Quantity{std::max<std::int64_t>(0, *lots)} + carry, left);
        }
        if (leg < minimum) {
            carry = leg;
            continue;
        }
        carry = Quantity{};
        if (left - leg < minimum)
            leg = left; // what would be left could not be closed by a target
        legs[i] = leg;
        left -= leg;
    }
    return legs;
}

} // namespace

std::vector<Quantity> targetQuantities(Quantity initialQuantity, std::span<const double> fractions, Price price,
                                       const Instrument& instrument)
{
    return splitIntoLegs(initialQuantity, fractions, smallestTarget(instrument.toDecimal(price), instrument));
}

Expected<TargetLadder> TargetLadder::make(const FrozenRisk& risk, std::span<const LadderLeg> legs,
                                          const Instrument& instrument)
{
    TargetLadder ladder;
    ladder.m_entry = risk.entryAverage();
    ladder.rulesChanged(instrument);
    std::vector<double> fractions;
    fractions.reserve(legs.size());
    for (const LadderLeg& leg : legs)
        fractions.push_back(leg.fraction);
    const auto quantities = splitIntoLegs(risk.initialQuantity(), fractions, ladder.m_minimum);
    const Rounding passive = risk.direction() == Direction::Long ? Rounding::Up : Rounding::Down;
    for (std::size_t i = 0; i < legs.size(); ++i) {
        if (quantities[i].isZero())
            continue;
        const auto ticks = risk.priceAtR(legs[i].r).countOf(instrument.tickSize, passive);
        if (!ticks)
            return std::unexpected(ticks.error());
        if (*ticks <= 0)
            return fail(ErrorCode::InvalidArgument, instrument.symbol + ": target " + std::to_string(i + 1)
                                                        + " lies at or below a price of 0");
        ladder.m_levels.push_back(Level{legs[i].r, Price{*ticks}, quantities[i], Quantity{}, Quantity{}, Price{}});
    }
    return ladder;
}

void TargetLadder::rulesChanged(const Instrument& instrument)
{
    m_minimum = smallestTarget(m_entry, instrument);
}

Quantity TargetLadder::working() const
{
    Quantity sum;
    for (const Level& level : m_levels)
        sum += level.working;
    return sum;
}

TargetLadder::Changes TargetLadder::reconcile(Quantity position) const
{
    Changes changes;
    Quantity available = position.magnitude(); // for this level and those after it
    Quantity room = available - working();     // what may be placed before a cancel is done
    Quantity carry;                            // dust of earlier levels
    for (std::size_t i = 0; i < m_levels.size(); ++i) {
        const Level& level = m_levels[i];
        const auto index = static_cast<int>(i);
        const Quantity left = level.planned - level.filled + carry;
        const Quantity wanted = std::min(left, available);
        if (level.working > wanted || (!level.working.isZero() && level.workingAt != level.price)) {
            changes.cancel.push_back(TargetOrder{index, level.workingAt, level.working});
            available -= wanted;
            carry = Quantity{};
            continue;
        }
        const Quantity missing = std::min(wanted - level.working, room);
        if (missing >= m_minimum) {
            changes.place.push_back(TargetOrder{index, level.price, missing});
            room -= missing;
            carry = Quantity{};
            available -= wanted;
        } else {
            // Dust waits for the next target; what only lacks room stays here.
            const Quantity unplaced = left - level.working;
            carry = unplaced < m_minimum ? unplaced : Quantity{};
            available -= unplaced < m_minimum ? level.working : wanted;
        }
    }
    return changes;
}

void TargetLadder::orderPlaced(int level, Quantity quantity)
{
    Level& target = m_levels.at(static_cast<std::size_t>(level));
    target.working += quantity;
    target.workingAt = target.price;
}

void TargetLadder::orderFilled(int level, Quantity quantity)
{
    Level& target = m_levels.at(static_cast<std::size_t>(level));
    target.filled += quantity;
    target.working -= std::min(quantity, target.working);
}

void TargetLadder::orderEnded(int level, Quantity unfilled)
{
    Level& target = m_levels.at(static_cast<std::size_t>(level));
    target.working -= std::min(unfilled, target.working);
}

} // namespace breakline
