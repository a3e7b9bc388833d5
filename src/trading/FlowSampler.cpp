// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/FlowSampler.h"

#include "strategy/ActivityTracker.h"
#include "strategy/DensityFeed.h"

namespace breakline {

namespace {
constexpr Duration kInterval = Duration::seconds(1);
} // namespace

struct FlowSampler::Flow {
    DensityFeed density;
    ActivityTracker activity;
};

FlowSampler::FlowSampler(TradingServices& services)
    : m_services(services)
{
}

FlowSampler::~FlowSampler() = default;

void FlowSampler::begin()
{
    if (m_timer != 0)
        return;
    // On whole seconds, whenever it began.
    const Timestamp next = m_services.now().floorTo(kInterval) + kInterval;
    m_timer = m_services.timers.at(next, "flow_sample", [this] {
        m_timer = 0;
        sample();
    });
}

void FlowSampler::sample()
{
    MarketBoard& board = m_services.board;
    const Timestamp now = m_services.now();
    const Preset& preset = m_services.settings.preset;
    bool isAnyWatched = false;
    for (const Instrument& instrument : board.instruments().all()) {
        if (!board.isBookWatched(instrument.id)) {
            m_flows.erase(instrument.id);
            continue;
        }
        isAnyWatched = true;
        std::unique_ptr<Flow>& flow = m_flows[instrument.id];
        if (!flow)
            flow = std::make_unique<Flow>(
                Flow {DensityFeed(preset.density, preset.signal.enterOnDensityEatRatio), ActivityTracker()});
        // A book that is unknown for a moment is waited for.
        if (const BookSnapshot* book = board.bookSnapshot(instrument.id))
            flow->density.sample(*book, now);
        flow->activity.add(ActivityTracker::sampleOf(board.tape(instrument.id, now), instrument.lot));
    }
    if (isAnyWatched)
        begin();
    if (m_sampled)
        m_sampled();
}

void FlowSampler::onTrade(const TradePrint& print)
{
    if (m_flows.empty())
        return;
    if (const auto found = m_flows.find(print.symbol); found != m_flows.end())
        found->second->density.onTrade(print);
}

std::optional<double> FlowSampler::activityDrop(SymbolId symbol) const
{
    const auto found = m_flows.find(symbol);
    return found == m_flows.end() ? std::nullopt : found->second->activity.dropFraction();
}

std::optional<std::vector<PriceZone>> FlowSampler::zones(SymbolId symbol) const
{
    const DensityDetector* detector = density(symbol);
    return detector == nullptr ? std::nullopt : detector->zones(m_services.board.instrument(symbol).tick);
}

const DensityDetector* FlowSampler::density(SymbolId symbol) const
{
    const auto found = m_flows.find(symbol);
    return found == m_flows.end() || m_services.board.bookSnapshot(symbol) == nullptr
        ? nullptr
        : &found->second->density.detector();
}

} // namespace breakline
