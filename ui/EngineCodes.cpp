// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/EngineCodes.h"

#include "ui/DisplayText.h"

#include <QCoreApplication>

#include <span>

namespace breakline {

namespace {

struct Name {
    std::string_view code;
    const char* text;
};

constexpr Name kTriggers[] = {
    {"start", QT_TRANSLATE_NOOP("EngineCodes", "Started")},
    {"initialised", QT_TRANSLATE_NOOP("EngineCodes", "Initialised")},
    {"latch_found", QT_TRANSLATE_NOOP("EngineCodes", "Kill latch found")},
    {"candidates_found", QT_TRANSLATE_NOOP("EngineCodes", "Candidates found")},
    {"levels_built", QT_TRANSLATE_NOOP("EngineCodes", "Levels built")},
    {"no_levels", QT_TRANSLATE_NOOP("EngineCodes", "No levels")},
    {"signals_found", QT_TRANSLATE_NOOP("EngineCodes", "Signals found")},
    {"scan_due", QT_TRANSLATE_NOOP("EngineCodes", "Scan due")},
    {"sized", QT_TRANSLATE_NOOP("EngineCodes", "Sized")},
    {"nothing_approved", QT_TRANSLATE_NOOP("EngineCodes", "Nothing approved")},
    {"entries_opened", QT_TRANSLATE_NOOP("EngineCodes", "Entries opened")},
    {"nothing_opened", QT_TRANSLATE_NOOP("EngineCodes", "Nothing opened")},
    {"positions_open", QT_TRANSLATE_NOOP("EngineCodes", "Positions open")},
    {"all_flat", QT_TRANSLATE_NOOP("EngineCodes", "All flat")},
    {"resume_scanning", QT_TRANSLATE_NOOP("EngineCodes", "Resumed")},
    {"resume_managing", QT_TRANSLATE_NOOP("EngineCodes", "Resumed with positions")},
    {"retry_scanning", QT_TRANSLATE_NOOP("EngineCodes", "Retried")},
    {"retry_managing", QT_TRANSLATE_NOOP("EngineCodes", "Retried with positions")},
    {"retries_exhausted", QT_TRANSLATE_NOOP("EngineCodes", "Retries exhausted")},
    {"reset", QT_TRANSLATE_NOOP("EngineCodes", "Reset")},
    {"rearm", QT_TRANSLATE_NOOP("EngineCodes", "Re-armed")},
    {"pause", QT_TRANSLATE_NOOP("EngineCodes", "Paused")},
    {"fault", QT_TRANSLATE_NOOP("EngineCodes", "Fault")},
    {"kill", QT_TRANSLATE_NOOP("EngineCodes", "Kill switch")},
    {"stop", QT_TRANSLATE_NOOP("EngineCodes", "Stopped")},
    {"forced", QT_TRANSLATE_NOOP("EngineCodes", "Forced")},
};

constexpr Name kCheckpoints[] = {
    {"scan_start", QT_TRANSLATE_NOOP("EngineCodes", "Scan begun")},
    {"scan_complete", QT_TRANSLATE_NOOP("EngineCodes", "Scan complete")},
    {"level_building_start", QT_TRANSLATE_NOOP("EngineCodes", "Level building begun")},
    {"level_building_complete", QT_TRANSLATE_NOOP("EngineCodes", "Level building complete")},
    {"signal_detected", QT_TRANSLATE_NOOP("EngineCodes", "Signal detected")},
    {"signal_validated", QT_TRANSLATE_NOOP("EngineCodes", "Signal validated")},
    {"position_sizing", QT_TRANSLATE_NOOP("EngineCodes", "Position sizing")},
    {"order_placed", QT_TRANSLATE_NOOP("EngineCodes", "Order placed")},
    {"order_filled", QT_TRANSLATE_NOOP("EngineCodes", "Order filled")},
    {"position_opened", QT_TRANSLATE_NOOP("EngineCodes", "Position opened")},
    {"stop_loss_set", QT_TRANSLATE_NOOP("EngineCodes", "Stop set")},
    {"take_profit_set", QT_TRANSLATE_NOOP("EngineCodes", "Target set")},
    {"position_managed", QT_TRANSLATE_NOOP("EngineCodes", "Position managed")},
    {"position_closed", QT_TRANSLATE_NOOP("EngineCodes", "Position closed")},
    {"error", QT_TRANSLATE_NOOP("EngineCodes", "Error")},
    {"warning", QT_TRANSLATE_NOOP("EngineCodes", "Warning")},
};

constexpr Name kCheckpointStatuses[] = {
    {"pending", QT_TRANSLATE_NOOP("EngineCodes", "Pending")},
    {"in_progress", QT_TRANSLATE_NOOP("EngineCodes", "In progress")},
    {"completed", QT_TRANSLATE_NOOP("EngineCodes", "Completed")},
    {"failed", QT_TRANSLATE_NOOP("EngineCodes", "Failed")},
    {"skipped", QT_TRANSLATE_NOOP("EngineCodes", "Skipped")},
};

constexpr Name kProcessStepNames[] = {
    {"scan", QT_TRANSLATE_NOOP("EngineCodes", "Scan")},
    {"levels", QT_TRANSLATE_NOOP("EngineCodes", "Levels")},
    {"signals", QT_TRANSLATE_NOOP("EngineCodes", "Signals")},
    {"sizing", QT_TRANSLATE_NOOP("EngineCodes", "Sizing")},
    {"execution", QT_TRANSLATE_NOOP("EngineCodes", "Execution")},
    {"management", QT_TRANSLATE_NOOP("EngineCodes", "Management")},
};

constexpr Name kSignalStatuses[] = {
    {"pending", QT_TRANSLATE_NOOP("EngineCodes", "Pending")},
    {"active", QT_TRANSLATE_NOOP("EngineCodes", "Active")},
    {"executed", QT_TRANSLATE_NOOP("EngineCodes", "Executed")},
    {"failed", QT_TRANSLATE_NOOP("EngineCodes", "Failed")},
    {"expired", QT_TRANSLATE_NOOP("EngineCodes", "Expired")},
    {"removed", QT_TRANSLATE_NOOP("EngineCodes", "Removed")},
};

constexpr Name kSignalConditions[] = {
    {"strategy", QT_TRANSLATE_NOOP("EngineCodes", "Strategy not allowed")},
    {"side", QT_TRANSLATE_NOOP("EngineCodes", "Side not wanted")},
    {"bars", QT_TRANSLATE_NOOP("EngineCodes", "Too few bars")},
    {"atr", QT_TRANSLATE_NOOP("EngineCodes", "ATR")},
    {"price_breakout", QT_TRANSLATE_NOOP("EngineCodes", "No breakout of the level")},
    {"volume_surge", QT_TRANSLATE_NOOP("EngineCodes", "Volume too low")},
    {"body_ratio", QT_TRANSLATE_NOOP("EngineCodes", "Candle body too small")},
    {"l2_imbalance", QT_TRANSLATE_NOOP("EngineCodes", "Book imbalance")},
    {"vwap_gap", QT_TRANSLATE_NOOP("EngineCodes", "Distance from VWAP")},
    {"crossing", QT_TRANSLATE_NOOP("EngineCodes", "Level crossed before")},
    {"too_far", QT_TRANSLATE_NOOP("EngineCodes", "Too far from the level")},
    {"bad_stop", QT_TRANSLATE_NOOP("EngineCodes", "Distance of the stop")},
    {"no_edge", QT_TRANSLATE_NOOP("EngineCodes", "Reward after costs too small")},
    {"previous_breakout", QT_TRANSLATE_NOOP("EngineCodes", "No fresh breakout before")},
    {"breakout_unused", QT_TRANSLATE_NOOP("EngineCodes", "Breakout was retested before")},
    {"moved_away", QT_TRANSLATE_NOOP("EngineCodes", "Price did not move away since")},
    {"level_retest", QT_TRANSLATE_NOOP("EngineCodes", "No return to the level")},
    {"pierce_tolerance", QT_TRANSLATE_NOOP("EngineCodes", "Went too far through the level")},
    {"trading_activity", QT_TRANSLATE_NOOP("EngineCodes", "Trading activity too low")},
    {"range_age", QT_TRANSLATE_NOOP("EngineCodes", "Not the time after the opening range")},
    {"opening_range", QT_TRANSLATE_NOOP("EngineCodes", "Bars of the opening range")},
    {"range_height", QT_TRANSLATE_NOOP("EngineCodes", "Opening range too high")},
    {"touch_activity", QT_TRANSLATE_NOOP("EngineCodes", "Too few trades at the level")},
    {"wall_standing", QT_TRANSLATE_NOOP("EngineCodes", "A wall in the book still stands")},
    {"activity_drop", QT_TRANSLATE_NOOP("EngineCodes", "Trading activity is dropping")},
    {"confidence", QT_TRANSLATE_NOOP("EngineCodes", "Confidence of the entry rules")},
    {"volume", QT_TRANSLATE_NOOP("EngineCodes", "Volume of the breakout")},
    {"density_avoidance", QT_TRANSLATE_NOOP("EngineCodes", "Inside a wall of the book")},
    {"momentum", QT_TRANSLATE_NOOP("EngineCodes", "Change of price too small")},
    {"market_quality", QT_TRANSLATE_NOOP("EngineCodes", "Quality of the market")},
    {"breakout_quality", QT_TRANSLATE_NOOP("EngineCodes", "Distance from the breakout price")},
    {"approach_too_steep", QT_TRANSLATE_NOOP("EngineCodes", "Approach to the level too steep")},
    {"approach_no_consolidation", QT_TRANSLATE_NOOP("EngineCodes", "No consolidation before the breakout")},
    {"approach_too_few_bars", QT_TRANSLATE_NOOP("EngineCodes", "Too few bars before the breakout")},
    {"clean_breakout", QT_TRANSLATE_NOOP("EngineCodes", "False starts before the breakout")},
    {"session_guard", QT_TRANSLATE_NOOP("EngineCodes", "Too near to midnight or funding")},
};

constexpr Name kRiskRules[] = {
    {"equity_unknown", QT_TRANSLATE_NOOP("EngineCodes", "Equity unknown")},
    {"out_of_range", QT_TRANSLATE_NOOP("EngineCodes", "Quantity out of range")},
    {"stop_on_wrong_side", QT_TRANSLATE_NOOP("EngineCodes", "Stop on the wrong side")},
    {"depth_missing", QT_TRANSLATE_NOOP("EngineCodes", "Depth of the book unknown")},
    {"leverage_room", QT_TRANSLATE_NOOP("EngineCodes", "No room under the leverage limit")},
    {"below_minimum", QT_TRANSLATE_NOOP("EngineCodes", "Below the minimum order")},
    {"risk_above_limit", QT_TRANSLATE_NOOP("EngineCodes", "Risk above the limit")},
    {"target_not_legal", QT_TRANSLATE_NOOP("EngineCodes", "Targets cannot be split into legal orders")},
    {"liquidation_too_near", QT_TRANSLATE_NOOP("EngineCodes", "Liquidation too near")},
    {"margin_too_small", QT_TRANSLATE_NOOP("EngineCodes", "Free margin too small")},
    {"added_risk", QT_TRANSLATE_NOOP("EngineCodes", "Adding would risk more than the position began with")},
    {"concurrent", QT_TRANSLATE_NOOP("EngineCodes", "Number of positions")},
    {"correlation", QT_TRANSLATE_NOOP("EngineCodes", "Correlation with BTC")},
    {"correlated_exposure", QT_TRANSLATE_NOOP("EngineCodes", "Correlated exposure")},
    {"cost_forecast", QT_TRANSLATE_NOOP("EngineCodes", "Costs against their forecast")},
    {"open_risk", QT_TRANSLATE_NOOP("EngineCodes", "Open risk")},
    {"day_baseline", QT_TRANSLATE_NOOP("EngineCodes", "Start of day unknown")},
    {"daily_limit", QT_TRANSLATE_NOOP("EngineCodes", "Daily loss limit")},
    {"daily_latch", QT_TRANSLATE_NOOP("EngineCodes", "Daily loss limit")},
    {"drawdown", QT_TRANSLATE_NOOP("EngineCodes", "Drawdown")},
    {"extreme_day", QT_TRANSLATE_NOOP("EngineCodes", "Extreme loss in a day")},
    {"loss_latch", QT_TRANSLATE_NOOP("EngineCodes", "Losses in a row")},
    {"kill_latch", QT_TRANSLATE_NOOP("EngineCodes", "Kill latch")},
    {"unknown", QT_TRANSLATE_NOOP("EngineCodes", "Unknown")},
};

constexpr Name kEntryEnds[] = {
    {"all_slices", QT_TRANSLATE_NOOP("EngineCodes", "all slices")},
    {"gate_closed", QT_TRANSLATE_NOOP("EngineCodes", "entry gate closed")},
    {"invalidated", QT_TRANSLATE_NOOP("EngineCodes", "signal invalidated")},
    {"stop_moves", QT_TRANSLATE_NOOP("EngineCodes", "stop to be moved")},
    {"price_touched", QT_TRANSLATE_NOOP("EngineCodes", "stop or target touched before")},
    {"position_exiting", QT_TRANSLATE_NOOP("EngineCodes", "position is being closed")},
    {"spread_too_wide", QT_TRANSLATE_NOOP("EngineCodes", "spread too wide")},
    {"beyond_price_cap", QT_TRANSLATE_NOOP("EngineCodes", "beyond the price cap")},
    {"no_quote", QT_TRANSLATE_NOOP("EngineCodes", "no quote")},
    {"depth_too_thin", QT_TRANSLATE_NOOP("EngineCodes", "book too thin")},
    {"deadman", QT_TRANSLATE_NOOP("EngineCodes", "an order was not answered in time")},
    {"budget_spent", QT_TRANSLATE_NOOP("EngineCodes", "time budget spent")},
    {"child_refused", QT_TRANSLATE_NOOP("EngineCodes", "order refused")},
    {"operator", QT_TRANSLATE_NOOP("EngineCodes", "by command")},
    {"invalid_input", QT_TRANSLATE_NOOP("EngineCodes", "invalid input")},
    {"slice_below_minimum", QT_TRANSLATE_NOOP("EngineCodes", "slice below the minimum order")},
    {"leverage", QT_TRANSLATE_NOOP("EngineCodes", "leverage was not set")},
};

constexpr Name kOrderEnds[] = {
    {"cancelled by us", QT_TRANSLATE_NOOP("EngineCodes", "cancelled by us")},
    {"post-only would take liquidity", QT_TRANSLATE_NOOP("EngineCodes", "post-only would take liquidity")},
    {"no liquidity left", QT_TRANSLATE_NOOP("EngineCodes", "no liquidity left")},
    {"beyond the price band", QT_TRANSLATE_NOOP("EngineCodes", "beyond the price band")},
    {"would not reduce the position", QT_TRANSLATE_NOOP("EngineCodes", "would not reduce the position")},
    {"insufficient margin", QT_TRANSLATE_NOOP("EngineCodes", "insufficient margin")},
    {"invalid price", QT_TRANSLATE_NOOP("EngineCodes", "invalid price")},
    {"invalid quantity", QT_TRANSLATE_NOOP("EngineCodes", "invalid quantity")},
    {"below the minimum notional", QT_TRANSLATE_NOOP("EngineCodes", "below the minimum notional")},
    {"client id used before", QT_TRANSLATE_NOOP("EngineCodes", "client id used before")},
    {"too many orders", QT_TRANSLATE_NOOP("EngineCodes", "too many orders")},
    {"trigger on the wrong side of the price",
     QT_TRANSLATE_NOOP("EngineCodes", "trigger on the wrong side of the price")},
    {"symbol is not trading", QT_TRANSLATE_NOOP("EngineCodes", "symbol is not trading")},
    {"stop cleared, position flat", QT_TRANSLATE_NOOP("EngineCodes", "stop cleared, position flat")},
    {"stop replaced", QT_TRANSLATE_NOOP("EngineCodes", "stop replaced")},
    {"liquidation", QT_TRANSLATE_NOOP("EngineCodes", "liquidation")},
    {"order not found", QT_TRANSLATE_NOOP("EngineCodes", "order not found")},
    {"no position", QT_TRANSLATE_NOOP("EngineCodes", "no position")},
    {"not modified", QT_TRANSLATE_NOOP("EngineCodes", "not modified")},
    {"other", QT_TRANSLATE_NOOP("EngineCodes", "other reason")},
};

constexpr Name kInvalidations[] = {
    {"too_far", QT_TRANSLATE_NOOP("EngineCodes", "price too far from the level")},
    {"closed_back", QT_TRANSLATE_NOOP("EngineCodes", "close back behind the level")},
};

constexpr Name kExitReasons[] = {
    {"stop", QT_TRANSLATE_NOOP("EngineCodes", "Stop")},
    {"breakeven", QT_TRANSLATE_NOOP("EngineCodes", "Breakeven")},
    {"trailing", QT_TRANSLATE_NOOP("EngineCodes", "Trailing stop")},
    {"target", QT_TRANSLATE_NOOP("EngineCodes", "Target")},
    {"failed_breakout", QT_TRANSLATE_NOOP("EngineCodes", "Failed breakout")},
    {"activity_drop", QT_TRANSLATE_NOOP("EngineCodes", "Activity drop")},
    {"weak_impulse", QT_TRANSLATE_NOOP("EngineCodes", "Weak impulse")},
    {"volatility", QT_TRANSLATE_NOOP("EngineCodes", "Volatility")},
    {"no_progress", QT_TRANSLATE_NOOP("EngineCodes", "No progress")},
    {"max_hold", QT_TRANSLATE_NOOP("EngineCodes", "Maximum hold")},
    {"time_stop", QT_TRANSLATE_NOOP("EngineCodes", "Time stop")},
    {"panic_exit", QT_TRANSLATE_NOOP("EngineCodes", "Panic exit")},
    {"slippage", QT_TRANSLATE_NOOP("EngineCodes", "Slippage")},
    {"unprotected", QT_TRANSLATE_NOOP("EngineCodes", "Position unprotected")},
    {"orphan_fill", QT_TRANSLATE_NOOP("EngineCodes", "Fill without a position")},
    {"kill_switch", QT_TRANSLATE_NOOP("EngineCodes", "Kill switch")},
    {"flatten", QT_TRANSLATE_NOOP("EngineCodes", "End by command")},
    {"session_end", QT_TRANSLATE_NOOP("EngineCodes", "End of the session")},
    {"liquidation", QT_TRANSLATE_NOOP("EngineCodes", "Liquidation")},
    {"adl", QT_TRANSLATE_NOOP("EngineCodes", "Auto-deleveraging")},
    {"settlement", QT_TRANSLATE_NOOP("EngineCodes", "Settlement")},
    {"manual", QT_TRANSLATE_NOOP("EngineCodes", "By hand")},
};

constexpr Name kKillCauses[] = {
    {"drawdown", QT_TRANSLATE_NOOP("EngineCodes", "drawdown")},
    {"extreme_day", QT_TRANSLATE_NOOP("EngineCodes", "extreme loss in a day")},
    {"command", QT_TRANSLATE_NOOP("EngineCodes", "by command")},
};

constexpr Name kStopReasons[] = {
    {"command", QT_TRANSLATE_NOOP("EngineCodes", "By command")},
    {"duration", QT_TRANSLATE_NOOP("EngineCodes", "Duration is over")},
    {"until_end", QT_TRANSLATE_NOOP("EngineCodes", "End of the data")},
    {"interrupt", QT_TRANSLATE_NOOP("EngineCodes", "Interrupted")},
    {"kill_switch", QT_TRANSLATE_NOOP("EngineCodes", "Kill switch")},
    {"error", QT_TRANSLATE_NOOP("EngineCodes", "Error")},
};

constexpr Name kPresets[] = {
    {"Momentum breakouts on candles alone. For demonstration: it has no proven edge and is not meant to earn "
     "money.",
     QT_TRANSLATE_NOOP("EngineCodes",
                       "Momentum breakouts on candles alone. For demonstration: it has no proven edge and is "
                       "not meant to earn money.")},
    {"General-purpose momentum breakout profile with moderate liquidity gates.",
     QT_TRANSLATE_NOOP("EngineCodes",
                       "General-purpose momentum breakout profile with moderate liquidity gates.")},
    {"Same trade plan as breakout_v1 with looser scan gates, meant to yield more candidates.",
     QT_TRANSLATE_NOOP(
         "EngineCodes",
         "Same trade plan as breakout_v1 with looser scan gates, meant to yield more candidates.")},
    {"Same trade plan as breakout_v1 with stricter liquidity and a larger notional cap.",
     QT_TRANSLATE_NOOP("EngineCodes",
                       "Same trade plan as breakout_v1 with stricter liquidity and a larger notional cap.")},
    {"Low-risk profile restricted to the thirty most traded contracts.",
     QT_TRANSLATE_NOOP("EngineCodes", "Low-risk profile restricted to the thirty most traded contracts.")},
    {"Breakout profile that also uses book walls, trade-flow activity and level extras.",
     QT_TRANSLATE_NOOP("EngineCodes",
                       "Breakout profile that also uses book walls, trade-flow activity and level extras.")},
    {"Fast small-target scalper on a fixed list of large caps.",
     QT_TRANSLATE_NOOP("EngineCodes", "Fast small-target scalper on a fixed list of large caps.")},
    {"Retest-first profile for fast-rising smaller contracts, very small risk per trade.",
     QT_TRANSLATE_NOOP("EngineCodes",
                       "Retest-first profile for fast-rising smaller contracts, very small risk per trade.")},
    {"Retest-first profile for fast-falling smaller contracts, meant for shorts.",
     QT_TRANSLATE_NOOP("EngineCodes",
                       "Retest-first profile for fast-falling smaller contracts, meant for shorts.")},
    {"Multi-day swing profile with the highest risk per trade.",
     QT_TRANSLATE_NOOP("EngineCodes", "Multi-day swing profile with the highest risk per trade.")},
    {"Momentum profile on the biggest 24 h gainers.",
     QT_TRANSLATE_NOOP("EngineCodes", "Momentum profile on the biggest 24 h gainers.")},
    {"Retest-first profile on the biggest 24 h losers, looking for reversals.",
     QT_TRANSLATE_NOOP("EngineCodes",
                       "Retest-first profile on the biggest 24 h losers, looking for reversals.")},
    {"Four-target ladder, tight trailing, chandelier stop, high risk.",
     QT_TRANSLATE_NOOP("EngineCodes", "Four-target ladder, tight trailing, chandelier stop, high risk.")},
    {"Four equal targets, fixed stop, full set of entry and exit safety rules.",
     QT_TRANSLATE_NOOP("EngineCodes",
                       "Four equal targets, fixed stop, full set of entry and exit safety rules.")},
    {"Three-target scalper with very tight stops, trailing and time stop.",
     QT_TRANSLATE_NOOP("EngineCodes", "Three-target scalper with very tight stops, trailing and time stop.")},
    {"Five-target trend profile with wide trailing and week-long holds.",
     QT_TRANSLATE_NOOP("EngineCodes", "Five-target trend profile with wide trailing and week-long holds.")},
};

constexpr Name kEndpoints[] = {
    {"market", QT_TRANSLATE_NOOP("EngineCodes", "Market data")},
    {"order create", QT_TRANSLATE_NOOP("EngineCodes", "Place an order")},
    {"order amend", QT_TRANSLATE_NOOP("EngineCodes", "Amend an order")},
    {"account info", QT_TRANSLATE_NOOP("EngineCodes", "Account settings")},
    {"order cancel", QT_TRANSLATE_NOOP("EngineCodes", "Cancel an order")},
    {"cancel all", QT_TRANSLATE_NOOP("EngineCodes", "Cancel all orders")},
    {"open orders", QT_TRANSLATE_NOOP("EngineCodes", "Open orders")},
    {"positions", QT_TRANSLATE_NOOP("EngineCodes", "Positions")},
    {"wallet", QT_TRANSLATE_NOOP("EngineCodes", "Wallet")},
    {"leverage", QT_TRANSLATE_NOOP("EngineCodes", "Leverage")},
    {"trading stop", QT_TRANSLATE_NOOP("EngineCodes", "Stop of a position")},
    {"executions", QT_TRANSLATE_NOOP("EngineCodes", "Executions")},
    {"transaction log", QT_TRANSLATE_NOOP("EngineCodes", "Deposits and withdrawals")},
    {"fee rate", QT_TRANSLATE_NOOP("EngineCodes", "Fee rate")},
    {"address", QT_TRANSLATE_NOOP("EngineCodes", "All requests together")},
};

std::span<const Name> namesOf(EngineCode kind)
{
    switch (kind) {
    case EngineCode::Trigger: return kTriggers;
    case EngineCode::SignalStatus: return kSignalStatuses;
    case EngineCode::SignalCondition: return kSignalConditions;
    case EngineCode::RiskRule: return kRiskRules;
    case EngineCode::EntryEnd: return kEntryEnds;
    case EngineCode::OrderEnd: return kOrderEnds;
    case EngineCode::Invalidation: return kInvalidations;
    case EngineCode::ExitReason: return kExitReasons;
    case EngineCode::KillCause: return kKillCauses;
    case EngineCode::StopReason: return kStopReasons;
    case EngineCode::Checkpoint: return kCheckpoints;
    case EngineCode::CheckpointStatus: return kCheckpointStatuses;
    case EngineCode::ProcessStep: return kProcessStepNames;
    case EngineCode::Preset: return kPresets;
    case EngineCode::Endpoint: return kEndpoints;
    default: return {};
    }
}

QString stateName(std::string_view code)
{
    for (std::size_t i = 0; i < kTradingStateCount; ++i)
        if (toText(static_cast<TradingState>(i)) == code)
            return DisplayText::stateName(static_cast<TradingState>(i));
    return {};
}

QString commandName(std::string_view code)
{
    for (std::size_t i = 0; i < kCommandKindCount; ++i)
        if (toText(static_cast<CommandKind>(i)) == code)
            return DisplayText::commandName(static_cast<CommandKind>(i));
    return {};
}

/// A state, or reasons joined by "+".
QString gateNames(std::string_view codes)
{
    if (const QString state = stateName(codes); !state.isEmpty())
        return state;
    QStringList names;
    while (!codes.empty()) {
        const std::size_t plus = codes.find('+');
        const std::string code(codes.substr(0, plus));
        const QString name = DisplayText::gateReasonName(code);
        if (name == DisplayText::plain(code))
            return {};
        names.append(name);
        codes = plus == std::string_view::npos ? std::string_view() : codes.substr(plus + 1);
    }
    return names.join(QStringLiteral(", "));
}

} // namespace

QString engineCodeName(EngineCode kind, std::string_view code)
{
    switch (kind) {
    case EngineCode::State: return stateName(code);
    case EngineCode::Command: return commandName(code);
    case EngineCode::GateReason: return gateNames(code);
    case EngineCode::GateDetail:
        for (const EngineCode other : {EngineCode::ExitReason, EngineCode::StopReason})
            if (const QString name = engineCodeName(other, code); !name.isEmpty())
                return name;
        return {};
    default: break;
    }
    for (const Name& name : namesOf(kind))
        if (name.code == code)
            return QCoreApplication::translate("EngineCodes", name.text);
    return {};
}

} // namespace breakline
