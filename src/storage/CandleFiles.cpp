// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/CandleFiles.h"

#include "storage/CandleCsv.h"
#include "storage/CandleHash.h"
#include "storage/DataFile.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <atomic>
#include <list>
#include <map>
#include <thread>

namespace breakline {

namespace {

/// One candle file, parsed and not yet on the grid of its symbol.
struct Source {
    FileReports* reports = nullptr;
    std::string name;
    CandleCsv csv;
};

/// A candle file on its way from the disk to a Source.
struct PendingFile {
    std::size_t number = 0; ///< of the file in the folder
    QString path;
    QString stem;
    std::string symbol;
    FileReports* reports = nullptr;
    Expected<CandleCsv> csv = fail(ErrorCode::Io, "not read");
};

/// A row on its way into the symbol's series.
struct Placed {
    CandleFileRow row;
    std::size_t source = 0;
    int line = 0;
    bool isLastOfFile = false;
};

std::string_view view(const QByteArray& bytes)
{
    return {bytes.data(), static_cast<std::size_t>(bytes.size())};
}

/// "ETHUSDT-1m-2025.csv.gz" is "ETHUSDT-1m-2025"; empty: not a name of data.
QString stemOf(const QString& name)
{
    for (const char* ending : {".csv.gz", ".csv", ".gz"}) {
        if (name.endsWith(QLatin1String(ending)))
            return name.chopped(static_cast<qsizetype>(qstrlen(ending)));
    }
    return {};
}

/// The interval that a part of the name tells: "1m", "4h"; empty: none does.
std::optional<Duration> namedInterval(const QString& stem)
{
    const QStringList parts = stem.split(QLatin1Char('-')).mid(1);
    for (const QString& part : parts) {
        bool isNumber = false;
        const int count = part.chopped(part.isEmpty() ? 0 : 1).toInt(&isNumber);
        if (!isNumber || count < 1 || count > 1000)
            continue;
        switch (part.back().unicode()) {
        case 's': return Duration::seconds(count);
        case 'm': return Duration::minutes(count);
        case 'h': return Duration::hours(count);
        case 'd': return Duration::days(count);
        default: break;
        }
    }
    return std::nullopt;
}

std::string spacingText(Duration duration)
{
    return duration.ms % 60'000 == 0 ? std::to_string(duration.ms / 60'000) + "m"
                                     : std::to_string(duration.ms / 1000) + "s";
}

/// Reads one folder or file; collects faults, so that all are told at once.
class CandleReader {
public:
    Expected<CandleFolder> read(const QString& path);

private:
    void sortOut(const QString& path);
    void addCandleFile(const QString& path, const QString& stem);
    void readCandleFiles();
    void buildSymbol(const std::string& symbol);
    void readFunding();
    std::optional<CandleFile> onGrid(const std::string& symbol, std::vector<Source>& sources);
    void noteFault(const Error& error) { m_faults.emplace_back(m_file, error.message); }
    std::string faultText();
    FileReports& reportsOf(const QString& path) { return m_reports.emplace_back(path.toStdString()); }

