// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/AxisTicks.h"

#include <array>
#include <cmath>

namespace breakline {

std::vector<double> priceTicks(double low, double high, int most)
{
    std::vector<double> ticks;
    if (!(low < high) || most < 1 || !std::isfinite(low) || !std::isfinite(high))
        return ticks;
    const double rough = (high - low) / most;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    double step = 10.0 * power;
    for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
        if (factor * power >= rough) {
            step = factor * power;
            break;
        }
    }
    const double first = std::ceil(low / step - 1e-9);
    const double last = std::floor(high / step + 1e-9);
    for (double count = first; count <= last && ticks.size() < static_cast<std::size_t>(most) + 1;
         count += 1.0)
        ticks.push_back(count * step);
    return ticks;
}

std::int64_t timeStep(double shortestMs)
{
    constexpr std::int64_t minute = 60'000;
    constexpr std::array<std::int64_t, 14> steps {minute,         5 * minute,    10 * minute,   15 * minute,
                                                  30 * minute,    60 * minute,   120 * minute,  240 * minute,
                                                  480 * minute,   720 * minute,  1440 * minute, 2880 * minute,
                                                  10080 * minute, 40320 * minute};
    for (const std::int64_t step : steps) {
        if (static_cast<double>(step) >= shortestMs)
            return step;
    }
    return steps.back();
}

} // namespace breakline
