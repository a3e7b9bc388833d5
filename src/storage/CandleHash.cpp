// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/CandleHash.h"

#include "core/Invariant.h"

#include <QtEndian>

#include <array>
#include <memory>

#ifdef BREAKLINE_HAS_OPENSSL
#include <openssl/evp.h>
#else
#include <QCryptographicHash>
#endif

namespace breakline {

namespace {

#ifdef BREAKLINE_HAS_OPENSSL
/// OpenSSL's, which uses the processor's instructions: about nine times as fast
/// as Qt 6.4's, with the same result.
class Sha256 {
public:
    Sha256()
    {
        if (!m_context || EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr) != 1)
            failInvariant("OpenSSL has no SHA-256");
    }

    void addData(QByteArrayView bytes)
    {
        if (EVP_DigestUpdate(m_context.get(), bytes.data(), static_cast<std::size_t>(bytes.size())) != 1)
            failInvariant("OpenSSL refuses data to hash");
    }

    /// Ends the hash.
    QByteArray result()
    {
        QByteArray digest(32, Qt::Uninitialized);
        if (EVP_DigestFinal_ex(m_context.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr) != 1)
            failInvariant("OpenSSL ends no hash");
        return digest;
    }

private:
    struct Free {
        void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    };
    std::unique_ptr<EVP_MD_CTX, Free> m_context {EVP_MD_CTX_new()};
};
#else
class Sha256 : public QCryptographicHash {
public:
    Sha256()
        : QCryptographicHash(QCryptographicHash::Sha256)
    {
    }
};
#endif

class Hasher {
public:
    void add(const std::string& text)
    {
        add(static_cast<std::int64_t>(text.size())); // so that fields cannot run into each other
        m_hash.addData(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())));
    }

    void add(std::int64_t number)
    {
        char bytes[8];
        qToLittleEndian(number, bytes);
        m_hash.addData(QByteArrayView(bytes, 8));
    }

    void add(const Decimal& value) { add(value.toString()); }
    void add(Timestamp time) { add(time.ms); }
    void add(Duration duration) { add(duration.ms); }

    template<class T>
    void add(const std::optional<T>& maybe)
    {
        add(std::int64_t {maybe ? 1 : 0});
        if (maybe)
            add(*maybe);
    }

    void add(const std::vector<CandleFileRow>& rows)
    {
        add(static_cast<std::int64_t>(rows.size()));
        std::array<std::int64_t, 6 * 512> block;
        std::size_t used = 0;
        for (const CandleFileRow& row : rows) {
            for (const std::int64_t value :
                 {row.openTime.ms, row.open, row.high, row.low, row.close, row.volume})
                block[used++] = qToLittleEndian(value);
            if (used == block.size() || &row == &rows.back()) {
                m_hash.addData(QByteArrayView(reinterpret_cast<const char*>(block.data()),
                                              static_cast<qsizetype>(used * sizeof block[0])));
                used = 0;
            }
        }
    }

    void add(const InstrumentRules& rules)
    {
        add(rules.tickSize);
        add(rules.lotSize);
        add(rules.minQuantity);
        add(rules.minNotional);
        add(rules.takerFeeRate);
        add(rules.makerFeeRate);
        add(rules.maxLeverage);
        add(rules.maintenanceMarginRate);
        add(rules.priceBand);
        add(rules.fundingInterval);
        add(rules.maxMarketQuantity);
        add(rules.launchTime);
        add(rules.deliveryTime);
    }

    std::string result() { return m_hash.result().toHex().toStdString(); }

private:
    Sha256 m_hash;
};

} // namespace

std::string hashCandles(const std::vector<CandleFile>& files)
{
    Hasher hasher;
    hasher.add(std::string("breakline.candles/1"));
    for (const CandleFile& file : files) {
        hasher.add(file.symbol);
        hasher.add(file.interval);
        hasher.add(file.tickSize);
        hasher.add(file.lotSize);
        hasher.add(file.rows);
        hasher.add(static_cast<std::int64_t>(file.funding.size()));
        for (const FundingFileRow& row : file.funding) {
            hasher.add(row.time);
            hasher.add(row.rate);
        }
        hasher.add(file.rules);
    }
    return hasher.result();
}

} // namespace breakline
