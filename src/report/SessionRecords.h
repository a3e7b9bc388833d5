// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "report/NearMissEnds.h"
#include "report/RecordedDecisions.h"
#include "report/Story.h"

#include <QObject>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace breakline {

/// What is to be explained: the evaluation of a trace, or, where that is empty, the
/// newest of a symbol whose bar closed at or before a time.
struct ExplainQuestion {
    std::uint64_t number = 0; ///< the asker's, to know the answer by
    std::string traceId;
    std::string symbol;
    Timestamp at;
};

struct Explanation {
    ExplainQuestion asked;
    /// Empty inside: the session has written down none.
    Expected<std::optional<RecordedDecision>> decision;
};
using ExplanationPtr = std::shared_ptr<const Explanation>;

struct NearMissAnswer {
    Expected<NearMissReport> report;
    /// How what was admitted had ended; empty while it is being worked out.
    std::optional<Expected<NearMissEnds>> ends;
};
using NearMissAnswerPtr = std::shared_ptr<const NearMissAnswer>;

/// What the window may ask of the records of the session that it shows. Asking
/// returns at once; answers are values that come later. It reads what is on the disk
/// and never asks the trading side. Lives on the GUI thread.
class SessionRecords : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// `explained` follows.
    virtual void explain(const ExplainQuestion& question) = 0;
    /// `nearMissesCounted` follows, first without the ends and then with them. Asking
    /// again before that is ignored.
    virtual void countNearMisses() = 0;
    /// Reads the story as far as it has come; `storyTold` follows.
    virtual void tellStory() = 0;
    /// Writes a story that was told as a page; `storyWritten` follows.
    virtual void writeStory(const StoryPtr& story, const QString& file) = 0;

Q_SIGNALS:
    void explained(const breakline::ExplanationPtr& explanation);
    void nearMissesCounted(const breakline::NearMissAnswerPtr& answer);
    /// Null where it cannot be read, with the reason.
    void storyTold(const breakline::StoryPtr& story, const QString& problem);
    /// `message`: the file, or the reason why not.
    void storyWritten(bool success, const QString& message);
};

} // namespace breakline
