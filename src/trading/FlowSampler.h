// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/PriceZone.h"
#include "trading/TradingServices.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace breakline {

class DensityDetector;

/// Looks once a second at the book and tape of every symbol whose book is
/// watched: walls and how they go, activity and whether it drops. On a timer, so
/// that silence counts as well. Decides nothing. Trading thread.
class FlowSampler {
public:
    explicit FlowSampler(TradingServices& services);
    ~FlowSampler();

    /// A book came in: from now on there is something to sample. Harmless where
    /// it is under way.
    void begin();
    void onTrade(const TradePrint& print);
    /// Called after each sample.
    void setSampled(std::function<void()> sampled) { m_sampled = std::move(sampled); }

    /// How far activity fell below its mean just before; empty where it is not known.
    std::optional<double> activityDrop(SymbolId symbol) const;
    /// Prices covered by walls of either side; empty optional without a book or
    /// with too few samples of it.
    std::optional<std::vector<PriceZone>> zones(SymbolId symbol) const;
    /// Null where there is no book, or none was sampled yet. Holds until the next
    /// sample.
    const DensityDetector* density(SymbolId symbol) const;

private:
    struct Flow;

    void sample();

    TradingServices& m_services;
    std::map<SymbolId, std::unique_ptr<Flow>> m_flows; ///< those sampled last
    TimerId m_timer = 0;
    std::function<void()> m_sampled;
};

} // namespace breakline
