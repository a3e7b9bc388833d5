// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/GateTrace.h"

#include <algorithm>
#include <string_view>

namespace breakline {

/// The gate that names a level, before what was asked of it.
inline bool isLevelTried(const Gate& gate)
{
    return gate.stage == GateStage::Level && gate.name == "level";
}

/// The ids of the levels that were tried, one a call. The text outlives it.
class LevelIds {
public:
    explicit LevelIds(std::string_view ids)
        : m_left(ids)
    {
    }

    /// Empty where a version before ids wrote the decision.
    std::string_view next()
    {
        const std::string_view id = m_left.substr(0, m_left.find(' '));
        m_left.remove_prefix(std::min(m_left.size(), id.size() + 1));
        return id;
    }

private:
    std::string_view m_left;
};

} // namespace breakline
