// SPDX-License-Identifier: GPL-3.0-or-later
// The program is killed at points of its own, the venue goes on alone, and the
// program is started again; and a judge that finds what it should.
#include "app/CommandLine.h"
#include "app/DrillCrashSeries.h"
#include "drill/CrashJudge.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <nlohmann/json.hpp>

#include <set>

using namespace breakline;

namespace {

CrashRunSettings settingsOf(std::uint64_t seed)
{
    CrashRunSettings settings;
    settings.program = QStringLiteral(BREAKLINE_PROGRAM);
    settings.seed = seed;
    settings.length = Duration::minutes(12); // two closes of a bar
    return settings;
}

std::string brokenOf(const DrillFindings& findings)
{
    std::string broken;
    for (std::size_t i = 0; i < kDrillInvariantCount; ++i) {
        const auto invariant = static_cast<DrillInvariant>(i);
        if (findings.isBroken(invariant))
            broken += std::string(toText(invariant)) + ": " + findings.of(invariant).first + "\n";
    }
    return broken;
}

/// Files under `folder` in which `pattern` is found, by their paths in src.
std::set<QString> sourcesWith(const QString& folder, const char* pattern)
{
    const QRegularExpression wanted {QLatin1String(pattern)};
    const QString root = QStringLiteral(BREAKLINE_SOURCES "/");
    std::set<QString> found;
    QDirIterator files(root + folder, {QStringLiteral("*.h"), QStringLiteral("*.cpp")}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && wanted.match(QString::fromUtf8(file.readAll())).hasMatch())
            found.insert(file.fileName().mid(root.size()));
    }
    return found;
}

/// What the venue says of a session that bought and was stopped out.
nlohmann::json venueAtEnd()
{
    const auto order = [](const char* venueId, const char* clientId, const char* side, bool isStop) {
        return nlohmann::json {
            {"venue_id", venueId},    {"client_id", clientId},
            {"symbol", "ETHUSDT"},    {"side", side},
            {"reduce_only", isStop},  {"position_stop", isStop},
            {"status", "filled"},     {"quantity", "2"},
            {"filled_quantity", "2"}, {"trigger_price", isStop ? nlohmann::json("90") : nlohmann::json()},
            {"created_ms", 1000}};
    };
    const auto fill = [](const char* id, const char* clientId, const char* side, const char* price) {
        return nlohmann::json {
            {"venue_trade_id", id}, {"client_id", clientId}, {"symbol", "ETHUSDT"}, {"kind", "trade"},
            {"side", side},         {"price", price},        {"quantity", "2"},     {"fee", "1"},
            {"time_ms", 1000}};
    };
    return {{"time_ms", 9000},
            {"orders", {order("v1", "c1", "buy", false), order("v2", "", "sell", true)}},
            {"fills", {fill("t1", "c1", "buy", "100"), fill("t2", "", "sell", "90")}},
            {"positions",
             {{{"symbol", "ETHUSDT"}, {"opened_ms", 1000}, {"closed_ms", 8000}, {"unprotected_ms", 20}}}},
            {"equity", {{"wallet", "978"}}}};
}

nlohmann::json venueAtKill()
{
    nlohmann::json report = venueAtEnd();
    report["time_ms"] = 2000;
    report["orders"][1]["status"] = "untriggered";
    report["positions"][0]["closed_ms"] = nullptr;
    report["fills"].erase(1);
    return report;
}

CrashJournal journalOf(const nlohmann::json& report)
{
    CrashJournal journal;
    journal.intentsAtKill = {{"c1"}};
    journal.intents = {"c1"};
    for (const auto& order : report["orders"]) {
        OrderRow row;
        row.clientId = order["client_id"];
        row.venueId = order["venue_id"];
        row.symbol = "ETHUSDT";
        row.quantity = row.filledQuantity = Decimal::literal("2");
        row.status = OrderStatus::Filled;
        journal.orders.push_back(row);
    }
    for (const auto& fill : report["fills"]) {
        FillRow row;
        row.time = Timestamp {1000};
        row.venueTradeId = fill["venue_trade_id"];
        row.clientId = fill["client_id"];
        row.symbol = "ETHUSDT";
        row.side = fill["side"] == "buy" ? Side::Buy : Side::Sell;
        row.quantity = Decimal::literal("2");
        row.price = Decimal::literal(fill["price"].get<std::string>());
        row.fee = Decimal::literal("1");
        journal.fills.push_back(row);
    }
    journal.clientIds = {{Timestamp {1000}, "trace", "c1", "entry", 0, 0}};
    journal.hasEnded = true;
    journal.equity = Decimal::literal("978");
    journal.equityDifference = Decimal {};
    return journal;
}

