// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/bybit/BybitSigner.h"
#include "exchange/bybit/CallProgress.h"
#include "exchange/bybit/StreamReader.h"
#include "exchange/RequestTimeout.h"
#include "exchange/VenueLink.h"
#include "exchange/rest/HttpClient.h"
#include "exchange/shared/ClockOffset.h"
#include "exchange/shared/NetworkCommand.h"
#include "exchange/shared/SpareBooks.h"
#include "exchange/ws/WebSocketConnection.h"

#include <QNetworkAccessManager>
#include <QObject>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace breakline::bybit {

/// Key and secret of one account. The secret goes on to the signer, which wipes it.
struct BybitCredentials {
    std::string key;
    std::string secret;
};

struct BybitNetworkSettings {
    QUrl rest;
    QUrl ws; ///< /v5/public/linear, /v5/private and /v5/trade are appended
    QByteArray userAgent;
    /// Without: public data only.
    std::optional<BybitCredentials> credentials;
    /// Of every instrument; empty: the venue is asked (needs credentials).
    std::optional<FeeRates> feeRates;
    Duration requestTimeout = kRequestTimeout;
    /// In lock step: requests leave one at a time, time is the venue's own, and
    /// nothing depends on how long something really takes.
    bool isStepped = false;
    /// Deliveries on their way to the trading thread beyond which it cannot
    /// follow, and what it would decide on is old.
    std::size_t mostQueued = 200'000;
    /// Where whoever has handled a book gives it back; may be null.
    std::shared_ptr<SpareBooks> spareBooks;
};

/// Where a network's deliveries go, on its thread.
using DeliverySink = std::function<void(Delivery&&)>;

/// Everything of Bybit that lives on the network thread: three websockets, REST,
/// the limiter, signing and decoding. Made, used and ended on that thread.
class BybitNetwork : public QObject {
    Q_OBJECT
public:
    BybitNetwork(BybitNetworkSettings settings, NetworkTime& time, DeliverySink sink, QObject* parent = nullptr);
    ~BybitNetwork() override;

    void perform(std::vector<NetworkCommand> commands);

    VenueLinkStatus status() const;

    // For the one who holds the steps.
    /// Something is under way that ends without time passing.
    bool isBusy() const;
    /// Requests sent and not answered.
    std::size_t outstanding() const { return m_outstanding; }
    /// Requests that were given up without an answer, so far: late, or their
    /// connection was lost. The venue may hold them still.
    std::size_t abandoned() const { return m_abandoned; }
    /// Ends all connections, which then come back: what was missed is asked anew.
    void reconnect(const QString& reason);
    /// What the venue had parked and has answered is held until all of its step
    /// is here: then it is handled in the order of the calls.
    void handleHeldAnswers();
    /// The venue keeps the request in flight for later: the next may leave.
    /// False: none is in flight.
    bool parked();
    /// The state of the connections, where it has not been told yet.
    std::optional<ConnectionChanged> takeConnectionChange();
    const WebSocketConnection& publicSocket() const { return *m_public; }
    const WebSocketConnection* privateSocket() const { return m_private.get(); }
    const WebSocketConnection* tradeSocket() const { return m_trade.get(); }

Q_SIGNALS:
    /// A request, a connection or a subscription has come to an end.
    void progressed();
    /// For a log; holds no secret.
    void problem(const QString& message);

private:
    struct Call {
        CallProgress progress;
        CallStep step; ///< that waits or is on its way
        TimerId timer = 0;
    };
    using Ticket = RateLimiter::Ticket;
    /// Of the question for the time, which is none of the session's calls.
    static constexpr Ticket kClockTicket = ~Ticket {0};

    Timestamp now() const { return m_time.now() + m_offset; }
    WebSocketSettings socketSettings(const QString& path) const;
    std::unique_ptr<WebSocketConnection> makeSocket(const QString& path, DeliverySource source, bool isPrivate);
    StreamReader::Handler handlerOf(DeliverySource source);
    void open();

    void setStream(const StreamCall& call);
    void begin(NetworkCall call);
    void prepare(PrepareCall call);
    void enqueue(Ticket ticket, Call& call);
    void grant();
    void pump();
    void leaveNext();
    void leave(Ticket ticket);
    void sendRest(Ticket ticket, const Call& call);
    void sendOnSocket(Ticket ticket, Call& call);
    void onHttp(Ticket ticket, const HttpAnswer& answer);
    void handleHttp(Ticket ticket, const HttpAnswer& answer);
    void onTradeAnswer(const OrderAnswerFrame& answer);
    void answered(Ticket ticket);
    void abandon(Ticket ticket);
    void complete(Ticket ticket, CallAnswer answer, DeliverySource source);
    void learn(Endpoint endpoint, const BudgetReport& report, AnswerClass result, int status);
    void keepInstruments(InstrumentsAnswer& answer);
    void adopt(const std::vector<Instrument>& instruments);
    void setInstruments(InstrumentTable table);

    void onControl(DeliverySource source, const ControlFrame& control);
    void onUp(DeliverySource source);
    void onDown(DeliverySource source, const QString& reason, bool wasUp);
    void tellConnection();
    void measureClock();
    void tellClock();
    void sendClockQuestion();
    /// The venue has refused a time: what is known of its clock is no longer so.
    void clockIsOff();

    BybitNetworkSettings m_settings;
    NetworkTime& m_time;
    DeliverySink m_sink;
    std::unique_ptr<BybitSigner> m_signer;
    QNetworkAccessManager m_publicNetwork;
    QNetworkAccessManager m_privateNetwork; ///< so that no order waits for a candle
    std::unique_ptr<HttpClient> m_publicHttp;
    std::unique_ptr<HttpClient> m_privateHttp;
    std::unique_ptr<WebSocketConnection> m_public;
    std::unique_ptr<WebSocketConnection> m_private;
    std::unique_ptr<WebSocketConnection> m_trade;
    StreamReader m_publicReader;
    StreamReader m_privateReader;
    StreamReader m_tradeReader;
    AnswerDecoder m_answers;
    RateLimiter m_limiter;
    std::shared_ptr<const InstrumentTable> m_table;

    std::map<Ticket, Call> m_calls; ///< a ticket is the number of its call
    std::map<std::string, Ticket> m_onTrade; ///< by request id
    struct Prepared {
        OrderRequest order;
        CallStep step;
    };
    std::deque<Prepared> m_prepared; ///< oldest first; those that were withdrawn fall out at its end
    std::deque<Ticket> m_granted;
    std::deque<Ticket> m_beforeClock; ///< signed calls, until the venue's time was asked for once
    std::optional<Ticket> m_inFlight; ///< stepped only
    std::map<Ticket, HttpAnswer> m_heldAnswers; ///< stepped only
    std::size_t m_outstanding = 0;
    std::size_t m_abandoned = 0;
    TimerId m_limiterTimer = 0;

    bool m_isOpened = false;
    std::optional<ConnectionChanged> m_told;
    std::string m_downReason;
    ClockOffset m_clock;
    Duration m_offset;
    bool m_isClockKnown = false;
    std::optional<Duration> m_toldOffset;
    int m_clockRounds = 0;
    TimerId m_clockTimer = 0;
};

} // namespace breakline::bybit