    std::list<FileReports> m_reports; ///< in the order of the files; addresses stay
    std::vector<PendingFile> m_pending;
    std::map<std::string, std::vector<Source>> m_sources;
    std::map<std::string, InstrumentRules> m_rules;
    QStringList m_fundingFiles;
    std::vector<CandleFile> m_symbols;
    std::size_t m_file = 0; ///< number of the file that is being looked at
    std::vector<std::pair<std::size_t, std::string>> m_faults; ///< each with the number of its file
};

Expected<CandleFolder> CandleReader::read(const QString& path)
{
    const QFileInfo info(path);
    if (!info.exists())
        return fail(ErrorCode::NotFound, path.toStdString() + ": there is no such file or folder");
    QStringList files;
    if (info.isDir()) {
        const QDir folder(path);
        for (const QString& name : folder.entryList(QDir::Files, QDir::Name))
            files << folder.filePath(name);
    } else {
        files << path;
    }
    for (const QString& file : files) {
        sortOut(file);
        ++m_file;
    }
    readCandleFiles();
    if (m_sources.empty() && m_faults.empty()) {
        return fail(ErrorCode::NotFound,
                    path.toStdString()
                        + ": no candle files; expected names as BTCUSDT-1m.csv or BTCUSDT-1m.csv.gz");
    }
    for (const auto& [symbol, sources] : m_sources)
        buildSymbol(symbol);
    readFunding();
    for (const auto& [symbol, rules] : m_rules) {
        if (!m_sources.contains(symbol)) {
            reportsOf(QDir(path).filePath(QStringLiteral("instruments.json")))
                .add(0, symbol + ": there are no candles of this symbol; ignored");
        }
    }
    if (!m_faults.empty())
        return fail(ErrorCode::InvalidArgument, faultText());

    CandleFolder result {std::move(m_symbols), {}, {}};
    m_reports.sort([](const FileReports& a, const FileReports& b) { return a.file() < b.file(); });
    for (FileReports& reports : m_reports) {
        for (DataReport& report : reports.take())
            result.reports.push_back(std::move(report));
    }
    result.contentHash = hashCandles(result.symbols);
    return result;
}

/// One fault a line, those of single files in the order of the files.
std::string CandleReader::faultText()
{
    std::ranges::stable_sort(m_faults, {}, &std::pair<std::size_t, std::string>::first);
    std::string text;
    for (const auto& [file, fault] : m_faults)
        text += (text.empty() ? "" : "\n") + fault;
    return text;
}

void CandleReader::sortOut(const QString& path)
{
    const QString name = QFileInfo(path).fileName();
    const QString stem = stemOf(name);
    if (name == QLatin1String("instruments.json")) {
        const auto bytes = readDataFile(path);
        auto rules =
            bytes ? parseInstrumentRules(*bytes, path.toStdString()) : std::unexpected(bytes.error());
        if (rules)
            m_rules = std::move(*rules);
        else
            noteFault(rules.error());
    } else if (name.endsWith(QLatin1String(".zip"))) {
        reportsOf(path).add(0, "zip archives are not read; unpack it");
    } else if (stem.contains(QLatin1String("-funding"))) {
        m_fundingFiles << path;
    } else if (!stem.isEmpty()) {
        addCandleFile(path, stem);
    }
}

void CandleReader::addCandleFile(const QString& path, const QString& stem)
{
    const std::string symbol = stem.section(QLatin1Char('-'), 0, 0).toStdString();
    const auto isSymbolCharacter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
    if (symbol.empty() || !std::all_of(symbol.begin(), symbol.end(), isSymbolCharacter)) {
        noteFault({ErrorCode::InvalidArgument,
                   path.toStdString() + ": the name begins with '" + symbol
                       + "'; expected a symbol of A-Z and 0-9 before the first '-', as in BTCUSDT-1m.csv"});
        return;
    }
    m_pending.push_back({m_file, path, stem, symbol, &reportsOf(path)});
}

/// Unpacks and parses several files at once: each is a value of its own, and
/// what comes out is put together in the order of their names.
void CandleReader::readCandleFiles()
{
    std::atomic<std::size_t> next = 0;
    const auto readSome = [this, &next] {
        for (std::size_t i = next++; i < m_pending.size(); i = next++) {
            PendingFile& file = m_pending[i];
            const auto bytes = readDataFile(file.path);
            file.csv = bytes ? parseCandleCsv(view(*bytes), namedInterval(file.stem), *file.reports)
                             : std::unexpected(bytes.error());
        }
    };
    std::vector<std::thread> helpers;
    const std::size_t threads = std::min<std::size_t>(std::thread::hardware_concurrency(), m_pending.size());
    for (std::size_t i = 1; i < threads; ++i)
        helpers.emplace_back(readSome);
    readSome();
    for (std::thread& helper : helpers)
        helper.join();
    const std::size_t files = m_file;
    for (PendingFile& file : m_pending) {
        m_file = file.number;
        if (!file.csv) {
            noteFault(file.csv.error());
            continue;
        }
        m_sources[file.symbol].push_back(
            {file.reports, QFileInfo(file.path).fileName().toStdString(), std::move(*file.csv)});
    }
    m_file = files;
    m_pending.clear();
}

void CandleReader::buildSymbol(const std::string& symbol)
{
    std::vector<Source>& sources = m_sources[symbol];
    for (const Source& source : sources) {
        if (source.csv.interval != sources.front().csv.interval) {
            noteFault({ErrorCode::InvalidArgument,
                       source.reports->file() + ": interval " + spacingText(source.csv.interval) + ", but "
                           + sources.front().name + " of the same symbol has "
                           + spacingText(sources.front().csv.interval)
                           + "; keep one interval a symbol in a folder"});
            return;
        }
    }
    if (auto file = onGrid(symbol, sources))
        m_symbols.push_back(std::move(*file));
    sources.clear();
    sources.shrink_to_fit();
}

/// Counts of a step in the values of a file. Steps of a power of ten need one
/// multiplication; others the exact type.
class Grid {
public:
    explicit Grid(const Decimal& step)
        : m_step(step)
        , m_scale(step.decimals())
    {
        const auto count = step.countOf(Decimal::fromUnits(1, m_scale));
        m_isPowerOfTen = count && *count == 1;
    }