/// A fault that the judge has to find, and as what.
struct Tampered {
    const char* what;
    DrillInvariant found;
    std::function<void(nlohmann::json& atKill, nlohmann::json& atEnd, CrashJournal& journal)> tamper;
};

const std::vector<Tampered>& tamperings()
{
    using Json = nlohmann::json;
    static const std::vector<Tampered> all {
        {"an entry without its intent", DrillInvariant::JournalBeforeSend,
         [](Json&, Json&, CrashJournal& journal) { journal.intentsAtKill[0].clear(); }},
        {"an entry whose intent the program has lost", DrillInvariant::JournalBeforeSend,
         [](Json&, Json&, CrashJournal& journal) { journal.intents.clear(); }},
        {"an order twice", DrillInvariant::NoDoubleOrder,
         [](Json&, Json& atEnd, CrashJournal&) {
             Json again = atEnd["orders"][0];
             again["venue_id"] = "v3";
             atEnd["orders"].push_back(again);
         }},
        {"an order that is not written down", DrillInvariant::NoLostOrder,
         [](Json&, Json&, CrashJournal& journal) { journal.orders.erase(journal.orders.begin()); }},
        {"an order whose end is not known", DrillInvariant::OrderFateKnown,
         [](Json&, Json&, CrashJournal& journal) { journal.orders[0].status = OrderStatus::Unknown; }},
        {"another quantity", DrillInvariant::OrderFateKnown,
         [](Json&, Json&, CrashJournal& journal) {
             journal.orders[0].filledQuantity = Decimal::literal("1");
         }},
        {"a fill that is not booked", DrillInvariant::NoLostOrder,
         [](Json&, Json&, CrashJournal& journal) { journal.fills.pop_back(); }},
        {"a fill that is booked twice", DrillInvariant::NoDoubleOrder,
         [](Json&, Json&, CrashJournal& journal) { journal.fills.push_back(journal.fills[0]); }},
        {"a fill at another price", DrillInvariant::NoDoubleOrder,
         [](Json&, Json&, CrashJournal& journal) { journal.fills[0].price = Decimal::literal("99"); }},
        {"a slice that was sent again", DrillInvariant::NoDoubleOrder,
         [](Json&, Json& atEnd, CrashJournal& journal) {
             Json again = atEnd["orders"][0];
             again["venue_id"] = "v3";
             again["client_id"] = "c2";
             atEnd["orders"].push_back(again);
             journal.orders.push_back(journal.orders[0]);
             journal.orders.back().clientId = "c2";
             journal.intents.insert("c2");
             journal.clientIds.push_back({Timestamp {1000}, "trace", "c2", "entry", 0, 1});
         }},
        {"a stop that came late", DrillInvariant::StopCoversPosition,
         [](Json&, Json& atEnd, CrashJournal&) { atEnd["positions"][0]["unprotected_ms"] = 1851; }},
        {"a stop that was widened", DrillInvariant::StopOnlyInFavour,
         [](Json& atKill, Json&, CrashJournal&) { atKill["orders"][1]["trigger_price"] = "90.1"; }},
        {"another wallet", DrillInvariant::LedgerEqual,
         [](Json&, Json& atEnd, CrashJournal&) { atEnd["equity"]["wallet"] = "977"; }},
        {"sums that differ", DrillInvariant::LedgerEqual,
         [](Json&, Json&, CrashJournal& journal) { journal.equityDifference = Decimal::literal("0.1"); }},
        {"a position that stays", DrillInvariant::FlatAfterFlatten,
         [](Json&, Json& atEnd, CrashJournal&) { atEnd["positions"][0]["closed_ms"] = nullptr; }},
        {"an order that rests", DrillInvariant::FlatAfterFlatten,
         [](Json&, Json& atEnd, CrashJournal&) { atEnd["orders"][1]["status"] = "acknowledged"; }},
        {"a program that did not end", DrillInvariant::FlatAfterFlatten,
         [](Json&, Json&, CrashJournal& journal) { journal.hasEnded = false; }},
    };
    return all;
}

} // namespace

class CrashDrillTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aPointIsReadAsItIsWritten();
    void theJudgeFindsNothingWhereNothingIs();
    void theJudgeFinds_data();
    void theJudgeFinds();
    void aPositionMayBeNakedWhileTheProgramIsAway();
    void nobodyElseCanBeKilled();
    void theCommandLineSaysWhere();
    void fortyPointsBreakNothing();
    void aPointThatIsNotPassedKillsNothing();
};

void CrashDrillTest::aPointIsReadAsItIsWritten()
{
    const auto point = parseCrashPoint("net.place.after_send#12");
    QVERIFY(point.has_value());
    QCOMPARE(point->name, std::string("net.place.after_send"));
    QCOMPARE(point->pass, std::uint64_t {12});
    QCOMPARE(toText(*point), std::string("net.place.after_send#12"));
    QCOMPARE(parseCrashPoint("timer.scan.before_fire")->pass, std::uint64_t {1});
    for (const char* bad : {"", "#1", "net.place.after_send#", "net.place.after_send#0", "a#-1", "a#1x"})
        QVERIFY2(!parseCrashPoint(bad), bad);
}

