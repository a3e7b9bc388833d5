// SPDX-License-Identifier: GPL-3.0-or-later
#include "matching/GeneratedSymbols.h"

#include "core/Invariant.h"

#include <algorithm>
#include <array>

namespace breakline {

namespace {

// symbol, base, price, tick, lot, leverage, maintenance, funding h, turnover M, sigma bps, beta
constexpr std::array kSymbols {
    GeneratedSymbol {"BTCUSDT", "BTC", 91'250.0, "0.1", "0.001", 100, "0.005", 8, 9'400.0, 4.0, 0.0},
    GeneratedSymbol {"ETHUSDT", "ETH", 3'148.0, "0.01", "0.01", 100, "0.005", 8, 6'300.0, 5.9, 0.95},
    GeneratedSymbol {"SOLUSDT", "SOL", 137.4, "0.01", "0.1", 100, "0.005", 8, 2'150.0, 6.6, 0.95},
    GeneratedSymbol {"XRPUSDT", "XRP", 2.084, "0.0001", "0.1", 75, "0.01", 8, 1'350.0, 6.6, 0.8},
    GeneratedSymbol {"BNBUSDT", "BNB", 893.0, "0.1", "0.01", 75, "0.01", 8, 470.0, 5.3, 0.6},
    GeneratedSymbol {"DOGEUSDT", "DOGE", 0.1423, "0.00001", "1", 75, "0.01", 8, 640.0, 7.9, 1.0},
    GeneratedSymbol {"ADAUSDT", "ADA", 0.3925, "0.0001", "1", 75, "0.01", 8, 285.0, 7.9, 0.95},
    GeneratedSymbol {"LINKUSDT", "LINK", 13.35, "0.001", "0.1", 50, "0.01", 8, 235.0, 7.9, 0.95},
    GeneratedSymbol {"AVAXUSDT", "AVAX", 13.92, "0.001", "0.1", 50, "0.01", 8, 210.0, 7.9, 0.95},
    GeneratedSymbol {"SUIUSDT", "SUI", 1.618, "0.0001", "1", 50, "0.01", 8, 330.0, 8.6, 1.0},
    GeneratedSymbol {"LTCUSDT", "LTC", 81.27, "0.01", "0.1", 75, "0.01", 8, 190.0, 7.3, 0.7},
    GeneratedSymbol {"BCHUSDT", "BCH", 612.5, "0.05", "0.01", 50, "0.01", 8, 160.0, 7.3, 0.6},
    GeneratedSymbol {"1000PEPEUSDT", "PEPE", 0.0046213, "0.0000001", "100", 50, "0.015", 4, 390.0, 9.9, 1.1},
    GeneratedSymbol {"DOTUSDT", "DOT", 2.051, "0.0001", "0.1", 50, "0.01", 8, 96.0, 7.9, 0.9},
    GeneratedSymbol {"TRXUSDT", "TRX", 0.2874, "0.00001", "1", 50, "0.01", 8, 72.0, 5.9, 0.4},
    GeneratedSymbol {"NEARUSDT", "NEAR", 1.624, "0.001", "0.1", 50, "0.015", 8, 98.0, 8.6, 0.95},
    GeneratedSymbol {"UNIUSDT", "UNI", 5.912, "0.001", "0.1", 50, "0.015", 8, 105.0, 8.6, 0.9},
    GeneratedSymbol {"AAVEUSDT", "AAVE", 165.3, "0.01", "0.01", 50, "0.015", 8, 125.0, 8.6, 0.9},
    GeneratedSymbol {"HYPEUSDT", "HYPE", 25.42, "0.001", "0.01", 50, "0.015", 1, 420.0, 9.2, 0.8},
    GeneratedSymbol {"XLMUSDT", "XLM", 0.2153, "0.00001", "1", 50, "0.01", 8, 64.0, 7.3, 0.8},
    GeneratedSymbol {"ETCUSDT", "ETC", 12.41, "0.001", "0.1", 50, "0.01", 8, 58.0, 7.3, 0.8},
    GeneratedSymbol {"HBARUSDT", "HBAR", 0.11725, "0.00001", "1", 50, "0.015", 8, 88.0, 8.6, 0.95},
    GeneratedSymbol {"ARBUSDT", "ARB", 0.2012, "0.0001", "0.1", 50, "0.015", 8, 76.0, 8.6, 1.0},
    GeneratedSymbol {"OPUSDT", "OP", 0.2984, "0.0001", "0.1", 50, "0.015", 8, 61.0, 8.6, 1.0},
    GeneratedSymbol {"INJUSDT", "INJ", 4.903, "0.001", "0.1", 50, "0.015", 8, 47.0, 8.6, 0.9},
    GeneratedSymbol {"ATOMUSDT", "ATOM", 2.152, "0.001", "0.1", 50, "0.015", 8, 36.0, 7.3, 0.8},
    GeneratedSymbol {"FILUSDT", "FIL", 1.423, "0.001", "0.1", 50, "0.015", 8, 58.0, 7.9, 0.9},
    GeneratedSymbol {"APTUSDT", "APT", 1.823, "0.0005", "0.01", 50, "0.015", 8, 66.0, 8.6, 0.9},
    GeneratedSymbol {"SEIUSDT", "SEI", 0.11932, "0.00001", "1", 50, "0.015", 4, 44.0, 8.6, 0.9},
    GeneratedSymbol {"TIAUSDT", "TIA", 0.5214, "0.0001", "0.1", 50, "0.015", 4, 52.0, 9.2, 0.9},
    GeneratedSymbol {"ENAUSDT", "ENA", 0.2253, "0.0001", "1", 50, "0.015", 4, 140.0, 9.9, 1.1},
    GeneratedSymbol {"WLDUSDT", "WLD", 0.5137, "0.0001", "0.1", 50, "0.015", 4, 92.0, 9.2, 1.0},
    GeneratedSymbol {"1000BONKUSDT", "BONK", 0.008526, "0.000001", "100", 25, "0.02", 4, 74.0, 9.9, 1.0},
    GeneratedSymbol {"WIFUSDT", "WIF", 0.3451, "0.0001", "1", 25, "0.02", 4, 68.0, 9.9, 1.1},
    GeneratedSymbol {"LDOUSDT", "LDO", 0.6123, "0.0001", "0.1", 25, "0.02", 4, 34.0, 9.2, 0.9},
    GeneratedSymbol {"1000SHIBUSDT", "SHIB", 0.007714, "0.000001", "10", 50, "0.015", 8, 70.0, 7.9, 0.9},
    GeneratedSymbol {"GALAUSDT", "GALA", 0.006835, "0.000001", "10", 25, "0.02", 4, 27.0, 8.6, 0.9},
    GeneratedSymbol {"JASMYUSDT", "JASMY", 0.006217, "0.000001", "1", 25, "0.02", 4, 21.0, 9.2, 0.8},
    GeneratedSymbol {"ORDIUSDT", "ORDI", 4.213, "0.001", "0.01", 25, "0.025", 2, 19.0, 9.9, 0.9},
    GeneratedSymbol {"JTOUSDT", "JTO", 0.4132, "0.0001", "1", 25, "0.025", 2, 12.0, 9.2, 0.8},
};

} // namespace

std::span<const GeneratedSymbol> generatedSymbols()
{
    return kSymbols;
}

Instrument instrumentOf(const GeneratedSymbol& symbol, Timestamp launch)
{
    Instrument instrument;
    instrument.symbol = std::string(symbol.symbol);
    instrument.baseCoin = std::string(symbol.baseCoin);
    instrument.tickSize = Decimal::literal(symbol.tickSize);
    instrument.lotSize = Decimal::literal(symbol.lotSize);
    instrument.minNotional = Decimal::fromUnits(5);
    instrument.maxLeverage = Decimal::fromUnits(symbol.maxLeverage);
    instrument.maintenanceMarginRate = Decimal::literal(symbol.maintenanceMarginRate);
    instrument.priceBand = Decimal::fromUnits(5, 2);
    instrument.takerFeeRate = Decimal::fromUnits(55, 5);
    instrument.makerFeeRate = Decimal::fromUnits(2, 4);
    instrument.fundingInterval = Duration::hours(symbol.fundingHours);
    instrument.launchTime = launch;
    if (!instrument.finish())
        failInvariant("a generated symbol without steps");
    const auto dayLots =
        static_cast<std::int64_t>(symbol.turnoverMillions * 1e6 / (symbol.price * instrument.lot));
    instrument.maxMarketQuantity = Quantity {std::max(std::int64_t {1}, dayLots / 100)};
    instrument.maxLimitQuantity = Quantity {std::max(std::int64_t {1}, dayLots / 20)};
    return instrument;
}

} // namespace breakline
