// SPDX-License-Identifier: GPL-3.0-or-later
#include "risk/RiskMonitor.h"

#include "core/Invariant.h"

#include <algorithm>
#include <charconv>

namespace breakline {

namespace {

constexpr double kCountedLossR = -0.1; // a trade within +-0.1 R says nothing
constexpr double kCountedGainR = 0.1;
constexpr double kHalveFromDailyShare = 0.8;
constexpr double kHalveFromDrawdownShare = 0.5;
constexpr double kWarnFromDrawdownShare = 0.6;
constexpr int kExtremeDayFactor = 3;

// The decimal a person wrote: 0.08, not its binary neighbour.
Decimal asWritten(double fraction)
{
    char text[32];
    const auto [end, error] = std::to_chars(text, text + sizeof text, fraction);
    const auto parsed = error == std::errc{} ? Decimal::parse({text, end}) : fail(ErrorCode::InvalidArgument, "");
    if (!parsed)
        failInvariant("a risk limit is not a number");
    return *parsed;
}

std::optional<double> lossShare(const std::optional<Decimal>& from, const std::optional<Decimal>& equity)
{
    if (!from || !equity || *from <= Decimal{})
        return std::nullopt;
    return std::max(0.0, (*from - *equity).toDouble() / from->toDouble());
}

} // namespace

std::string_view toText(RiskGate gate)
{
    switch (gate) {
    case RiskGate::DayBaseline: return "risk:day_baseline";
    case RiskGate::DailyLimit: return "risk:daily_limit";
    case RiskGate::DailyLatch: return "risk:daily_latch";
    case RiskGate::Drawdown: return "risk:drawdown";
    case RiskGate::ExtremeDay: return "risk:extreme_day";
    case RiskGate::LossLatch: return "risk:loss_latch";
    case RiskGate::KillLatch: return "risk:kill_latch";
    }
    failInvariant("risk gate without a name");
}

std::string_view toText(KillCause cause)
{
    switch (cause) {
    case KillCause::None: return "none";
    case KillCause::Drawdown: return "drawdown";
    case KillCause::ExtremeDay: return "extreme_day";
    case KillCause::Command: return "command";
    }
    failInvariant("kill cause without a name");
}

std::string_view toText(RiskStatus status)
{
    switch (status) {
    case RiskStatus::Safe: return "SAFE";
    case RiskStatus::RiskLimitBreach: return "RISK_LIMIT_BREACH";
    case RiskStatus::PositionLimitBreach: return "POSITION_LIMIT_BREACH";
    case RiskStatus::KillSwitch: return "KILL_SWITCH";
    }
    failInvariant("risk status without a name");
}

bool RiskVerdict::anyClosed() const
{
    return std::ranges::any_of(gates, &GateFinding::closed);
}

RiskMonitor::RiskMonitor(const RiskParameters& parameters, RiskState state)
    : m_state(std::move(state)), m_day(m_state.day)
{
    if (m_state.day.day)
        m_now = *m_state.day.day;
    applyParameters(parameters);
}

void RiskMonitor::applyParameters(const RiskParameters& parameters)
{
    const Decimal one = Decimal::fromUnits(1);
    const Decimal daily = asWritten(parameters.dailyRiskLimit);
    m_parameters = parameters;
    m_keptDaily = one - daily;
    m_keptExtremeDay = one - daily * kExtremeDayFactor;
    m_keptDrawdown = one - asWritten(parameters.killSwitchLossLimit);
    renewFloors();
}

void RiskMonitor::renewFloors()
{
    const RiskDayState& day = m_day.state();
    m_state.day = day;
    m_floors = {};
    if (day.dayStartEquity) {
        m_floors.daily = *day.dayStartEquity * m_keptDaily;
        m_floors.extremeDay = *day.dayStartEquity * m_keptExtremeDay;
    }
    if (day.highWater)
        m_floors.drawdown = *day.highWater * m_keptDrawdown;
}

void RiskMonitor::rollOver(Timestamp now, RiskVerdict& events)
{
    m_now = std::max(m_now, now);
    if (m_day.rollOverTo(m_now)) {
        m_state.extremeDayDisarmed = false;
        m_dailySince.reset();
        m_extremeDaySince.reset();
        events.stateChanged = true;
        renewFloors();
    }
    if (const auto ends = dailyLatchEnds(); ends && m_now >= *ends) {
        m_state.dailyLatchedAt.reset();
        events.stateChanged = true;
    }
    if (m_state.lossLatchedAt && startOfUtcDay(m_now) > startOfUtcDay(*m_state.lossLatchedAt)) {
        m_state.lossLatchedAt.reset();
        events.stateChanged = true;
    }
}

bool RiskMonitor::confirm(bool beyond, std::optional<Timestamp>& since, Timestamp asOf, Reading reading) const
{
    if (!beyond) {
        since.reset();
        return false;
    }
    if (!since) {
        since = asOf;
        return false;
    }
    return reading == Reading::Rest || asOf - *since >= m_parameters.confirmationDelay;
}

void RiskMonitor::latchKill(KillCause cause, std::optional<double> value, Timestamp now, RiskVerdict& events)
{
    m_state.killLatchedAt = now;
    m_state.killCause = cause;
    m_state.killValue = value;
    m_drawdownSince.reset();
    m_extremeDaySince.reset();
    events.killConfirmed = true;
    events.stateChanged = true;
}

std::optional<double> RiskMonitor::killThreshold(KillCause cause) const
{
    switch (cause) {
    case KillCause::Drawdown: return m_parameters.killSwitchLossLimit;
    case KillCause::ExtremeDay: return kExtremeDayFactor * m_parameters.dailyRiskLimit;
    case KillCause::None:
    case KillCause::Command: break;
    }
    return std::nullopt;
}

RiskVerdict RiskMonitor::observe(const Decimal& equity, Timestamp asOf, Reading reading)
{
    RiskVerdict events;
    if (asOf < m_now)
        return finish(events);
    rollOver(asOf, events);
    m_equity = equity;
    const RiskDay::Change change = m_day.observe(equity, asOf);
    events.stateChanged = events.stateChanged || change.baseline;
    events.highWaterChanged = change.highWater;
    if (change.baseline || change.highWater)
        renewFloors();

    if (!m_state.dailyLatchedAt && confirm(equity <= *m_floors.daily, m_dailySince, asOf, reading)) {
        m_state.dailyLatchedAt = asOf;
        m_dailySince.reset();
        events.dailyLatchConfirmed = true;
        events.stateChanged = true;
    }
    if (!m_state.killLatchedAt) {
        const bool drawdown = confirm(equity <= *m_floors.drawdown, m_drawdownSince, asOf, reading);
        const bool extremeDay = confirm(!m_state.extremeDayDisarmed && equity <= *m_floors.extremeDay,
                                        m_extremeDaySince, asOf, reading);
        if (drawdown || extremeDay)
            latchKill(drawdown ? KillCause::Drawdown : KillCause::ExtremeDay,
                      drawdown ? this->drawdown() : dailyLoss(), asOf, events);
    }
    return finish(events);
}

RiskVerdict RiskMonitor::advanceTo(Timestamp now)
{
    RiskVerdict events;
    rollOver(now, events);
    return finish(events);
}

RiskVerdict RiskMonitor::tradeClosed(double netR, Timestamp now)
{
    RiskVerdict events;
    rollOver(now, events);
    if (netR <= kCountedLossR) {
        events.stateChanged = true;
        if (++m_state.consecutiveLosses >= m_parameters.maxConsecutiveLosses) {
            m_state.consecutiveLosses = 0;
            m_state.lossLatchedAt = m_now;
            events.lossLatchConfirmed = true;
        }
    } else if (netR >= kCountedGainR && m_state.consecutiveLosses != 0) {
        m_state.consecutiveLosses = 0;
        events.stateChanged = true;
    }
    return finish(events);
}

RiskVerdict RiskMonitor::applyTransfer(const Decimal& amount, Timestamp now)
{
    RiskVerdict events;
    rollOver(now, events);
    m_day.applyTransfer(amount);
    renewFloors();
    // Readings from before the transfer no longer stand against these floors.
    m_dailySince.reset();
    m_extremeDaySince.reset();
    m_drawdownSince.reset();
    if (m_equity)
        *m_equity += amount;
    events.stateChanged = true;
    return finish(events);
}

RiskVerdict RiskMonitor::killByCommand(Timestamp now)
{
    RiskVerdict events;
    rollOver(now, events);
    if (!m_state.killLatchedAt)
        latchKill(KillCause::Command, std::nullopt, m_now, events);
    return finish(events);
}

RiskVerdict RiskMonitor::rearm(const Decimal& equity, Timestamp now)
{
    RiskVerdict events;
    rollOver(now, events);
    if (!m_state.killLatchedAt)
        return finish(events);
    m_state.killLatchedAt.reset();
    m_state.killCause = KillCause::None;
    m_state.killValue.reset();
    m_state.consecutiveLosses = 0;
    m_state.extremeDayDisarmed = true;
    m_equity = equity;
    m_day.setHighWater(equity);
    renewFloors();
    events.stateChanged = true;
    events.highWaterChanged = true;
    return finish(events);
}

RiskVerdict RiskMonitor::releaseLossLatch(Timestamp now)
{
    RiskVerdict events;
    rollOver(now, events);
    if (m_state.lossLatchedAt) {
        m_state.lossLatchedAt.reset();
        m_state.consecutiveLosses = 0;
        events.stateChanged = true;
    }
    return finish(events);
}

RiskVerdict RiskMonitor::setParameters(const RiskParameters& parameters, Timestamp now)
{
    RiskVerdict events;
    rollOver(now, events);
    applyParameters(parameters);
    return finish(events);
}

RiskVerdict RiskMonitor::verdict() const
{
    return finish({});
}

void RiskMonitor::close(RiskVerdict& verdict, RiskGate gate, std::optional<double> value,
                        std::optional<double> threshold) const
{
    verdict.gates[static_cast<std::size_t>(gate)] = {true, value, threshold};
}

RiskVerdict RiskMonitor::finish(RiskVerdict events) const
{
    const RiskDayState& day = m_state.day;
    if (!m_equity || !day.dayStartEquity || *day.dayStartEquity <= Decimal{} || *day.highWater <= Decimal{})
        close(events, RiskGate::DayBaseline, std::nullopt, std::nullopt);
    if (m_dailySince)
        close(events, RiskGate::DailyLimit, dailyLoss(), m_parameters.dailyRiskLimit);
    if (m_state.dailyLatchedAt)
        close(events, RiskGate::DailyLatch, dailyLoss(), m_parameters.dailyRiskLimit);
    if (m_drawdownSince)
        close(events, RiskGate::Drawdown, drawdown(), m_parameters.killSwitchLossLimit);
    if (m_extremeDaySince)
        close(events, RiskGate::ExtremeDay, dailyLoss(), killThreshold(KillCause::ExtremeDay));
    if (m_state.lossLatchedAt)
        close(events, RiskGate::LossLatch, std::nullopt, m_parameters.maxConsecutiveLosses);
    if (m_state.killLatchedAt)
        close(events, RiskGate::KillLatch, m_state.killValue, killThreshold(m_state.killCause));
    events.killCause = m_state.killCause;
    return events;
}

std::optional<Timestamp> RiskMonitor::dailyLatchEnds() const
{
    if (!m_state.dailyLatchedAt)
        return std::nullopt;
    return std::max(startOfUtcDay(*m_state.dailyLatchedAt) + Duration::days(1),
                    *m_state.dailyLatchedAt + m_parameters.dailyLatchMinimum);
}

std::optional<double> RiskMonitor::dailyLoss() const
{
    return lossShare(m_state.day.dayStartEquity, m_equity);
}

std::optional<double> RiskMonitor::drawdown() const
{
    return lossShare(m_state.day.highWater, m_equity);
}

bool RiskMonitor::reducesRisk() const
{
    return dailyLoss().value_or(0.0) > kHalveFromDailyShare * m_parameters.dailyRiskLimit
        || drawdown().value_or(0.0) > kHalveFromDrawdownShare * m_parameters.killSwitchLossLimit;
}

bool RiskMonitor::warnsOfDrawdown() const
{
    return drawdown().value_or(0.0) > kWarnFromDrawdownShare * m_parameters.killSwitchLossLimit;
}

} // namespace breakline
