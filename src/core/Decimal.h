// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace breakline {

/// How a value that falls between two steps is brought onto one.
enum class Rounding {
    Down, ///< toward negative infinity
    Up, ///< toward positive infinity
    TowardZero,
    AwayFromZero,
    HalfEven
};

/// An exact decimal number for money, averages and anything off an instrument's
/// grid: mantissa * 10^-scale with a 128-bit mantissa and 0 <= scale <= kMaxScale.
/// Addition, subtraction and multiplication are exact; where a product would
/// need more than kMaxScale decimals the trailing zeros are dropped first, and
/// what still does not fit is a broken invariant, never a silent rounding.
/// Division and rounding name their Rounding.
class Decimal {
public:
    static constexpr int kMaxScale = 30;

    constexpr Decimal() = default;
    /// units * 10^-scale.
    static Decimal fromUnits(std::int64_t units, int scale = 0);
    /// The product of two counts times `unit`, exact over 128 bits: the notional
    /// of ticks and lots where `unit` is tick size times lot size.
    static Decimal fromProduct(std::int64_t a, std::int64_t b, const Decimal& unit);
    /// Plain notation ("-12.50", "3", ".5") or with an exponent ("1e-8").
    static Expected<Decimal> parse(std::string_view text);
    /// For constants in source; a malformed text is our own bug.
    static Decimal literal(std::string_view text);
    /// The decimal nearest to a finite double at `scale` places; refuses NaN,
    /// infinity and what does not fit.
    static Expected<Decimal> fromDouble(double value, int scale, Rounding rounding);

    /// Shortest plain notation without trailing zeros: "0", "-12.5".
    std::string toString() const;
    double toDouble() const;

    /// Exact count of `step` in this value; OffGrid where a remainder is left.
    Expected<std::int64_t> countOf(const Decimal& step) const;
    /// Count of `step` after rounding.
    Expected<std::int64_t> countOf(const Decimal& step, Rounding rounding) const;
    /// This value at `scale` places.
    Decimal rounded(int scale, Rounding rounding) const;
    /// Quotient at `scale` places; the divisor is not zero.
    Decimal dividedBy(const Decimal& divisor, int scale, Rounding rounding) const;
    /// This value times numerator / denominator, rounded once at `scale` places.
    Decimal scaledBy(std::int64_t numerator, std::int64_t denominator, int scale, Rounding rounding) const;

    /// Number of decimals without trailing zeros.
    int decimals() const;
    bool isZero() const { return m_high == 0 && m_low == 0; }
    bool isNegative() const { return m_high < 0; }
    Decimal abs() const { return isNegative() ? -*this : *this; }

    Decimal operator-() const;
    friend Decimal operator+(const Decimal& a, const Decimal& b);
    friend Decimal operator-(const Decimal& a, const Decimal& b);
    friend Decimal operator*(const Decimal& a, const Decimal& b);
    friend Decimal operator*(const Decimal& a, std::int64_t n) { return a * fromUnits(n); }
    Decimal& operator+=(const Decimal& b) { return *this = *this + b; }
    Decimal& operator-=(const Decimal& b) { return *this = *this - b; }

    friend bool operator==(const Decimal& a, const Decimal& b) { return (a <=> b) == 0; }
    friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);

private:
    friend struct DecimalAccess;
    // Two's complement halves of the mantissa.
    std::int64_t m_high = 0;
    std::uint64_t m_low = 0;
    std::int32_t m_scale = 0;
};

} // namespace breakline
