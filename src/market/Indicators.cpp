// SPDX-License-Identifier: GPL-3.0-or-later
#include "market/Indicators.h"

#include "core/Invariant.h"
#include "market/AtrState.h"

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

void requirePeriod(std::size_t n)
{
    if (n == 0)
        failInvariant("indicator period 0");
}

constexpr std::size_t kMinDailyVwapBars = 12;

} // namespace

IndicatorSeries simpleMovingAverage(std::span<const double> values, std::size_t n)
{
    requirePeriod(n);
    IndicatorSeries result(values.size());
    for (std::size_t i = n - 1; i < values.size(); ++i) {
        double sum = 0.0;
        for (const double value : values.subspan(i + 1 - n, n))
            sum += value;
        result[i] = sum / static_cast<double>(n);
    }
    return result;
}

namespace {

/// One of each: the series and its last value then agree bit for bit.
class EmaState {
public:
    explicit EmaState(std::size_t n)
        : m_n(n)
        , m_alpha(2.0 / (static_cast<double>(n) + 1.0))
    {
    }

    void add(double value)
    {
        m_average = m_count == 0 ? value : m_alpha * value + (1.0 - m_alpha) * m_average;
        ++m_count;
    }
    std::optional<double> value() const { return m_count < m_n ? std::nullopt : std::optional(m_average); }

private:
    std::size_t m_n;
    double m_alpha;
    std::size_t m_count = 0;
    double m_average = 0.0;
};

class RsiState {
public:
    explicit RsiState(std::size_t n)
        : m_n(n)
    {
    }

    void add(double close)
    {
        const double change = close - m_previous;
        m_previous = close;
        if (m_closes++ == 0)
            return;
        const double count = static_cast<double>(m_n);
        const double up = std::max(change, 0.0);
        const double down = std::max(-change, 0.0);
        if (m_closes <= m_n + 1) {
            m_gain += up / count;
            m_loss += down / count;
        } else {
            m_gain = (m_gain * (count - 1.0) + up) / count;
            m_loss = (m_loss * (count - 1.0) + down) / count;
        }
    }
    std::optional<double> value() const
    {
        if (m_closes <= m_n)
            return std::nullopt;
        if (m_loss > 0.0)
            return 100.0 - 100.0 / (1.0 + m_gain / m_loss);
        return m_gain > 0.0 ? 100.0 : 50.0;
    }

private:
    std::size_t m_n;
    std::size_t m_closes = 0;
    double m_previous = 0.0;
    double m_gain = 0.0;
    double m_loss = 0.0;
};

/// What a bar adds to the on-balance volume.
double signedVolume(const Candle& candle, double previousClose)
{
    const double change = candle.close - previousClose;
    return change > 0.0 ? candle.volume : change < 0.0 ? -candle.volume : 0.0;
}

} // namespace

IndicatorSeries exponentialMovingAverage(std::span<const double> values, std::size_t n)
{
    requirePeriod(n);
    IndicatorSeries result;
    result.reserve(values.size());
    EmaState state(n);
    for (const double value : values) {
        state.add(value);
        result.push_back(state.value());
    }
    return result;
}

std::optional<double> lastExponentialMovingAverage(std::span<const Candle> candles, std::size_t n)
{
    requirePeriod(n);
    EmaState state(n);
    for (const Candle& candle : candles)
        state.add(candle.close);
    return state.value();
}

std::vector<double> trueRange(std::span<const Candle> candles)
{
    std::vector<double> result;
    result.reserve(candles.size());
    for (std::size_t i = 0; i < candles.size(); ++i)
        result.push_back(i == 0 ? candles[0].high - candles[0].low
                                : AtrState::trueRange(candles[i], candles[i - 1].close));
    return result;
}

IndicatorSeries averageTrueRange(std::span<const Candle> candles, std::size_t n, AtrMode mode)
{
    requirePeriod(n);
    IndicatorSeries result;
    result.reserve(candles.size());
    AtrState state(n, mode);
    for (const Candle& candle : candles) {
        state.add(candle);
        result.push_back(state.value());
    }
    return result;
}

std::optional<double> lastAverageTrueRange(std::span<const Candle> candles, std::size_t n, AtrMode mode)
{
    requirePeriod(n);
    if (candles.size() < n)
        return std::nullopt;
    AtrState state(n, mode);
    for (const Candle& candle : candles)
        state.add(candle);
    return state.value();
}

namespace {

// Calls `sink` with every complete aggregate.
template<class Sink>
void forEachAggregate(std::span<const Candle> candles, Duration source, Duration target, Sink&& sink)
{
    if (source.ms <= 0 || target.ms % source.ms != 0 || target <= source)
        failInvariant("bars aggregate into a multiple of their interval only");
    const std::int64_t parts = target.ms / source.ms;
    Candle sum;
    std::int64_t have = 0;
    for (const Candle& candle : candles) {
        const bool isStart = candle.openTime.floorTo(target) == candle.openTime;
        if (isStart) {
            sum = candle;
            have = 1;
        } else if (have > 0 && candle.openTime == sum.openTime + source * have) {
            sum.high = std::max(sum.high, candle.high);
            sum.low = std::min(sum.low, candle.low);
            sum.close = candle.close;
            sum.volume += candle.volume;
            ++have;
        } else {
            have = 0;
        }
        if (have == parts) {
            sink(sum);
            have = 0;
        }
    }
}

} // namespace

