// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingSnapshot.h"

namespace breakline {

/// What part of a chart is seen: a span of candle indices across and a range of
/// prices up. Pixels count from the top left of the plot. Volume has the lowest
/// kVolumeShare of the height.
class ChartViewport {
public:
    static constexpr double kFewestCandles = 15.0;
    static constexpr double kMostCandles = 20'000.0;
    static constexpr double kRoomOnTheRight = 6.0; ///< candles, while following
    static constexpr double kVolumeShare = 0.18;

    void setSize(double width, double height);
    /// `gone` candles were cut off the head since the last call; negative: came back.
    void setCount(int count, int gone);
    void followLast();
    bool isFollowing() const { return m_following; }

    void panBy(double pixels);
    /// Zooms so that the candle under `x` stays where it is; factor > 1 shows more.
    void zoomAt(double x, double factor);

    /// Fits the price range to the candles seen and to what stands near them.
    void fitPrices(const ChartView& chart);

    double width() const { return m_width; }
    double height() const { return m_height; }
    double priceHeight() const { return m_height * (1.0 - kVolumeShare); }
    double visible() const { return m_visible; }
    double firstIndex() const { return m_right - m_visible; }
    double lowPrice() const { return m_low; }
    double highPrice() const { return m_high; }
    double volumeMax() const { return m_volumeMax; }
    double candleWidth() const { return m_width / m_visible; }

    /// The centre of candle i lies at xOf(i + 0.5).
    double xOf(double index) const { return (index - firstIndex()) * candleWidth(); }
    double indexAt(double x) const { return firstIndex() + x / candleWidth(); }
    double yOf(double price) const;
    double priceAt(double y) const;
    /// First and last candle seen, clamped to what exists; first > last where none is.
    int firstSeen() const;
    int lastSeen() const;

private:
    void keepInReach();

    double m_width = 1.0;
    double m_height = 1.0;
    int m_count = 0;
    double m_visible = 120.0;
    double m_right = 120.0;
    bool m_following = true;
    double m_low = 0.0;
    double m_high = 1.0;
    double m_volumeMax = 1.0;
};

} // namespace breakline
