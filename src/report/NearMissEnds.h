// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"
#include "core/Expected.h"
#include "position/TradeEnd.h"
#include "report/RecordedCandles.h"
#include "storage/SessionRows.h"
#include "strategy/NearMiss.h"
#include "trading/TradingServices.h"

#include <QString>

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace breakline {

/// What became of those that one threshold would have admitted.
struct AdmittedEnds {
    std::size_t admitted = 0; ///< as the report counts them
    std::size_t unknown = 0; ///< of them: the recording lacks their bars, or the session its signal
    std::size_t signalled = 0; ///< of them: came to a signal
    std::size_t notEntered = 0; ///< of those: the next open was too far away
    std::size_t won = 0; ///< ended above 0
    std::size_t lost = 0; ///< ended at 0 or below
    std::size_t open = 0; ///< the recording ends before they do
    double sumR = 0.0; ///< net, of those that ended
    double openR = 0.0; ///< net at the last close, of those that are open

    std::size_t ended() const { return won + lost; }
    /// Empty where none has ended.
    std::optional<double> meanR() const
    {
        return ended() == 0 ? std::nullopt : std::optional(sumR / static_cast<double>(ended()));
    }
};

/// Places of one line of the report: its moves, then its suggestion.
inline constexpr std::size_t kNearMissPlaces = kNearMissMoves.size() + 1;
inline constexpr std::size_t kSuggestionPlace = kNearMissMoves.size();

/// A signal that came of an admitted case, and its end.
struct ImaginedSignal {
    std::string symbol;
    Timestamp close; ///< of the bar that decided
    Direction direction = Direction::Long;
    Decimal entry; ///< expected fill
    Decimal stop;
    std::optional<Decimal> filled;
    TradeEnd end;
    std::array<bool, kNearMissPlaces> admittedBy {};
};

/// Of one line of the report.
struct GateEnds {
    std::string key; ///< of the plan, or "setting ..."; empty: no key moves it
    /// By kNearMissMoves; empty where no key moves it or the line counts none.
    std::optional<std::array<AdmittedEnds, kNearMissMoves.size()>> moves;
    std::optional<AdmittedEnds> suggestion;
    std::vector<ImaginedSignal> trades; ///< behind the counts, by time
};

/// The session's own trades, reckoned in the same way: how far the ends can be trusted.
struct OwnTradesReckoned {
    std::size_t trades = 0; ///< that have ended in both
    double recordedR = 0.0; ///< sum, net
    double reckonedR = 0.0;
};

struct NearMissEnds {
    std::vector<GateEnds> gates; ///< by the report's lines
    OwnTradesReckoned own;
    std::optional<Timestamp> barsEnd; ///< close of the newest bar
};

/// The symbol and close of an evaluation.
struct EvaluatedClose {
    std::string symbol;
    Timestamp close;
};

/// What the session's own signals and trades were.
struct RecordedTrades {
    std::vector<SignalRow> signalRows;
    std::vector<PositionRow> positions;
};

/// How those that each threshold would have admitted had ended. `evaluations` are those
/// that were counted, in their order. Of the scan and the signal each case is judged
/// again on the recorded bars, by the functions that decide, with that one threshold
/// moved; behind the signal it is the session's own signal that is followed. Ends are
/// those of tradeEnd().
///
/// Left out: slots, limits of risk and size, what tape and book had said later, that a
/// symbol is held already, breaks that another plan had recorded. The book's imbalance
/// and walls are unknown and let pass where the case is judged again.
NearMissEnds endsOf(const NearMissReport& report, std::span<const EvaluatedClose> evaluations,
                    const RecordedCandles& candles, const RecordedTrades& trades,
                    const SessionSettings& settings);

/// The same with the recording and the rows of a session's folder. NotFound where it has no
/// recording.
Expected<NearMissEnds> readEnds(const QString& sessionFolder, const NearMissReport& report,
                                std::span<const EvaluatedClose> evaluations, const SessionSettings& settings);

} // namespace breakline
