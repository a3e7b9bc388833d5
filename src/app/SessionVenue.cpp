// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/SessionVenue.h"

#include "app/VenueProbe.h"
#include "backtest/LockStepRunner.h"
#include "backtest/SimulationRunner.h"
#include "exchange/bybit/BybitLink.h"
#include "trading/RealTimeRunner.h"
#include "venue/VenueThread.h"

#include <QDebug>

namespace breakline {

namespace {

class VenueInProcess final : public SessionVenue {
public:
    VenueInProcess(SessionSetup& setup, SessionJournal& journal, RecordingSink* recorder)
        : m_runner(std::move(setup.settings), setup.venue, setup.model, std::move(setup.source), journal,
                   recorder)
    {
    }

    SessionRunner& runner() override { return m_runner; }
    std::optional<Timestamp> endOfData() const override { return m_runner.exchange().endOfData(); }
    std::optional<VenueTotals> totals() override { return m_runner.exchange().totals(); }
    const SimulatedExchange* exchange() const override { return &m_runner.exchange(); }

private:
    SimulationRunner m_runner;
};

/// The venue of its own thread ends after the runner that trades on it.
class VenueOnLoopback final : public SessionVenue {
public:
    VenueOnLoopback(std::optional<Timestamp> endOfData, std::unique_ptr<VenueThread> venue,
                    std::unique_ptr<LockStepRunner> runner)
        : m_endOfData(endOfData)
        , m_venue(std::move(venue))
        , m_runner(std::move(runner))
    {
    }

    SessionRunner& runner() override { return *m_runner; }
    std::optional<Timestamp> endOfData() const override { return m_endOfData; }
    std::optional<VenueTotals> totals() override { return m_venue->totals(); }
    std::optional<std::string> report() override { return m_venue->report(); }
    void describe(VenueView& view) override
    {
        view.rest = m_venue->endpoint().rest;
        view.ws = m_venue->endpoint().ws;
    }

private:
    std::optional<Timestamp> m_endOfData;
    std::unique_ptr<VenueThread> m_venue;
    std::unique_ptr<LockStepRunner> m_runner;
};

class VenueOfAnotherProcess final : public SessionVenue {
public:
    VenueOfAnotherProcess(LockStepVenue wire, std::unique_ptr<LockStepRunner> runner)
        : m_wire(std::move(wire))
        , m_runner(std::move(runner))
    {
    }

    SessionRunner& runner() override { return *m_runner; }
    Expected<RecordedCommands> catchUp(ComparingRecorder& recorder) override
    {
        return recall([this](Timestamp time, const Input& input) { m_runner->recall(time, input); }, recorder);
    }
    Expected<void> goOn() override { return m_runner->reach(m_wire); }
    std::optional<Timestamp> endOfData() const override { return std::nullopt; }
    std::optional<VenueTotals> totals() override { return std::nullopt; }
    void describe(VenueView& view) override
    {
        view.rest = m_wire.rest.toString().toStdString();
        view.ws = m_wire.ws.toString().toStdString();
    }

private:
    LockStepVenue m_wire;
    std::unique_ptr<LockStepRunner> m_runner;
};

bybit::BybitNetworkSettings networkOf(const RemoteVenue& venue)
{
    // The fees of an account without a discount, where there is no account to ask for.
    bybit::BybitNetworkSettings network = bybitMarketData();
    network.rest = QUrl(QString::fromStdString(venue.rest));
    network.ws = QUrl(QString::fromStdString(venue.ws));
    if (!venue.isMarketDataOnly()) {
        network.credentials = bybit::BybitCredentials {venue.key, venue.secret};
        network.feeRates.reset();
    }
    return network;
}

/// A venue that goes as fast as the clock on the wall.
class VenueInRealTime final : public SessionVenue {
public:
    /// `now` is the venue's time.
    VenueInRealTime(SessionSetup& setup, Timestamp now, SessionJournal& journal, RecordingSink* recorder,
                    bool isResumed)
        : m_clock(steadyMilliseconds(), now)
        , m_link(networkOf(*setup.remote), m_clock,
                 isResumed ? BybitLink::Opening::AfterRecall : BybitLink::Opening::AtOnce)
        , m_runner(std::move(setup.settings), m_link, m_clock, journal, recorder)
    {
        m_address = {setup.remote->rest, setup.remote->ws};
        QObject::connect(&m_link, &BybitLink::status, &m_link,
                         [this](const VenueLinkStatus& status) { m_status = status; });
        QObject::connect(&m_link, &BybitLink::problem, &m_link,
                         [](const QString& what) { qWarning().noquote() << "venue:" << what; });
    }

