// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace breakline {

/// A number of a data file: mantissa * 10^-scale, trailing zeros of the fraction
/// dropped, 0 <= scale <= kMaxScale. Small and quick where a Decimal is neither.
struct ExactNumber {
    static constexpr int kMaxScale = 12;

    std::int64_t mantissa = 0;
    std::int8_t scale = 0;

    /// "12", "-0.50", "1.2e-05"; empty where the text is no number, has more
    /// than kMaxScale decimals, or does not fit.
    static std::optional<ExactNumber> parse(std::string_view text);

    /// mantissa * 10^(to - scale), to >= scale; empty where it does not fit.
    std::optional<std::int64_t> atScale(int to) const;
    Decimal toDecimal() const { return Decimal::fromUnits(mantissa, scale); }

    friend bool operator==(const ExactNumber&, const ExactNumber&) = default;
};

/// a < b, exact.
bool isLess(const ExactNumber& a, const ExactNumber& b);

} // namespace breakline
