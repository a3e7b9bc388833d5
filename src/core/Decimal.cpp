// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Decimal.h"

#include "core/Invariant.h"

#include <boost/multiprecision/cpp_int.hpp>

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace breakline {

namespace {

// 512 bits inside a calculation, 128 when stored: no intermediate overflows.
using Wide = boost::multiprecision::int512_t;

const Wide& powerOfTen(int exponent)
{
    static const auto table = [] {
        std::array<Wide, 77> powers;
        powers[0] = 1;
        for (std::size_t i = 1; i < powers.size(); ++i)
            powers[i] = powers[i - 1] * 10;
        return powers;
    }();
    if (exponent < 0 || static_cast<std::size_t>(exponent) >= table.size())
        failInvariant("decimal exponent out of range");
    return table[static_cast<std::size_t>(exponent)];
}

const Wide& maxMantissa()
{
    static const Wide limit = (Wide(1) << 127) - 1;
    return limit;
}

Wide divideRounded(const Wide& numerator, const Wide& denominator, Rounding rounding)
{
    Wide quotient;
    Wide remainder;
    boost::multiprecision::divide_qr(numerator, denominator, quotient, remainder);
    if (remainder == 0)
        return quotient;
    const bool negative = (numerator < 0) != (denominator < 0);
    switch (rounding) {
    case Rounding::TowardZero: break;
    case Rounding::AwayFromZero: quotient += negative ? -1 : 1; break;
    case Rounding::Down: quotient -= negative ? 1 : 0; break;
    case Rounding::Up: quotient += negative ? 0 : 1; break;
    case Rounding::HalfEven: {
        const Wide twice = abs(remainder) * 2;
        const Wide whole = abs(denominator);
        if (twice > whole || (twice == whole && (quotient & 1) != 0))
            quotient += negative ? -1 : 1;
        break;
    }
    }
    return quotient;
}

} // namespace

struct DecimalAccess {
    static Wide mantissa(const Decimal& d)
    {
        const Wide high = Wide(d.m_high) * (Wide(1) << 64);
        return high + d.m_low;
    }

    static bool fits(const Wide& mantissa) { return abs(mantissa) <= maxMantissa(); }

    static Decimal make(Wide mantissa, int scale)
    {
        while (scale > 0 && (scale > Decimal::kMaxScale || !fits(mantissa))) {
            Wide quotient;
            Wide remainder;
            boost::multiprecision::divide_qr(mantissa, Wide(10), quotient, remainder);
            if (remainder != 0)
                failInvariant("decimal needs more digits than 128 bits hold");
            mantissa = quotient;
            --scale;
        }
        if (!fits(mantissa))
            failInvariant("decimal overflow");
        Decimal result;
        const bool negative = mantissa < 0;
        const Wide magnitude = abs(mantissa);
        auto low = static_cast<std::uint64_t>(magnitude & std::numeric_limits<std::uint64_t>::max());
        auto high = static_cast<std::uint64_t>(magnitude >> 64);
        if (negative) {
            low = ~low + 1;
            high = ~high + (low == 0 ? 1 : 0);
        }
        result.m_high = static_cast<std::int64_t>(high);
        result.m_low = low;
        result.m_scale = scale;
        return result;
    }

    static int scale(const Decimal& d) { return d.m_scale; }

    /// Both mantissas at the larger of the two scales.
    static int align(const Decimal& a, const Decimal& b, Wide& left, Wide& right)
    {
        left = mantissa(a);
        right = mantissa(b);
        if (a.m_scale < b.m_scale)
            left *= powerOfTen(b.m_scale - a.m_scale);
        else if (b.m_scale < a.m_scale)
            right *= powerOfTen(a.m_scale - b.m_scale);
        return a.m_scale > b.m_scale ? a.m_scale : b.m_scale;
    }

#ifdef __SIZEOF_INT128__
    // The common case, without the library's wide integers: both operands and
    // the result fit 128 bits. Same values, about ten times faster.
    __extension__ using Narrow = __int128;
    static Narrow narrow(const Decimal& d)
    {
        __extension__ using Unsigned = unsigned __int128;
        return static_cast<Narrow>((static_cast<Unsigned>(static_cast<std::uint64_t>(d.m_high)) << 64)
                                   | d.m_low);
    }
    static Decimal fromNarrow(Narrow value, int scale)
    {
        __extension__ constexpr Narrow least = static_cast<Narrow>(1) << 127;
        if (value == least)
            failInvariant("decimal overflow"); // has no opposite
        Decimal result;
        result.m_high = static_cast<std::int64_t>(value >> 64);
        result.m_low = static_cast<std::uint64_t>(value);
        result.m_scale = scale;
        return result;
    }
    static bool narrowAlign(const Decimal& a, const Decimal& b, Narrow& left, Narrow& right)
    {
        left = narrow(a);
        right = narrow(b);
        for (int i = a.m_scale; i < b.m_scale; ++i)
            if (__builtin_mul_overflow(left, static_cast<Narrow>(10), &left))
                return false;
        for (int i = b.m_scale; i < a.m_scale; ++i)
            if (__builtin_mul_overflow(right, static_cast<Narrow>(10), &right))
                return false;
        return true;
    }
#endif
};

Decimal Decimal::fromUnits(std::int64_t units, int scale)
{
    if (scale < 0 || scale > kMaxScale)
        failInvariant("decimal scale out of range");
    Decimal result;
    result.m_high = units < 0 ? -1 : 0;
    result.m_low = static_cast<std::uint64_t>(units);
    result.m_scale = scale;
    return result;
}

Decimal Decimal::fromProduct(std::int64_t a, std::int64_t b, const Decimal& unit)
{
#ifdef __SIZEOF_INT128__
    // Two 64-bit factors always fit 128 bits.
    using Narrow = DecimalAccess::Narrow;
    const Decimal product = DecimalAccess::fromNarrow(static_cast<Narrow>(a) * static_cast<Narrow>(b), 0);
#else
    const Decimal product = DecimalAccess::make(Wide(a) * Wide(b), 0);
#endif
    return product * unit;
}

Expected<Decimal> Decimal::parse(std::string_view text)
{
    const auto bad = [text] {
        return fail(ErrorCode::InvalidArgument, "\"" + std::string(text) + "\" is no decimal number");
    };
    std::size_t at = 0;
    bool negative = false;
    if (at < text.size() && (text[at] == '-' || text[at] == '+'))
        negative = text[at++] == '-';
    Wide mantissa = 0;
    int scale = 0;
    int digits = 0;
    bool point = false;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '.' && !point) {
            point = true;
        } else if (c >= '0' && c <= '9') {
            if (++digits > 60)
                return fail(ErrorCode::Overflow, "\"" + std::string(text) + "\" has too many digits");
            mantissa = mantissa * 10 + (c - '0');
            scale += point ? 1 : 0;
        } else {
            break;
        }
    }
    if (digits == 0)
        return bad();
    if (at < text.size()) {
        if (text[at] != 'e' && text[at] != 'E')
            return bad();
        ++at;
        bool negativeExponent = false;
        if (at < text.size() && (text[at] == '-' || text[at] == '+'))
            negativeExponent = text[at++] == '-';
        if (at == text.size() || text.size() - at > 3)
            return bad();
        int exponent = 0;
        for (; at < text.size(); ++at) {
            if (text[at] < '0' || text[at] > '9')
                return bad();
            exponent = exponent * 10 + (text[at] - '0');
        }
        scale += negativeExponent ? exponent : -exponent;
    }
    while (scale > 0 && mantissa != 0 && mantissa % 10 == 0) {
        mantissa /= 10;
        --scale;
    }
    if (mantissa == 0)
        return Decimal {};
    if (scale < 0) {
        if (scale < -38) // 2^127 has 39 digits
            return fail(ErrorCode::Overflow, "\"" + std::string(text) + "\" is too large");
        mantissa *= powerOfTen(-scale);
        scale = 0;
    }
    if (scale > kMaxScale || !DecimalAccess::fits(mantissa))
        return fail(ErrorCode::Overflow, "\"" + std::string(text) + "\" does not fit a decimal");
    return DecimalAccess::make(negative ? Wide(-mantissa) : mantissa, scale);
}

