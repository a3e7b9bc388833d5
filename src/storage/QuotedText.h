// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace breakline {

/// 'value', as messages show what they found.
inline std::string quotedText(std::string_view value)
{
    std::string text;
    text.reserve(value.size() + 2);
    text += '\'';
    text += value;
    text += '\'';
    return text;
}

} // namespace breakline
