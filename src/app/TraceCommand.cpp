// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/TraceCommand.h"

#include "app/ExitCode.h"
#include "report/TraceLines.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace breakline {

int runTrace(const TraceOptions& options)
{
    const auto complain = [](const std::string& what, int code) {
        fmt::print(stderr, "breakline: {}\n", what);
        return code;
    };
    const std::string symbol = normaliseSymbol(options.symbol);
    const auto session = openExplained(options.session);
    if (!session)
        return complain(session.error().message, kExitUsage);
    bool isWritable = true;
    const auto read = session->decisions->each([&](const RecordedDecision& decision) {
        const bool isAsked = (symbol.empty() || decision.row.symbol == symbol)
            && (!options.from || decision.row.time >= *options.from)
            && (!options.to || decision.row.time <= *options.to);
        if (!isAsked || !isWritable)
            return;
        const std::string lines = traceLines(decision);
        isWritable = std::fwrite(lines.data(), 1, lines.size(), stdout) == lines.size();
    });
    if (!read)
        return complain(read.error().message, kExitRuntime);
    if (!isWritable || std::fflush(stdout) != 0)
        return complain(fmt::format("the output cannot be written: {}", std::strerror(errno)), kExitRuntime);
    return kExitOk;
}

} // namespace breakline