    Expected<std::int64_t> count(const ExactNumber& number) const
    {
        if (m_isPowerOfTen && number.scale <= m_scale) {
            if (const auto count = number.atScale(m_scale))
                return *count;
        }
        return number.toDecimal().countOf(m_step);
    }

private:
    Decimal m_step;
    int m_scale = 0;
    bool m_isPowerOfTen = false;
};

/// Puts a file's row on the grid; false and a reason where it is off it.
bool place(const CandleCsvRow& from, const Grid& tick, const Grid& lot, CandleFileRow& to, std::string& fault)
{
    static constexpr const char* kNames[] = {"open", "high", "low", "close", "volume"};
    std::int64_t* const targets[] = {&to.open, &to.high, &to.low, &to.close, &to.volume};
    to.openTime = from.openTime;
    for (std::size_t i = 0; i < CandleCsvRow::kFields; ++i) {
        const auto count = (i == CandleCsvRow::Volume ? lot : tick).count(from.number(i));
        if (!count) {
            fault = std::string(kNames[i]) + " " + from.number(i).toDecimal().toString()
                + (i == CandleCsvRow::Volume ? " is not a count of the lot" : " is not a count of the tick");
            return false;
        }
        *targets[i] = *count;
    }
    return true;
}

std::optional<CandleFile> CandleReader::onGrid(const std::string& symbol, std::vector<Source>& sources)
{
    CandleFile file;
    file.symbol = symbol;
    file.interval = sources.front().csv.interval;
    if (const auto rules = m_rules.find(symbol); rules != m_rules.end())
        file.rules = rules->second;
    int priceScale = 0, volumeScale = 0;
    std::size_t count = 0;
    for (const Source& source : sources) {
        priceScale = std::max(priceScale, source.csv.priceScale);
        volumeScale = std::max(volumeScale, source.csv.volumeScale);
        count += source.csv.rows.size();
    }
    for (const Source& source : sources)
        file.faulty.insert(file.faulty.end(), source.csv.faulty.begin(), source.csv.faulty.end());
    file.tickSize = file.rules.tickSize.value_or(Decimal::fromUnits(1, priceScale));
    file.lotSize = file.rules.lotSize.value_or(Decimal::fromUnits(1, volumeScale));

    const Grid tick(file.tickSize), lot(file.lotSize);
    std::vector<Placed> placed;
    placed.reserve(count);
    std::string fault;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        for (const CandleCsvRow& row : sources[i].csv.rows) {
            Placed one {{}, i, row.line, false};
            if (place(row, tick, lot, one.row, fault)) {
                placed.push_back(one);
            } else {
                sources[i].reports->add(
                    row.line,
                    fault + ", " + (fault.starts_with("volume") ? file.lotSize : file.tickSize).toString()
                        + "; row skipped");
                file.faulty.push_back({row.openTime, RowFault::Invalid});
            }
        }
        if (!placed.empty() && placed.back().source == i)
            placed.back().isLastOfFile = true;
    }
    if (sources.size() > 1) {
        std::stable_sort(placed.begin(), placed.end(),
                         [](const Placed& a, const Placed& b) { return a.row.openTime < b.row.openTime; });
    }

