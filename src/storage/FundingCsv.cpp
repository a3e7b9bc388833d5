// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/FundingCsv.h"

#include "storage/CandleCsv.h"

namespace breakline {

Expected<std::vector<FundingFileRow>> parseFundingCsv(std::string_view text, FileReports& reports)
{
    constexpr std::string_view kHeader = "timestamp_ms,funding_rate";
    std::vector<FundingFileRow> rows;
    bool isFirst = true;
    int previousLine = 0;
    for (int line = 1; !text.empty(); ++line) {
        const std::string_view content = takeLine(text);
        if (content.empty())
            continue;
        const bool mayBeHeader = std::exchange(isFirst, false);
        if (mayBeHeader && (content[0] < '0' || content[0] > '9')) {
            if (content != kHeader) {
                return fail(ErrorCode::InvalidArgument,
                            reports.file() + ":" + std::to_string(line) + ": header '" + std::string(content)
                                + "'; expected '" + std::string(kHeader) + "'");
            }
            continue;
        }
        const std::size_t comma = content.find(',');
        if (comma == std::string_view::npos || content.find(',', comma + 1) != std::string_view::npos) {
            reports.add(line, "expected 2 columns, timestamp_ms,funding_rate; row skipped");
            continue;
        }
        const std::string_view timeText = content.substr(0, comma);
        const std::string_view rateText = content.substr(comma + 1);
        const auto time = parseCsvTime(timeText);
        if (!time) {
            reports.add(line,
                        "time '" + std::string(timeText)
                            + "'; expected epoch milliseconds before the year 2100; row skipped");
            continue;
        }
        const auto rate = ExactNumber::parse(rateText);
        if (!rate || !(rate->toDecimal().abs() < Decimal::fromUnits(1))) {
            reports.add(line,
                        "funding_rate '" + std::string(rateText)
                            + "'; expected a fraction between -1 and 1; row skipped");
            continue;
        }
        const FundingFileRow row {time->floorTo(Duration::minutes(1)), rate->toDecimal()};
        if (!rows.empty() && row.time <= rows.back().time) {
            reports.add(line,
                        "time " + toIso8601(row.time) + " is not after that of line "
                            + std::to_string(previousLine) + "; row skipped");
            continue;
        }
        rows.push_back(row);
        previousLine = line;
    }
    if (rows.empty())
        return fail(ErrorCode::InvalidArgument, reports.faultText("has no usable row"));
    return rows;
}

} // namespace breakline
