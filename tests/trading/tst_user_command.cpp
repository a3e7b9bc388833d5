// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/UserCommand.h"

#include <QTest>

#include <array>
#include <set>
#include <vector>

using namespace breakline;
using enum CommandKind;

namespace {

struct Row {
    TradingState state;
    std::set<CommandKind> commands; ///< beside panic_exit and kill_switch
};

const std::array<Row, kTradingStateCount> kRows {{
    {TradingState::Idle, {Start, Rearm}},
    {TradingState::Initializing, {Stop}},
    {TradingState::Scanning, {Stop, Pause, TimeStop}},
    {TradingState::LevelBuilding, {Stop, Pause, TimeStop}},
    {TradingState::SignalWait, {Stop, Pause, TimeStop}},
    {TradingState::Sizing, {Stop, Pause, TimeStop}},
    {TradingState::Execution, {Stop, Pause, TimeStop}},
    {TradingState::Managing, {Stop, Pause, TimeStop}},
    {TradingState::Paused, {Resume, Stop}},
    {TradingState::Error, {Retry, Stop}},
    {TradingState::Emergency, {Stop, Rearm}},
    {TradingState::Stopped, {Start, Rearm}},
}};

bool isDecidedByItsArgument(CommandKind kind)
{
    return kind == SelectSymbol || kind == CommandKind::OnStart || kind == CommandKind::Resolve;
}

} // namespace

class TestUserCommand : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyCommandInEveryState()
    {
        for (std::size_t s = 0; s < kTradingStateCount; ++s) {
            QCOMPARE(static_cast<std::size_t>(kRows[s].state), s);
            for (const bool lossLatch : {false, true}) {
                std::vector<CommandKind> expected;
                for (std::size_t c = 0; c < kCommandKindCount; ++c) {
                    const auto kind = static_cast<CommandKind>(c);
                    const bool isAllowed = kind == PanicExit || kind == KillSwitch
                        || isDecidedByItsArgument(kind) || kRows[s].commands.contains(kind)
                        || (kind == Rearm && lossLatch);
                    QCOMPARE(isAvailable(kind, kRows[s].state, lossLatch), isAllowed);
                    if (isAllowed && !isDecidedByItsArgument(kind))
                        expected.push_back(kind);
                }
                QVERIFY(availableCommands(kRows[s].state, lossLatch) == expected);
            }
        }
    }

    void names()
    {
        std::set<std::string_view> names;
        for (std::size_t c = 0; c < kCommandKindCount; ++c)
            names.insert(toText(static_cast<CommandKind>(c)));
        QCOMPARE(names.size(), kCommandKindCount);
        QCOMPARE(toText(PanicExit), std::string_view("panic_exit"));
        QCOMPARE(toText(Rearm), std::string_view("re-arm"));
        QCOMPARE(toText(TimeStop), std::string_view("time_stop"));
    }
};

QTEST_APPLESS_MAIN(TestUserCommand)
#include "tst_user_command.moc"
