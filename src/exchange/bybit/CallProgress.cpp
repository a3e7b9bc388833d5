// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/bybit/CallProgress.h"

#include "exchange/ExecutionsPaging.h"
#include "exchange/bybit/BybitNames.h"
#include "exchange/bybit/BybitValues.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace breakline::bybit {

namespace {

constexpr int kMostCandles = 1000;
constexpr int kMostTrades = 1000;
constexpr int kBookLevels = 200;
constexpr std::string_view kDeposits = "TRANSFER_IN";
constexpr std::string_view kWithdrawals = "TRANSFER_OUT";

} // namespace

CallProgress::CallProgress(NetworkCall call, std::optional<FeeRates> feeRates)
    : m_call(std::move(call))
    , m_feeRates(feeRates)
{
    if (std::holds_alternative<InstrumentsCall>(m_call.content))
        m_stage = m_feeRates ? Stage::Trading : Stage::Fees;
    else if (const auto* executions = std::get_if<ExecutionsCall>(&m_call.content))
        m_from = executions->since;
    else if (std::holds_alternative<AccountSettingsCall>(m_call.content))
        m_stage = Stage::Key;
    else if (const auto* transfers = std::get_if<TransfersCall>(&m_call.content))
        m_from = transfers->since;
}

bool changesState(const NetworkCall& call)
{
    return std::holds_alternative<PlaceCall>(call.content) || std::holds_alternative<AmendCall>(call.content)
        || std::holds_alternative<CancelCall>(call.content)
        || std::holds_alternative<CancelAllCall>(call.content)
        || std::holds_alternative<PositionStopCall>(call.content)
        || std::holds_alternative<LeverageCall>(call.content);
}

