// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Units.h"
#include "risk/RiskMonitor.h"
#include "risk/RiskParameters.h"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace breakline {

/// Checks of one entry, in the order of evaluation.
enum class EntryCheckName : std::uint8_t {
    Gate,               ///< every gate of RiskMonitor is open
    Concurrent,         ///< open + working + reserved < max_concurrent_positions
    Correlation,        ///< |correlation| of the symbol <= correlation_limit
    CorrelatedExposure, ///< on the book, the new one included
    OpenRisk            ///< at the stops, the new one included
};
/// "risk:gate", "risk:concurrent", "risk:correlation", "risk:correlated_exposure", "risk:open_risk".
std::string_view toText(EntryCheckName name);

enum class CheckResult : std::uint8_t { Pass, Warning, Fail, NoData, NoDataAllowed };
std::string_view toText(CheckResult result);

struct EntryCheck {
    EntryCheckName name = EntryCheckName::Gate;
    CheckResult result = CheckResult::Pass;
    std::optional<double> value;
    std::optional<double> threshold;
};

/// One position, working entry or reservation on the book, or the new one.
struct ExposureLine {
    Direction direction = Direction::Long;
    double notionalUsd = 0.0; ///< >= 0, at mark
    std::optional<double> correlation; ///< with BTC; empty counts as 1
    double openRiskUsd = 0.0; ///< from openRiskUsd(); 0 where the stop locks a gain, plus exit cost
};

/// quantity * max(0, (mark - stop) * side) + exit cost, the cost being quantity *
/// mark * (taker fee + expected slippage): a stop pays both on its way out.
double openRiskUsd(Direction direction, double quantity, double mark, double stop, double takerFeeBps,
                   double slippageBps);

struct EntryQuestion {
    bool isBenchmark = false; ///< BTC itself, exempt from the correlation check
    ExposureLine entry;       ///< the new one, sized
    std::span<const ExposureLine> book; ///< open, working and reserved
};

struct EntryEvaluation {
    bool approved = false;
    std::vector<EntryCheck> checks; ///< every check, also after one has failed
    RiskStatus status = RiskStatus::Safe;

    /// The first check that refuses; null where approved.
    const EntryCheck* refusal() const;
};

/// All limits on one entry. Needs a monitor with a known equity and baseline;
/// without them the gate refuses and what depends on them is NoData.
EntryEvaluation evaluateEntry(const RiskMonitor& monitor, const EntryQuestion& question);

/// The account's status with that many slots in use; too many is a breach.
RiskStatus overallStatus(const RiskMonitor& monitor, std::size_t slots);
/// Slots taken: one a line of the book.
EntryCheck checkConcurrent(const RiskParameters& parameters, std::size_t taken);
/// Before sizing: the signal's own correlation.
EntryCheck checkCorrelation(const RiskParameters& parameters, std::optional<double> correlation, bool isBenchmark);
/// |sum of side * notional * correlation| over |correlation| > 0.7, missing as 1.
double correlatedExposureUsd(std::span<const ExposureLine> book);
EntryCheck checkCorrelatedExposure(const RiskParameters& parameters, double exposureUsd, double equityUsd);
/// max(0, daily limit * day start - (day start - equity)).
double openRiskAllowedUsd(const RiskParameters& parameters, double dayStartEquityUsd, double equityUsd);
EntryCheck checkOpenRisk(double openRiskUsd, double allowedUsd);

} // namespace breakline
