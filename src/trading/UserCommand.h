// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "trading/TradingState.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace breakline {

enum class CommandKind : std::uint8_t {
    Start,
    Stop, ///< end of entries, flatten, STOPPED
    Pause,
    Resume,
    PanicExit, ///< "Flatten": no latch, ends PAUSED
    KillSwitch, ///< flatten, latch, EMERGENCY
    Retry,
    Rearm, ///< clears the latches; `argument` is the typed confirmation
    SelectSymbol, ///< the chart's symbol; decides nothing
    TimeStop, ///< opens no more; what is open closes at its time or maximum hold
    Reload, ///< a preset anew in a running session: not offered in this version
    OnStart, ///< what is done with positions that are found: adopt, flatten or wait
    Resolve ///< of a contested position: "adopt", "flatten" or "release", a space and the symbol
};
inline constexpr std::size_t kCommandKindCount = 13;

std::string_view toText(CommandKind kind);

/// What a person or a script asks for; enters by the same door as a tick.
struct UserCommand {
    std::uint64_t id = 0; ///< of the asker; the reply carries it
    CommandKind kind = CommandKind::Start;
    std::string argument;

    friend bool operator==(const UserCommand&, const UserCommand&) = default;
};

/// What became of a command. `success` is the real result, not its receipt.
struct CommandReply {
    std::uint64_t id = 0;
    CommandKind kind = CommandKind::Start;
    bool success = false;
    std::string message;
    Timestamp time;
};

/// Whether the command may be given in the state; `lossLatch`: the entry latch
/// of consecutive losses is set, which re-arm releases in any state. (SPEC 9.4)
bool isAvailable(CommandKind kind, TradingState state, bool lossLatch);

/// The commands that act on trading and may be given in the state, in the order
/// of the enum. SelectSymbol, OnStart and Resolve, whose argument alone decides,
/// are not among them.
std::vector<CommandKind> availableCommands(TradingState state, bool lossLatch);

} // namespace breakline