Decimal Decimal::literal(std::string_view text)
{
    const Expected<Decimal> parsed = parse(text);
    if (!parsed)
        failInvariant("malformed decimal literal");
    return *parsed;
}

Expected<Decimal> Decimal::fromDouble(double value, int scale, Rounding rounding)
{
    if (!std::isfinite(value))
        return fail(ErrorCode::InvalidArgument, "a price or amount is not a finite number");
    if (scale < 0 || scale > kMaxScale)
        return fail(ErrorCode::InvalidArgument, "decimal scale out of range");
    // A double is m * 2^e exactly; the rounding is done on that exact value.
    int exponent = 0;
    const double fraction = std::frexp(value, &exponent);
    const auto bits = static_cast<std::int64_t>(std::ldexp(fraction, 53));
    exponent -= 53;
    if (exponent > 60)
        return fail(ErrorCode::Overflow, "a number is too large for an exact amount");
    Wide numerator = Wide(bits) * powerOfTen(scale);
    if (exponent >= 0) {
        numerator *= Wide(1) << exponent;
    } else if (exponent >= -200) {
        // numerator < 2^53 * 10^30 and the divisor <= 2^200: both fit 256 bits.
        numerator = divideRounded(numerator, Wide(1) << -exponent, rounding);
    } else {
        const bool positive = value > 0;
        numerator = 0;
        if ((rounding == Rounding::Up && positive) || (rounding == Rounding::AwayFromZero && positive))
            numerator = 1;
        if (value < 0 && (rounding == Rounding::Down || rounding == Rounding::AwayFromZero))
            numerator = -1;
    }
    if (!DecimalAccess::fits(numerator))
        return fail(ErrorCode::Overflow, "a number is too large for an exact amount");
    return DecimalAccess::make(numerator, scale);
}

