// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/bybit/BybitRequests.h"
#include "exchange/bybit/BybitSigner.h"

#include <span>
#include <string>
#include <string_view>

/// The frames that we send.
namespace breakline::bybit {

std::string authFrame(BybitSigner& signer, Timestamp expires, std::string_view requestId = {});
/// Topics up to 21,000 characters together on the public socket.
std::string subscribeFrame(std::span<const std::string> topics, std::string_view requestId = {});
std::string unsubscribeFrame(std::span<const std::string> topics, std::string_view requestId = {});
std::string pingFrame(std::string_view requestId = {});

/// On the trade socket; `body` is that of bodyOf(): one text for both ways.
std::string orderFrame(std::string_view operation, std::string_view requestId, Timestamp now,
                       std::string_view body, std::int64_t receiveWindow = BybitSigner::kReceiveWindow);

} // namespace breakline::bybit