Expected<CallStep> CallProgress::next(const InstrumentTable& table) const
{
    if (m_ready)
        return *m_ready;
    using R = Expected<CallStep>;
    struct Make {
        const CallProgress& self;
        const InstrumentTable& table;

        Expected<const Instrument*> rules(SymbolId symbol) const
        {
            if (symbol.index >= table.size())
                return breakline::fail(ErrorCode::NotFound, "the instruments are not loaded yet");
            return &table.at(symbol);
        }
        R operator()(const InstrumentsCall&) const
        {
            switch (self.m_stage) {
            case Stage::RiskLimits: {
                RestRequest request;
                request.path = "/v5/market/risk-limit";
                request.payload = "category=linear";
                if (!self.m_cursor.empty())
                    request.payload += "&cursor=" + self.m_cursor;
                return CallStep {request, Endpoint::Market, {}};
            }
            case Stage::Fees: return CallStep {feeRate(), Endpoint::FeeRate, {}};
            case Stage::PreLaunch:
                return CallStep {instruments(1000, self.m_cursor, "PreLaunch"), Endpoint::Market, {}};
            default: return CallStep {instruments(1000, self.m_cursor), Endpoint::Market, {}};
            }
        }
        R operator()(const TickersCall&) const { return CallStep {tickers(), Endpoint::Market, {}}; }
        R operator()(const CandlesCall& call) const
        {
            const auto instrument = rules(call.symbol);
            if (!instrument)
                return std::unexpected(instrument.error());
            // The venue may add the bar in progress to those asked for.
            return CallStep {candles((*instrument)->symbol, call.interval, call.from, call.to, kMostCandles),
                             Endpoint::Market, {}};
        }
        R operator()(const TradesCall& call) const
        {
            const auto instrument = rules(call.symbol);
            if (!instrument)
                return std::unexpected(instrument.error());
            return CallStep {recentTrades((*instrument)->symbol, kMostTrades), Endpoint::Market, {}};
        }
        R operator()(const BookCall& call) const
        {
            const auto instrument = rules(call.symbol);
            if (!instrument)
                return std::unexpected(instrument.error());
            return CallStep {orderBook((*instrument)->symbol, kBookLevels), Endpoint::Market, {}};
        }
        R operator()(const WalletCall&) const { return CallStep {wallet(), Endpoint::Wallet, {}}; }
        R operator()(const PositionsCall&) const
        {
            ListFilter filter;
            filter.settleCoin = kCoin;
            filter.limit = 200;
            filter.cursor = self.m_cursor;
            return CallStep {positions(filter), Endpoint::Positions, {}};
        }
        R operator()(const OpenOrdersCall&) const
        {
            ListFilter filter;
            filter.settleCoin = kCoin;
            filter.limit = 50;
            filter.cursor = self.m_cursor;
            return CallStep {liveOrders(filter), Endpoint::LiveOrders, {}};
        }
        R operator()(const ExecutionsCall&) const
        {
            ListFilter filter;
            filter.from = self.m_from;
            filter.limit = static_cast<int>(ExecutionsPaging::kPage);
            filter.cursor = self.m_cursor;
            return CallStep {executions(filter), Endpoint::Executions, {}};
        }
        R operator()(const TransfersCall&) const
        {
            return CallStep {transactionsOf(self.m_asksForWithdrawals ? kWithdrawals : kDeposits, kCoin, self.m_from,
                                            TransfersPaging::endOf(self.m_from),
                                            static_cast<int>(TransfersPaging::kPage), self.m_cursor),
                             Endpoint::TransactionLog, {}};
        }
        R operator()(const AccountSettingsCall& call) const
        {
            const auto instrument = rules(call.symbol);
            if (!instrument)
                return std::unexpected(instrument.error());
            return self.settingsStep(**instrument);
        }
        R operator()(const OrderCall& call) const
        {
            const auto instrument = rules(call.symbol);
            if (!instrument)
                return std::unexpected(instrument.error());
            ListFilter filter;
            filter.symbol = (*instrument)->symbol;
            filter.clientId = call.clientId;
            return CallStep {liveOrders(filter), Endpoint::LiveOrders, {}};
        }
        R operator()(const PlaceCall& call) const
        {
            const auto instrument = rules(call.order.symbol);
            if (!instrument)
                return std::unexpected(instrument.error());
            const auto fields = orderFields(call.order, **instrument);
            if (!fields)
                return std::unexpected(fields.error());
            return CallStep {createOrder(*fields), Endpoint::Create, "order.create"};
        }
        R operator()(const AmendCall& call) const
        {
            const auto instrument = rules(call.symbol);
            if (!instrument)
                return std::unexpected(instrument.error());
            AmendFields fields;
            fields.symbol = (*instrument)->symbol;
            fields.clientId = call.clientId;
            fields.price = (*instrument)->toDecimal(call.price).toString();
            return CallStep {bybit::amendOrder(fields), Endpoint::Amend, "order.amend"};
        }
        R operator()(const CancelCall& call) const
        {
            const auto instrument = rules(call.symbol);
            if (!instrument)
                return std::unexpected(instrument.error());
            CancelFields fields;
            fields.symbol = (*instrument)->symbol;
            fields.clientId = call.clientId;
            return CallStep {bybit::cancelOrder(fields), Endpoint::Cancel, "order.cancel"};
        }
        R operator()(const CancelAllCall& call) const
        {
            const auto instrument = rules(call.symbol);
            if (!instrument)
                return std::unexpected(instrument.error());
            return CallStep {bybit::cancelAll((*instrument)->symbol), Endpoint::CancelAll, {}};
        }
        R operator()(const PositionStopCall& call) const
        {
            const auto instrument = rules(call.symbol);
            if (!instrument)
                return std::unexpected(instrument.error());
            return CallStep {tradingStop(positionStopFields(**instrument, call.trigger, call.triggerBy)),
                             Endpoint::TradingStop, {}};
        }
        R operator()(const LeverageCall& call) const
        {
            const auto instrument = rules(call.symbol);
            if (!instrument)
                return std::unexpected(instrument.error());
            return CallStep {bybit::setLeverage((*instrument)->symbol, call.leverage), Endpoint::Leverage, {}};
        }
    };
    return std::visit(Make {*this, table}, m_call.content);
}

CallAnswer CallProgress::finish(decltype(CallAnswer::content) content) const
{
    return {m_call.number, m_call.request, std::move(content)};
}

CallAnswer CallProgress::end(RequestAnswer answer, Timestamp now) const
{
    answer.request = m_call.request;
    if (answer.time == Timestamp {})
        answer.time = now;
    struct Names {
        RequestAnswer& answer;
        void operator()(const PlaceCall& call) const
        {
            answer.symbol = call.order.symbol;
            answer.clientId = call.order.clientId;
        }
        void operator()(const AmendCall& call) const
        {
            answer.symbol = call.symbol;
            answer.clientId = call.clientId;
        }
        void operator()(const AccountSettingsCall& call) const { answer.symbol = call.symbol; }
        void operator()(const CancelCall& call) const
        {
            answer.symbol = call.symbol;
            answer.clientId = call.clientId;
        }
        void operator()(const OrderCall& call) const
        {
            answer.symbol = call.symbol;
            answer.clientId = call.clientId;
        }
        void operator()(const CancelAllCall& call) const { answer.symbol = call.symbol; }
        void operator()(const PositionStopCall& call) const { answer.symbol = call.symbol; }
        void operator()(const LeverageCall& call) const { answer.symbol = call.symbol; }
        void operator()(const CandlesCall& call) const { answer.symbol = call.symbol; }
        void operator()(const TradesCall& call) const { answer.symbol = call.symbol; }
        void operator()(const BookCall& call) const { answer.symbol = call.symbol; }
        void operator()(const InstrumentsCall&) const { }
        void operator()(const TickersCall&) const { }
        void operator()(const WalletCall&) const { }
        void operator()(const PositionsCall&) const { }
        void operator()(const OpenOrdersCall&) const { }
        void operator()(const ExecutionsCall&) const { }
        void operator()(const TransfersCall&) const { }
    };
    std::visit(Names {answer}, m_call.content);
    return finish(std::move(answer));
}

