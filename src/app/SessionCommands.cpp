// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/SessionCommands.h"

#include "app/ExitCode.h"
#include "app/SessionSetup.h"
#include "backtest/ReplayVerifier.h"
#include "storage/CsvExport.h"
#include "storage/RecordingReader.h"
#include "storage/SessionFolder.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace breakline {

namespace {

int complain(const Error& error, int code)
{
    fmt::print(stderr, "breakline: {}\n", error.message);
    return code;
}

Expected<QString> folderOf(const std::string& session)
{
    return findSession(SessionFolder::defaultDataFolder(), QString::fromStdString(session));
}

std::string toJson(const SessionMeta& meta, const ReplayResult& result)
{
    nlohmann::ordered_json json;
    json["schema"] = "breakline.replay/1";
    json["session"] = meta.id;
    json["verdict"] = result.difference ? "differs" : "equal";
    json["inputs"] = result.inputs;
    json["outputs"] = result.outputs;
    json["scans"] = result.scans;
    json["digest"] = result.digest;
    json["difference"] = nullptr;
    if (result.difference)
        json["difference"] = {{"seq", result.difference->sequence},
                              {"time_ms", result.difference->time.ms},
                              {"input", result.difference->input},
                              {"recorded", result.difference->recorded},
                              {"replayed", result.difference->replayed}};
    return json.dump();
}

} // namespace

int runReplay(const ReplayOptions& options)
{
    const auto folder = folderOf(options.session);
    if (!folder)
        return complain(folder.error(), kExitUsage);
    const auto meta = SessionFolder::readMeta(*folder);
    if (!meta)
        return complain(meta.error(), kExitUsage);
    const auto settings = settingsOf(*meta);
    if (!settings)
        return complain(settings.error(), kExitUsage);
    auto reader = RecordingReader::open(SessionFolder::recordingFileOf(*folder));
    if (!reader)
        return complain(reader.error(), kExitUsage);
    const auto result = verifyReplay(*settings, **reader);
    if (!result)
        return complain(result.error(), kExitRuntime);
    if (options.json)
        fmt::print("{}\n", toJson(*meta, *result));
    if (!result->difference) {
        fmt::print(options.json ? stderr : stdout,
                   "equal: {} decisions and commands of {} inputs, digest {}\n", result->outputs,
                   result->inputs, result->digest);
        return kExitOk;
    }
    const ReplayDifference& difference = *result->difference;
    const auto shown = [](const std::string& line) { return line.empty() ? std::string("nothing") : line; };
    fmt::print(options.json ? stderr : stdout,
               "differs at input {} ({}, {})\n  recorded: {}\n  replayed: {}\n", difference.sequence,
               toIso8601(difference.time), difference.input, shown(difference.recorded),
               shown(difference.replayed));
    return kExitCheckFailed;
}

int runExport(const ExportOptions& options)
{
    const auto folder = folderOf(options.session);
    if (!folder)
        return complain(folder.error(), kExitUsage);
    if (const auto done = exportSession(*folder, QString::fromStdString(options.to)); !done)
        return complain(done.error(), kExitRuntime);
    return kExitOk;
}

int runSessions(const SessionsOptions& options)
{
    for (const SessionEntry& entry : listSessions(SessionFolder::defaultDataFolder())) {
        const std::string path = entry.path.toStdString();
        if (!entry.meta) {
            fmt::print(stderr, "{}: {}\n", path, entry.meta.error().message);
            continue;
        }
        const SessionMeta& meta = *entry.meta;
        if (options.json) {
            nlohmann::ordered_json json;
            json["session"] = meta.id;
            json["session_path"] = path;
            json["venue"] = meta.venue;
            json["preset"] = meta.presetId;
            json["preset_hash"] = meta.presetHash;
            json["data"] = meta.data;
            json["seed"] = meta.seed;
            if (meta.start)
                json["from_ms"] = meta.start->ms;
            else
                json["from_ms"] = nullptr;
            json["finished"] = meta.finished;
            fmt::print("{}\n", json.dump());
        } else {
            fmt::print("{}  {}  seed {}  {}  {}\n", meta.id, meta.presetId, meta.seed,
                       meta.finished ? "finished" : "unfinished", path);
        }
    }
    return kExitOk;
}

} // namespace breakline
