// SPDX-License-Identifier: GPL-3.0-or-later
#include "venue/VenueServer.h"

#include "venue/VenueFace.h"
#include "venue/VenuePacer.h"
#include "venue/VenueReport.h"

namespace breakline {

class VenueServer::Impl {
public:
    explicit Impl(VenueServerOptions options)
        : pacer(options.speed, options.alone, options.byHand)
        , face(options.settings, options.model, std::move(options.source), std::move(options.key), pacer)
        , port(options.port)
        , byHand(options.byHand)
    {
    }

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
