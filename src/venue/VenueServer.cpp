// SPDX-License-Identifier: GPL-3.0-or-later
#include "venue/VenueServer.h"

#include "venue/VenueFace.h"
#include "venue/VenuePacer.h"
#include "venue/VenueReport.h"

#include <chrono>
#include <cstdio>

namespace breakline {

namespace {

std::int64_t steadyNanoseconds()
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

void printLine(std::string_view text)
{
    std::fprintf(stderr, "%.*s\n", static_cast<int>(text.size()), text.data());
}

} // namespace

class VenueServer::Impl {
public:
    explicit Impl(VenueServerOptions options)
        : wall(options.wall ? std::move(options.wall) : WallNanoseconds(steadyNanoseconds))
        , pacer(options.speed, options.alone, options.byHand, wall,
                options.log ? std::move(options.log) : std::function<void(std::string_view)>(printLine))
        , face(options.settings, options.model, std::move(options.source), std::move(options.key), pacer, wall)
        , port(options.port)
        , byHand(options.byHand)
    {
        if (!options.hasControl)
            face.refuseControl();
    }

    const WallNanoseconds wall;
    VenuePacer pacer;
    VenueFace face;
    const std::uint16_t port;
    const bool byHand;
};

VenueServer::VenueServer(VenueServerOptions options)
    : m_impl(std::make_unique<Impl>(std::move(options)))
{
}

VenueServer::~VenueServer() = default;

Expected<VenueEndpoint> VenueServer::listen()
{
    const auto port = m_impl->face.wire().listen(m_impl->port);
    if (!port)
        return std::unexpected(port.error());
    VenueEndpoint endpoint;
    const std::string host = "127.0.0.1:" + std::to_string(*port);
    endpoint.rest = "http://" + host;
    endpoint.ws = "ws://" + host;
    endpoint.control = endpoint.ws + "/sim/v1/control";
    endpoint.key = m_impl->face.key();
    endpoint.port = *port;
    endpoint.start = exchange().now();
    for (const Instrument& instrument : exchange().instruments().all())
        endpoint.symbols.push_back(instrument.symbol);
    m_impl->pacer.start(m_impl->face);
    return endpoint;
}

bool VenueServer::step(Timestamp limit)
{
    return m_impl->byHand && m_impl->face.step(limit);
}

void VenueServer::lookAtWall()
{
    m_impl->pacer.lookAtWall();
}

std::string VenueServer::report() const
{
    return venueReport(exchange());
}

const SimulatedExchange& VenueServer::exchange() const
{
    return m_impl->face.exchange();
}

WireServer& VenueServer::wire()
{
    return m_impl->face.wire();
}

} // namespace breakline
