// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/LogLevel.h"

#include <array>
#include <string>

namespace breakline {

namespace {

constexpr std::array<std::string_view, kLogLevelCount> kLevelNames {
    "DEBUG", "PERFORMANCE", "INFO", "TRADE", "RISK", "WARNING", "ERROR", "CRITICAL"};

} // namespace

std::string_view toText(LogLevel level)
{
    return kLevelNames[static_cast<std::size_t>(level)];
}

Expected<LogLevel> parseLogLevel(std::string_view text)
{
    for (std::size_t i = 0; i < kLevelNames.size(); ++i) {
        bool isEqual = text.size() == kLevelNames[i].size();
        for (std::size_t c = 0; isEqual && c < text.size(); ++c) {
            const char upper =
                text[c] >= 'a' && text[c] <= 'z' ? static_cast<char>(text[c] - 'a' + 'A') : text[c];
            isEqual = upper == kLevelNames[i][c];
        }
        if (isEqual)
            return static_cast<LogLevel>(i);
    }
    return fail(
        ErrorCode::InvalidArgument,
        "log level \"" + std::string(text)
            + "\" is unknown; it is one of DEBUG, PERFORMANCE, INFO, TRADE, RISK, WARNING, ERROR, CRITICAL");
}

} // namespace breakline
