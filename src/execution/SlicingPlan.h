// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Units.h"
#include "execution/ExecutionParameters.h"
#include "market/Instrument.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>
#include <vector>

namespace breakline {

/// How an entry is cut into child orders. Slices are whole lots > 0 and add up
/// to `total`; no slice is above `largestSlice`, where there is one.
struct SlicingPlan {
    std::vector<Quantity> slices;
    Quantity total;
    std::optional<Quantity> largestSlice; ///< by depth and the venue's largest order
    bool shrunk = false;                  ///< total is less than was asked for
};

/// Why nothing is sent, value against threshold (quote unless said).
struct SlicingRefusal {
    enum class Reason : std::uint8_t {
        InvalidInput,     ///< quantity or price not positive, depth negative
        DepthTooThin,     ///< what the depth lets through is under 30 % of the request
        SliceBelowMinimum ///< the largest slice allowed is under the venue's minimum
    };
    Reason reason = Reason::InvalidInput;
    double value = 0.0;
    double threshold = 0.0;

    friend bool operator==(const SlicingRefusal&, const SlicingRefusal&) = default;
};
std::string_view toText(SlicingRefusal::Reason reason);

/// Cuts `total` (> 0) at `reference` price. `depth5bpsUsd` is the depth within
/// 5 bps of mid of the side taken; empty, or TWAP off: one slice, split only at
/// the venue's largest order. Never more than twapMaxSlices where depth decides.
std::expected<SlicingPlan, SlicingRefusal> planSlices(Quantity total, Price reference,
                                                      std::optional<double> depth5bpsUsd,
                                                      const ExecutionParameters& parameters,
                                                      const Instrument& instrument);

/// The largest slice that the depth and the venue's largest order allow now;
/// empty: no bound.
std::optional<Quantity> largestSlice(Price reference, std::optional<double> depth5bpsUsd,
                                     const ExecutionParameters& parameters, const Instrument& instrument);

/// The smallest quantity at or above both minimums of the venue at this price.
Quantity smallestOrder(Price price, const Instrument& instrument);

/// The interval moved by up to 10 % either way, a function of `hash` alone.
Duration jitteredInterval(Duration interval, std::uint64_t hash);

} // namespace breakline
