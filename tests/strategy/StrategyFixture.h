// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "../market/CandleMaker.h"

#include "market/MarketView.h"
#include "strategy/Preset.h"

#include <vector>

namespace breakline::test {

inline BookLevel bookLevel(const Instrument& instrument, double price, double quantity)
{
    return {*instrument.quantizePrice(price, QuantizeFor::Nearest), *instrument.quantizeQuantity(quantity)};
}

/// One symbol's data, owned, from which views are made.
struct Scene {
    Instrument instrument = makeInstrument();
    std::vector<Candle> candles;
    std::vector<Candle> reference;
    bool isReference = false;
    std::optional<BookSnapshot> book;
    std::optional<TapeStats> tape;
    std::optional<double> turnover24hUsd = 1e9;
    std::optional<double> openInterestBase = 1e6;
    std::optional<double> openInterestChange24h = 0.02;
    std::optional<double> fundingRate;
    std::optional<double> takerFeeBps;
    Duration sinceClose{};
    Duration bookAge{};

    Timestamp closeTime() const { return candles.back().openTime + Duration::minutes(5); }

    MarketView view() const
    {
        MarketView view;
        view.instrument = &instrument;
        view.now = closeTime() + sinceClose;
        view.history = candles;
        view.reference = reference;
        view.isReference = isReference;
        if (book) {
            view.book = measureBook(*book, instrument).value();
            view.bookAsOf = view.now - bookAge;
        }
        view.tape = tape;
        view.turnover24hUsd = turnover24hUsd;
        view.openInterestBase = openInterestBase;
        view.openInterestChange24h = openInterestChange24h;
        view.fundingRate = fundingRate;
        view.takerFeeBps = takerFeeBps;
        return view;
    }

    /// A tape of `perMinute` trades a minute, whole for an hour, last trade just now.
    void setTape(double perMinute)
    {
        TapeStats stats;
        stats.asOf = closeTime() + sinceClose;
        stats.covered = Duration::hours(1);
        stats.tradesPerMinute = perMinute;
        stats.meanTradesPerMinute1h = perMinute;
        stats.lastTime = stats.asOf;
        tape = stats;
    }

    /// Best bid and ask around a mid, with these quantities, and a deep level 0.2 % away.
    void setBook(double bid, double bidQuantity, double ask, double askQuantity)
    {
        BookSnapshot snapshot;
        snapshot.time = closeTime();
        snapshot.bids = {bookLevel(instrument, bid, bidQuantity), bookLevel(instrument, bid * 0.998, bidQuantity)};
        snapshot.asks = {bookLevel(instrument, ask, askQuantity), bookLevel(instrument, ask * 1.002, askQuantity)};
        book = snapshot;
    }
};

/// A plan that trades everything a test lays before it; each test tightens what it is about.
inline Preset openPreset()
{
    Preset preset;
    preset.id = "test";
    preset.liquidity.min24hVolumeUsd = 1e6;
    preset.liquidity.minOpenInterestUsd = 1e5;
    preset.liquidity.maxSpreadBps = 10.0;
    preset.liquidity.minDepthUsd05Pct = 1'000.0;
    preset.liquidity.minDepthUsd03Pct = 500.0;
    preset.liquidity.minTradesPerMinute = 3.0;
    preset.volatility.atrRangeMin = 0.0001;
    preset.volatility.atrRangeMax = 0.1;
    preset.volatility.bbWidthPercentileMax = 100.0;
    preset.volatility.volumeSurge1hMin = 0.1;
    preset.volatility.volumeSurge5mMin = 0.1;
    preset.volatility.oiDeltaThreshold = 0.01;
    preset.risk.correlationLimit = 1.0;
    preset.position.targets = {{"TP1", 1.5, 0.5, TargetPlacement::Fixed}, {"TP2", 3.0, 0.5, TargetPlacement::Fixed}};
    preset.scanner.scoreWeights[static_cast<std::size_t>(ScoreComponent::VolumeSurge)] = 0.30;
    preset.scanner.scoreWeights[static_cast<std::size_t>(ScoreComponent::OpenInterestDelta)] = 0.15;
    preset.scanner.scoreWeights[static_cast<std::size_t>(ScoreComponent::AtrQuality)] = 0.20;
    preset.scanner.scoreWeights[static_cast<std::size_t>(ScoreComponent::Correlation)] = 0.15;
    preset.scanner.scoreWeights[static_cast<std::size_t>(ScoreComponent::TradesPerMinute)] = 0.20;
    return preset;
}

} // namespace breakline::test
