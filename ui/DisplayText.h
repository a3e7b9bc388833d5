// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingSnapshot.h"

#include <QCoreApplication>
#include <QString>

#include <optional>
#include <string>

namespace breakline {

/// How values become text for a person, in the window's language and its number
/// format. What is not known becomes kUnknown, never a zero.
class DisplayText {
    Q_DECLARE_TR_FUNCTIONS(breakline::DisplayText)
public:
    static constexpr QChar kUnknown {0x2014};

    static QString plain(const std::string& text);
    static QString unknown() { return QString(kUnknown); }

    static QString number(std::optional<double> value, int decimals);
    static QString signedNumber(std::optional<double> value, int decimals);
    /// Up to ten significant digits, without trailing zeros.
    static QString price(std::optional<double> value);
    /// With the decimals of the symbol's tick where they are known.
    static QString price(std::optional<double> value, std::optional<int> decimals)
    {
        return decimals ? number(value, *decimals) : price(value);
    }
    static QString quantity(double value) { return price(value); }
    /// 1234567 -> "1.23 M".
    static QString compact(std::optional<double> value);
    /// Decimals (0 to 8) that show this value in full; 8 where no fewer do.
    static int decimalsOf(double value);

    /// "10:05:32", UTC.
    static QString timeOfDay(Timestamp time);
    /// "2026-01-05 10:05:32 UTC".
    static QString dateTime(Timestamp time);
    /// "0.8 s", "12 s", "3 min", "2 h"; unknown for a negative age.
    static QString age(qint64 ms);

    static QString stateName(TradingState state);
    static QString commandName(CommandKind kind);
    static QString sideName(Side side);
    static QString directionName(Direction direction);
    static QString orderTypeName(OrderType type);
    static QString orderIntentName(OrderIntent intent);
    static QString orderStatusName(OrderStatus status);
    static QString stopModeName(const std::string& mode);
    /// "Demo exchange", "Bybit"; the id itself where it is not known.
    static QString venueName(const std::string& id);
    static QString streamState(std::optional<bool> isUp);
    static QString gateReasonName(const std::string& name);
    static QString filterName(const std::string& name);
    static QString filterResultName(const std::string& result);
    /// A filter's value or threshold with its unit.
    static QString filterRange(const std::string& name, double minimum, double maximum);
    static QString filterValue(const std::string& name, std::optional<double> value);
};

} // namespace breakline
