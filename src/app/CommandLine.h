// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/AnalysisOptions.h"
#include "app/SessionSetup.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace breakline {

struct WindowOptions {
    SessionOptions session;
    double speed = 60.0; ///< of the embedded exchange
    std::string symbol {}; ///< of the chart; empty: the session's own choice
    /// The chart goes back to this close once the session has come there.
    std::optional<Timestamp> chartAt;
    bool measureFirstFrame = false; ///< print the milliseconds to the first frame and leave
    /// Start a session, print the resident MiB every minute for so long, and leave.
    std::optional<Duration> measureMemory;
};

struct TradeOptions {
    SessionOptions session;
    std::optional<double> speed = 60.0; ///< empty: as fast as it goes
    std::optional<Duration> duration;
    bool untilEnd = false;
    bool leaveOnStop = false;
    bool json = false;
};

struct ReplayOptions {
    std::string session;
    bool json = false;
};

struct ExportOptions {
    std::string session;
    std::string to;
};

struct ExplainOptions {
    std::string session;
    std::string symbol;
    Timestamp at;
    bool json = false;
};

struct NearMissOptions {
    std::string session;
    bool json = false;
    bool noEnds = false; ///< how the admitted had ended is not asked
};

struct TraceOptions {
    std::string session;
    std::string symbol; ///< empty: all
    std::optional<Timestamp> from; ///< closes, both inclusive
    std::optional<Timestamp> to;
};

struct AuditOptions {
    std::string data; ///< folder of candle files, or one of them
    std::string symbol; ///< empty: all
    std::optional<Timestamp> at; ///< empty: the newest close of the data
    Duration window = Duration::hours(48);
    bool json = false;
};

struct StoryOptions {
    std::string session;
    std::string to; ///< empty: story.html in the session's folder
    bool json = false;
};

struct SessionsOptions {
    bool json = false;
};

enum class PresetsAction : std::uint8_t { List, Show, Validate, Import, Diff };

struct PresetsOptions {
    PresetsAction action = PresetsAction::List;
    std::vector<std::string> names {}; ///< ids or files, as many as the action takes
    std::string as {}; ///< the id under which one is imported; empty: its own
    bool json = false;
};

struct DecodeOptions {
    std::string file = "-"; ///< "-": the standard input
};

struct VenueOptions {
    SimulationOptions simulation;
    std::optional<double> speed = 60.0; ///< empty: no brake
    bool freezeAlone = false; ///< time stands while no program holds it
    bool hasControl = true; ///< a program may hold the time
    std::uint16_t port = 0; ///< 0: any free one
    std::string faults {}; ///< a file, or a seed; empty: none
    std::optional<std::int64_t> roundTripMs {}; ///< of every private request; empty: the venue's usual
    AccountRules account {};
};

struct DrillOptions {
    std::string preset = "breakout_v1_demo";
    std::optional<std::uint64_t> seed; ///< empty: a new one
    std::optional<std::string> faults; ///< file of a script; empty: random ones
    std::optional<std::uint64_t> runs;
    std::optional<Duration> wall; ///< wall time after which no run begins
    bool isOverWire = false; ///< every run
    bool crash = false; ///< a series of kills
    bool crashList = false; ///< only the points at which a run can be killed
    std::vector<std::string> crashAt; ///< NAME#k: where each life of one run is killed
    bool json = false;
};

/// The program that a drill kills: a session on the venue of another process.
/// Nothing for a person.
struct DrillSessionOptions {
    SessionOptions session;
    Duration length;
    std::string crashAt {}; ///< empty: nowhere
};

struct BenchOptions {
    std::vector<std::string> names;
};

/// What was asked for and is done already (help, version) or wrong.
struct ParsedExit {
    int code = 0;
    std::string output;
    std::string error;
};

using ParsedCommand =
    std::variant<WindowOptions, TradeOptions, ReplayOptions, ExportOptions, ExplainOptions, NearMissOptions,
                 TraceOptions, AuditOptions, StoryOptions, SessionsOptions, PresetsOptions, DecodeOptions,
                 LevelsOptions, IndicatorsOptions, ScanOptions, SignalsOptions, VenueOptions, DrillOptions,
                 DrillSessionOptions, BenchOptions, ParsedExit>;

ParsedCommand parseCommandLine(int argc, const char* const* argv);

} // namespace breakline
