// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string_view>

namespace breakline {

/// Puts what the engine says (in English, for log and session files) into the
/// window's language: a sentence is told apart by its fixed words, and what
/// stands between them is translated by its kind or formatted as a number.
class EngineText {
public:
    /// A sentence that is not known here (an error of the system, a line of the
    /// exchange) is shown as it is.
    static QString translate(std::string_view english);
    static bool isKnown(std::string_view english);

    /// A code's name; the code itself where it is not known.
    static QString trigger(std::string_view code);
    static QString endpoint(std::string_view name);
    static QString presetSummary(std::string_view summary);
};

} // namespace breakline
