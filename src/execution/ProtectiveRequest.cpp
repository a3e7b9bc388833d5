// SPDX-License-Identifier: GPL-3.0-or-later
#include "execution/ProtectiveRequest.h"

#include <algorithm>

namespace breakline {

namespace {

bool isClientId(const std::string& id)
{
    return !id.empty() && id.size() <= 36 && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

bool isExplicit(TriggerBy triggerBy)
{
    return triggerBy == TriggerBy::MarkPrice || triggerBy == TriggerBy::LastPrice;
}

Expected<void> refuse(const OrderRequest& request, const char* why)
{
    return fail(ErrorCode::Refused, "order " + request.clientId + ": " + why);
}

} // namespace

Expected<void> checkProtective(const OrderRequest& request)
{
    if (!isClientId(request.clientId))
        return refuse(request, "client id must be 1 to 36 of A-Z a-z 0-9 _ -");
    if (request.quantity.lots <= 0)
        return refuse(request, "quantity must be positive");
    if (request.type == OrderType::Limit && !(request.price && request.price->ticks > 0))
        return refuse(request, "a limit order needs a positive price");

    if (request.type == OrderType::StopMarket || request.type == OrderType::StopLimit) {
        if (request.type == OrderType::StopLimit)
            return refuse(request, "a protective stop must be a stop-market, a limit may not fill");
        if (!request.trigger || request.trigger->ticks <= 0)
            return refuse(request, "a stop needs a positive trigger price");
        if (!isExplicit(request.triggerBy))
            return refuse(request, "a stop needs an explicit triggerBy");
        if (!request.reduceOnly || !request.closeOnTrigger)
            return refuse(request, "a stop needs reduceOnly and closeOnTrigger");
        if (request.stop)
            return refuse(request, "a stop carries no stop");
        return {};
    }
    if (request.reduceOnly) {
        if (request.stop)
            return refuse(request, "a reduce-only order carries no stop");
        return {};
    }
    if (!request.stop || request.stop->trigger.ticks <= 0)
        return refuse(request, "an entry needs an attached stop");
    if (!isExplicit(request.stop->triggerBy))
        return refuse(request, "the attached stop needs an explicit triggerBy");
    if (request.price) {
        const std::int64_t distance = (*request.price - request.stop->trigger) * signOf(request.side);
        if (distance <= 0)
            return refuse(request, "the attached stop must lie on the losing side of the entry");
    }
    return {};
}

} // namespace breakline
