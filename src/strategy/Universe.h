// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "market/Candle.h"
#include "market/Instrument.h"
#include "strategy/Preset.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace breakline {

enum class Tradability : std::uint8_t { Tradable, NotTrading, TooYoung, DeliveryNear };

/// "tradable", "not_trading", "too_young", "delivery_near".
std::string_view toText(Tradability tradability);

/// Status Trading, listed for 7 days (launch unknown: passes), no delivery
/// within 7 days (none known: passes).
Tradability checkTradability(const Instrument& instrument, Timestamp now);

struct UniverseMember {
    const Instrument* instrument = nullptr;
    std::optional<double> turnover24hUsd;
    std::optional<double> change24h; ///< fraction
};

/// Turnover and change of the last day from the closed bars, where the ticker
/// does not tell the turnover.
UniverseMember universeMember(const Instrument& instrument, std::span<const Candle> history,
                              std::optional<double> tickerTurnover24hUsd);

struct UniverseOptions {
    std::vector<std::string> sessionWhitelist; ///< any spelling; empty: none
    std::size_t fetchLimit = 0;                ///< 0: none
};

/// Steps 1 to 4 of a scan: tradable, majors first, fetch limit, white and black
/// lists, movers, the most traded. Returned in that order of preference.
std::vector<SymbolId> selectUniverse(std::span<const UniverseMember> members, const ScannerSettings& scanner,
                                     Timestamp now, const UniverseOptions& options = {});

} // namespace breakline