void CrashDrillTest::theJudgeFindsNothingWhereNothingIs()
{
    DrillFindings findings;
    const auto verdict =
        judgeCrash(findings, {{venueAtKill().dump()}, {venueAtKill().dump()}, venueAtEnd().dump()},
                   journalOf(venueAtEnd()), {});
    QVERIFY(verdict.has_value());
    QCOMPARE(brokenOf(findings), std::string());
    QCOMPARE(verdict->orders, std::uint64_t {2});
    QCOMPARE(verdict->fills, std::uint64_t {2});
    QCOMPARE(verdict->positions, std::uint64_t {1});
    QCOMPARE(verdict->longestUnprotected, Duration::milliseconds(20));
    for (const DrillInvariant invariant :
         {DrillInvariant::StopCoversPosition, DrillInvariant::OrderFateKnown, DrillInvariant::NoDoubleOrder,
          DrillInvariant::NoLostOrder, DrillInvariant::LedgerEqual, DrillInvariant::StopOnlyInFavour,
          DrillInvariant::JournalBeforeSend, DrillInvariant::FlatAfterFlatten})
        QVERIFY2(findings.of(invariant).checked > 0, toText(invariant).data());
    QVERIFY(!judgeCrash(findings, {{}, {}, "{}"}, journalOf(venueAtEnd()), {}));
}

void CrashDrillTest::theJudgeFinds_data()
{
    QTest::addColumn<std::size_t>("index");
    for (std::size_t i = 0; i < tamperings().size(); ++i)
        QTest::newRow(tamperings()[i].what) << i;
}

void CrashDrillTest::theJudgeFinds()
{
    QFETCH(std::size_t, index);
    const Tampered& tampered = tamperings()[index];
    nlohmann::json atKill = venueAtKill();
    nlohmann::json atEnd = venueAtEnd();
    CrashJournal journal = journalOf(atEnd);
    tampered.tamper(atKill, atEnd, journal);
    DrillFindings findings;
    QVERIFY(judgeCrash(findings, {{atKill.dump()}, {atKill.dump()}, atEnd.dump()}, journal, {}).has_value());
    QVERIFY(findings.isBroken(tampered.found));
    for (std::size_t i = 0; i < kDrillInvariantCount; ++i)
        if (const auto other = static_cast<DrillInvariant>(i); other != tampered.found)
            QVERIFY2(!findings.isBroken(other), findings.of(other).first.c_str());
}

void CrashDrillTest::aPositionMayBeNakedWhileTheProgramIsAway()
{
    nlohmann::json atKill = venueAtKill();
    atKill["orders"].erase(1);
    nlohmann::json atRestart = venueAtKill();
    atRestart["time_ms"] = 7000;
    nlohmann::json atEnd = venueAtEnd();
    for (const auto& [naked, holds] : {std::pair(6850, true), std::pair(6851, false)}) {
        atEnd["positions"][0]["unprotected_ms"] = naked;
        DrillFindings findings;
        QVERIFY(
            judgeCrash(findings, {{atKill.dump()}, {atRestart.dump()}, atEnd.dump()}, journalOf(atEnd), {})
                .has_value());
        QCOMPARE(findings.isBroken(DrillInvariant::StopCoversPosition), !holds);
    }
}

/// Drills alone make what kills: nobody else knows of it, and no option of another
/// command leads there.
void CrashDrillTest::nobodyElseCanBeKilled()
{
    const QRegularExpression ofDrills {QStringLiteral("^src/(drill/|app/Drill[A-Za-z]*\\.)")};
    for (const QString& file : sourcesWith(QStringLiteral("src"), "#include \"drill/Crash"))
        QVERIFY2(ofDrills.match(file).hasMatch(), qPrintable(file));
    QCOMPARE(
        sourcesWith(QStringLiteral("src"), "#include \"app/DrillSession"),
        (std::set<QString> {QStringLiteral("src/app/DrillSession.cpp"), QStringLiteral("src/app/main.cpp")}));
    for (const char* folder : {"ui", "qml"})
        QVERIFY(sourcesWith(QLatin1String(folder), "drill/").empty());
    const std::set<QString> decorators = sourcesWith(QStringLiteral("src"), ": public PortDecorator");
    QCOMPARE(decorators,
             (std::set<QString> {QStringLiteral("src/drill/CrashPorts.h"),
                                 QStringLiteral("src/drill/DrillRun.cpp")}));
    QCOMPARE(sourcesWith(QStringLiteral("src"), "raise\\(SIGKILL"),
             (std::set<QString> {QStringLiteral("src/drill/CrashPoints.cpp")}));
    // Those who open a session give it nothing to stand between.
    QCOMPARE(sourcesWith(QStringLiteral("src"), "StoredSession::open\\([^;{]*, &"),
             (std::set<QString> {QStringLiteral("src/app/DrillSession.cpp")}));
    for (const char* option : {"--crash-at", "--crash", "--crash-list"}) {
        const char* trade[] = {"breakline", "trade", "--headless", option, "net.place.after_send#1"};
        const ParsedCommand parsed = parseCommandLine(5, trade);
        QVERIFY(std::holds_alternative<ParsedExit>(parsed));
        QCOMPARE(std::get<ParsedExit>(parsed).code, 1);
        const char* window[] = {"breakline", option, "net.place.after_send#1"};
        QVERIFY(std::holds_alternative<ParsedExit>(parseCommandLine(3, window)));
    }
}

