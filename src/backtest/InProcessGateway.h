// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backtest/HeldEvents.h"
#include "backtest/StepRounds.h"
#include "exchange/AccountAssembly.h"
#include "exchange/ExchangeGateway.h"
#include "matching/ExchangeListener.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace breakline {

class SimulatedExchange;

/// The simulated exchange without a wire, behind the port of every venue.
/// Everything that comes from it is held by its class (backtest/StepRounds.h)
/// until it is delivered: pushes and the answers of private requests, which the
/// exchange gives while it is stepped, as the answers of public ones, which are
/// read at once. Answers to orders and cancels count as frames, since they
/// travel on a socket; all others are answers.
///
/// A stream is on or off, however often it was asked for: to subscribe to one
/// that is on does nothing, and one unsubscribe ends it.
class InProcessGateway final : public ExchangeGateway, private ExchangeListener {
    Q_OBJECT
public:
    InProcessGateway();

    /// The exchange calls back into this gateway; it is made with listener().
    ExchangeListener& listener() { return *this; }
    void attach(SimulatedExchange& exchange) { m_exchange = &exchange; }

    /// Of the phases that a gateway fills.
    bool holds(StepPhase phase) const;
    void deliver(StepPhase phase);
    /// The instant is quiet: holds a snapshot for every book and ticker that was
    /// subscribed to since, as public frames, in the order of the subscriptions.
    /// Returns whether there were any.
    bool holdSnapshots();

    void connectToVenue() override;
    void subscribe(StreamKind stream, SymbolId symbol) override;
    void unsubscribe(StreamKind stream, SymbolId symbol) override;
    RequestId requestInstruments() override;
    RequestId requestTickers() override;
    RequestId requestCandles(SymbolId symbol, Duration interval, Timestamp from, Timestamp to) override;
    RequestId requestTrades(SymbolId symbol) override;
    RequestId requestBook(SymbolId symbol) override;
    RequestId requestAccount() override;
    RequestId requestExecutions(Timestamp since) override;
    RequestId requestTransfers(Timestamp since) override;
    RequestId requestOrder(SymbolId symbol, const std::string& clientId) override;
    RequestId placeOrder(const OrderRequest& order) override;
    RequestId cancelOrder(SymbolId symbol, const std::string& clientId) override;
    RequestId cancelAll(SymbolId symbol) override;
    RequestId setPositionStop(SymbolId symbol, Price trigger, TriggerBy triggerBy) override;
    RequestId setLeverage(SymbolId symbol, const Decimal& leverage) override;

private:
    enum class Part : std::uint8_t { None, Wallet, Positions, Orders, FeeRates, Executions, Transfers };
    struct Answer {
        RequestId request = 0;
        ExchangeEvent event;
    };
    struct OrderQuestion {
        SymbolId symbol;
        std::string clientId;
    };

    struct ExecutionsQuestion {
        Timestamp from; ///< of the span that is read
        std::size_t pagesLeft = 0; ///< of it; 0: it has not been read
        ExecutionsAnswer answer;
    };

    struct TransfersQuestion {
        Timestamp from; ///< of the span that is read
        bool withdrawals = false; ///< the deposits of the span are there
        std::size_t pagesLeft = 0; ///< of the kind; 0: it has not been read
        TransfersAnswer answer;
    };

    bool setStream(StreamKind stream, SymbolId symbol, bool on);
    static std::uint64_t cookieOf(RequestId request, Part part = Part::None);
    void readExecutions(RequestId request);
    void readTransfers(RequestId request);
    void holdAnswer(RequestId request, ExchangeEvent event);

    void onTrade(const TradePrint& trade) override;
    void onBook(const BookSnapshot& book) override;
    void onTicker(const Ticker& ticker) override;
    void onCandle(const CandleClosed& candle) override;
    void onInstrument(const Instrument&) override {} // no venue tells of it by itself
    void onOrder(const OrderUpdate& order) override;
    void onExecution(const Execution& execution) override;
    void onPosition(const PositionUpdate& position) override;
    void onWallet(const WalletUpdate& wallet) override;
    void onAnswer(const VenueAnswer& answer) override;
    void onQueryDue(std::uint64_t cookie) override;
    void onStreamFault(const Fault&) override {} // its streams know no faults

    SimulatedExchange* m_exchange = nullptr;
    RequestId m_lastRequest = 0;
    AccountAssembly m_accounts;
    std::map<RequestId, OrderQuestion> m_orderQuestions;
    std::map<RequestId, ExecutionsQuestion> m_executionsQuestions;
    std::map<RequestId, TransfersQuestion> m_transfersQuestions;
    std::vector<unsigned> m_streams; ///< by symbol: a bit a kind that is on
    std::vector<std::pair<StreamKind, SymbolId>> m_newStreams; ///< books and tickers that are owed a snapshot
    HeldEvents m_connection;
    HeldEvents m_private;
    HeldEvents m_trade;
    HeldEvents m_public;
    std::vector<Answer> m_answers; ///< by request
    std::vector<Answer> m_answering; ///< scratch
};

/// What has to follow from the simulated exchange's refusal.
AnswerClass classOf(bool accepted, OrderEndReason reason);

} // namespace breakline
