// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "report/SessionRecords.h"

#include <vector>

namespace breakline {

/// Records that note what they are asked and answer when they are told to.
class FakeSessionRecords : public SessionRecords {
    Q_OBJECT
public:
    using SessionRecords::SessionRecords;

    void explain(const ExplainQuestion& question) override { questions.push_back(question); }
    void countNearMisses() override { ++counts; }
    void tellStory() override { ++stories; }
    void writeStory(const StoryPtr&, const QString& file) override { storyFiles.push_back(file); }

    void answer(const ExplainQuestion& question, Expected<std::optional<RecordedDecision>> decision)
    {
        Q_EMIT explained(std::make_shared<const Explanation>(Explanation {question, std::move(decision)}));
    }
    void answer(const NearMissAnswer& answer)
    {
        Q_EMIT nearMissesCounted(std::make_shared<const NearMissAnswer>(answer));
    }
    void answer(const StoryPtr& story, const QString& problem) { Q_EMIT storyTold(story, problem); }
    void written(bool success, const QString& message) { Q_EMIT storyWritten(success, message); }

    std::vector<ExplainQuestion> questions;
    int counts = 0;
    int stories = 0;
    std::vector<QString> storyFiles;
};

} // namespace breakline
