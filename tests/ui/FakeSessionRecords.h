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

    void answer(const ExplainQuestion& question, Expected<std::optional<RecordedDecision>> decision)
    {
        Q_EMIT explained(std::make_shared<const Explanation>(Explanation {question, std::move(decision)}));
    }
    void answer(const NearMissAnswer& answer)
    {
        Q_EMIT nearMissesCounted(std::make_shared<const NearMissAnswer>(answer));
    }

    std::vector<ExplainQuestion> questions;
    int counts = 0;
};

} // namespace breakline
