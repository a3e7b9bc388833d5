// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/NearMissCommand.h"

#include "app/ExitCode.h"
#include "report/NearMissText.h"
#include "report/RecordedDecisions.h"

#include <fmt/format.h>

namespace breakline {

int runNearMiss(const NearMissOptions& options)
{
    const auto complain = [](const std::string& what, int code) {
        fmt::print(stderr, "breakline: {}\n", what);
        return code;
    };
    const auto session = openExplained(options.session);
    if (!session)
        return complain(session.error().message, kExitUsage);
    NearMissTally tally;
    if (const auto read =
            session->decisions->each([&](const RecordedDecision& decision) { tally.add(decision.gates); });
        !read)
        return complain(read.error().message, kExitRuntime);
    const NearMissReport report = tally.report();
    fmt::print("{}", options.json ? nearMissJson(session->meta.id, report) + '\n' : nearMissText(report));
    return kExitOk;
}

} // namespace breakline
