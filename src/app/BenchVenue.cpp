// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/BenchVenue.h"

#include "matching/GeneratedMarket.h"

namespace breakline {

Expected<std::unique_ptr<VenueThread>> startBenchVenue(int symbols, WhenAlone alone, std::optional<double> speed)
{
    GeneratorSettings market;
    market.symbolCount = symbols;
    auto source = GeneratedMarket::make(market);
    if (!source)
        return std::unexpected(source.error());
    VenueServerOptions options;
    options.source = std::move(*source);
    options.key = ApiKey::random();
    options.alone = alone;
    options.speed = speed;
    return VenueThread::start(std::move(options));
}

} // namespace breakline
