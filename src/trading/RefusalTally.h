// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/ScanningManager.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace breakline {

/// What refused a symbol at the closes of five minutes, from the scan's filters to
/// the entry, and how often: for the report of a run. Decides nothing.
class RefusalTally {
public:
    struct Line {
        std::string reason;
        std::uint64_t count = 0;
        std::uint64_t alone = 0; ///< nothing else that is known refused

        friend bool operator==(const Line&, const Line&) = default;
    };

    /// Counts each filter that refused. Without data those of book and tape count
    /// only where all others let pass: nobody else's book is asked for.
    void addClose(const ScanOutcome& outcome);
    /// What became of a candidate or a signal. Of "risk:open_risk 5 against 4" the
    /// first word is counted, with " no data" where the text ends so. It stands alone:
    /// whatever comes before it was passed.
    void add(std::string_view reason);

    /// Symbols that were looked at, over all closes.
    std::uint64_t evaluated() const { return m_evaluated; }
    /// Those that passed the filters and were among the best.
    std::uint64_t candidates() const { return m_candidates; }
    /// "filter:atr_range", "filter:min_oi no data", "signal:momentum:price_breakout",
    /// "risk:concurrent" ...: the most frequent first, then by text.
    std::vector<Line> lines() const;

private:
    struct Count {
        std::uint64_t all = 0;
        std::uint64_t alone = 0;
    };
    struct FilterCounts {
        Count failed, withoutData;
    };

    std::uint64_t m_evaluated = 0;
    std::uint64_t m_candidates = 0;
    std::array<FilterCounts, kFilterCount> m_filters {};
    std::map<std::string, std::uint64_t, std::less<>> m_others;
};

} // namespace breakline
