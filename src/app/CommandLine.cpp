// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/CommandLine.h"

#include "app/ExitCode.h"
#include "app/Version.h"

#include "exchange/bybit/BybitGateway.h"

#include <CLI/CLI.hpp>
#include <QUrl>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <sstream>

namespace breakline {

namespace {

constexpr const char* kSimulatedNote =
    "Trades on the simulated exchange only. Of a real one this version shows the market; orders are closed.";

/// Read here: the library's own reading wraps a negative number.
CLI::Validator wholeNumber()
{
    return CLI::Validator(
        [](std::string& text) {
            std::uint64_t value = 0;
            const char* end = text.data() + text.size();
            const auto result = std::from_chars(text.data(), end, value);
            return result.ec == std::errc() && result.ptr == end
                ? std::string()
                : fmt::format("\"{}\" is not a whole number from 0 to {}", text,
                              std::numeric_limits<std::uint64_t>::max());
        },
        std::string());
}

void addSeed(CLI::App& app, std::uint64_t& seed)
{
    app.add_option("--seed", seed, "Seed of market and latencies")->check(wholeNumber())->capture_default_str();
}

void addSimulation(CLI::App& app, SimulationOptions& options, std::string& from)
{
    app.add_option("--preset", options.preset, "Trading plan: the id of a shipped preset, or FILE.json[:ID]")
        ->capture_default_str();
    app.add_option("--data", options.data, "Folder of candle files; without it the seeded market");
    addSeed(app, options.seed);
    app.add_option("--from", from, "Start: epoch ms or ISO 8601 with Z");
    app.add_flag("--in-process", options.isInProcess,
                 "The exchange without a wire: the same result, sooner");
}

/// A positive number, or "max": empty.
Expected<std::optional<double>> parseSpeed(const std::string& text)
{
    if (text == "max")
        return std::optional<double> {};
    double value = 0.0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec != std::errc() || result.ptr != text.data() + text.size() || !(value > 0.0) || value > 1e6)
        return fail(ErrorCode::InvalidArgument,
                    "--speed: \"" + text + "\" is neither a positive factor up to 1000000 nor max");
    return std::optional(value);
}

/// What names a venue behind a wire, as typed.
struct VenueText {
    std::string name = "sim";
    std::string rest {};
    std::string ws {};
};

void addVenue(CLI::App& app, VenueText& venue)
{
    app.add_option("--venue", venue.name,
                   "sim: the simulated exchange; bybit: live market data of Bybit, orders are closed")
        ->capture_default_str();
    app.add_option("--rest", venue.rest,
                   "Simulated venue of another process: its REST address, http://127.0.0.1:PORT; key and secret are "
                   "read from BREAKLINE_KEY and BREAKLINE_SECRET. With --venue bybit another address of Bybit's");
    app.add_option("--ws", venue.ws, "The same venue's websocket address, ws://127.0.0.1:PORT");
}

Expected<void> checkAddress(const char* option, const std::string& text, const std::string& scheme,
                            const char* example, bool needsPort)
{
    const QUrl url(QString::fromStdString(text), QUrl::StrictMode);
    const std::string found = url.scheme().toStdString();
    if (!url.isValid() || (found != scheme && (needsPort || found != scheme + "s")) || url.host().isEmpty()
        || (needsPort && url.port() <= 0) || !url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment()
        || !(url.path().isEmpty() || url.path() == QLatin1String("/")))
        return fail(ErrorCode::InvalidArgument, fmt::format("{}: \"{}\" is not {}", option, text, example));
    return {};
}

std::string withoutSlash(std::string address)
{
    while (address.ends_with('/'))
        address.pop_back();
    return address;
}

/// Empty: the embedded exchange. Orders are possible on this machine alone.
Expected<std::optional<RemoteVenue>> parseVenue(const VenueText& text)
{
    const bool isBybit = text.name == "bybit";
    if (!isBybit && text.name != "sim")
        return fail(ErrorCode::InvalidArgument,
                    "--venue: \"" + text.name
                        + "\" is not a venue of this version; sim is, and bybit for its market data. Live trading "
                          "is closed");
    if (text.rest.empty() && text.ws.empty())
        return isBybit ? std::optional(bybitVenue()) : std::nullopt;
    if (text.rest.empty() || text.ws.empty())
        return fail(ErrorCode::InvalidArgument, "--rest and --ws belong together: both addresses of one venue");
    if (const auto checked = checkAddress("--rest", text.rest, "http",
                                          isBybit ? "https://HOST" : "http://127.0.0.1:PORT", !isBybit);
        !checked)
        return std::unexpected(checked.error());
    if (const auto checked =
            checkAddress("--ws", text.ws, "ws", isBybit ? "wss://HOST" : "ws://127.0.0.1:PORT", !isBybit);
        !checked)
        return std::unexpected(checked.error());
    RemoteVenue venue;
    venue.name = text.name;
    venue.rest = withoutSlash(text.rest);
    venue.ws = withoutSlash(text.ws);
    if (isBybit)
        return venue;
    if (orderEntryTo(QUrl(QString::fromStdString(text.rest)), QUrl(QString::fromStdString(text.ws)))
        != OrderEntry::Allowed)
        return fail(ErrorCode::InvalidArgument,
                    "--rest and --ws: orders go to a simulated venue on this machine only (127.0.0.1). Live "
                    "trading is closed");
    venue.key = qEnvironmentVariable("BREAKLINE_KEY").toStdString();
    venue.secret = qEnvironmentVariable("BREAKLINE_SECRET").toStdString();
    if (venue.key.empty() || venue.secret.empty())
        return fail(ErrorCode::InvalidArgument,
                    "--rest and --ws: set BREAKLINE_KEY and BREAKLINE_SECRET to the venue's key and secret, as its "
                    "first line tells them");
    return venue;
}

/// Options that shape the embedded exchange say nothing to another venue.
Expected<void> checkFitsRemote(const CLI::App& app, const VenueText& venue)
{
    for (const char* option : {"--in-process", "--data", "--from", "--seed", "--speed", "--until-end"})
        if (app.get_option_no_throw(option) != nullptr && app.count(option) > 0)
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("{}: market and speed are those of the venue; leave out {}",
                                    venue.name == "bybit" ? "--venue bybit" : "--rest and --ws", option));
    return {};
}

