// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/Workstation.h"

#include "ui/DisplayText.h"
#include "ui/EngineText.h"

#include <utility>

namespace breakline {

Workstation::Workstation(TradingDesk& desk, UiClock& clock, WorkstationOptions options, QObject* parent)
    : QObject(parent)
    , m_appearance(options.dark, options.language)
    , m_feed(desk, clock)
    , m_session(m_feed, options.speed)
    , m_venueSwitch(desk, m_session, clock)
    , m_commands(desk, std::move(options.presets), options.presetId)
    , m_flatten(CommandKind::PanicExit, m_commands, clock)
    , m_killSwitch(CommandKind::KillSwitch, m_commands, clock)
    , m_stop(CommandKind::Stop, m_commands, clock)
    , m_exporter(desk, options.exportFolder)
    , m_explanation(options.records)
    , m_nearMisses(options.records)
    , m_story(options.records, options.exportFolder)
    , m_strategySettings(std::move(options.plans), std::move(options.keepPlan))
    , m_firstSymbol(options.symbol)
{
    if (options.chartAt)
        m_chart.showWhenHeld(*options.chartAt);
    m_logFilter.setSourceModel(&m_log);
    m_commands.recallStartChoice(
        startChoiceOf(options.startChoice.toStdString()).value_or(StartChoice::Adopt));
    connect(&m_feed, &SnapshotFeed::updated, this, &Workstation::onUpdated);
    connect(&clock, &UiClock::ticked, &m_session, &SessionView::age);
    connect(&m_appearance, &Appearance::languageChanged, this, &Workstation::retranslate);
    connect(&m_explanation, &ExplainView::answered, this, &Workstation::showMomentOf);
    connect(&m_story, &StoryView::momentAsked, this, &Workstation::showMomentOf);
    connect(&m_strategySettings, &StrategySettings::saved, &m_commands, &CommandDeck::addPreset);
}

void Workstation::select(const QString& symbol)
{
    if (symbol.isEmpty())
        return;
    m_chosenSymbol = symbol;
    if (symbol != m_selectedSymbol) {
        m_selectedSymbol = symbol;
        Q_EMIT selectedSymbolChanged();
    }
    updateSelection();
    m_commands.selectSymbol(symbol);
}

void Workstation::selectNext(int step)
{
    const QStringList symbols = m_session.symbols();
    if (symbols.isEmpty())
        return;
    const qsizetype at = symbols.indexOf(m_selectedSymbol);
    select(symbols.at((at + step + symbols.size()) % symbols.size()));
}

void Workstation::explainCandle(qint64 closeMs)
{
    m_explanation.askClose(m_selectedSymbol, Timestamp {closeMs});
}

void Workstation::explainLevel(double price)
{
    if (const auto moment = m_chart.shownClose())
        m_explanation.askLevel(m_selectedSymbol, *moment, price);
}

void Workstation::showMomentOf(const QString& symbol, Timestamp close)
{
    select(symbol);
    m_chart.showWhenHeld(close);
}

void Workstation::onUpdated(const TradingSnapshot& snapshot)
{
    followSession(snapshot);
    m_session.update(snapshot);
    m_connection.update(snapshot);
    m_venueSwitch.update(snapshot);
    m_requestBudgets.update(snapshot.connection.budgets);
    m_commands.update(snapshot);
    m_stateGraph.update(snapshot);
    m_transitions.update(snapshot.transitions);
    m_gateReasons.update(snapshot.gateReasons);
    m_health.update(snapshot.health);
    m_selfTest.update(snapshot.selfTest);
    m_contests.update(snapshot.contests);
    m_candidates.update(snapshot.candidates);
    m_positions.update(snapshot.positions);
    m_costSheets.update(snapshot.costSheets);
    m_orders.update(snapshot.orders);
    m_log.update(snapshot.log);
    m_checkpoints.update(snapshot.checkpoints);
    m_chart.update(snapshot.chart, snapshot.chartPast);
    // What the trading side shows is what is looked at; a choice under way
    // stands until it is there.
    const QString shown = DisplayText::plain(snapshot.chart.symbol);
    if (m_chosenSymbol == shown)
        m_chosenSymbol.clear();
    if (m_chosenSymbol.isEmpty() && !shown.isEmpty() && shown != m_selectedSymbol) {
        m_selectedSymbol = shown;
        Q_EMIT selectedSymbolChanged();
    }
    updateSelection();
    if (!m_firstSymbol.isEmpty() && m_session.symbols().contains(m_firstSymbol))
        select(std::exchange(m_firstSymbol, QString()));
}

void Workstation::followSession(const TradingSnapshot& snapshot)
{
    if (snapshot.sessionId == m_shownSession && snapshot.connection.id == m_shownVenue)
        return;
    m_chart.leavePast();
    m_explanation.clear();
    m_nearMisses.clear();
    m_story.clear();
    m_shownSession = snapshot.sessionId;
    m_shownVenue = snapshot.connection.id;
    m_transitions.clear();
    m_log.clear();
    m_checkpoints.clear();
    m_chosenSymbol.clear();
}

void Workstation::updateSelection()
{
    const CandidateView* candidate = m_candidates.find(m_selectedSymbol.toStdString());
    m_filters.update(candidate != nullptr ? candidate->filters : std::vector<FilterView> {});
    m_selectedIsCandidate = candidate != nullptr;
    m_selectedOutcome = candidate != nullptr ? EngineText::translate(candidate->outcome) : QString();
    Q_EMIT selectionUpdated();
}

void Workstation::retranslate()
{
    for (RowListModel* model : std::initializer_list<RowListModel*> {
             &m_stateGraph, &m_transitions, &m_gateReasons, &m_health, &m_contests, &m_candidates, &m_filters,
             &m_positions, &m_costSheets, &m_orders, &m_log, &m_checkpoints, &m_requestBudgets})
        model->retranslate();
    m_selfTest.retranslate();
    m_session.retranslate();
    m_connection.retranslate();
    m_venueSwitch.retranslate();
    m_commands.retranslate();
    m_strategySettings.retranslate();
    m_explanation.retranslate();
    m_nearMisses.retranslate();
    m_story.retranslate();
    updateSelection();
}

} // namespace breakline
