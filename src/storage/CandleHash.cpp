// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/CandleHash.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <array>

namespace breakline {

namespace {

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

    std::string result() const { return m_hash.result().toHex().toStdString(); }

private:
    QCryptographicHash m_hash {QCryptographicHash::Sha256};
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
