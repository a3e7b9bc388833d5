// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "exchange/ExchangeEvents.h"
#include "exchange/bybit/BybitAnswers.h"
#include "exchange/bybit/BybitFrames.h"
#include "exchange/bybit/BybitRecords.h"
#include "market/Instrument.h"

#include <span>
#include <string_view>

/// Records of the wire as values of ours, exactly: text to counts, never by way
/// of a double where money or an order is concerned. An error names symbol and
/// field: NotFound a symbol that is not in the table, OffGrid a remainder,
/// Corrupt a field that is missing or makes no sense.
namespace breakline::bybit {

/// `id`: the venue's where it is a number, else 0 and the caller numbers them.
Expected<TradePrint> toTradePrint(const TradeRecord& trade, const InstrumentTable& table,
                                  const FrameDecoder* decoder = nullptr);

/// Price and quantity of a level; quantity 0 takes the level out.
Expected<BookLevel> toBookLevel(const BookLevelRecord& level, const Instrument& instrument);
/// A whole book, as an answer gives it: bids descend, asks ascend, none crosses.
Expected<BookSnapshot> toBookSnapshot(const BookRecord& book, const InstrumentTable& table);

/// `interval` for answers, which do not say it.
Expected<CandleClosed> toCandle(const CandleRecord& candle, const InstrumentTable& table, Duration interval);
/// From a frame; its own interval.
Expected<CandleClosed> toCandle(const CandleRecord& candle, const InstrumentTable& table);

/// Changes in `ticker` what the record gives; its symbol id is set.
Expected<void> applyTicker(const TickerRecord& record, const InstrumentTable& table, Ticker& ticker,
                           const FrameDecoder* decoder = nullptr);

/// `time` where the record has none of its own.
Expected<OrderUpdate> toOrderUpdate(const OrderRecord& order, const InstrumentTable& table, Timestamp time);
Expected<Execution> toExecution(const ExecutionRecord& execution, const InstrumentTable& table);
Expected<PositionUpdate> toPositionUpdate(const PositionRecord& position, const InstrumentTable& table,
                                          Timestamp time);
/// A line of the transaction log that is a deposit or a withdrawal.
Expected<Transfer> toTransfer(const LedgerRecord& line);
/// The part in `coin`; NotFound where the account has none of it.
Expected<WalletUpdate> toWalletUpdate(const WalletRecord& wallet, std::string_view coin, Timestamp time);

/// Rules of a linear perpetual. Fee rates and the maintenance margin rate are
/// not in the record and stay 0: they come from fee-rate and from settings.
Expected<Instrument> toInstrument(const InstrumentRecord& record);

/// Of a request that changes something; request and client id are the caller's.
RequestAnswer toRequestAnswer(const Answer& answer);
RequestAnswer toRequestAnswer(const OrderAnswerFrame& answer);

} // namespace breakline::bybit
