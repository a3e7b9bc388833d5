// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace breakline {

/// Whether a symbol has one position, or one a side.
enum class PositionMode : std::uint8_t { OneWay, Hedge };
/// What stands behind a position: its own margin, or the whole account.
enum class MarginMode : std::uint8_t { Isolated, Cross, Portfolio };

constexpr std::string_view toText(PositionMode mode)
{
    return mode == PositionMode::OneWay ? "one_way" : "hedge";
}
constexpr std::string_view toText(MarginMode mode)
{
    switch (mode) {
    case MarginMode::Isolated: return "isolated";
    case MarginMode::Cross: return "cross";
    case MarginMode::Portfolio: return "portfolio";
    }
    return {};
}

} // namespace breakline
