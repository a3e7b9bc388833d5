// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"
#include "core/Timestamp.h"

#include <optional>

namespace breakline {

/// What a day knows and a restart must find again.
struct RiskDayState {
    std::optional<Timestamp> day; ///< 00:00:00.000 UTC of the day in force; empty before the first input
    std::optional<Decimal> dayStartEquity; ///< first valid equity at or after `day`
    std::optional<Decimal> highWater;      ///< highest valid equity ever, moved by transfers and re-arm

    friend bool operator==(const RiskDayState&, const RiskDayState&) = default;
};

/// The day's baseline and the high-water mark. A day is a UTC date. Profit and
/// loss never move the baseline; transfers move both alike.
class RiskDay {
public:
    RiskDay() = default;
    explicit RiskDay(RiskDayState state) : m_state(std::move(state)) {}

    /// The timer input of midnight, or any later time: a new day drops the
    /// baseline. True where a day began.
    bool rollOverTo(Timestamp time);
    struct Change {
        bool baseline = false;
        bool highWater = false;
    };

    /// A valid equity as of `asOf`; one older than the day in force is ignored.
    Change observe(const Decimal& equity, Timestamp asOf);
    /// A deposit (positive) or withdrawal (negative).
    void applyTransfer(const Decimal& amount);
    void setHighWater(const Decimal& equity) { m_state.highWater = equity; }

    const RiskDayState& state() const { return m_state; }
    bool hasBaseline() const { return m_state.dayStartEquity.has_value(); }

private:
    RiskDayState m_state;
};

/// 00:00 UTC of the day that holds `time`.
constexpr Timestamp startOfUtcDay(Timestamp time)
{
    return time.floorTo(Duration::days(1));
}

} // namespace breakline
