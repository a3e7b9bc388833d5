// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/bybit/BybitSigner.h"

#include "core/Invariant.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

namespace breakline::bybit {

struct BybitSigner::Context {
    EVP_MAC* mac = nullptr;
    EVP_MAC_CTX* keyed = nullptr;

    ~Context()
    {
        EVP_MAC_CTX_free(keyed); // cleanses the key
        EVP_MAC_free(mac);
    }
};

BybitSigner::BybitSigner(std::string key, std::string&& secret)
    : m_key(std::move(key))
    , m_context(std::make_unique<Context>())
{
    m_context->mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    m_context->keyed = EVP_MAC_CTX_new(m_context->mac);
    char digest[] = "SHA256";
    const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                                     OSSL_PARAM_construct_end()};
    // An empty secret would mean "the key that is set": there is none.
    static constexpr unsigned char kNoKey[1] = {0};
    const auto* bytes = secret.empty() ? kNoKey : reinterpret_cast<const unsigned char*>(secret.data());
    const bool isKeyed =
        m_context->keyed != nullptr && EVP_MAC_init(m_context->keyed, bytes, secret.size(), parameters) == 1;
    OPENSSL_cleanse(secret.data(), secret.size());
    secret.clear();
    if (!isKeyed)
        failInvariant("HMAC-SHA256 is not available");
}

BybitSigner::~BybitSigner() = default;

Signature BybitSigner::sign(std::string_view text)
{
    std::array<unsigned char, 32> digest {};
    std::size_t size = 0;
    // Without a key: from the start again, with the key that is set.
    if (EVP_MAC_init(m_context->keyed, nullptr, 0, nullptr) != 1
        || EVP_MAC_update(m_context->keyed, reinterpret_cast<const unsigned char*>(text.data()), text.size())
            != 1
        || EVP_MAC_final(m_context->keyed, digest.data(), &size, digest.size()) != 1 || size != digest.size())
        failInvariant("HMAC-SHA256 failed");
    constexpr char kHex[] = "0123456789abcdef";
    Signature signature;
    for (std::size_t i = 0; i < digest.size(); ++i) {
        signature.digits[2 * i] = kHex[digest[i] >> 4];
        signature.digits[2 * i + 1] = kHex[digest[i] & 15];
    }
    return signature;
}

std::string BybitSigner::requestText(std::int64_t timestampMs, std::string_view key, std::string_view payload,
                                     std::int64_t receiveWindow)
{
    std::string text = std::to_string(timestampMs);
    text.append(key);
    text.append(std::to_string(receiveWindow));
    text.append(payload);
    return text;
}

Signature BybitSigner::signRequest(std::int64_t timestampMs, std::string_view payload,
                                   std::int64_t receiveWindow)
{
    return sign(requestText(timestampMs, m_key, payload, receiveWindow));
}

Signature BybitSigner::signAuth(std::int64_t expiresMs)
{
    return sign("GET/realtime" + std::to_string(expiresMs));
}

} // namespace breakline::bybit
