// SPDX-License-Identifier: GPL-3.0-or-later
// The chart of an earlier moment is the one that a session stopped then showed.
#include "SessionAtPosition.h"

#include "strategy/Levels.h"
#include "trading/ChartHistory.h"
#include "trading/ChartPast.h"
#include "trading/ChartReader.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <map>
#include <tuple>

using namespace breakline;

namespace {

constexpr Duration kSpan = Duration::minutes(80);

struct Moment {
    Timestamp time;
    TradingSnapshotPtr snapshot;
};

/// A session's snapshots at each moment, as a session stopped then gives them, and
/// the pasts of its symbols at the end.
struct Seen {
    std::vector<Moment> moments;
    std::map<std::string, ChartPastPtr> pasts;
    InstrumentTable instruments;
    SessionSettings settings;
};

std::unique_ptr<StoredSession> opened(const QString& folder, bool isInProcess)
{
    SessionOptions options = sessionIn(folder);
    options.simulation.seed = 2;
    options.simulation.isInProcess = isInProcess;
    auto session = StoredSession::open(prepareSession(options).value(), options.sessionDir).value();
    session->session().keepCharts();
    session->catchUpWithRecording([](const std::string&) {}).value();
    return session;
}

void runTo(StoredSession& session, Timestamp end, Seen& seen)
{
    SessionRunner& runner = session.runner();
    while (runner.now() < end) {
        constexpr std::int64_t interval = 300'000;
        const std::int64_t after = ChartMoment::kAfterClose.ms;
        const std::int64_t next = (runner.now().ms - after) / interval + 1;
        const Timestamp moment = std::min(end, Timestamp {next * interval + after});
        runner.runUntil(moment);
        seen.moments.push_back({moment, session.session().snapshot()});
    }
}

void readPasts(StoredSession& session, Seen& seen)
{
    seen.instruments = session.session().board().instruments();
    seen.settings = session.session().settings();
    const TradingSnapshotPtr last = session.session().snapshot();
    for (const std::string& symbol : last->symbols) {
        session.submit({9, CommandKind::SelectSymbol, symbol});
        const TradingSnapshotPtr snapshot = session.session().snapshot();
        if (snapshot->chartPast)
            seen.pasts[symbol] = snapshot->chartPast;
    }
}

Seen seenBy(const QString& folder, bool isInProcess, Duration span)
{
    Seen seen;
    const auto session = opened(folder, isInProcess);
    session->submit({1, CommandKind::Start, {}});
    runTo(*session, session->start() + span, seen);
    readPasts(*session, seen);
    return seen;
}

std::vector<MarkerView> sorted(std::vector<MarkerView> markers)
{
    std::ranges::sort(markers, {}, [](const MarkerView& m) {
        return std::tuple(m.time, m.kind, m.price, m.text, m.side, m.intent);
    });
    return markers;
}

/// Of the live chart of then all but the candle that was forming.
void compareCharts(ChartView then, const ChartView& past)
{
    if (then.lastIsForming)
        then.candles.pop_back();
    QCOMPARE(past.symbol, then.symbol);
    QVERIFY(past.candles == then.candles);
    QVERIFY(past.levels == then.levels);
    QCOMPARE(past.entry, then.entry);
    QCOMPARE(past.stop, then.stop);
    QVERIFY(past.targets == then.targets);
    QCOMPARE(past.last, then.last);
    QCOMPARE(past.priceDecimals, then.priceDecimals);
    QVERIFY(sorted(past.markers) == sorted(then.markers));
}

/// Every moment of `shorter` is the same in `longer`, whatever came after it.
void comparePasts(const std::map<std::string, ChartPastPtr>& shorter,
                  const std::map<std::string, ChartPastPtr>& longer)
{
    QVERIFY(!shorter.empty());
    QCOMPARE(longer.size(), shorter.size());
    for (const auto& [symbol, past] : shorter) {
        const ChartPastPtr& other = longer.at(symbol);
        QVERIFY(other->moments.size() >= past->moments.size());
        for (std::size_t i = 0; i < past->moments.size(); ++i) {
            QCOMPARE(other->moments[i]->time, past->moments[i]->time);
            QCOMPARE(other->moments[i]->isBeforeSession, past->moments[i]->isBeforeSession);
            compareCharts(chartAt(*other, *other->moments[i]), chartAt(*past, *past->moments[i]));
        }
    }
}

} // namespace

class ChartPastTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    Seen m_seen;

