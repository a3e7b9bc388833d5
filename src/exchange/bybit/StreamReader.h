// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/ExchangeGateway.h"
#include "exchange/bybit/BookKeeper.h"
#include "exchange/bybit/BybitFrames.h"
#include "market/Instrument.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace breakline::bybit {

/// Turns websocket frames into events: deltas of books and tickers into whole
/// ones, closed bars only. One thread.
class StreamReader {
public:
    struct Handler {
        std::function<void(ExchangeEvent&&)> event;
        /// A book to write over, whose memory is there already; may be empty.
        std::function<BookSnapshot()> spareBook;
        /// Views hold until the call returns.
        std::function<void(const ControlFrame&)> control;
        std::function<void(const OrderAnswerFrame&)> orderAnswer;
        /// The topic's data were lost and it must be asked for anew.
        std::function<void(const std::string& topic, const std::string& why)> lost;
        /// A frame that makes no sense.
        std::function<void(const Error&)> unreadable;
    };

    explicit StreamReader(Handler handler);

    /// Before it, frames with symbols are unreadable. The table stays.
    void setInstruments(std::shared_ptr<const InstrumentTable> table);

    /// `now` where a frame has no time of its own.
    void read(std::string_view frame, Timestamp now);
    /// The connection is gone: books and tickers begin anew.
    void forgetMarket();
    /// A stream that is no longer wanted.
    void forget(StreamKind stream, SymbolId symbol);
    bool hasBook(SymbolId symbol) const;

    static std::string bookTopic(const std::string& symbol) { return "orderbook.200." + symbol; }
    static std::string tickerTopic(const std::string& symbol) { return "tickers." + symbol; }
    static std::string tradeTopic(const std::string& symbol) { return "publicTrade." + symbol; }
    static std::string candleTopic(const std::string& symbol) { return "kline.5." + symbol; }

private:
    void take(const Frame& frame, Timestamp now);
    void takeBook(const BookCounts& counts);
    void takeTicker(const TickerRecord& record);
    void complain(const Error& error);
    template<class T>
    void emitOrComplain(Expected<T> value);

    Handler m_handler;
    std::shared_ptr<const InstrumentTable> m_table;
    std::unique_ptr<FrameDecoder> m_decoder;
    std::map<SymbolId, BookKeeper> m_books;
    struct KeptTicker {
        Ticker ticker;
        bool hasSnapshot = false;
    };
    std::map<SymbolId, KeptTicker> m_tickers;
    std::map<SymbolId, std::uint64_t> m_tradeNumbers; ///< where the venue's ids are no numbers
};

} // namespace breakline::bybit
