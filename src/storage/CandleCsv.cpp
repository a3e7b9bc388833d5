// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/CandleCsv.h"

#include "storage/QuotedText.h"

#include <algorithm>
#include <cstring>

namespace breakline {

namespace {

constexpr std::size_t kOwnColumns = 6;
constexpr std::size_t kKlineColumns = 12;
constexpr const char* kFieldNames[] = {"open", "high", "low", "close", "volume"};
constexpr const char* kTimeNames[] = {"timestamp_ms", "open_time", "timestamp", "time", "opentime"};
constexpr std::int64_t kYear2100 = 4'102'444'800'000;
/// Interval lengths that venues use, from a minute on.
constexpr Duration kUsualIntervals[] = {Duration::minutes(1),  Duration::minutes(3),  Duration::minutes(5),
                                        Duration::minutes(15), Duration::minutes(30), Duration::hours(1),
                                        Duration::hours(2),    Duration::hours(4),    Duration::hours(6),
                                        Duration::hours(8),    Duration::hours(12),   Duration::days(1)};

struct Columns {
    std::array<std::string_view, kOwnColumns> fields;
    std::size_t count = 0;
};

Columns split(std::string_view line)
{
    Columns columns;
    for (;;) {
        const void* const comma = line.empty() ? nullptr : std::memchr(line.data(), ',', line.size());
        const std::size_t length =
            comma ? static_cast<std::size_t>(static_cast<const char*>(comma) - line.data()) : line.size();
        if (columns.count < kOwnColumns)
            columns.fields[columns.count] = line.substr(0, length);
        ++columns.count;
        if (!comma)
            return columns;
        line.remove_prefix(length + 1);
    }
}

std::string lowered(std::string_view text)
{
    std::string result(text);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

/// Empty where the line is a header of candles; else what is wrong with it.
std::string headerFault(const Columns& columns)
{
    if (columns.count != kOwnColumns && columns.count != kKlineColumns) {
        return "the header has " + std::to_string(columns.count)
            + " columns; expected timestamp_ms,open,high,low,close,volume or the 12 of published klines";
    }
    const std::string time = lowered(columns.fields[0]);
    if (std::find(std::begin(kTimeNames), std::end(kTimeNames), time) == std::end(kTimeNames))
        return "column 1 is named " + quotedText(columns.fields[0])
            + "; expected 'timestamp_ms' or 'open_time'";
    for (std::size_t i = 1; i < kOwnColumns; ++i) {
        if (lowered(columns.fields[i]) != kFieldNames[i - 1]) {
            return "column " + std::to_string(i + 1) + " is named " + quotedText(columns.fields[i])
                + "; expected " + quotedText(kFieldNames[i - 1]);
        }
    }
    return {};
}

/// Reads one line; false and a reason where it is no sound row.
bool parseRow(const Columns& columns, std::size_t expectedColumns, CandleCsvRow& row, std::string& fault,
              RowFault& kind)
{
    kind = RowFault::Invalid;
    if (columns.count != expectedColumns) {
        fault = std::to_string(columns.count) + " columns; expected " + std::to_string(expectedColumns);
        return false;
    }
    const auto time = parseCsvTime(columns.fields[0]);
    if (!time) {
        fault =
            "time " + quotedText(columns.fields[0]) + "; expected epoch milliseconds before the year 2100";
        return false;
    }
    row.openTime = *time;
    for (std::size_t i = 0; i < CandleCsvRow::kFields; ++i) {
        const auto number = ExactNumber::parse(columns.fields[i + 1]);
        if (!number) {
            fault = std::string(kFieldNames[i]) + " " + quotedText(columns.fields[i + 1])
                + "; expected a number of at most 12 decimals";
            return false;
        }
        row.mantissa[i] = number->mantissa;
        row.scale[i] = number->scale;
    }
    for (std::size_t i = CandleCsvRow::Open; i <= CandleCsvRow::Close; ++i) {
        if (row.mantissa[i] <= 0) {
            fault = std::string(kFieldNames[i]) + " " + quotedText(columns.fields[i + 1])
                + "; expected a price above 0";
            return false;
        }
    }
    const ExactNumber low = row.number(CandleCsvRow::Low), high = row.number(CandleCsvRow::High);
    const auto range = [&] {
        return std::string(columns.fields[3]) + " to " + std::string(columns.fields[2]);
    };
    if (isLess(high, low)) {
        fault = "low " + quotedText(columns.fields[3]) + " is above high " + quotedText(columns.fields[2]);
        return false;
    }
    for (const auto i : {CandleCsvRow::Open, CandleCsvRow::Close}) {
        if (isLess(row.number(i), low) || isLess(high, row.number(i))) {
            fault = std::string(kFieldNames[i]) + " " + quotedText(columns.fields[i + 1u])
                + " is outside low to high, " + range();
            return false;
        }
    }
    if (row.mantissa[CandleCsvRow::Volume] < 0) {
        fault = "volume " + quotedText(columns.fields[5]) + "; expected 0 or more";
        kind = RowFault::NegativeSize;
        return false;
    }
    return true;
}

std::optional<Duration> smallestUsualSpacing(const std::vector<CandleCsvRow>& rows)
{
    std::optional<Duration> smallest;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const Duration spacing = rows[i].openTime - rows[i - 1].openTime;
        if ((!smallest || spacing < *smallest)
            && std::find(std::begin(kUsualIntervals), std::end(kUsualIntervals), spacing)
                != std::end(kUsualIntervals))
            smallest = spacing;
    }
    return smallest;
}

/// Removes what does not ascend in steps of the interval.
void keepAscending(CandleCsv& csv, FileReports& reports)
{
    std::size_t kept = 0;
    for (const CandleCsvRow& row : csv.rows) {
        if (row.openTime.floorTo(csv.interval) != row.openTime) {
            reports.add(row.line,
                        "time " + std::to_string(row.openTime.ms) + " is not a multiple of the interval, "
                            + std::to_string(csv.interval.ms) + " ms; row skipped");
            csv.faulty.push_back({row.openTime, RowFault::Misplaced});
            continue;
        }
        if (kept > 0 && row.openTime <= csv.rows[kept - 1].openTime) {
            const CandleCsvRow& previous = csv.rows[kept - 1];
            csv.faulty.push_back(
                {row.openTime,
                 row.openTime < previous.openTime ? RowFault::Misplaced : RowFault::Duplicate});
            if (row.openTime < previous.openTime) {
                reports.add(row.line,
                            "time " + toIso8601(row.openTime) + " is before that of line "
                                + std::to_string(previous.line) + "; rows must ascend; row skipped");
            } else {
                const bool isEqual = row.mantissa == previous.mantissa && row.scale == previous.scale;
                reports.add(row.line,
                            "time " + toIso8601(row.openTime) + " is also in line "
                                + std::to_string(previous.line)
                                + (isEqual ? ", with the same values; row skipped"
                                           : ", with other values; row skipped"));
            }
            continue;
        }
        csv.rows[kept++] = row;
    }
    csv.rows.resize(kept);
}

} // namespace

std::optional<Timestamp> parseCsvTime(std::string_view field)
{
    const auto number = ExactNumber::parse(field);
    if (!number || number->scale != 0 || number->mantissa < 0 || number->mantissa >= kYear2100)
        return std::nullopt;
    return Timestamp {number->mantissa};
}

std::string_view takeLine(std::string_view& text)
{
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.empty() && line.back() == '\r')
        line.remove_suffix(1);
    return line;
}

