// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/RecordedCandles.h"

#include "storage/RecordingReader.h"
#include "storage/SessionFolder.h"
#include "trading/InputCodec.h"

#include <QFile>

#include <algorithm>

namespace breakline {

namespace {

/// What is looked at; all else is passed over without being decoded.
bool concerns(QByteArrayView bytes)
{
    return InputCodec::isOf<CandleClosed>(bytes) || InputCodec::isOf<CandlesAnswer>(bytes)
        || InputCodec::isOf<Ticker>(bytes) || InputCodec::isOf<InstrumentsAnswer>(bytes);
}

} // namespace

Expected<RecordedCandles> RecordedCandles::read(const QString& sessionFolder,
                                                const std::function<bool(const std::string&)>& wants)
{
    const QString file = SessionFolder::recordingFileOf(sessionFolder);
    if (!QFile::exists(file))
        return fail(ErrorCode::NotFound,
                    sessionFolder.toStdString() + ": has no recording, so its candles are not known");
    auto reader = RecordingReader::open(file);
    if (!reader)
        return std::unexpected(reader.error());
    RecordedCandles recorded;
    for (;;) {
        auto record = (*reader)->next();
        if (!record) {
            if ((*reader)->isTorn())
                return recorded;
            return std::unexpected(record.error());
        }
        if (!*record)
            return recorded;
        if ((*record)->kind != RecordKind::Input)
            continue;
        recorded.m_end = (*record)->time;
        if (!concerns((*record)->payload))
            continue;
        auto input = InputCodec::decode((*record)->payload);
        if (!input)
            return fail(input.error().code, file.toStdString() + ": " + input.error().message);
        const auto& event = std::get<ExchangeEvent>(*input);
        if (const auto* closed = std::get_if<CandleClosed>(&event)) {
            if (closed->interval == kInterval)
                recorded.add(closed->symbol, std::span(&closed->candle, 1));
        } else if (const auto* answer = std::get_if<CandlesAnswer>(&event)) {
            if (answer->interval == kInterval)
                recorded.add(answer->symbol, answer->candles);
        } else if (const auto* ticker = std::get_if<Ticker>(&event)) {
            recorded.add(*ticker);
        } else if (const auto* told = std::get_if<InstrumentsAnswer>(&event)) {
            if (const auto added = recorded.add(*told, wants); !added)
                return fail(added.error().code, file.toStdString() + ": " + added.error().message);
        }
    }
}

Expected<void> RecordedCandles::add(const InstrumentsAnswer& told,
                                    const std::function<bool(const std::string&)>& wants)
{
    // The first answer gives the symbols their numbers, later ones change rules.
    if (m_instruments.size() > 0) {
        for (const Instrument& instrument : told.instruments)
            if (instrument.id.index < m_instruments.size())
                m_instruments.at(instrument.id) = instrument;
        return {};
    }
    auto table = InstrumentTable::make(told.instruments);
    if (!table)
        return std::unexpected(table.error());
    m_instruments = std::move(*table);
    m_symbols.resize(m_instruments.size());
    for (const Instrument& instrument : m_instruments.all())
        m_isWanted.push_back(!wants || wants(instrument.symbol));
    return {};
}

RecordedCandles::Symbol* RecordedCandles::kept(SymbolId symbol)
{
    return symbol.index < m_symbols.size() && m_isWanted[symbol.index] ? &m_symbols[symbol.index] : nullptr;
}

void RecordedCandles::add(SymbolId id, std::span<const Candle> bars)
{
    Symbol* symbol = kept(id);
    if (symbol == nullptr)
        return;
    std::vector<Candle>& known = symbol->bars;
    for (const Candle& bar : bars) {
        if (!bar.isValid() || bar.openTime.ms % kInterval.ms != 0)
            continue; // the session refused it too
        if (known.empty() || known.back().openTime < bar.openTime) {
            known.push_back(bar);
            continue;
        }
        // It came late, or is told once more: the venue's later word holds.
        const auto place = std::ranges::lower_bound(known, bar.openTime, {}, &Candle::openTime);
        if (place->openTime == bar.openTime)
            *place = bar;
        else
            known.insert(place, bar);
    }
}

void RecordedCandles::add(const Ticker& ticker)
{
    Symbol* symbol = kept(ticker.symbol);
    if (symbol == nullptr || !ticker.fundingRate || !ticker.nextFundingTime)
        return;
    std::vector<FundingTime>& known = symbol->funding;
    const FundingTime told {*ticker.nextFundingTime, ticker.fundingRate->toDouble()};
    if (known.empty() || known.back().time < told.time)
        known.push_back(told);
    else if (known.back().time == told.time)
        known.back() = told;
}

std::span<const Candle> RecordedCandles::of(SymbolId symbol) const
{
    return symbol.index < m_symbols.size() ? std::span<const Candle>(m_symbols[symbol.index].bars)
                                           : std::span<const Candle> {};
}

std::span<const Candle> RecordedCandles::of(std::string_view symbol) const
{
    const auto id = m_instruments.find(symbol);
    return id ? of(*id) : std::span<const Candle> {};
}

std::span<const FundingTime> RecordedCandles::fundingOf(SymbolId symbol) const
{
    return symbol.index < m_symbols.size() ? std::span<const FundingTime>(m_symbols[symbol.index].funding)
                                           : std::span<const FundingTime> {};
}

} // namespace breakline
