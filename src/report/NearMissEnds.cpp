// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/NearMissEnds.h"

#include "storage/RowsReader.h"
#include "strategy/CandleRun.h"
#include "strategy/GateKey.h"
#include "strategy/StrategyRegistry.h"
#include "trading/PresetMapping.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace breakline {

namespace {

constexpr std::size_t kSuggestion = kSuggestionPlace;
constexpr std::size_t kPlaces = kNearMissPlaces;
using Places = std::array<bool, kPlaces>;

/// One evaluation that is to be judged again, for one line of the report.
struct Asked {
    Timestamp close;
    SymbolId symbol;
    std::size_t line = 0;
    double threshold = 0.0; ///< it had
    Places admitted {};
};

/// Whether the gate stands behind the signal: then there is one, of the session.
bool isBehindSignal(const NearMissLine& line)
{
    return line.stage > GateStage::Signal
        || (line.stage == GateStage::Signal
            && (line.name.find(':') == std::string::npos || line.name.starts_with("flow:")));
}

class Reckoning {
public:
    Reckoning(const NearMissReport& report, const RecordedCandles& candles, const RecordedTrades& trades,
              const SessionSettings& settings)
        : m_report(report)
        , m_candles(candles)
        , m_trades(trades)
        , m_settings(settings)
        , m_plan {settings.preset, settings.analysis}
    {
        for (const SignalRow& row : trades.signalRows)
            m_signals.emplace(row.traceId, &row);
        for (const Instrument& instrument : candles.instruments().all())
            m_rules.push_back(imaginedRulesOf(settings.preset, instrument, settings.analysis.atrMode));
    }

    NearMissEnds run(std::span<const EvaluatedClose> evaluations)
    {
        m_ends.gates.resize(m_report.lines.size());
        for (std::size_t i = 0; i < m_report.lines.size(); ++i)
            ask(i, evaluations);
        judgeAsked();
        reckonOwn();
        for (const Instrument& instrument : m_candles.instruments().all())
            if (const auto bars = m_candles.of(instrument.id); !bars.empty())
                m_ends.barsEnd = std::max(m_ends.barsEnd.value_or(Timestamp {}),
                                          bars.back().openTime + RecordedCandles::kInterval);
        return std::move(m_ends);
    }

private:
    AdmittedEnds& at(std::size_t line, std::size_t place)
    {
        GateEnds& gate = m_ends.gates[line];
        return place == kSuggestion ? *gate.suggestion : (*gate.moves)[place];
    }
    static GateThreshold thresholdOf(const NearMissLine& line, double threshold)
    {
        return {line.stage, line.name, line.bound, threshold};
    }
    static double movedTo(const NearMissLine& line, double threshold, std::size_t place)
    {
        return place == kSuggestion ? line.suggestion->threshold
                                    : movedThreshold(line.bound, threshold, kNearMissMoves[place]);
    }

    /// Which cases of a line are admitted by what.
    void ask(std::size_t index, std::span<const EvaluatedClose> evaluations)
    {
        const NearMissLine& line = m_report.lines[index];
        GateEnds& gate = m_ends.gates[index];
        if (!line.admitted)
            return;
        for (const NearMissCase& one : line.soleCases) {
            const std::string_view key = keyOf(thresholdOf(line, one.threshold), m_plan);
            if (key.empty())
                continue;
            gate.key = key;
            if (!gate.moves)
                gate.moves.emplace();
            if (line.suggestion && !gate.suggestion)
                gate.suggestion.emplace();
        }
        if (!gate.moves)
            return;
        for (const NearMissCase& one : line.soleCases) {
            Asked asked;
            for (std::size_t place = 0; place < kPlaces; ++place)
                asked.admitted[place] = place == kSuggestion ? line.suggestionAdmits(one)
                                                             : line.admits(one, kNearMissMoves[place]);
            if (std::ranges::none_of(asked.admitted, std::identity {}))
                continue;
            for (std::size_t place = 0; place < kPlaces; ++place)
                if (asked.admitted[place])
                    ++at(index, place).admitted;
            const EvaluatedClose& evaluated = evaluations[one.evaluation];
            const auto symbol = m_candles.instruments().find(evaluated.symbol);
            if (!symbol || keyOf(thresholdOf(line, one.threshold), m_plan).empty()) {
                count(asked.admitted, index, nullptr);
                continue;
            }
            asked.close = evaluated.close;
            asked.symbol = *symbol;
            asked.line = index;
            asked.threshold = one.threshold;
            if (isBehindSignal(line))
                follow(asked, evaluated.symbol);
            else
                m_asked.push_back(asked);
        }
    }

