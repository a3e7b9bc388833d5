// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "core/Timestamp.h"
#include "exchange/ExchangeEvents.h"
#include "market/Candle.h"
#include "market/FundingTime.h"
#include "market/Instrument.h"

#include <QString>

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace breakline {

/// The closed 5-minute bars that a session saw, from its own recording: those of the
/// stream, and those of answers, the ones from before its start among them. A value.
/// A symbol's month takes some 0.5 MB.
class RecordedCandles {
public:
    static constexpr Duration kInterval = Duration::minutes(5);

    /// Reads the recording once, a chunk in memory at a time. `wants`: the symbols whose
    /// bars are kept; empty: all. NotFound where the folder has no recording, Corrupt
    /// where it is damaged; of one whose last chunk is torn, as of a session that runs or
    /// was killed, what is whole.
    static Expected<RecordedCandles> read(const QString& sessionFolder,
                                          const std::function<bool(const std::string&)>& wants = {});

    /// As the venue named them, the newest rules of each; empty where the session was told none.
    const InstrumentTable& instruments() const { return m_instruments; }
    /// Ascending, each open time once; there may be gaps. Empty for a symbol not kept.
    std::span<const Candle> of(SymbolId symbol) const;
    std::span<const Candle> of(std::string_view symbol) const;
    /// Ascending, each with the rate that the ticker showed last before it; empty where no
    /// ticker told one.
    std::span<const FundingTime> fundingOf(SymbolId symbol) const;

    /// Time of the last input; empty where there is none.
    std::optional<Timestamp> end() const { return m_end; }

private:
    struct Symbol {
        std::vector<Candle> bars;
        std::vector<FundingTime> funding;
    };

    Expected<void> add(const InstrumentsAnswer& told, const std::function<bool(const std::string&)>& wants);
    void add(SymbolId symbol, std::span<const Candle> bars);
    void add(const Ticker& ticker);
    Symbol* kept(SymbolId symbol);

    InstrumentTable m_instruments;
    std::vector<Symbol> m_symbols; ///< by symbol
    std::vector<bool> m_isWanted; ///< by symbol
    std::optional<Timestamp> m_end;
};

} // namespace breakline