    SessionRunner& runner() override { return m_runner; }
    Expected<RecordedCommands> catchUp(ComparingRecorder& recorder) override
    {
        return recall([this](Timestamp time, const Input& input) { m_runner.recall(time, input); }, recorder);
    }
    Expected<void> goOn() override { return m_runner.goOn(); }
    std::optional<Timestamp> endOfData() const override { return std::nullopt; }
    std::optional<VenueTotals> totals() override { return std::nullopt; }
    void describe(VenueView& view) override
    {
        m_link.requestStatus(); // for the next look
        view.rest = m_address.first;
        view.ws = m_address.second;
        if (m_status.clockOffset)
            view.clockOffsetMs = m_status.clockOffset->ms;
        if (m_status.roundTrip)
            view.roundTripMs = m_status.roundTrip->ms;
        for (const EndpointStatus& budget : m_status.budgets)
            view.budgets.push_back({budget.name, budget.limit, budget.remaining, budget.reset});
    }

private:
    SystemClock m_clock;
    std::pair<std::string, std::string> m_address; ///< rest, ws
    VenueLinkStatus m_status;
    BybitLink m_link;
    RealTimeRunner m_runner;
};

} // namespace

Expected<std::unique_ptr<SessionVenue>> openRemoteVenue(SessionSetup& setup, SessionJournal& journal,
                                                        RecordingSink* recorder, bool isResumed,
                                                        PortDecorator* decorator)
{
    if (setup.settings.isRealTime) {
        if (decorator != nullptr)
            return fail(ErrorCode::InvalidArgument, "nothing stands between a session in real time and its ports");
        const auto now = timeOfVenue(setup.remote->rest);
        if (!now)
            return std::unexpected(now.error());
        return std::make_unique<VenueInRealTime>(setup, *now, journal, recorder, isResumed);
    }
    LockStepVenue wire;
    wire.rest = QUrl(QString::fromStdString(setup.remote->rest));
    wire.ws = QUrl(QString::fromStdString(setup.remote->ws));
    wire.control = QUrl(QString::fromStdString(setup.remote->ws) + QStringLiteral("/sim/v1/control"));
    wire.key = setup.remote->key;
    wire.secret = setup.remote->secret;
    wire.isOfAnotherProcess = true;
    auto venue = std::make_unique<VenueOfAnotherProcess>(
        wire, LockStepRunner::make(std::move(setup.settings), journal, recorder, decorator));
    if (!isResumed)
        if (const auto connected = venue->goOn(); !connected)
            return std::unexpected(connected.error());
    return venue;
}

Expected<std::unique_ptr<SessionVenue>> openSimulatedVenue(SessionSetup& setup, SessionJournal& journal,
                                                           RecordingSink* recorder)
{
    if (setup.isInProcess)
        return std::make_unique<VenueInProcess>(setup, journal, recorder);
    const std::optional<Timestamp> endOfData = setup.source->end();
    VenueServerOptions options;
    options.settings = setup.venue;
    options.model = setup.model;
    options.source = std::move(setup.source);
    options.key = ApiKey::random();
    options.speed.reset(); // the session alone says how fast time goes
    options.alone = WhenAlone::Freeze;
    auto venue = VenueThread::start(std::move(options));
    if (!venue)
        return std::unexpected(venue.error());
    const VenueEndpoint& endpoint = (*venue)->endpoint();
    LockStepVenue wire;
    wire.rest = QUrl(QString::fromStdString(endpoint.rest));
    wire.ws = QUrl(QString::fromStdString(endpoint.ws));
    wire.control = QUrl(QString::fromStdString(endpoint.control));
    wire.key = endpoint.key.key;
    wire.secret = endpoint.key.secret;
    auto runner = LockStepRunner::open(std::move(setup.settings), std::move(wire), journal, recorder);
    if (!runner)
        return std::unexpected(runner.error());
    return std::make_unique<VenueOnLoopback>(endOfData, std::move(*venue), std::move(*runner));
}

} // namespace breakline
