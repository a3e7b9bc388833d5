// SPDX-License-Identifier: GPL-3.0-or-later
// The indicators that rest on a spread, a rank or a median; declared in Indicators.h.
#include "core/Invariant.h"
#include "market/Indicators.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace breakline {

namespace {

constexpr std::size_t kPercentileWidths = 100;
constexpr std::size_t kMinPercentileWidths = 50;
constexpr std::size_t kMaxReturns = 96;
// Below this a sum of squared log returns is rounding noise of equal returns.
constexpr double kNoVariance = 1e-24;
constexpr double kWidthNoise = 1e-9; // relative

double widthPercent(const BollingerBands& bands)
{
    return (bands.upper - bands.lower) / bands.middle * 100.0;
}

BollingerBands bandsFrom(double mean, double squares, std::size_t n, double k)
{
    const double deviation = std::sqrt(squares / static_cast<double>(n));
    BollingerBands bands{mean, mean - k * deviation, mean + k * deviation, 0.0};
    bands.widthPercent = widthPercent(bands);
    return bands;
}

BollingerBands bandsOf(std::span<const Candle> lastBars, double k)
{
    const std::size_t n = lastBars.size();
    double mean = 0.0;
    for (const Candle& candle : lastBars)
        mean += candle.close;
    mean /= static_cast<double>(n);
    double squares = 0.0;
    for (const Candle& candle : lastBars)
        squares += (candle.close - mean) * (candle.close - mean);
    return bandsFrom(mean, squares, n, k);
}

} // namespace

std::vector<std::optional<BollingerBands>> bollingerBands(std::span<const Candle> candles, std::size_t n, double k)
{
    if (n == 0)
        failInvariant("indicator period 0");
    std::vector<std::optional<BollingerBands>> result(candles.size());
    for (std::size_t i = n - 1; i < candles.size(); ++i)
        result[i] = bandsOf(candles.subspan(i + 1 - n, n), k);
    return result;
}

std::optional<double> lastBollingerWidth(std::span<const Candle> candles, std::size_t n, double k)
{
    if (n == 0 || candles.size() < n)
        return std::nullopt;
    return bandsOf(candles.last(n), k).widthPercent;
}

std::optional<double> lastBollingerWidthPercentile(std::span<const Candle> candles, std::size_t n, double k)
{
    if (n == 0 || candles.size() < n + kMinPercentileWidths - 1)
        return std::nullopt;
    const std::size_t count = std::min(kPercentileWidths, candles.size() - n + 1);
    const std::span<const Candle> bars = candles.last(count + n - 1);

    // All windows side by side: the inner loops run over independent sums, which
    // the compiler vectorises, and each sum adds in the order of bandsOf().
    std::array<double, kPercentileWidths> means{};
    std::array<double, kPercentileWidths> squares{};
    std::array<double, 2 * kPercentileWidths> buffer;
    std::vector<double> longBuffer;
    std::span<double> closes;
    if (bars.size() <= buffer.size()) {
        closes = std::span(buffer).first(bars.size());
    } else {
        longBuffer.resize(bars.size());
        closes = longBuffer;
    }
    for (std::size_t i = 0; i < bars.size(); ++i)
        closes[i] = bars[i].close;
    for (std::size_t j = 0; j < n; ++j)
        for (std::size_t w = 0; w < count; ++w)
            means[w] += closes[w + j];
    for (std::size_t w = 0; w < count; ++w)
        means[w] /= static_cast<double>(n);
    for (std::size_t j = 0; j < n; ++j)
        for (std::size_t w = 0; w < count; ++w)
            squares[w] += (closes[w + j] - means[w]) * (closes[w + j] - means[w]);

    const double current = bandsFrom(means[count - 1], squares[count - 1], n, k).widthPercent;
    // The same closes in another order give the same width but for binary noise.
    const double limit = current * (1.0 + kWidthNoise);
    std::size_t notAbove = 0;
    for (std::size_t w = 0; w < count; ++w)
        notAbove += bandsFrom(means[w], squares[w], n, k).widthPercent <= limit ? 1 : 0;
    return 100.0 * static_cast<double>(notAbove) / static_cast<double>(count);
}

double medianInPlace(std::span<double> values)
{
    if (values.empty())
        failInvariant("median of nothing");
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1)
        return *middle;
    return (*std::max_element(values.begin(), middle) + *middle) / 2.0;
}

std::optional<double> lastVolumeSurgeRatio(std::span<const Candle> candles, std::size_t n)
{
    if (n < 2)
        failInvariant("a volume surge needs bars to compare with");
    if (candles.size() < n)
        return std::nullopt;
    std::array<double, 64> buffer;
    std::vector<double> longBuffer;
    std::span<double> volumes = std::span(buffer).first(std::min(n - 1, buffer.size()));
    if (n - 1 > buffer.size()) {
        longBuffer.resize(n - 1);
        volumes = longBuffer;
    }
    const auto before = candles.last(n).first(n - 1);
    std::ranges::transform(before, volumes.begin(), &Candle::volume);
    const double median = medianInPlace(volumes);
    if (median <= 0.0)
        return std::nullopt;
    return candles.back().volume / median;
}

IndicatorSeries volumeSurgeRatio(std::span<const Candle> candles, std::size_t n)
{
    IndicatorSeries result;
    result.reserve(candles.size());
    for (std::size_t i = 0; i < candles.size(); ++i)
        result.push_back(lastVolumeSurgeRatio(candles.first(i + 1), n));
    return result;
}

std::optional<double> correlationOfReturns(std::span<const Candle> a, std::span<const Candle> b, std::size_t returns,
                                           std::size_t minimumReturns)
{
    returns = std::min(returns, kMaxReturns);
    // Joined from the newest bar back, newest first.
    std::array<double, kMaxReturns + 1> closesA;
    std::array<double, kMaxReturns + 1> closesB;
    std::size_t joined = 0;
    std::size_t i = a.size();
    std::size_t j = b.size();
    while (i > 0 && j > 0 && joined <= returns) {
        const Timestamp timeA = a[i - 1].openTime;
        const Timestamp timeB = b[j - 1].openTime;
        if (timeA == timeB) {
            closesA[joined] = a[i - 1].close;
            closesB[joined] = b[j - 1].close;
            ++joined;
        }
        if (timeA >= timeB)
            --i;
        if (timeB >= timeA)
            --j;
    }
    if (joined < 2 || joined - 1 < minimumReturns)
        return std::nullopt;

    const std::size_t count = joined - 1;
    double meanA = 0.0;
    double meanB = 0.0;
    for (std::size_t k = 0; k < count; ++k) {
        // From here on a return stands where its later close stood.
        closesA[k] = std::log(closesA[k] / closesA[k + 1]);
        closesB[k] = std::log(closesB[k] / closesB[k + 1]);
        meanA += closesA[k];
        meanB += closesB[k];
    }
    meanA /= static_cast<double>(count);
    meanB /= static_cast<double>(count);
    double sumAA = 0.0;
    double sumBB = 0.0;
    double sumAB = 0.0;
    for (std::size_t k = 0; k < count; ++k) {
        const double x = closesA[k] - meanA;
        const double y = closesB[k] - meanB;
        sumAA += x * x;
        sumBB += y * y;
        sumAB += x * y;
    }
    if (sumAA <= kNoVariance || sumBB <= kNoVariance)
        return std::nullopt;
    return std::clamp(sumAB / std::sqrt(sumAA * sumBB), -1.0, 1.0);
}

} // namespace breakline
