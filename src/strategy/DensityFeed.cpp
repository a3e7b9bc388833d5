// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/DensityFeed.h"

#include <algorithm>
#include <span>

namespace breakline {

namespace {

// Half a percent and a little more: what lies beyond is not looked at.
constexpr std::int64_t kKeptBps = 51;

std::vector<BookLevel> near(std::span<const BookLevel> levels, std::int64_t mid2)
{
    const auto beyond = std::ranges::find_if(levels, [mid2](const BookLevel& level) {
        return std::abs(2 * level.price.ticks - mid2) * 10'000 > kKeptBps * mid2;
    });
    return {levels.begin(), beyond};
}

} // namespace

DensityFeed::DensityFeed(const DensitySettings& settings, double eatenRatio)
    : m_settings(settings)
    , m_eatenRatio(eatenRatio)
    , m_kept(Duration::milliseconds(static_cast<std::int64_t>(settings.lookbackWindowS * 1000.0))
             + DensityDetector::kRemembered)
{
}

DensityFeed::~DensityFeed() = default;
DensityFeed::DensityFeed(DensityFeed&&) noexcept = default;

void DensityFeed::onTrade(const TradePrint& print)
{
    m_prints.push_back(print);
}

void DensityFeed::sample(const BookSnapshot& book, Timestamp now)
{
    if (book.bids.empty() || book.asks.empty())
        return;
    const std::int64_t mid2 = book.bids.front().price.ticks + book.asks.front().price.ticks;
    Sample sample;
    sample.time = now;
    sample.book.bids = near(book.bids, mid2);
    sample.book.asks = near(book.asks, mid2);
    sample.prints.swap(m_prints);
    m_samples.push_back(std::move(sample));
    while (now - m_samples.front().time > m_kept)
        m_samples.pop_front();
    m_detector.reset();
}

const DensityDetector& DensityFeed::detector() const
{
    if (!m_detector) {
        m_detector = std::make_unique<DensityDetector>(m_settings, m_eatenRatio);
        for (const Sample& sample : m_samples) {
            for (const TradePrint& print : sample.prints)
                m_detector->onTrade(print);
            m_detector->sample(sample.book, sample.time);
        }
    }
    return *m_detector;
}

} // namespace breakline
