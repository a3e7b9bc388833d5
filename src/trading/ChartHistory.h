// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/LevelLives.h"
#include "trading/ChartPast.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace breakline {

class TradingSession;

/// The charts of all symbols as they were, five seconds after each 5-minute close
/// (ChartMoment::kAfterClose): a moment is made once, of what the inputs up to then
/// had told, and stays. Looks on and decides nothing. Trading thread.
///
/// Held are the newest 2,016 moments (a week) of a symbol, and of all symbols
/// together about 100,000 (some 60 MB): with more than 49 symbols fewer of each,
/// with more than 500 of them 200. What is older is let go. The lives of the levels
/// take some 0.2 MB a symbol.
class ChartHistory {
public:
    static constexpr std::size_t kMost = 2'016;
    static constexpr std::size_t kMostOfAll = 100'000;
    static constexpr std::size_t kFewest = 200;

    explicit ChartHistory(const TradingSession& session);

    /// An input of this time is about to be handled: a moment before it is over.
    void beforeInput(Timestamp next);

    /// The levels of the symbol's newest closed bar, as findLevels() ranks them.
    /// `born` and `fate` are empty where the bars held do not say.
    std::vector<LevelView> levels(SymbolId symbol);
    /// Null while there is no moment of the symbol.
    ChartPastPtr past(SymbolId symbol);

    /// How many moments of a symbol are held where there are so many symbols.
    static std::size_t mostMoments(std::size_t symbols);

private:
    struct Symbol {
        std::string name;
        std::optional<LevelLives> lives;
        ChartPast past;
        std::map<std::string, std::shared_ptr<const KnownMarker>> markers; ///< the newest of each key
        ChartPastPtr published; ///< null: it is out of date
        bool isBeginningHeld = true; ///< nothing was let go yet
        bool hasTimeBefore = false; ///< what lies before the first moment has been made
    };

    Symbol& at(SymbolId symbol);
    static std::vector<LevelView> viewsOf(const LevelLives& lives);
    LevelLives newLives() const;
    /// Brings the lives of the levels up to the bars that the board holds.
    void follow(Symbol& kept, SymbolId symbol);
    /// The lives of one more symbol: of all at once they would take seconds.
    void prepareOne();
    void keepMoment(Timestamp time);
    void learnCandles(Symbol& kept, std::span<const Candle> bars, Timestamp time) const;
    void learnMarkers(Symbol& kept, SymbolId symbol, Timestamp since, Timestamp time) const;
    void addTimeBefore(Symbol& kept, SymbolId symbol) const;
    void letGo(Symbol& kept) const;

    const TradingSession& m_session;
    std::vector<Symbol> m_symbols; ///< by symbol
    std::optional<Timestamp> m_due; ///< the next moment
    std::size_t m_next = 0; ///< symbol that is prepared next
};

} // namespace breakline
