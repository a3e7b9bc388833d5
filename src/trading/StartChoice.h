// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace breakline {

/// What a start that nobody watches does with positions and orders that it finds.
enum class StartChoice : std::uint8_t {
    Adopt, ///< its own go on, protected; what differs from our fills is contested
    Flatten, ///< everything is closed, then it goes on
    Wait ///< as Adopt, but no entry until somebody says resume
};

constexpr std::string_view toText(StartChoice choice)
{
    switch (choice) {
    case StartChoice::Adopt: return "adopt";
    case StartChoice::Flatten: return "flatten";
    case StartChoice::Wait: return "wait";
    }
    return {};
}

constexpr std::optional<StartChoice> startChoiceOf(std::string_view text)
{
    for (const StartChoice choice : {StartChoice::Adopt, StartChoice::Flatten, StartChoice::Wait})
        if (toText(choice) == text)
            return choice;
    return std::nullopt;
}

} // namespace breakline
