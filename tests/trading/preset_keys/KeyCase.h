// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/Preset.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <vector>

namespace breakline::test {

using Json = nlohmann::ordered_json;

/// What a preset makes of some data, as text: a decision, a value, a price.
using Observe = std::function<std::string(const Preset& preset)>;

/// A key of the schema, turned: the preset of basePreset() with `given` (a merge
/// patch: null takes a key out) and the key at one value and at another, each read by
/// the loader, makes the first of what is seen, then the second.
struct KeyCase {
    std::string key; ///< "risk.risk_per_trade", "position.tp_levels[].r"
    Json before;
    Json after;
    Observe observe;
    std::string seenBefore;
    std::string seenAfter;
    Json given = Json::object();
};

/// Required keys alone, so that nothing else stands in the way: no entry rules, no
/// market quality, no limits of open interest.
Json basePreset();
/// The base with `given`, and the key at that value.
Json presetWith(const KeyCase& keyCase, const Json& value);
/// As the program would load it; fails the test where it does not.
Preset loadPreset(const Json& preset);

/// The shortest text that reads back as the number.
std::string text(double value);
std::string text(bool value);

// The cases, by what they are about.
std::vector<KeyCase> filterKeys();
std::vector<KeyCase> scannerKeys();
std::vector<KeyCase> levelKeys();
std::vector<KeyCase> signalKeys();
std::vector<KeyCase> openingRangeKeys();
std::vector<KeyCase> entryKeys();
std::vector<KeyCase> flowKeys();
std::vector<KeyCase> riskKeys();
std::vector<KeyCase> executionKeys();
std::vector<KeyCase> positionKeys();
std::vector<KeyCase> exitKeys();
std::vector<KeyCase> managementKeys();

} // namespace breakline::test