std::string Decimal::toString() const
{
    const int places = decimals();
    Wide mantissa = DecimalAccess::mantissa(*this);
    mantissa /= powerOfTen(m_scale - places);
    const bool negative = mantissa < 0;
    // Not str(): it writes through a stream, and so by the global locale.
    std::string digits;
    for (Wide rest = boost::multiprecision::abs(mantissa); rest != 0 || digits.empty(); rest /= 10)
        digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(rest % 10)));
    const auto width = static_cast<std::size_t>(places);
    if (digits.size() <= width)
        digits.insert(0, width + 1 - digits.size(), '0');
    if (places > 0)
        digits.insert(digits.size() - width, 1, '.');
    return negative ? "-" + digits : digits;
}

double Decimal::toDouble() const
{
    constexpr std::uint64_t exact = 1ULL << 53;
    if ((m_high == 0 && m_low <= exact) || (m_high == -1 && m_low >= 0 - exact)) {
        // Both operands exact, so one correctly rounded division.
        if (m_scale <= 22) {
            static constexpr std::array<double, 23> powers {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                            1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                            1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
            return static_cast<double>(static_cast<std::int64_t>(m_low))
                / powers[static_cast<std::size_t>(m_scale)];
        }
    }
    // Nearest, and the same under every locale.
    const std::string text = toString();
    double value = 0.0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

Expected<std::int64_t> Decimal::countOf(const Decimal& step) const
{
    Wide value;
    Wide unit;
    DecimalAccess::align(*this, step, value, unit);
    if (unit <= 0)
        return fail(ErrorCode::InvalidArgument, "a step must be positive, not " + step.toString());
    if (value % unit != 0)
        return fail(ErrorCode::OffGrid, toString() + " is not a multiple of " + step.toString());
    const Wide count = value / unit;
    if (boost::multiprecision::abs(count) > std::numeric_limits<std::int64_t>::max())
        return fail(ErrorCode::Overflow, toString() + " is too many steps of " + step.toString());
    return static_cast<std::int64_t>(count);
}

Expected<std::int64_t> Decimal::countOf(const Decimal& step, Rounding rounding) const
{
    Wide value;
    Wide unit;
    DecimalAccess::align(*this, step, value, unit);
    if (unit <= 0)
        return fail(ErrorCode::InvalidArgument, "a step must be positive, not " + step.toString());
    const Wide count = divideRounded(value, unit, rounding);
    if (boost::multiprecision::abs(count) > std::numeric_limits<std::int64_t>::max())
        return fail(ErrorCode::Overflow, toString() + " is too many steps of " + step.toString());
    return static_cast<std::int64_t>(count);
}

Decimal Decimal::rounded(int scale, Rounding rounding) const
{
    if (scale >= m_scale)
        return *this;
    return DecimalAccess::make(
        divideRounded(DecimalAccess::mantissa(*this), powerOfTen(m_scale - scale), rounding), scale);
}

Decimal Decimal::dividedBy(const Decimal& divisor, int scale, Rounding rounding) const
{
    if (divisor.isZero())
        failInvariant("decimal division by zero");
    Wide numerator;
    Wide denominator;
    DecimalAccess::align(*this, divisor, numerator, denominator);
    const Wide quotient = divideRounded(numerator * powerOfTen(scale), denominator, rounding);
    if (!DecimalAccess::fits(quotient))
        failInvariant("decimal overflow in division");
    return DecimalAccess::make(quotient, scale);
}

Decimal Decimal::scaledBy(std::int64_t numerator, std::int64_t denominator, int scale,
                          Rounding rounding) const
{
    if (numerator == denominator)
        return rounded(scale, rounding);
    return (*this * fromUnits(numerator)).dividedBy(fromUnits(denominator), scale, rounding);
}

int Decimal::decimals() const
{
    Wide mantissa = DecimalAccess::mantissa(*this);
    if (mantissa == 0)
        return 0;
    int places = m_scale;
    while (places > 0 && mantissa % 10 == 0) {
        mantissa /= 10;
        --places;
    }
    return places;
}

Decimal Decimal::operator-() const
{
    return DecimalAccess::make(-DecimalAccess::mantissa(*this), m_scale);
}

Decimal operator+(const Decimal& a, const Decimal& b)
{
#ifdef __SIZEOF_INT128__
    DecimalAccess::Narrow x {};
    DecimalAccess::Narrow y {};
    if (DecimalAccess::narrowAlign(a, b, x, y) && !__builtin_add_overflow(x, y, &x))
        return DecimalAccess::fromNarrow(x, a.m_scale > b.m_scale ? a.m_scale : b.m_scale);
#endif
    Wide left;
    Wide right;
    const int scale = DecimalAccess::align(a, b, left, right);
    return DecimalAccess::make(left + right, scale);
}

Decimal operator-(const Decimal& a, const Decimal& b)
{
#ifdef __SIZEOF_INT128__
    DecimalAccess::Narrow x {};
    DecimalAccess::Narrow y {};
    if (DecimalAccess::narrowAlign(a, b, x, y) && !__builtin_sub_overflow(x, y, &x))
        return DecimalAccess::fromNarrow(x, a.m_scale > b.m_scale ? a.m_scale : b.m_scale);
#endif
    Wide left;
    Wide right;
    const int scale = DecimalAccess::align(a, b, left, right);
    return DecimalAccess::make(left - right, scale);
}

Decimal operator*(const Decimal& a, const Decimal& b)
{
#ifdef __SIZEOF_INT128__
    DecimalAccess::Narrow product {};
    if (a.m_scale + b.m_scale <= Decimal::kMaxScale
        && !__builtin_mul_overflow(DecimalAccess::narrow(a), DecimalAccess::narrow(b), &product))
        return DecimalAccess::fromNarrow(product, a.m_scale + b.m_scale);
#endif
    return DecimalAccess::make(DecimalAccess::mantissa(a) * DecimalAccess::mantissa(b),
                               a.m_scale + b.m_scale);
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b)
{
#ifdef __SIZEOF_INT128__
    DecimalAccess::Narrow x {};
    DecimalAccess::Narrow y {};
    if (DecimalAccess::narrowAlign(a, b, x, y))
        return x < y ? std::strong_ordering::less
                     : (x == y ? std::strong_ordering::equal : std::strong_ordering::greater);
#endif
    Wide left;
    Wide right;
    DecimalAccess::align(a, b, left, right);
    if (left == right)
        return std::strong_ordering::equal;
    return left < right ? std::strong_ordering::less : std::strong_ordering::greater;
}

} // namespace breakline
