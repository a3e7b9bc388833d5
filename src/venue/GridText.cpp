// SPDX-License-Identifier: GPL-3.0-or-later
#include "venue/GridText.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace breakline {

GridText::Step::Step(const Decimal& step)
    : size(step)
    , scale(step.decimals())
{
    if (scale <= 18)
        if (const auto count = step.countOf(Decimal::fromUnits(1, scale)))
            units = *count;
}

void GridText::Step::append(std::string& out, std::int64_t count) const
{
    std::int64_t value = 0;
    if (units <= 0 || __builtin_mul_overflow(count, units, &value)) {
        out += (size * count).toString();
        return;
    }
    // Digits from the right; zeros behind the point are left out.
    std::array<char, 48> buffer {};
    std::size_t at = buffer.size();
    std::uint64_t rest = value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    bool significant = false;
    for (int i = 0; i < scale; ++i) {
        const char digit = static_cast<char>('0' + rest % 10);
        rest /= 10;
        if (digit != '0' || significant) {
            buffer[--at] = digit;
            significant = true;
        }
    }
    if (significant)
        buffer[--at] = '.';
    do {
        buffer[--at] = static_cast<char>('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (value < 0)
        buffer[--at] = '-';
    out.append(buffer.data() + at, buffer.size() - at);
}

GridText::GridText(const Instrument& instrument)
    : m_tick(instrument.tickSize)
    , m_lot(instrument.lotSize)
{
}

std::string GridText::text(Price price) const
{
    std::string out;
    append(out, price);
    return out;
}

std::string GridText::text(Quantity quantity) const
{
    std::string out;
    append(out, quantity);
    return out;
}

std::string plainText(double value)
{
    std::array<char, 400> buffer {};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed);
    return std::string(buffer.data(), end.ptr);
}

std::string plainText(const std::optional<double>& value)
{
    return value ? plainText(*value) : std::string();
}

} // namespace breakline
