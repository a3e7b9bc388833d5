// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"
#include "core/Expected.h"
#include "core/Timestamp.h"
#include "market/FaultyRow.h"
#include "market/Instrument.h"
#include "storage/DataReport.h"
#include "storage/FundingCsv.h"
#include "storage/InstrumentRules.h"

#include <QString>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace breakline {

/// A candle of a file, exact: prices in counts of the symbol's tick, volume in
/// counts of its lot. low <= open, close <= high; low > 0; volume >= 0.
struct CandleFileRow {
    Timestamp openTime;
    std::int64_t open = 0, high = 0, low = 0, close = 0;
    std::int64_t volume = 0;

    friend bool operator==(const CandleFileRow&, const CandleFileRow&) = default;
};

/// All that a folder holds of one symbol, its files merged.
struct CandleFile {
    std::string symbol;
    Duration interval;
    Decimal tickSize; ///< as instruments.json says, else 10^-(most decimals of any price)
    Decimal lotSize; ///< the same of the volumes
    std::vector<CandleFileRow> rows; ///< ascending, no duplicates; gaps may occur
    std::vector<FaultyRow> faulty; ///< rows that were left out, by time
    std::vector<FundingFileRow> funding; ///< ascending; empty: unknown
    InstrumentRules rules;

    /// The rows without the last, which may be of a candle that was still open
    /// when the file was written.
    std::span<const CandleFileRow> closedRows() const
    {
        return std::span(rows).first(rows.empty() ? 0 : rows.size() - 1);
    }

    friend bool operator==(const CandleFile&, const CandleFile&) = default;
};

struct CandleFolder {
    std::vector<CandleFile> symbols; ///< by symbol, at least one
    std::vector<DataReport> reports; ///< by file name and line; at most 1,000 a file
    std::string contentHash; ///< SHA-256, hex, of what was read: names and places of files aside
};

/// Reads the candle files of a folder, or one such file. A candle file is a
/// .csv, or a .gz of one, with the columns
///   timestamp_ms,open,high,low,close,volume
/// or the twelve of Binance's published klines, of which the first six are
/// used; a header line is optional. The symbol is the name up to the first "-".
/// The interval is the name's (-1m-, -4h.), else the smallest usual one between
/// two rows. Bad rows are left out and reported, gaps and duplicates reported;
/// of two different rows for one time the last row of a file gives way, since
/// it may be partial, else the later.
/// Funding files are "*SYMBOL-funding*.csv": timestamp_ms,funding_rate.
/// instruments.json: see InstrumentRules.h.
/// An error is what makes the data useless: nothing to read, a file that
/// cannot be read or has no usable row, contradicting files; its message has
/// one line a fault. Any thread; reads only.
Expected<CandleFolder> readCandles(const QString& path);

/// The instrument of recorded data: the file's rules, and where they say
/// nothing: taker 5.5 and maker 2 bps, one lot, notional 5, leverage 50,
/// maintenance 1 %, price band 5 %, funding every 8 h, largest market order 1 %
/// of the volume of the first 24 h (toward zero, at least one lot).
Expected<Instrument> makeInstrument(const CandleFile& file);

} // namespace breakline
