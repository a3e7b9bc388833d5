// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "market/MarketEvents.h"
#include "strategy/DensityDetector.h"
#include "strategy/Preset.h"

#include <deque>
#include <memory>
#include <vector>

namespace breakline {

/// Book and prints of one symbol as the detector needs them: cheap to keep, and
/// judged when somebody asks. Holds as much as the detector looks back on: its
/// window of sizes and the ten minutes in which an ended wall counts; a wall is
/// no older than that.
class DensityFeed {
public:
    DensityFeed(const DensitySettings& settings, double eatenRatio);
    ~DensityFeed();
    DensityFeed(DensityFeed&&) noexcept;

    void onTrade(const TradePrint& print);
    /// Once a second.
    void sample(const BookSnapshot& book, Timestamp now);
    /// As it would stand had it seen every sample kept.
    const DensityDetector& detector() const;

private:
    struct Sample {
        BookSnapshot book; ///< as far as the detector looks
        Timestamp time;
        std::vector<TradePrint> prints; ///< since the sample before
    };

    DensitySettings m_settings;
    double m_eatenRatio;
    Duration m_kept;
    std::deque<Sample> m_samples;
    std::vector<TradePrint> m_prints;
    mutable std::unique_ptr<DensityDetector> m_detector; ///< of m_samples; null: not asked since
};

} // namespace breakline
