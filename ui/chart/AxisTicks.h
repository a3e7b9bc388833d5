// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace breakline {

/// Round values (1, 2, 2.5 or 5 times a power of ten apart) within
/// [low, high], at most `most` of them; empty where low >= high.
std::vector<double> priceTicks(double low, double high, int most);

/// The smallest of the usual steps (1 min to 28 d) that is at least `shortestMs`.
std::int64_t timeStep(double shortestMs);

} // namespace breakline
