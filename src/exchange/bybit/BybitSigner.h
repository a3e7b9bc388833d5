// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace breakline::bybit {

/// HMAC-SHA256 as 64 hexadecimal digits, lower case.
struct Signature {
    std::array<char, 64> digits {};

    std::string_view text() const { return {digits.data(), digits.size()}; }
};

/// Signs with one account's key. The secret goes into the key schedule at once
/// and is kept nowhere else; it cannot be read back or printed, and is wiped at
/// the end. Not for several threads at once.
class BybitSigner {
public:
    static constexpr std::int64_t kReceiveWindow = 5000;

    /// Wipes the secret handed in.
    BybitSigner(std::string key, std::string&& secret);
    ~BybitSigner();
    BybitSigner(const BybitSigner&) = delete;
    BybitSigner& operator=(const BybitSigner&) = delete;

    /// Public part, X-BAPI-API-KEY.
    const std::string& key() const { return m_key; }

    Signature sign(std::string_view text);
    /// Of a REST request: `payload` is the query without its question mark, or
    /// the body, exactly as sent.
    Signature signRequest(std::int64_t timestampMs, std::string_view payload,
                          std::int64_t receiveWindow = kReceiveWindow);
    /// Of the auth frame that is good until `expiresMs`.
    Signature signAuth(std::int64_t expiresMs);

    /// What signRequest() signs.
    static std::string requestText(std::int64_t timestampMs, std::string_view key, std::string_view payload,
                                   std::int64_t receiveWindow = kReceiveWindow);

private:
    struct Context;
    std::string m_key;
    std::unique_ptr<Context> m_context;
};

} // namespace breakline::bybit
