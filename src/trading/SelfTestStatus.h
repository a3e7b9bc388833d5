// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace breakline {

/// What the self-test finds out, in the order in which it does.
enum class SelfTestCheck : std::uint8_t {
    KeyTrades,
    KeyWithdraws, ///< it must not
    Clock,
    PositionMode,
    MarginMode,
    FeeRates,
    Leverage, ///< set, and read back
    OrderAccepted, ///< with its stop attached
    OrderEchoed, ///< by the account's stream, with its stop
    OrderAmended,
    OrderCancelled,
    OrderGone ///< by the venue's own list
};
inline constexpr std::size_t kSelfTestCheckCount = 12;

enum class SelfTestOutcome : std::uint8_t {
    Unknown, ///< not tried yet, or nobody can say
    Passed,
    Failed
};

/// "key_trades" ...
std::string_view toText(SelfTestCheck check);
/// "unknown", "ok", "failed".
std::string_view toText(SelfTestOutcome outcome);

struct SelfTestResult {
    SelfTestCheck check = SelfTestCheck::KeyTrades;
    SelfTestOutcome outcome = SelfTestOutcome::Unknown;
    std::string value; ///< as found; empty: not known
    std::string wanted;

    friend bool operator==(const SelfTestResult&, const SelfTestResult&) = default;
};

/// The newest self-test of a session, for a person.
struct SelfTestStatus {
    std::vector<SelfTestResult> results; ///< one a check, in the order of the enum
    bool isRunning = false;
    std::optional<bool> hasPassed; ///< empty before its end

    friend bool operator==(const SelfTestStatus&, const SelfTestStatus&) = default;
};

} // namespace breakline
