// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace breakline {

/// Keeps secrets out of texts: strings that were registered, and the values
/// behind names such as X-BAPI-SIGN, api_key, secret, signature, passphrase,
/// password, authorization, token. Not safe for use from several threads at
/// once: its owner locks.
class SecretFilter {
public:
    static constexpr std::string_view kMask = "***";
    /// Shorter ones would mask ordinary words.
    static constexpr std::size_t kShortest = 4;

    /// Also masks its percent-encoded form. False, and nothing is registered,
    /// if it is shorter than kShortest.
    bool addSecret(std::string_view secret);
    std::string mask(std::string_view text) const;

private:
    std::vector<std::string> m_secrets; ///< longest first
};

} // namespace breakline
