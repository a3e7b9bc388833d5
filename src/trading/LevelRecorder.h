// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "core/Units.h"
#include "storage/SessionJournal.h"
#include "strategy/LevelLives.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace breakline {

class MarketBoard;
struct SessionSettings;

/// Writes down the levels that decisions rested on, and what became of them: a row
/// when the first decision rested on one, again when its touches or its fate change,
/// for as long as its life is followed. It decides nothing: with it and without it a
/// session decides the same. Trading thread.
///
/// Followed are symbols with such a level, until each of them is forgotten: a bar
/// and symbol takes some 20 us. To look back at the births of a symbol that is new
/// here takes some 3 ms, so that no more than kLookedBack of them are at one close;
/// of the others births before it are not known.
class LevelRecorder {
public:
    static constexpr std::size_t kLookedBack = 16;

    /// All outlive it. Where the session is not traced it writes nothing.
    LevelRecorder(const SessionSettings& settings, const MarketBoard& board, SessionJournal& journal);

    /// A decision of this close rested on the level, whose price is above 0.
    void restedOn(SymbolId symbol, const std::string& traceId, const LevelId& level, double price);
    /// After what the close decided has been sent: writes what there is to write.
    void follow();

private:
    struct Asked {
        SymbolId symbol;
        std::string traceId;
        LevelId level;
        double price = 0.0;
    };
    struct Written {
        LevelId level;
        LevelRow row;
        Timestamp seen; ///< newest close at which it was kept or asked for
        bool isOver = false; ///< its life was broken off
    };
    struct Followed {
        std::string name;
        std::optional<LevelLives> lives;
        std::vector<Written> levels;
        Timestamp newest {-1}; ///< close of the newest bar followed
    };

    void bringUp(Followed& followed, SymbolId symbol);
    void take(const Asked& asked);
    void forget(Followed& followed);

    const SessionSettings& m_settings;
    const MarketBoard& m_board;
    SessionJournal& m_journal;
    std::vector<Asked> m_asked; ///< since the last follow()
    std::map<SymbolId, Followed> m_followed;
    std::size_t m_lookedBack = 0; ///< at this close
};

} // namespace breakline
