// SPDX-License-Identifier: GPL-3.0-or-later
#include "drill/FaultShrinker.h"

#include <algorithm>
#include <cstddef>

namespace breakline {

ShrunkScript shrink(const FaultScript& script, const std::function<bool(const FaultScript&)>& breaks,
                    int mostRuns, const std::function<bool()>& isOver)
{
    ShrunkScript result {script, 0};
    std::size_t chunk = std::max<std::size_t>(1, script.faults.size() / 2);
    while (!result.script.faults.empty()) {
        bool isSmaller = false;
        for (std::size_t at = 0; at < result.script.faults.size();) {
            if (result.runs >= mostRuns || isOver())
                return result;
            FaultScript without = result.script;
            const auto first = without.faults.begin() + static_cast<std::ptrdiff_t>(at);
            const std::size_t count = std::min(chunk, without.faults.size() - at);
            without.faults.erase(first, first + static_cast<std::ptrdiff_t>(count));
            ++result.runs;
            if (breaks(without)) {
                result.script = std::move(without);
                isSmaller = true;
            } else {
                at += count;
            }
        }
        if (chunk == 1 && !isSmaller)
            break;
        chunk = std::max<std::size_t>(1, chunk / 2);
    }
    return result;
}

} // namespace breakline
