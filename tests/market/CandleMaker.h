// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Rng.h"
#include "market/Candle.h"
#include "market/Instrument.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace breakline::test {

inline constexpr std::int64_t kBarMs = 300'000;
/// 2026-01-05T00:00:00Z, a Monday.
inline constexpr Timestamp kMidnight{1'767'571'200'000};

inline Candle bar(std::size_t index, double open, double high, double low, double close, double volume = 100.0,
                  Timestamp start = kMidnight)
{
    return {start + Duration::milliseconds(kBarMs * static_cast<std::int64_t>(index)), open, high, low, close, volume};
}

inline std::vector<Candle> barsOfCloses(const std::vector<double>& closes)
{
    std::vector<Candle> bars;
    for (std::size_t i = 0; i < closes.size(); ++i)
        bars.push_back(bar(i, closes[i], closes[i], closes[i], closes[i]));
    return bars;
}

/// A walk on whole prices around `centre`; every price within +-`reach` of it.
inline std::vector<Candle> randomWalk(std::uint64_t seed, std::size_t count, double centre = 10'000.0,
                                      double step = 20.0, double reach = 4'000.0)
{
    Rng rng(seed);
    std::vector<Candle> bars;
    double price = centre;
    for (std::size_t i = 0; i < count; ++i) {
        const double open = price;
        double close = std::round(open + step * rng.normal());
        close = std::clamp(close, centre - reach * 0.9, centre + reach * 0.9);
        const double up = std::round(step * rng.uniform());
        const double down = std::round(step * rng.uniform());
        bars.push_back(bar(i, open, std::max(open, close) + up, std::min(open, close) - down, close,
                           std::round(50.0 + 100.0 * rng.uniform())));
        price = close;
    }
    return bars;
}

/// Prices reflected about `centre`.
inline std::vector<Candle> reflected(std::vector<Candle> bars, double centre)
{
    for (Candle& candle : bars)
        candle = {candle.openTime,           2.0 * centre - candle.open,  2.0 * centre - candle.low,
                  2.0 * centre - candle.high, 2.0 * centre - candle.close, candle.volume};
    return bars;
}

inline Instrument makeInstrument(const char* symbol = "TESTUSDT", const char* tick = "0.01", const char* lot = "0.001")
{
    Instrument instrument;
    instrument.symbol = symbol;
    instrument.tickSize = Decimal::literal(tick);
    instrument.lotSize = Decimal::literal(lot);
    instrument.minNotional = Decimal::literal("5");
    (void)instrument.finish();
    return instrument;
}

} // namespace breakline::test
