// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/SymbolMarket.h"

#include "core/Invariant.h"
#include "matching/BarPath.h"

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

constexpr Duration kFlowWindow = Duration::seconds(60);
constexpr double kMinuteMs = 60'000.0;
/// The distance from the mid that BookModel::depthMinutes speaks of.
constexpr double kDepthBand = 0.005;
/// Turnover a minute at which BookModel::spreadBps is the spread, quote.
constexpr double kSpreadTurnover = 100'000.0;
/// However little trades, the spread stays within this multiple of it.
constexpr double kWidestSpread = 30.0;
/// A side never loses more than this share of its depth to the lean.
constexpr double kMaxLean = 0.9;

// Two independent values in [-1, 1) from one draw.
double highNoise(std::uint64_t bits)
{
    return static_cast<double>(static_cast<std::int32_t>(bits >> 32)) * 0x1.0p-31;
}

double lowNoise(std::uint64_t bits)
{
    return static_cast<double>(static_cast<std::int32_t>(bits & 0xFFFFFFFFULL)) * 0x1.0p-31;
}

std::int64_t roundPositive(double value)
{
    return static_cast<std::int64_t>(value + 0.5);
}

Quantity atLeastOneLot(double lots)
{
    return Quantity {std::max(std::int64_t {1}, roundPositive(lots))};
}

bool isUsable(const BookModel& model)
{
    return model.levelsPerSide >= 1 && model.levelsPerSide <= BookModel::kMaxLevelsPerSide
        && model.spreadTicksMin >= 1.0 && model.printsPerMinuteMin >= 1.0
        && model.printsPerMinuteMax >= model.printsPerMinuteMin && model.refillSeconds > 0.0
        && model.depthNoise >= 0.0 && model.depthNoise < 1.0 && model.spreadNoise >= 0.0
        && model.spreadNoise < 1.0;
}

} // namespace

std::int64_t gappedTicks(std::int64_t ticks, const Decimal& factor)
{
    const auto moved = (factor * ticks).countOf(Decimal::fromUnits(1), Rounding::HalfEven);
    return moved ? std::max<std::int64_t>(*moved, 1) : ticks;
}

SymbolMarket::SymbolMarket(const Instrument& instrument, const BookModel& model, std::uint64_t seed)
    : m_instrument(instrument)
    , m_model(model)
    , m_pathSeed(Rng::mix(seed, Rng::hash("path")))
    , m_bookSeed(Rng::mix(seed, Rng::hash("book")))
{
    if (!isUsable(model))
        failInvariant("book model out of range");
    const auto levels = static_cast<std::size_t>(model.levelsPerSide);
    m_reach.reserve(levels);
    for (std::size_t level = 0; level < levels; ++level) {
        const double share = levels == 1 ? 0.0 : static_cast<double>(level) / static_cast<double>(levels - 1);
        m_reach.push_back(share * share);
    }
    m_bids.reserve(levels);
    m_asks.reserve(levels);
}

void SymbolMarket::closeBar(std::int64_t volume, Duration interval)
{
    m_closed.push_back({volume, interval.ms});
    m_closedVolume += volume;
    m_closedMs += interval.ms;
    const auto windowMs = static_cast<std::int64_t>(m_model.depthWindowMinutes * kMinuteMs);
    while (m_closed.size() > 1 && m_closedMs > windowMs) {
        m_closedVolume -= m_closed.front().volume;
        m_closedMs -= m_closed.front().lengthMs;
        m_closed.erase(m_closed.begin());
    }
    m_lotsPerMinute = static_cast<double>(m_closedVolume) * kMinuteMs / static_cast<double>(m_closedMs);
}

void SymbolMarket::addHistory(const GridCandle& bar, Duration interval)
{
    if (!isPrintable(bar))
        failInvariant("a past bar that breaks its contract");
    closeBar(bar.volume, interval);
    m_last = Price {bar.close};
    m_draw = {bar.close >= bar.open ? Side::Buy : Side::Sell, m_netFlow, m_totalFlow, m_lotsPerMinute,
              m_tradeId};
    m_taken.clear();
    ++m_sequence;
    m_changed = true;
}

