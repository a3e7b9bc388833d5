// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "../../strategy/StrategyFixture.h"
#include "preset_keys/KeyCase.h"

#include "strategy/CloseJudgement.h"

namespace breakline::test {

/// A close at which a level is broken, or returned to, with all that decides on it.
struct CloseScene {
    Scene scene;
    std::vector<Level> levels;
    BreakoutHistory history;
    double score = 0.0;
    std::optional<std::vector<PriceZone>> zones;

    CloseJudgement judge(const Preset& preset) const;
    /// The signal with its prices, or what refused.
    std::string outcome(const Preset& preset) const;
};

/// Sixty quiet bars 99.40-100.00, then a close at 100.30 through a resistance at 100 on
/// 2.5 times the volume; bids weigh more. The bar closes at 05:05 UTC.
CloseScene breakout();
/// The mirror, through a support at 100.
CloseScene breakdown();
/// A resistance at 100 broken 6 h before; price went to 102, dips to 100.05 and closes at
/// 100.15.
CloseScene returned();

} // namespace breakline::test
