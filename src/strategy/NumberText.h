// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <charconv>
#include <cmath>
#include <string>

namespace breakline {

/// The shortest text that reads back as the same number, written out from 1e-5
/// to 1e16, with an exponent beyond.
inline std::string shortestText(double value)
{
    char buffer[64];
    const double magnitude = std::fabs(value);
    const bool isPlain = value == 0.0 || (magnitude >= 1e-5 && magnitude < 1e16);
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value,
                                   isPlain ? std::chars_format::fixed : std::chars_format::scientific);
    return std::string(buffer, end.ptr);
}

} // namespace breakline
