// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace breakline {

/// The one key of the account.
struct ApiKey {
    std::string key;
    std::string secret;

    /// A new one, from the system's random source.
    static ApiKey random();
    /// HMAC-SHA256 of the text with the secret, lower-case hexadecimal.
    std::string sign(std::string_view text) const;
    /// Takes the same time wherever the difference lies.
    bool isSignatureOf(std::string_view text, std::string_view signature) const;
};

} // namespace breakline
