// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace breakline {

/// In ascending weight; Trade and Risk weigh as Info and are never left out.
enum class LogLevel : std::uint8_t { Debug, Performance, Info, Trade, Risk, Warning, Error, Critical };
inline constexpr std::size_t kLogLevelCount = 8;
/// "DEBUG" ... "CRITICAL", "TRADE", "RISK", "PERFORMANCE".
std::string_view toText(LogLevel level);
Expected<LogLevel> parseLogLevel(std::string_view text);

} // namespace breakline
