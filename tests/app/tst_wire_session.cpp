// SPDX-License-Identifier: GPL-3.0-or-later
// A whole session behind the wire: beside the same one without it, and beside
// the venue's own account of it.
#include "Csv.h"
#include "app/StoredSession.h"
#include "storage/CsvExport.h"
#include "storage/JournalSchema.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

using namespace breakline;

namespace {

std::string textOf(const nlohmann::json& value)
{
    if (value.is_null())
        return {};
    return value.is_string() ? value.get<std::string>() : value.dump();
}

/// A session's end: its closing object, its CSV files by name, and what the
/// venue says of it, where that is another thread.
struct Ended {
    nlohmann::json closing;
    std::map<QString, QByteArray> files;
    nlohmann::json venue;
};

} // namespace

class WireSessionTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    Ended m_inProcess;
    Ended m_overWire;

    QString csvFolder(const QString& name) const { return m_folder.filePath(name + QStringLiteral("-csv")); }

    Ended run(const QString& name, bool isInProcess)
    {
        SimulationOptions options;
        options.seed = 2;
        options.isInProcess = isInProcess;
        const QString path = m_folder.filePath(name);
        auto session = StoredSession::open(prepareSimulation(options).value(), path.toStdString()).value();
        SessionRunner& runner = session->runner();
        const Timestamp from = runner.now();
        session->submit({1, CommandKind::Start, {}});
        runner.runUntil(from + Duration::minutes(80));
        session->submit({2, CommandKind::Stop, "duration"});
        while (!runner.session().isFinished() && !runner.failure())
            runner.step(runner.now() + Duration::seconds(10));
        Ended ended;
        if (const auto report = session->venue().report())
            ended.venue = nlohmann::json::parse(*report);
        ended.closing = nlohmann::json::parse(session->finish(from, 0.0).json);
        ended.closing.erase("session_path");
        session.reset();
        if (!exportSession(path, csvFolder(name)))
            return {};
        const QDir csv(csvFolder(name));
        for (const QString& file : csv.entryList({QStringLiteral("*.csv")}, QDir::Files)) {
            if (file.startsWith(QStringLiteral("wall_")))
                continue;
            QFile content(csv.filePath(file));
            if (content.open(QIODevice::ReadOnly))
                ended.files[file] = content.readAll();
        }
        return ended;
    }

    std::vector<CsvRow> rows(const char* name) const
    {
        return readCsv(csvFolder(QStringLiteral("wire")) + QLatin1Char('/') + QLatin1String(name)
                       + QLatin1String(".csv"));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_inProcess = run(QStringLiteral("plain"), true);
        m_overWire = run(QStringLiteral("wire"), false);
        QVERIFY(m_inProcess.closing["positions_closed"].get<int>() >= 2);
        // Each table of the export but the one that may differ.
        const auto tables = std::ranges::count_if(sessionTables(), &Table::isExported) - 1;
        QCOMPARE(std::ssize(m_overWire.files), tables);
    }

    void theWireChangesNothing()
    {
        QCOMPARE(m_overWire.closing.dump(), m_inProcess.closing.dump());
        QCOMPARE(m_overWire.closing["equity_difference"].get<std::string>(), std::string("0"));
        for (const auto& [name, content] : m_inProcess.files)
            QVERIFY2(m_overWire.files[name] == content, qPrintable(name));
    }

    void theVenueHasTheSameOrders()
    {
        std::map<std::string, nlohmann::json> venue;
        for (const auto& order : m_overWire.venue["orders"])
            venue.emplace(textOf(order["venue_id"]), order);
        std::size_t found = 0;
        for (const CsvRow& row : rows("orders")) {
            if (row.at("venue_id").empty())
                continue; // never reached it
            ++found;
            QVERIFY2(venue.contains(row.at("venue_id")), row.at("venue_id").c_str());
            const nlohmann::json& order = venue.at(row.at("venue_id"));
            for (const char* field : {"client_id", "symbol", "side", "type", "time_in_force", "reduce_only", "quantity",
                                      "price", "trigger_price", "status", "filled_quantity", "average_price"})
                QVERIFY2(row.at(field) == textOf(order[field]),
                         (row.at("venue_id") + " " + field + ": " + row.at(field) + " exported, "
                          + textOf(order[field]) + " at the venue")
                             .c_str());
        }
        QCOMPARE(found, venue.size());
        QVERIFY(found >= 6);
    }

    void theVenueHasTheSameFills()
    {
        std::map<std::string, nlohmann::json> venue;
        for (const auto& fill : m_overWire.venue["fills"])
            venue.emplace(textOf(fill["venue_trade_id"]), fill);
        const auto exported = rows("fills");
        QCOMPARE(exported.size(), venue.size());
        for (const CsvRow& row : exported) {
            QVERIFY2(venue.contains(row.at("venue_trade_id")), row.at("venue_trade_id").c_str());
            const nlohmann::json& fill = venue.at(row.at("venue_trade_id"));
            for (const char* field :
                 {"client_id", "symbol", "side", "quantity", "price", "fee", "liquidity", "time_ms"})
                QVERIFY2(row.at(field) == textOf(fill[field]),
                         (row.at("venue_trade_id") + " " + field + ": " + row.at(field) + " exported, "
                          + textOf(fill[field]) + " at the venue")
                             .c_str());
        }
    }

    /// Each line of the venue's ledger is a step of the exported wallet, and
    /// there is no other.
    void theVenueHasTheSameLedger()
    {
        const auto equity = rows("equity");
        const auto& ledger = m_overWire.venue["ledger"];
        std::vector<std::pair<std::string, std::string>> exported;
        std::string wallet = m_overWire.closing["equity_start"].get<std::string>();
        for (const CsvRow& row : equity)
            if (row.at("wallet") != wallet) {
                wallet = row.at("wallet");
                exported.emplace_back(row.at("time_ms"), wallet);
            }
        std::vector<std::pair<std::string, std::string>> venue;
        for (const auto& line : ledger) {
            if (textOf(line["change"]) == "0")
                continue;
            // One order that takes two prices is two lines at once, and one step of the wallet.
            if (!venue.empty() && venue.back().first == textOf(line["time_ms"]))
                venue.pop_back();
            venue.emplace_back(textOf(line["time_ms"]), textOf(line["balance"]));
        }
        QVERIFY(venue.size() >= 4);
        QCOMPARE(exported.size(), venue.size());
        for (std::size_t i = 0; i < exported.size(); ++i) {
            QCOMPARE(exported[i].first, venue[i].first);
            QCOMPARE(exported[i].second, venue[i].second);
        }
        QCOMPARE(textOf(m_overWire.venue["equity"]["wallet"]), m_overWire.closing["equity_end"].get<std::string>());
        QCOMPARE(textOf(m_overWire.venue["equity"]["difference"]), std::string("0"));
    }
};

QTEST_GUILESS_MAIN(WireSessionTest)
#include "tst_wire_session.moc"
