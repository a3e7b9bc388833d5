// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "matching/SimulatedExchange.h"
#include "venue/AccountCalls.h"
#include "venue/AccountText.h"
#include "venue/ApiKey.h"
#include "venue/MarketCalls.h"
#include "venue/MarketStreams.h"
#include "venue/RateLimits.h"
#include "venue/SocketSession.h"
#include "venue/WireServer.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace breakline {

/// Wall time in nanoseconds from any beginning.
using WallNanoseconds = std::function<std::int64_t()>;

/// Who moves the venue's time, told what matters to it.
class VenueTimeKeeper {
public:
    virtual ~VenueTimeKeeper() = default;
    /// A client has sent something: bring the venue's time up to now.
    virtual void beforeInput() = 0;
    /// A request of the control client waits for its venue time.
    virtual void onParked() = 0;
    virtual void onControlOpened(std::uint64_t socket) = 0;
    virtual void onControlText(std::uint64_t socket, std::string_view text) = 0;
    virtual void onControlClosed(std::uint64_t socket) = 0;
};

/// The exchange and everything that clients see of it. It does not know how
/// time passes: whoever does calls step(). What is pushed goes out during it.
class VenueFace final : private WireHandler, private ExchangeListener {
public:
    VenueFace(const VenueSettings& settings, const BookModel& model, std::unique_ptr<MarketSource> source,
              ApiKey key, VenueTimeKeeper& timeKeeper, WallNanoseconds wall);
    ~VenueFace() override;

    /// From now on nobody may hold the time.
    void refuseControl() { m_refusesControl = true; }
    WireServer& wire() { return *m_wire; }
    SimulatedExchange& exchange() { return m_exchange; }
    const SimulatedExchange& exchange() const { return m_exchange; }
    const ApiKey& key() const { return m_key; }

    /// New subscribers are owed a snapshot before time moves.
    bool owesSnapshots() const { return m_streams.hasNewSubscribers() && !isFrozen(); }
    /// Snapshots where they are owed, else one step of the exchange to no later
    /// than `limit`. Returns whether something happened.
    bool step(Timestamp limit);

    void sendControl(std::uint64_t socket, std::string_view text);
    /// Requests of clients with this User-Agent are the control client's from now on.
    void setControlClient(std::string userAgent);
    void clearControlClient();
    /// How long the control client waits for an answer.
    void setControlTimeout(Duration timeout) { m_controlTimeout = timeout; }
    /// Of the control client, since it was set.
    std::uint64_t controlRequests() const { return m_controlRequests; }
    std::size_t controlParked() const { return m_controlParked; }
    std::string controlUserAgent(std::uint64_t socket) const;
    /// {"<port>":frames,...} of every open socket but the control's, by port.
    std::string sentCounts() const;
    /// A step has been told with the counts as they are.
    void markStep();
    /// The newest step is done: what it told is handled, and so is every answer
    /// up to now.
    void confirmStep();
    /// What the control client has been sent and has not confirmed, of all that
    /// it has to have handled before it can say that the newest step is done.
    std::string unconfirmed() const;
    /// Closes the sockets that have been idle for as long as they may.
    void cutIdle();

private:
    // A request on its way through the exchange.
    struct Parked {
        std::uint64_t httpRequest = 0; ///< or
        std::uint64_t socket = 0;      ///< with
        std::string operation;
        std::string requestId; ///< JSON
        WireHeaders headers;
        Timestamp arrived;
        bool isControls = false;
        bool isGone = false;
        bool isLost = false; ///< it is never answered
        std::optional<WireReply> late; ///< the answer that is on its way
    };
    struct Refusal {
        int code = 0;
        std::string message;
    };

    // WireHandler
    void onRequest(const WireRequest& request) override;
    void onRequestGone(std::uint64_t request) override;
    void onSocketOpened(const WireSocket& socket) override;
    void onSocketText(std::uint64_t socket, std::string_view text) override;
    void onSocketClosed(std::uint64_t socket) override;
    bool isShut(std::string_view path) const override;

    // ExchangeListener
    void onTrade(const TradePrint& trade) override;
    void onBook(const BookSnapshot& book) override;
    void onTicker(const Ticker& ticker) override;
    void onCandle(const CandleClosed& candle) override;
    void onInstrument(const Instrument&) override {} // the venue has no topic for it
    void onOrder(const OrderUpdate& order) override;
    void onExecution(const Execution& execution) override;
    void onPosition(const PositionUpdate& position) override;
    void onWallet(const WalletUpdate& wallet) override;
    void onAnswer(const VenueAnswer& answer) override { m_calls.onAnswer(answer); }
    void onQueryDue(std::uint64_t cookie, std::optional<FaultKind> fault) override
    {
        m_calls.onQueryDue(cookie, fault);
    }
    void onLateAnswer(std::uint64_t cookie) override;
    void onStreamFault(const Fault& fault) override;