void CrashDrillTest::theCommandLineSaysWhere()
{
    const auto parse = [](std::vector<const char*> arguments) {
        arguments.insert(arguments.begin(), {"breakline", "drill"});
        return parseCommandLine(static_cast<int>(arguments.size()), arguments.data());
    };
    const auto at = parse(
        {"--seed", "7", "--crash-at", "ws.order.before_handle#2", "--crash-at", "timer.scan.before_fire"});
    QVERIFY(std::holds_alternative<DrillOptions>(at));
    QCOMPARE(std::get<DrillOptions>(at).crashAt,
             (std::vector<std::string> {"ws.order.before_handle#2", "timer.scan.before_fire"}));
    QVERIFY(std::get<DrillOptions>(parse({"--crash", "--runs", "5"})).crash);
    QVERIFY(std::get<DrillOptions>(parse({"--crash-list"})).crashList);
    QVERIFY(std::get<DrillOptions>(parse({"--over-wire"})).isOverWire);
    for (const auto& wrong :
         std::vector<std::vector<const char*>> {{"--crash", "--crash-list"},
                                                {"--crash", "--over-wire"},
                                                {"--crash", "--crash-at", "a.b.c#1"},
                                                {"--crash-list", "--runs", "2"},
                                                {"--crash-at", "a.b.c#1", "--for", "1m"}}) {
        const ParsedCommand parsed = parse(wrong);
        QVERIFY2(std::holds_alternative<ParsedExit>(parsed), wrong.back());
        QCOMPARE(std::get<ParsedExit>(parsed).code, 1);
    }
}

void CrashDrillTest::fortyPointsBreakNothing()
{
    CrashSeriesSettings settings;
    settings.run = settingsOf(1);
    settings.points = 40;
    settings.isAwayInTurn = true;
    CrashSeries series(settings, [](const CrashTotals&) { return false; });
    const auto ran = series.run();
    QVERIFY2(ran.has_value(), ran ? "" : ran.error().message.c_str());
    const CrashTotals& totals = series.totals();
    const std::string broken = brokenOf(totals.findings);
    QVERIFY2(broken.empty(), broken.c_str());
    QCOMPARE(totals.points, std::uint64_t {40});
    QVERIFY(totals.crashes >= 40);
    std::set<std::string> families;
    for (const auto& [name, kills] : totals.killedAt)
        families.insert(name.substr(0, name.find('.')));
    QCOMPARE(families, (std::set<std::string> {"journal", "net", "timer", "ws"}));
    QVERIFY(totals.killedAt.size() >= 38);
    QVERIFY(totals.positions > 0);
    QVERIFY(totals.restartMs.size() >= 30 && totals.restartMs.size() <= totals.crashes);
    QCOMPARE(totals.ordersLost, std::uint64_t {0});
    QCOMPARE(totals.ordersDoubled, std::uint64_t {0});
    QCOMPARE(totals.ledgerDifference, Decimal {});
}

void CrashDrillTest::aPointThatIsNotPassedKillsNothing()
{
    CrashRunSettings settings = settingsOf(1);
    settings.length = Duration::minutes(1);
    settings.killAt = {{"net.place.after_send", 1000}};
    const auto outcome = runCrash(settings);
    QVERIFY(outcome.has_value());
    QCOMPARE(outcome->kills, std::size_t {0});
    QCOMPARE(brokenOf(outcome->findings), std::string());
    for (const char* point :
         {"net.connect.before_send", "net.instruments.after_send", "net.account.after_answer",
          "ws.connection.before_handle", "journal.transition.before_commit", "journal.log.after_commit"})
        QVERIFY2(outcome->passes.contains(point), point);
}

QTEST_GUILESS_MAIN(CrashDrillTest)
#include "tst_crash_drill.moc"
