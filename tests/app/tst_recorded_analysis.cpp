// SPDX-License-Identifier: GPL-3.0-or-later
// `breakline levels` and `breakline indicators` as a script sees them, and the
// analysis on recorded candles where there are some.
#include "../market/CandleMaker.h"
#include "../strategy/Truncation.h"

#include "app/Presets.h"
#include "app/RecordedBars.h"
#include "fixtures/SimulatedRun.h"
#include "market/WindowIndicators.h"
#include "matching/GeneratedMarket.h"
#include "storage/ClosedBars.h"
#include "strategy/CandleRun.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace breakline;
using namespace breakline::test;

namespace {

constexpr int kTimeoutMs = 60'000;
constexpr std::size_t kBars = 480;
constexpr std::int64_t kMinute = 60'000;

struct Ended {
    int code = -1;
    QByteArray output;
    QByteArray errors;
};

Ended runProgram(const QStringList& arguments)
{
    QProcess program;
    program.start(QStringLiteral(BREAKLINE_PROGRAM), arguments);
    const bool isNormal = program.waitForFinished(kTimeoutMs) && program.exitStatus() == QProcess::NormalExit;
    return {isNormal ? program.exitCode() : -1, program.readAllStandardOutput(),
            program.readAllStandardError()};
}

QList<QJsonObject> objects(const QByteArray& output)
{
    QList<QJsonObject> found;
    for (const QByteArray& line : output.split('\n'))
        if (!line.isEmpty())
            found << QJsonDocument::fromJson(line).object();
    return found;
}

Timestamp closeOf(std::size_t bar)
{
    return kMidnight + Duration::milliseconds(kBarMs * static_cast<std::int64_t>(bar + 1));
}

QString text(Timestamp time)
{
    return QString::number(time.ms);
}

} // namespace

