// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace breakline {

/// One passing of a place at which a program can be killed.
struct CrashPoint {
    std::string name; ///< "net.place.after_send"
    std::uint64_t pass = 1; ///< which passing of it, from 1

    friend auto operator<=>(const CrashPoint&, const CrashPoint&) = default;
};

/// "NAME#k"; without "#k" its first passing. InvalidArgument says what is wrong.
Expected<CrashPoint> parseCrashPoint(std::string_view text);
std::string toText(const CrashPoint& point);

/// How often each place was passed, by name.
using CrashPasses = std::map<std::string, std::uint64_t, std::less<>>;

/// Counts the places that a program passes and kills it, as the operating system
/// would (SIGKILL), at the passing that is wanted. Trading thread.
///
///   journal.KIND.before_commit  the row is about to be handed to the journal
///   journal.KIND.after_commit   it is on the disk, and nothing after it
///   net.CALL.before_send        the session wants the call
///   net.CALL.after_send         the venue has it; no answer has been handled
///   net.CALL.after_answer       its answer is recorded and not handled
///   ws.TOPIC.before_handle      what was pushed is recorded and not handled
///   timer.NAME.before_fire      that it fired is recorded and not handled
class CrashPoints {
public:
    /// Empty: none; only counts.
    explicit CrashPoints(std::optional<CrashPoint> killAt = {});

    /// Does not return from the passing that is wanted.
    void pass(std::string_view name);
    /// Whether the next passing of `name` is the one that is wanted.
    bool isNext(std::string_view name) const;

    const CrashPasses& passes() const { return m_passes; }

private:
    std::optional<CrashPoint> m_killAt;
    CrashPasses m_passes;
};

} // namespace breakline
