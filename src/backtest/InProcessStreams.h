// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backtest/HeldEvents.h"
#include "exchange/ExchangeGateway.h"
#include "matching/FaultScript.h"
#include "matching/StreamOutages.h"

#include <array>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace breakline {

class SimulatedExchange;

/// What the simulated exchange pushes, on its way to a session in the same
/// process: held until it is delivered. What goes wrong on purpose looks as it
/// would through a gateway over the wire:
/// - A socket that ends comes back after 5, 10, 20, 40 and then every 60 s, as
///   soon as the venue lets it; meanwhile nothing of it is pushed.
/// - With the public socket every stream that is on is asked for anew, and books
///   and tickers are owed a snapshot, in the order in which they were wanted.
/// - A book of which a change is missing, or comes twice or late, is given up at
///   the first change that does not fit, and owed a snapshot.
/// - What is swapped comes after the next one of its topic: of its symbol, or of
///   its kind in the private stream.
class InProcessStreams {
public:
    void attach(SimulatedExchange& exchange) { m_exchange = &exchange; }

    /// Says once more how the connection is.
    void connect();
    bool isUp(StreamLine line) const { return !m_retry[static_cast<std::size_t>(line)].due; }
    void setStream(StreamKind stream, SymbolId symbol, bool on);
    /// Holds a snapshot for every book and ticker that is owed one, where the
    /// public stream can bring it. Returns whether there were any.
    bool holdSnapshots();

    /// The socket ends.
    void lose(StreamLine line);
    void begin(const Fault& fault);
    /// When the next socket tries to come back.
    std::optional<Timestamp> nextDue() const;
    /// It is now: sockets that are due try.
    void advance();

    // What the exchange pushes.
    void push(const TradePrint& trade);
    void push(const CandleClosed& candle);
    void push(const Ticker& ticker);
    void push(const BookSnapshot& book);
    void push(const OrderUpdate& order);
    void push(const Execution& execution);
    void push(const PositionUpdate& position);
    void push(const WalletUpdate& wallet);

    HeldEvents& connection() { return m_connection; }
    HeldEvents& privateFrames() { return m_private; }
    HeldEvents& publicFrames() { return m_public; }
    const HeldEvents& connection() const { return m_connection; }
    const HeldEvents& privateFrames() const { return m_private; }
    const HeldEvents& publicFrames() const { return m_public; }

private:
    using Stream = std::pair<StreamKind, SymbolId>;
    using Topic = std::pair<FaultTarget, std::optional<SymbolId>>;
    enum class BookState : std::uint8_t {
        Whole,
        Missed, ///< a change: the next one does not fit
        Lost ///< until its snapshot
    };
    struct Retry {
        std::optional<Timestamp> due; ///< empty: the socket is up
        Duration wait; ///< after the next failure
    };

    Timestamp now() const;
    bool hasFaults() const;
    bool carries(StreamLine line) const;
    bool isOwed(StreamKind stream, SymbolId symbol) const;
    void owe(StreamKind stream, SymbolId symbol);
    void setLine(StreamLine line, bool isUp);
    void tell();
    BookState& stateOf(SymbolId symbol);
    void release(const Topic& topic, HeldEvents& held);
    void end(StreamLine line, Duration length);
    template<class Push>
    void add(FaultTarget target, std::optional<SymbolId> symbol, const Push& value);

    SimulatedExchange* m_exchange = nullptr;
    std::vector<unsigned> m_on; ///< by symbol: a bit a kind that is on
    std::vector<Stream> m_wanted; ///< those, in the order of asking
    std::vector<Stream> m_owed; ///< books and tickers, a snapshot
    std::vector<BookState> m_books;
    std::map<Topic, std::vector<ExchangeEvent>> m_swapped;
    std::array<Retry, 3> m_retry;
    bool m_isConnected = false; ///< has been asked for
    std::optional<std::pair<bool, bool>> m_told; ///< public, private
    HeldEvents m_connection;
    HeldEvents m_private;
    HeldEvents m_public;
};

} // namespace breakline
