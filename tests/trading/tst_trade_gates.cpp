// SPDX-License-Identifier: GPL-3.0-or-later
// The gates behind a signal: what risk, sizing and execution refuse is a gate whose value,
// moved by what it needs, they let pass, and moved by a hair less they do not.
#include "../risk/risk_fixtures.h"

#include "trading/TradeGates.h"

#include "execution/OrderChoice.h"
#include "execution/SlicingPlan.h"
#include "risk/RiskLimits.h"
#include "risk/Sizing.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <vector>

using namespace breakline;
using namespace breakline::test;

namespace {

RiskParameters limits()
{
    RiskParameters parameters = breakoutV1();
    parameters.allowMissingSizingDepth = true;
    return parameters;
}

/// Equity 100,000; an entry within all limits whose figures move by `by`.
struct Entry {
    double correlation = 0.3;
    double notional = 20'000.0;
    double openRisk = 1'000.0;
    std::size_t taken = 0;
    double heldNotional = 0.0; ///< of each

    void evaluate(GateTrace& trace) const
    {
        RiskMonitor monitor(limits());
        monitor.observe(Decimal::literal("100000"), kMorning);
        const std::vector<ExposureLine> book(taken, ExposureLine {Direction::Long, heldNotional, 1.0, 0.0});
        EntryQuestion question;
        question.entry = {Direction::Long, notional, correlation, openRisk};
        question.book = book;
        append(trace, evaluateEntry(monitor, question));
    }
};

/// Equity 100,000; entry 50, stop 49.
struct Size {
    RiskParameters parameters = limits();
    Instrument rules = makeInstrument();
    SizingInput input;

