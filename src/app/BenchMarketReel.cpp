// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/BenchMarketReel.h"

#include "core/Rng.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

namespace breakline {

namespace {

constexpr std::int64_t kStart = 1'767'607'200'000;
constexpr std::int64_t kMiddle = 100'000; ///< ticks
constexpr int kChangesASide = 4; ///< of a delta
/// Trades of a frame: mostly one.
constexpr std::int64_t kMostTrades = 3;

struct Kept {
    std::map<std::int64_t, std::int64_t> bids, asks; ///< lots by ticks
    std::int64_t update = 0;
    std::uint64_t trade = 0;
    BookSnapshot last;
};

class Maker {
public:
    Maker(const InstrumentTable& instruments, int levels)
        : m_instruments(instruments)
        , m_levels(levels)
        , m_random(1, "market reel")
        , m_kept(instruments.size())
    {
    }

    MarketReel make(std::size_t frames, bool tradesOfFirst)
    {
        for (std::uint32_t i = 0; i < m_kept.size(); ++i)
            begin(SymbolId {i});
        for (std::size_t i = 0; m_reel.wire.frames() < frames; ++i) {
            ++m_time;
            const auto index = static_cast<std::uint32_t>(m_random.integer(0, static_cast<std::int64_t>(m_kept.size()) - 1));
            const SymbolId symbol {index};
            const std::size_t turn = i % 10;
            if (turn == 9)
                ticker(symbol, false);
            else if (turn % 3 == 1 && (tradesOfFirst || index != 0))
                trades(symbol);
            else
                delta(symbol);
        }
        for (const Kept& kept : m_kept)
            m_reel.books.push_back(kept.last);
        return std::move(m_reel);
    }

private:
    const Instrument& rules(SymbolId symbol) const { return m_instruments.at(symbol); }
    std::string price(SymbolId symbol, std::int64_t ticks) const
    {
        return rules(symbol).toDecimal(Price {ticks}).toString();
    }
    std::string quantity(SymbolId symbol, std::int64_t lots) const
    {
        return rules(symbol).toDecimal(Quantity {lots}).toString();
    }

