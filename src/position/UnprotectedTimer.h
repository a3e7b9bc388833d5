// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "core/Units.h"

#include <cstdint>
#include <optional>

namespace breakline {

/// Unprotected time of one position: from the venue's time of a fill that
/// increases |position| to the venue's first event that shows a live stop of
/// the right side over the whole |position|, in venue ms. Fed with venue times
/// in their order per stream; an event that shows the cover before the fill is
/// heard of counts as cover at the fill's time. A stop that is lost later begins
/// no span, here as on the simulated venue: StopWatchdog bounds that time.
class UnprotectedTimer {
public:
    /// `size`: |position| after the fill.
    void increased(Quantity size, Timestamp venueTime);
    /// A reduction; what is left may be covered by it.
    void reduced(Quantity size, Timestamp venueTime);
    /// A live stop of the right side stands over `covered`.
    void stopShown(Quantity covered, Timestamp venueTime);

    bool isOpen() const { return m_since.has_value(); }
    /// Sum and longest of the spans that ended.
    Duration total() const { return m_total; }
    Duration longest() const { return m_longest; }
    /// Sum up to `now`, the open span included.
    Duration totalAt(Timestamp now) const;

private:
    void closeAt(Timestamp venueTime);

    Quantity m_size;
    Quantity m_covered;
    std::optional<Timestamp> m_since;
    std::optional<Timestamp> m_coverTime;
    Duration m_total;
    Duration m_longest;
};

} // namespace breakline