Expected<CandleCsv> parseCandleCsv(std::string_view text, std::optional<Duration> named, FileReports& reports)
{
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    if (text.starts_with(kByteOrderMark))
        text.remove_prefix(kByteOrderMark.size());
    CandleCsv csv;
    csv.rows.reserve(text.size() / 48);
    std::size_t expectedColumns = 0;
    std::string fault;
    for (int line = 1; !text.empty(); ++line) {
        const std::string_view content = takeLine(text);
        if (content.empty())
            continue;
        const Columns columns = split(content);
        if (expectedColumns == 0) {
            // The first line tells the form, and may be a header.
            const std::string_view first = columns.fields[0];
            if (!first.empty() && (first[0] < '0' || first[0] > '9') && first[0] != '-') {
                if (const std::string wrong = headerFault(columns); !wrong.empty())
                    return fail(ErrorCode::InvalidArgument,
                                reports.file() + ":" + std::to_string(line) + ": " + wrong);
                expectedColumns = columns.count;
                continue;
            }
            expectedColumns = columns.count == kKlineColumns ? kKlineColumns : kOwnColumns;
        }
        CandleCsvRow row;
        row.line = line;
        RowFault kind {};
        if (parseRow(columns, expectedColumns, row, fault, kind)) {
            csv.rows.push_back(row);
            continue;
        }
        reports.add(line, fault + "; row skipped");
        const bool hasTime = row.openTime != Timestamp {};
        if (hasTime || !csv.rows.empty())
            csv.faulty.push_back({hasTime ? row.openTime : csv.rows.back().openTime, kind});
    }

    const auto interval = named ? named : smallestUsualSpacing(csv.rows);
    if (csv.rows.empty())
        return fail(ErrorCode::InvalidArgument, reports.faultText("has no usable row"));
    if (!interval) {
        return fail(ErrorCode::InvalidArgument,
                    reports.faultText("no two rows are a usual interval (1m to 1d) apart; put the interval "
                                      "into the file's name, as in BTCUSDT-5m.csv"));
    }
    csv.interval = *interval;
    keepAscending(csv, reports);
    if (csv.rows.empty())
        return fail(ErrorCode::InvalidArgument, reports.faultText("has no usable row"));
    for (const CandleCsvRow& row : csv.rows) {
        for (std::size_t i = CandleCsvRow::Open; i <= CandleCsvRow::Close; ++i)
            csv.priceScale = std::max<int>(csv.priceScale, row.scale[i]);
        csv.volumeScale = std::max<int>(csv.volumeScale, row.scale[CandleCsvRow::Volume]);
    }
    return csv;
}

} // namespace breakline
