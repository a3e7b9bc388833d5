// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/ExactNumber.h"

#include <array>
#include <limits>

namespace breakline {

namespace {

constexpr auto kPowers = [] {
    std::array<std::int64_t, 19> powers {1};
    for (std::size_t i = 1; i < powers.size(); ++i)
        powers[i] = powers[i - 1] * 10;
    return powers;
}();

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::optional<std::int64_t> timesPower(std::int64_t value, int power)
{
    if (value == 0 || power == 0)
        return value;
    if (power < 0 || power >= static_cast<int>(kPowers.size()))
        return std::nullopt;
    const std::int64_t factor = kPowers[static_cast<std::size_t>(power)];
    const std::int64_t most = std::numeric_limits<std::int64_t>::max() / factor;
    if (value > most || value < -most)
        return std::nullopt;
    return value * factor;
}

/// Nearly all numbers of a file: digits and perhaps a point, too short to
/// overflow. Empty where it is anything else.
std::optional<ExactNumber> parsePlain(std::string_view text)
{
    if (text.size() > 18)
        return std::nullopt;
    std::int64_t mantissa = 0;
    std::size_t point = text.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (isDigit(text[i]))
            mantissa = mantissa * 10 + (text[i] - '0');
        else if (text[i] == '.' && point == text.size())
            point = i;
        else
            return std::nullopt;
    }
    const bool hasPoint = point < text.size();
    if (text.size() == (hasPoint ? 1U : 0U))
        return std::nullopt;
    int scale = hasPoint ? static_cast<int>(text.size() - point) - 1 : 0;
    for (std::size_t last = text.size(); scale > 0 && text[last - 1] == '0'; --last, --scale)
        mantissa /= 10;
    if (scale > ExactNumber::kMaxScale)
        return std::nullopt;
    return ExactNumber {mantissa, static_cast<std::int8_t>(scale)};
}

} // namespace

std::optional<ExactNumber> ExactNumber::parse(std::string_view text)
{
    if (const auto plain = parsePlain(text))
        return plain;
    std::size_t i = 0;
    const bool isNegative = !text.empty() && text[0] == '-';
    if (isNegative)
        ++i;
    std::int64_t mantissa = 0;
    int scale = 0, zeros = 0; // zeros at the fraction's end are counted, not taken
    bool hasDigit = false, isFraction = false;
    const auto push = [&](int digit) {
        constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
        if (mantissa > (most - digit) / 10)
            return false;
        mantissa = mantissa * 10 + digit;
        return true;
    };
    for (; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '.') {
            if (isFraction)
                return std::nullopt;
            isFraction = true;
            continue;
        }
        if (!isDigit(c))
            break;
        hasDigit = true;
        if (!isFraction) {
            if (!push(c - '0'))
                return std::nullopt;
        } else if (c == '0') {
            ++zeros;
        } else {
            for (; zeros > 0; --zeros, ++scale) {
                if (!push(0))
                    return std::nullopt;
            }
            if (!push(c - '0'))
                return std::nullopt;
            ++scale;
        }
    }
    if (!hasDigit)
        return std::nullopt;
    if (i < text.size()) {
        if (text[i] != 'e' && text[i] != 'E')
            return std::nullopt;
        ++i;
        bool isMinus = false;
        if (i < text.size() && (text[i] == '-' || text[i] == '+'))
            isMinus = text[i++] == '-';
        if (i == text.size() || text.size() - i > 3)
            return std::nullopt;
        int exponent = 0;
        for (; i < text.size(); ++i) {
            if (!isDigit(text[i]))
                return std::nullopt;
            exponent = exponent * 10 + (text[i] - '0');
        }
        scale += isMinus ? exponent : -exponent;
        if (mantissa == 0)
            scale = 0;
        while (scale > 0 && mantissa % 10 == 0) {
            mantissa /= 10;
            --scale;
        }
        if (scale < 0) {
            const auto whole = timesPower(mantissa, -scale);
            if (!whole)
                return std::nullopt;
            mantissa = *whole;
            scale = 0;
        }
    }
    if (scale > kMaxScale)
        return std::nullopt;
    return ExactNumber {isNegative ? -mantissa : mantissa, static_cast<std::int8_t>(scale)};
}

std::optional<std::int64_t> ExactNumber::atScale(int to) const
{
    return timesPower(mantissa, to - scale);
}

bool isLess(const ExactNumber& a, const ExactNumber& b)
{
    if (a.scale == b.scale)
        return a.mantissa < b.mantissa;
    const int scale = std::max(a.scale, b.scale);
    const auto x = a.atScale(scale);
    const auto y = b.atScale(scale);
    return x && y ? *x < *y : a.toDecimal() < b.toDecimal();
}

} // namespace breakline
