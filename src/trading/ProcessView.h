// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "trading/TradingState.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace breakline {

/// The steps of a cycle, in their order.
enum class ProcessStep : std::uint8_t { Scan, Levels, Signals, Sizing, Execution, Management };
inline constexpr std::size_t kProcessSteps = 6;
std::string_view toText(ProcessStep step);

enum class ProcessStepState : std::uint8_t { Pending, InProgress, Completed };

/// Where the present cycle stands. (SPEC 11.1)
struct ProcessStatus {
    std::array<ProcessStepState, kProcessSteps> steps {};
    double progressPct = 0.0; ///< completed steps / 6 * 100
    /// Steps that are not completed times the mean duration of those that were, in all
    /// cycles; empty while none was, and outside a cycle.
    std::optional<double> remainingMs;

    friend bool operator==(const ProcessStatus&, const ProcessStatus&) = default;
};

/// Follows the trading state through the steps of a cycle. A step is in progress
/// while the machine is in its state and completed when it goes on to another step;
/// what a cycle passes over stays pending. Entering SCANNING begins the next cycle;
/// where the machine leaves the cycle, its step is pending again. Decides nothing.
class ProcessView {
public:
    void stateChanged(TradingState state, Timestamp now);
    ProcessStatus status() const;

private:
    std::array<ProcessStepState, kProcessSteps> m_steps {};
    std::optional<ProcessStep> m_current;
    Timestamp m_since; ///< of the current step
    std::int64_t m_measuredMs = 0; ///< all completed steps together
    std::int64_t m_measured = 0; ///< how many they are
};

} // namespace breakline
