// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "matching/FaultScript.h"
#include "matching/SimulatedExchange.h"
#include "venue/GridText.h"
#include "venue/TickerText.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace breakline {

/// A topic of the public websocket.
struct PublicTopic {
    enum class Kind { Ticker, Trade, Kline, Book };
    Kind kind = Kind::Ticker;
    SymbolId symbol;
    std::string interval; ///< of Kline, as the venue writes it
    std::size_t depth = 0; ///< of Book: 1, 50, 200 or 500
};

/// What becomes of a push on purpose.
enum class PushFate : std::uint8_t {
    Sent,
    Lost, ///< it has happened, and nobody hears of it
    Twice,
    Swapped ///< comes after the next one of its topic
};

/// The fate that a fault of pushes gives one; Sent without a fault.
PushFate pushFateOf(const std::optional<Fault>& fault);

/// tickers.S, publicTrade.S, kline.I.S, orderbook.N.S of a known symbol.
std::optional<PublicTopic> parsePublicTopic(std::string_view text, const InstrumentTable& instruments);

/// Turns what the exchange pushes into the frames of the public websocket, for
/// whoever has subscribed. One push gives one frame a topic, in the order of the
/// pushes. The exchange is told what to push.
///
/// A new subscriber gets a snapshot of its own (tickers, candles, books; trades
/// have none), which is made by sendSnapshots() and comes before any delta.
/// Books: `u` counts up by one a frame of the topic; depth 1 sends snapshots
/// only, again after three seconds without a change. Candles: the one in
/// progress at most once a second of venue time, the closed one at its end, as
/// the exchange pushes it.
class MarketStreams {
public:
    using Sink = std::function<void(std::uint64_t socket, std::string_view frame)>;

    /// `source` is that of the exchange.
    MarketStreams(SimulatedExchange& exchange, const MarketSource& source, Sink sink);
    ~MarketStreams();

    /// False: the topic is none of ours, or this socket has it already.
    bool subscribe(std::uint64_t socket, const std::string& topic);
    bool unsubscribe(std::uint64_t socket, const std::string& topic);
    void drop(std::uint64_t socket);

    bool hasNewSubscribers() const { return !m_new.empty(); }
    void sendSnapshots();

    /// Whether a push about this (Trade, Book, Ticker, Candle) has a listener.
    bool isHeard(FaultTarget push, SymbolId symbol, Duration interval = {}) const;
    /// Of all that is pushed from now on.
    void setFate(PushFate fate) { m_fate = fate; }

    // What the exchange pushes.
    void onTrade(const TradePrint& trade);
    void onBook(const BookSnapshot& book);
    void onTicker(const Ticker& ticker);
    void onCandle(const CandleClosed& candle);
    /// All pushes of this instant have been made.
    void finishStep();

    const GridText& grid(SymbolId symbol) const { return m_grids[symbol.index]; }
    const DayFigures& day(SymbolId symbol);

private:
    struct Topic;
    struct Kline;
    struct Book;
    struct OfSymbol;

    Topic* find(const std::string& name, const PublicTopic& topic);
    Topic& make(const std::string& name, const PublicTopic& topic);
    void sendSnapshot(std::uint64_t socket, const std::string& name);
    void forget(const std::string& name, const PublicTopic& topic);
    void setStreams(SymbolId symbol);
    void publish(Topic& topic, std::string_view frame) const;
    std::string bookFrame(const Book& book, bool snapshot, const std::vector<BookLevel>& bids,
                          const std::vector<BookLevel>& asks) const;
    std::string klineFrame(const Kline& kline, const Candle& candle, bool confirm, Timestamp now) const;
    std::string tickerFrame(SymbolId symbol, const TickerText& ticker, const TickerText* before,
                            const Ticker& value) const;

    SimulatedExchange& m_exchange;
    const MarketSource& m_source;
    Sink m_sink;
    std::vector<GridText> m_grids;
    std::vector<std::unique_ptr<OfSymbol>> m_symbols;
    std::vector<std::pair<std::uint64_t, std::string>> m_new; ///< socket and topic, in the order of asking
    PushFate m_fate = PushFate::Sent;
};

} // namespace breakline
