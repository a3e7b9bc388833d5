// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "position/StopPolicy.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace breakline {

enum class StopOrderState : std::uint8_t {
    Absent, ///< the venue shows none, or none yet
    Live,   ///< untriggered
    Triggered,
    Failed  ///< triggered, then cancelled, rejected or only partly filled at its end
};

/// What is known of a position and its stop at one event. No clock: `now` is
/// that of the event.
struct StopView {
    Direction direction = Direction::Long;
    Quantity position; ///< magnitude; 0: flat, nothing to do
    Price wanted;      ///< the stop in force: the most protective that the venue has confirmed, else the entry's
    StopOrderState state = StopOrderState::Absent;
    std::optional<Price> shown; ///< where the venue shows it
    Quantity covered;           ///< magnitude that the live stop stands over
    std::optional<Price> trigger; ///< the price that its trigger watches: mark (or last)
    Timestamp priceTime;        ///< of that price
    bool changeInFlight = false;
};

enum class StopAction : std::uint8_t {
    None,
    Query,            ///< ask for the stop
    ChangeInPlace,    ///< set it on the position
    PlaceConditional, ///< a separate order beside it
    Ask,              ///< another hand has loosened or removed it again: a person decides
    Exit,             ///< reduce-only market for the rest, reason unprotected
    ExitTriggered,    ///< the same where the stop triggered or its price was passed: reason stop
    Verify,           ///< no price for long: ask for the stop by query
    Alarm             ///< no price for very long: the policy decides (keep or flatten)
};
std::string_view toText(StopAction action);

/// Decides on every tick and account event whether a position is protected.
/// A worse stop is set back at once; an absent one is asked for after a sixth
/// of the time-out, set in place after a third, placed beside after two thirds,
/// and at the end the position is left. Each step is returned once a loss;
/// Exit and ExitTriggered are returned on every call until flat.
///
/// Where nobody asked for two seconds after due(), the program was away, and the steps
/// begin anew, once a loss: a stop is not missed because nobody looked.
///
/// A stop that was in place and is worse or gone was changed by another hand. That is
/// undone once. The second time it is asked about: a worse one is then left where it
/// is, while one that is gone is still made anew, as no position stands without.
class StopWatchdog {
public:
    explicit StopWatchdog(StopSettings settings = {}) : m_settings(settings) {}

    StopAction check(const StopView& view, Timestamp now);
    /// The latest time by which check() must be called again, where it has
    /// something to wait for; empty once it has said to leave.
    std::optional<Timestamp> due() const;
    /// Since when the stop is missing or worse.
    std::optional<Timestamp> lostSince() const { return m_lostSince; }
    /// It was asked about, and nobody has decided: for that a new watchdog is made.
    bool isAsking() const { return m_isAsking; }

private:
    std::optional<StopAction> nextStep(bool isWorse, const StopView& view, Timestamp now);

    StopSettings m_settings;
    std::optional<Timestamp> m_lostSince;
    std::optional<Timestamp> m_passedSince;
    std::optional<Timestamp> m_priceTime;
    std::uint8_t m_step = 0;
    bool m_setBack = false;
    bool m_wasInPlace = false; ///< since the entry
    bool m_isForeign = false; ///< the loss is another hand's, by what is known
    bool m_wasRestored = false; ///< after another hand's change
    bool m_isAsking = false;
    bool m_wasAway = false; ///< once a loss, so that a program that stalls leaves all the same
    bool m_leaving = false;
    bool m_verified = false;
    bool m_alarmed = false;
};

} // namespace breakline
