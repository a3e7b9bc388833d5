// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/NearMissCommand.h"

#include "app/ExitCode.h"
#include "app/SessionSetup.h"
#include "report/NearMissText.h"
#include "report/RecordedDecisions.h"

#include <fmt/format.h>

#include <QElapsedTimer>

#include <optional>
#include <vector>

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
    std::vector<EvaluatedClose> evaluations;
    if (const auto read = session->decisions->each([&](const RecordedDecision& decision) {
            tally.add(decision.gates);
            evaluations.push_back({decision.row.symbol, decision.row.time});
        });
        !read)
        return complain(read.error().message, kExitRuntime);
    const NearMissReport report = tally.report();
    std::optional<Expected<NearMissEnds>> ends;
    if (!options.noEnds) {
        QElapsedTimer timer;
        timer.start();
        const auto settings = settingsOf(session->meta);
        ends = settings ? readEnds(session->folder, report, evaluations, *settings)
                        : Expected<NearMissEnds>(std::unexpected(settings.error()));
        fmt::print(stderr, "how they had ended took {:.1f} s\n", static_cast<double>(timer.elapsed()) / 1e3);
    }
    const auto* known = ends ? &*ends : nullptr;
    fmt::print("{}",
               options.json ? nearMissJson(session->meta.id, report, known) + '\n'
                            : nearMissText(report, known));
    return kExitOk;
}

} // namespace breakline
