// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "market/Instrument.h"

#include <cstdint>
#include <string>

namespace breakline {

/// Prices and quantities of one instrument as exact decimal text without
/// trailing zeros, straight from their whole numbers.
class GridText {
public:
    explicit GridText(const Instrument& instrument);

    void append(std::string& out, Price price) const { m_tick.append(out, price.ticks); }
    void append(std::string& out, Quantity quantity) const { m_lot.append(out, quantity.lots); }
    std::string text(Price price) const;
    std::string text(Quantity quantity) const;
    /// Empty text for what is unknown.
    std::string text(const std::optional<Price>& price) const { return price ? text(*price) : std::string(); }

private:
    struct Step {
        explicit Step(const Decimal& step);
        void append(std::string& out, std::int64_t count) const;
        Decimal size;
        std::int64_t units = 0; ///< step = units * 10^-scale; 0: does not fit
        int scale = 0;
    };
    Step m_tick;
    Step m_lot;
};

/// Shortest text that reads back as the same double, never with an exponent.
std::string plainText(double value);
/// The same; empty for what is unknown.
std::string plainText(const std::optional<double>& value);

} // namespace breakline
