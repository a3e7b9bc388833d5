// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../market/CandleMaker.h"
#include "preset_keys/KeyCase.h"

#include "strategy/Scan.h"
#include "strategy/Score.h"
#include "strategy/Universe.h"

#include <deque>

namespace breakline::test {

namespace {

/// The score of a symbol whose components are all known and all different.
std::string scoreOf(const Preset& preset)
{
    CandleMetrics candles;
    candles.surge1h = 2.0;
    candles.surge5m = 3.0; // 0.9
    candles.atrQuality = 0.85; // 1.75
    candles.correlation = 0.2; // 0.666667
    candles.gainersMomentum = 0.5;
    LiveMetrics live;
    live.openInterestChange24h = 0.02; // 0.4
    live.tradesPerMinute = 20.0; // 0.995732
    live.liquidityScore = 0.6; // 0.6
    return text(computeScore(candles, live, false, 0.7, preset).total); // level: 1.2
}

/// One component bears the whole score, at two weights.
KeyCase weight(const char* component, const char* seenWhole, const char* seenPart)
{
    return {std::string("scanner.score_weights.") + component,
            Json {{component, 1.0}},
            Json {{component, 0.8}},
            scoreOf,
            seenWhole,
            seenPart};
}

/// AAA +9 %, BBB +12 %, CCC -7 %, DDD -15 %; the later, the more traded.
std::string universeOf(const Preset& preset)
{
    std::deque<Instrument> instruments;
    std::vector<UniverseMember> members;
    const auto add = [&](const char* symbol, double turnover, double change) {
        instruments.push_back(makeInstrument(symbol));
        instruments.back().id = SymbolId {static_cast<std::uint32_t>(members.size())};
        members.push_back({&instruments.back(), turnover, change});
    };
    add("AAAUSDT", 1e6, 0.09);
    add("BBBUSDT", 2e6, 0.12);
    add("CCCUSDT", 3e6, -0.07);
    add("DDDUSDT", 4e6, -0.15);
    std::string names;
    for (const SymbolId symbol : selectUniverse(members, preset.scanner, kMidnight))
        names += (names.empty() ? "" : " ") + instruments[symbol.index].symbol.substr(0, 3);
    return names;
}

/// How many of three symbols that pass are candidates.
std::string candidatesOf(const Preset& preset)
{
    std::vector<ScanResult> results(3);
    for (ScanResult& result : results)
        result.passed = true;
    return std::to_string(rankResults(results, preset.scanner.maxCandidates));
}

Json movers(const char* kind, double least, int most)
{
    return {{"kind", kind}, {"min_abs_change_24h_pct", least}, {"top_n", most}};
}

} // namespace

std::vector<KeyCase> scannerKeys()
{
    return {
        weight("vol_surge", "0.9", "0.72"),
        weight("oi_delta", "0.4", "0.32"),
        weight("atr_quality", "1.75", "1.4"),
        weight("correlation", "0.666667", "0.533333"),
        weight("trades_per_minute", "0.995732", "0.796586"),
        weight("gainers_momentum", "0.5", "0.4"),
        weight("losers_momentum", "-0.5", "-0.4"),
        weight("losers_reversal", "-0.5", "-0.4"),
        weight("volume", "0.9", "0.72"),
        weight("volatility", "1.75", "1.4"),
        weight("level_quality", "1.2", "0.96"),
        weight("momentum", "0.5", "0.4"),
        weight("liquidity", "0.6", "0.48"),
        {"scanner.max_candidates", 3, 2, candidatesOf, "3", "2"},
        {"scanner.top_n_by_volume", nullptr, 2, universeOf, "AAA BBB CCC DDD", "DDD CCC"},
        {"scanner.symbol_whitelist", nullptr, Json {"BBB/USDT:USDT", "CCCUSDT"}, universeOf,
         "AAA BBB CCC DDD", "BBB CCC"},
        {"scanner.symbol_blacklist", Json::array(), Json {"BBB/USDT", "CCCUSDT"}, universeOf,
         "AAA BBB CCC DDD", "AAA DDD"},
        {"scanner.movers_filter", nullptr, movers("gainers", 8.0, 50), universeOf, "AAA BBB CCC DDD",
         "BBB AAA"},
        {"scanner.movers_filter.kind", movers("gainers", 6.0, 50), movers("losers", 6.0, 50), universeOf,
         "BBB AAA", "DDD CCC"},
        {"scanner.movers_filter.min_abs_change_24h_pct", movers("gainers", 9.0, 50),
         movers("gainers", 10.0, 50), universeOf, "BBB AAA", "BBB"},
        {"scanner.movers_filter.top_n", movers("losers", 6.0, 2), movers("losers", 6.0, 1), universeOf,
         "DDD CCC", "DDD"},
    };
}

} // namespace breakline::test
