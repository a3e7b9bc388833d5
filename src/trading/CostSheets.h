// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "execution/CostSheet.h"
#include "position/PositionLedger.h"
#include "risk/CostDerate.h"
#include "risk/Sizing.h"
#include "storage/SessionJournal.h"
#include "strategy/Signal.h"
#include "trading/MarketBoard.h"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace breakline {

struct SessionSettings;

/// What the costs of a symbol's trades so far mean for its next quantity.
struct CostSizing {
    std::optional<double> errorR; ///< of their forecasts; empty: too few trades
    double bound = 0.0; ///< of it, in R
    double factor = 1.0; ///< (0, 1], of the quantity
};

/// The cost sheets of a session: what an entry is to cost, when risk has approved it, and
/// what it cost, when the trade is over; and from both how wrong the forecasts were. The
/// one owner of these, and the writer of their rows. All of it is a function of the
/// session's inputs, so that one that is resumed has it again. Trading thread.
class CostSheets {
public:
    /// `settings`, `board` and `journal` outlive it.
    CostSheets(const SessionSettings& settings, MarketBoard& board, SessionJournal& journal);

    CostSizing sizing(SymbolId symbol) const;

    /// Makes the forecast from the market as it is known now.
    void approved(const std::string& traceId, const Signal& signal, const PositionSize& size,
                  const CostSizing& sizing, Timestamp now);

    // Of a trade without a forecast (found, adopted, an orphan's) nothing is kept.
    void entryFilled(const std::string& traceId, const Execution& execution, Quantity quantity);
    /// `reference`: what the exit was to get; empty where the forecast has nothing of the kind.
    void exitFilled(const std::string& traceId, const Execution& execution, Quantity quantity,
                    const std::optional<Decimal>& reference);
    void liquidationTold(const std::string& traceId, Price liquidation);
    /// The entry is over and filled nothing.
    void nothingFilled(const std::string& traceId);
    /// The trade is over. One that is not flat was let go: what it costs is unknown.
    /// `riskUsd` 0: unknown.
    void closed(const std::string& traceId, const PositionLedger& ledger, const Decimal& riskUsd);
    /// A payment of a trade that is over was told late.
    void fundingTold(const std::string& traceId, const PositionLedger& ledger);

    /// Of entries at work, open positions and the newest trades that are over; newest
    /// first, at most so many.
    std::vector<const CostSheetRow*> newest(std::size_t most) const;

private:
    struct Trade {
        CostSheetRow row;
        SymbolId symbol;
        Direction direction = Direction::Long;
        Price stop;
        CostTally tally;
        std::optional<Decimal> liquidationPrice;
        Decimal riskUsd;
    };

    Trade* find(const std::string& traceId);
    CostQuestion questionOf(const Signal& signal, Quantity quantity, Timestamp now);
    void realise(Trade& trade, const PositionLedger& ledger);

    const SessionSettings& m_settings;
    MarketBoard& m_board;
    SessionJournal& m_journal;
    std::map<std::string, Trade> m_trades; ///< by trace id
    std::deque<Trade> m_over; ///< newest last
    CostErrors m_errors;
};

} // namespace breakline
