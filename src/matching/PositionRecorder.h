// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "matching/MarginLedger.h"
#include "matching/UnprotectedMeter.h"
#include "matching/VenuePositionRecord.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace breakline {

/// Keeps the venue's record of every position from flat to flat. A fill that
/// turns a position around ends one record and opens the next; its fee is
/// shared by lots, the first share rounded up, so that the shares add up.
class PositionRecorder {
public:
    explicit PositionRecorder(std::size_t symbols) : m_open(symbols) {}

    /// `after` is the position once the fill has been booked.
    void onFill(SymbolId symbol, Timestamp time, const MarginLedger::FillEffect& effect, Quantity after,
                const Decimal& fee);
    void onFunding(SymbolId symbol, const Decimal& amount);
    /// A live stop covers the whole position.
    void onCovered(SymbolId symbol, Timestamp time);

    /// In order of opening; the unprotected time of an open one up to `now`.
    std::vector<VenuePositionRecord> records(Timestamp now) const;

private:
    struct Entry {
        VenuePositionRecord record;
        UnprotectedMeter meter;
    };
    std::vector<Entry> m_entries;
    std::vector<std::optional<std::size_t>> m_open; // by symbol
};

} // namespace breakline
