// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "execution/Order.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace breakline {

/// What a person does with a position that differs from our fills, or whose stop
/// another hand keeps changing.
enum class ContestChoice : std::uint8_t {
    Adopt, ///< what the venue holds is ours from now on
    Flatten, ///< the same, and it is left at once
    Release ///< it is theirs: let go with its stop, no entries while the venue holds some
};

constexpr std::string_view toText(ContestChoice choice)
{
    switch (choice) {
    case ContestChoice::Adopt: return "adopt";
    case ContestChoice::Flatten: return "flatten";
    case ContestChoice::Release: return "release";
    }
    return {};
}

constexpr std::optional<ContestChoice> contestChoiceOf(std::string_view text)
{
    for (const ContestChoice choice : {ContestChoice::Adopt, ContestChoice::Flatten, ContestChoice::Release})
        if (toText(choice) == text)
            return choice;
    return std::nullopt;
}

/// A choice, and what the venue holds by a word newer than it; flat: quantity 0.
struct ContestOutcome {
    ContestChoice choice = ContestChoice::Adopt;
    PositionUpdate venue;
};

/// A contested position, for a person.
struct ContestView {
    std::string symbol;
    std::string ours; ///< signed, by our fills
    std::string theirs; ///< signed, at the venue
    std::string ourStop; ///< where the stop is what is asked about, else empty
    std::string theirStop; ///< empty: none
    std::optional<ContestChoice> choice; ///< made, waits for the venue's newest word

    friend bool operator==(const ContestView&, const ContestView&) = default;
};

} // namespace breakline
