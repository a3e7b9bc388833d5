// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/AnalysisRun.h"

#include "app/ExitCode.h"
#include "app/Presets.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace breakline {

namespace {

constexpr std::size_t kOutputBlock = 1 << 16;

bool writeOut(std::string& text)
{
    const bool isWritten =
        std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    text.clear();
    return isWritten;
}

int complain(const Error& error)
{
    fmt::print(stderr, "breakline: {}\n", error.message);
    return kExitUsage;
}

} // namespace

int runAnalysis(const AnalysisOptions& options, const std::string& heading, const WriteBar& writeBar)
{
    std::vector<std::string> messages;
    const auto preset = findPreset(options.preset, messages);
    if (!preset)
        return complain(preset.error());
    const auto recorded = readRecordedBars(options.data);
    if (!recorded)
        return complain(recorded.error());
    const auto asked = barsAsked(*recorded, options);
    if (!asked)
        return complain(asked.error());
    messages.insert(messages.end(), recorded->messages.begin(), recorded->messages.end());
    for (const std::string& message : messages)
        fmt::print(stderr, "breakline: {}\n", message);
    if (asked->empty())
        fmt::print(stderr, "breakline: {} has no bar that closed then\n", options.data);

    std::string text = options.json ? std::string() : heading;
    bool isWritable = true;
    for (const AskedBar& bar : *asked) {
        writeBar(*recorded, *preset, bar, text);
        if (text.size() >= kOutputBlock)
            isWritable = writeOut(text);
        if (!isWritable)
            break;
    }
    if (isWritable && writeOut(text))
        return kExitOk;
    fmt::print(stderr, "breakline: the output cannot be written: {}\n", std::strerror(errno));
    return kExitRuntime;
}

std::string jsonNumber(std::optional<double> value)
{
    return value ? fmt::format("{}", *value) : std::string("null");
}

} // namespace breakline