    /// The session's own signal.
    void follow(const Asked& asked, const std::string& name)
    {
        const auto row = m_signals.find(name + ':' + std::to_string(asked.close.ms) + ":c");
        const auto trade =
            row != m_signals.end() ? tradeOf(*row->second, asked.symbol) : std::optional<ImaginedTrade> {};
        if (trade)
            reckon(asked, *trade, asked.admitted);
        else
            count(asked.admitted, asked.line, nullptr);
    }

    std::optional<ImaginedTrade> tradeOf(const SignalRow& row, SymbolId symbol) const
    {
        const Instrument& instrument = m_candles.instruments().at(symbol);
        const auto entry = instrument.price(row.entry);
        const auto stop = instrument.price(row.stop);
        if (!entry || !stop)
            return std::nullopt;
        return ImaginedTrade {row.side == toText(Direction::Long) ? Direction::Long : Direction::Short,
                              *entry, *stop, row.level};
    }

    /// The end of a trade, counted and kept for these places.
    void reckon(const Asked& asked, const ImaginedTrade& trade, const Places& places)
    {
        const TradeEnd* end = endOf(trade, asked.symbol, asked.close);
        count(places, asked.line, end);
        if (end == nullptr)
            return;
        const Instrument& instrument = m_candles.instruments().at(asked.symbol);
        ImaginedSignal kept {instrument.symbol,
                             asked.close,
                             trade.direction,
                             instrument.toDecimal(trade.entry),
                             instrument.toDecimal(trade.stop),
                             end->entry ? std::optional(instrument.toDecimal(*end->entry)) : std::nullopt,
                             *end,
                             places};
        // Thresholds that are moved further mostly come to the same.
        std::vector<ImaginedSignal>& trades = m_ends.gates[asked.line].trades;
        if (!trades.empty()) {
            ImaginedSignal& last = trades.back();
            if (last.symbol == kept.symbol && last.close == kept.close && last.direction == kept.direction
                && last.entry == kept.entry && last.stop == kept.stop) {
                for (std::size_t place = 0; place < kPlaces; ++place)
                    last.admittedBy[place] = last.admittedBy[place] || places[place];
                return;
            }
        }
        trades.push_back(std::move(kept));
    }

    /// Counted once a place; null: unknown.
    void count(const Places& places, std::size_t line, const TradeEnd* end)
    {
        for (std::size_t place = 0; place < kPlaces; ++place)
            if (places[place])
                count(at(line, place), end);
    }
    static void count(AdmittedEnds& ends, const TradeEnd* end)
    {
        if (end == nullptr) {
            ++ends.unknown;
            return;
        }
        if (end->fate == ImaginedFate::NoBar) {
            ++ends.unknown; // the bar that it would have entered at is not there
            return;
        }
        ++ends.signalled;
        switch (end->fate) {
        case ImaginedFate::NoBar: break;
        case ImaginedFate::Open:
            ++ends.open;
            ends.openR += end->netR.value_or(0.0);
            break;
        case ImaginedFate::RanAway:
        case ImaginedFate::Touched: ++ends.notEntered; break;
        case ImaginedFate::Ended:
            ++(*end->netR > 0.0 ? ends.won : ends.lost);
            ends.sumR += *end->netR;
            break;
        }
    }