private Q_SLOTS:
    void initTestCase() { m_seen = seenBy(m_folder.filePath(QStringLiteral("plain")), true, kSpan); }

    void everyMomentIsWhatASessionStoppedThenShowed()
    {
        int compared = 0, withEntry = 0, withStop = 0, withSignal = 0, withFill = 0, withLevels = 0;
        for (const Moment& moment : m_seen.moments) {
            const ChartView& then = moment.snapshot->chart;
            if (then.symbol.empty() || then.candles.empty())
                continue;
            const ChartPast& past = *m_seen.pasts.at(then.symbol);
            const ChartMoment* held = past.momentAt(moment.time);
            QVERIFY(held != nullptr);
            if (held == past.moments.back().get() && held->time != moment.time)
                continue; // the end of the span: the next moment has not come
            QCOMPARE(held->time, moment.time);
            compareCharts(then, chartAt(past, *held));
            ++compared;
            withEntry += then.entry ? 1 : 0;
            withStop += then.stop ? 1 : 0;
            withLevels += then.levels.empty() ? 0 : 1;
            const auto isFill = [](const MarkerView& m) { return m.kind == MarkerView::Kind::Fill; };
            withFill += std::ranges::any_of(then.markers, isFill) ? 1 : 0;
            withSignal += std::ranges::all_of(then.markers, isFill) ? 0 : 1;
        }
        QVERIFY2(compared >= 14, qPrintable(QString::number(compared)));
        QVERIFY(withEntry > 0 && withStop > 0 && withLevels > 0 && withFill > 0 && withSignal > 0);
    }

    void levelsAreThoseOfTheCandlesOfThen()
    {
        int compared = 0, before = 0;
        for (const auto& [symbol, past] : m_seen.pasts) {
            const Instrument& instrument = m_seen.instruments.at(*m_seen.instruments.find(symbol));
            for (const auto& moment : past->moments) {
                const ChartView chart = chartAt(*past, *moment);
                const auto levels = findLevels(chart.candles, instrument, m_seen.settings.preset.levels,
                                               m_seen.settings.analysis);
                QCOMPARE(chart.levels.size(), levels.size());
                for (std::size_t i = 0; i < levels.size(); ++i) {
                    QCOMPARE(chart.levels[i].price, levels[i].price);
                    QCOMPARE(chart.levels[i].touches, levels[i].touches);
                    QCOMPARE(chart.levels[i].strength, levels[i].enhancedStrength);
                    QCOMPARE(chart.levels[i].methods, levels[i].methods);
                    // Nobody knew of it before its birth, nor is it younger than what is shown.
                    if (chart.levels[i].born)
                        QVERIFY(*chart.levels[i].born <= moment->time);
                }
                ++compared;
                before += moment->isBeforeSession ? 1 : 0;
            }
        }
        QVERIFY(compared > 1000);
        QVERIFY(before > 1000);
    }

    void aBirthIsTheFirstMomentThatHeldTheLevel()
    {
        int found = 0;
        for (const auto& [symbol, past] : m_seen.pasts) {
            std::map<std::pair<Timestamp, double>, Timestamp> first; // by first touch and price
            for (const auto& moment : past->moments)
                for (const LevelView& level : moment->levels) {
                    const auto [place, isNew] =
                        first.emplace(std::pair(*level.firstTouch, level.price), moment->time);
                    if (!isNew || !level.born || moment == past->moments.front())
                        continue;
                    // The price of a level may drift within its tick: then it is no new one.
                    if (*level.born + ChartMoment::kAfterClose == moment->time)
                        ++found;
                    else
                        QVERIFY(*level.born + ChartMoment::kAfterClose < moment->time);
                }
        }
        QVERIFY2(found > 50, qPrintable(QString::number(found)));
    }

    void theWireChangesNothing()
    {
        const Seen wire = seenBy(m_folder.filePath(QStringLiteral("wire")), false, Duration::minutes(30));
        comparePasts(wire.pasts, m_seen.pasts);
    }

    void aResumedSessionHoldsTheSame()
    {
        const QString folder = m_folder.filePath(QStringLiteral("resumed"));
        Seen seen;
        Timestamp end;
        {
            const auto session = opened(folder, true);
            session->submit({1, CommandKind::Start, {}});
            end = session->start() + kSpan;
            runTo(*session, session->start() + Duration::minutes(40), seen);
        }
        const auto session = opened(folder, true);
        QVERIFY(session->isResumed());
        runTo(*session, end, seen);
        readPasts(*session, seen);
        comparePasts(m_seen.pasts, seen.pasts);
        for (const auto& [symbol, past] : m_seen.pasts)
            QCOMPARE(seen.pasts.at(symbol)->moments.size(), past->moments.size());
    }

    void whatIsHeldIsBounded()
    {
        QCOMPARE(ChartHistory::mostMoments(12), std::size_t {2'016});
        QCOMPARE(ChartHistory::mostMoments(49), std::size_t {2'016});
        QCOMPARE(ChartHistory::mostMoments(100), std::size_t {1'000});
        QCOMPARE(ChartHistory::mostMoments(500), std::size_t {200});
        QCOMPARE(ChartHistory::mostMoments(2'000), std::size_t {200});
        // What is older than the oldest moment is not known.
        const ChartPast& past = *m_seen.pasts.begin()->second;
        QVERIFY(past.momentAt(past.moments.front()->time - Duration::milliseconds(1)) == nullptr);
        QVERIFY(past.momentAt(past.moments.front()->time) == past.moments.front().get());
    }
};

QTEST_GUILESS_MAIN(ChartPastTest)
#include "tst_chart_past.moc"
