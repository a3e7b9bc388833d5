// SPDX-License-Identifier: GPL-3.0-or-later
#include "market/Instrument.h"

#include <algorithm>
#include <cmath>

namespace breakline {

Expected<void> Instrument::finish()
{
    if (tickSize <= Decimal {} || lotSize <= Decimal {})
        return fail(ErrorCode::InvalidArgument,
                    symbol + ": tick size and lot size must be positive, not " + tickSize.toString() + " and "
                        + lotSize.toString());
    tick = tickSize.toDouble();
    lot = lotSize.toDouble();
    notionalUnit = tickSize * lotSize;
    return {};
}

Expected<Price> Instrument::price(const Decimal& value) const
{
    const auto ticks = value.countOf(tickSize);
    if (!ticks)
        return fail(ticks.error().code, symbol + ": price " + ticks.error().message);
    return Price {*ticks};
}

Expected<Quantity> Instrument::quantity(const Decimal& value) const
{
    const auto lots = value.countOf(lotSize);
    if (!lots)
        return fail(lots.error().code, symbol + ": quantity " + lots.error().message);
    return Quantity {*lots};
}

namespace {

// The count of steps nearest to a double, with steps that are a hair off a whole
// number (1.1 / 0.1) taken as that number: analysis values carry binary noise.
Expected<std::int64_t> quantizeCount(double value, double step, Rounding rounding, const std::string& what)
{
    const double steps = value / step;
    if (!std::isfinite(steps) || std::fabs(steps) > 9.0e15)
        return fail(ErrorCode::InvalidArgument, what + " is not finite or out of range");
    const double nearest = std::nearbyint(steps);
    if (std::fabs(steps - nearest) <= 1e-9 * std::fmax(1.0, std::fabs(steps)))
        return static_cast<std::int64_t>(nearest);
    switch (rounding) {
    case Rounding::Down: return static_cast<std::int64_t>(std::floor(steps));
    case Rounding::Up: return static_cast<std::int64_t>(std::ceil(steps));
    case Rounding::TowardZero: return static_cast<std::int64_t>(std::trunc(steps));
    case Rounding::AwayFromZero:
        return static_cast<std::int64_t>(steps < 0 ? std::floor(steps) : std::ceil(steps));
    case Rounding::HalfEven: return static_cast<std::int64_t>(nearest);
    }
    return static_cast<std::int64_t>(nearest);
}

Rounding roundingFor(QuantizeFor purpose)
{
    switch (purpose) {
    case QuantizeFor::PassiveBuy:
    case QuantizeFor::AggressiveSell:
    case QuantizeFor::StopOfLong: return Rounding::Down;
    case QuantizeFor::PassiveSell:
    case QuantizeFor::AggressiveBuy:
    case QuantizeFor::StopOfShort: return Rounding::Up;
    case QuantizeFor::Nearest: return Rounding::HalfEven;
    }
    return Rounding::HalfEven;
}

} // namespace

Expected<Price> Instrument::quantizePrice(double value, QuantizeFor purpose) const
{
    const auto count = quantizeCount(value, tick, roundingFor(purpose), symbol + ": price");
    if (!count)
        return std::unexpected(count.error());
    if (*count <= 0)
        return fail(ErrorCode::InvalidArgument, symbol + ": a price must be positive");
    return Price {*count};
}

Expected<Quantity> Instrument::quantizeQuantity(double value) const
{
    const auto count = quantizeCount(value, lot, Rounding::TowardZero, symbol + ": quantity");
    if (!count)
        return std::unexpected(count.error());
    return Quantity {*count};
}

Expected<InstrumentTable> InstrumentTable::make(std::vector<Instrument> instruments)
{
    InstrumentTable table;
    table.m_instruments = std::move(instruments);
    std::ranges::sort(table.m_instruments, {}, &Instrument::symbol);
    for (std::size_t i = 0; i < table.m_instruments.size(); ++i) {
        Instrument& instrument = table.m_instruments[i];
        instrument.id = SymbolId {static_cast<std::uint32_t>(i)};
        if (i > 0 && table.m_instruments[i - 1].symbol == instrument.symbol)
            return fail(ErrorCode::InvalidArgument, instrument.symbol + " is listed twice");
        if (const auto finished = instrument.finish(); !finished)
            return std::unexpected(finished.error());
    }
    return table;
}

const Instrument& InstrumentTable::at(SymbolId id) const
{
    if (id.index >= m_instruments.size())
        failInvariant("symbol id out of range");
    return m_instruments[id.index];
}

Instrument& InstrumentTable::at(SymbolId id)
{
    if (id.index >= m_instruments.size())
        failInvariant("symbol id out of range");
    return m_instruments[id.index];
}

std::optional<SymbolId> InstrumentTable::find(std::string_view symbol) const
{
    const auto found = std::ranges::lower_bound(m_instruments, symbol, {}, &Instrument::symbol);
    if (found == m_instruments.end() || found->symbol != symbol)
        return std::nullopt;
    return found->id;
}

std::string normaliseSymbol(std::string_view text)
{
    std::string result;
    for (const char c : text.substr(0, text.find(':'))) {
        if (c >= 'a' && c <= 'z')
            result += static_cast<char>(c - 'a' + 'A');
        else if (c != '/' && c != '-' && c != '_')
            result += c;
    }
    return result;
}

} // namespace breakline
