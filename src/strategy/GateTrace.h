// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Bound.h"
#include "strategy/Filters.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace breakline {

/// Where on the way from the scan to the exit a gate stands.
enum class GateStage : std::uint8_t { Scan, Level, Signal, Risk, Execution, Exit };
/// "scan" ... "exit".
std::string_view toText(GateStage stage);

/// One thing that had to hold, as the function that decided it saw it. The texts
/// are constants, or whoever hands the gate out says how long they last.
struct Gate {
    GateStage stage = GateStage::Scan;
    std::string_view scope; ///< "momentum" of "momentum:crossing"; may be empty
    std::string_view name;
    std::string_view unit; ///< of value and threshold; may be empty
    Bound bound = Bound::AtLeast;
    CheckOutcome outcome = CheckOutcome::Pass; ///< never Skipped
    /// Failed or without data, and that alone keeps out; a check that only weighs
    /// fails without refusing.
    bool refuses = false;
    bool decided = false; ///< the one that ended it
    bool isSoleBlocker = false; ///< nothing else stood in the way
    std::optional<double> value;
    std::optional<double> threshold;

    /// "momentum:crossing".
    std::string fullName() const;
    /// Empty where value or threshold is unknown.
    std::optional<double> margin() const;
    /// The smallest change of the value with which it passes; empty where it does, or is unknown.
    std::optional<double> neededChange() const;

    friend bool operator==(const Gate&, const Gate&) = default;
};

/// The gates of one evaluation of one candidate, in the order in which they were
/// asked. Most stand on its one way; where several levels and strategies were
/// tried, any of which would have done, each is an alternative.
class GateTrace {
public:
    /// Empty again; keeps its memory.
    void clear();
    bool isEmpty() const { return m_gates.empty(); }

    /// Skipped gates are left out. Of one that failed although its value holds the
    /// threshold is left out.
    void add(const Gate& gate);
    /// What is added up to the end is one alternative. `isWhole`: none of its gates
    /// was left out because an earlier one failed.
    void beginAlternative();
    void endAlternative(bool isWhole);
    /// The last gate that was added ended the evaluation.
    void decideByLast();
    void decideBy(std::size_t index);
    /// Of the level gate that was added last; has no blank.
    void addLevelId(std::string_view id);
    /// Marks the sole blockers: refusing gates without which the evaluation had come
    /// further. On the one way: the only one that refuses. In an alternative that is
    /// whole: the only one that refuses there, nothing refusing on the way and no
    /// other alternative passing.
    void markSoleBlockers();

    std::span<const Gate> gates() const { return m_gates; }
    std::size_t size() const { return m_gates.size(); }
    /// Of the level gates in their order, by blanks.
    const std::string& levelIds() const { return m_levelIds; }
    /// Null while nothing has ended it.
    const Gate* decision() const;

private:
    struct Alternative {
        std::size_t begin = 0;
        std::size_t end = 0;
        bool isWhole = false;
    };

    std::vector<Gate> m_gates;
    std::vector<Alternative> m_alternatives;
    std::string m_levelIds;
    std::optional<std::size_t> m_decision;
};

} // namespace breakline
