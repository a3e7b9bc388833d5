// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "strategy/GateTrace.h"

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace breakline {

/// Shares of its threshold by which a gate is thought to be moved, toward letting pass.
inline constexpr std::array<double, 3> kNearMissMoves {0.05, 0.10, 0.20};
/// A suggestion needs so many refusals with a value (SPEC 11.3).
inline constexpr std::size_t kNearMissLeast = 50;

struct Quantiles {
    double p10 = 0.0;
    double p50 = 0.0;
    double p90 = 0.0;

    friend bool operator==(const Quantiles&, const Quantiles&) = default;
};

/// Another threshold for a gate, half-way to the median of what it refused. Never
/// applied by itself.
struct NearMissSuggestion {
    double threshold = 0.0;
    std::size_t cases = 0; ///< refusals that it stands on
    std::size_t admitted = 0; ///< of those that nothing else refused

    friend bool operator==(const NearMissSuggestion&, const NearMissSuggestion&) = default;
};

/// An evaluation that a gate alone refused.
struct NearMissCase {
    std::size_t evaluation = 0; ///< as they were added, from 0
    double value = 0.0;
    double threshold = 0.0;

    friend bool operator==(const NearMissCase&, const NearMissCase&) = default;
};

/// The threshold moved by a share of itself toward letting pass.
double movedThreshold(Bound bound, double threshold, double share);

/// What one gate refused over many evaluations.
struct NearMissLine {
    GateStage stage = GateStage::Scan;
    std::string name;
    std::string unit;
    Bound bound = Bound::AtLeast;
    std::size_t refused = 0; ///< evaluations, without data too
    std::size_t withoutData = 0; ///< of them
    std::size_t decided = 0;
    std::size_t alone = 0; ///< evaluations in which nothing else that was asked refused
    std::optional<double> threshold; ///< where all had the same
    std::optional<Quantiles> values; ///< of those refused
    std::optional<Quantiles> distances; ///< to the threshold, in percent of it
    /// More, with the threshold moved so far; empty for prices, which no plan sets.
    std::optional<std::array<std::size_t, kNearMissMoves.size()>> admitted;
    std::optional<NearMissSuggestion> suggestion;
    /// Of those alone whose value and threshold are known, one an evaluation: those
    /// counted in `admitted`.
    std::vector<NearMissCase> soleCases;

    /// Whether a case of this line had passed with the threshold moved so far.
    bool admits(const NearMissCase& one, double share) const
    {
        return holds(bound, one.value, movedThreshold(bound, one.threshold, share));
    }
    /// Whether it had passed at the suggestion.
    bool suggestionAdmits(const NearMissCase& one) const
    {
        return suggestion && holds(bound, one.value, suggestion->threshold);
    }
};

struct NearMissReport {
    std::size_t evaluated = 0;
    std::size_t signals = 0; ///< that came past the signal stage
    std::size_t traded = 0; ///< of which something was filled
    std::array<std::size_t, 6> endedIn {}; ///< by the stage of the gate that decided
    std::vector<NearMissLine> lines; ///< the most frequent first, then by stage and name
};

/// Counts what refused, from the gates of evaluations. The counterfactuals are
/// those of the evaluations that a gate alone refused: a candidate would have come
/// past this gate, and what is asked after it was not asked yet. Of an evaluation
/// that came to a signal, what refused it on other levels counts for nothing.
class NearMissTally {
public:
    void add(std::span<const Gate> gates);
    NearMissReport report() const;

private:
    struct Case {
        double value = 0.0;
        double threshold = 0.0;
        bool isAlone = false;
        std::size_t evaluation = 0;
    };
    struct Line {
        NearMissLine line;
        std::vector<Case> cases;
    };

    std::size_t m_evaluated = 0;
    std::size_t m_signals = 0;
    std::size_t m_traded = 0;
    std::array<std::size_t, 6> m_endedIn {};
    std::map<std::pair<GateStage, std::string>, std::map<Bound, Line>> m_lines;
};

} // namespace breakline
