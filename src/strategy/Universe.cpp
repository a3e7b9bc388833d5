// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/Universe.h"

#include "market/CandleSeries.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace breakline {

namespace {

constexpr std::array<std::string_view, 10> kMajors{"BTC", "ETH", "BNB",   "ADA",  "SOL",
                                                   "DOT", "MATIC", "AVAX", "LINK", "UNI"};
constexpr Duration kMinAge = Duration::days(7);
constexpr Duration kMinTimeToDelivery = Duration::days(7);

// Place among the majors, their count for all others.
std::size_t majorRank(std::string_view symbol)
{
    for (std::size_t i = 0; i < kMajors.size(); ++i)
        if (symbol.size() == kMajors[i].size() + 4 && symbol.starts_with(kMajors[i]) && symbol.ends_with("USDT"))
            return i;
    return kMajors.size();
}

bool contains(const std::vector<std::string>& normalised, const std::string& symbol)
{
    return std::ranges::find(normalised, symbol) != normalised.end();
}

std::vector<std::string> normalisedAll(const std::vector<std::string>& symbols)
{
    std::vector<std::string> result;
    result.reserve(symbols.size());
    for (const std::string& symbol : symbols)
        result.push_back(normaliseSymbol(symbol));
    return result;
}

// Keeps the `count` members with the largest key, in that order; a tie goes by symbol.
template<class Key>
void keepLargest(std::vector<const UniverseMember*>& members, std::size_t count, Key&& key)
{
    std::ranges::stable_sort(members, [&](const UniverseMember* a, const UniverseMember* b) {
        if (key(*a) != key(*b))
            return key(*a) > key(*b);
        return a->instrument->symbol < b->instrument->symbol;
    });
    if (members.size() > count)
        members.resize(count);
}

bool moves(const UniverseMember& member, const MoversFilter& filter)
{
    if (!member.change24h)
        return false;
    return filter.gainers ? *member.change24h * 100.0 >= filter.minChangePct
                          : *member.change24h * 100.0 <= -filter.minChangePct;
}

} // namespace

UniverseMember universeMember(const Instrument& instrument, std::span<const Candle> history,
                              std::optional<double> tickerTurnover24hUsd)
{
    UniverseMember member{&instrument, tickerTurnover24hUsd, {}};
    if (!member.turnover24hUsd && history.size() >= kBarsPerDay) {
        double sum = 0.0;
        for (const Candle& bar : history.last(kBarsPerDay))
            sum += bar.volume * bar.close;
        member.turnover24hUsd = sum;
    }
    if (history.size() > kBarsPerDay)
        member.change24h = history.back().close / history[history.size() - 1 - kBarsPerDay].close - 1.0;
    return member;
}

std::string_view toText(Tradability tradability)
{
    switch (tradability) {
    case Tradability::Tradable: return "tradable";
    case Tradability::NotTrading: return "not_trading";
    case Tradability::TooYoung: return "too_young";
    case Tradability::DeliveryNear: return "delivery_near";
    }
    return "not_trading";
}

Tradability checkTradability(const Instrument& instrument, Timestamp now)
{
    if (instrument.status != InstrumentStatus::Trading)
        return Tradability::NotTrading;
    if (instrument.launchTime && now - *instrument.launchTime < kMinAge)
        return Tradability::TooYoung;
    if (instrument.deliveryTime && *instrument.deliveryTime - now <= kMinTimeToDelivery)
        return Tradability::DeliveryNear;
    return Tradability::Tradable;
}

std::vector<SymbolId> selectUniverse(std::span<const UniverseMember> members, const ScannerSettings& scanner,
                                     Timestamp now, const UniverseOptions& options)
{
    std::vector<const UniverseMember*> chosen;
    for (const UniverseMember& member : members)
        if (checkTradability(*member.instrument, now) == Tradability::Tradable)
            chosen.push_back(&member);
    std::ranges::stable_sort(chosen, {}, [](const UniverseMember* m) { return majorRank(m->instrument->symbol); });
    if (options.fetchLimit > 0 && chosen.size() > options.fetchLimit)
        chosen.resize(options.fetchLimit);

    if (!options.sessionWhitelist.empty()) {
        const auto wanted = normalisedAll(options.sessionWhitelist);
        std::erase_if(chosen, [&](const UniverseMember* m) { return !contains(wanted, m->instrument->symbol); });
    }
    if (scanner.symbolWhitelist) {
        const auto wanted = normalisedAll(*scanner.symbolWhitelist);
        std::erase_if(chosen, [&](const UniverseMember* m) { return !contains(wanted, m->instrument->symbol); });
    }
    const auto refused = normalisedAll(scanner.symbolBlacklist);
    std::erase_if(chosen, [&](const UniverseMember* m) { return contains(refused, m->instrument->symbol); });

    if (scanner.movers) {
        std::erase_if(chosen, [&](const UniverseMember* m) { return !moves(*m, *scanner.movers); });
        keepLargest(chosen, static_cast<std::size_t>(std::max(scanner.movers->topN, 0)),
                    [](const UniverseMember& m) { return std::fabs(*m.change24h); });
    }
    if (scanner.topNByVolume)
        keepLargest(chosen, static_cast<std::size_t>(std::max(*scanner.topNByVolume, 0)),
                    [](const UniverseMember& m) { return m.turnover24hUsd.value_or(-1.0); });

    std::vector<SymbolId> result;
    result.reserve(chosen.size());
    for (const UniverseMember* member : chosen)
        result.push_back(member->instrument->id);
    return result;
}

} // namespace breakline
