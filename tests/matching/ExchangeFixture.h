// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "matching/SimulatedExchange.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace breakline::test {

inline constexpr Timestamp kStart{1'767'607'200'000}; // 2026-01-05T10:00:00Z

inline Decimal dec(std::string_view text)
{
    return Decimal::literal(text);
}

/// Tick 0.1, lot 0.001, minimum value 5, band 5 %, maintenance 1 %.
inline Instrument makeInstrument(const std::string& symbol)
{
    Instrument instrument;
    instrument.symbol = symbol;
    instrument.tickSize = dec("0.1");
    instrument.lotSize = dec("0.001");
    instrument.minQuantity = Quantity{2};
    instrument.minNotional = dec("5");
    instrument.maxMarketQuantity = Quantity{200'000};
    instrument.maxLimitQuantity = Quantity{300'000};
    instrument.maxLeverage = dec("50");
    instrument.maintenanceMarginRate = dec("0.01");
    instrument.priceBand = dec("0.05");
    instrument.takerFeeRate = dec("0.00055");
    instrument.makerFeeRate = dec("0.0002");
    if (!instrument.finish())
        failInvariant("test instrument");
    return instrument;
}

/// Bars written by hand. History: 26 h around 10,000 ticks (price 1,000), 6,000
/// lots a minute. Where no bar is written after the start there is none, and
/// the book stands still.
class ScriptedSource final : public MarketSource {
public:
    struct Symbol {
        Instrument instrument = makeInstrument("AAAUSDT");
        Duration interval = Duration::minutes(1);
        Timestamp listing{0};
        std::optional<Timestamp> delivery;
        std::optional<Decimal> funding;
        std::map<std::int64_t, GridCandle> bars; ///< by minute after the start
    };

    ScriptedSource(std::vector<Symbol> symbols, std::optional<Timestamp> end) : m_end(end)
    {
        std::vector<Instrument> instruments;
        for (const Symbol& symbol : symbols)
            instruments.push_back(symbol.instrument);
        m_table = InstrumentTable::make(instruments).value();
        m_symbols.resize(symbols.size());
        for (Symbol& symbol : symbols)
            m_symbols[m_table.find(symbol.instrument.symbol)->index] = symbol;
    }

    static GridCandle candle(Timestamp time, std::int64_t open, std::int64_t high, std::int64_t low,
                             std::int64_t close, std::int64_t volume)
    {
        return GridCandle{time, open, high, low, close, volume};
    }

    const InstrumentTable& instruments() const override { return m_table; }
    Timestamp start() const override { return kStart; }
    Duration interval(SymbolId symbol) const override { return m_symbols[symbol.index].interval; }
    std::vector<GridCandle> history(SymbolId symbol) const override
    {
        const Symbol& state = m_symbols[symbol.index];
        const Timestamp until = std::max(kStart, state.listing);
        std::vector<GridCandle> result;
        for (Timestamp time = (until - Duration::hours(26)).floorTo(state.interval); time + state.interval <= until;
             time = time + state.interval)
            result.push_back(candle(time, 10'000, 10'002, 9'998, 10'000, 6'000));
        return result;
    }
    std::optional<GridCandle> bar(SymbolId symbol, Timestamp openTime) override
    {
        const auto& bars = m_symbols[symbol.index].bars;
        const auto found = bars.find((openTime - kStart).ms / 60'000);
        if (found == bars.end())
            return std::nullopt;
        GridCandle result = found->second;
        result.openTime = openTime;
        return result;
    }
    Timestamp listing(SymbolId symbol) const override { return m_symbols[symbol.index].listing; }
    std::optional<Timestamp> delivery(SymbolId symbol) const override { return m_symbols[symbol.index].delivery; }
    std::optional<Timestamp> end() const override { return m_end; }
    std::optional<Decimal> fundingRate(SymbolId symbol, Timestamp) const override
    {
        return m_symbols[symbol.index].funding;
    }
    std::optional<double> openInterest(SymbolId, Timestamp) const override { return std::nullopt; }

private:
    std::vector<Symbol> m_symbols;
    InstrumentTable m_table;
    std::optional<Timestamp> m_end;
};

/// Keeps all that is pushed, typed and as a list of short lines.
class Recorder final : public ExchangeListener {
public:
    void onTrade(const TradePrint& trade) override { trades.push_back(trade); }
    void onBook(const BookSnapshot& book) override { books.push_back(book); }
    void onTicker(const Ticker& ticker) override { tickers.push_back(ticker); }
    void onCandle(const CandleClosed& candle) override { candles.push_back(candle); }
    void onInstrument(const Instrument& instrument) override
    {
        instruments.push_back(instrument);
        note("instrument " + instrument.symbol);
    }
    void onOrder(const OrderUpdate& order) override
    {
        orders.push_back(order);
        const std::string name = order.isPositionStop ? "stop" : (order.clientId.empty() ? "venue" : order.clientId);
        std::string line = "order " + name + " " + std::string(toText(order.status));
        if (order.reason != OrderEndReason::None)
            line += ": " + std::string(toText(order.reason));
        note(line);
    }
    void onExecution(const Execution& execution) override
    {
        executions.push_back(execution);
        note("execution " + std::to_string(execution.quantity.lots) + " @ " + std::to_string(execution.price.ticks));
    }
    void onPosition(const PositionUpdate& position) override
    {
        positions.push_back(position);
        note("position " + std::to_string(position.quantity.lots)
             + (position.stop ? " stop " + std::to_string(position.stop->ticks) : ""));
    }
    void onWallet(const WalletUpdate& wallet) override
    {
        wallets.push_back(wallet);
        note("wallet");
    }
    void onAnswer(const VenueAnswer& value) override
    {
        answers.push_back(value);
        note("answer " + std::string(toText(value.reason))
             + (value.fault ? " spoilt: " + std::string(toText(*value.fault)) : std::string()));
    }
    void onLateAnswer(std::uint64_t cookie) override { note("late answer " + std::to_string(cookie)); }
    void onQueryDue(std::uint64_t cookie, std::optional<FaultKind> fault) override
    {
        questions.push_back(cookie);
        if (fault)
            note("question spoilt: " + std::string(toText(*fault)));
        if (read)
            read(cookie);
    }
    void onStreamFault(const Fault& fault) override
    {
        streamFaults.push_back(fault);
        note("fault " + std::string(toText(fault.kind)));
    }

    std::vector<TradePrint> trades;
    std::vector<BookSnapshot> books;
    std::vector<Ticker> tickers;
    std::vector<CandleClosed> candles;
    std::vector<Instrument> instruments;
    std::vector<OrderUpdate> orders;
    std::vector<Execution> executions;
    std::vector<PositionUpdate> positions;
    std::vector<WalletUpdate> wallets;
    std::vector<VenueAnswer> answers;
    std::vector<std::uint64_t> questions;
    std::vector<Fault> streamFaults;
    std::function<void(std::uint64_t)> read; ///< what a question that is due wants to know
    std::vector<std::string> log;
    SimulatedExchange* exchange = nullptr;
    bool identityHeld = true;

private:
    void note(std::string line)
    {
        log.push_back(std::move(line));
        if (exchange == nullptr)
            return;
        const VenueTotals t = exchange->totals();
        identityHeld = identityHeld && t.wallet == t.start + t.realised - t.fees - t.funding + t.transfers
            && (exchange->ledger().empty() || exchange->ledger().back().balance == t.wallet);
    }
};

struct Account {
    WalletUpdate wallet;
    std::vector<PositionUpdate> positions;
    std::vector<OrderUpdate> orders;
};

/// An exchange on hand-made bars; latency 5 ms, and requests numbered from 1.
class Venue {
public:
    explicit Venue(std::vector<ScriptedSource::Symbol> symbols = {ScriptedSource::Symbol{}},
                   VenueSettings settings = quick(), std::optional<Timestamp> end = std::nullopt)
        : exchange(settings, BookModel{}, std::make_unique<ScriptedSource>(std::move(symbols), end), seen)
    {
        seen.exchange = &exchange;
    }

    static VenueSettings quick()
    {
        VenueSettings settings;
        settings.latencyMax = settings.latencyMin;
        return settings;
    }

    void run(Duration span) { runTo(exchange.now() + span); }
    void runTo(Timestamp until)
    {
        while (exchange.step(until)) {
        }
    }

    /// Sends the order and runs until it has been answered.
    OrderEndReason place(const PlaceRequest& order)
    {
        exchange.place(++requests, order);
        return awaitAnswer();
    }
    OrderEndReason cancel(const std::string& clientId, SymbolId symbol = {})
    {
        exchange.cancel(++requests, symbol, OrderName::byClient(clientId));
        return awaitAnswer();
    }
    OrderEndReason setStop(std::int64_t trigger, TriggerBy by = TriggerBy::MarkPrice)
    {
        return tradingStop({SymbolId{0}, AttachedStop{Price{trigger}, by}, std::nullopt});
    }
    OrderEndReason tradingStop(const TradingStopRequest& request)
    {
        exchange.setTradingStop(++requests, request);
        return awaitAnswer();
    }
    OrderEndReason amend(const AmendRequest& request)
    {
        exchange.amend(++requests, request);
        return awaitAnswer();
    }
    OrderEndReason awaitAnswer()
    {
        const std::size_t before = seen.answers.size();
        while (seen.answers.size() == before)
            exchange.step(exchange.now() + Duration{1});
        return seen.answers.back().reason;
    }
    /// The account as a question shows it when it is due.
    Account account()
    {
        std::optional<Account> account;
        seen.read = [&](std::uint64_t) {
            account.emplace(Account{exchange.wallet(), {}, {}});
            for (const VenuePosition& position : exchange.positions())
                account->positions.push_back(position.update);
            for (const VenueOrder* order : exchange.liveOrders(std::nullopt))
                account->orders.push_back(order->state);
        };
        exchange.query(++requests);
        while (!account)
            exchange.step(exchange.now() + Duration{1});
        seen.read = nullptr;
        return *account;
    }
    /// Last state of an order of ours.
    OrderUpdate order(const std::string& clientId) const
    {
        for (const OrderUpdate& order : exchange.allOrders())
            if (order.clientId == clientId)
                return order;
        failInvariant("no such order in the test");
    }
    Quantity position() { return seen.positions.empty() ? Quantity{} : seen.positions.back().quantity; }

    Recorder seen;
    SimulatedExchange exchange;
    std::uint64_t requests = 0;
};

inline OrderRequest market(std::string id, Side side, std::int64_t lots)
{
    OrderRequest order;
    order.clientId = std::move(id);
    order.side = side;
    order.quantity = Quantity{lots};
    return order;
}

inline OrderRequest limit(std::string id, Side side, std::int64_t lots, std::int64_t price,
                          TimeInForce timeInForce = TimeInForce::GoodTillCancel)
{
    OrderRequest order = market(std::move(id), side, lots);
    order.type = OrderType::Limit;
    order.timeInForce = timeInForce;
    order.price = Price{price};
    return order;
}

inline OrderRequest stopMarket(std::string id, Side side, std::int64_t lots, std::int64_t trigger,
                               TriggerBy by = TriggerBy::MarkPrice)
{
    OrderRequest order = market(std::move(id), side, lots);
    order.type = OrderType::StopMarket;
    order.trigger = Price{trigger};
    order.triggerBy = by;
    return order;
}

inline OrderRequest reduceOnly(OrderRequest order)
{
    order.reduceOnly = true;
    return order;
}

inline OrderRequest withStop(OrderRequest order, std::int64_t trigger, TriggerBy by = TriggerBy::MarkPrice)
{
    order.stop = AttachedStop{Price{trigger}, by};
    return order;
}

/// A symbol whose bars after the start are given, one a minute.
inline ScriptedSource::Symbol withBars(std::vector<GridCandle> bars, std::int64_t firstMinute = 0)
{
    ScriptedSource::Symbol symbol;
    for (const GridCandle& bar : bars)
        symbol.bars[firstMinute++] = bar;
    return symbol;
}

inline GridCandle bar(std::int64_t open, std::int64_t high, std::int64_t low, std::int64_t close,
                      std::int64_t volume = 6'000)
{
    return GridCandle{{}, open, high, low, close, volume};
}

/// A venue without latency on which these go wrong.
inline VenueSettings withFaults(std::vector<Fault> faults, std::uint64_t seed = 1)
{
    VenueSettings settings = Venue::quick();
    settings.seed = seed;
    settings.faults.faults = std::move(faults);
    return settings;
}

} // namespace breakline::test
