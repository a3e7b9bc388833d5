// SPDX-License-Identifier: GPL-3.0-or-later
// The trading state machine beside a look into its table.
#include "app/BenchResult.h"
#include "app/BenchTimer.h"
#include "trading/TradingStateMachine.h"

#include <array>

namespace breakline {

namespace {

constexpr int kCycles = 2'000;
constexpr int kRuns = 7;
/// From SCANNING through a whole trading cycle and back.
constexpr std::array kCycle {Trigger::CandidatesFound, Trigger::LevelsBuilt,   Trigger::SignalsFound,
                             Trigger::Sized,           Trigger::EntriesOpened, Trigger::AllFlat};

} // namespace

Expected<BenchResult> benchStateMachine()
{
    TradingStateMachine machine;
    machine.fire(Trigger::Start, "bench", Timestamp {});
    machine.fire(Trigger::Initialised, "bench", Timestamp {});
    TradingState looked = TradingState::Scanning;
    for (const Trigger trigger : kCycle) {
        const auto target = targetOf(looked, trigger);
        if (!machine.fire(trigger, "bench", Timestamp {}) || !target || machine.state() != *target)
            return fail(ErrorCode::Corrupt,
                        "the machine and its table differ at " + std::string(toText(trigger)));
        looked = *target;
    }

    constexpr double transitions = kCycles * static_cast<double>(kCycle.size());
    std::vector<double> own, beside;
    for (int run = 0; run < kRuns; ++run) {
        own.push_back(secondsOf([&] {
                          for (int i = 0; i < kCycles; ++i)
                              for (const Trigger trigger : kCycle)
                                  machine.fire(trigger, "bench", Timestamp {});
                      })
                      / transitions * 1e9);
        volatile TradingState state = TradingState::Scanning;
        beside.push_back(secondsOf([&] {
                             for (int i = 0; i < kCycles; ++i)
                                 for (const Trigger trigger : kCycle)
                                     state = *targetOf(state, trigger);
                         })
                         / transitions * 1e9);
        if (machine.state() != TradingState::Scanning || state != TradingState::Scanning)
            return fail(ErrorCode::Corrupt, "the machine and its table differ after the cycles");
    }
    BenchResult result;
    result.name = "state_machine_transition";
    result.unit = "ns";
    result.median = medianOf(own);
    result.runs = kRuns;
    result.beside = {"look into the table", medianOf(beside)};
    result.note = "one transition of a whole trading cycle, history and observers included";
    return result;
}

} // namespace breakline