    void answerHttp(std::uint64_t request, const WireReply& reply, const WireHeaders& headers = {});
    /// What the venue's clock shows.
    Timestamp clock() const { return m_exchange.now() + m_exchange.outages().clockOff(m_exchange.now()); }
    void onAccountRequest(const WireRequest& request, const AccountRoute& route);
    std::optional<Refusal> checkTime(std::string_view timestamp, std::string_view window) const;
    std::optional<Refusal> checkSignature(const WireRequest& request) const;
    void beginCall(const AccountRoute& route, const Parameters& parameters, Parked parked);
    void finish(const Parked& parked, const WireReply& reply);
    /// Of who has gone, or has given up.
    void stopCounting(Parked& parked);
    void giveUpOverdue();

    // Answers, pushes and sockets, with what goes wrong on purpose (VenueFaceFaults.cpp).
    using ParkedEntry = std::map<std::uint64_t, Parked>::iterator;
    void deliver(std::uint64_t cookie, const WireReply& reply, std::optional<FaultKind> fault);
    void lose(ParkedEntry entry);
    void finishSpoilt(const Parked& parked, const WireReply& reply, FaultKind fault);
    bool isFrozen() const { return m_exchange.outages().isFrozen(m_exchange.now()); }
    template<class Push>
    void pushPublic(FaultTarget target, SymbolId symbol, Duration interval, Push push);
    void pushPrivate(FaultTarget target, std::optional<SymbolId> symbol,
                     const std::function<void(JsonText&)>& write);
    void sendPush(SocketSession& session, const std::string& topic, const std::string& frame, PushFate fate);
    void endSocket(std::uint64_t socket);
    void endSockets(SocketSession::Kind kind);
    void disconnectAfter(const std::optional<Fault>& fault, StreamLine line);
    void countRequest(std::string_view userAgent);
    /// But for those that hold the time, which no exchange has.
    std::size_t openSockets() const;
    /// Of the control client: what is not parked has been answered, or its asker
    /// has gone.
    std::uint64_t controlAnswers() const { return m_controlRequests - m_controlParked; }
    std::int64_t wallMs() const { return m_wall() / 1'000'000; }
    bool isControlClient(std::string_view userAgent) const
    {
        return m_controlAgent && *m_controlAgent == userAgent;
    }

    // Sockets (VenueFaceSockets.cpp).
    struct Operation;
    void send(std::uint64_t socket, std::string_view text);
    void authenticate(SocketSession& session, const Operation& operation);
    void subscribe(SocketSession& session, const Operation& operation, bool on);
    void answerPing(SocketSession& session, const Operation& operation);
    void trade(SocketSession& session, const Operation& operation);
    void answerTrade(std::uint64_t socket, std::string_view operation, const std::string& requestId,
                     const WireReply& reply, const WireHeaders& headers);
    std::string tradeAnswer(const SocketSession& session, std::string_view operation, const std::string& requestId,
                            const WireReply& reply, const WireHeaders& headers) const;
    void acknowledge(const SocketSession& session, const Operation& operation, bool success,
                     std::string_view message);

    MarketSource& m_source; ///< the exchange's own; declared before it takes it
    SimulatedExchange m_exchange;
    ApiKey m_key;
    VenueTimeKeeper& m_timeKeeper;
    std::unique_ptr<WireServer> m_wire;
    AccountText m_text;
    MarketStreams m_streams;
    MarketCalls m_market;
    AccountCalls m_calls;
    RateLimits m_limits;
    std::map<std::uint64_t, SocketSession> m_sessions;
    std::map<std::uint64_t, Parked> m_parked; ///< by cookie
    std::uint64_t m_lastCookie = 0;
    std::uint64_t m_lastPush = 0;
    std::optional<std::string> m_controlAgent;
    std::uint64_t m_controlRequests = 0;
    std::size_t m_controlParked = 0;
    std::optional<Duration> m_controlTimeout;
    std::uint64_t m_confirmedRequests = 0; ///< received, of them
    std::uint64_t m_confirmedAnswers = 0;  ///< answered, when the newest step was done
    std::uint64_t m_otherRequests = 0; ///< of other clients, since the newest step
    const WallNanoseconds m_wall;
    bool m_refusesControl = false;
};

} // namespace breakline
