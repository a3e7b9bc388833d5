// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace breakline {

/// What no fault may break.
enum class DrillInvariant : std::uint8_t {
    StopCoversPosition, ///< no position is without its stop for longer than its bound
    OrderFateKnown, ///< at the end each order here is what the venue says it is
    NoDoubleOrder, ///< nothing was executed twice over
    NoLostOrder, ///< the venue knows of no order or fill of ours that is not written down here
    LedgerEqual, ///< our money is the venue's
    NoEntryWhileGateDown,
    StopOnlyInFavour,
    JournalBeforeSend, ///< an entry leaves after its intent is durable, anything else after it is written
    FlatAfterFlatten
};
inline constexpr std::size_t kDrillInvariantCount = 9;

/// "stop_covers_position" ...
std::string_view toText(DrillInvariant invariant);

/// How often an invariant was looked at, and what was found.
struct InvariantFinding {
    std::uint64_t checked = 0;
    std::uint64_t broken = 0;
    std::string first {}; ///< what broke it first, for a person

    friend bool operator==(const InvariantFinding&, const InvariantFinding&) = default;
};

class DrillFindings {
public:
    /// Counts a look; `what` says what is wrong where `holds` is false.
    template<class What>
    void check(DrillInvariant invariant, bool holds, What&& what)
    {
        InvariantFinding& finding = m_findings[static_cast<std::size_t>(invariant)];
        ++finding.checked;
        if (holds)
            return;
        if (finding.broken++ == 0)
            finding.first = what();
    }

    const InvariantFinding& of(DrillInvariant invariant) const
    {
        return m_findings[static_cast<std::size_t>(invariant)];
    }
    bool isBroken(DrillInvariant invariant) const { return of(invariant).broken > 0; }
    bool isAnyBroken() const;
    void add(const DrillFindings& other);

    friend bool operator==(const DrillFindings&, const DrillFindings&) = default;

private:
    std::array<InvariantFinding, kDrillInvariantCount> m_findings {};
};

} // namespace breakline
