// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "execution/Order.h"

namespace breakline {

/// Refuses an order that would leave a position without its stop: an entry
/// (not reduce-only) without an attached stop on the losing side with an
/// explicit triggerBy; a stop order that is not a stop-market with trigger,
/// triggerBy, reduceOnly and closeOnTrigger; a reduce-only order that carries
/// a stop. Also malformed fields: quantity, limit without price, client id.
Expected<void> checkProtective(const OrderRequest& request);

} // namespace breakline
