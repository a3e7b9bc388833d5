// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "core/Timestamp.h"
#include "market/FaultyRow.h"
#include "storage/DataReport.h"
#include "storage/ExactNumber.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace breakline {

/// A row as it stands in a file, not yet on the symbol's grid.
struct CandleCsvRow {
    enum Field : std::uint8_t { Open, High, Low, Close, Volume };
    static constexpr std::size_t kFields = 5;

    Timestamp openTime;
    std::array<std::int64_t, kFields> mantissa {};
    std::array<std::int8_t, kFields> scale {};
    int line = 0;

    ExactNumber number(std::size_t field) const { return {mantissa[field], scale[field]}; }
};

/// The sound rows of one file: strictly ascending multiples of the interval.
struct CandleCsv {
    Duration interval;
    std::vector<CandleCsvRow> rows;
    std::vector<FaultyRow> faulty; ///< what was left out, as far as it has a place in time
    int priceScale = 0; ///< most decimals of any price
    int volumeScale = 0;
};

/// Reads the text of a candle file (format: CandleFiles.h). `named` is the
/// interval that the file's name tells. What is left out goes to the reports.
Expected<CandleCsv> parseCandleCsv(std::string_view text, std::optional<Duration> named,
                                   FileReports& reports);

/// One field of a time column: epoch milliseconds up to the year 2100.
std::optional<Timestamp> parseCsvTime(std::string_view field);

/// Takes the next line off the text, without its line end.
std::string_view takeLine(std::string_view& text);

} // namespace breakline
