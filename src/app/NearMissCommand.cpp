// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/NearMissCommand.h"

#include "app/ExitCode.h"
#include "app/SessionSetup.h"
#include "report/NearMissCount.h"
#include "report/NearMissText.h"

#include <fmt/format.h>

#include <QElapsedTimer>

#include <optional>

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
    const auto count = countNearMisses(*session->decisions);
    if (!count)
        return complain(count.error().message, kExitRuntime);
    std::optional<Expected<NearMissEnds>> ends;
    if (!options.noEnds) {
        QElapsedTimer timer;
        timer.start();
        const auto settings = settingsOf(session->meta);
        ends = settings ? readEnds(session->folder, count->report, count->evaluations, *settings)
                        : Expected<NearMissEnds>(std::unexpected(settings.error()));
        fmt::print(stderr, "how they had ended took {:.1f} s\n", static_cast<double>(timer.elapsed()) / 1e3);
    }
    const auto* known = ends ? &*ends : nullptr;
    fmt::print("{}",
               options.json ? nearMissJson(session->meta.id, count->report, known) + '\n'
                            : nearMissText(count->report, known));
    return kExitOk;
}

} // namespace breakline