    file.rows.reserve(placed.size());
    std::vector<std::size_t> repeated(sources.size());
    const Placed* previous = nullptr; // the one that stands in file.rows.back()
    for (const Placed& one : placed) {
        if (previous && one.row.openTime == previous->row.openTime) {
            if (one.row == previous->row) {
                ++repeated[one.source];
                continue;
            }
            const bool replaces = previous->isLastOfFile && !one.isLastOfFile;
            const Placed& loser = replaces ? *previous : one;
            const Placed& winner = replaces ? one : *previous;
            sources[loser.source].reports->add(
                loser.line,
                "time " + toIso8601(one.row.openTime) + " is also in " + sources[winner.source].name + ":"
                    + std::to_string(winner.line) + ", with other values; row skipped");
            file.faulty.push_back({one.row.openTime, RowFault::Duplicate});
            if (replaces) {
                file.rows.back() = one.row;
                previous = &one;
            }
            continue;
        }
        if (previous) {
            const Duration missing = one.row.openTime - previous->row.openTime - file.interval;
            if (missing.ms > 0) {
                sources[one.source].reports->add(one.line,
                                                 std::to_string(missing.ms / file.interval.ms)
                                                     + " candles are missing before "
                                                     + toIso8601(one.row.openTime) + "; the gap stays");
            }
        }
        file.rows.push_back(one.row);
        previous = &one;
    }
    for (std::size_t i = 0; i < sources.size(); ++i) {
        if (repeated[i] > 0)
            sources[i].reports->add(0,
                                    std::to_string(repeated[i])
                                        + " rows are also in earlier files of the symbol, "
                                          "with the same values; skipped");
    }
    std::ranges::stable_sort(file.faulty, {}, &FaultyRow::time);
    FileReports& reports = *sources.front().reports;
    if (file.rows.empty()) {
        noteFault({ErrorCode::InvalidArgument,
                   reports.faultText("has no row on the grid of tick " + file.tickSize.toString() + " and lot "
                                     + file.lotSize.toString() + " of instruments.json")});
        return std::nullopt;
    }
    if (file.closedRows().empty()) {
        noteFault({ErrorCode::InvalidArgument,
                   reports.faultText("has one usable row only, which may be of a candle still open; expected "
                                     "two or more")});
        return std::nullopt;
    }
    return file;
}

void CandleReader::readFunding()
{
    for (const QString& path : m_fundingFiles) {
        const QString name = QFileInfo(path).fileName();
        const QString before = name.section(QLatin1String("-funding"), 0, 0);
        const auto isOf = [&before](const CandleFile& file) {
            const QString symbol = QString::fromStdString(file.symbol);
            return before.endsWith(symbol)
                && (before.size() == symbol.size()
                    || !before[before.size() - symbol.size() - 1].isLetterOrNumber());
        };
        const auto file = std::find_if(m_symbols.begin(), m_symbols.end(), isOf);
        FileReports& reports = reportsOf(path);
        if (file == m_symbols.end()) {
            reports.add(0, "funding of a symbol without candles here; ignored");
            continue;
        }
        const auto bytes = readDataFile(path);
        auto rows = bytes ? parseFundingCsv(view(*bytes), reports) : std::unexpected(bytes.error());
        if (!rows) {
            noteFault(rows.error());
            continue;
        }
        // Several files of a symbol: the earlier file's rate stands.
        file->funding.insert(file->funding.end(), rows->begin(), rows->end());
        std::stable_sort(file->funding.begin(), file->funding.end(),
                         [](const FundingFileRow& a, const FundingFileRow& b) { return a.time < b.time; });
        const auto end =
            std::unique(file->funding.begin(), file->funding.end(),
                        [](const FundingFileRow& a, const FundingFileRow& b) { return a.time == b.time; });
        if (end != file->funding.end()) {
            reports.add(0,
                        std::to_string(file->funding.end() - end)
                            + " times are also in earlier funding files of the symbol; skipped");
            file->funding.erase(end, file->funding.end());
        }
    }
}

} // namespace

Expected<CandleFolder> readCandles(const QString& path)
{
    return CandleReader().read(path);
}

} // namespace breakline
