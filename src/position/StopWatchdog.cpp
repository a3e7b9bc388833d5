// SPDX-License-Identifier: GPL-3.0-or-later
#include "position/StopWatchdog.h"

#include <algorithm>

namespace breakline {

namespace {

// Query, change, separate order: after 1/6, 2/6 and 4/6 of the time-out.
constexpr std::int64_t kStepSixths[] = {1, 2, 4};
constexpr StopAction kSteps[] = {StopAction::Query, StopAction::ChangeInPlace, StopAction::PlaceConditional};
constexpr std::uint8_t kStepCount = 3;
/// So long after due() nobody was there to ask.
constexpr Duration kAway = Duration::seconds(2);

Duration stepAfter(const StopSettings& settings, std::uint8_t step)
{
    return Duration {settings.confirmTimeout.ms * kStepSixths[step] / 6};
}

} // namespace

std::string_view toText(StopAction action)
{
    switch (action) {
    case StopAction::None: return "none";
    case StopAction::Query: return "query";
    case StopAction::ChangeInPlace: return "change_in_place";
    case StopAction::PlaceConditional: return "place_conditional";
    case StopAction::Ask: return "ask";
    case StopAction::Exit: return "exit";
    case StopAction::ExitTriggered: return "exit_triggered";
    case StopAction::Verify: return "verify";
    case StopAction::Alarm: return "alarm";
    }
    return {};
}

StopAction StopWatchdog::check(const StopView& view, Timestamp now)
{
    if (view.position.isZero()) {
        *this = StopWatchdog(m_settings);
        return StopAction::None;
    }
    if (view.state == StopOrderState::Failed) {
        m_leaving = true;
        return StopAction::ExitTriggered;
    }

    // What was seen before is of then: the questions come first.
    if (const auto missed = due(); !m_wasAway && missed && now - *missed >= kAway) {
        m_wasAway = m_passedSince || m_lostSince;
        if (m_passedSince)
            m_passedSince = now;
        if (m_lostSince)
            m_lostSince = now;
        m_step = 0;
        m_setBack = false;
    }
    // Passed counts from the first time, also where the price has come back: a
    // stop whose price was passed has to have closed the position.
    const bool passed = view.state == StopOrderState::Triggered
        || (view.state == StopOrderState::Live && view.shown && view.trigger
            && stopReached(view.direction, *view.shown, *view.trigger));
    if (passed && !m_passedSince)
        m_passedSince = now;
    if (m_passedSince && now - *m_passedSince >= m_settings.triggerGrace) {
        m_leaving = true;
        return StopAction::ExitTriggered;
    }

    const bool inPlace = view.state == StopOrderState::Live && view.shown;
    const bool worse = inPlace && moreProtective(view.direction, view.wanted, *view.shown);
    const bool covers = inPlace && view.covered >= view.position;
    if (view.state == StopOrderState::Triggered || (covers && (!worse || m_isAsking))) {
        const bool wasRepaired = m_lostSince && m_isForeign && (m_setBack || m_step > 1);
        m_wasRestored = m_wasRestored || (m_wasInPlace && wasRepaired);
        m_wasInPlace = true;
        m_lostSince.reset();
        m_wasAway = m_wasAway && m_passedSince;
        m_step = 0;
        m_setBack = false;
        m_leaving = false;
        m_isForeign = false;
    } else {
        if (!m_lostSince)
            m_lostSince = now;
        // One that stands over less than we believe to hold is nobody's doing: a fill
        // is on its way.
        m_isForeign = m_isForeign || worse || view.state == StopOrderState::Absent;
        if (const auto action = nextStep(worse, view, now))
            return *action;
    }

    if (!m_priceTime || view.priceTime > *m_priceTime) {
        m_priceTime = view.priceTime;
        m_verified = false;
        m_alarmed = false;
    }
    const Duration age = now - *m_priceTime;
    if (!m_alarmed && age >= m_settings.noPriceAlarm) {
        m_alarmed = true;
        m_verified = true;
        return StopAction::Alarm;
    }
    if (!m_verified && age >= m_settings.noPriceVerify) {
        m_verified = true;
        return StopAction::Verify;
    }
    return StopAction::None;
}

std::optional<StopAction> StopWatchdog::nextStep(bool isWorse, const StopView& view, Timestamp now)
{
    const Duration lost = now - *m_lostSince;
    if (lost >= m_settings.confirmTimeout) {
        m_leaving = true;
        return StopAction::Exit;
    }
    // What a late push shows is not another hand's yet: the question comes first.
    const bool isAsked = m_wasRestored && !m_isAsking && m_isForeign;
    if (isWorse && !isAsked && !m_setBack && !view.changeInFlight) {
        m_setBack = true;
        return StopAction::ChangeInPlace;
    }
    if (isAsked && m_step > 0 && lost >= stepAfter(m_settings, 1)) {
        m_isAsking = true;
        return StopAction::Ask;
    }
    while (m_step < kStepCount && lost >= stepAfter(m_settings, m_step)) {
        const StopAction action = kSteps[m_step++];
        // It was set back already; one change is enough.
        if (action == StopAction::ChangeInPlace && m_setBack)
            continue;
        return action;
    }
    return std::nullopt;
}

std::optional<Timestamp> StopWatchdog::due() const
{
    std::optional<Timestamp> next;
    if (m_leaving)
        return next;
    const auto consider = [&](Timestamp time) { next = next ? std::min(*next, time) : time; };
    if (m_lostSince)
        consider(*m_lostSince
                 + (m_step < kStepCount ? stepAfter(m_settings, m_step) : m_settings.confirmTimeout));
    if (m_passedSince)
        consider(*m_passedSince + m_settings.triggerGrace);
    if (m_priceTime && !m_verified)
        consider(*m_priceTime + m_settings.noPriceVerify);
    else if (m_priceTime && !m_alarmed)
        consider(*m_priceTime + m_settings.noPriceAlarm);
    return next;
}

} // namespace breakline
