// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"

#include <string>

namespace breakline {

/// What an answer says, on either wire: code 0 is success, `result` is JSON.
struct WireReply {
    int code = 0;
    std::string message = "OK";
    std::string result = "{}";

    static WireReply refusal(int code, std::string message) { return {code, std::move(message), "{}"}; }
    static WireReply invalid(std::string what) { return {10001, "params error: " + std::move(what), "{}"}; }
};

/// The body of an HTTP answer.
std::string restBody(const WireReply& reply, Timestamp now);

} // namespace breakline