/// The options of what looks at recorded candles, with their times as typed.
struct AnalysisText {
    std::string at {};
    std::string from {};
    std::string to {};
};

void addAnalysis(CLI::App& app, AnalysisOptions& options, AnalysisText& times)
{
    app.add_option("--data", options.data, "Folder of candle files, or one of them")->required();
    app.add_option("--preset", options.preset, "Trading plan: the id of a shipped preset, or FILE.json[:ID]")->required();
    app.add_option("--symbol", options.symbol, "This symbol alone");
    auto* at = app.add_option("--at", times.at, "The last bar that closes by then: epoch ms or ISO 8601 with Z");
    auto* from = app.add_option("--from", times.from, "All bars that close from then on ...")->excludes(at);
    app.add_option("--to", times.to, "... to then, both inclusive")->excludes(at)->needs(from);
    app.add_flag("--json", options.json, "One JSON object a line; without it a table");
}

/// Nothing where the option was not given.
Expected<void> setTime(const char* option, const std::string& text, std::optional<Timestamp>& time)
{
    if (text.empty())
        return {};
    const auto parsed = parseTimestamp(text);
    if (!parsed)
        return fail(ErrorCode::InvalidArgument, std::string(option) + ": " + parsed.error().message);
    time = *parsed;
    return {};
}

Expected<void> setTimes(const AnalysisText& times, AnalysisOptions& options)
{
    if (const auto at = setTime("--at", times.at, options.at); !at)
        return at;
    if (const auto from = setTime("--from", times.from, options.from); !from)
        return from;
    if (const auto to = setTime("--to", times.to, options.to); !to)
        return to;
    if (!options.at && !(options.from && options.to))
        return fail(ErrorCode::InvalidArgument, "say which bars: --at TIME, or --from TIME and --to TIME");
    if (options.from && options.to && *options.from > *options.to)
        return fail(ErrorCode::InvalidArgument, "--from lies after --to; expected a time up to it");
    return {};
}

ParsedExit usage(const std::string& message)
{
    return {kExitUsage, {}, "breakline: " + message + "\n"};
}

} // namespace

