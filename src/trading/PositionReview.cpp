// SPDX-License-Identifier: GPL-3.0-or-later
// What a tick, a bar or an event calls for in an open position: PositionManager's one action.
#include "trading/PositionManager.h"

#include "market/Indicators.h"
#include "trading/PresetMapping.h"

#include <algorithm>
#include <vector>

namespace breakline {

namespace {
constexpr std::size_t kAverageBars = 9;
} // namespace

std::int64_t PositionManager::barsSinceEntry(const ManagedPosition& position) const
{
    const auto closed = m_services.board.candles(position.plan.symbol).lastCloseTime();
    if (!closed)
        return 0;
    const Duration held = *closed - position.ledger.opened()->floorTo(MarketBoard::kInterval);
    return std::max<std::int64_t>(0, held.ms / MarketBoard::kInterval.ms);
}

void PositionManager::onBars(SymbolId symbol)
{
    ManagedPosition* position = at(symbol);
    const auto bars = m_services.board.candles(symbol).all();
    // An answer may bring nothing new: a bar is judged once.
    if (position == nullptr || bars.empty() || position->judgedBar >= bars.back().openTime
        || bars.back().openTime + MarketBoard::kInterval <= *position->ledger.opened())
        return;
    position->judgedBar = bars.back().openTime;
    measureBars(*position);
    if (position->lifecycle.phase() == PositionPhase::EntryConfirmation
        && barsSinceEntry(*position) >= m_services.settings.preset.fsm.entryConfirmationBars)
        advance(*position, PositionTrigger::Confirmed);
    placeSmartly(*position, false);
    review(symbol, barRule(*position));
}

void PositionManager::measureBars(ManagedPosition& position)
{
    // All since the entry: some may have come late.
    const bool isLong = position.plan.direction == Direction::Long;
    const Timestamp first = position.ledger.opened()->floorTo(MarketBoard::kInterval);
    for (const Candle& bar : m_services.board.candles(position.plan.symbol).all()) {
        const double best = isLong ? bar.high : bar.low;
        if (bar.openTime >= first
            && (!position.bestOfBars || (isLong ? best > *position.bestOfBars : best < *position.bestOfBars)))
            position.bestOfBars = best;
    }
    measureIndicators(position);
}

void PositionManager::measureIndicators(ManagedPosition& position)
{
    const Preset& preset = m_services.settings.preset;
    const auto candles = m_services.board.candles(position.plan.symbol).window();
    position.chandelier.reset();
    if (preset.position.trailingEnabled && preset.position.stopMode == StopMode::Chandelier)
        if (const auto stops = lastChandelierStops(
                candles, static_cast<std::size_t>(std::max(preset.position.chandelierLookbackBars, 1)),
                preset.position.chandelierAtrMult, m_services.settings.analysis.atrMode))
            position.chandelier =
                position.plan.direction == Direction::Long ? stops->forLong : stops->forShort;
    position.average9.reset();
    if (addOnSettingsOf(preset).enabled && !candles.empty()) {
        std::vector<double> closes;
        for (const Candle& candle : candles)
            closes.push_back(candle.close);
        position.average9 = exponentialMovingAverage(closes, kAverageBars).back();
    }
}

std::optional<ExitSignal> PositionManager::barRule(const ManagedPosition& position) const
{
    const auto r = pnlR(position);
    if (!r || !position.risk)
        return std::nullopt;
    const auto candles = m_services.board.candles(position.plan.symbol).window();
    ExitRuleQuestion question;
    question.direction = position.plan.direction;
    question.candles = candles;
    question.bars = barsSinceEntry(position);
    question.entry = position.risk->entryAverage().toDouble();
    question.best = position.bestOfBars;
    question.before = position.activityBefore;
    question.level = position.plan.level;
    question.atr = lastAverageTrueRange(candles, 14, m_services.settings.analysis.atrMode);
    question.age = m_services.now() - *position.ledger.opened();
    question.pnlR = *r;
    return exitRule(question, exitRuleSettingsOf(m_services.settings.preset));
}

std::optional<ExitReason> PositionManager::exitWanted(const ManagedPosition& position,
                                                      const std::optional<ExitSignal>& rule) const
{
    const auto r = pnlR(position);
    if (!r)
        return std::nullopt;
    const Preset& preset = m_services.settings.preset;
    ExitQuestion question;
    question.age = m_services.now() - *position.ledger.opened();
    question.pnlR = *r;
    question.firstTargetFilled = position.ladder && position.ladder->firstTargetFilled();
    if (preset.position.panicExitOnActivityDrop && m_microstructure.activityDrop)
        question.dropFraction = m_microstructure.activityDrop(position.plan.symbol);
    question.rule = rule;
    return exitDue(question, timeExitSettingsOf(preset), panicSettingsOf(preset));
}

void PositionManager::review(SymbolId symbol, const std::optional<ExitSignal>& rule)
{
    ManagedPosition* position = at(symbol);
    if (position == nullptr || position->ledger.quantity().isZero())
        return;
    if (const auto mark = m_services.board.mark(symbol))
        position->trail.observe(*mark);
    // A change that is refused or lost is tried again, wherever the price has gone.
    if (const auto r = pnlR(*position))
        position->breakevenIsDue = position->breakevenIsDue
            || breakevenDue(*r, position->ladder && position->ladder->firstTargetFilled(),
                            breakevenSettingsOf(m_services.settings.preset));
    if (watchStop(*position))
        return;
    position = at(symbol);
    if (position == nullptr || position->entryWorking || !position->risk)
        return;
    // What is left at market already cannot be left faster.
    if (position->exiting && !position->exitRests)
        return;
    if (const auto reason = exitWanted(*position, rule)) {
        // A trade that another session began has no trace here.
        if (GateTrace* gates = !position->exiting && rule && rule->reason == *reason
                ? m_services.tracer.more(position->plan.traceId)
                : nullptr)
            append(*gates, *rule);
        exit(symbol, *reason);
        return;
    }
    if (position->exiting)
        return;
    noteStopStage(*position);
    if (placeTargets(*position) || moveStop(*position))
        return;
    askForAddOn(*position);
}

// The stages follow the venue's word: each holds once the stop shown is there.
void PositionManager::noteStopStage(ManagedPosition& position)
{
    if (!position.stopShown)
        return;
    const Direction direction = position.plan.direction;
    const std::string shown =
        m_services.board.instrument(position.plan.symbol).toDecimal(*position.stopShown).toString();
    if (const auto first = position.trail.firstMove(); first
        && position.lifecycle.stopStage() != StopStage::Trailing
        && !moreProtective(direction, *first, *position.stopShown)) {
        advance(position, PositionTrigger::TrailingStarted);
        m_services.decisions.decision("trailing", position.plan.traceId, shown);
    }
}

std::optional<Price> PositionManager::breakevenMove(const ManagedPosition& position, Price mark) const
{
    const BreakevenSettings settings = breakevenSettingsOf(m_services.settings.preset);
    // What was added has raised the price at which nothing is lost.
    const bool isRaised = position.lifecycle.stopStage() == StopStage::Breakeven && !position.added.isZero();
    if (!position.breakevenIsDue || (position.lifecycle.stopStage() != StopStage::Initial && !isRaised))
        return std::nullopt;
    const Instrument& instrument = m_services.board.instrument(position.plan.symbol);
    const double takerBps = feeRatesOf(m_services.settings.preset, instrument).taker;
    const auto target = breakevenPrice(position.plan.direction, position.risk->entryAverage(), 2.0 * takerBps,
                                       settings, instrument);
    if (!target)
        return std::nullopt;
    const bool isThere =
        position.stopShown && !moreProtective(position.plan.direction, *target, *position.stopShown);
    if (isThere && isRaised)
        return std::nullopt;
    if (!isThere && !breakevenHasRoom(position.plan.direction, *target, mark, m_stopSettings))
        return std::nullopt;
    return *target;
}

bool PositionManager::moveStop(ManagedPosition& position)
{
    const SymbolId symbol = position.plan.symbol;
    const auto mark = m_services.board.mark(symbol);
    // A stop that is lost, or that a person has been asked about, is not ours to move.
    if (!mark || !position.trail.extreme() || position.stopState != StopOrderState::Live
        || position.watchdog.isAsking())
        return false;
    // A child's own stop takes a moment after its fill, and would undo the move.
    if (position.increased && m_services.now() < *position.increased + m_stopSettings.confirmTimeout)
        return false;
    const Preset& preset = m_services.settings.preset;
    const Instrument& instrument = m_services.board.instrument(symbol);
    const Direction direction = position.plan.direction;
    const auto breakeven = breakevenMove(position, *mark);
    if (breakeven && position.stopShown && !moreProtective(direction, *breakeven, *position.stopShown)) {
        advance(position, PositionTrigger::BreakevenSet);
        m_services.decisions.decision("breakeven", position.plan.traceId,
                                      instrument.toDecimal(*position.stopShown).toString());
        return false;
    }
    std::optional<Price> trail;
    // The next goes out from where the last was confirmed.
    if (!position.stop.inFlight()) {
        TrailingStop::Question question;
        question.bestR = position.risk->pnlR(instrument.toDouble(*position.trail.extreme()));
        question.targetFilled = position.ladder
            && std::ranges::any_of(position.ladder->levels(),
                                   [](const TargetLadder::Level& level) { return !level.filled.isZero(); });
        question.mark = *mark;
        question.inForce = position.stop.inForce();
        question.chandelier = position.chandelier;
        trail = position.trail.move(question, trailingSettingsOf(preset), m_stopSettings, instrument,
                                    m_services.now());
    }
    const auto move = chooseStopMove(direction, trail, breakeven);
    if (!move)
        return false;
    if (position.addOnWorking) {
        // No move while a child may bring the old stop with it.
        if (moreProtective(direction, move->price, position.stop.inForce()))
            Q_EMIT stopWaitsForAddOn(symbol);
        return true;
    }
    const auto send = position.stop.wish(move->price, *mark, m_services.now());
    if (!send)
        return false;
    if (move->kind == StopMoveKind::Trailing)
        position.trail.moved(*send, m_services.now());
    sendStop(position, *send);
    return true;
}

} // namespace breakline
