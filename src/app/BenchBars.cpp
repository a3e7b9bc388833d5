// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/BenchBars.h"

#include "market/CandleSeries.h"
#include "matching/GeneratedMarket.h"

#include <algorithm>

namespace breakline {

namespace {

constexpr std::size_t kHours = 60;
constexpr std::size_t kBarMinutes = 5;

} // namespace

Expected<BenchBars> generatedBars()
{
    GeneratorSettings generator;
    generator.symbolCount = 1;
    auto market = GeneratedMarket::make(generator);
    if (!market)
        return std::unexpected(market.error());
    BenchBars result;
    result.instrument = (*market)->instruments().all().front();
    const Instrument& instrument = result.instrument;
    Candle sum;
    for (std::size_t minute = 0; minute < kHours * 60; ++minute) {
        const Timestamp open =
            (*market)->start() + GeneratedMarket::kInterval * static_cast<std::int64_t>(minute);
        const auto bar = (*market)->bar(instrument.id, open);
        if (!bar)
            continue;
        const double high = instrument.toDouble(Price {bar->high});
        const double low = instrument.toDouble(Price {bar->low});
        if (minute % kBarMinutes == 0)
            sum = {open, instrument.toDouble(Price {bar->open}), high, low, 0.0, 0.0};
        sum.high = std::max(sum.high, high);
        sum.low = std::min(sum.low, low);
        sum.close = instrument.toDouble(Price {bar->close});
        sum.volume += instrument.toDouble(Quantity {bar->volume});
        if (minute % kBarMinutes == kBarMinutes - 1)
            result.bars.push_back(sum);
    }
    if (result.bars.size() <= 3 * kDecisionWindow)
        return fail(ErrorCode::Corrupt, "the seeded market made too few bars");
    return result;
}

} // namespace breakline