std::vector<Candle> aggregateCandles(std::span<const Candle> candles, Duration source, Duration target)
{
    std::vector<Candle> result;
    forEachAggregate(candles, source, target, [&](const Candle& candle) { result.push_back(candle); });
    return result;
}

std::optional<double> lastAverageTrueRange15m(std::span<const Candle> candles5m, std::size_t n, AtrMode mode)
{
    requirePeriod(n);
    AtrState state(n, mode);
    forEachAggregate(candles5m, Duration::minutes(5), Duration::minutes(15),
                     [&](const Candle& candle) { state.add(candle); });
    return state.value();
}

DonchianChannel channelOf(std::span<const Candle> bars)
{
    if (bars.empty())
        failInvariant("a channel of no bars");
    DonchianChannel channel {bars.front().high, bars.front().low};
    for (const Candle& candle : bars) {
        channel.high = std::max(channel.high, candle.high);
        channel.low = std::min(channel.low, candle.low);
    }
    return channel;
}

std::vector<std::optional<DonchianChannel>> donchianChannel(std::span<const Candle> candles, std::size_t n)
{
    requirePeriod(n);
    std::vector<std::optional<DonchianChannel>> result(candles.size());
    for (std::size_t i = n - 1; i < candles.size(); ++i)
        result[i] = channelOf(candles.subspan(i + 1 - n, n));
    return result;
}

std::optional<double> volumeWeightedAveragePrice(std::span<const Candle> candles)
{
    double value = 0.0;
    double volume = 0.0;
    for (const Candle& candle : candles) {
        value += candle.typical() * candle.volume;
        volume += candle.volume;
    }
    if (volume <= 0.0)
        return std::nullopt;
    return value / volume;
}

std::optional<double> lastDailyVwap(std::span<const Candle> candles)
{
    if (candles.empty())
        return std::nullopt;
    const Timestamp dayStart = candles.back().openTime.floorTo(Duration::days(1));
    const auto first = std::ranges::lower_bound(candles, dayStart, {}, &Candle::openTime);
    const auto today = candles.subspan(static_cast<std::size_t>(first - candles.begin()));
    if (today.size() < kMinDailyVwapBars)
        return std::nullopt;
    return volumeWeightedAveragePrice(today);
}

IndicatorSeries relativeStrengthIndex(std::span<const Candle> candles, std::size_t n)
{
    requirePeriod(n);
    IndicatorSeries result;
    result.reserve(candles.size());
    RsiState state(n);
    for (const Candle& candle : candles) {
        state.add(candle.close);
        result.push_back(state.value());
    }
    return result;
}

std::optional<double> lastRelativeStrengthIndex(std::span<const Candle> candles, std::size_t n)
{
    requirePeriod(n);
    RsiState state(n);
    for (const Candle& candle : candles)
        state.add(candle.close);
    return state.value();
}

std::vector<double> onBalanceVolume(std::span<const Candle> candles)
{
    std::vector<double> result(candles.size(), 0.0);
    for (std::size_t i = 1; i < candles.size(); ++i)
        result[i] = result[i - 1] + signedVolume(candles[i], candles[i - 1].close);
    return result;
}

std::optional<double> lastOnBalanceVolume(std::span<const Candle> candles)
{
    if (candles.empty())
        return std::nullopt;
    double volume = 0.0;
    for (std::size_t i = 1; i < candles.size(); ++i)
        volume += signedVolume(candles[i], candles[i - 1].close);
    return volume;
}

std::vector<Swing> swings(std::span<const Candle> candles)
{
    std::vector<Swing> result;
    for (std::size_t i = 2; i + 2 < candles.size(); ++i) {
        const Candle& centre = candles[i];
        bool isHigh = true;
        bool isLow = true;
        for (const std::size_t other : {i - 2, i - 1, i + 1, i + 2}) {
            isHigh = isHigh && centre.high > candles[other].high;
            isLow = isLow && centre.low < candles[other].low;
        }
        const Timestamp confirmed = candles[i + 2].openTime;
        if (isHigh)
            result.push_back({i, true, centre.high, centre.openTime, confirmed});
        if (isLow)
            result.push_back({i, false, centre.low, centre.openTime, confirmed});
    }
    return result;
}

namespace {

ChandelierStops chandelierAt(std::span<const Candle> lastBars, double k, double atr)
{
    const DonchianChannel channel = channelOf(lastBars);
    return {channel.high - k * atr, channel.low + k * atr};
}

} // namespace

std::vector<std::optional<ChandelierStops>> chandelierStops(std::span<const Candle> candles, std::size_t n,
                                                            double k, AtrMode mode)
{
    const IndicatorSeries atr = averageTrueRange(candles, n, mode);
    std::vector<std::optional<ChandelierStops>> result(candles.size());
    for (std::size_t i = n - 1; i < candles.size(); ++i)
        result[i] = chandelierAt(candles.subspan(i + 1 - n, n), k, *atr[i]);
    return result;
}

std::optional<ChandelierStops> lastChandelierStops(std::span<const Candle> candles, std::size_t n, double k,
                                                   AtrMode mode)
{
    const auto atr = lastAverageTrueRange(candles, n, mode);
    if (!atr)
        return std::nullopt;
    return chandelierAt(candles.last(n), k, *atr);
}

} // namespace breakline
