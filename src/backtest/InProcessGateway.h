// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/ExchangeGateway.h"
#include "matching/ExchangeListener.h"

#include <deque>

namespace breakline {

class SimulatedExchange;

/// The simulated exchange without a wire, behind the port of every venue.
/// Pushes and answers of private requests come from the exchange while it is
/// stepped; answers of public requests wait for deliverAnswers(), since no
/// event may arrive from inside a call.
class InProcessGateway final : public ExchangeGateway, private ExchangeListener {
    Q_OBJECT
public:
    InProcessGateway();

    /// The exchange calls back into this gateway; it is made with listener().
    ExchangeListener& listener() { return *this; }
    void attach(SimulatedExchange& exchange) { m_exchange = &exchange; }

    /// Delivers the waiting answers, those that their handling asks for
    /// included. Returns whether there were any.
    bool deliverAnswers();

    void connectToVenue() override;
    void subscribe(StreamKind stream, SymbolId symbol) override;
    void unsubscribe(StreamKind stream, SymbolId symbol) override;
    RequestId requestInstruments() override;
    RequestId requestTickers() override;
    RequestId requestCandles(SymbolId symbol, Duration interval, Timestamp from, Timestamp to) override;
    RequestId requestTrades(SymbolId symbol) override;
    RequestId requestBook(SymbolId symbol) override;
    RequestId requestAccount() override;
    RequestId requestOrder(SymbolId symbol, const std::string& clientId) override;
    RequestId placeOrder(const OrderRequest& order) override;
    RequestId cancelOrder(SymbolId symbol, const std::string& clientId) override;
    RequestId cancelAll(SymbolId symbol) override;
    RequestId setPositionStop(SymbolId symbol, Price trigger, TriggerBy triggerBy) override;
    RequestId setLeverage(SymbolId symbol, const Decimal& leverage) override;

private:
    void setStream(StreamKind stream, SymbolId symbol, bool on);

    void onTrade(const TradePrint& trade) override;
    void onBook(const BookSnapshot& book) override;
    void onTicker(const Ticker& ticker) override;
    void onCandle(const CandleClosed& candle) override;
    void onInstrument(const Instrument& instrument) override;
    void onOrder(const OrderUpdate& order) override;
    void onExecution(const Execution& execution) override;
    void onPosition(const PositionUpdate& position) override;
    void onWallet(const WalletUpdate& wallet) override;
    void onAnswer(const VenueAnswer& answer) override;
    void onAccountAnswer(std::uint64_t request, const VenueAccount& account) override;
    void onOrderAnswer(std::uint64_t request, const std::string& clientId,
                       const std::optional<OrderUpdate>& order) override;

    SimulatedExchange* m_exchange = nullptr;
    RequestId m_lastRequest = 0;
    std::deque<ExchangeEvent> m_answers;
};

/// What has to follow from the simulated exchange's refusal.
AnswerClass classOf(bool accepted, OrderEndReason reason);

} // namespace breakline
