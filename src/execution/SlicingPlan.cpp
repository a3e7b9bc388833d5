// SPDX-License-Identifier: GPL-3.0-or-later
#include "execution/SlicingPlan.h"

#include <algorithm>
#include <cmath>

namespace breakline {

namespace {

// An entry cut below this part of what was asked for is not the trade that was approved.
constexpr std::int64_t kLeastTenths = 3;

constexpr std::int64_t ceilDiv(std::int64_t a, std::int64_t b)
{
    return a / b + (a % b != 0 ? 1 : 0);
}

std::unexpected<SlicingRefusal> refuse(SlicingRefusal::Reason reason, double value, double threshold)
{
    return std::unexpected(SlicingRefusal{reason, value, threshold});
}

} // namespace

std::string_view toText(SlicingRefusal::Reason reason)
{
    switch (reason) {
    case SlicingRefusal::Reason::InvalidInput: return "invalid_input";
    case SlicingRefusal::Reason::DepthTooThin: return "depth_too_thin";
    case SlicingRefusal::Reason::SliceBelowMinimum: return "slice_below_minimum";
    }
    return {};
}

Quantity smallestOrder(Price price, const Instrument& instrument)
{
    const Decimal perLot = instrument.notional(price, Quantity{1});
    const auto byNotional = instrument.minNotional.countOf(perLot, Rounding::Up);
    if (!byNotional)
        failInvariant("minimum notional in lots does not fit");
    return std::max(Quantity{std::max<std::int64_t>(1, *byNotional)}, instrument.minQuantity);
}

std::optional<Quantity> largestSlice(Price reference, std::optional<double> depth5bpsUsd,
                                     const ExecutionParameters& parameters, const Instrument& instrument)
{
    std::optional<Quantity> largest = instrument.maxMarketQuantity;
    if (instrument.maxLimitQuantity)
        largest = largest ? std::min(*largest, *instrument.maxLimitQuantity) : *instrument.maxLimitQuantity;
    if (parameters.enableTwap && depth5bpsUsd) {
        const double usd = parameters.maxDepthFraction * *depth5bpsUsd;
        // A depth too large to count in lots bounds nothing.
        if (const auto byDepth = instrument.quantizeQuantity(usd / instrument.toDouble(reference)))
            largest = largest ? std::min(*largest, *byDepth) : *byDepth;
    }
    return largest;
}

std::expected<SlicingPlan, SlicingRefusal> planSlices(Quantity total, Price reference,
                                                      std::optional<double> depth5bpsUsd,
                                                      const ExecutionParameters& parameters,
                                                      const Instrument& instrument)
{
    using Reason = SlicingRefusal::Reason;
    if (total.lots <= 0)
        return refuse(Reason::InvalidInput, static_cast<double>(total.lots), 0.0);
    if (reference.ticks <= 0)
        return refuse(Reason::InvalidInput, static_cast<double>(reference.ticks), 0.0);
    if (depth5bpsUsd && !(std::isfinite(*depth5bpsUsd) && *depth5bpsUsd >= 0.0))
        return refuse(Reason::InvalidInput, 0.0, 0.0);

    const auto usd = [&](Quantity quantity) { return instrument.notional(reference, quantity).toDouble(); };
    const Quantity minimum = smallestOrder(reference, instrument);
    if (total < minimum)
        return refuse(Reason::SliceBelowMinimum, usd(total), usd(minimum));

    SlicingPlan plan;
    plan.total = total;
    plan.largestSlice = largestSlice(reference, depth5bpsUsd, parameters, instrument);
    if (!plan.largestSlice) {
        plan.slices.push_back(total);
        return plan;
    }
    const Quantity largest = *plan.largestSlice;
    const bool depthDecides = parameters.enableTwap && depth5bpsUsd.has_value();
    if (depthDecides) {
        const Decimal allowed = Decimal::fromUnits(largest.lots) * parameters.twapMaxSlices;
        if (allowed * 10 < Decimal::fromUnits(total.lots) * kLeastTenths)
            return refuse(Reason::DepthTooThin, allowed.toDouble() * usd(Quantity{1}),
                          usd(total) * static_cast<double>(kLeastTenths) / 10.0);
    }
    if (largest < minimum)
        return refuse(Reason::SliceBelowMinimum, usd(largest), usd(minimum));

    std::int64_t count = ceilDiv(total.lots, largest.lots);
    if (depthDecides && count > 1) {
        std::int64_t least = parameters.twapMinSlices;
        // Not cut finer than the smallest child wished for; depth alone may.
        if (parameters.enableIceberg && parameters.icebergMinNotional > 0.0)
            least = std::min(least, static_cast<std::int64_t>(
                                        std::min(usd(total) / parameters.icebergMinNotional, 1e6)));
        count = std::min<std::int64_t>(std::max(count, least), parameters.twapMaxSlices);
    }
    // Every slice must be an order that the venue takes.
    count = std::min(count, total.lots / minimum.lots);
    if (ceilDiv(total.lots, count) > largest.lots) {
        plan.total = Quantity{largest.lots * count};
        plan.shrunk = true;
    }
    const std::int64_t each = plan.total.lots / count;
    plan.slices.assign(static_cast<std::size_t>(count), Quantity{each});
    // The last takes what flooring left over, as far as it may; then those before it.
    std::int64_t rest = plan.total.lots - each * count;
    for (auto slice = plan.slices.rbegin(); rest > 0; ++slice) {
        const std::int64_t more = std::min(rest, largest.lots - each);
        *slice += Quantity{more};
        rest -= more;
    }
    return plan;
}

Duration jitteredInterval(Duration interval, std::uint64_t hash)
{
    const std::int64_t span = interval.ms / 10;
    const auto offset = static_cast<std::int64_t>(hash % static_cast<std::uint64_t>(2 * span + 1));
    return Duration{interval.ms - span + offset};
}

} // namespace breakline
