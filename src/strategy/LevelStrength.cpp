// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/LevelStrength.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <limits>

namespace breakline {

namespace {

constexpr double kBarHours = 5.0 / 60.0;
constexpr double kMaxSpanHours = 168.0;
constexpr double kLeastStepShare = 0.001; // of the price
constexpr double kLargestStepShare = 0.1;
// A distance that is the limit exactly carries binary noise.
constexpr double kSlack = 1.0 + 1e-9;

bool fits(double step, double price)
{
    const double share = step / price;
    return share >= kLeastStepShare && share <= kLargestStepShare;
}

bool isAtMultiple(double price, double step, double atr)
{
    const double distance = std::fabs(price - step * std::round(price / step));
    return distance <= std::min({0.0005 * price, 0.1 * atr, 0.05 * step}) * kSlack;
}

/// The largest of the preset's steps below `limit` that fits; 0: none does.
double nextListedStep(double price, double limit, std::span<const double> steps)
{
    double found = 0.0;
    for (const double step : steps)
        if (step < limit && step > found && fits(step, price))
            found = step;
    return found;
}

/// Ten to a whole power from 0 to 22, where a double is exact.
constexpr std::array<double, 23> kPowersOfTen = [] {
    std::array<double, 23> powers {1.0};
    for (std::size_t i = 1; i < powers.size(); ++i)
        powers[i] = powers[i - 1] * 10.0;
    return powers;
}();

/// Calls `isLast` with the steps 1, 2.5, 5 times powers of ten that fit,
/// descending, until it answers true.
template<class IsLast>
void forEachDecimalStep(double price, IsLast&& isLast)
{
    const int exponent = static_cast<int>(std::floor(std::log10(price)));
    for (int power = exponent; power >= exponent - 4; --power) {
        const auto place = static_cast<std::size_t>(std::abs(power));
        if (place >= kPowersOfTen.size())
            continue;
        for (const double digits : {5.0, 2.5, 1.0}) {
            // Dividing keeps 0.01 the double that is meant.
            const double step = power >= 0 ? digits * kPowersOfTen[place] : digits / kPowersOfTen[place];
            if (fits(step, price) && isLast(step))
                return;
        }
    }
}

} // namespace

double levelStrength(int touches, double spanHours, std::optional<double> volumeRatio, int pierces, int bars)
{
    const double normaliser = std::min(kMaxSpanHours, bars * kBarHours);
    const double strength = 0.4 * std::min(1.0, touches / 5.0) + 0.2 * std::min(1.0, spanHours / normaliser)
        + 0.2 * (volumeRatio ? std::min(1.0, *volumeRatio) : 0.5)
        + 0.2 * (1.0 - std::min(1.0, 5.0 * pierces / bars));
    return std::clamp(strength, 0.0, 1.0);
}

double roundNumberBonus(double price, double atr, const LevelSettings& settings)
{
    if (!settings.preferRoundNumbers || !(price > 0.0))
        return 0.0;
    double found = 0.0;
    double bonus = 0.15;
    const auto isLast = [&](double step) {
        if (isAtMultiple(price, step, atr))
            found = bonus;
        bonus = bonus == 0.15 ? 0.10 : 0.05;
        return found > 0.0;
    };
    double step =
        nextListedStep(price, std::numeric_limits<double>::infinity(), settings.roundStepCandidates);
    if (step <= 0.0)
        forEachDecimalStep(price, isLast);
    while (step > 0.0 && !isLast(step))
        step = nextListedStep(price, step, settings.roundStepCandidates);
    return found;
}

double cascadeBonus(std::size_t others, const LevelSettings& settings)
{
    const auto count = static_cast<double>(others);
    return others > 0 && count >= settings.cascadeMinLevels ? std::min(0.2, 0.05 * count) : 0.0;
}

std::size_t cascadeNeighbours(double price, std::span<const double> prices, const LevelSettings& settings)
{
    const double radius = settings.cascadeRadiusBps * 1e-4 * price * kSlack;
    std::size_t within = 0;
    for (const double other : prices)
        within += std::fabs(other - price) <= radius ? 1 : 0;
    return within > 0 ? within - 1 : 0; // itself
}

} // namespace breakline