CallAnswer CallProgress::fail(AnswerClass result, OrderEndReason reason, std::string message, Timestamp now) const
{
    RequestAnswer answer;
    answer.result = result;
    answer.reason = reason;
    answer.message = std::move(message);
    return end(std::move(answer), now);
}

CallAnswer CallProgress::take(const OrderAnswerFrame& answer, Timestamp now) const
{
    return end(toRequestAnswer(answer), now);
}

std::optional<CallAnswer> CallProgress::take(const Answer& answer, std::string_view body,
                                             const InstrumentTable& table, Timestamp now)
{
    if (changesState(m_call) || answer.meaning.codeClass != CodeClass::Ok)
        return end(toRequestAnswer(answer), now);
    const Timestamp time = answer.time ? Timestamp {*answer.time} : now;
    const auto corrupt = [&](const Error& error) {
        return fail(AnswerClass::Unknown, OrderEndReason::None, "unreadable answer: " + error.message, now);
    };
    const auto missing = [&] {
        return fail(AnswerClass::Unknown, OrderEndReason::None, "an answer without its content", now);
    };
    m_cursor = answer.nextCursor;

    if (std::holds_alternative<InstrumentsCall>(m_call.content))
        return takeInstruments(answer, body, now);
    if (std::holds_alternative<TickersCall>(m_call.content)) {
        const auto* records = std::get_if<std::span<const TickerRecord>>(&answer.content);
        if (records == nullptr)
            return missing();
        TickersAnswer result {m_call.request, {}};
        for (const TickerRecord& record : *records) {
            const auto symbol = table.find(record.symbol);
            if (!symbol)
                continue; // dated futures and what came after the start
            Ticker ticker;
            ticker.symbol = *symbol;
            ticker.time = time;
            if (const auto applied = applyTicker(record, table, ticker); !applied)
                return corrupt(applied.error());
            result.tickers.push_back(std::move(ticker));
        }
        std::sort(result.tickers.begin(), result.tickers.end(),
                  [](const Ticker& a, const Ticker& b) { return a.symbol < b.symbol; });
        return finish(std::move(result));
    }
    if (const auto* call = std::get_if<CandlesCall>(&m_call.content)) {
        const auto* records = std::get_if<std::span<const CandleRecord>>(&answer.content);
        if (records == nullptr)
            return missing();
        CandlesAnswer result {m_call.request, call->symbol, call->interval, {}};
        for (auto record = records->rbegin(); record != records->rend(); ++record) {
            CandleRecord named = *record;
            named.symbol = table.at(call->symbol).symbol;
            const auto candle = toCandle(named, table, call->interval);
            if (!candle)
                return corrupt(candle.error());
            // Closed ones only: the last may still be in progress.
            if (candle->candle.openTime + call->interval <= now)
                result.candles.push_back(candle->candle);
        }
        return finish(std::move(result));
    }
    if (const auto* call = std::get_if<TradesCall>(&m_call.content)) {
        const auto* records = std::get_if<std::span<const TradeRecord>>(&answer.content);
        if (records == nullptr)
            return missing();
        TradesAnswer result {m_call.request, call->symbol, {}};
        std::uint64_t number = 0;
        for (auto record = records->rbegin(); record != records->rend(); ++record) {
            auto print = toTradePrint(*record, table);
            if (!print)
                return corrupt(print.error());
            ++number;
            if (print->id == 0)
                print->id = number;
            result.trades.push_back(*print);
        }
        return finish(std::move(result));
    }
    if (std::holds_alternative<BookCall>(m_call.content)) {
        const auto* record = std::get_if<BookRecord>(&answer.content);
        if (record == nullptr)
            return missing();
        auto book = toBookSnapshot(*record, table);
        if (!book)
            return corrupt(book.error());
        // As in the stream: the order of the whole venue, not of one topic.
        if (record->sequence)
            book->sequence = static_cast<std::uint64_t>(*record->sequence);
        return finish(BookAnswer {m_call.request, std::move(*book)});
    }
    if (std::holds_alternative<WalletCall>(m_call.content)) {
        const auto* records = std::get_if<std::span<const WalletRecord>>(&answer.content);
        if (records == nullptr || records->empty())
            return missing();
        const auto wallet = toWalletUpdate(records->front(), kCoin, time);
        if (!wallet)
            return corrupt(wallet.error());
        return finish(*wallet);
    }
    if (std::holds_alternative<PositionsCall>(m_call.content)) {
        const auto* records = std::get_if<std::span<const PositionRecord>>(&answer.content);
        if (records == nullptr)
            return missing();
        for (const PositionRecord& record : *records) {
            if (!table.find(record.symbol))
                continue;
            const auto position = toPositionUpdate(record, table, time);
            if (!position)
                return corrupt(position.error());
            if (!position->quantity.isZero())
                m_positions.push_back(*position);
        }
        if (!m_cursor.empty() && !records->empty())
            return std::nullopt;
        std::sort(m_positions.begin(), m_positions.end(),
                  [](const PositionUpdate& a, const PositionUpdate& b) { return a.symbol < b.symbol; });
        return finish(std::move(m_positions));
    }
    if (std::holds_alternative<ExecutionsCall>(m_call.content))
        return takeExecutions(answer, table, now);
    if (std::holds_alternative<TransfersCall>(m_call.content))
        return takeTransfers(answer, now);
    if (std::holds_alternative<AccountSettingsCall>(m_call.content))
        return takeSettings(answer, now);
    const auto* records = std::get_if<std::span<const OrderRecord>>(&answer.content);
    if (records == nullptr)
        return missing();
    for (const OrderRecord& record : *records) {
        if (!table.find(record.symbol))
            continue;
        const auto order = toOrderUpdate(record, table, time);
        if (!order)
            return corrupt(order.error());
        m_orders.push_back(*order);
    }
    if (const auto* call = std::get_if<OrderCall>(&m_call.content)) {
        OrderAnswer result {m_call.request, call->clientId, std::nullopt};
        if (!m_orders.empty())
            result.order = m_orders.front();
        return finish(std::move(result));
    }
    if (!m_cursor.empty() && !records->empty())
        return std::nullopt;
    // Newest first at the venue; here in the order in which they were made.
    std::reverse(m_orders.begin(), m_orders.end());
    return finish(std::move(m_orders));
}

