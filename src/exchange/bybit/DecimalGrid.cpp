// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/bybit/DecimalGrid.h"

#include "core/Invariant.h"

namespace breakline::bybit {

DecimalGrid::DecimalGrid(const Decimal& step)
    : m_step(step)
    , m_places(step.decimals())
{
    const auto units = step.countOf(Decimal::fromUnits(1, m_places));
    if (!units || *units <= 0)
        failInvariant("a grid needs a positive step");
    m_units = *units;
}

bool DecimalGrid::quick(std::string_view text, std::int64_t& steps) const
{
    char copy[kMaxDigits + 3];
    if (text.empty() || text.size() > kMaxDigits + 1 || (text.size() > 1 && text[0] == '0' && text[1] != '.'))
        return false;
    text.copy(copy, text.size());
    copy[text.size()] = '"';
    const char* at = copy;
    return scan(at, steps) && at == copy + text.size() + 1;
}

Expected<std::int64_t> DecimalGrid::count(std::string_view text) const
{
    if (std::int64_t steps = 0; quick(text, steps))
        return steps;
    const auto value = Decimal::parse(text);
    if (!value)
        return std::unexpected(value.error());
    return value->countOf(m_step);
}

bool DecimalGrid::rescale(std::int64_t& mantissa, int places, std::ptrdiff_t digits) const
{
    if (digits + m_places - places > kMaxDigits)
        return false;
    for (; places < m_places; ++places)
        mantissa *= 10;
    for (; places > m_places; --places) {
        if (mantissa % 10 != 0)
            return false;
        mantissa /= 10;
    }
    return true;
}

} // namespace breakline::bybit
