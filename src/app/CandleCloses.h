// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/AnalysisOptions.h"
#include "app/RecordedBars.h"
#include "strategy/CandleRun.h"

#include <functional>

namespace breakline {

/// The closes that were asked for, of all symbols together.
struct AskedCloses {
    Timestamp from;
    Timestamp to; ///< both inclusive
};

/// The last close by `at`, of any symbol, or the span asked for; empty where no
/// bar closed by then. An error where the symbol is not in the data.
Expected<std::optional<AskedCloses>> closesAsked(const RecordedBars& recorded,
                                                 const AnalysisOptions& options);

/// Feeds the bars in order of time and calls `atClose` once all of a close are
/// in, from `first` on to `last`.
void runCloses(const RecordedBars& recorded, CandleRun& run, Timestamp first, Timestamp last,
               const std::function<void(Timestamp close)>& atClose);

} // namespace breakline
