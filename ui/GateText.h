// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/GateTrace.h"

#include <QString>

namespace breakline {

/// What a person reads of a gate.
class GateText {
public:
    /// "Volume of the breakout"; the code itself where it is not known.
    static QString name(std::string_view scope, std::string_view name);
    static bool isKnown(std::string_view scope, std::string_view name);
    static QString stage(GateStage stage);
    /// "Momentum", "Entry rules"; the code itself where it is not known.
    static QString scope(std::string_view scope);
    /// Up to so many digits that count, without a unit.
    static QString number(std::optional<double> value, int digits = 7);
    static QString signedNumber(std::optional<double> value);
    /// "bps", "USDT"; empty for what has none.
    static QString unit(std::string_view unit);
    /// "≥ 1.5 bps"; empty where the threshold is not known.
    static QString condition(Bound bound, std::optional<double> threshold, std::string_view unit);
};

} // namespace breakline
