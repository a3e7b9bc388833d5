// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "market/BookMetrics.h"
#include "market/Candle.h"
#include "market/CandleSeries.h"
#include "market/Instrument.h"
#include "market/MarketEvents.h"
#include "market/Tape.h"

#include <algorithm>
#include <optional>
#include <span>

namespace breakline {

/// All that a decision at bar b sees of one symbol. Values and references into
/// live data; holds only while the input that it was made for is handled. Empty
/// is unknown.
struct MarketView {
    const Instrument* instrument = nullptr; ///< never null in use
    Timestamp now;
    Duration interval = Duration::minutes(5);
    /// Closed bars ending at b, as many as are kept (24 h = 288 for the derived
    /// day figures); indicators look at candles() only.
    std::span<const Candle> history;
    /// BTC's closed bars ending at the same time; empty where there are none.
    std::span<const Candle> reference;
    /// This symbol is BTC, the reference itself.
    bool isReference = false;

    std::optional<BookMetrics> book;
    /// When the book was last known to be the venue's: its last update, or a
    /// later sign that nothing has changed since. Set where book is.
    Timestamp bookAsOf;
    std::optional<TapeStats> tape;

    std::optional<double> turnover24hUsd;    ///< from the ticker
    std::optional<double> openInterestBase;  ///< from the ticker
    std::optional<double> openInterestChange24h; ///< fraction
    std::optional<double> tickerSpreadBps;   ///< from the ticker's bid and ask, of mid
    std::optional<double> fundingRate;       ///< of the current interval, fraction; longs pay where positive
    std::optional<Timestamp> nextFundingTime;
    std::optional<double> takerFeeBps; ///< of the account; empty: the preset's stands

    /// Takes the ticker's values over.
    void setTicker(const Ticker& ticker)
    {
        turnover24hUsd = ticker.turnover24h;
        openInterestBase = ticker.openInterest;
        fundingRate = ticker.fundingRate ? std::optional(ticker.fundingRate->toDouble()) : std::nullopt;
        nextFundingTime = ticker.nextFundingTime;
        tickerSpreadBps.reset();
        if (ticker.bid && ticker.ask && ticker.bid->ticks > 0 && *ticker.bid < *ticker.ask) {
            const double bid = static_cast<double>(ticker.bid->ticks);
            const double ask = static_cast<double>(ticker.ask->ticks);
            tickerSpreadBps = (ask - bid) / ((ask + bid) / 2.0) * 1e4;
        }
    }

    /// The decision window: the last 150 bars, b the last.
    std::span<const Candle> candles() const
    {
        return history.last(std::min(history.size(), kDecisionWindow));
    }
    std::span<const Candle> referenceCandles() const
    {
        return reference.last(std::min(reference.size(), kDecisionWindow));
    }
    /// Close time of b.
    std::optional<Timestamp> closeTime() const
    {
        return history.empty() ? std::nullopt : std::optional(history.back().openTime + interval);
    }
};

} // namespace breakline