ParsedCommand parseCommandLine(int argc, const char* const* argv)
{
    CLI::App app {std::string("Breakline: a workstation for breakout trading of crypto perpetuals.\n")
                      + "Without a command it opens the window.\n" + kSimulatedNote,
                  "breakline"};
    const std::string version = std::string("breakline ") + kVersion;
    app.set_version_flag("--version", version);
    app.require_subcommand(0, 1);

    WindowOptions window;
    std::string windowFrom;
    std::string windowSpeed = "60";
    addSimulation(app, window.session.simulation, windowFrom);
    VenueText windowVenue;
    addVenue(app, windowVenue);
    app.add_option("--speed", windowSpeed, "Factor of venue time to wall time")->capture_default_str();
    app.add_option("--session-dir", window.session.sessionDir, "Folder of this session");
    app.add_option("--symbol", window.symbol, "The chart's symbol");
    std::string chartAt;
    app.add_option("--at", chartAt,
                   "Show the chart as it was after this close, once the session has come there: epoch ms or ISO 8601 "
                   "with Z");
    app.add_flag("--measure-first-frame", window.measureFirstFrame,
                 "Print the milliseconds until the window's first frame, and leave");
    std::string measureMemory;
    app.add_option("--measure-memory", measureMemory,
                   "Start a session, print the resident MiB every minute for so long, and leave");

    TradeOptions trade;
    std::string tradeFrom, tradeSpeed = "60", duration, onStop = "flatten";
    VenueText tradeVenue;
    bool headless = false;
    CLI::App* tradeCommand = app.add_subcommand("trade", "Run a trading session without a window");
    tradeCommand->add_flag("--headless", headless, "Without a window")->required();
    addVenue(*tradeCommand, tradeVenue);
    addSimulation(*tradeCommand, trade.session.simulation, tradeFrom);
    tradeCommand->add_option("--speed", tradeSpeed, "Factor of venue time to wall time, or max")
        ->capture_default_str();
    auto* durationOption =
        tradeCommand->add_option("--duration", duration, "Venue time to run: 90s, 15m, 3h, 3d");
    tradeCommand->add_flag("--until-end", trade.untilEnd, "Until the data ends")->excludes(durationOption);
    tradeCommand->add_option("--on-stop", onStop, "What an interrupt does with positions: flatten or leave")
        ->check(CLI::IsMember({"flatten", "leave"}))
        ->capture_default_str();
    tradeCommand
        ->add_option(
            "--on-start", trade.session.onStart,
            "What is done with positions and orders that are found: adopt, flatten, or wait for resume")
        ->check(CLI::IsMember({"adopt", "flatten", "wait"}))
        ->capture_default_str();
    tradeCommand->add_option("--session-dir", trade.session.sessionDir, "Folder of this session");
    tradeCommand->add_flag("--json", trade.json, "One closing JSON object on the standard output");

    ReplayOptions replay;
    bool verify = false;
    CLI::App* replayCommand =
        app.add_subcommand("replay", "Put a recorded session through the same managers");
    replayCommand->add_option("SESSION", replay.session, "Folder or id of the session")->required();
    replayCommand->add_flag("--verify", verify, "Compare every decision and command")->required();
    replayCommand->add_flag("--json", replay.json, "The result as JSON");

    ExportOptions exporting;
    CLI::App* exportCommand = app.add_subcommand("export", "Write a session's CSV files");
    exportCommand->add_option("SESSION", exporting.session, "Folder or id of the session")->required();
    exportCommand->add_option("--to", exporting.to, "Folder to write to")->required();

    ExplainOptions explaining;
    std::string explainAt;
    CLI::App* explainCommand = app.add_subcommand("explain", "Why a symbol was traded, or not, at a close");
    explainCommand->add_option("SESSION", explaining.session, "Folder or id of the session")->required();
    explainCommand->add_option("--symbol", explaining.symbol, "Symbol")->required();
    explainCommand->add_option("--at", explainAt, "The last close by then: epoch ms or ISO 8601 with Z")
        ->required();
    explainCommand->add_flag("--json", explaining.json, "One object");

    NearMissOptions nearMiss;
    CLI::App* nearMissCommand = app.add_subcommand(
        "nearmiss", "What refused in a session, how often, how far off, and what less had let pass");
    nearMissCommand->add_option("SESSION", nearMiss.session, "Folder or id of the session")->required();
    nearMissCommand->add_flag("--json", nearMiss.json, "One object");
    nearMissCommand->add_flag("--no-ends", nearMiss.noEnds, "Without how those let pass had ended");

    TraceOptions trace;
    std::string traceFrom, traceTo;
    CLI::App* traceCommand =
        app.add_subcommand("trace", "Each step of each evaluation of a session as a line of JSON");
    traceCommand->add_option("SESSION", trace.session, "Folder or id of the session")->required();
    traceCommand->add_option("--symbol", trace.symbol, "This symbol alone");
    traceCommand->add_option("--from", traceFrom, "Closes from then on: epoch ms or ISO 8601 with Z");
    traceCommand->add_option("--to", traceTo, "Closes up to then, inclusive");

    AuditOptions audit;
    std::string auditAt;
    std::string auditWindow = "48h";
    CLI::App* auditCommand = app.add_subcommand("audit", "How good recorded candles are");
    auditCommand->add_option("--data", audit.data, "Folder of candle files, or one of them")->required();
    auditCommand->add_option("--symbol", audit.symbol, "This symbol alone");
    auditCommand->add_option("--at", auditAt,
                             "The end of the window: epoch ms or ISO 8601 with Z; without it the newest close");
    auditCommand->add_option("--window", auditWindow, "Its length: 90s, 15m, 48h, 3d")->capture_default_str();
    auditCommand->add_flag("--json", audit.json, "One JSON object a line; without it a table");

    StoryOptions story;
    CLI::App* storyCommand =
        app.add_subcommand("story", "A session from its start to flat, as one page of HTML");
    storyCommand->add_option("SESSION", story.session, "Folder or id of the session")->required();
    storyCommand->add_option("--to", story.to, "File to write; without it story.html in the session's folder");
    storyCommand->add_flag("--json", story.json, "What it tells as one object, with the file's path");

    SessionsOptions sessions;
    CLI::App* sessionsCommand = app.add_subcommand("sessions", "List the sessions");
    sessionsCommand->add_flag("--json", sessions.json, "As JSON, one object a line");

    PresetsOptions presets;
    std::string firstPreset, secondPreset;
    CLI::App* presetsCommand = app.add_subcommand("presets", "The trading plans: shipped, imported, and in files");
    presetsCommand->require_subcommand(1);
    CLI::App* presetsList = presetsCommand->add_subcommand("list", "All that are known by id");
    CLI::App* presetsShow = presetsCommand->add_subcommand("show", "Every key of one, as it acts");
    CLI::App* presetsValidate = presetsCommand->add_subcommand("validate", "Whether files hold presets");
    CLI::App* presetsImport =
        presetsCommand->add_subcommand("import", "Keep one of a file, in today's form, to be named by its id");
    CLI::App* presetsDiff = presetsCommand->add_subcommand("diff", "The keys in which two differ");
    presetsShow->add_option("PRESET", firstPreset, "Id, or FILE.json[:ID]")->required();
    presetsValidate->add_option("FILE", presets.names, "With the schema of presets.json")->required();
    presetsImport->add_option("FILE", firstPreset, "FILE.json[:ID]")->required();
    presetsImport->add_option("--as", presets.as, "Under another id");
    presetsDiff->add_option("FIRST", firstPreset, "Id, or FILE.json[:ID]")->required();
    presetsDiff->add_option("SECOND", secondPreset, "Id, or FILE.json[:ID]")->required();
    for (CLI::App* action : {presetsList, presetsShow, presetsDiff})
        action->add_flag("--json", presets.json, "As JSON, one object a line");

    DecodeOptions decode;
    std::string decodeVenue;
    CLI::App* decodeCommand = app.add_subcommand("decode", "What a venue's frames and answers say, as JSON");
    decodeCommand->add_option("--venue", decodeVenue, "Whose: bybit")
        ->check(CLI::IsMember({"bybit"}))
        ->required();
    decodeCommand->add_option("FILE", decode.file, "One frame a line; - is the standard input")
        ->capture_default_str();

    LevelsOptions levels;
    AnalysisText levelsTimes;
    CLI::App* levelsCommand =
        app.add_subcommand("levels", "Levels of recorded candles with birth and fate, by the functions that trade");
    addAnalysis(*levelsCommand, levels.analysis, levelsTimes);

    IndicatorsOptions indicators;
    AnalysisText indicatorsTimes;
    CLI::App* indicatorsCommand =
        app.add_subcommand("indicators", "Indicators of recorded candles, by the functions that trade");
    addAnalysis(*indicatorsCommand, indicators.analysis, indicatorsTimes);

    ScanOptions scan;
    AnalysisText scanTimes;
    bool scanAll = false;
    CLI::App* scanCommand =
        app.add_subcommand("scan", "Filters and score of recorded candles, by the functions that trade");
    addAnalysis(*scanCommand, scan.analysis, scanTimes);
    scanCommand->add_flag("--no-scan", scanAll, "Every symbol, whatever lists and ranks the preset has");

    SignalsOptions signalsOptions;
    AnalysisText signalsTimes;
    bool signalsAll = false;
    CLI::App* signalsCommand =
        app.add_subcommand("signals", "Signals of recorded candles, by the functions that trade");
    addAnalysis(*signalsCommand, signalsOptions.analysis, signalsTimes);
    signalsCommand->add_flag("--no-scan", signalsAll, "Without the preset's scan gates");

    VenueOptions venueServer;
    std::string protocol = "bybit", venueFrom, venueSpeed = "60", alone = "run";
    CLI::App* venueCommand =
        app.add_subcommand("venue", "Serve the simulated exchange over HTTP and websockets, on loopback");
    venueCommand->add_option("--protocol", protocol, "Whose face it wears: bybit")
        ->check(CLI::IsMember({"bybit"}))
        ->capture_default_str();
    venueCommand->add_option("--port", venueServer.port, "Port of 127.0.0.1; 0: any free one")->capture_default_str();
    auto* venueData = venueCommand->add_option("--data", venueServer.simulation.data,
                                               "Folder of candle files; without it the seeded market");
    auto* synthetic =
        venueCommand->add_option("--synthetic", venueServer.simulation.symbolCount, "Symbols of the seeded market")
            ->excludes(venueData)
            ->capture_default_str();
    venueCommand
        ->add_option("--symbols", venueServer.simulation.symbols,
                     "Symbols of the seeded market by name, with commas between them; its leader BTCUSDT is always one")
        ->delimiter(',')
        ->excludes(venueData)
        ->excludes(synthetic);
    addSeed(*venueCommand, venueServer.simulation.seed);
    venueCommand->add_option("--speed", venueSpeed,
                             "Factor of venue time to wall time, or max; without a program that holds the time "
                             "at most 60")
        ->capture_default_str();
    venueCommand->add_option("--from", venueFrom, "Start: epoch ms or ISO 8601 with Z");
    venueCommand->add_option("--faults", venueServer.faults,
                             "Faults on purpose: a file with the schema breakline.faults/1, or the seed of a random "
                             "day of them");
    std::vector<std::string> keyPermissions {"trade"};
    venueCommand
        ->add_option("--key-permissions", keyPermissions,
                     "What the venue says that its key may do: trade, withdraw, or read alone")
        ->check(CLI::IsMember({"trade", "withdraw", "read"}))
        ->delimiter(',');
    venueCommand->add_option("--alone", alone, "While no program holds the time: run on, or freeze")
        ->check(CLI::IsMember({"run", "freeze"}))
        ->capture_default_str();

    venueCommand
        ->add_option("--round-trip-ms", venueServer.roundTripMs,
                     "What every private request takes, in ms; without it 5 to 50, seeded")
        ->check(CLI::Range(0, 60'000));

    bool hasNoControl = false;
    venueCommand->add_flag("--no-control", hasNoControl,
                           "Without the control socket, as the venue of somebody else: programs trade in real time");

    DrillOptions drill;
    std::string drillFor;
    CLI::App* drillCommand = app.add_subcommand(
        "drill", "Sessions on a simulated exchange that fails on purpose, judged by that exchange's books");
    drillCommand->add_option("--preset", drill.preset, "Whose risk, execution and management are drilled")
        ->capture_default_str();
    drillCommand->add_option("--seed", drill.seed, "Of the first run's market and faults; without it a new one")
        ->check(wholeNumber());
    drillCommand->add_option("--faults", drill.faults, "File of the faults of every run; without it random ones");
    drillCommand->add_option("--for", drillFor, "Wall time after which no run begins: 90s, 15m, 3h");
    drillCommand->add_option("--runs", drill.runs, "How many; without it and --for 100, of a file 1")
        ->check(wholeNumber());
    drillCommand->add_flag("--over-wire", drill.isOverWire,
                           "Every run over HTTP and websockets; without it every twentieth");
    auto* crash = drillCommand->add_flag(
        "--crash", drill.crash,
        "Kill the program at points chosen by the seed, let the venue go on alone, and start the program again");
    auto* crashList =
        drillCommand->add_flag("--crash-list", drill.crashList, "The points that a run passes, and how often")
            ->excludes(crash);
    drillCommand
        ->add_option("--crash-at", drill.crashAt,
                     "NAME#k of --crash-list: kill the program there, and let the venue go on alone for 0, 5 and 60 s. "
                     "Given again, the program is killed again after its restart")
        ->allow_extra_args(false)
        ->excludes(crash)
        ->excludes(crashList);
    drillCommand->add_flag("--json", drill.json, "One JSON object on the standard output");

    DrillSessionOptions drillSession;
    VenueText drillVenue;
    std::string drillLength;
    CLI::App* drillSessionCommand = app.add_subcommand("drill-session", "The program that a drill kills")->group("");
    drillSessionCommand->add_option("--preset", drillSession.session.simulation.preset);
    drillSessionCommand->add_option("--seed", drillSession.session.simulation.seed)->check(wholeNumber());
    drillSessionCommand->add_option("--rest", drillVenue.rest)->required();
    drillSessionCommand->add_option("--ws", drillVenue.ws)->required();
    drillSessionCommand->add_option("--session-dir", drillSession.session.sessionDir)->required();
    drillSessionCommand->add_option("--length", drillLength)->required();
    drillSessionCommand->add_option("--crash-at", drillSession.crashAt);

    BenchOptions bench;
    CLI::App* benchCommand = app.add_subcommand("bench", "Measure, each figure beside another");
    benchCommand->add_option("NAME", bench.names, "Benchmarks to run; without one all but memory_window, which takes ten minutes");

    for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; }))
        command->set_version_flag("--version", version);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        std::ostringstream out;
        std::ostringstream err;
        const int code = app.exit(error, out, err);
        return ParsedExit {code == 0 ? kExitOk : kExitUsage, out.str(), err.str()};
    }

    const auto setFrom = [](const std::string& text, std::optional<Timestamp>& from) -> Expected<void> {
        if (text.empty())
            return {};
        const auto time = parseTimestamp(text);
        if (!time)
            return fail(ErrorCode::InvalidArgument, "--from: " + time.error().message);
        from = *time;
        return {};
    };
    if (app.got_subcommand(tradeCommand)) {
        const auto remote = parseVenue(tradeVenue);
        if (!remote)
            return usage(remote.error().message);
        trade.session.remote = *remote;
        if (trade.session.remote)
            if (const auto fits = checkFitsRemote(*tradeCommand, tradeVenue); !fits)
                return usage(fits.error().message);
        const auto speed = parseSpeed(tradeSpeed);
        if (!speed)
            return usage(speed.error().message);
        trade.speed = *speed;
        if (!duration.empty()) {
            const auto length = parseDuration(duration);
            if (!length)
                return usage("--duration: " + length.error().message);
            trade.duration = *length;
        }
        if (trade.untilEnd && trade.session.simulation.data.empty())
            return usage("--until-end needs --data: the seeded market has no end");
        trade.leaveOnStop = onStop == "leave";
        if (const auto from = setFrom(tradeFrom, trade.session.simulation.from); !from)
            return usage(from.error().message);
        return trade;
    }
    if (app.got_subcommand(replayCommand))
        return replay;
    if (app.got_subcommand(exportCommand))
        return exporting;
    if (app.got_subcommand(explainCommand)) {
        const auto time = parseTimestamp(explainAt);
        if (!time)
            return usage("--at: " + time.error().message);
        explaining.at = *time;
        return explaining;
    }
    if (app.got_subcommand(nearMissCommand))
        return nearMiss;
    if (app.got_subcommand(traceCommand)) {
        if (const auto from = setTime("--from", traceFrom, trace.from); !from)
            return usage(from.error().message);
        if (const auto to = setTime("--to", traceTo, trace.to); !to)
            return usage(to.error().message);
        return trace;
    }
    if (app.got_subcommand(auditCommand)) {
        if (const auto at = setTime("--at", auditAt, audit.at); !at)
            return usage(at.error().message);
        const auto length = parseDuration(auditWindow);
        if (!length)
            return usage("--window: " + length.error().message);
        if (length->ms <= 0)
            return usage("--window: " + auditWindow + " is no length of time; expected 15m, 48h, 3d");
        audit.window = *length;
        return audit;
    }
    if (app.got_subcommand(storyCommand))
        return story;
    if (app.got_subcommand(sessionsCommand))
        return sessions;
    if (app.got_subcommand(presetsCommand)) {
        for (const std::string& name : {firstPreset, secondPreset})
            if (!name.empty())
                presets.names.push_back(name);
        presets.action = presetsCommand->got_subcommand(presetsShow) ? PresetsAction::Show
            : presetsCommand->got_subcommand(presetsValidate)        ? PresetsAction::Validate
            : presetsCommand->got_subcommand(presetsImport)          ? PresetsAction::Import
            : presetsCommand->got_subcommand(presetsDiff)            ? PresetsAction::Diff
                                                                     : PresetsAction::List;
        return presets;
    }
    if (app.got_subcommand(decodeCommand))
        return decode;
    if (app.got_subcommand(levelsCommand)) {
        if (const auto times = setTimes(levelsTimes, levels.analysis); !times)
            return usage(times.error().message);
        return levels;
    }
    if (app.got_subcommand(scanCommand)) {
        if (const auto times = setTimes(scanTimes, scan.analysis); !times)
            return usage(times.error().message);
        scan.scans = !scanAll;
        return scan;
    }
    if (app.got_subcommand(signalsCommand)) {
        if (const auto times = setTimes(signalsTimes, signalsOptions.analysis); !times)
            return usage(times.error().message);
        signalsOptions.scans = !signalsAll;
        return signalsOptions;
    }
    if (app.got_subcommand(indicatorsCommand)) {
        if (const auto times = setTimes(indicatorsTimes, indicators.analysis); !times)
            return usage(times.error().message);
        return indicators;
    }
    if (app.got_subcommand(venueCommand)) {
        const auto speed = parseSpeed(venueSpeed);
        if (!speed)
            return usage(speed.error().message);
        venueServer.speed = *speed;
        venueServer.freezeAlone = alone == "freeze";
        const auto isPermitted = [&keyPermissions](std::string_view name) {
            return std::ranges::find(keyPermissions, name) != keyPermissions.end();
        };
        venueServer.account.keyMayTrade = isPermitted("trade");
        venueServer.account.keyMayWithdraw = isPermitted("withdraw");
        venueServer.hasControl = !hasNoControl;
        if (hasNoControl && venueServer.freezeAlone)
            return usage("--no-control: nobody could start the time that --alone freeze stops; leave one out");
        if (const auto from = setFrom(venueFrom, venueServer.simulation.from); !from)
            return usage(from.error().message);
        return venueServer;
    }
    if (app.got_subcommand(drillCommand)) {
        if (!drillFor.empty()) {
            const auto length = parseDuration(drillFor);
            if (!length)
                return usage("--for: " + length.error().message);
            drill.wall = *length;
        }
        const bool isCrash = drill.crash || drill.crashList || !drill.crashAt.empty();
        if (isCrash && drill.isOverWire)
            return usage("--over-wire: a program that is killed trades over the wire always; leave it out");
        if ((drill.crashList || !drill.crashAt.empty()) && (drill.runs || drill.wall))
            return usage("--runs and --for say nothing to --crash-list and --crash-at: they are about one run");
        return drill;
    }
    if (app.got_subcommand(drillSessionCommand)) {
        const auto remote = parseVenue(drillVenue);
        if (!remote)
            return usage(remote.error().message);
        drillSession.session.remote = *remote;
        const auto length = parseDuration(drillLength);
        if (!length)
            return usage("--length: " + length.error().message);
        drillSession.length = *length;
        return drillSession;
    }
    if (app.got_subcommand(benchCommand))
        return bench;
    const auto remote = parseVenue(windowVenue);
    if (!remote)
        return usage(remote.error().message);
    window.session.remote = *remote;
    if (window.session.remote)
        if (const auto fits = checkFitsRemote(app, windowVenue); !fits)
            return usage(fits.error().message);
    const auto speed = parseSpeed(windowSpeed);
    if (!speed)
        return usage(speed.error().message);
    if (!*speed)
        return usage("--speed: the window needs a factor; max is for trade --headless");
    window.speed = **speed;
    if (!measureMemory.empty()) {
        const auto length = parseDuration(measureMemory);
        if (!length)
            return usage("--measure-memory: " + length.error().message);
        window.measureMemory = *length;
    }
    if (!chartAt.empty()) {
        const auto time = parseTimestamp(chartAt);
        if (!time)
            return usage("--at: " + time.error().message);
        window.chartAt = *time;
    }
    if (const auto from = setFrom(windowFrom, window.session.simulation.from); !from)
        return usage(from.error().message);
    return window;
}

} // namespace breakline
