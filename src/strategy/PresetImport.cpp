// SPDX-License-Identifier: GPL-3.0-or-later
#include "strategy/PresetImport.h"

#include "strategy/PresetBlockReader.h"

#include <array>

namespace breakline {

namespace {

using Json = nlohmann::json;

struct Rename {
    const char* oldPath;
    const char* newPath;
};

// Blocks first: the keys below are named by their place after the move.
constexpr std::array<Rename, 21> kRenames{{
    {"liquidity", "liquidity_filters"},
    {"volatility", "volatility_filters"},
    {"fsm_config", "fsm"},
    {"position/fsm_config", "fsm"},
    {"position/exit_rules", "exit_rules"},
    {"position/tp_smart_placement", "tp_smart_placement"},
    {"gainers_filter", "scanner/gainers_filter"},
    {"losers_filter", "scanner/losers_filter"},
    {"movers_filter", "scanner/movers_filter"},
    {"scanner/movers", "scanner/movers_filter"},
    {"scanner/whitelist", "scanner/symbol_whitelist"},
    {"scanner/blacklist", "scanner/symbol_blacklist"},
    {"execution/twap_enabled", "execution/enable_twap"},
    {"execution/iceberg_enabled", "execution/enable_iceberg"},
    {"execution/use_limit_orders", "execution/order_style/use_limit_orders"},
    {"execution/limit_timeout_seconds", "execution/order_style/limit_timeout_seconds"},
    {"execution/fill_or_kill", "execution/order_style/fill_or_kill"},
    {"execution/post_only", "execution/order_style/post_only"},
    {"execution/twap_duration_seconds", "execution/order_style/twap_duration_seconds"},
    {"scanner/gainers_filter", "scanner/movers_filter"},
    {"scanner/losers_filter", "scanner/movers_filter"},
}};

Json::json_pointer pointer(const std::string& path)
{
    return Json::json_pointer("/" + path);
}

Json* find(Json& preset, const std::string& path)
{
    const auto at = pointer(path);
    return preset.contains(at) ? &preset[at] : nullptr;
}

void rename(Json& preset, const std::string& oldPath, const std::string& newPath, PresetFaults& faults)
{
    const Json* old = find(preset, oldPath);
    if (!old)
        return;
    const auto target = pointer(newPath);
    if (preset.contains(target) && !preset[target].is_null()) {
        faults.fault(oldPath, "is the old name of " + fieldOf(newPath) + "; expected one of the two, not both");
    } else {
        // A parent that is not an object is the reader's to refuse.
        const auto parent = target.parent_pointer();
        if (preset.contains(parent) && !preset[parent].is_object())
            return;
        faults.warn(oldPath, "is read as " + fieldOf(newPath));
        Json value = *old;
        preset[target] = std::move(value);
        faults.lines().move(faults.full(oldPath), faults.full(newPath));
    }
    const auto source = pointer(oldPath);
    preset[source.parent_pointer()].erase(source.back());
}

void importMovers(Json& preset, PresetFaults& faults)
{
    for (const char* kind : {"gainers", "losers"}) {
        Json* filter = find(preset, std::string("scanner/") + kind + "_filter");
        if (!filter || !filter->is_object())
            continue;
        if (!filter->contains("kind"))
            (*filter)["kind"] = kind;
        rename(preset, std::string("scanner/") + kind + "_filter", "scanner/movers_filter", faults);
    }
}

void importTargets(Json& preset, PresetFaults& faults)
{
    Json* position = find(preset, "position");
    if (!position || !position->is_object())
        return;
    if (position->contains("tp_levels") && (*position)["tp_levels"].is_array()) {
        for (std::size_t i = 0; i < (*position)["tp_levels"].size(); ++i) {
            const std::string level = "position/tp_levels/" + std::to_string(i) + "/";
            rename(preset, level + "reward_multiple", level + "r", faults);
            rename(preset, level + "size_pct", level + "size_frac", faults);
            rename(preset, level + "placement_mode", level + "mode", faults);
        }
    }
    bool legacy = false;
    for (const char* key : {"tp1_r", "tp1_size_pct", "tp2_r", "tp2_size_pct"})
        legacy = legacy || position->contains(key);
    if (!legacy)
        return;
    const bool hasLadder = position->contains("tp_levels") && !(*position)["tp_levels"].is_null()
        && !(*position)["tp_levels"].empty();
    Json ladder = Json::array();
    for (const char* target : {"1", "2"}) {
        Json level{{"name", std::string("TP") + target}, {"r", target[0] == '1' ? 1.0 : 2.0}, {"size_frac", 0.5},
                   {"mode", "fixed"}};
        const std::string place = "position/tp_levels/" + std::to_string(ladder.size()) + "/";
        for (const auto& [suffix, key] : {std::pair{"_r", "r"}, std::pair{"_size_pct", "size_frac"}}) {
            const std::string old = std::string("tp") + target + suffix;
            if (!position->contains(old))
                continue;
            if (hasLadder)
                faults.warn("position/" + old, "is passed over: position.tp_levels holds");
            else
                faults.warn("position/" + old, "is read as " + fieldOf(place + key));
            if (!(*position)[old].is_null())
                level[key] = (*position)[old];
            if (!hasLadder)
                faults.lines().move(faults.full("position/" + old), faults.full(place + key));
            position->erase(old);
        }
        ladder.push_back(std::move(level));
    }
    if (!hasLadder)
        (*position)["tp_levels"] = std::move(ladder);
}

void replace(Json& value, double migrated, const char* path, const std::string& why, PresetFaults& faults)
{
    faults.warn(path, shown(value) + " " + why + " " + numberText(migrated));
    value = migrated;
}

void importUnits(Json& preset, PresetFaults& faults)
{
    constexpr const char* kImbalance = "signal/l2_imbalance_threshold";
    constexpr const char* kPierce = "signal/retest_pierce_tolerance";
    constexpr const char* kWidth = "volatility_filters/bb_width_percentile_max";
    constexpr const char* kIceberg = "execution/iceberg_min_notional";
    constexpr double kLargestPierce = 0.02;

    if (Json* value = find(preset, kImbalance); value && value->is_number() && value->get<double>() > 1.0) {
        const double ratio = value->get<double>();
        replace(*value, (ratio - 1.0) / (ratio + 1.0), kImbalance, "is a bid/ask ratio, read as the imbalance", faults);
    }
    if (Json* value = find(preset, kPierce); value && value->is_number()) {
        const double percent = value->get<double>();
        if (percent > kLargestPierce && percent / 100.0 <= kLargestPierce)
            replace(*value, percent / 100.0, kPierce, "is percent of price, read as the fraction", faults);
    }
    if (Json* value = find(preset, kWidth); value && value->is_number()) {
        const double fraction = value->get<double>();
        if (fraction > 0.0 && fraction <= 1.0)
            replace(*value, fraction * 100.0, kWidth, "is a fraction, read as the percentile", faults);
    }
    if (const Json* value = find(preset, kIceberg); value && value->is_number() && value->get<double>() == 0.0) {
        faults.warn(kIceberg, "0 means iceberg off, read as execution.enable_iceberg false");
        preset["execution"]["enable_iceberg"] = false;
    }
}

void importPriority(Json& preset, PresetFaults& faults)
{
    constexpr std::string_view kPrefix = "breakout_";
    for (const char* key : {"strategy_priority", "strategy_priority_raw"}) {
        Json* value = find(preset, key);
        if (!value || !value->is_string() || !value->get<std::string>().starts_with(kPrefix))
            continue;
        const std::string suffix = value->get<std::string>().substr(kPrefix.size());
        faults.warn(key, shown(*value) + " is read as " + suffix);
        *value = suffix;
    }
}

} // namespace

void importOldForms(Json& preset, PresetFaults& faults)
{
    for (const auto& [oldPath, newPath] : kRenames) {
        // Before their own rename the movers filters learn their kind from their name.
        if (std::string_view(oldPath).starts_with("scanner/gainers"))
            importMovers(preset, faults);
        rename(preset, oldPath, newPath, faults);
    }
    importTargets(preset, faults);
    importUnits(preset, faults);
    importPriority(preset, faults);
}

} // namespace breakline
