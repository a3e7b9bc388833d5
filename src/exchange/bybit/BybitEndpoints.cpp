// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/bybit/BybitEndpoints.h"

namespace breakline::bybit {

LimiterSettings limiterSettings(Duration margin)
{
    LimiterSettings settings;
    // In the order of Endpoint.
    settings.endpoints = {{"market", 0, 0},
                          {"order create", 10, 6},
                          {"order amend", 10, 6},
                          {"order cancel", 10, 9},
                          {"cancel all", 10, 9},
                          {"open orders", 50, 45},
                          {"positions", 50, 45},
                          {"wallet", 50, 45},
                          {"leverage", 10, 9},
                          {"trading stop", 10, 9},
                          {"fee rate", 5, 5},
                          {"executions", 50, 45},
                          {"transaction log", 50, 45},
                          {"account info", 50, 45}};
    settings.address = {"address", 600, 540, Duration::seconds(5)};
    settings.margin = margin;
    return settings;
}

} // namespace breakline::bybit
