// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace breakline::bybit {

/// Counts of one step (a tick or a lot) out of decimal text, exactly.
class DecimalGrid {
public:
    DecimalGrid() = default;
    /// `step` > 0.
    explicit DecimalGrid(const Decimal& step);

    /// The number of steps; OffGrid where a remainder is left.
    Expected<std::int64_t> count(std::string_view text) const;

    /// The number of steps where the text is plain digits with at most one point
    /// and lies on the grid; false: leave it to count().
    bool quick(std::string_view text, std::int64_t& steps) const;

    /// The same for plain digits with at most one point that start at `at` and
    /// end at a quote, which it moves behind. False: leave it to count().
    bool scan(const char*& at, std::int64_t& steps) const
    {
        std::int64_t mantissa = 0;
        const char* p = at;
        const char* begin = p;
        while (static_cast<unsigned char>(*p - '0') < 10 && p - begin <= kMaxDigits)
            mantissa = mantissa * 10 + (*p++ - '0');
        std::ptrdiff_t digits = p - begin;
        int places = 0;
        if (digits > kMaxDigits || digits == 0)
            return false;
        if (*p == '.') {
            const char* point = ++p;
            while (static_cast<unsigned char>(*p - '0') < 10) {
                if (p - begin > kMaxDigits)
                    return false;
                mantissa = mantissa * 10 + (*p++ - '0');
            }
            places = static_cast<int>(p - point);
            digits += places;
            if (places == 0)
                return false;
        }
        if (*p != '"' || digits > kMaxDigits)
            return false;
        if (places != m_places && !rescale(mantissa, places, digits))
            return false;
        if (m_units != 1) {
            if (mantissa % m_units != 0)
                return false;
            mantissa /= m_units;
        }
        steps = mantissa;
        at = p + 1;
        return true;
    }

private:
    static constexpr int kMaxDigits = 17;

    bool rescale(std::int64_t& mantissa, int places, std::ptrdiff_t digits) const;

    Decimal m_step;
    std::int64_t m_units = 1; ///< the step is m_units * 10^-m_places
    int m_places = 0;
};

/// The two grids of an instrument.
struct InstrumentGrid {
    DecimalGrid ticks;
    DecimalGrid lots;
};

} // namespace breakline::bybit
