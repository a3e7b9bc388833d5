// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/StoryJson.h"

#include "report/StoryText.h"

#include <nlohmann/json.hpp>

namespace breakline {

namespace {

using Json = nlohmann::ordered_json;

Json json(const std::optional<Timestamp>& time)
{
    return time ? Json(time->ms) : Json(nullptr);
}

Json json(const std::optional<double>& value)
{
    return value ? Json(*value) : Json(nullptr);
}

Json json(const std::optional<Decimal>& amount)
{
    return amount ? Json(amount->toString()) : Json(nullptr);
}

Json json(const StoryFigures& figures)
{
    return {{"transitions", figures.transitions},
            {"scans", figures.scans},
            {"evaluations", figures.evaluations},
            {"refused", figures.refused},
            {"candidates", figures.candidates},
            {"signals", figures.signals},
            {"orders", figures.orders},
            {"fills", figures.fills},
            {"positions_opened", figures.opened},
            {"positions_closed", figures.closed},
            {"won", figures.won},
            {"lost", figures.lost}};
}

/// An empty text is what is not known.
Json known(const std::string& text)
{
    return text.empty() ? Json(nullptr) : Json(text);
}

Json json(const StoryTrade& trade)
{
    Json stops = Json::array();
    for (const StoryStop& stop : trade.stops)
        stops.push_back({{"time_ms", stop.time.ms}, {"price", stop.price.toString()}});
    Json targets = Json::array();
    for (const StoryTarget& target : trade.targets)
        targets.push_back({{"time_ms", target.from.ms},
                           {"price", target.price.toString()},
                           {"quantity", target.quantity.toString()},
                           {"filled_quantity", target.filled.toString()},
                           {"status", target.status}});
    return {{"position_id", trade.positionId},
            {"trace_id", trade.traceId},
            {"symbol", trade.symbol},
            {"side", trade.side},
            {"strategy", known(trade.strategy)},
            {"level_id", known(trade.levelId)},
            {"level", json(trade.level)},
            {"first_touch_ms", json(trade.firstTouch)},
            {"signal_ms", json(trade.signalled)},
            {"opened_ms", trade.opened.ms},
            {"closed_ms", json(trade.closed)},
            {"quantity", trade.quantity.toString()},
            {"entry_price", trade.entryPrice.toString()},
            {"exit_price", json(trade.exitPrice)},
            {"exit_reason", known(trade.exitReason)},
            {"realised_pnl", trade.realised.toString()},
            {"fees", trade.fees.toString()},
            {"funding", trade.funding.toString()},
            {"net", trade.net.toString()},
            {"net_r", json(trade.netR)},
            {"unprotected_ms", trade.unprotectedMs},
            {"fills", trade.fills.size()},
            {"stops", std::move(stops)},
            {"targets", std::move(targets)},
            {"candles", trade.chart ? Json(trade.chart->candles.size()) : Json(nullptr)}};
}

} // namespace

std::string storyJson(const Story& story, const std::string& file)
{
    Json result;
    result["schema"] = "breakline.story/1";
    result["session"] = story.head.session;
    result["file"] = file;
    result["from_ms"] = json(story.head.from);
    result["to_ms"] = json(story.head.to);
    result["finished"] = story.head.isFinished;
    result["final_state"] = story.head.finalState;
    result["stop_reason"] = story.head.stopReason.empty() ? Json(nullptr) : Json(story.head.stopReason);
    result["summary"] = storySummary(story);
    result["figures"] = json(story.figures);
    result["chronicle"] = Json::array();
    for (const StoryEvent& event : story.chronicle)
        result["chronicle"].push_back(
            {{"from_ms", event.from.ms}, {"to_ms", event.to.ms}, {"text", chronicleText(story, event)}});
    result["trades"] = Json::array();
    for (const StoryTrade& trade : story.trades)
        result["trades"].push_back(json(trade));
    result["alarms"] = Json::array();
    for (const StoryAlarm& alarm : story.alarms)
        result["alarms"].push_back({{"level", alarm.level},
                                    {"component", alarm.component},
                                    {"symbol", alarm.symbol},
                                    {"message", alarm.message},
                                    {"count", alarm.count},
                                    {"first_ms", alarm.first.ms},
                                    {"last_ms", alarm.last.ms},
                                    {"wall", alarm.isWall}});
    result["refused_signals"] = story.refusedSignals;
    result["refusals"] = Json::array();
    for (const StoryRefusal& refusal : story.refusals)
        result["refusals"].push_back({{"time_ms", refusal.time.ms},
                                      {"symbol", refusal.symbol},
                                      {"strategy", known(refusal.strategy)},
                                      {"side", refusal.side},
                                      {"stage", known(refusal.stage)},
                                      {"reason", refusal.reason},
                                      {"confidence", refusal.confidence}});
    result["sole_blocked"] = story.soleBlocked;
    result["near_misses"] = Json::array();
    for (const StoryNearMiss& miss : story.nearMisses)
        result["near_misses"].push_back({{"time_ms", miss.time.ms},
                                         {"symbol", miss.symbol},
                                         {"stage", miss.stage},
                                         {"gate", miss.gate},
                                         {"value", miss.value},
                                         {"threshold", miss.threshold},
                                         {"unit", miss.unit},
                                         {"distance_pct", miss.distancePct}});
    const StoryLedger& ledger = story.ledger;
    result["ledger"] = {{"equity_start", json(ledger.start)},
                        {"realised_pnl", ledger.realised.toString()},
                        {"unrealised_pnl", ledger.unrealised.toString()},
                        {"fees", ledger.fees.toString()},
                        {"funding", ledger.funding.toString()},
                        {"transfers", json(ledger.transfers)},
                        {"equity_end", json(ledger.end)},
                        {"equity_difference", json(ledger.difference)},
                        {"agrees", ledger.agrees ? Json(*ledger.agrees) : Json(nullptr)}};
    // Texts of the venue may be no UTF-8.
    return result.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace breakline
