// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Decimal.h"
#include "core/Timestamp.h"
#include "core/Units.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace breakline {

/// Why a double becomes a price or quantity; the direction of rounding follows.
enum class QuantizeFor {
    PassiveBuy, ///< price down
    PassiveSell, ///< price up
    AggressiveBuy, ///< price up: the cap of a crossing buy
    AggressiveSell, ///< price down
    StopOfLong, ///< away from the market: down
    StopOfShort, ///< away from the market: up
    Nearest ///< half to even; for display and level ids
};

enum class InstrumentStatus : std::uint8_t { PreLaunch, Trading, ReduceOnly, Delivering, Closed };

/// The rules of one linear USDT perpetual, as the venue gives them.
/// tickSize, lotSize > 0. A value that the venue does not give is empty.
struct Instrument {
    SymbolId id;
    std::string symbol; ///< exchange id, "BTCUSDT"
    std::string baseCoin;
    Decimal tickSize;
    Decimal lotSize;
    Quantity minQuantity {1};
    Decimal minNotional; ///< quote, of an order that is not reduce-only
    std::optional<Quantity> maxMarketQuantity; ///< largest market order
    std::optional<Quantity> maxLimitQuantity;
    Decimal maxLeverage;
    Decimal maintenanceMarginRate; ///< fraction of position value
    Decimal priceBand; ///< fraction of mark a taking order may reach
    Decimal takerFeeRate; ///< fraction of value
    Decimal makerFeeRate;
    Duration fundingInterval = Duration::hours(8);
    std::optional<Timestamp> launchTime;
    std::optional<Timestamp> deliveryTime;
    InstrumentStatus status = InstrumentStatus::Trading;

    // Derived from tickSize and lotSize by finish().
    double tick = 0.0;
    double lot = 0.0;
    Decimal notionalUnit; ///< tickSize * lotSize

    /// Computes the derived members; call after tickSize and lotSize are set.
    Expected<void> finish();

    friend bool operator==(const Instrument&, const Instrument&) = default;

    double toDouble(Price price) const { return static_cast<double>(price.ticks) * tick; }
    double toDouble(Quantity quantity) const { return static_cast<double>(quantity.lots) * lot; }
    Decimal toDecimal(Price price) const { return tickSize * price.ticks; }
    Decimal toDecimal(Quantity quantity) const { return lotSize * quantity.lots; }
    /// Exact value of a quantity at a price, in quote.
    Decimal notional(Price price, Quantity quantity) const
    {
        return Decimal::fromProduct(price.ticks, quantity.lots, notionalUnit);
    }

    /// Exact; a remainder off the grid is OffGrid.
    Expected<Price> price(const Decimal& value) const;
    Expected<Quantity> quantity(const Decimal& value) const;
    /// The only ways from analysis to the order path. Refuse NaN, infinity,
    /// out of range and a price that is not positive.
    Expected<Price> quantizePrice(double value, QuantizeFor purpose) const;
    /// Toward zero.
    Expected<Quantity> quantizeQuantity(double value) const;
};

/// All instruments of a session, by id; ids are the positions in symbol order.
class InstrumentTable {
public:
    /// Sorts by symbol and assigns ids; a symbol given twice is an error.
    static Expected<InstrumentTable> make(std::vector<Instrument> instruments);

    const Instrument& at(SymbolId id) const;
    Instrument& at(SymbolId id);
    std::optional<SymbolId> find(std::string_view symbol) const;
    std::size_t size() const { return m_instruments.size(); }
    const std::vector<Instrument>& all() const { return m_instruments; }

private:
    std::vector<Instrument> m_instruments;
};

/// "BTC/USDT", "BTC/USDT:USDT" and "BTCUSDT" all give "BTCUSDT".
std::string normaliseSymbol(std::string_view text);

} // namespace breakline
