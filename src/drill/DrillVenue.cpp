// SPDX-License-Identifier: GPL-3.0-or-later
#include "drill/DrillVenue.h"

#include "backtest/LockStepRunner.h"
#include "backtest/SimulationRunner.h"
#include "venue/VenueThread.h"

namespace breakline {

namespace {

class DrillVenueInProcess final : public DrillVenue {
public:
    DrillVenueInProcess(SessionSettings session, VenueSettings venue, std::unique_ptr<MarketSource> source,
                        SessionJournal& journal, PortDecorator& decorator)
        : m_runner(std::move(session), std::move(venue), BookModel {}, std::move(source), journal, nullptr,
                   &decorator)
    {
    }

    SessionRunner& runner() override { return m_runner; }
    void look(const std::function<void(const SimulatedExchange&)>& at) override { at(m_runner.exchange()); }

private:
    SimulationRunner m_runner;
};

/// The venue of its own thread ends after the runner that trades on it.
class DrillVenueOverWire final : public DrillVenue {
public:
    DrillVenueOverWire(std::unique_ptr<VenueThread> venue, std::unique_ptr<LockStepRunner> runner)
        : m_venue(std::move(venue))
        , m_runner(std::move(runner))
    {
    }

    SessionRunner& runner() override { return *m_runner; }
    void look(const std::function<void(const SimulatedExchange&)>& at) override { m_venue->look(at); }

private:
    std::unique_ptr<VenueThread> m_venue;
    std::unique_ptr<LockStepRunner> m_runner;
};

} // namespace

Expected<std::unique_ptr<DrillVenue>> openDrillVenue(DrillWay way, SessionSettings session,
                                                     VenueSettings venue,
                                                     std::unique_ptr<MarketSource> source,
                                                     SessionJournal& journal, PortDecorator& decorator)
{
    if (way == DrillWay::InProcess)
        return std::make_unique<DrillVenueInProcess>(std::move(session), std::move(venue), std::move(source),
                                                     journal, decorator);
    VenueServerOptions options;
    options.settings = std::move(venue);
    options.source = std::move(source);
    options.key = ApiKey::random();
    options.speed.reset(); // as fast as the session goes
    options.alone = WhenAlone::Freeze;
    auto server = VenueThread::start(std::move(options));
    if (!server)
        return std::unexpected(server.error());
    const VenueEndpoint& endpoint = (*server)->endpoint();
    LockStepVenue wire;
    wire.rest = QUrl(QString::fromStdString(endpoint.rest));
    wire.ws = QUrl(QString::fromStdString(endpoint.ws));
    wire.control = QUrl(QString::fromStdString(endpoint.control));
    wire.key = endpoint.key.key;
    wire.secret = endpoint.key.secret;
    auto runner = LockStepRunner::open(std::move(session), std::move(wire), journal, nullptr, &decorator);
    if (!runner)
        return std::unexpected(runner.error());
    return std::make_unique<DrillVenueOverWire>(std::move(*server), std::move(*runner));
}

} // namespace breakline
