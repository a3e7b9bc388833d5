// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "matching/SimulatedExchange.h"
#include "venue/MarketStreams.h"
#include "venue/Parameters.h"
#include "venue/WireReply.h"

#include <optional>
#include <string_view>

namespace breakline {

/// The public calls, GET /v5/market/...: answered at once from the exchange as
/// it stands. Only category=linear has anything; the others answer with empty
/// lists.
class MarketCalls {
public:
    /// `source` is that of the exchange, for rates and interest of the past.
    MarketCalls(const SimulatedExchange& exchange, const MarketSource& source, MarketStreams& streams)
        : m_exchange(exchange)
        , m_source(source)
        , m_streams(streams)
    {
    }

    /// Empty where there is no such call.
    std::optional<WireReply> answer(std::string_view path, const Parameters& parameters);

private:
    WireReply time() const;
    WireReply instruments(const Parameters& parameters) const;
    WireReply tickers(const Parameters& parameters);
    WireReply candles(const Parameters& parameters) const;
    WireReply book(const Parameters& parameters) const;
    WireReply trades(const Parameters& parameters) const;
    WireReply openInterest(const Parameters& parameters) const;
    WireReply funding(const Parameters& parameters) const;
    WireReply riskLimits(const Parameters& parameters) const;
    void instrument(JsonText& json, const Instrument& instrument) const;

    const SimulatedExchange& m_exchange;
    const MarketSource& m_source;
    MarketStreams& m_streams;
};

} // namespace breakline
