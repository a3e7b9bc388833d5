// SPDX-License-Identifier: GPL-3.0-or-later
#include "position/AddOn.h"

#include "core/Invariant.h"
#include "position/FrozenRisk.h"

#include <cmath>

namespace breakline {

bool addOnDue(const AddOnQuestion& question, const AddOnSettings& settings)
{
    if (!settings.enabled || question.isDone || !question.average || !(*question.average > 0.0)
        || !reachedR(question.pnlR, settings.minR))
        return false;
    const double beyond = (question.price / *question.average - 1.0) * signOf(question.direction);
    constexpr double kHair = 1e-12;
    return beyond >= -kHair && beyond <= settings.band + kHair;
}

Quantity addOnQuantity(Quantity open, const AddOnSettings& settings)
{
    const auto fraction = Decimal::fromDouble(settings.maxSizeFraction, 9, Rounding::HalfEven);
    const auto lots = fraction ? (*fraction * open.lots).countOf(Decimal::fromUnits(1), Rounding::Down)
                               : Expected<std::int64_t>(std::unexpected(fraction.error()));
    if (!lots)
        failInvariant("an add-on's fraction is finite");
    return Quantity {*lots};
}

} // namespace breakline
