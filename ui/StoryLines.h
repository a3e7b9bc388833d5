// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "report/Story.h"

#include <QCoreApplication>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace breakline {

/// In the order in which the window offers them.
enum class StorySection { Chronicle, Trades, Alarms, Refusals, Ledger };

/// A line of the story as the window lists it.
struct StoryLine {
    QString when; ///< empty where it is of no moment
    QString title, detail;
    int sign = 0; ///< of what it brought
    QString symbol; ///< what the chart can show of it, at this close; empty: nothing
    std::optional<Timestamp> close;

    friend bool operator==(const StoryLine&, const StoryLine&) = default;
};

/// The story in the window's language. Alarms stay in the log's English.
class StoryLines {
    Q_DECLARE_TR_FUNCTIONS(breakline::StoryLines)
public:
    static std::vector<StoryLine> of(const Story& story, StorySection section);
    /// A sentence each.
    static QStringList summary(const Story& story);

private:
    static StoryLine ofEvent(const Story& story, const StoryEvent& event);
    static StoryLine ofTrade(const StoryTrade& trade);
    static StoryLine ofAlarm(const StoryAlarm& alarm);
    static StoryLine ofRefusal(const StoryRefusal& refusal);
    static StoryLine ofNearMiss(const StoryNearMiss& miss);
    static std::vector<StoryLine> ofLedger(const StoryLedger& ledger);
    static QString result(const StoryTrade& trade);
    static QString gateName(const std::string& stageAndGate);
};

} // namespace breakline
