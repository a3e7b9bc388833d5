// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/LevelRecorder.h"

#include "trading/MarketBoard.h"
#include "trading/TradingServices.h"

#include <algorithm>
#include <string_view>

namespace breakline {

namespace {

/// What the row shows of the life.
void describe(LevelRow& row, const LevelLives& lives, const LevelRecord& record)
{
    const Level& level = record.level;
    row.price = level.price;
    row.methods = methodNames(level.methods, "", " ");
    row.born = lives.bornOf(record);
    row.lastTouch = level.lastTouch;
    row.touches = level.touches;
    row.strength = level.strength;
    row.enhancedStrength = level.enhancedStrength;
    row.baseHeight = level.baseHeight;
    const auto fate = lives.fateOf(record);
    row.fate = fate ? toText(*fate) : "";
    row.fateTime = fate ? record.fateTime : std::nullopt;
}

} // namespace

LevelRecorder::LevelRecorder(const SessionSettings& settings, const MarketBoard& board,
                             SessionJournal& journal)
    : m_settings(settings)
    , m_board(board)
    , m_journal(journal)
{
}

void LevelRecorder::restedOn(SymbolId symbol, const std::string& traceId, const LevelId& level, double price)
{
    if (!m_settings.isTraced)
        return;
    const bool isAsked = std::ranges::any_of(
        m_asked, [&](const Asked& asked) { return asked.symbol == symbol && asked.level == level; });
    if (!isAsked)
        m_asked.push_back({symbol, traceId, level, price});
}

void LevelRecorder::follow()
{
    m_lookedBack = 0;
    for (const Asked& asked : m_asked) {
        Followed& followed = m_followed[asked.symbol];
        const std::string& name = m_board.instrument(asked.symbol).symbol;
        if (followed.name == name)
            continue;
        followed = {};
        followed.name = name;
    }
    for (auto& [symbol, followed] : m_followed)
        bringUp(followed, symbol);
    for (const Asked& asked : m_asked)
        take(asked);
    m_asked.clear();
    std::erase_if(m_followed, [](const auto& entry) { return entry.second.levels.empty(); });
}

void LevelRecorder::bringUp(Followed& followed, SymbolId symbol)
{
    // After a new start the venue may have other instruments, and fewer.
    const bool isListed = symbol.index < m_board.instruments().size()
        && m_board.instrument(symbol).symbol == followed.name && !m_board.candles(symbol).isEmpty();
    if (!isListed) {
        followed = {};
        return;
    }
    const Instrument& instrument = m_board.instrument(symbol);
    const std::span<const Candle> bars = m_board.candles(symbol).all();
    auto lookBack = LevelLives::LookBack::WholeWindows;
    if (!followed.lives) {
        followed.lives.emplace(m_settings.preset, m_settings.analysis);
        followed.lives->keepNoReadings();
        if (++m_lookedBack > kLookedBack)
            lookBack = LevelLives::LookBack::NewestBar;
    }
    if (!followed.lives->follow(bars, instrument, lookBack))
        for (Written& written : followed.levels)
            written.isOver = true; // what was said of it stands
    const Timestamp before = followed.newest;
    followed.newest = bars.back().openTime + MarketBoard::kInterval;
    for (const LevelRecord& record : followed.lives->records()) {
        const bool isNews = record.isKept || (record.fateTime && *record.fateTime > before);
        if (!isNews)
            continue;
        const auto written = std::ranges::find(followed.levels, record.level.id, &Written::level);
        if (written == followed.levels.end() || written->isOver)
            continue;
        if (record.isKept)
            written->seen = followed.newest;
        const LevelRow& last = written->row;
        LevelRow row = last;
        describe(row, *followed.lives, record);
        if (row.touches == last.touches && row.fate == last.fate && row.fateTime == last.fateTime)
            continue;
        written->row = row;
        m_journal.write(std::move(row));
    }
    forget(followed);
}

void LevelRecorder::take(const Asked& asked)
{
    Followed& followed = m_followed[asked.symbol];
    if (!followed.lives)
        return;
    const auto known = std::ranges::find(followed.levels, asked.level, &Written::level);
    if (known != followed.levels.end()) {
        known->seen = followed.newest;
        return;
    }
    LevelRow row;
    row.time = followed.newest;
    row.traceId = asked.traceId;
    row.symbol = followed.name;
    row.levelId = toText(asked.level, followed.name);
    row.type = toText(asked.level.type);
    row.price = asked.price;
    row.firstTouch = asked.level.firstTouch;
    // Not every level is found by the methods: the edge of an opening range has no life.
    if (const LevelRecord* record = followed.lives->find(asked.level))
        describe(row, *followed.lives, *record);
    followed.levels.push_back({asked.level, row, followed.newest});
    m_journal.write(std::move(row));
}

void LevelRecorder::forget(Followed& followed)
{
    // Its id cannot come back; where bars are missing its life may go on for longer.
    const Timestamp oldest =
        followed.newest - MarketBoard::kInterval * static_cast<std::int64_t>(LevelHistory::kRemembered);
    std::erase_if(followed.levels, [&](const Written& written) {
        return written.seen < oldest && (written.isOver || followed.lives->find(written.level) == nullptr);
    });
}

} // namespace breakline
