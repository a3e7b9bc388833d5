// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ExplainCommand.h"

#include "app/ExitCode.h"
#include "report/ExplainText.h"

#include <fmt/format.h>

namespace breakline {

int runExplain(const ExplainOptions& options)
{
    const auto complain = [](const std::string& what, int code) {
        fmt::print(stderr, "breakline: {}\n", what);
        return code;
    };
    const std::string symbol = normaliseSymbol(options.symbol);
    const auto session = openExplained(options.session);
    if (!session)
        return complain(session.error().message, kExitUsage);
    const auto decision = session->decisions->newest(symbol, options.at);
    if (!decision)
        return complain(decision.error().message, kExitRuntime);
    if (!*decision)
        return complain(
            fmt::format("{} was not evaluated at or before {}: no close of its universe in this session "
                        "by then, or the session is of a version that kept none; "
                        "`breakline export {} --to "
                        "DIR` lists what was, in decisions.csv",
                        symbol, toIso8601(options.at), options.session),
            kExitUsage);
    fmt::print("{}",
               options.json ? explainJson(session->meta.id, **decision) + '\n' : explainText(**decision));
    return kExitOk;
}

} // namespace breakline
