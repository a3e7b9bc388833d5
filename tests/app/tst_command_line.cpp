// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/CommandLine.h"

#include <QTest>

#include <limits>
#include <vector>

using namespace breakline;

namespace {

ParsedCommand parse(std::vector<const char*> arguments)
{
    arguments.insert(arguments.begin(), "breakline");
    return parseCommandLine(static_cast<int>(arguments.size()), arguments.data());
}

} // namespace

class CommandLineTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void withoutACommandItIsTheWindow()
    {
        const ParsedCommand command = parse({});
        const auto* window = std::get_if<WindowOptions>(&command);
        QVERIFY(window != nullptr);
        QCOMPARE(window->speed, 60.0);
        QCOMPARE(window->session.simulation.seed, std::uint64_t {1});
        QVERIFY(window->session.simulation.data.empty());
    }

    void theWindowCanMeasureItsMemory()
    {
        const ParsedCommand command = parse({"--measure-memory", "10m"});
        const auto* window = std::get_if<WindowOptions>(&command);
        QVERIFY(window != nullptr);
        QVERIFY(window->measureMemory == Duration::minutes(10));
    }

    void theWindowIsPointedAtASymbolAndATime()
    {
        const ParsedCommand command = parse({"--symbol", "BTCUSDT", "--at", "2025-05-20T12:00:00Z"});
        const auto* window = std::get_if<WindowOptions>(&command);
        QVERIFY(window != nullptr);
        QCOMPARE(window->symbol, std::string("BTCUSDT"));
        QVERIFY(window->chartAt == Timestamp {1'747'742'400'000});
        const ParsedCommand wrong = parse({"--at", "noon"});
        const auto* exit = std::get_if<ParsedExit>(&wrong);
        QVERIFY(exit != nullptr);
        QCOMPARE(exit->code, 1);
        QVERIFY(exit->error.starts_with("breakline: --at: "));
    }

    void venueReadsEveryOption()
    {
        const ParsedCommand usual = parse({"venue"});
        const auto* venue = std::get_if<VenueOptions>(&usual);
        QVERIFY(venue != nullptr);
        QCOMPARE(venue->speed, std::optional(60.0));
        QCOMPARE(venue->port, std::uint16_t {0});
        QCOMPARE(venue->simulation.symbolCount, 40);
        QVERIFY(!venue->freezeAlone);
        QVERIFY(!venue->roundTripMs.has_value());
        const ParsedCommand all =
            parse({"venue", "--protocol", "bybit", "--port", "8080", "--synthetic", "12", "--seed", "7",
                   "--speed", "max", "--from", "2026-01-05T10:00:00Z", "--alone", "freeze", "--faults", "3",
                   "--round-trip-ms", "250"});
        venue = std::get_if<VenueOptions>(&all);
        QVERIFY(venue != nullptr);
        QCOMPARE(venue->port, std::uint16_t {8080});
        QCOMPARE(venue->simulation.symbolCount, 12);
        QCOMPARE(venue->simulation.seed, std::uint64_t {7});
        QCOMPARE(venue->simulation.from->ms, std::int64_t {1'767'607'200'000});
        QVERIFY(!venue->speed.has_value());
        QVERIFY(venue->freezeAlone);
        QCOMPARE(venue->faults, std::string("3"));
        QCOMPARE(venue->roundTripMs, std::optional<std::int64_t>(250));
        for (const auto& wrong :
             std::vector<std::vector<const char*>> {{"venue", "--protocol", "binance"},
                                                    {"venue", "--alone", "maybe"},
                                                    {"venue", "--speed", "0"},
                                                    {"venue", "--port", "99999"},
                                                    {"venue", "--round-trip-ms", "-1"},
                                                    {"venue", "--data", "x", "--synthetic", "3"}}) {
            const ParsedCommand refused = parse(wrong);
            const auto* exit = std::get_if<ParsedExit>(&refused);
            QVERIFY(exit != nullptr);
            QCOMPARE(exit->code, 1);
            QVERIFY(!exit->error.empty());
        }
    }

    void tradeReadsEveryOption()
    {
        const ParsedCommand command = parse({"trade",
                                             "--headless",
                                             "--venue",
                                             "sim",
                                             "--in-process",
                                             "--preset",
                                             "breakout_v1",
                                             "--data",
                                             "candles",
                                             "--seed",
                                             "7",
                                             "--from",
                                             "2026-01-05T10:00:00Z",
                                             "--speed",
                                             "max",
                                             "--duration",
                                             "14d",
                                             "--on-stop",
                                             "leave",
                                             "--session-dir",
                                             "here",
                                             "--json"});
        const auto* trade = std::get_if<TradeOptions>(&command);
        QVERIFY(trade != nullptr);
        QCOMPARE(trade->session.simulation.preset, std::string("breakout_v1"));
        QCOMPARE(trade->session.simulation.data, std::string("candles"));
        QCOMPARE(trade->session.simulation.seed, std::uint64_t {7});
        QCOMPARE(trade->session.simulation.from->ms, std::int64_t {1'767'607'200'000});
        QVERIFY(!trade->speed.has_value());
        QCOMPARE(trade->duration->ms, std::int64_t {14} * 86'400'000);
        QVERIFY(trade->leaveOnStop);
        QVERIFY(trade->json);
        QCOMPARE(trade->session.sessionDir, std::string("here"));
    }

    void whatIsWrongEndsWithCodeOneAndSaysWhy_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("word");
        const auto row = [](const char* name, const QStringList& arguments, const char* word) {
            QTest::newRow(name) << arguments << QString::fromLatin1(word);
        };
        const auto list = [](std::initializer_list<const char*> words) {
            QStringList result;
            for (const char* word : words)
                result << QString::fromLatin1(word);
            return result;
        };
        row("unknown command", list({"dance"}), "dance");
        row("trade without headless", list({"trade"}), "--headless");
        row("rest without ws", list({"trade", "--headless", "--rest", "http://127.0.0.1:8080"}),
            "belong together");
        row("a venue elsewhere",
            list({"trade", "--headless", "--rest", "http://192.0.2.7:80", "--ws", "ws://192.0.2.7:80"}),
            "Live trading is closed");
        row("no address of a venue",
            list({"trade", "--headless", "--rest", "https://127.0.0.1:80", "--ws", "ws://127.0.0.1:80"}),
            "http://127.0.0.1:PORT");
        row("another venue", list({"trade", "--headless", "--venue", "binance"}), "Live trading is closed");
        row("speed", list({"trade", "--headless", "--speed", "fast"}), "fast");
        row("speed zero", list({"trade", "--headless", "--speed", "0"}), "positive");
        row("duration", list({"trade", "--headless", "--duration", "5"}), "90s");
        row("from", list({"trade", "--headless", "--from", "yesterday"}), "ISO 8601");
        row("until end of the endless", list({"trade", "--headless", "--until-end"}), "--data");
        row("both ends", list({"trade", "--headless", "--data", "x", "--until-end", "--duration", "1h"}),
            "--duration");
        row("on stop", list({"trade", "--headless", "--on-stop", "hope"}), "hope");
        row("replay without verify", list({"replay", "x"}), "--verify");
        row("export without a folder", list({"export", "x"}), "--to");
        row("memory for no time", list({"--measure-memory", "long"}), "--measure-memory");
        row("window at full speed", list({"--speed", "max"}), "headless");
        constexpr const char* kSeed = "is not a whole number from 0 to 18446744073709551615";
        row("seed below zero", list({"trade", "--headless", "--seed", "-1"}), kSeed);
        row("seed with a fraction", list({"trade", "--headless", "--seed", "1.5"}), kSeed);
        row("seed as a word", list({"trade", "--headless", "--seed", "one"}), kSeed);
        row("seed too large", list({"trade", "--headless", "--seed", "18446744073709551616"}), kSeed);
        row("seed of nothing", list({"trade", "--headless", "--seed", ""}), "--seed");
        row("the window's seed below zero", list({"--seed", "-1"}), kSeed);
        row("the venue's seed below zero", list({"venue", "--seed", "-1"}), kSeed);
    }

    void whatIsWrongEndsWithCodeOneAndSaysWhy()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, word);
        std::vector<QByteArray> bytes;
        for (const QString& argument : arguments)
            bytes.push_back(argument.toUtf8());
        std::vector<const char*> pointers;
        for (const QByteArray& argument : bytes)
            pointers.push_back(argument.constData());
        const ParsedCommand command = parse(pointers);
        const auto* exit = std::get_if<ParsedExit>(&command);
        QVERIFY(exit != nullptr);
        QCOMPARE(exit->code, 1);
        QVERIFY2(exit->error.find(word.toStdString()) != std::string::npos, exit->error.c_str());
    }

    void theLargestSeedIsOne()
    {
        const ParsedCommand command = parse({"--seed", "18446744073709551615"});
        QCOMPARE(std::get<WindowOptions>(command).session.simulation.seed,
                 std::numeric_limits<std::uint64_t>::max());
    }

    void helpAndVersionAreEverywhere_data()
    {
        QTest::addColumn<QString>("command");
        for (const char* command : {"trade", "replay", "export", "sessions", "decode", "venue", "bench"})
            QTest::newRow(command) << QString::fromLatin1(command);
    }
    void helpAndVersionAreEverywhere()
    {
        QFETCH(const QString, command);
        const QByteArray name = command.toLatin1();
        const ParsedCommand help = parse({name.constData(), "--help"});
        QVERIFY(std::get_if<ParsedExit>(&help) != nullptr);
        QCOMPARE(std::get<ParsedExit>(help).code, 0);
        QVERIFY(std::get<ParsedExit>(help).output.find(name.constData()) != std::string::npos);
        const ParsedCommand ofProgram = parse({"--version"});
        QCOMPARE(std::get<ParsedExit>(ofProgram).code, 0);
        QVERIFY(std::get<ParsedExit>(ofProgram).output.starts_with("breakline "));
        const ParsedCommand version = parse({name.constData(), "--version"});
        QVERIFY(std::get_if<ParsedExit>(&version) != nullptr);
        QCOMPARE(std::get<ParsedExit>(version).code, 0);
        QCOMPARE(std::get<ParsedExit>(version).output, std::get<ParsedExit>(ofProgram).output);
        QVERIFY(std::get<ParsedExit>(version).error.empty());
    }
};

QTEST_GUILESS_MAIN(CommandLineTest)
#include "tst_command_line.moc"
