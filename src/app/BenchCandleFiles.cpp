// SPDX-License-Identifier: GPL-3.0-or-later
// readCandles() beside a reader of plain Qt strings and decimals.
#include "app/BenchResult.h"
#include "app/BenchTimer.h"
#include "matching/GeneratedMarket.h"
#include "storage/CandleFiles.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTextStream>

#include <algorithm>

namespace breakline {

namespace {

constexpr int kRuns = 7;
constexpr int kSymbols = 6;
constexpr int kMinutes = 2 * 24 * 60;

Expected<void> writeFiles(const QString& folder)
{
    GeneratorSettings settings;
    settings.symbolCount = kSymbols;
    auto market = GeneratedMarket::make(settings);
    if (!market)
        return std::unexpected(market.error());
    std::vector<QString> contents(kSymbols, QStringLiteral("timestamp_ms,open,high,low,close,volume\n"));
    for (int minute = 0; minute < kMinutes; ++minute)
        for (const Instrument& instrument : (*market)->instruments().all()) {
            const auto bar =
                (*market)->bar(instrument.id, (*market)->start() + GeneratedMarket::kInterval * minute);
            if (!bar)
                continue;
            const auto price = [&](std::int64_t ticks) {
                return QString::fromStdString(instrument.toDecimal(Price {ticks}).toString());
            };
            const QString volume =
                QString::fromStdString(instrument.toDecimal(Quantity {bar->volume}).toString());
            contents[instrument.id.index] += QStringList {QString::number(bar->openTime.ms),
                                                          price(bar->open),
                                                          price(bar->high),
                                                          price(bar->low),
                                                          price(bar->close),
                                                          volume}
                                                 .join(QLatin1Char(','))
                + QLatin1Char('\n');
        }
    for (const Instrument& instrument : (*market)->instruments().all()) {
        QFile file(
            QDir(folder).filePath(QString::fromStdString(instrument.symbol) + QStringLiteral("-1m.csv")));
        const QByteArray bytes = contents[instrument.id.index].toUtf8();
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            return fail(ErrorCode::Io, file.fileName().toStdString() + ": cannot be written");
    }
    return {};
}

/// One file's rows, on the grid of the most decimals that any of them has.
std::vector<CandleFileRow> plainRows(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QTextStream stream(&file);
    stream.readLine();
    struct Row {
        std::int64_t time = 0;
        std::vector<Decimal> values;
    };
    std::vector<Row> rows;
    int priceDecimals = 0, volumeDecimals = 0;
    while (!stream.atEnd()) {
        const QStringList fields = stream.readLine().split(QLatin1Char(','));
        Row row {fields.front().toLongLong(), {}};
        for (qsizetype i = 1; i < fields.size(); ++i)
            row.values.push_back(Decimal::parse(fields[i].toStdString()).value_or(Decimal {}));
        for (std::size_t i = 0; i < 4; ++i)
            priceDecimals = std::max(priceDecimals, row.values[i].decimals());
        volumeDecimals = std::max(volumeDecimals, row.values[4].decimals());
        rows.push_back(std::move(row));
    }
    const Decimal tick = Decimal::fromUnits(1, priceDecimals), lot = Decimal::fromUnits(1, volumeDecimals);
    std::vector<CandleFileRow> result;
    for (const Row& row : rows)
        result.push_back({{row.time},
                          row.values[0].countOf(tick).value_or(0),
                          row.values[1].countOf(tick).value_or(0),
                          row.values[2].countOf(tick).value_or(0),
                          row.values[3].countOf(tick).value_or(0),
                          row.values[4].countOf(lot).value_or(0)});
    return result;
}

std::vector<std::vector<CandleFileRow>> plainRead(const QString& folder)
{
    std::vector<std::vector<CandleFileRow>> all;
    const QDir files(folder);
    for (const QString& name : files.entryList(QDir::Files, QDir::Name))
        all.push_back(plainRows(files.filePath(name)));
    return all;
}

} // namespace

Expected<BenchResult> benchCandleFiles()
{
    const QTemporaryDir folder;
    if (!folder.isValid())
        return fail(ErrorCode::Io, "no temporary folder can be made");
    if (const auto written = writeFiles(folder.path()); !written)
        return std::unexpected(written.error());
    const auto read = readCandles(folder.path());
    if (!read)
        return std::unexpected(read.error());
    const auto plain = plainRead(folder.path());
    std::size_t rows = 0;
    bool isSame = read->symbols.size() == plain.size();
    for (std::size_t i = 0; isSame && i < plain.size(); ++i) {
        isSame = read->symbols[i].rows == plain[i];
        rows += plain[i].size();
    }
    if (!isSame || rows == 0)
        return fail(ErrorCode::Corrupt, "readCandles() and the plain reader read different rows");

    std::vector<double> own, beside;
    for (int run = 0; run < kRuns; ++run) {
        std::size_t seen = 0;
        own.push_back(static_cast<double>(rows) / secondsOf([&] {
                          if (const auto again = readCandles(folder.path()))
                              for (const CandleFile& file : again->symbols)
                                  seen += file.rows.size();
                      }));
        beside.push_back(static_cast<double>(rows) / secondsOf([&] {
                             for (const auto& file : plainRead(folder.path()))
                                 seen += file.size();
                         }));
        if (seen != 2 * rows)
            return fail(ErrorCode::Corrupt, "a timed run read other rows than the first");
    }
    BenchResult result;
    result.name = "candle_files";
    result.unit = "rows/s";
    result.median = medianOf(own);
    result.runs = kRuns;
    result.beside = {"QTextStream, split and Decimal", medianOf(beside)};
    result.note = std::to_string(rows) + " rows in " + std::to_string(kSymbols)
        + " files, checks and content hash included, which the reader beside has not; the same rows in both";
    return result;
}

} // namespace breakline
