// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace breakline {

/// The venue's own names: a letter and a number that counts up from 1, "o12"
/// for an order, "t7" for an execution. Unique within the account.
inline std::string venueIdText(char kind, std::uint64_t number)
{
    std::string text(1, kind);
    text += std::to_string(number);
    return text;
}

} // namespace breakline
