// SPDX-License-Identifier: GPL-3.0-or-later
#include "drill/DrillInvariant.h"

#include <algorithm>

namespace breakline {

std::string_view toText(DrillInvariant invariant)
{
    static constexpr std::array<std::string_view, kDrillInvariantCount> kNames {
        "stop_covers_position", "order_fate_known",    "no_double_order",
        "no_lost_order",        "ledger_equal",        "no_entry_while_gate_down",
        "stop_only_in_favour",  "journal_before_send", "flat_after_flatten"};
    return kNames[static_cast<std::size_t>(invariant)];
}

bool DrillFindings::isAnyBroken() const
{
    return std::ranges::any_of(m_findings,
                               [](const InvariantFinding& finding) { return finding.broken > 0; });
}

void DrillFindings::add(const DrillFindings& other)
{
    for (std::size_t i = 0; i < kDrillInvariantCount; ++i) {
        m_findings[i].checked += other.m_findings[i].checked;
        if (m_findings[i].broken == 0)
            m_findings[i].first = other.m_findings[i].first;
        m_findings[i].broken += other.m_findings[i].broken;
    }
}

} // namespace breakline
