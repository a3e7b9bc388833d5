// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/ExchangeGateway.h"
#include "storage/SessionJournal.h"
#include "strategy/AnalysisSettings.h"
#include "strategy/Preset.h"
#include "trading/CostSheets.h"
#include "trading/DecisionLog.h"
#include "trading/DecisionTracer.h"
#include "trading/EntryGate.h"
#include "trading/MarketBoard.h"
#include "trading/Protections.h"
#include "trading/SessionClock.h"
#include "trading/TimerService.h"
#include "trading/TradingLog.h"

#include <string>

namespace breakline {

class LevelRecorder;

/// What one session trades by; fixed from its start.
struct SessionSettings {
    std::string sessionId;
    std::string venue;
    Preset preset;
    AnalysisSettings analysis;
    TriggerBy stopTriggerBy = TriggerBy::MarkPrice;
    bool isSimulated = true; ///< the venue; no money moves
    /// The venue's time is the clock on the wall: the disk takes time as well.
    bool isRealTime = false;
    /// The venue is looked at and takes no orders: there is no account.
    bool isMarketDataOnly = false;
    /// The venue is tried out before it is traded; only a session that has an account.
    bool isSelfTested = true;
    /// Of all public streams together; beyond it their data are frozen.
    Duration mostSilence = Duration::seconds(10);
    Protections protections {}; ///< all of them, but in a drill
    bool isTraced = true; ///< why each evaluation ended as it did is written down
};

/// What every manager works with, handed to it by its constructor: the ports
/// and the session's own clock, timers, market, gate, decisions, log, traces,
/// levels and cost sheets. All live as long as the session and on its thread.
struct TradingServices {
    const SessionSettings& settings;
    const SessionClock& clock;
    TimerService& timers;
    DecisionLog& decisions;
    TradingLog& log;
    EntryGate& gate;
    MarketBoard& board;
    ExchangeGateway& gateway;
    SessionJournal& journal;
    DecisionTracer& tracer;
    LevelRecorder& levels;
    CostSheets& costs;

    Timestamp now() const { return clock.now(); }
    const std::string& symbolName(SymbolId symbol) const { return board.instrument(symbol).symbol; }
};

} // namespace breakline
