// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/ChartSource.h"

#include "ui/DisplayText.h"

#include <algorithm>
#include <utility>

namespace breakline {

QString ChartSource::symbol() const
{
    return DisplayText::plain(m_chart.symbol);
}

const ChartMoment* ChartSource::shownMoment() const
{
    return m_asOf && m_past ? m_past->momentAt(*m_asOf) : nullptr;
}

int ChartSource::moment() const
{
    if (!m_asOf)
        return moments();
    if (!m_past)
        return 0;
    const auto after =
        std::ranges::upper_bound(m_past->moments, *m_asOf, {}, [](const auto& held) { return held->time; });
    return std::max(0, static_cast<int>(after - m_past->moments.begin()) - 1);
}

bool ChartSource::isBeforeSession() const
{
    const ChartMoment* const shown = shownMoment();
    return shown != nullptr && shown->isBeforeSession;
}

QString ChartSource::asOf() const
{
    return m_asOf ? DisplayText::dateTime(*m_asOf) : QString();
}

QString ChartSource::oldest() const
{
    return moments() > 0 ? DisplayText::dateTime(m_past->moments.front()->time) : QString();
}

void ChartSource::update(const ChartView& chart, ChartPastPtr past)
{
    const bool isSamePast = past == m_past;
    const bool isOtherSymbol = chart.symbol != m_live.symbol;
    m_live = chart;
    m_past = std::move(past);
    const bool isReached = m_wanted && moments() > 0 && m_past->moments.back()->time >= *m_wanted;
    if (isReached)
        m_asOf = std::exchange(m_wanted, std::nullopt);
    if (!m_asOf)
        show(m_live);
    else if (isReached || !isSamePast || isOtherSymbol)
        showPast();
    if (isReached || !isSamePast)
        Q_EMIT momentChanged();
}

std::optional<Timestamp> ChartSource::shownClose() const
{
    const std::size_t closed =
        m_chart.candles.size() - (m_chart.lastIsForming && !m_chart.candles.empty() ? 1 : 0);
    if (closed == 0)
        return std::nullopt;
    return m_chart.candles[closed - 1].openTime + Duration::minutes(5);
}

void ChartSource::showMoment(int number)
{
    number = std::max(0, number);
    if (number >= moments()) {
        showNow();
        return;
    }
    m_wanted.reset();
    m_asOf = m_past->moments[static_cast<std::size_t>(number)]->time;
    showPast();
    Q_EMIT momentChanged();
}

void ChartSource::showWhenHeld(Timestamp close)
{
    m_wanted = close + ChartMoment::kAfterClose;
}

void ChartSource::showNow()
{
    m_wanted.reset();
    leavePast();
}

void ChartSource::leavePast()
{
    if (!m_asOf)
        return;
    m_asOf.reset();
    show(m_live);
    Q_EMIT momentChanged();
}

void ChartSource::showPast()
{
    if (const ChartMoment* const moment = shownMoment()) {
        show(chartAt(*m_past, *moment));
        return;
    }
    ChartView unknown;
    unknown.symbol = m_live.symbol;
    unknown.priceDecimals = m_live.priceDecimals;
    show(unknown);
}

void ChartSource::show(const ChartView& chart)
{
    const bool otherSymbol = chart.symbol != m_chart.symbol;
    const std::vector<Candle>& before = m_chart.candles;
    const std::vector<Candle>& now = chart.candles;
    m_cutOff = 0;
    m_firstChanged = 0;
    if (!otherSymbol && !before.empty() && !now.empty()) {
        const auto head =
            std::lower_bound(before.begin(), before.end(), now.front().openTime,
                             [](const Candle& candle, Timestamp t) { return candle.openTime < t; });
        m_cutOff = static_cast<int>(head - before.begin());
        if (now.front().openTime < before.front().openTime) {
            // Gone back in time: older ones are there again.
            const auto same =
                std::lower_bound(now.begin(), now.end(), before.front().openTime,
                                 [](const Candle& candle, Timestamp t) { return candle.openTime < t; });
            m_cutOff = -static_cast<int>(same - now.begin());
        } else if (m_cutOff == 0) {
            const auto [ours, theirs] = std::mismatch(before.begin(), before.end(), now.begin(), now.end());
            m_firstChanged = static_cast<int>(ours - before.begin());
        }
    }
    m_chart = chart;
    if (chart.priceDecimals) {
        m_decimals = *chart.priceDecimals;
    } else if (m_firstChanged == 0 || otherSymbol) {
        m_decimals = 0;
        const std::size_t first = now.size() > 200 ? now.size() - 200 : 0;
        for (std::size_t i = first; i < now.size(); ++i)
            m_decimals =
                std::max({m_decimals, DisplayText::decimalsOf(now[i].close),
                          DisplayText::decimalsOf(now[i].high), DisplayText::decimalsOf(now[i].low)});
    }
    if (otherSymbol)
        Q_EMIT symbolChanged();
    Q_EMIT changed();
}

} // namespace breakline
