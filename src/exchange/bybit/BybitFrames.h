// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "exchange/bybit/BybitCodes.h"
#include "exchange/bybit/BybitRecords.h"
#include "exchange/bybit/DecimalGrid.h"

#include <memory>
#include <span>
#include <string_view>
#include <variant>

namespace breakline {
class InstrumentTable;
}

namespace breakline::bybit {

struct TradesFrame {
    Integer time;
    std::span<const TradeRecord> trades;
};

struct CandlesFrame {
    Integer time;
    std::span<const CandleRecord> candles;
};

struct OrdersFrame {
    Integer time;
    std::span<const OrderRecord> orders;
};

struct ExecutionsFrame {
    Integer time;
    std::span<const ExecutionRecord> executions;
};

struct PositionsFrame {
    Integer time;
    std::span<const PositionRecord> positions;
};

struct WalletFrame {
    Integer time;
    std::span<const WalletRecord> wallets;
};

/// What an operation says or is answered: auth, subscribe, unsubscribe, ping.
struct ControlFrame {
    Text operation; ///< as sent; absent in answers of one kind of socket
    Flag success;
    bool isPong = false; ///< of either kind
    Text message;
    Text requestId;
    Text connectionId;
    Integer code; ///< on the trade socket
};

/// An order's answer on the trade socket: "order.create", ".amend", ".cancel".
struct OrderAnswerFrame {
    Text operation;
    Text requestId;
    std::int64_t code = 0;
    CodeMeaning meaning;
    Text message;
    Text venueId;
    Text clientId;
    Integer time;
    Integer limit; ///< X-Bapi-Limit: requests a second
    Integer limitStatus; ///< what is left of them
    Integer limitReset; ///< when they are there again
};

/// Valid, and nothing of ours.
struct IgnoredFrame {
    Text topic;
};

using Frame =
    std::variant<IgnoredFrame, TickerRecord, TradesFrame, CandlesFrame, BookRecord, BookCounts, OrdersFrame,
                 ExecutionsFrame, PositionsFrame, WalletFrame, ControlFrame, OrderAnswerFrame>;

/// Reads websocket frames, public, private and of the trade socket. One thread;
/// views in a frame hold until the next call. Allocates only to grow. Unknown
/// keys are passed over; of a key that comes twice the last counts; what is
/// passed over is not checked (JsonCheck.h does).
class FrameDecoder {
public:
    /// Books come as BookRecord.
    FrameDecoder();
    /// Books of symbols in the table come as BookCounts; a level off the grid is
    /// an error. The table outlives the decoder and does not change.
    explicit FrameDecoder(const InstrumentTable& instruments);
    ~FrameDecoder();

    Expected<Frame> decode(std::string_view frame);
    /// Of a symbol of the table; null of another.
    const InstrumentGrid* gridOf(SymbolId symbol) const;

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace breakline::bybit
