// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../market/CandleMaker.h"
#include "preset_keys/KeyCase.h"

#include "position/AddOn.h"
#include "position/SmartPlacement.h"
#include "position/StopPolicy.h"
#include "position/Trailing.h"
#include "trading/PresetMapping.h"

#include <array>

namespace breakline::test {

namespace {

const Instrument& fine()
{
    static const Instrument instrument = makeInstrument("ABCUSDT", "0.001", "1");
    return instrument;
}

std::string priceText(std::optional<Price> price)
{
    return price ? fine().toDecimal(*price).toString() : "-";
}

/// Where the stop of a long from 100 goes at 1.2 R without fees; "-": not yet.
std::string breakeven(const Preset& preset)
{
    const BreakevenSettings settings = breakevenSettingsOf(preset);
    if (!breakevenDue(1.2, false, settings))
        return "-";
    const auto price = breakevenPrice(Direction::Long, Decimal::fromUnits(100), 0.0, settings, fine());
    return price ? priceText(*price) : price.error().message;
}

/// Where the stop of a long from 100 with R 1 trails to once the mark has been at
/// 100 + `bestR`.
Observe trail(double bestR, bool targetFilled = false)
{
    return [bestR, targetFilled](const Preset& preset) {
        TrailingStop stop(Direction::Long);
        const Price extreme = *fine().quantizePrice(100.0 + bestR, QuantizeFor::Nearest);
        stop.observe(extreme);
        TrailingStop::Question question;
        question.bestR = bestR;
        question.targetFilled = targetFilled;
        question.mark = extreme;
        question.inForce = Price {99'000};
        return priceText(stop.candidate(question, trailingSettingsOf(preset), fine()));
    };
}

/// How much is added to 30 lots at 0.6 R, a little above the average.
std::string addedTo(const Preset& preset)
{
    AddOnQuestion question;
    question.pnlR = 0.6;
    question.price = 100.2;
    question.average = 100.0;
    const AddOnSettings settings = addOnSettingsOf(preset);
    return addOnDue(question, settings) ? std::to_string(addOnQuantity(Quantity {30}, settings).lots) : "-";
}

/// Where the target of 4 R of a long from 100 with R 1 stands, with these in its way.
std::string targetBefore(const Preset& preset, const Obstacles& obstacles)
{
    const auto risk =
        FrozenRisk::make(Direction::Long, Decimal::fromUnits(100), Price {99'000}, Quantity {100}, fine());
    const BaseTarget target {4.0, 0.5, placementOf(preset, 4.0) != TargetPlacement::Fixed};
    const auto prices = placeSmart(*risk, {&target, 1}, obstacles, placementSettingsOf(preset), fine());
    return priceText(prices.front());
}

std::string targetBeforeLevel(const Preset& preset)
{
    constexpr std::array kLevels {103.95};
    return targetBefore(preset, {{}, kLevels});
}

std::string targetInWall(const Preset& preset)
{
    const std::array zones {PriceZone {103.9, 104.1}};
    return targetBefore(preset, {zones, {}});
}

Json targets(const char* mode)
{
    return Json::array({{{"name", "TP1"}, {"r", 1.0}, {"size_frac", 0.5}, {"mode", "fixed"}},
                        {{"name", "TP2"}, {"r", 4.0}, {"size_frac", 0.5}, {"mode", mode}}});
}

} // namespace

std::vector<KeyCase> positionKeys()
{
    const Json smart = {{"position", {{"tp_levels", targets("smart")}}}};
    const auto smartWith = [](const char* key, double value) {
        return Json {{"position", {{"tp_levels", targets("smart")}}}, {"tp_smart_placement", {{key, value}}}};
    };
    const Json late = {{"fsm", {{"trailing_activation_r", 9}}}};
    return {
        {"position.breakeven_enabled", true, false, breakeven, "100.1", "-"},
        // Those of fsm win where both are given.
        {"position.breakeven_trigger_r", 1, 1.5, breakeven, "100.1", "-"},
        {"position.breakeven_buffer_bps", 5, 20, breakeven, "100.1", "100.2"},
        {"fsm.running_breakeven_trigger_r",
         1,
         1.5,
         breakeven,
         "100.1",
         "-",
         {{"position", {{"breakeven_trigger_r", 0.1}}}}},
        {"fsm.breakeven_buffer_bps",
         5,
         20,
         breakeven,
         "100.1",
         "100.2",
         {{"position", {{"breakeven_buffer_bps", 90}}}}},
        {"fsm.breakeven_lock_profit_enabled", true, false, breakeven, "100.1", "100.05"},
        {"fsm.breakeven_lock_profit_bps", 10, 30, breakeven, "100.1", "100.3"},
        {"fsm.enabled", true, false, breakeven, "100.1", "100.05"},
        {"position.trailing_enabled", true, false, trail(3.0), "102.794", "-"},
        {"position.trailing_activation_r", 2, 4, trail(3.0), "102.794", "-"},
        {"position.trailing_step_bps", 20, 40, trail(3.0), "102.794", "102.588"},
        {"fsm.trailing_activation_r",
         2,
         4,
         trail(3.0),
         "102.794",
         "-",
         {{"position", {{"trailing_activation_r", 1}}}}},
        {"fsm.trailing_step_bps",
         20,
         40,
         trail(3.0),
         "102.794",
         "102.588",
         {{"position", {{"trailing_step_bps", 5}}}}},
        {"fsm.trailing_acceleration_enabled", true, false, trail(5.0), "104.895", "104.79"},
        {"fsm.trailing_accel_after_r", 4, 6, trail(5.0), "104.895", "104.79"},
        {"fsm.trailing_accel_step_bps", 10, 5, trail(5.0), "104.895", "104.947"},
        {"fsm.partial_closed_trail_enabled", true, false, trail(3.0, true), "102.794", "-", late},
        {"fsm.partial_closed_trail_trigger_r", 2, 4, trail(3.0, true), "102.794", "-", late},
        {"fsm.partial_closed_trail_step_bps", 20, 30, trail(3.0, true), "102.794", "102.691", late},
        {"position.add_on_enabled", true, false, addedTo, "15", "-"},
        {"position.add_on_max_size_pct",
         0.5,
         0.3,
         addedTo,
         "15",
         "9",
         {{"position", {{"add_on_enabled", true}}}}},
        {"position.tp_levels[].mode", targets("smart"), targets("fixed"), targetBeforeLevel, "103.794",
         "104"},
        {"tp_smart_placement.enabled", true, false, targetBeforeLevel, "103.794", "104", smart},
        {"tp_smart_placement.avoid_sr_levels", true, false, targetBeforeLevel, "103.794", "104", smart},
        {"tp_smart_placement.sr_level_buffer_bps", 15, 10, targetBeforeLevel, "103.794", "103.8", smart},
        {"tp_smart_placement.avoid_density_zones", true, false, targetInWall, "103.796", "104", smart},
        {"tp_smart_placement.density_zone_buffer_bps", 10, 5, targetInWall, "103.796", "103.8", smart},
        {"tp_smart_placement.prefer_round_numbers", true, false, targetBeforeLevel, "103.8", "103.846",
         smartWith("sr_level_buffer_bps", 10)},
        {"tp_smart_placement.round_number_step", 0.1, 0.01, targetBeforeLevel, "103.8", "103.84",
         smartWith("sr_level_buffer_bps", 10)},
        {"tp_smart_placement.max_adjustment_bps", 20, 10, targetBeforeLevel, "103.794", "103.896", smart},
    };
}

} // namespace breakline::test
