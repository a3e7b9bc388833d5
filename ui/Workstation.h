// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/Appearance.h"
#include "ui/CommandDeck.h"
#include "ui/ConnectionView.h"
#include "ui/ExplainView.h"
#include "ui/NearMissView.h"
#include "ui/SessionExport.h"
#include "ui/SessionView.h"
#include "ui/SnapshotFeed.h"
#include "ui/StoryView.h"
#include "ui/StrategySettings.h"
#include "ui/TwoStepCommand.h"
#include "ui/VenueSwitch.h"
#include "ui/chart/ChartSource.h"
#include "ui/graph/StateGraph.h"
#include "ui/models/CandidateModel.h"
#include "ui/models/CheckpointModel.h"
#include "ui/models/ContestModel.h"
#include "ui/models/CostSheetModel.h"
#include "ui/models/FilterModel.h"
#include "ui/models/GateReasonModel.h"
#include "ui/models/HealthModel.h"
#include "ui/models/LogFilterModel.h"
#include "ui/models/LogModel.h"
#include "ui/models/OrderModel.h"
#include "ui/models/PositionModel.h"
#include "ui/models/RequestBudgetModel.h"
#include "ui/models/SelfTestModel.h"
#include "ui/models/TransitionModel.h"

namespace breakline {

/// What a window is opened with. The composition root reads it from the
/// settings and keeps what the signals of WorkstationUi say.
struct WorkstationOptions {
    std::vector<PresetChoice> presets;
    std::vector<Preset> plans; ///< the same presets, for the settings form
    KeepPlan keepPlan; ///< of the settings form; without it nothing is saved
    QString presetId; ///< chosen at first; the first preset where it is not there
    QString speed; ///< as on the command line: "60", "max"; empty: not shown
    bool dark = true;
    QString language; ///< "en", "de"; empty: the system's
    QString exportFolder;
    QString startChoice = QStringLiteral("adopt"); ///< StartChoice
    QString symbol; ///< chosen once the venue lists it; empty: the session's own choice
    std::optional<Timestamp> chartAt; ///< the chart goes to this close once the session has come there
    SessionRecords* records = nullptr; ///< outlives the window; without them nothing is explained
};

/// Everything a page can bind to: one object, handed to Main.qml as a required
/// property and from there down. Lives on the GUI thread.
class Workstation : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the composition root")
    Q_PROPERTY(breakline::SessionView* session READ session CONSTANT)
    Q_PROPERTY(breakline::ConnectionView* connection READ connection CONSTANT)
    Q_PROPERTY(breakline::VenueSwitch* venueSwitch READ venueSwitch CONSTANT)
    Q_PROPERTY(breakline::RequestBudgetModel* requestBudgets READ requestBudgets CONSTANT)
    Q_PROPERTY(breakline::CommandDeck* commands READ commands CONSTANT)
    Q_PROPERTY(breakline::TwoStepCommand* flatten READ flatten CONSTANT)
    Q_PROPERTY(breakline::TwoStepCommand* killSwitch READ killSwitch CONSTANT)
    Q_PROPERTY(breakline::TwoStepCommand* stop READ stop CONSTANT)
    Q_PROPERTY(breakline::SessionExport* exporter READ exporter CONSTANT)
    Q_PROPERTY(breakline::ExplainView* explanation READ explanation CONSTANT)
    Q_PROPERTY(breakline::NearMissView* nearMisses READ nearMisses CONSTANT)
    Q_PROPERTY(breakline::StoryView* story READ story CONSTANT)
    Q_PROPERTY(breakline::StrategySettings* strategySettings READ strategySettings CONSTANT)
    Q_PROPERTY(breakline::Appearance* appearance READ appearance CONSTANT)
    Q_PROPERTY(breakline::ChartSource* chart READ chart CONSTANT)
    Q_PROPERTY(breakline::StateGraph* stateGraph READ stateGraph CONSTANT)
    Q_PROPERTY(breakline::TransitionModel* transitions READ transitions CONSTANT)
    Q_PROPERTY(breakline::GateReasonModel* gateReasons READ gateReasons CONSTANT)
    Q_PROPERTY(breakline::HealthModel* health READ health CONSTANT)
    Q_PROPERTY(breakline::SelfTestModel* selfTest READ selfTest CONSTANT)
    Q_PROPERTY(breakline::ContestModel* contests READ contests CONSTANT)
    Q_PROPERTY(breakline::CandidateModel* candidates READ candidates CONSTANT)
    Q_PROPERTY(breakline::FilterModel* filters READ filters CONSTANT)
    Q_PROPERTY(breakline::PositionModel* positions READ positions CONSTANT)
    Q_PROPERTY(breakline::CostSheetModel* costSheets READ costSheets CONSTANT)
    Q_PROPERTY(breakline::OrderModel* orders READ orders CONSTANT)
    Q_PROPERTY(breakline::LogFilterModel* log READ log CONSTANT)
    Q_PROPERTY(breakline::CheckpointModel* checkpoints READ checkpoints CONSTANT)
    /// The symbol looked at: its candidate's filters and its chart.
    Q_PROPERTY(QString selectedSymbol READ selectedSymbol NOTIFY selectedSymbolChanged)
    Q_PROPERTY(QString selectedOutcome READ selectedOutcome NOTIFY selectionUpdated)
    Q_PROPERTY(bool selectedIsCandidate READ selectedIsCandidate NOTIFY selectionUpdated)
public:
    Workstation(TradingDesk& desk, UiClock& clock, WorkstationOptions options, QObject* parent = nullptr);

