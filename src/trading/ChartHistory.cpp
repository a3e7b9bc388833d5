// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/ChartHistory.h"

#include "trading/ChartReader.h"
#include "trading/TradingSession.h"

#include <algorithm>

namespace breakline {

namespace {

/// The first of these moments that is not before `time`.
Timestamp momentFrom(Timestamp time)
{
    const std::int64_t interval = MarketBoard::kInterval.ms;
    const std::int64_t after = ChartMoment::kAfterClose.ms;
    const std::int64_t count = (time.ms - after + interval - 1) / interval;
    return Timestamp {count * interval + after};
}

} // namespace

ChartHistory::ChartHistory(const TradingSession& session)
    : m_session(session)
{
}

std::size_t ChartHistory::mostMoments(std::size_t symbols)
{
    return std::clamp(kMostOfAll / std::max<std::size_t>(1, symbols), kFewest, kMost);
}

ChartHistory::Symbol& ChartHistory::at(SymbolId symbol)
{
    const InstrumentTable& instruments = m_session.board().instruments();
    if (m_symbols.size() < instruments.size())
        m_symbols.resize(instruments.size());
    Symbol& kept = m_symbols[symbol.index];
    const Instrument& instrument = instruments.at(symbol);
    if (kept.name != instrument.symbol) {
        kept = {};
        kept.name = instrument.symbol;
        kept.past.symbol = instrument.symbol;
        kept.past.priceDecimals = instrument.tickSize.decimals();
    }
    return kept;
}

void ChartHistory::beforeInput(Timestamp next)
{
    if (!m_due)
        m_due = momentFrom(next);
    prepareOne();
    if (next <= *m_due)
        return;
    // Where no input came for longer, nothing changed either.
    keepMoment(*m_due);
    m_due = momentFrom(next);
}

void ChartHistory::prepareOne()
{
    const auto& all = m_session.board().instruments().all();
    if (all.empty())
        return;
    m_next = (m_next + 1) % all.size();
    const SymbolId symbol = all[m_next].id;
    if (Symbol& kept = at(symbol); !kept.lives && !m_session.board().candles(symbol).isEmpty())
        follow(kept, symbol);
}

LevelLives ChartHistory::newLives() const
{
    LevelLives lives(m_session.settings().preset, m_session.settings().analysis);
    lives.keepNoReadings();
    return lives;
}

std::vector<LevelView> ChartHistory::viewsOf(const LevelLives& lives)
{
    std::vector<LevelView> views;
    views.reserve(lives.kept().size());
    for (const Level& level : lives.kept()) {
        LevelView view {level.price, level.type == LevelType::Resistance, level.enhancedStrength,
                        level.touches};
        view.methods = level.methods;
        view.firstTouch = level.firstTouch;
        if (const LevelRecord* record = lives.find(level.id)) {
            view.born = lives.bornOf(*record);
            view.fate = lives.fateOf(*record);
        }
        views.push_back(view);
    }
    return views;
}

void ChartHistory::follow(Symbol& kept, SymbolId symbol)
{
    const std::span<const Candle> bars = m_session.board().candles(symbol).all();
    if (!kept.lives && bars.empty())
        return;
    if (!kept.lives)
        kept.lives.emplace(newLives());
    // Of a bar that came late births before it are not known.
    (void)kept.lives->follow(bars, m_session.board().instrument(symbol));
}

std::vector<LevelView> ChartHistory::levels(SymbolId symbol)
{
    Symbol& kept = at(symbol);
    follow(kept, symbol);
    return kept.lives ? viewsOf(*kept.lives) : std::vector<LevelView> {};
}

void ChartHistory::keepMoment(Timestamp time)
{
    for (const Instrument& instrument : m_session.board().instruments().all()) {
        const SymbolId symbol = instrument.id;
        const std::span<const Candle> bars = m_session.board().candles(symbol).all();
        if (bars.empty())
            continue; // nothing is known of it
        ChartMoment moment;
        moment.time = time;
        moment.firstCandle = bars.front().openTime;
        moment.levels = levels(symbol);
        PositionLines lines = positionLines(m_session, symbol);
        moment.entry = lines.entry;
        moment.stop = lines.stop;
        moment.targets = std::move(lines.targets);
        if (const auto last = m_session.board().last(symbol))
            moment.last = instrument.toDouble(*last);
        Symbol& kept = at(symbol);
        learnCandles(kept, bars, time);
        learnMarkers(kept, symbol, moment.firstCandle, time);
        kept.past.moments.push_back(std::make_shared<const ChartMoment>(std::move(moment)));
        letGo(kept);
        kept.published.reset();
    }
}

void ChartHistory::learnCandles(Symbol& kept, std::span<const Candle> bars, Timestamp time) const
{
    std::vector<KnownCandle>& known = kept.past.candles;
    for (const Candle& bar : bars) {
        const auto after = std::ranges::upper_bound(known, bar.openTime, {},
                                                    [](const KnownCandle& k) { return k.candle.openTime; });
        if (after != known.begin() && std::prev(after)->candle == bar)
            continue;
        known.insert(after, {bar, time});
    }
}

void ChartHistory::learnMarkers(Symbol& kept, SymbolId symbol, Timestamp since, Timestamp time) const
{
    for (KeyedMarker& marked : chartMarkers(m_session, symbol, since)) {
        std::shared_ptr<const KnownMarker>& newest = kept.markers[marked.key];
        if (newest && newest->marker == marked.marker)
            continue;
        newest = std::make_shared<const KnownMarker>(
            KnownMarker {time, std::move(marked.key), std::move(marked.marker)});
        kept.past.markers.push_back(newest);
    }
}

void ChartHistory::letGo(Symbol& kept) const
{
    ChartPast& past = kept.past;
    const std::size_t most = mostMoments(m_session.board().instruments().size());
    if (past.moments.size() <= most)
        return;
    past.moments.erase(past.moments.begin(),
                       past.moments.begin() + static_cast<std::ptrdiff_t>(past.moments.size() - most));
    kept.isBeginningHeld = false;
    const Timestamp first = past.moments.front()->firstCandle;
    std::erase_if(past.candles, [&](const KnownCandle& known) { return known.candle.openTime < first; });
    std::erase_if(past.markers, [&](const auto& known) { return known->marker.time < first; });
    std::erase_if(kept.markers, [&](const auto& entry) { return entry.second->marker.time < first; });
}

ChartPastPtr ChartHistory::past(SymbolId symbol)
{
    Symbol& kept = at(symbol);
    if (kept.past.moments.empty())
        return nullptr;
    if (!kept.hasTimeBefore)
        addTimeBefore(kept, symbol);
    if (!kept.published)
        kept.published = std::make_shared<const ChartPast>(kept.past);
    return kept.published;
}

void ChartHistory::addTimeBefore(Symbol& kept, SymbolId symbol) const
{
    kept.hasTimeBefore = true;
    if (!kept.isBeginningHeld)
        return;
    const Timestamp begin = kept.past.moments.front()->time;
    std::vector<Candle> bars;
    for (const KnownCandle& known : kept.past.candles)
        if (known.known == begin)
            bars.push_back(known.candle);
    LevelLives lives = newLives();
    std::vector<std::shared_ptr<const ChartMoment>> before;
    for (std::size_t i = kDecisionWindow - 1; i < bars.size(); ++i) {
        ChartMoment moment;
        moment.time = bars[i].openTime + MarketBoard::kInterval + ChartMoment::kAfterClose;
        if (moment.time >= begin)
            break;
        lives.judge(std::span(bars).first(i + 1), m_session.board().instrument(symbol));
        moment.firstCandle = bars.front().openTime;
        moment.isBeforeSession = true;
        moment.knownBy = begin;
        moment.levels = viewsOf(lives);
        moment.last = bars[i].close;
        before.push_back(std::make_shared<const ChartMoment>(std::move(moment)));
    }
    kept.past.moments.insert(kept.past.moments.begin(), before.begin(), before.end());
    letGo(kept);
    kept.published.reset();
}

} // namespace breakline
