// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"
#include "core/Expected.h"
#include "core/Timestamp.h"
#include "storage/DataReport.h"

#include <string_view>
#include <vector>

namespace breakline {

/// A funding rate in force from its time on.
struct FundingFileRow {
    Timestamp time; ///< whole minutes: venues stamp some milliseconds late
    Decimal rate; ///< fraction

    friend bool operator==(const FundingFileRow&, const FundingFileRow&) = default;
};

/// Reads `timestamp_ms,funding_rate`, the header optional. Times are rounded
/// down to the minute. Rows that do not ascend, or whose rate is no number
/// between -1 and 1, are left out and reported.
Expected<std::vector<FundingFileRow>> parseFundingCsv(std::string_view text, FileReports& reports);

} // namespace breakline