    void begin(SymbolId symbol)
    {
        Kept& kept = m_kept[symbol.index];
        for (int i = 1; i <= m_levels; ++i) {
            kept.bids[kMiddle - i] = m_random.integer(1, 100'000);
            kept.asks[kMiddle + i] = m_random.integer(1, 100'000);
        }
        kept.update = m_random.integer(1'000'000, 9'000'000);
        std::vector<std::pair<std::int64_t, std::int64_t>> bids(kept.bids.rbegin(), kept.bids.rend());
        std::vector<std::pair<std::int64_t, std::int64_t>> asks(kept.asks.begin(), kept.asks.end());
        book(symbol, "snapshot", bids, asks);
        ticker(symbol, true);
    }

    /// Other quantities of levels that are there: the book keeps its depth.
    void delta(SymbolId symbol)
    {
        Kept& kept = m_kept[symbol.index];
        ++kept.update;
        std::vector<std::pair<std::int64_t, std::int64_t>> bids, asks;
        for (int i = 0; i < kChangesASide; ++i) {
            // Near the middle more often.
            const auto at = [&] { return 1 + std::min(m_random.integer(0, m_levels - 1), m_random.integer(0, m_levels - 1)); };
            const std::int64_t bid = kMiddle - at(), ask = kMiddle + at();
            bids.emplace_back(bid, kept.bids[bid] = m_random.integer(1, 100'000));
            asks.emplace_back(ask, kept.asks[ask] = m_random.integer(1, 100'000));
        }
        book(symbol, "delta", bids, asks);
    }

    void book(SymbolId symbol, std::string_view type, const std::vector<std::pair<std::int64_t, std::int64_t>>& bids,
              const std::vector<std::pair<std::int64_t, std::int64_t>>& asks)
    {
        Kept& kept = m_kept[symbol.index];
        const auto side = [&](const auto& levels) {
            std::string text;
            for (const auto& [ticks, lots] : levels)
                fmt::format_to(std::back_inserter(text), "{}[\"{}\",\"{}\"]", text.empty() ? "" : ",",
                               price(symbol, ticks), quantity(symbol, lots));
            return text;
        };
        const std::int64_t sequence = ++m_sequence;
        const std::string& name = rules(symbol).symbol;
        m_reel.wire.add(fmt::format(
            R"({{"topic":"orderbook.{}.{}","type":"{}","ts":{},"data":{{"s":"{}","b":[{}],"a":[{}],"u":{},"seq":{}}},"cts":{}}})",
            m_levels, name, type, kStart + m_time, name, side(bids), side(asks), kept.update, sequence, kStart + m_time));
        ++m_reel.bookEvents;
        kept.last.symbol = symbol;
        kept.last.time = Timestamp {kStart + m_time};
        kept.last.sequence = static_cast<std::uint64_t>(sequence);
        kept.last.bids.clear();
        kept.last.asks.clear();
        for (auto level = kept.bids.rbegin(); level != kept.bids.rend(); ++level)
            kept.last.bids.push_back({Price {level->first}, Quantity {level->second}});
        for (const auto& [ticks, lots] : kept.asks)
            kept.last.asks.push_back({Price {ticks}, Quantity {lots}});
    }

    void trades(SymbolId symbol)
    {
        Kept& kept = m_kept[symbol.index];
        const std::string& name = rules(symbol).symbol;
        const std::int64_t count = std::max<std::int64_t>(1, m_random.integer(-2, kMostTrades));
        std::string list;
        for (std::int64_t i = 0; i < count; ++i) {
            const bool buys = m_random.chance(0.5);
            fmt::format_to(std::back_inserter(list),
                           R"({}{{"T":{},"s":"{}","S":"{}","v":"{}","p":"{}","L":"ZeroPlusTick","i":"{}","BT":false}})",
                           i == 0 ? "" : ",", kStart + m_time, name, buys ? "Buy" : "Sell",
                           quantity(symbol, m_random.integer(1, 5000)), price(symbol, kMiddle + (buys ? 1 : -1)),
                           ++kept.trade);
        }
        m_reel.trades += static_cast<std::uint64_t>(count);
        m_reel.wire.add(fmt::format(R"({{"topic":"publicTrade.{}","type":"snapshot","ts":{},"data":[{}]}})", name,
                                    kStart + m_time, list));
    }

    void ticker(SymbolId symbol, bool isSnapshot)
    {
        const std::string& name = rules(symbol).symbol;
        const std::string mark = price(symbol, kMiddle + m_random.integer(-3, 3));
        std::string rest;
        if (isSnapshot)
            rest = fmt::format(R"("lastPrice":"{}","openInterest":"2500","fundingRate":"0.0001","nextFundingTime":"{}",)",
                               price(symbol, kMiddle), kStart + 14'400'000);
        m_reel.wire.add(fmt::format(
            R"({{"topic":"tickers.{}","type":"{}","data":{{"symbol":"{}",{}"markPrice":"{}","indexPrice":"{}","turnover24h":"{}.5"}},"cs":{},"ts":{}}})",
            name, isSnapshot ? "snapshot" : "delta", name, rest, mark, mark, m_random.integer(1'000'000, 9'000'000),
            ++m_sequence, kStart + m_time));
        ++m_reel.tickerEvents;
    }

    const InstrumentTable& m_instruments;
    const int m_levels;
    Rng m_random;
    std::vector<Kept> m_kept;
    MarketReel m_reel;
    std::int64_t m_time = 0;
    std::int64_t m_sequence = 0;
};

} // namespace

MarketReel makeMarketReel(const InstrumentTable& instruments, std::size_t frames, int levels, bool tradesOfFirst)
{
    return Maker(instruments, levels).make(frames, tradesOfFirst);
}

} // namespace breakline
