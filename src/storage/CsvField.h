// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

// One field of RFC 4180 is one rule, and no CSV library that Qt 6 on Debian
// offers writes std::to_chars numbers without a locale; so the rule stands here.

namespace breakline::csv {

/// Appends a field, quoted where it holds a comma, a quote or a line break.
inline void appendField(std::string& line, std::string_view field)
{
    if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
        line += field;
        return;
    }
    line += '"';
    for (const char c : field) {
        if (c == '"')
            line += '"';
        line += c;
    }
    line += '"';
}

/// Appends the shortest text that reads back as the same number.
template<class Number>
void appendNumber(std::string& line, Number number)
{
    char text[32];
    const auto end = std::to_chars(std::begin(text), std::end(text), number);
    line.append(text, end.ptr);
}

} // namespace breakline::csv