std::optional<CallAnswer> CallProgress::takeTransfers(const Answer& answer, Timestamp now)
{
    const auto* records = std::get_if<std::span<const LedgerRecord>>(&answer.content);
    if (records == nullptr)
        return fail(AnswerClass::Unknown, OrderEndReason::None, "an answer without its content", now);
    const std::string_view kind = m_asksForWithdrawals ? kWithdrawals : kDeposits;
    for (const LedgerRecord& record : *records) {
        // What the venue adds that was not asked for.
        if (record.kind != kind || (isGiven(record.currency) && record.currency != kCoin))
            continue;
        auto transfer = toTransfer(record);
        if (!transfer)
            return fail(AnswerClass::Unknown, OrderEndReason::None,
                        "unreadable answer: " + transfer.error().message, now);
        m_transfers.push_back(std::move(*transfer));
    }
    if (!m_cursor.empty() && !records->empty())
        return std::nullopt;
    m_cursor.clear();
    m_asksForWithdrawals = !m_asksForWithdrawals;
    if (m_asksForWithdrawals)
        return std::nullopt;
    if (TransfersPaging::endOf(m_from) < now) {
        m_from = TransfersPaging::after(m_from);
        return std::nullopt;
    }
    std::ranges::sort(m_transfers, {}, [](const Transfer& each) { return std::tie(each.time, each.venueId); });
    return finish(TransfersAnswer {m_call.request, std::move(m_transfers)});
}

std::optional<CallAnswer> CallProgress::takeExecutions(const Answer& answer, const InstrumentTable& table,
                                                       Timestamp now)
{
    const auto* records = std::get_if<std::span<const ExecutionRecord>>(&answer.content);
    if (records == nullptr)
        return fail(AnswerClass::Unknown, OrderEndReason::None, "an answer without its content", now);
    for (const ExecutionRecord& record : *records) {
        if (!table.find(record.symbol))
            continue;
        auto execution = toExecution(record, table);
        if (!execution)
            return fail(AnswerClass::Unknown, OrderEndReason::None,
                        "unreadable answer: " + execution.error().message, now);
        m_page.push_back(std::move(*execution));
    }
    if (!m_cursor.empty() && !records->empty())
        return std::nullopt;
    // Newest first at the venue; here as they happened.
    m_executions.insert(m_executions.end(), std::make_move_iterator(m_page.rbegin()),
                        std::make_move_iterator(m_page.rend()));
    m_page.clear();
    m_cursor.clear();
    if (ExecutionsPaging::endOf(m_from) < now) {
        m_from = ExecutionsPaging::after(m_from);
        return std::nullopt;
    }
    return finish(ExecutionsAnswer {m_call.request, std::move(m_executions)});
}

} // namespace breakline::bybit