    /// Null where the bar of the close is not there.
    const TradeEnd* endOf(const ImaginedTrade& trade, SymbolId symbol, Timestamp close)
    {
        const auto bars = m_candles.of(symbol);
        const auto bar =
            std::ranges::lower_bound(bars, close - RecordedCandles::kInterval, {}, &Candle::openTime);
        if (bar == bars.end() || bar->openTime != close - RecordedCandles::kInterval)
            return nullptr;
        // Many thresholds admit the same.
        const std::tuple key {symbol, close, trade.direction, trade.entry, trade.stop};
        const auto [known, isNew] = m_known.try_emplace(key);
        if (isNew)
            known->second = tradeEnd(trade, m_candles.instruments().at(symbol), bars,
                                     static_cast<std::size_t>(bar - bars.begin()), RecordedCandles::kInterval,
                                     m_candles.fundingOf(symbol), m_rules[symbol.index]);
        return &known->second;
    }

    /// In order of time, with the bars up to each close.
    void judgeAsked()
    {
        std::ranges::stable_sort(m_asked, {}, &Asked::close);
        CandleRun run(m_candles.instruments(), m_settings.preset, m_settings.analysis);
        const bool follows = needsBreaks(m_settings.preset);
        std::vector<std::size_t> next(m_candles.instruments().size(), 0);
        const auto addUpTo = [&](Timestamp close) {
            for (const Instrument& instrument : m_candles.instruments().all()) {
                const auto bars = m_candles.of(instrument.id);
                std::size_t& place = next[instrument.id.index];
                for (; place < bars.size() && bars[place].openTime + RecordedCandles::kInterval <= close;
                     ++place)
                    run.add(instrument.id, bars[place]);
            }
        };
        auto asked = m_asked.begin();
        std::multimap<Timestamp, SymbolId> taken =
            follows ? retestsTaken() : std::multimap<Timestamp, SymbolId> {};
        Timestamp close = follows ? firstClose() : Timestamp {};
        while (asked != m_asked.end()) {
            // Breaks are followed at every close, else only those asked about matter.
            if (!follows)
                close = asked->close;
            addUpTo(close);
            for (; asked != m_asked.end() && asked->close <= close; ++asked)
                judge(run, *asked);
            if (follows) {
                for (auto [it, end] = taken.equal_range(close); it != end; ++it)
                    run.take(it->second, close);
                run.followBreaks(close);
                close = close + RecordedCandles::kInterval;
            }
        }
    }

    /// From where on breaks are followed.
    Timestamp firstClose() const
    {
        Timestamp first = m_asked.empty() ? Timestamp {} : m_asked.front().close;
        for (const Instrument& instrument : m_candles.instruments().all())
            if (const auto bars = m_candles.of(instrument.id); !bars.empty())
                first = std::min(first, bars.front().openTime + RecordedCandles::kInterval);
        return first;
    }

    std::multimap<Timestamp, SymbolId> retestsTaken() const
    {
        std::multimap<Timestamp, SymbolId> taken;
        for (const SignalRow& row : m_trades.signalRows)
            if (const auto symbol = m_candles.instruments().find(row.symbol);
                symbol && row.strategy == toText(Strategy::Retest))
                taken.emplace(row.time.floorTo(RecordedCandles::kInterval), *symbol);
        return taken;
    }

    void judge(CandleRun& run, const Asked& asked)
    {
        const NearMissLine& line = m_report.lines[asked.line];
        if (line.stage == GateStage::Scan) {
            // What follows the scan does not ask for its thresholds: one judgement is that of all.
            judgeBy(run, asked, m_plan, asked.admitted);
            return;
        }
        for (std::size_t place = 0; place < kPlaces; ++place) {
            if (!asked.admitted[place])
                continue;
            Places only {};
            only[place] = true;
            judgeBy(run, asked, planOf(asked, place), only);
        }
    }

    const PlanAndSettings& planOf(const Asked& asked, std::size_t place)
    {
        const NearMissLine& line = m_report.lines[asked.line];
        const auto [known, isNew] = m_plans.try_emplace({asked.line, place, asked.threshold});
        if (isNew) {
            auto plan = withThreshold(m_plan, thresholdOf(line, asked.threshold),
                                      movedTo(line, asked.threshold, place));
            known->second = std::make_unique<PlanAndSettings>(plan ? std::move(*plan) : m_plan);
        }
        return *known->second;
    }