void SymbolMarket::beginBar(const GridCandle& bar, Duration interval)
{
    if (m_nextPlanned != m_planned.size())
        failInvariant("a bar begins before the last one has been printed");
    if (m_inProgress)
        closeBar(m_inProgress->volume, Duration {m_inProgress->lengthMs});
    m_inProgress = ClosedBar {bar.volume, interval.ms};

    const double minutes = static_cast<double>(interval.ms) / kMinuteMs;
    const double usual = m_lotsPerMinute * minutes;
    const double activity = usual > 0.0 ? static_cast<double>(bar.volume) / usual : 1.0;
    const double perMinute = std::clamp(m_model.printsPerMinuteMean * activity, m_model.printsPerMinuteMin,
                                        m_model.printsPerMinuteMax);
    Rng rng(Rng::mix(m_pathSeed, static_cast<std::uint64_t>(bar.openTime.ms)));
    planPrints({m_instrument.id, bar, interval, roundPositive(perMinute * minutes), m_last, m_tradeId + 1},
               rng, m_planned);
    m_nextPlanned = 0;

    // Room for the bar's prints, so that taking one allocates nothing.
    m_flow.erase(m_flow.begin(), m_flow.begin() + static_cast<std::ptrdiff_t>(m_flowFirst));
    m_flowFirst = 0;
    m_flow.reserve(m_flow.size() + m_planned.size());
}

TradePrint SymbolMarket::takePrint()
{
    if (m_nextPlanned == m_planned.size())
        failInvariant("no print is planned");
    const TradePrint print = m_planned[m_nextPlanned++];
    notePrint(print);
    return print;
}

void SymbolMarket::notePrint(const TradePrint& print)
{
    m_tradeId = print.id;
    m_last = print.price;

    const std::int64_t signedLots = signOf(print.takerSide) * print.quantity.lots;
    m_flow.push_back({print.time, signedLots});
    m_netFlow += signedLots;
    m_totalFlow += print.quantity.lots;
    while (m_flow[m_flowFirst].time <= print.time - kFlowWindow) {
        const std::int64_t old = m_flow[m_flowFirst++].signedLots;
        m_netFlow -= old;
        m_totalFlow -= old < 0 ? -old : old;
    }

    m_draw = {print.takerSide, m_netFlow, m_totalFlow, m_lotsPerMinute, m_tradeId};
    m_taken.clear();
    ++m_sequence;
    m_changed = true;
}

TradePrint SymbolMarket::jump(Price price, Quantity quantity, const Decimal& factor, Timestamp now)
{
    TradePrint print;
    print.symbol = m_instrument.id;
    print.time = now;
    print.price = price;
    print.quantity = quantity;
    print.takerSide = m_last && price < *m_last ? Side::Sell : Side::Buy;
    print.id = m_tradeId + 1;
    for (std::size_t i = m_nextPlanned; i < m_planned.size(); ++i) {
        m_planned[i].price = Price {gappedTicks(m_planned[i].price.ticks, factor)};
        ++m_planned[i].id;
    }
    if (m_inProgress)
        m_inProgress->volume += quantity.lots;
    notePrint(print);
    return print;
}

void SymbolMarket::dropPlanned()
{
    for (; m_nextPlanned < m_planned.size(); ++m_nextPlanned)
        if (m_inProgress)
            m_inProgress->volume -= m_planned[m_nextPlanned].quantity.lots;
}

void SymbolMarket::setDepthShare(double share)
{
    m_depthShare = share;
    m_taken.clear();
    ++m_sequence;
    m_changed = true;
}

bool SymbolMarket::refill(Timestamp now)
{
    const auto due = std::ranges::find_if(m_taken, [&](const Taken& taken) {
        return taken.time + Duration {roundPositive(m_model.refillSeconds * 1000.0)} > now;
    });
    if (due == m_taken.begin())
        return false;
    m_taken.erase(m_taken.begin(), due);
    ++m_sequence;
    m_changed = true;
    return true;
}

std::optional<Timestamp> SymbolMarket::nextRefillTime() const
{
    if (m_taken.empty())
        return std::nullopt;
    return m_taken.front().time + Duration {roundPositive(m_model.refillSeconds * 1000.0)};
}

void SymbolMarket::take(Side side, Price price, Quantity quantity, Timestamp now)
{
    drawIfChanged();
    std::vector<BookLevel>& levels = side == Side::Buy ? m_bids : m_asks;
    const auto level = std::ranges::find(levels, price, &BookLevel::price);
    const Quantity taken = level == levels.end() ? Quantity {} : std::min(quantity, level->quantity);
    if (taken.lots <= 0)
        return;
    level->quantity -= taken;
    if (level->quantity.isZero())
        levels.erase(level);
    m_taken.push_back({now, side, {price, taken}});
    ++m_sequence;
}

std::optional<Price> SymbolMarket::mark() const
{
    // The last price is the best bid or the best ask of the undisturbed book, and
    // what our fills take only moves the best prices away from it: it lies between
    // them at all times, so it is the median.
    return m_last;
}

std::int64_t SymbolMarket::spreadTicks(double lastTicks, double noise) const
{
    const double narrowest = std::ceil(m_model.spreadTicksMin);
    const double turnover = m_draw.lotsPerMinute * m_instrument.lot * lastTicks * m_instrument.tick;
    if (turnover <= 0.0)
        return static_cast<std::int64_t>(narrowest);
    const double width = std::min(std::sqrt(kSpreadTurnover / turnover), kWidestSpread);
    const double wanted = m_model.spreadBps * 1e-4 * lastTicks * width * (1.0 + m_model.spreadNoise * noise);
    return roundPositive(std::max(narrowest, wanted));
}

