// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../market/CandleMaker.h"
#include "preset_keys/KeyCase.h"

#include "execution/EntryTransaction.h"
#include "execution/SlicingPlan.h"
#include "trading/PresetMapping.h"

#include <fmt/format.h>

namespace breakline::test {

namespace {

/// 32,000 at 100.00 where 20,000 rest within 5 bps: sizes of the slices.
std::string slicesOf(const Preset& preset)
{
    const Instrument instrument = makeInstrument("ABCUSDT", "0.01", "1");
    const auto plan =
        planSlices(Quantity {320}, Price {10'000}, 20'000.0, executionParametersOf(preset), instrument);
    if (!plan)
        return std::string(toText(plan.error().reason));
    return fmt::format("{} of {}", plan->slices.size(), plan->slices.front().lots);
}

/// Terms of a child of an entry at 100.00 x 100.06.
Observe terms(bool crossesAtOnce)
{
    return [crossesAtOnce](const Preset& preset) {
        const ExecutionParameters parameters = executionParametersOf(preset);
        const Quote quote {Price {10'000}, Price {10'006}, std::nullopt};
        const Price cap = entryPriceCap(Side::Buy, Price {10'006}, parameters.entryMaxSlippageBps);
        const auto chosen = chooseEntryTerms(Side::Buy, crossesAtOnce, ChildStep::First, quote, cap,
                                             parameters, makeInstrument());
        if (!chosen)
            return std::string(toText(chosen.error().reason));
        return fmt::format("{} {} {}", toText(chosen->type), toText(chosen->timeInForce),
                           chosen->price->ticks);
    };
}

/// An entry of two slices; what its timer waits for, in ms, once the first child has gone so far.
enum class Waits : std::uint8_t { ForFinalState, AtRest, ForNextSlice };
Observe waiting(Waits waits)
{
    return [waits](const Preset& preset) {
        EntryPlan plan;
        plan.slices = {Quantity {10}, Quantity {10}};
        plan.stop = AttachedStop {Price {9'900}};
        plan.decisionPrice = Price {10'004};
        plan.crossesAtOnce = waits != Waits::AtRest;
        EntryTransaction entry(plan, executionParametersOf(preset), makeInstrument(),
                               [](int slice, int attempt) { return fmt::format("c{}-{}", slice, attempt); });
        const Timestamp now {1'000};
        std::optional<Timestamp> due;
        const auto look = [&due](const EntryActions& actions) {
            for (const EntryAction& action : actions)
                if (const auto* timer = std::get_if<StartTimer>(&action))
                    due = timer->due;
        };
        look(entry.start({Price {10'000}, Price {10'004}, std::nullopt}, now));
        look(entry.onSent("c0-0", now));
        look(entry.onPlaceAnswer("c0-0", RequestOutcome::Taken, OrderEndReason::None, now));
        if (waits == Waits::AtRest) {
            OrderUpdate update;
            update.clientId = "c0-0";
            update.status = OrderStatus::Acknowledged;
            update.time = now;
            look(entry.onOrderUpdate(update, now));
        } else if (waits == Waits::ForNextSlice) {
            Execution fill;
            fill.venueTradeId = "1";
            fill.clientId = "c0-0";
            fill.price = Price {10'004};
            fill.quantity = Quantity {10};
            fill.time = now;
            look(entry.onExecution(fill, now));
            look(entry.onStopShown(Price {9'900}, Quantity {10}, now));
        }
        return due ? std::to_string((*due - now).ms) : std::string("-");
    };
}

} // namespace

std::vector<KeyCase> executionKeys()
{
    return {
        {"execution.enable_twap", true, false, slicesOf, "7 of 45", "1 of 320"},
        {"execution.twap_min_slices", 3, 9, slicesOf, "7 of 45", "9 of 35"},
        {"execution.twap_max_slices", 12, 5, slicesOf, "7 of 45", "5 of 50"},
        {"execution.enable_iceberg", true, false, terms(false), "limit PostOnly 9998", "limit IOC 10016"},
        {"execution.iceberg_min_notional",
         3000,
         20'000,
         slicesOf,
         "9 of 35",
         "7 of 45",
         {{"execution", {{"twap_min_slices", 9}}}}},
        {"execution.limit_offset_bps", 2, 5, terms(false), "limit PostOnly 9998", "limit PostOnly 9995"},
        {"execution.spread_widen_bps", 12, 5, terms(false), "limit PostOnly 9998", "spread_too_wide"},
        {"fsm.entry_max_slippage_bps", 10, 5, terms(true), "limit IOC 10016", "limit IOC 10011"},
        {"execution.order_style.use_limit_orders", true, false, terms(false), "limit PostOnly 9998",
         "limit IOC 10016"},
        {"execution.order_style.fill_or_kill", false, true, terms(true), "limit IOC 10016",
         "limit FOK 10016"},
        {"execution.order_style.post_only", false, true, terms(true), "limit IOC 10016",
         "limit PostOnly 9998"},
        {"execution.deadman_timeout_ms", 10'000, 4'000, waiting(Waits::ForFinalState), "10000", "4000"},
        {"execution.order_style.limit_timeout_seconds", 20, 5, waiting(Waits::AtRest), "20000", "5000"},
        {"execution.twap_interval_seconds", 3, 2, waiting(Waits::ForNextSlice), "3001", "2037"},
        // Over one slice less than there may be.
        {"execution.order_style.twap_duration_seconds", 33, 22, waiting(Waits::ForNextSlice), "3001", "2037"},
    };
}

} // namespace breakline::test
