// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/UserCommand.h"

namespace breakline {

std::string_view toText(CommandKind kind)
{
    switch (kind) {
    case CommandKind::Start: return "start";
    case CommandKind::Stop: return "stop";
    case CommandKind::Pause: return "pause";
    case CommandKind::Resume: return "resume";
    case CommandKind::PanicExit: return "panic_exit";
    case CommandKind::KillSwitch: return "kill_switch";
    case CommandKind::Retry: return "retry";
    case CommandKind::Rearm: return "re-arm";
    case CommandKind::SelectSymbol: return "select_symbol";
    case CommandKind::TimeStop: return "time_stop";
    case CommandKind::Reload: return "reload";
    case CommandKind::OnStart: return "on_start";
    case CommandKind::Resolve: return "resolve";
    }
    return {};
}

bool isAvailable(CommandKind kind, TradingState state, bool lossLatch)
{
    switch (kind) {
    case CommandKind::PanicExit:
    case CommandKind::KillSwitch:
    case CommandKind::OnStart:
    case CommandKind::Resolve:
    case CommandKind::SelectSymbol: return true;
    case CommandKind::Start: return state == TradingState::Idle || state == TradingState::Stopped;
    case CommandKind::Stop: return state != TradingState::Idle && state != TradingState::Stopped;
    case CommandKind::Pause:
    case CommandKind::TimeStop: return isRunning(state);
    case CommandKind::Resume: return state == TradingState::Paused;
    case CommandKind::Retry: return state == TradingState::Error;
    case CommandKind::Rearm:
        return lossLatch || state == TradingState::Idle || state == TradingState::Emergency
            || state == TradingState::Stopped;
    case CommandKind::Reload: return false;
    }
    return false;
}

std::vector<CommandKind> availableCommands(TradingState state, bool lossLatch)
{
    std::vector<CommandKind> commands;
    for (std::size_t i = 0; i < kCommandKindCount; ++i) {
        const auto kind = static_cast<CommandKind>(i);
        if (kind != CommandKind::SelectSymbol && kind != CommandKind::OnStart && kind != CommandKind::Resolve
            && isAvailable(kind, state, lossLatch))
            commands.push_back(kind);
    }
    return commands;
}

} // namespace breakline
