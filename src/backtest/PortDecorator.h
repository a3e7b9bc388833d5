// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/ExchangeGateway.h"
#include "trading/TradingSession.h"

namespace breakline {

/// Stands between a session and its ports: looks on, or ends the program on
/// purpose. Drills alone make one; `trade` and the window have none. Trading
/// thread; outlives the runner.
class PortDecorator {
public:
    virtual ~PortDecorator() = default;
    /// The ports that the session gets instead; those given outlive it.
    virtual SessionPorts decorate(const SessionPorts& ports) = 0;
    /// Over a wire: all calls of the session so far are with the venue, and none of
    /// the answers to the newest has been handled.
    virtual void callsArrived() { }
};

inline SessionPorts decorated(const SessionPorts& ports, PortDecorator* decorator)
{
    return decorator != nullptr ? decorator->decorate(ports) : ports;
}

} // namespace breakline