    SessionView* session() { return &m_session; }
    ConnectionView* connection() { return &m_connection; }
    VenueSwitch* venueSwitch() { return &m_venueSwitch; }
    RequestBudgetModel* requestBudgets() { return &m_requestBudgets; }
    CommandDeck* commands() { return &m_commands; }
    TwoStepCommand* flatten() { return &m_flatten; }
    TwoStepCommand* killSwitch() { return &m_killSwitch; }
    TwoStepCommand* stop() { return &m_stop; }
    SessionExport* exporter() { return &m_exporter; }
    ExplainView* explanation() { return &m_explanation; }
    NearMissView* nearMisses() { return &m_nearMisses; }
    StoryView* story() { return &m_story; }
    StrategySettings* strategySettings() { return &m_strategySettings; }
    Appearance* appearance() { return &m_appearance; }
    ChartSource* chart() { return &m_chart; }
    StateGraph* stateGraph() { return &m_stateGraph; }
    TransitionModel* transitions() { return &m_transitions; }
    GateReasonModel* gateReasons() { return &m_gateReasons; }
    HealthModel* health() { return &m_health; }
    SelfTestModel* selfTest() { return &m_selfTest; }
    ContestModel* contests() { return &m_contests; }
    CandidateModel* candidates() { return &m_candidates; }
    FilterModel* filters() { return &m_filters; }
    PositionModel* positions() { return &m_positions; }
    CostSheetModel* costSheets() { return &m_costSheets; }
    OrderModel* orders() { return &m_orders; }
    LogModel* logLines() { return &m_log; }
    LogFilterModel* log() { return &m_logFilter; }
    CheckpointModel* checkpoints() { return &m_checkpoints; }
    const SnapshotFeed& feed() const { return m_feed; }
    QString selectedSymbol() const { return m_selectedSymbol; }
    QString selectedOutcome() const { return m_selectedOutcome; }
    bool selectedIsCandidate() const { return m_selectedIsCandidate; }

    Q_INVOKABLE void select(const QString& symbol);
    /// Selects the symbol `step` further in the list of all symbols.
    Q_INVOKABLE void selectNext(int step);
    /// Asks why at the close of the candle clicked, and shows that moment.
    Q_INVOKABLE void explainCandle(qint64 closeMs);
    /// The same of a level, at the moment that is shown.
    Q_INVOKABLE void explainLevel(double price);

Q_SIGNALS:
    void selectedSymbolChanged();
    void selectionUpdated();

private:
    void onUpdated(const TradingSnapshot& snapshot);
    /// What grows from snapshot to snapshot starts anew with a new session.
    void followSession(const TradingSnapshot& snapshot);
    void updateSelection();
    void showMomentOf(const QString& symbol, Timestamp close);
    void retranslate();

    Appearance m_appearance; ///< first: the texts of all others need it
    SnapshotFeed m_feed;
    SessionView m_session;
    ConnectionView m_connection;
    VenueSwitch m_venueSwitch;
    RequestBudgetModel m_requestBudgets;
    CommandDeck m_commands;
    TwoStepCommand m_flatten;
    TwoStepCommand m_killSwitch;
    TwoStepCommand m_stop;
    SessionExport m_exporter;
    ExplainView m_explanation;
    NearMissView m_nearMisses;
    StoryView m_story;
    StrategySettings m_strategySettings;
    ChartSource m_chart;
    StateGraph m_stateGraph;
    TransitionModel m_transitions;
    GateReasonModel m_gateReasons;
    HealthModel m_health;
    SelfTestModel m_selfTest;
    ContestModel m_contests;
    CandidateModel m_candidates;
    FilterModel m_filters;
    PositionModel m_positions;
    CostSheetModel m_costSheets;
    OrderModel m_orders;
    LogModel m_log;
    LogFilterModel m_logFilter;
    CheckpointModel m_checkpoints;
    std::string m_shownVenue;
    std::string m_shownSession;
    QString m_selectedSymbol;
    QString m_firstSymbol; ///< to be chosen as soon as it is listed
    QString m_chosenSymbol; ///< asked for and not shown yet
    QString m_selectedOutcome;
    bool m_selectedIsCandidate = false;
};

} // namespace breakline
