// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/TradingState.h"

namespace breakline {

std::string_view toText(TradingState state)
{
    static constexpr std::array<std::string_view, kTradingStateCount> names{
        "IDLE",   "INITIALIZING", "SCANNING", "LEVEL_BUILDING", "SIGNAL_WAIT", "SIZING", "EXECUTION",
        "MANAGING", "PAUSED",     "ERROR",    "EMERGENCY",      "STOPPED"};
    return names[static_cast<std::size_t>(state)];
}

} // namespace breakline
