// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace breakline {

/// The venue's own names: a letter and a number that counts up from 1, "o12"
/// for an order, "t7" for an execution. Unique within the account.
inline std::string venueIdText(char kind, std::uint64_t number)
{
    std::string text(1, kind);
    text += std::to_string(number);
    return text;
}

/// The number in such a name; empty for any other text.
inline std::optional<std::uint64_t> venueIdNumber(char kind, std::string_view text)
{
    if (text.size() < 2 || text.front() != kind || text[1] < '1' || text[1] > '9')
        return std::nullopt;
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

} // namespace breakline
