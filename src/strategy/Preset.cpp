// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/Preset.h"

#include "core/Invariant.h"

namespace breakline {

std::string_view toText(Filter filter)
{
    switch (filter) {
    case Filter::Min24hVolume: return "min_24h_volume";
    case Filter::MinOpenInterest: return "min_oi";
    case Filter::MaxSpread: return "max_spread";
    case Filter::MinDepth05: return "min_depth_0_5pct";
    case Filter::MinDepth03: return "min_depth_0_3pct";
    case Filter::MinTradesPerMinute: return "min_trades_per_minute";
    case Filter::AtrRange: return "atr_range";
    case Filter::BollingerWidth: return "bb_width";
    case Filter::VolumeSurge1h: return "volume_surge_1h";
    case Filter::VolumeSurge5m: return "volume_surge_5m";
    case Filter::OpenInterestDelta: return "oi_delta";
    case Filter::Correlation: return "correlation";
    case Filter::DataHealth: return "data_health";
    }
    failInvariant("filter without a name");
}

std::string_view toText(ScoreComponent component)
{
    switch (component) {
    case ScoreComponent::VolumeSurge: return "vol_surge";
    case ScoreComponent::OpenInterestDelta: return "oi_delta";
    case ScoreComponent::AtrQuality: return "atr_quality";
    case ScoreComponent::Correlation: return "correlation";
    case ScoreComponent::TradesPerMinute: return "trades_per_minute";
    case ScoreComponent::GainersMomentum: return "gainers_momentum";
    case ScoreComponent::LosersMomentum: return "losers_momentum";
    case ScoreComponent::LosersReversal: return "losers_reversal";
    case ScoreComponent::Volume: return "volume";
    case ScoreComponent::Volatility: return "volatility";
    case ScoreComponent::LevelQuality: return "level_quality";
    case ScoreComponent::Momentum: return "momentum";
    case ScoreComponent::Liquidity: return "liquidity";
    }
    failInvariant("score component without a name");
}

} // namespace breakline
