// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/bybit/BybitRecords.h"
#include "market/Instrument.h"

#include <optional>
#include <string_view>

/// The venue's words for what we have words of our own for. `...Of` gives what
/// a word means, empty where it means nothing to us; `nameOf` the venue's word.
namespace breakline::bybit {

std::optional<Side> sideOf(std::string_view name);
std::optional<TimeInForce> timeInForceOf(std::string_view name);
std::optional<OrderStatus> orderStatusOf(std::string_view name);
std::optional<TriggerBy> triggerByOf(std::string_view name);
std::optional<InstrumentStatus> instrumentStatusOf(std::string_view name);
std::optional<ExecutionKind> executionKindOf(std::string_view name);

std::string_view nameOf(Side side);
std::string_view nameOf(TimeInForce timeInForce);
std::string_view nameOf(TriggerBy triggerBy);
/// "Market" or "Limit".
std::string_view nameOf(OrderType type);
/// Empty for states that only we have.
std::string_view nameOf(OrderStatus status);

/// Length of a candle by the venue's name, and back; "M" has none.
std::optional<Duration> intervalOf(std::string_view name);
std::string_view intervalName(Duration interval);

/// Market or limit, and whether it waits (or waited) for a trigger.
std::optional<OrderType> orderTypeOf(const OrderRecord& order);
/// Why an order ended, from its cancelType and rejectReason.
OrderEndReason endReasonOf(const OrderRecord& order);
/// True of the stop that the venue keeps for the whole position.
bool isPositionStop(const OrderRecord& order);

} // namespace breakline::bybit