    Size()
    {
        input.equityUsd = 100'000.0;
        input.entry = Price {5'000};
        input.stop = Price {4'900};
    }
    void evaluate(GateTrace& trace) const { append(trace, calculateSize(parameters, rules, input)); }
};

/// Ten at 50, a spread of 2 bps.
struct Order {
    ExecutionParameters parameters;
    Quote quote {Price {4'999}, Price {5'000}, 100'000.0};
    Price cap {5'005};
    Quantity total {10'000};
    Instrument rules = makeInstrument();

    void evaluate(GateTrace& trace) const
    {
        const auto slices = planSlices(total, Price {5'000}, quote.depth5bpsUsd, parameters, rules);
        if (!slices) {
            append(trace, slices.error());
            return;
        }
        const auto terms = chooseEntryTerms(Side::Buy, true, ChildStep::First, quote, cap, parameters, rules);
        if (terms)
            return;
        const bool isSpread = terms.error().reason == OrderChoiceRefusal::Reason::SpreadTooWide;
        EntryRejected rejected;
        rejected.end = isSpread ? EntryEnd::SpreadTooWide : EntryEnd::BeyondPriceCap;
        rejected.value = terms.error().value;
        rejected.threshold = terms.error().threshold;
        appendEnd(trace, rejected, Side::Buy);
    }
};

/// With the value moved by `change` from where it refuses; 0: as it refuses.
struct Flip {
    std::string gate;
    std::function<void(GateTrace&, const Gate*, double change)> evaluate;
    double hair = 1e-6; ///< of the change; of a count a part that is a whole one
};

std::vector<Flip> flips()
{
    const auto entry = [](auto set) {
        return [set](GateTrace& trace, const Gate*, double change) {
            Entry question;
            set(question, change);
            question.evaluate(trace);
        };
    };
    const auto size = [](auto set) {
        return [set](GateTrace& trace, const Gate*, double change) {
            Size question;
            set(question, change);
            question.evaluate(trace);
        };
    };
    const auto order = [](auto set) {
        return [set](GateTrace& trace, const Gate* gate, double change) {
            Order question;
            set(question, gate, change);
            question.evaluate(trace);
        };
    };
    return {
        {"concurrent",
         entry([](Entry& e, double by) { e.taken = static_cast<std::size_t>(std::floor(3.0 + by)); }), 1.0},
        {"correlation", entry([](Entry& e, double by) { e.correlation = 0.45 + by; })},
        {"correlated_exposure", entry([](Entry& e, double by) {
             e.taken = 1;
             e.heldNotional = 152'000.0 + by;
         })},
        {"open_risk", entry([](Entry& e, double by) { e.openRisk = 8'200.0 + by; })},
        {"leverage_room", size([](Size& s, double by) { s.input.committedNotionalUsd = 499'997.0 - by; })},
        {"below_minimum", size([](Size& s, double by) {
             s.parameters.maxPositionSizeUsd = 4.0;
             s.rules.minNotional = *Decimal::fromDouble(5.0 - by, 12, Rounding::Down);
         })},
        {"liquidation_too_near", size([](Size& s, double by) {
             s.input.stop = Price {4'750};
             s.rules.maintenanceMarginRate = *Decimal::fromDouble(0.005 - by / 50.0, 18, Rounding::HalfEven);
         })},
        {"margin_too_small", size([](Size& s, double by) { s.input.freeMarginUsd = 1'000.0 + by; })},
        {"spread_too_wide", order([](Order& o, const Gate* gate, double by) {
             o.parameters.spreadWidenBps = gate != nullptr ? *gate->threshold - by : 1.5;
         })},
        {"beyond_price_cap", order([](Order& o, const Gate*, double by) {
             // In ticks, as quotes are; the spread stays as it is.
             o.quote.ask = Price {5'010 + std::llround(by * 100.0)};
             o.quote.bid = *o.quote.ask - 1;
         }),
         0.2},
        {"depth_too_thin", order([](Order& o, const Gate* gate, double by) {
             // A third of what is asked for is let through from 0.3 on, in lots of 0.05.
             const double value = gate != nullptr ? *gate->value + by : 100.0;
             o.quote.depth5bpsUsd =
                 (value + 1e-9) / (o.parameters.maxDepthFraction * o.parameters.twapMaxSlices);
         }),
         0.05},
        {"slice_below_minimum",
         order([](Order& o, const Gate*, double by) { o.total = Quantity {80 + std::llround(by / 0.05)}; }),
         0.05},
    };
}

/// What cannot be flipped, and why.
const std::map<std::string, std::string> kExempt {
    {"gate", "closed by latches and baselines, which have gates of their own"},
    {"size", "what was passed"},
    {"equity_unknown", "has no value"},
    {"out_of_range", "has no value"},
    {"depth_missing", "has no value"},
    {"stop_on_wrong_side", "no signal has one"},
    {"risk_above_limit", "a size is cut to its budget before"},
    {"target_not_legal", "which part is too small the split says"},
    {"added_risk", "of what is added to a position"},
    {"none", "refuses nothing"},
    {"invalid_input", "no signal has one"},
    {"no_quote", "has no value"}};

const Gate* refusing(const GateTrace& trace, const std::string& name)
{
    const Gate* found = nullptr;
    for (const Gate& gate : trace.gates())
        if (gate.refuses && gate.fullName() == name)
            found = &gate;
    return found;
}

} // namespace

class TradeGatesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatPassesHasNoRefusal()
    {
        GateTrace trace;
        Entry {}.evaluate(trace);
        Size {}.evaluate(trace);
        Order {}.evaluate(trace);
        for (const Gate& gate : trace.gates())
            QVERIFY2(!gate.refuses, gate.fullName().c_str());
        QVERIFY(trace.decision() == nullptr);
        QCOMPARE(trace.size(), std::size_t {6});
    }

    void movedByWhatItNeedsItPasses()
    {
        for (const Flip& flip : flips()) {
            const char* name = flip.gate.c_str();
            GateTrace trace;
            flip.evaluate(trace, nullptr, 0.0);
            trace.markSoleBlockers();
            const Gate* gate = refusing(trace, flip.gate);
            QVERIFY2(gate != nullptr, name);
            QVERIFY2(gate->isSoleBlocker, name);
            QVERIFY2(gate->decided, name);
            QVERIFY2(gate->neededChange(), name);
            const double needed = *gate->neededChange();
            const double rounding =
                std::copysign(1e-12 * std::max(std::fabs(*gate->value), std::fabs(*gate->threshold)), needed);
            GateTrace moved, less;
            flip.evaluate(moved, gate, needed + rounding);
            QVERIFY2(refusing(moved, flip.gate) == nullptr, name);
            QVERIFY2(moved.decision() == nullptr, name);
            flip.evaluate(less, gate, needed * (1.0 - flip.hair) - (flip.hair == 1.0 ? 0.0 : rounding));
            QVERIFY2(refusing(less, flip.gate) != nullptr, name);
        }
    }

    void everyKindHasAFlipOrAReason()
    {
        std::set<std::string> known, covered;
        for (int i = 0; i <= static_cast<int>(EntryCheckName::OpenRisk); ++i) {
            const std::string_view name = toText(static_cast<EntryCheckName>(i));
            known.emplace(name.substr(name.find(':') + 1));
        }
        for (int i = 0; i <= static_cast<int>(SizeRejection::AddedRisk); ++i)
            known.emplace(toText(static_cast<SizeRejection>(i)));
        for (int i = 0; i <= static_cast<int>(OrderChoiceRefusal::Reason::NoQuote); ++i)
            known.emplace(toText(static_cast<OrderChoiceRefusal::Reason>(i)));
        for (int i = 0; i <= static_cast<int>(SlicingRefusal::Reason::SliceBelowMinimum); ++i)
            known.emplace(toText(static_cast<SlicingRefusal::Reason>(i)));
        known.insert("size");
        for (const Flip& flip : flips()) {
            QVERIFY2(!kExempt.contains(flip.gate), flip.gate.c_str());
            covered.insert(flip.gate);
        }
        for (const auto& [name, reason] : kExempt)
            covered.insert(name);
        QVERIFY(covered == known);
    }

    /// An entry that ended early says how much of it there is, and why no more; it is a
    /// trade all the same.
    void aPartOfAnEntrySaysHowMuchItIs()
    {
        GateTrace trace;
        EntryComplete complete;
        complete.end = EntryEnd::Invalidated;
        append(trace, complete, -0.5, 0.4);
        QCOMPARE(trace.size(), std::size_t {3});
        const auto gates = trace.gates();
        QCOMPARE(gates[0].fullName(), std::string("filled"));
        QCOMPARE(gates[0].value, std::optional(-0.5));
        QCOMPARE(gates[1].fullName(), std::string("filled_share"));
        QCOMPARE(gates[1].value, std::optional(0.4));
        QCOMPARE(gates[1].threshold, std::optional(1.0));
        QCOMPARE(gates[1].outcome, CheckOutcome::Fail);
        QCOMPARE(gates[2].fullName(), std::string("invalidated"));
        QVERIFY(std::ranges::none_of(gates, &Gate::refuses));
        trace.clear();
        append(trace, EntryComplete {}, 0.0, 1.0);
        QCOMPARE(trace.size(), std::size_t {2});
        QCOMPARE(trace.gates()[1].outcome, CheckOutcome::Pass);
    }

    void whatBoundTheSizeStandsBeforeIt()
    {
        PositionSize size;
        size.valid = true;
        size.riskR = 0.68;
        size.cap = SizeCap::Depth;
        GateTrace trace;
        append(trace, size);
        QCOMPARE(trace.gates()[0].fullName(), std::string("depth:size"));
        QCOMPARE(trace.gates()[0].value, std::optional(0.68));
    }

    void anExitRuleSaysWhatItMeasured()
    {
        ExitSignal signal {ExitReason::WeakImpulse, ExitUrgency::Normal, 0.8};
        signal.bound = Bound::LessThan;
        signal.value = 0.12;
        signal.threshold = 0.3;
        signal.unit = "percent";
        GateTrace trace;
        append(trace, signal);
        QCOMPARE(trace.gates()[0].stage, GateStage::Exit);
        QCOMPARE(trace.gates()[0].fullName(), std::string("weak_impulse"));
        QCOMPARE(trace.gates()[0].value, std::optional(0.12));
        QCOMPARE(trace.gates()[0].threshold, std::optional(0.3));
    }

    void theGateOfAnEntryThatEndedSaysWhat()
    {
        const auto gateOf = [](const EntryRejected& rejected, Side side) {
            GateTrace trace;
            appendEnd(trace, rejected, side);
            Gate gate = trace.gates().front();
            gate.name = {};
            return gate;
        };
        EntryRejected rejected;
        rejected.end = EntryEnd::BeyondPriceCap;
        rejected.value = 50.1;
        rejected.threshold = 50.05;
        QCOMPARE(gateOf(rejected, Side::Buy).bound, Bound::AtMost);
        QCOMPARE(gateOf(rejected, Side::Buy).unit, std::string_view("price"));
        rejected.value = 49.9;
        rejected.threshold = 49.95;
        QCOMPARE(gateOf(rejected, Side::Sell).bound, Bound::AtLeast);
        QVERIFY(gateOf(rejected, Side::Sell).neededChange());
        // Of what has no measure nothing is shown.
        rejected.end = EntryEnd::Operator;
        QVERIFY(!gateOf(rejected, Side::Sell).value);
        for (int i = 0; i <= static_cast<int>(EntryEnd::Operator); ++i) {
            rejected.end = static_cast<EntryEnd>(i);
            GateTrace trace;
            appendEnd(trace, rejected, Side::Buy);
            QCOMPARE(trace.gates().front().fullName(), std::string(toText(rejected.end)));
            QVERIFY(trace.gates().front().refuses);
            QVERIFY(trace.decision() != nullptr);
        }
    }
};

QTEST_GUILESS_MAIN(TradeGatesTest)
#include "tst_trade_gates.moc"
