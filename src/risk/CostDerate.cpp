// SPDX-License-Identifier: GPL-3.0-or-later
#include "risk/CostDerate.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace breakline {

namespace {

constexpr std::size_t kTrimmedPart = 10;

void append(std::deque<double>& errors, double errorR)
{
    errors.push_back(errorR);
    if (errors.size() > CostErrors::kNewest)
        errors.pop_front();
}

std::optional<double> trimmedMean(const std::deque<double>& errors)
{
    if (errors.size() < CostErrors::kLeast)
        return std::nullopt;
    std::vector<double> sorted(errors.begin(), errors.end());
    std::ranges::sort(sorted);
    const auto trimmed = static_cast<std::ptrdiff_t>(sorted.size() / kTrimmedPart);
    const double sum = std::accumulate(sorted.begin() + trimmed, sorted.end() - trimmed, 0.0);
    return sum / static_cast<double>(sorted.end() - sorted.begin() - 2 * trimmed);
}

} // namespace

void CostErrors::add(SymbolId symbol, double errorR)
{
    if (!std::isfinite(errorR))
        return;
    append(m_bySymbol[symbol], errorR);
    append(m_all, errorR);
}

std::optional<double> CostErrors::of(SymbolId symbol) const
{
    const auto own = m_bySymbol.find(symbol);
    if (own != m_bySymbol.end())
        if (const auto error = trimmedMean(own->second))
            return error;
    return trimmedMean(m_all);
}

double costSizeFactor(std::optional<double> errorR, double bound)
{
    if (!errorR || !(*errorR > bound))
        return 1.0;
    return (1.0 + bound) / (1.0 + *errorR);
}

} // namespace breakline