class RecordedAnalysisTest : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_folder;

    QString folder() const { return m_folder.path(); }

    /// Each bar as five rows of a minute, or as one; `count` closed bars and a row more.
    void writeCandles(const QString& path, const std::vector<Candle>& bars, std::size_t count,
                      bool byMinute) const
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto row = [&file](Timestamp time, double open, double high, double low, double close,
                                 double volume) {
            file.write(QByteArray::number(qint64 {time.ms}));
            for (const double value : {open, high, low, close})
                file.write("," + QByteArray::number(value, 'f', 2));
            file.write("," + QByteArray::number(volume, 'f', 1) + "\n");
        };
        for (std::size_t i = 0; i <= count; ++i) {
            const Candle& bar = bars[i];
            if (!byMinute || i == count) {
                row(bar.openTime, bar.open, bar.high, bar.low, bar.close, bar.volume);
                continue;
            }
            const auto at = [&bar](std::int64_t minute) {
                return bar.openTime + Duration::milliseconds(minute * kMinute);
            };
            const double part = bar.volume / 5.0;
            row(at(0), bar.open, bar.open, bar.open, bar.open, part);
            row(at(1), bar.open, bar.high, bar.open, bar.high, part);
            row(at(2), bar.high, bar.high, bar.low, bar.low, part);
            row(at(3), bar.low, bar.close, bar.low, bar.close, part);
            row(at(4), bar.close, bar.close, bar.close, bar.close, part);
        }
    }

    QStringList command(const QString& name, const QString& data, const QStringList& more) const
    {
        return QStringList {name, QStringLiteral("--data"), data, QStringLiteral("--preset"),
                            QStringLiteral("breakout_v1")}
        + more;
    }

    /// The demonstration's plan, which takes nearly every break and every retest.
    QString easyPreset() const
    {
        const auto source = presetSource("breakout_v1_demo");
        QJsonObject file = QJsonDocument::fromJson(QByteArray::fromStdString(source.value())).object();
        QJsonArray presets = file[QLatin1String("presets")].toArray();
        QJsonObject plan = presets[0].toObject();
        const auto set = [&plan](const char* block,
                                 std::initializer_list<std::pair<const char*, QJsonValue>> values) {
            QJsonObject part = plan[QLatin1String(block)].toObject();
            for (const auto& [key, value] : values)
                part[QLatin1String(key)] = value;
            plan[QLatin1String(block)] = part;
        };
        set("signal",
            {{"momentum_volume_multiplier", 1.0},
             {"momentum_body_ratio_min", 0.0},
             {"vwap_gap_max_atr", 50.0},
             {"retest_pierce_tolerance", 0.02}});
        set("entry_rules",
            {{"require_volume_confirmation", false},
             {"require_momentum", false},
             {"validate_approach", false},
             {"max_distance_from_level_bps", 500.0}});
        plan[QLatin1String("strategies")] = QJsonArray {QStringLiteral("momentum"), QStringLiteral("retest")};
        presets[0] = plan;
        file[QLatin1String("presets")] = presets;
        const QString path = folder() + QStringLiteral("/easy.json");
        QFile out(path);
        if (out.open(QIODevice::WriteOnly))
            out.write(QJsonDocument(file).toJson());
        return path;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto a = randomWalk(5, kBars + 1);
        const auto b = randomWalk(6, kBars + 1, 2'000.0, 4.0, 900.0);
        writeCandles(folder() + QStringLiteral("/AAAUSDT-5m.csv"), a, kBars, false);
        writeCandles(folder() + QStringLiteral("/BBBUSDT-5m.csv"), b, kBars, false);
        QVERIFY(QDir(folder()).mkdir(QStringLiteral("minutes")));
        QVERIFY(QDir(folder()).mkdir(QStringLiteral("cut")));
        writeCandles(folder() + QStringLiteral("/minutes/AAAUSDT-1m.csv"), a, kBars, true);
        writeCandles(folder() + QStringLiteral("/cut/AAAUSDT-5m.csv"), a, 400, false);
    }

    void levelsAreASetABar()
    {
        const QString from = text(closeOf(395));
        const QString to = text(closeOf(399));
        const QStringList asked {QStringLiteral("--from"), from, QStringLiteral("--to"), to,
                                 QStringLiteral("--json")};
        const Ended ended = runProgram(command(QStringLiteral("levels"), folder(), asked));
        QCOMPARE(ended.code, 0);
        // Run again, it is the same to the byte.
        QCOMPARE(runProgram(command(QStringLiteral("levels"), folder(), asked)).output, ended.output);

        const auto recorded = readRecordedBars(folder().toStdString());
        QVERIFY(recorded.has_value());
        std::vector<std::string> messages;
        const auto preset = findPreset("breakout_v1", messages);
        QVERIFY(preset.has_value());
        const QStringList keys {
            QStringLiteral("base_height"), QStringLiteral("born_ms"), QStringLiteral("enhanced_strength"),
            QStringLiteral("fate"),        QStringLiteral("fate_ms"), QStringLiteral("first_touch_ms"),
            QStringLiteral("id"),          QStringLiteral("kept"),    QStringLiteral("last_touch_ms"),
            QStringLiteral("methods"),     QStringLiteral("price"),   QStringLiteral("strength"),
            QStringLiteral("symbol"),      QStringLiteral("time_ms"), QStringLiteral("touches"),
            QStringLiteral("type")};
        const QList<QJsonObject> lines = objects(ended.output);
        qsizetype next = 0;
        for (std::size_t bar = 395; bar <= 399; ++bar)
            for (const Instrument& instrument : recorded->instruments.all()) {
                const auto upTo = recorded->of(instrument.id).first(bar + 1);
                const LevelHistory history = levelHistoryOf(upTo, instrument, *preset);
                std::map<std::string, const LevelRecord*> expected;
                for (const LevelRecord& record : history.records())
                    expected[toText(record.level.id, instrument.symbol)] = &record;
                QVERIFY(!expected.empty());
                for (const auto& [id, record] : expected) {
                    QVERIFY(next < lines.size());
                    const QJsonObject& line = lines[next++];
                    QCOMPARE(line.keys(), keys);
                    QCOMPARE(line[QLatin1String("id")].toString().toStdString(), id);
                    QCOMPARE(line[QLatin1String("symbol")].toString().toStdString(), instrument.symbol);
                    QCOMPARE(line[QLatin1String("time_ms")].toInteger(), closeOf(bar).ms);
                    QCOMPARE(line[QLatin1String("price")].toDouble(), record->level.price);
                    QCOMPARE(line[QLatin1String("strength")].toDouble(), record->level.strength);
                    QCOMPARE(line[QLatin1String("enhanced_strength")].toDouble(),
                             record->level.enhancedStrength);
                    QCOMPARE(line[QLatin1String("touches")].toInt(), record->level.touches);
                    QCOMPARE(line[QLatin1String("born_ms")].toInteger(), record->born.ms);
                    QCOMPARE(line[QLatin1String("fate")].toString().toStdString(), toText(record->fate));
                    QCOMPARE(line[QLatin1String("kept")].toBool(), record->isKept);
                    QCOMPARE(line[QLatin1String("fate_ms")].isNull(), record->fate == LevelFate::Active);
                    QCOMPARE(line[QLatin1String("base_height")].isNull(),
                             !record->level.baseHeight.has_value());
                    QVERIFY(!line[QLatin1String("methods")].toArray().isEmpty());
                }
            }
        QCOMPARE(next, lines.size());
    }

    void signalsAreThoseOfTheFunctionsThatTrade()
    {
        const QString plan = easyPreset();
        const QStringList asked {QStringLiteral("signals"),
                                 QStringLiteral("--data"),
                                 folder(),
                                 QStringLiteral("--preset"),
                                 plan,
                                 QStringLiteral("--from"),
                                 text(closeOf(100)),
                                 QStringLiteral("--to"),
                                 text(closeOf(479)),
                                 QStringLiteral("--no-scan"),
                                 QStringLiteral("--json")};
        const Ended ended = runProgram(asked);
        QCOMPARE(ended.code, 0);
        QCOMPARE(runProgram(asked).output, ended.output);
        const QList<QJsonObject> lines = objects(ended.output);

        const auto recorded = readRecordedBars(folder().toStdString());
        std::vector<std::string> messages;
        const auto preset = findPreset(plan.toStdString(), messages);
        QVERIFY2(preset.has_value(), preset ? "" : preset.error().message.c_str());
        CandleRun run(recorded->instruments, *preset, {}, false);
        const QStringList keys {
            QStringLiteral("confidence"), QStringLiteral("entry"),       QStringLiteral("id"),
            QStringLiteral("level"),      QStringLiteral("level_id"),    QStringLiteral("missing"),
            QStringLiteral("reason"),     QStringLiteral("reward_risk"), QStringLiteral("side"),
            QStringLiteral("stop"),       QStringLiteral("strategy"),    QStringLiteral("symbol"),
            QStringLiteral("targets"),    QStringLiteral("time_ms")};
        qsizetype next = 0;
        for (std::size_t bar = 0; bar < kBars; ++bar) {
            for (const Instrument& instrument : recorded->instruments.all())
                run.add(instrument.id, recorded->of(instrument.id)[bar]);
            auto found = run.judge(closeOf(bar));
            if (bar < 100)
                continue;
            std::ranges::sort(found, {}, [](const JudgedSignal& judged) { return judged.signal.symbol; });
            for (const JudgedSignal& judged : found) {
                QVERIFY(next < lines.size());
                const QJsonObject& line = lines[next++];
                const Instrument& instrument = run.instruments().at(judged.signal.symbol);
                QCOMPARE(line.keys(), keys);
                QCOMPARE(line[QLatin1String("symbol")].toString().toStdString(), instrument.symbol);
                QCOMPARE(line[QLatin1String("time_ms")].toInteger(), closeOf(bar).ms);
                QCOMPARE(line[QLatin1String("entry")].toString().toStdString(),
                         instrument.toDecimal(judged.signal.entry).toString());
                QCOMPARE(line[QLatin1String("stop")].toString().toStdString(),
                         instrument.toDecimal(judged.signal.stop).toString());
                QCOMPARE(line[QLatin1String("confidence")].toDouble(), judged.signal.confidence);
                QCOMPARE(line[QLatin1String("missing")].toArray(),
                         QJsonArray {QStringLiteral("l2_imbalance")});
                QCOMPARE(line[QLatin1String("targets")].toArray().size(), qsizetype {2});
            }
        }
        QCOMPARE(next, lines.size());
        QVERIFY(next >= 3);
        // One bar alone says the same of it: the breaks before it are found again.
        const QJsonObject& last = lines.back();
        const QString at = QString::number(last[QLatin1String("time_ms")].toInteger());
        const Ended one = runProgram({QStringLiteral("signals"), QStringLiteral("--data"), folder(),
                                      QStringLiteral("--preset"), plan, QStringLiteral("--at"), at,
                                      QStringLiteral("--no-scan"), QStringLiteral("--json")});
        QVERIFY(ended.output.endsWith(one.output));
        QVERIFY(!one.output.isEmpty());
        // Bitcoin is not there: the correlation is unknown, and the gates let nothing pass.
        QStringList gated = asked;
        gated.removeAll(QStringLiteral("--no-scan"));
        QCOMPARE(runProgram(gated).output, QByteArray());
    }

    void aScanIsALineASymbol()
    {
        const QStringList asked {QStringLiteral("--at"), text(closeOf(400)), QStringLiteral("--json")};
        const Ended ended = runProgram(command(QStringLiteral("scan"), folder(), asked));
        QCOMPARE(ended.code, 0);
        QCOMPARE(runProgram(command(QStringLiteral("scan"), folder(), asked)).output, ended.output);
        const QList<QJsonObject> lines = objects(ended.output);
        QCOMPARE(lines.size(), qsizetype {2});
        for (qsizetype i = 0; i < 2; ++i) {
            const QJsonObject& line = lines[i];
            QCOMPARE(
                line.keys(),
                (QStringList {QStringLiteral("components"), QStringLiteral("filters"),
                              QStringLiteral("levels"), QStringLiteral("passed"), QStringLiteral("rank"),
                              QStringLiteral("score"), QStringLiteral("symbol"), QStringLiteral("time_ms")}));
            QCOMPARE(line[QLatin1String("symbol")].toString(),
                     i == 0 ? QStringLiteral("AAAUSDT") : QStringLiteral("BBBUSDT"));
            QCOMPARE(line[QLatin1String("time_ms")].toInteger(), closeOf(400).ms);
            QVERIFY(line[QLatin1String("rank")].isNull());
            QCOMPARE(line[QLatin1String("passed")].toBool(), false);
            std::map<QString, QString> results;
            for (const QJsonValue& value : line[QLatin1String("filters")].toArray())
                results[value[QLatin1String("name")].toString()] = value[QLatin1String("result")].toString();
            QCOMPARE(results[QStringLiteral("max_spread")], QStringLiteral("no_data"));
            QCOMPARE(results[QStringLiteral("correlation")], QStringLiteral("no_data"));
            QCOMPARE(results[QStringLiteral("data_health")], QStringLiteral("pass"));
            QCOMPARE(line[QLatin1String("components")].toObject().size(), qsizetype {5});
        }
    }

    void nothingLaterPlaysAPart()
    {
        // The same set for the last bar of a range, for that bar alone, of the symbol
        // alone, of its file alone, of minutes, and where the file ends there.
        const QString at = text(closeOf(399));
        const QStringList one {QStringLiteral("--at"), at, QStringLiteral("--json"),
                               QStringLiteral("--symbol"), QStringLiteral("AAA/USDT")};
        for (const char* name : {"levels", "indicators"}) {
            const QString what = QString::fromLatin1(name);
            const QByteArray expected = runProgram(command(what, folder(), one)).output;
            QVERIFY(!expected.isEmpty());
            for (const char* data : {"/AAAUSDT-5m.csv", "/minutes", "/cut", "/cut/AAAUSDT-5m.csv"})
                QCOMPARE(runProgram(command(what, folder() + QString::fromLatin1(data), one)).output,
                         expected);
            const QByteArray range =
                runProgram(command(what, folder(),
                                   {QStringLiteral("--from"), text(closeOf(300)), QStringLiteral("--to"), at,
                                    QStringLiteral("--symbol"), QStringLiteral("AAAUSDT"),
                                    QStringLiteral("--json")}))
                    .output;
            QVERIFY(range.endsWith(expected));
            // Between two closes it is the bar before; at the end of the data the last one.
            const QStringList between {QStringLiteral("--at"), text(closeOf(399) + Duration::minutes(4)),
                                       QStringLiteral("--json"), QStringLiteral("--symbol"),
                                       QStringLiteral("AAAUSDT")};
            QCOMPARE(runProgram(command(what, folder(), between)).output, expected);
            const QStringList late {QStringLiteral("--at"), QStringLiteral("2030-01-01T00:00:00Z"),
                                    QStringLiteral("--json")};
            QCOMPARE(runProgram(command(what, folder() + QStringLiteral("/cut"), late)).output, expected);
        }
    }

    void indicatorsAreALineABar()
    {
        const Ended ended =
            runProgram(command(QStringLiteral("indicators"), folder(),
                               {QStringLiteral("--from"), text(closeOf(0)), QStringLiteral("--to"),
                                text(closeOf(kBars)), QStringLiteral("--json")}));
        QCOMPARE(ended.code, 0);
        const QList<QJsonObject> lines = objects(ended.output);
        QCOMPARE(lines.size(), qsizetype {2 * kBars});
        const auto recorded = readRecordedBars(folder().toStdString());
        QVERIFY(recorded.has_value());
        std::vector<std::string> messages;
        const auto preset = findPreset("breakout_v1", messages);
        QVERIFY(preset.has_value());
        const auto lookback = static_cast<std::size_t>(preset->position.chandelierLookbackBars);
        const auto orNull = [](const QJsonValue& value) {
            return value.isNull() ? std::nullopt : std::optional(value.toDouble());
        };
        for (std::size_t bar = 0; bar < kBars; ++bar)
            for (std::size_t s = 0; s < 2; ++s) {
                const QJsonObject& line = lines[static_cast<qsizetype>(2 * bar + s)];
                const WindowIndicators own = windowIndicators(windowAt(recorded->bars[s], bar), lookback,
                                                              preset->position.chandelierAtrMult);
                QCOMPARE(line.size(), 16);
                QCOMPARE(line[QLatin1String("time_ms")].toInteger(), closeOf(bar).ms);
                QCOMPARE(orNull(line[QLatin1String("atr14")]), own.atr14);
                QCOMPARE(orNull(line[QLatin1String("ema9")]), own.ema9);
                QCOMPARE(orNull(line[QLatin1String("bb_width_pct")]), own.bollingerWidthPercent);
                QCOMPARE(orNull(line[QLatin1String("bb_width_percentile")]), own.bollingerPercentile);
                QCOMPARE(orNull(line[QLatin1String("vwap")]), own.vwap);
                QCOMPARE(orNull(line[QLatin1String("rsi14")]), own.rsi14);
                QCOMPARE(orNull(line[QLatin1String("obv")]), own.onBalanceVolume);
                QCOMPARE(orNull(line[QLatin1String("donchian20_high")]), own.donchian20High);
                QCOMPARE(orNull(line[QLatin1String("swing_low")]), own.swingLow);
                QCOMPARE(orNull(line[QLatin1String("chandelier_short")]), own.chandelierShort);
                QCOMPARE(orNull(line[QLatin1String("volume_surge")]), own.volumeSurge);
            }
        QVERIFY(lines[0][QLatin1String("atr14")].isNull());
    }

    void aPersonGetsATable()
    {
        const Ended levels = runProgram(
            command(QStringLiteral("levels"), folder(), {QStringLiteral("--at"), text(closeOf(399))}));
        QCOMPARE(levels.code, 0);
        QVERIFY(levels.output.startsWith("symbol "));
        QVERIFY(levels.output.contains("resistance"));
        QVERIFY(levels.output.contains("AAAUSDT"));
        const Ended values = runProgram(
            command(QStringLiteral("indicators"), folder(), {QStringLiteral("--at"), text(closeOf(3))}));
        QCOMPARE(values.code, 0);
        QCOMPARE(values.output.count('\n'), 3);
        QVERIFY(values.output.contains(" -"));
    }

    void whatIsWrongIsNamed_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("named");
        const QString data = folder();
        const QStringList at {QStringLiteral("--at"), text(closeOf(10))};
        QTest::newRow("no time") << command(QStringLiteral("levels"), data, {}) << QByteArray("--at TIME");
        QTest::newRow("half a range")
            << command(QStringLiteral("levels"), data, {QStringLiteral("--from"), text(closeOf(1))})
            << QByteArray("--to TIME");
        QTest::newRow("backwards") << command(
            QStringLiteral("indicators"), data,
            {QStringLiteral("--from"), text(closeOf(9)), QStringLiteral("--to"), text(closeOf(1))})
                                   << QByteArray("--from");
        QTest::newRow("no time at all")
            << command(QStringLiteral("levels"), data, {QStringLiteral("--at"), QStringLiteral("noon")})
            << QByteArray("--at: ");
        QTest::newRow("no such symbol")
            << command(QStringLiteral("levels"), data,
                       at + QStringList {QStringLiteral("--symbol"), QStringLiteral("CCCUSDT")})
            << QByteArray("AAAUSDT, BBBUSDT");
        QTest::newRow("no such folder")
            << command(QStringLiteral("indicators"), data + QStringLiteral("/none"), at)
            << QByteArray("/none");
        QTest::newRow("no such preset") << QStringList {QStringLiteral("levels"),
                                                        QStringLiteral("--data"),
                                                        data,
                                                        QStringLiteral("--preset"),
                                                        QStringLiteral("breakout_v9"),
                                                        at[0],
                                                        at[1]}
                                        << QByteArray("breakout_v9");
    }
    void whatIsWrongIsNamed()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, named);
        const Ended ended = runProgram(arguments);
        QCOMPARE(ended.code, 1);
        QCOMPARE(ended.output, QByteArray());
        QVERIFY2(ended.errors.contains(named), ended.errors.constData());
    }

    void aBadRowIsToldOfWithItsLine()
    {
        QVERIFY(QDir(folder()).mkdir(QStringLiteral("bad")));
        const QString path = folder() + QStringLiteral("/bad/AAAUSDT-5m.csv");
        QVERIFY(QFile::copy(folder() + QStringLiteral("/AAAUSDT-5m.csv"), path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QList<QByteArray> lines = file.readAll().split('\n');
        file.close();
        lines[6] = "not a row";
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(lines.join('\n'));
        file.close();
        const Ended ended =
            runProgram(command(QStringLiteral("levels"), folder() + QStringLiteral("/bad"),
                               {QStringLiteral("--at"), text(closeOf(399)), QStringLiteral("--json")}));
        QCOMPARE(ended.code, 0);
        QVERIFY2(ended.errors.contains("AAAUSDT-5m.csv:7: "), ended.errors.constData());

        QVERIFY(QDir(folder()).mkdir(QStringLiteral("hours")));
        QFile hours(folder() + QStringLiteral("/hours/AAAUSDT-1h.csv"));
        QVERIFY(hours.open(QIODevice::WriteOnly));
        for (std::int64_t hour = 0; hour < 3; ++hour)
            hours.write(QByteArray::number(qint64 {(kMidnight + Duration::hours(hour)).ms})
                        + ",10,11,9,10,5\n");
        hours.close();
        const Ended coarse = runProgram(command(QStringLiteral("levels"), folder() + QStringLiteral("/hours"),
                                                {QStringLiteral("--at"), text(closeOf(399))}));
        QCOMPARE(coarse.code, 1);
        QVERIFY2(coarse.errors.contains("AAAUSDT: its candles are of 3600 s"), coarse.errors.constData());
    }

    void aSessionSeesTheSame()
    {
        constexpr int kSymbols = 4;
        constexpr std::int64_t kCloses = 30;
        SimulatedRunOptions options;
        options.symbolCount = kSymbols;
        options.records = false;
        options.isSelfTested = true;
        // A score that weighs levels has them looked for in every symbol.
        SimulatedRun run(options, [](Preset& preset) {
            preset.scanner.scoreWeights[static_cast<std::size_t>(ScoreComponent::LevelQuality)] = 0.1;
        });
        run.command(CommandKind::Start);

        // The same market once more, as a file of minutes.
        GeneratorSettings generator;
        generator.symbolCount = kSymbols;
        const auto market = GeneratedMarket::make(generator);
        QVERIFY(market.has_value());
        const auto minutes = kCloses * 5 + 10;
        std::vector<std::vector<Candle>> bars;
        for (const Instrument& instrument : (*market)->instruments().all()) {
            CandleFile file;
            file.symbol = instrument.symbol;
            file.interval = GeneratedMarket::kInterval;
            std::vector<GridCandle> rows = (*market)->history(instrument.id);
            for (std::int64_t minute = 0; minute <= minutes; ++minute)
                rows.push_back(*(*market)->bar(instrument.id, (*market)->start() + file.interval * minute));
            for (const GridCandle& row : rows)
                file.rows.push_back({row.openTime, row.open, row.high, row.low, row.close, row.volume});
            auto closed = closedBars(file, instrument);
            QVERIFY(closed.has_value());
            bars.push_back(std::move(*closed));
        }

        const Preset& preset = run.settings().preset;
        const auto firstClose = run.start().floorTo(Duration::minutes(5)) + Duration::minutes(5);
        std::size_t withLevels = 0;
        for (std::int64_t close = 0; close < kCloses; ++close) {
            const Timestamp now = firstClose + Duration::minutes(5) * close;
            run.runner().runUntil(now + Duration::seconds(20));
            const MarketBoard& board = run.session().board();
            for (const Instrument& instrument : board.instruments().all()) {
                const auto& all = bars[instrument.id.index];
                const auto end = std::ranges::lower_bound(all, now, {}, &Candle::openTime);
                const auto known = std::span(all).first(static_cast<std::size_t>(end - all.begin()));
                const auto window = known.last(std::min(known.size(), kDecisionWindow));
                QVERIFY(std::ranges::equal(board.candles(instrument.id).window(), window));
            }
            const auto& scan = run.session().scanning().last();
            if (!scan)
                continue;
            for (const ScanResult& result : scan->results) {
                if (result.barClose != now)
                    continue;
                const auto& all = bars[result.symbol.index];
                const auto end = std::ranges::lower_bound(all, now, {}, &Candle::openTime);
                const auto window =
                    std::span(all).first(static_cast<std::size_t>(end - all.begin())).last(kDecisionWindow);
                const WindowIndicators values = windowIndicators(window, 22, 3.0);
                QCOMPARE(result.candles.atr14, values.atr14);
                QCOMPARE(result.candles.bollingerPercentile, values.bollingerPercentile);
                QCOMPARE(result.candles.vwap, values.vwap);
                QCOMPARE(result.candles.volumeRatio, values.volumeSurge);
                if (result.levels.empty())
                    continue;
                ++withLevels;
                QVERIFY(result.levels == findLevels(window, board.instrument(result.symbol), preset.levels));
                const LevelHistory history =
                    levelHistoryOf(std::span(all).first(static_cast<std::size_t>(end - all.begin())),
                                   board.instrument(result.symbol), preset);
                std::size_t kept = 0;
                for (const LevelRecord& record : history.records())
                    kept += record.isKept ? 1 : 0;
                QCOMPARE(kept, result.levels.size());
            }
        }
        QVERIFY(withLevels > 20);
    }

    // Recorded candles are no part of the project; a variable says where some are.
    void whatWasSaidOfRecordedBarsStaysSaid()
    {
        const QString data = qEnvironmentVariable("BREAKLINE_TEST_CANDLES");
        if (data.isEmpty())
            QSKIP("BREAKLINE_TEST_CANDLES names no folder of recorded candles");
        const auto recorded = readRecordedBars(data.toStdString());
        QVERIFY2(recorded.has_value(), recorded ? "" : recorded.error().message.c_str());
        const auto bitcoin = recorded->instruments.find("BTCUSDT");
        QVERIFY(bitcoin.has_value());
        constexpr std::size_t kFrom = 3'000;
        constexpr std::size_t kCount = 200;
        for (const char* symbol : {"BTCUSDT", "ETHUSDT", "XRPUSDT"}) {
            const auto id = recorded->instruments.find(symbol);
            QVERIFY(id.has_value());
            const auto bars = recorded->of(*id).subspan(kFrom, kCount);
            // Bitcoin's bars of the same times.
            const auto all = recorded->of(*bitcoin);
            const auto same = std::ranges::lower_bound(all, bars.front().openTime, {}, &Candle::openTime);
            const auto reference = all.subspan(static_cast<std::size_t>(same - all.begin()), kCount);
            QCOMPARE(reference.front().openTime.ms, bars.front().openTime.ms);
            const Instrument& instrument = recorded->instruments.at(*id);
            for (const Detector& detector : soundDetectors(instrument)) {
                const auto change = firstChange(bars, reference, detector);
                QVERIFY2(!change, change ? change->c_str() : "");
            }
            QVERIFY(firstChange(bars, reference, formingBarDetector(instrument)).has_value());
            QVERIFY(firstChange(bars, reference, futureDetector()).has_value());
        }
    }
};

QTEST_GUILESS_MAIN(RecordedAnalysisTest)
#include "tst_recorded_analysis.moc"
