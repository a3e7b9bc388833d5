// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/CostSheets.h"

#include "execution/TradingCosts.h"
#include "trading/PresetMapping.h"
#include "trading/TradingServices.h"

#include <algorithm>
#include <functional>
#include <tuple>
#include <utility>

namespace breakline {

namespace {
constexpr std::size_t kOverKept = 50;
constexpr int kLiquidationPlaces = 8;
} // namespace

CostSheets::CostSheets(const SessionSettings& settings, MarketBoard& board, SessionJournal& journal)
    : m_settings(settings)
    , m_board(board)
    , m_journal(journal)
{
}

CostSizing CostSheets::sizing(SymbolId symbol) const
{
    CostSizing sizing;
    sizing.errorR = m_errors.of(symbol);
    sizing.bound = riskParametersOf(m_settings.preset).costErrorBound;
    sizing.factor = costSizeFactor(sizing.errorR, sizing.bound);
    return sizing;
}

CostQuestion CostSheets::questionOf(const Signal& signal, Quantity quantity, Timestamp now)
{
    const Instrument& instrument = m_board.instrument(signal.symbol);
    const Preset& preset = m_settings.preset;
    CostQuestion question;
    question.direction = signal.direction;
    question.quantity = quantity;
    question.plannedEntry = signal.entry;
    question.stop = signal.stop;
    if (const auto& measured = m_board.book(signal.symbol);
        measured && now - measured->time <= m_settings.analysis.maxBookAge)
        question.book = m_board.bookSnapshot(signal.symbol);
    question.entryFeeRate = rateFromBps(entryFeeBpsOf(preset, instrument));
    question.exitFeeRate = rateFromBps(feeRatesOf(preset, instrument).taker);
    question.now = now;
    if (const auto& ticker = m_board.ticker(signal.symbol)) {
        question.fundingRate = ticker->fundingRate;
        question.nextFunding = ticker->nextFundingTime;
    }
    question.fundingInterval = instrument.fundingInterval;
    question.longestHold = timeExitSettingsOf(preset).maxHold;
    // A venue that has told no margin facts says 0.
    if (!instrument.maintenanceMarginRate.isZero() && !instrument.maxLeverage.isZero()) {
        const double price = isolatedLiquidationPrice(signal.direction, instrument.toDouble(signal.entry),
                                                      leverageToSet(riskParametersOf(preset), instrument),
                                                      instrument.maintenanceMarginRate.toDouble());
        if (const auto exact = Decimal::fromDouble(price, kLiquidationPlaces, Rounding::HalfEven))
            question.liquidationPrice = *exact;
    }
    return question;
}

void CostSheets::approved(const std::string& traceId, const Signal& signal, const PositionSize& size,
                          const CostSizing& sizing, Timestamp now)
{
    const Instrument& instrument = m_board.instrument(signal.symbol);
    const CostQuestion question = questionOf(signal, size.quantity, now);
    Trade trade {.row = {},
                 .symbol = signal.symbol,
                 .direction = signal.direction,
                 .stop = signal.stop,
                 .tally = CostTally(signal.direction),
                 .liquidationPrice = {},
                 .riskUsd = {}};
    CostSheetRow& row = trade.row;
    row.time = now;
    row.traceId = traceId;
    row.symbol = instrument.symbol;
    row.side = toText(signal.direction);
    if (question.book != nullptr)
        row.middle = middleOf(*question.book, instrument);
    row.plannedEntry = instrument.toDecimal(signal.entry);
    row.stop = instrument.toDecimal(signal.stop);
    row.priorErrorR = sizing.errorR;
    row.sizeFactor = sizing.factor;
    row.forecast = forecastCosts(question, instrument);
    m_journal.write(row);
    m_trades.insert_or_assign(traceId, std::move(trade));
}

CostSheets::Trade* CostSheets::find(const std::string& traceId)
{
    const auto found = m_trades.find(traceId);
    return found == m_trades.end() ? nullptr : &found->second;
}

void CostSheets::entryFilled(const std::string& traceId, const Execution& execution, Quantity quantity)
{
    if (Trade* trade = find(traceId))
        trade->tally.entryFilled(execution.price, quantity, execution.fee);
}

void CostSheets::exitFilled(const std::string& traceId, const Execution& execution, Quantity quantity,
                            const std::optional<Decimal>& reference)
{
    if (Trade* trade = find(traceId))
        trade->tally.exitFilled(execution.price, quantity, execution.fee, reference);
}

void CostSheets::liquidationTold(const std::string& traceId, Price liquidation)
{
    if (Trade* trade = find(traceId))
        trade->liquidationPrice = m_board.instrument(trade->symbol).toDecimal(liquidation);
}

void CostSheets::nothingFilled(const std::string& traceId)
{
    m_trades.erase(traceId);
}

void CostSheets::realise(Trade& trade, const PositionLedger& ledger)
{
    const Instrument& instrument = m_board.instrument(trade.symbol);
    CostTally::Outcome outcome;
    outcome.middle = trade.row.middle;
    outcome.liquidationPrice = trade.liquidationPrice;
    outcome.funding = ledger.funding();
    outcome.net = ledger.net();
    outcome.riskUsd = trade.riskUsd;
    trade.row.realised = trade.tally.realised(outcome, instrument);
}

void CostSheets::closed(const std::string& traceId, const PositionLedger& ledger, const Decimal& riskUsd)
{
    const auto found = m_trades.find(traceId);
    if (found == m_trades.end())
        return;
    Trade trade = std::move(found->second);
    m_trades.erase(found);
    trade.riskUsd = riskUsd;
    if (ledger.isFlat()) {
        CostSheetRow& row = trade.row;
        realise(trade, ledger);
        // In what was to be risked: by the risk of the fills a bad one would seem smaller, and
        // a good one larger than it is.
        const Decimal planned = ((row.plannedEntry - row.stop) * row.realised->quantity).abs();
        if (const auto error =
                trade.tally.errorOf(row.forecast, trade.stop, planned, m_board.instrument(trade.symbol))) {
            row.errorUsd = error->usd;
            row.errorBps = error->bps;
            row.errorR = error->r;
            if (error->r)
                m_errors.add(trade.symbol, *error->r);
        }
        m_journal.write(row);
    }
    m_over.push_back(std::move(trade));
    if (m_over.size() > kOverKept)
        m_over.pop_front();
}

void CostSheets::fundingTold(const std::string& traceId, const PositionLedger& ledger)
{
    const auto found =
        std::ranges::find(m_over, traceId, [](const Trade& trade) { return trade.row.traceId; });
    if (found == m_over.end() || !found->row.realised)
        return;
    realise(*found, ledger);
    m_journal.write(found->row);
}

std::vector<const CostSheetRow*> CostSheets::newest(std::size_t most) const
{
    std::vector<const CostSheetRow*> rows;
    for (const auto& [traceId, trade] : m_trades)
        rows.push_back(&trade.row);
    for (const Trade& trade : m_over)
        rows.push_back(&trade.row);
    std::ranges::sort(rows, std::greater {},
                      [](const CostSheetRow* row) { return std::tie(row->time, row->traceId); });
    if (rows.size() > most)
        rows.resize(most);
    return rows;
}

} // namespace breakline
