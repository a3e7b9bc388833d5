// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace breakline {

/// The client order id of (session, trace, role, slice, attempt): base32 of the
/// first 128 bits of SHA-256 over them, 26 characters of a-z and 2-7, so that
/// the id of any order can be computed again after a crash. `role` is entry,
/// exit, target1, ... ; slice and attempt count from 0.
std::string clientOrderId(std::string_view session, std::string_view traceId, std::string_view role,
                          int slice, int attempt);

} // namespace breakline
