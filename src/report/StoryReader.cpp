// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/StoryReader.h"

#include "report/RecordedCandles.h"
#include "report/StoryAlarms.h"
#include "report/StoryChronicle.h"
#include "report/StoryLedger.h"
#include "report/StoryRefusals.h"
#include "report/StoryTrades.h"
#include "storage/SessionFolder.h"

#include <algorithm>
#include <map>

namespace breakline {

namespace {

template<class Rows>
Expected<void> keep(Rows& rows, Expected<Rows> read)
{
    if (!read)
        return std::unexpected(read.error());
    rows = std::move(*read);
    return {};
}

Expected<StoryRows> readRows(const QString& folder)
{
    StoryRows rows;
    auto meta = SessionFolder::readMeta(folder);
    if (!meta)
        return std::unexpected(meta.error());
    rows.meta = std::move(*meta);
    auto opened = RowsReader::open(folder);
    if (!opened)
        return std::unexpected(opened.error());
    RowsReader& reader = **opened;
    Expected<void> done;
    const auto next = [&done](auto& kept, auto read) {
        if (done)
            done = keep(kept, read());
    };
    // What has to add up, first and together.
    const auto held = reader.atOneMoment([&] {
        next(rows.positions, [&] { return reader.positions(); });
        next(rows.equity, [&] { return reader.equity(); });
        next(rows.fills, [&] { return reader.fills(); });
        next(rows.orders, [&] { return reader.orders(); });
        next(rows.signalRows, [&] { return reader.signalRows(); });
        next(rows.costSheets, [&] { return reader.costSheets(); });
        return done;
    });
    if (!held)
        return std::unexpected(held.error());
    next(rows.transitions, [&] { return reader.transitions(); });
    next(rows.candidates, [&] { return reader.candidates(); });
    next(rows.log, [&] { return reader.log(); });
    next(rows.wallLog, [&] { return reader.wallLog(); });
    next(rows.checkpoints, [&] { return reader.checkpoints(); });
    if (!done)
        return std::unexpected(done.error());
    return rows;
}

StoryFigures figuresOf(const StoryRows& rows, const std::vector<StoryTrade>& trades)
{
    StoryFigures figures;
    figures.transitions = rows.transitions.size();
    figures.scans = static_cast<std::size_t>(
        std::ranges::count(rows.checkpoints, std::string_view("scan_complete"), &CheckpointRow::type));
    figures.candidates = rows.candidates.size();
    figures.signals = rows.signalRows.size();
    figures.orders = rows.orders.size();
    figures.fills = rows.fills.size();
    figures.opened = trades.size();
    for (const StoryTrade& trade : trades) {
        figures.longestUnprotectedMs =
            std::max(figures.longestUnprotectedMs.value_or(0), trade.unprotectedMs);
        if (!trade.closed)
            continue;
        ++figures.closed;
        figures.won += trade.net > Decimal {} ? 1 : 0;
        figures.lost += trade.net < Decimal {} ? 1 : 0;
    }
    return figures;
}

void addCharts(const QString& folder, std::vector<StoryTrade>& trades)
{
    if (trades.empty())
        return;
    const auto candles = RecordedCandles::read(folder, [&trades](const std::string& symbol) {
        return std::ranges::find(trades, symbol, &StoryTrade::symbol) != trades.end();
    });
    for (StoryTrade& trade : trades) {
        if (candles)
            addChart(trade, candles->of(trade.symbol));
        else
            trade.noChart = candles.error().message;
    }
}

} // namespace

Expected<Story> readStory(const QString& sessionFolder)
{
    const auto rows = readRows(sessionFolder);
    if (!rows)
        return std::unexpected(rows.error());
    Story story;
    story.head = storyHead(*rows);
    story.trades = storyTrades(*rows);
    story.alarms = storyAlarms(*rows);
    story.ledger = storyLedger(*rows);
    story.figures = figuresOf(*rows, story.trades);

    StoryChronicle chronicle(*rows, story.trades);
    StoryRefusals refusals(rows->signalRows);
    const auto decisions = RecordedDecisions::open(sessionFolder);
    if (!decisions)
        return std::unexpected(decisions.error());
    std::map<std::string, std::size_t> gates;
    const auto read = (*decisions)->each([&](const RecordedDecision& decision) {
        const std::string gate = refusingGate(decision);
        ++story.figures.evaluations;
        if (!gate.empty())
            ++gates[gate];
        chronicle.addEvaluation(decision.row.time, gate);
        refusals.add(decision);
    });
    if (!read)
        return std::unexpected(read.error());
    for (const auto& [gate, count] : gates) {
        story.figures.refused += count;
        if (count <= story.figures.refusedByGate)
            continue;
        story.figures.gate = gate;
        story.figures.refusedByGate = count;
    }
    story.chronicle = chronicle.events();
    refusals.tell(story);
    addCharts(sessionFolder, story.trades);
    return story;
}

} // namespace breakline