double SymbolMarket::lean(double noise) const
{
    const double flow = m_draw.totalFlow == 0
        ? 0.0
        : static_cast<double>(m_draw.netFlow) / static_cast<double>(m_draw.totalFlow);
    return std::clamp(m_model.leanWeight * flow + m_model.leanNoise * noise, -kMaxLean, kMaxLean);
}

// The share of a side's depth within `share` half percents of the mid.
double SymbolMarket::depthWithin(double share) const
{
    const double steady = 1.0 - m_model.depthTouchShare - m_model.depthGrowth;
    return share * (steady + m_model.depthGrowth * share);
}

SymbolMarket::Touch SymbolMarket::drawTouch(std::uint64_t shape) const
{
    const auto lastTicks = static_cast<double>(m_last->ticks);
    const std::int64_t spread = spreadTicks(lastTicks, lowNoise(shape));
    Touch touch;
    touch.ask = m_draw.takerSide == Side::Buy ? m_last->ticks : m_last->ticks + spread;
    touch.bid = touch.ask - spread;
    if (touch.bid < 1) { // a bid is at least one tick
        touch.bid = 1;
        touch.ask = std::max(m_last->ticks, touch.bid + 1);
    }
    return touch;
}

std::optional<SymbolMarket::Touch> SymbolMarket::undrawnTouch() const
{
    if (!m_changed || !m_last || !m_taken.empty())
        return std::nullopt;
    return drawTouch(Rng(Rng::mix(m_bookSeed, m_draw.number)).next());
}

std::optional<Price> SymbolMarket::bestBid() const
{
    if (const auto touch = undrawnTouch())
        return Price {touch->bid};
    return bids().empty() ? std::nullopt : std::optional(bids().front().price);
}

std::optional<Price> SymbolMarket::bestAsk() const
{
    if (const auto touch = undrawnTouch())
        return Price {touch->ask};
    return asks().empty() ? std::nullopt : std::optional(asks().front().price);
}

void SymbolMarket::drawBook() const
{
    m_changed = false;
    m_bids.clear();
    m_asks.clear();
    if (!m_last)
        return;
    // A stream of the update's own: the noise is a function of seed and update.
    Rng noise(Rng::mix(m_bookSeed, m_draw.number));
    const std::uint64_t shape = noise.next();
    const auto [bestBid, bestAsk] = drawTouch(shape);

    const double halfSpread = 0.5 * static_cast<double>(bestAsk - bestBid);
    const double mid = static_cast<double>(bestBid) + halfSpread;
    const double bandTicks = m_model.bandPct * 0.01 * mid;
    const double perTick = 1.0 / (kDepthBand * mid);
    const double sideLots = 0.5 * m_model.depthMinutes * m_draw.lotsPerMinute;
    const double tilt = lean(highNoise(shape));
    const double bidTilt = 1.0 + tilt;
    const double askTilt = 1.0 - tilt;

    const std::size_t levels = m_reach.size();
    std::int64_t offset = 0;
    double depthBefore = -m_model.depthTouchShare;
    for (std::size_t level = 0; level < levels; ++level) {
        // A level holds the depth from halfway to the level before to halfway to the next.
        const std::int64_t next = level + 1 < levels
            ? std::max(offset + 1, roundPositive(bandTicks * m_reach[level + 1]))
            : offset + 1;
        const double edge = halfSpread + 0.5 * static_cast<double>(offset + next);
        const double depth = depthWithin(edge * perTick);
        const double lots = sideLots * (depth - depthBefore);
        depthBefore = depth;

        const std::uint64_t bits = noise.next();
        const double bidLots = lots * bidTilt * (1.0 + m_model.depthNoise * highNoise(bits));
        const double askLots = lots * askTilt * (1.0 + m_model.depthNoise * lowNoise(bits));
        if (bestBid - offset >= 1)
            m_bids.push_back({Price {bestBid - offset}, atLeastOneLot(bidLots * m_depthShare)});
        m_asks.push_back({Price {bestAsk + offset}, atLeastOneLot(askLots * m_depthShare)});
        offset = next;
    }

    for (const Taken& taken : m_taken) {
        std::vector<BookLevel>& side = taken.side == Side::Buy ? m_bids : m_asks;
        const auto level = std::ranges::find(side, taken.level.price, &BookLevel::price);
        level->quantity -= taken.level.quantity;
        if (level->quantity.isZero())
            side.erase(level);
    }
}

} // namespace breakline
