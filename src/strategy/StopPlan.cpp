// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/StopPlan.h"

#include "market/Indicators.h"

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

constexpr std::size_t kExtremeBars = 10;
constexpr double kDefaultHoldHours = 24.0;

// The nearer to the entry of the recent extreme and the ATR stop.
double nearerCandidate(const StopInput& input, double atrMultiple)
{
    const auto bars = input.candles.last(std::min(input.candles.size(), kExtremeBars));
    double extreme = input.direction == Direction::Long ? bars.front().low : bars.front().high;
    for (const Candle& bar : bars)
        extreme = input.direction == Direction::Long ? std::min(extreme, bar.low) : std::max(extreme, bar.high);
    return input.direction == Direction::Long ? std::max(extreme, input.entry - atrMultiple * input.atr)
                                              : std::min(extreme, input.entry + atrMultiple * input.atr);
}

} // namespace

std::optional<double> planStop(const StopInput& input, const Preset& preset)
{
    const PositionSettings& position = preset.position;
    const double side = signOf(input.direction);
    switch (position.stopMode) {
    case StopMode::Fixed:
        return input.entry - position.slR * (input.entry - nearerCandidate(input, preset.signal.stopAtrMult));
    case StopMode::Atr: return input.entry - side * position.chandelierAtrMult * input.atr;
    case StopMode::Chandelier: {
        const auto stops =
            lastChandelierStops(input.candles, static_cast<std::size_t>(std::max(position.chandelierLookbackBars, 1)),
                                position.chandelierAtrMult, input.settings.atrMode);
        if (!stops)
            return std::nullopt;
        return input.direction == Direction::Long ? stops->forLong : stops->forShort;
    }
    }
    return std::nullopt;
}

StopBounds stopBounds(const StopInput& input, const Preset& preset)
{
    const AnalysisSettings& settings = input.settings;
    const double fee = 2.0 * input.takerFeeBps * 1e-4 * input.entry;
    return {std::max({settings.minStopAtr * input.atr, settings.minStopSpreads * input.spread.value_or(0.0),
                      settings.minStopRoundTripFees * fee, settings.minStopTicks * input.tick}),
            std::max(settings.maxStopAtr, preset.position.chandelierAtrMult + 1.0) * input.atr};
}

Duration maxHold(const Preset& preset)
{
    const auto& first = preset.position.maxHoldTimeHours;
    const auto& second = preset.exitRules.maxHoldTimeHours;
    const double hours = first && second ? std::min(*first, *second) : first ? *first : second.value_or(kDefaultHoldHours);
    return Duration::milliseconds(static_cast<std::int64_t>(std::min(hours, 24.0 * 365.0) * 3'600'000.0));
}

std::int64_t fundingTimesWithinHold(Timestamp now, std::optional<Timestamp> next, Duration interval, Duration hold)
{
    if (interval.ms <= 0)
        return 0;
    const Timestamp first = next && *next > now ? *next : now.floorTo(interval) + interval;
    const Timestamp end = now + hold;
    return first > end ? 0 : (end - first).ms / interval.ms + 1;
}

double expectedFunding(double entry, double rate, std::int64_t times)
{
    return std::max(0.0, rate) * entry * static_cast<double>(times);
}

} // namespace breakline
