// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../market/CandleMaker.h"
#include "preset_keys/KeyCase.h"

#include "risk/RiskLimits.h"
#include "risk/RiskMonitor.h"
#include "risk/Sizing.h"
#include "trading/PresetMapping.h"

namespace breakline::test {

namespace {

/// 100,000 of equity, a long at 50 with the stop at 49; 20,000 of bids and 40,000 of asks
/// within 0.3 %. Fees aside.
SizingInput longAt50()
{
    SizingInput input;
    input.equityUsd = 100'000.0;
    input.entry = Price {5'000};
    input.stop = Price {4'900};
    input.bidDepthUsd = 20'000.0;
    input.askDepthUsd = 40'000.0;
    return input;
}

std::string sized(const Preset& preset, const SizingInput& input)
{
    const PositionSize size = calculateSize(riskParametersOf(preset), makeInstrument(), input);
    return size.valid ? text(makeInstrument().toDouble(size.quantity)) : std::string(toText(size.reason));
}

std::string sizeOf(const Preset& preset)
{
    SizingInput input = longAt50();
    input.bidDepthUsd = input.askDepthUsd = 1e9;
    return sized(preset, input);
}

std::string sizeInDepth(const Preset& preset)
{
    return sized(preset, longAt50());
}

std::string sizeWithoutDepth(const Preset& preset)
{
    SizingInput input = longAt50();
    input.bidDepthUsd.reset();
    return sized(preset, input);
}

/// The same of a plan that only ever rests, with margin for 10,000 at a leverage of 10 and 3 of
/// fees; the venue has not told its rates.
std::string sizeOnLittleMargin(const Preset& preset)
{
    Instrument instrument = makeInstrument();
    instrument.maxLeverage = Decimal::literal("50");
    SizingInput input = longAt50();
    input.bidDepthUsd = input.askDepthUsd = 1e9;
    input.freeMarginUsd = 1'003.0;
    input.takerFeeBps = feeRatesOf(preset, instrument).taker;
    input.entryFeeBps = entryFeeBpsOf(preset, instrument);
    RiskParameters parameters = riskParametersOf(preset);
    parameters.riskIncludesCosts = false;
    const PositionSize size = calculateSize(parameters, instrument, input);
    return size.valid ? text(instrument.toDouble(size.quantity)) : std::string(toText(size.reason));
}

/// The gate after the equity went from 100,000 to `equity` and stayed there.
Observe afterFallTo(const char* equity, RiskGate gate)
{
    return [equity, gate](const Preset& preset) {
        RiskMonitor monitor(riskParametersOf(preset));
        monitor.observe(Decimal::literal("100000"), kMidnight);
        monitor.observe(Decimal::literal(equity), kMidnight + Duration::seconds(1));
        const RiskVerdict verdict =
            monitor.observe(Decimal::literal(equity), kMidnight + Duration::seconds(2));
        return std::string(verdict.gate(gate).closed ? "closed" : "open");
    };
}

/// The gate after three losing trades.
std::string afterLosses(const Preset& preset)
{
    RiskMonitor monitor(riskParametersOf(preset));
    monitor.observe(Decimal::literal("100000"), kMidnight);
    RiskVerdict verdict;
    for (int trade = 0; trade < 3; ++trade)
        verdict = monitor.tradeClosed(-1.0, kMidnight + Duration::seconds(1 + trade));
    return verdict.gate(RiskGate::LossLatch).closed ? "closed" : "open";
}

/// A third position while two are open.
std::string thirdPosition(const Preset& preset)
{
    return std::string(toText(checkConcurrent(riskParametersOf(preset), 2).result));
}

/// 120,000 long of what moves with BTC, on 100,000 of equity.
std::string correlatedBook(const Preset& preset)
{
    const std::vector<ExposureLine> book {{Direction::Long, 70'000.0, 0.9, 0.0},
                                          {Direction::Long, 70'000.0, 0.9, 0.0}};
    return std::string(toText(
        checkCorrelatedExposure(riskParametersOf(preset), correlatedExposureUsd(book), 100'000.0).result));
}

} // namespace

std::vector<KeyCase> riskKeys()
{
    // Risk counts on the distance of the stop alone.
    const Json free = {{"execution", {{"expected_slippage_bps", 0}}}};
    return {
        {"risk.risk_per_trade", 0.01, 0.02, sizeOf, "1000", "2000", free},
        {"risk.max_position_size_usd", nullptr, 20'000, sizeOf, "1000", "400", free},
        {"risk.max_leverage", 5, 0.3, sizeOf, "1000", "600", free},
        {"execution.max_depth_fraction", 0.25, 0.5, sizeInDepth, "100", "200", free},
        {"allow_missing.sizing_depth", Json::array(), Json {"sizing_depth"}, sizeWithoutDepth,
         "depth_missing", "1000", free},
        {"execution.maker_fee_bps",
         2,
         4,
         sizeOnLittleMargin,
         "200",
         "margin_too_small",
         {{"risk", {{"max_position_size_usd", 10'000}}},
          {"execution", {{"order_style", {{"post_only", true}}}}}}},
        {"risk.max_concurrent_positions", 3, 2, thirdPosition, "pass", "fail"},
        {"risk.max_correlated_exposure", 1.6, 1.2, correlatedBook, "pass", "fail"},
        {"risk.daily_risk_limit", 0.05, 0.06, afterFallTo("95000", RiskGate::DailyLatch), "closed", "open"},
        {"risk.kill_switch_loss_limit", 0.1, 0.12, afterFallTo("90000", RiskGate::KillLatch), "closed",
         "open"},
        {"risk.max_consecutive_losses", 3, 4, afterLosses, "closed", "open"},
    };
}

} // namespace breakline::test
