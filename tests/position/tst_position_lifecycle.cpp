// SPDX-License-Identifier: GPL-3.0-or-later
#include "position/PositionLifecycle.h"

#include <catch2/catch.hpp>

#include <string>

using namespace breakline;

namespace {

// Columns: entry completed, confirmed, exit started, flat, breakeven set,
// trailing started, reduced. '.': refused.
constexpr std::string_view kPhases = "OERXC"; // opening, entry confirmation, running, exiting, closed
constexpr std::string_view kPhaseExpected[] = {
    "E.XC...",
    ".RXC...",
    "..XC...",
    "...C...",
    ".......",
};
constexpr std::string_view kStages = "IBT";
constexpr std::string_view kStageExpected[] = {
    "....BT.",
    ".....T.",
    ".......",
};
constexpr std::string_view kScales = "FP";
constexpr std::string_view kScaleExpected[] = {
    "......P",
    "......P",
};

template<class State, std::size_t N>
void checkTable(const std::string_view (&expected)[N], std::string_view letters)
{
    for (std::size_t state = 0; state < N; ++state) {
        for (std::size_t trigger = 0; trigger < kPositionTriggerCount; ++trigger) {
            INFO(toText(static_cast<State>(state)) << " + " << toText(static_cast<PositionTrigger>(trigger)));
            const auto next = apply(static_cast<State>(state), static_cast<PositionTrigger>(trigger));
            CHECK((next ? letters[static_cast<std::size_t>(*next)] : '.') == expected[state][trigger]);
        }
    }
}

} // namespace

TEST_CASE("every pair of each region")
{
    checkTable<PositionPhase>(kPhaseExpected, kPhases);
    checkTable<StopStage>(kStageExpected, kStages);
    checkTable<PositionScale>(kScaleExpected, kScales);
}

TEST_CASE("the regions move independently")
{
    PositionLifecycle life(Timestamp{1'000});
    CHECK(life.phase() == PositionPhase::Opening);
    CHECK_FALSE(life.apply(PositionTrigger::Confirmed, Timestamp{1'500}));
    REQUIRE(life.apply(PositionTrigger::EntryCompleted, Timestamp{2'000}));
    // A target in the confirmation time: partly closed, and still trailing later.
    const auto reduced = life.apply(PositionTrigger::Reduced, Timestamp{2'500});
    REQUIRE(reduced.has_value());
    CHECK(reduced->region == "scaling");
    CHECK(reduced->from == "full");
    CHECK(reduced->to == "partially_closed");
    CHECK(life.phase() == PositionPhase::EntryConfirmation);
    CHECK(life.timeInPhase(Timestamp{3'000}) == Duration::seconds(1));
    REQUIRE(life.apply(PositionTrigger::TrailingStarted, Timestamp{3'000}));
    CHECK_FALSE(life.apply(PositionTrigger::BreakevenSet, Timestamp{3'100})); // trailing goes before breakeven
    REQUIRE(life.apply(PositionTrigger::Confirmed, Timestamp{4'000}));
    const auto exiting = life.apply(PositionTrigger::ExitStarted, Timestamp{5'000});
    REQUIRE(exiting.has_value());
    CHECK(exiting->region == "lifecycle");
    CHECK(exiting->trigger == "exit_started");
    CHECK(exiting->time == Timestamp{5'000});
    REQUIRE(life.apply(PositionTrigger::Flat, Timestamp{6'000}));
    CHECK(life.isClosed());
    CHECK(life.stopStage() == StopStage::Trailing);
    CHECK(life.scale() == PositionScale::PartiallyClosed);
}

TEST_CASE("a closed position takes no trigger")
{
    PositionLifecycle life(Timestamp{0});
    REQUIRE(life.apply(PositionTrigger::Flat, Timestamp{1}));
    for (std::size_t trigger = 0; trigger < kPositionTriggerCount; ++trigger)
        CHECK_FALSE(life.apply(static_cast<PositionTrigger>(trigger), Timestamp{2}));
    CHECK(life.stopStage() == StopStage::Initial);
    CHECK(life.scale() == PositionScale::Full);
}

TEST_CASE("the diagram holds three parallel regions")
{
    CHECK(positionLifecycleDiagram()
          == "stateDiagram-v2\n"
             "    state position {\n"
             "        [*] --> opening\n"
             "        opening --> entry_confirmation: entry_completed\n"
             "        entry_confirmation --> running: confirmed\n"
             "        opening --> exiting: exit_started\n"
             "        entry_confirmation --> exiting: exit_started\n"
             "        running --> exiting: exit_started\n"
             "        opening --> closed: flat\n"
             "        entry_confirmation --> closed: flat\n"
             "        running --> closed: flat\n"
             "        exiting --> closed: flat\n"
             "        closed --> [*]\n"
             "        --\n"
             "        [*] --> initial\n"
             "        initial --> breakeven: breakeven_set\n"
             "        initial --> trailing: trailing_started\n"
             "        breakeven --> trailing: trailing_started\n"
             "        --\n"
             "        [*] --> full\n"
             "        full --> partially_closed: reduced\n"
             "        partially_closed --> partially_closed: reduced\n"
             "    }\n");
}
