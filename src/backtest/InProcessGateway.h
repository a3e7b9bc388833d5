// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backtest/HeldEvents.h"
#include "backtest/InProcessStreams.h"
#include "backtest/StepRounds.h"
#include "exchange/AccountAssembly.h"
#include "exchange/CreateFates.h"
#include "exchange/ExchangeGateway.h"
#include "matching/ExchangeListener.h"

#include <deque>
#include <functional>
#include <map>
#include <optional>
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
///
/// What goes wrong with messages on purpose ends as it does through the gateway
/// over the wire. An answer that does not come within kRequestTimeout, or is lost
/// with the trade socket, is Unknown; so is one that cannot be read, which on the
/// trade socket looks like none at all. What was said twice is heard once.
class InProcessGateway final : public ExchangeGateway, private ExchangeListener {
    Q_OBJECT
public:
    InProcessGateway();

    /// The exchange calls back into this gateway; it is made with listener().
    ExchangeListener& listener() { return *this; }
    void attach(SimulatedExchange& exchange)
    {
        m_exchange = &exchange;
        m_streams.attach(exchange);
    }

    /// When something happens here by itself: a time-out, a socket that comes back.
    std::optional<Timestamp> nextDue() const;
    /// The exchange has made a step, and each step is followed by this: does what
    /// is due, and goes on with the questions that were answered in part.
    void advance();

    /// Of the phases that a gateway fills.
    bool holds(StepPhase phase) const;
    void deliver(StepPhase phase);
    /// The instant is quiet: holds a snapshot for every book and ticker that was
    /// subscribed to since, as public frames, in the order of the subscriptions.
    /// Returns whether there were any.
    bool holdSnapshots() { return m_streams.holdSnapshots(); }

    void connectToVenue() override { m_streams.connect(); }
    void subscribe(StreamKind stream, SymbolId symbol) override { m_streams.setStream(stream, symbol, true); }
    void unsubscribe(StreamKind stream, SymbolId symbol) override
    {
        m_streams.setStream(stream, symbol, false);
    }
    RequestId requestInstruments() override;
    RequestId requestTickers() override;
    RequestId requestCandles(SymbolId symbol, Duration interval, Timestamp from, Timestamp to) override;
    RequestId requestTrades(SymbolId symbol) override;
    RequestId requestBook(SymbolId symbol) override;
    RequestId requestAccount() override;
    RequestId requestExecutions(Timestamp since) override;
    RequestId requestTransfers(Timestamp since) override;
    RequestId requestAccountSettings(SymbolId symbol) override;
    RequestId requestOrder(SymbolId symbol, const std::string& clientId) override;
    RequestId placeOrder(const OrderRequest& order) override;
    RequestId amendOrder(SymbolId symbol, const std::string& clientId, Price price) override;
    RequestId cancelOrder(SymbolId symbol, const std::string& clientId) override;
    RequestId cancelAll(SymbolId symbol) override;
    RequestId setPositionStop(SymbolId symbol, Price trigger, TriggerBy triggerBy) override;
    RequestId setLeverage(SymbolId symbol, const Decimal& leverage) override;

private:
    enum class Part : std::uint8_t {
        None,
        Wallet,
        Positions,
        Orders,
        FeeRates,
        Executions,
        Transfers,
        Settings
    };
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

    /// Key, account and position are a question each, one after the other.
    struct SettingsQuestion {
        int asked = 0; ///< of the three
        AccountSettingsAnswer answer;
    };

    /// A private call that has no answer yet.
    struct Call {
        RequestAnswer end; ///< with its names
        Timestamp deadline;
        bool isOnTrade = false;
    };

    static std::uint64_t cookieOf(RequestId request, Part part = Part::None);
    /// The call leaves now; `isOrder`: by the trade socket where that is up.
    std::uint64_t await(RequestId request, Part part, SymbolId symbol = {}, const std::string& clientId = {},
                        bool isOrder = false);
    void ask(RequestId request, Part part, SymbolId symbol = {}, const std::string& clientId = {});
    /// Ends a call that waits with this failure.
    void end(std::uint64_t cookie, AnswerClass result, OrderEndReason reason, std::string_view message);
    void loseTrade();
    /// Reads what is due; the result hands it in.
    std::function<void()> read(std::uint64_t cookie);
    void readExecutions(RequestId request);
    void continueExecutions(RequestId request);
    void readTransfers(RequestId request);
    void continueTransfers(RequestId request);
    void readSettings(RequestId request);
    void continueSettings(RequestId request);
    void holdAnswer(RequestId request, ExchangeEvent event);
    /// Where the fault spoils the answer, does what follows; false: it can be read.
    bool spoil(std::uint64_t cookie, FaultKind fault);

    void onTrade(const TradePrint& trade) override { m_streams.push(trade); }
    void onBook(const BookSnapshot& book) override { m_streams.push(book); }
    void onTicker(const Ticker& ticker) override { m_streams.push(ticker); }
    void onCandle(const CandleClosed& candle) override { m_streams.push(candle); }
    void onInstrument(const Instrument&) override { } // no venue tells of it by itself
    void onOrder(const OrderUpdate& order) override { m_streams.push(order); }
    void onExecution(const Execution& execution) override { m_streams.push(execution); }
    void onPosition(const PositionUpdate& position) override { m_streams.push(position); }
    void onWallet(const WalletUpdate& wallet) override { m_streams.push(wallet); }
    void onAnswer(const VenueAnswer& answer) override;
    void onQueryDue(std::uint64_t cookie, std::optional<FaultKind> fault) override;
    void onLateAnswer(std::uint64_t cookie) override;
    void onStreamFault(const Fault& fault) override;

    SimulatedExchange* m_exchange = nullptr;
    RequestId m_lastRequest = 0;
    std::map<std::uint64_t, Call> m_calls; ///< by cookie
    std::deque<std::pair<Timestamp, std::uint64_t>> m_deadlines; ///< ascending; of answered calls too
    std::map<std::uint64_t, std::function<void()>> m_late; ///< by cookie
    std::map<std::uint64_t, std::function<void()>> m_read; ///< by cookie: the answers of this step
    CreateFates m_creates;
    AccountAssembly m_accounts;
    std::map<RequestId, OrderQuestion> m_orderQuestions;
    std::map<RequestId, ExecutionsQuestion> m_executionsQuestions;
    std::map<RequestId, TransfersQuestion> m_transfersQuestions;
    std::map<RequestId, SettingsQuestion> m_settingsQuestions;
    InProcessStreams m_streams;
    HeldEvents m_trade;
    std::vector<Answer> m_answers; ///< by request
    std::vector<Answer> m_answering; ///< scratch
};

/// What has to follow from the simulated exchange's refusal.
AnswerClass classOf(bool accepted, OrderEndReason reason);
/// What has to follow from what a fault says in place of an answer.
AnswerClass answerClassOf(FaultKind fault);

} // namespace breakline