    void judgeBy(CandleRun& run, const Asked& asked, const PlanAndSettings& plan, const Places& places)
    {
        const auto due =
            std::ranges::upper_bound(m_candles.fundingOf(asked.symbol), asked.close, {}, &FundingTime::time);
        const auto funding =
            due != m_candles.fundingOf(asked.symbol).end() ? std::optional(*due) : std::nullopt;
        const auto judgement = run.judgeBy(asked.symbol, asked.close, plan.preset, plan.settings, funding);
        if (!judgement) {
            count(places, asked.line, nullptr);
            return;
        }
        if (!judgement->signal || !judgement->refusal.empty())
            return;
        const Signal& signal = *judgement->signal;
        reckon(asked, {signal.direction, signal.entry, signal.stop, signal.level}, places);
    }

    void reckonOwn()
    {
        for (const PositionRow& position : m_trades.positions) {
            const auto row = m_signals.find(position.traceId);
            const auto symbol = m_candles.instruments().find(position.symbol);
            if (!position.netR || row == m_signals.end() || !symbol)
                continue;
            const auto trade = tradeOf(*row->second, *symbol);
            const TradeEnd* end = trade
                ? endOf(*trade, *symbol, row->second->time.floorTo(RecordedCandles::kInterval))
                : nullptr;
            if (end == nullptr || end->fate != ImaginedFate::Ended)
                continue;
            ++m_ends.own.trades;
            m_ends.own.recordedR += *position.netR;
            m_ends.own.reckonedR += *end->netR;
        }
    }

    const NearMissReport& m_report;
    const RecordedCandles& m_candles;
    const RecordedTrades& m_trades;
    const SessionSettings& m_settings;
    PlanAndSettings m_plan;
    std::map<std::string, const SignalRow*> m_signals; ///< by trace
    std::vector<ImaginedRules> m_rules; ///< by symbol
    std::vector<Asked> m_asked;
    std::map<std::tuple<SymbolId, Timestamp, Direction, Price, Price>, TradeEnd> m_known;
    std::map<std::tuple<std::size_t, std::size_t, double>, std::unique_ptr<PlanAndSettings>> m_plans;
    NearMissEnds m_ends;
};

} // namespace

NearMissEnds endsOf(const NearMissReport& report, std::span<const EvaluatedClose> evaluations,
                    const RecordedCandles& candles, const RecordedTrades& trades,
                    const SessionSettings& settings)
{
    return Reckoning(report, candles, trades, settings).run(evaluations);
}

Expected<NearMissEnds> readEnds(const QString& sessionFolder, const NearMissReport& report,
                                std::span<const EvaluatedClose> evaluations, const SessionSettings& settings)
{
    auto rows = RowsReader::open(sessionFolder);
    if (!rows)
        return std::unexpected(rows.error());
    RecordedTrades trades;
    if (auto read = (*rows)->signalRows())
        trades.signalRows = std::move(*read);
    else
        return std::unexpected(read.error());
    if (auto read = (*rows)->positions())
        trades.positions = std::move(*read);
    else
        return std::unexpected(read.error());
    // Of many symbols few are asked about; the reference is a part of every judgement.
    std::set<std::string, std::less<>> asked {"BTCUSDT"};
    for (const PositionRow& position : trades.positions)
        asked.insert(position.symbol);
    for (const NearMissLine& line : report.lines)
        for (const NearMissCase& one : line.soleCases)
            asked.insert(evaluations[one.evaluation].symbol);
    const auto candles = RecordedCandles::read(
        sessionFolder, [&asked](const std::string& symbol) { return asked.contains(symbol); });
    if (!candles)
        return std::unexpected(candles.error());
    return endsOf(report, evaluations, *candles, trades, settings);
}

} // namespace breakline
