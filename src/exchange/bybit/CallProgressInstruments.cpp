// SPDX-License-Identifier: GPL-3.0-or-later
// How CallProgress puts the instruments together: fee rates, both lists, risk limits.
#include "exchange/bybit/CallProgress.h"

#include "exchange/bybit/BybitNames.h"
#include "exchange/bybit/BybitValues.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <map>

namespace breakline::bybit {

namespace {

/// What the first tier of each symbol keeps as maintenance margin.
Expected<std::map<std::string, Decimal>> maintenanceMargins(std::string_view body)
{
    const QJsonDocument document =
        QJsonDocument::fromJson(QByteArray(body.data(), static_cast<qsizetype>(body.size())));
    std::map<std::string, Decimal> result;
    const QJsonArray list = document.object()[QLatin1String("result")][QLatin1String("list")].toArray();
    for (const QJsonValue& entry : list) {
        const std::string symbol = entry[QLatin1String("symbol")].toString().toStdString();
        const auto rate = Decimal::parse(entry[QLatin1String("maintenanceMargin")].toString().toStdString());
        if (symbol.empty() || !rate)
            return breakline::fail(ErrorCode::Corrupt,
                                   "risk-limit of " + symbol + " has no maintenanceMargin");
        const auto [at, isNew] = result.emplace(symbol, *rate);
        if (!isNew && *rate < at->second)
            at->second = *rate;
    }
    return result;
}

} // namespace

std::optional<CallAnswer> CallProgress::takeInstruments(const Answer& answer, std::string_view body,
                                                        Timestamp now)
{
    const auto corrupt = [&](const std::string& what) {
        return fail(AnswerClass::Unknown, OrderEndReason::None, "unreadable answer: " + what, now);
    };
    const bool isLastPage = m_cursor.empty();
    switch (m_stage) {
    case Stage::Trading:
    case Stage::PreLaunch: {
        const auto* records = std::get_if<std::span<const InstrumentRecord>>(&answer.content);
        if (records == nullptr)
            return corrupt("no list of instruments");
        for (const InstrumentRecord& record : *records) {
            if (record.contractType != "LinearPerpetual" || record.settleCoin != kCoin)
                continue;
            auto instrument = toInstrument(record);
            if (!instrument)
                return corrupt(instrument.error().message);
            m_instruments.push_back(std::move(*instrument));
        }
        if (isLastPage)
            m_stage = m_stage == Stage::Trading ? Stage::PreLaunch : Stage::RiskLimits;
        return std::nullopt;
    }
    case Stage::RiskLimits: {
        const auto margins = maintenanceMargins(body);
        if (!margins)
            return corrupt(margins.error().message);
        for (Instrument& instrument : m_instruments)
            if (const auto found = margins->find(instrument.symbol); found != margins->end())
                instrument.maintenanceMarginRate = found->second;
        if (!isLastPage)
            return std::nullopt;
        for (Instrument& instrument : m_instruments) {
            const auto own = m_feesOf.find(instrument.symbol);
            const FeeRates* rates = own != m_feesOf.end() ? &own->second
                : m_feeRates                              ? &*m_feeRates
                                                          : nullptr;
            if (rates == nullptr)
                continue;
            instrument.takerFeeRate = rates->taker;
            instrument.makerFeeRate = rates->maker;
        }
        return instrumentsDone();
    }
    default: {
        const auto* records = std::get_if<std::span<const FeeRateRecord>>(&answer.content);
        if (records == nullptr)
            return corrupt("no list of fee rates");
        for (const FeeRateRecord& record : *records) {
            const auto taker = Decimal::parse(record.taker);
            const auto maker = Decimal::parse(record.maker);
            if (!taker || !maker)
                return corrupt("fee rates of " + std::string(record.symbol));
            m_feesOf.insert_or_assign(std::string(record.symbol), FeeRates {*taker, *maker});
        }
        if (isLastPage)
            m_stage = Stage::Trading;
        return std::nullopt;
    }
    }
}

CallAnswer CallProgress::instrumentsDone() const
{
    InstrumentsAnswer answer {m_call.request, m_instruments};
    std::sort(answer.instruments.begin(), answer.instruments.end(),
              [](const Instrument& a, const Instrument& b) { return a.symbol < b.symbol; });
    return finish(std::move(answer));
}

} // namespace breakline::bybit
