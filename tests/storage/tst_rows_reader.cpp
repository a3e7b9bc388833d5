// SPDX-License-Identifier: GPL-3.0-or-later
#include "Rows.h"

#include "storage/RowsReader.h"
#include "storage/SessionFolder.h"
#include "storage/SqliteConnection.h"
#include "storage/SqliteJournal.h"

#include <QTemporaryDir>
#include <QTest>

using namespace breakline;
using namespace breakline::testing;

namespace {

Decimal decimal(const char* text)
{
    return Decimal::literal(text);
}

} // namespace

class TestRowsReader : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    int m_number = 0;
    QString m_session;

    /// Writes the rows, closes, and opens a reader.
    std::unique_ptr<RowsReader> written(std::vector<SessionRow> rows)
    {
        auto journal = SqliteJournal::open(SessionFolder::databaseFileOf(m_session)).value();
        for (SessionRow& row : rows)
            journal->write(std::move(row));
        journal->close().value();
        return RowsReader::open(m_session).value();
    }

private Q_SLOTS:
    void init()
    {
        m_session = m_folder.filePath(QString::number(++m_number));
        QVERIFY(QDir().mkpath(m_session));
    }

    void everyTypeOfRowComesBack()
    {
        const TransitionRow transition {kTime, "t", "IDLE", "SCANNING", "start", "user \"Ü\", 2\nlines"};
        const CandidateRow candidate {kTime, "t", "BTCUSDT", 3, 0.1 + 0.2, false, "min_24h_volume"};
        const SignalRow signal {kTime,
                                "t",
                                "s-1",
                                "BTCUSDT",
                                "momentum",
                                "long",
                                "L1",
                                1e-7,
                                decimal("0.00012"),
                                decimal("-0.5"),
                                1.0 / 3.0,
                                "approved",
                                "",
                                "tape",
                                0.125};
        const FillRow fill {kTime,
                            "t",
                            "f-1",
                            "c-1",
                            "BTCUSDT",
                            Side::Sell,
                            decimal("0.01"),
                            decimal("94321.50"),
                            decimal("-0.0188643"),
                            Liquidity::Maker};
        const PositionRow open {kTime,
                                "t",
                                "p-1",
                                "BTCUSDT",
                                "long",
                                decimal("1"),
                                decimal("2.5"),
                                decimal("2.4"),
                                {},
                                kTime,
                                {},
                                {},
                                {},
                                {},
                                {},
                                "",
                                12};
        PositionRow closed = open;
        closed.positionId = "p-2";
        closed.exitPrice = decimal("2.7123456789012345678");
        closed.closed = kTime + Duration::minutes(5);
        closed.realisedPnl = decimal("0.21");
        closed.fees = decimal("0.003");
        closed.funding = decimal("-0.001");
        closed.netR = 2.08;
        closed.exitReason = "target";
        const EquityRow equityRow {kTime, "t", decimal("1000"), decimal("-3.25"), decimal("996.75")};
        const LogRow log {kTime, "t", "INFO", "scan", "SCANNING", "", "scan done"};
        const WallLogRow wallLog {{kTime, "", "WARNING", "network", "", "BTCUSDT", "slow"}};
        const ClientIdRow clientId {kTime, "t", "c-1", "entry", 2, 1};
        const CheckpointRow checkpoint {kTime, "t", "k-1", "scan_start", "completed", 15, "", "12 symbols"};
        const CheckpointRow running {kTime, "t", "k-2", "scan_start", "in_progress", {}, "BTCUSDT", ""};

        const auto reader = written(
            {transition, candidate, signal, fill, open, closed, equityRow, log, wallLog, clientId, checkpoint,
             running, StateRow {kTime, "", "kill_switch", "set"}, StateRow {kTime, "", "kill_switch", ""}});
        QCOMPARE(reader->transitions().value(), std::vector {transition});
        QCOMPARE(reader->candidates().value(), std::vector {candidate});
        QCOMPARE(reader->signalRows().value(), std::vector {signal});
        QCOMPARE(reader->fills().value(), std::vector {fill});
        QCOMPARE(reader->positions().value(), (std::vector {open, closed}));
        QCOMPARE(reader->equity().value(), std::vector {equityRow});
        QCOMPARE(reader->log().value(), std::vector {log});
        QCOMPARE(reader->wallLog().value(), std::vector {wallLog});
        QCOMPARE(reader->clientIds().value(), std::vector {clientId});
        QCOMPARE(reader->checkpoints().value(), (std::vector {checkpoint, running}));
        QCOMPARE(reader->state().value(), (std::map<std::string, std::string> {{"kill_switch", ""}}));
        QVERIFY(reader->orders().value().empty());
        QVERIFY(reader->intents().value().empty());
    }

    void theNewestDecisionBeforeATimeIsFound()
    {
        const GateKindRow kind {kTime, "A:1:c", 0, "signal", "momentum", "crossing", "price", "<=", 1.5};
        const auto decision = [](const std::string& symbol, int minutes, const std::string& outcome) {
            const Timestamp close = kTime + Duration::minutes(minutes);
            return DecisionRow {close,
                                symbol + ':' + std::to_string(close.ms) + ":c",
                                symbol,
                                outcome,
                                "scan",
                                "max_spread",
                                12.5,
                                {},
                                "bps",
                                "max_spread correlation",
                                -2.5,
                                std::string("\x01\x00\xff", 3),
                                symbol + ":support:1:200"};
        };
        const DecisionRow first = decision("A", 0, "filter:max_spread");
        const DecisionRow other = decision("B", 0, "");
        const DecisionRow second = decision("A", 5, "signal");
        DecisionRow ended = second;
        ended.outcome = "closed: stop -1 R";
        ended.gates += '\0';
        const auto reader = written({kind, first, other, second, ended});
        QCOMPARE(reader->gateKinds().value(), std::vector {kind});
        QVERIFY(!reader->decision("A", kTime - Duration::milliseconds(1)).value());
        QCOMPARE(reader->decision("A", kTime).value(), std::optional(first));
        QCOMPARE(reader->decision("A", kTime + Duration {299'999}).value(), std::optional(first));
        QCOMPARE(reader->decision("A", kTime + Duration::minutes(5)).value(), std::optional(ended));
        QCOMPARE(reader->decision("B", kTime + Duration::days(9)).value(), std::optional(other));
        QVERIFY(!reader->decision("C", kTime + Duration::days(9)).value());
        std::vector<DecisionRow> all;
        QVERIFY(reader->eachDecision([&](const DecisionRow& row) { all.push_back(row); }));
        QCOMPARE(all, (std::vector {first, other, ended}));
    }

    void aCostSheetIsOfATradeAndItsLastStateComesBack()
    {
        CostSheetRow forecast;
        forecast.time = kTime;
        forecast.traceId = "A:1:c";
        forecast.symbol = "A";
        forecast.side = "short";
        forecast.plannedEntry = decimal("0.5");
        forecast.stop = decimal("0.51");
        forecast.forecast.quantity = decimal("300");
        forecast.forecast.entryFee = decimal("0.1125");
        forecast.forecast.exitFee = decimal("0.114");
        CostSheetRow other = forecast;
        other.traceId = "B:1:c";
        other.middle = decimal("0.49995");
        other.priorErrorR = -0.25;
        other.sizeFactor = 0.875;
        other.forecast.worstLoss = decimal("15");
        other.forecast.worstLossR = 5.0;
        CostSheetRow over = forecast;
        over.realised = CostSheet {decimal("200"), decimal("0.501"), -1.5, decimal("0.07"), decimal("0.08"),
                                   decimal("-0.01"), decimal("0.512"), 3.5, decimal("0.04"), decimal("2.3"),
                                   1.125, {}, {}};
        over.errorUsd = decimal("0.4");
        over.errorBps = 40.0;
        over.errorR = 0.2;
        const auto reader = written({forecast, other, over});
        QCOMPARE(reader->costSheets().value(), (std::vector {over, other}));
        QCOMPARE(reader->costSheet("A:1:c").value(), std::optional(over));
        QCOMPARE(reader->costSheet("B:1:c").value(), std::optional(other));
        QVERIFY(!reader->costSheet("C:1:c").value());
    }

    void aLevelComesBackAsLastWritten()
    {
        LevelRow known {kTime,
                        "A:1:c",
                        "A",
                        "A:support:1:200",
                        "support",
                        2.0004,
                        "swing volume",
                        kTime,
                        Timestamp {1},
                        kTime,
                        3,
                        0.8,
                        0.95,
                        0.125,
                        "active",
                        {}};
        const LevelRow edge {kTime,
                             "A:1:c",
                             "A",
                             "A:resistance:2:300",
                             "resistance",
                             3.0,
                             "",
                             {},
                             Timestamp {2},
                             {},
                             {},
                             {},
                             {},
                             {},
                             "",
                             {}};
        LevelRow changed = known;
        changed.time = kTime + Duration::minutes(5);
        changed.traceId = "A:2:c";
        changed.fate = "broken";
        changed.fateTime = changed.time;
        const auto reader = written({known, edge, changed});
        known.fate = "broken"; // its first time and trace stay
        known.fateTime = changed.time;
        QCOMPARE(reader->levels().value(), (std::vector {known, edge}));
    }

    void everyNamedValueOfAnOrderComesBack()
    {
        std::vector<SessionRow> rows;
        std::vector<OrderRow> expected;
        for (int i = 0; i <= static_cast<int>(OrderStatus::Expired); ++i) {
            OrderRow row = order("c-" + std::to_string(i), static_cast<OrderStatus>(i));
            row.side = static_cast<Side>(i % 2);
            row.type = static_cast<OrderType>(i % 4);
            row.timeInForce = static_cast<TimeInForce>(i % 4);
            row.intent = static_cast<OrderIntent>(i % 5);
            row.reduceOnly = i % 2 == 0;
            if (i % 3 == 0) {
                row.price.reset();
                row.triggerPrice = decimal("1.5");
                row.averagePrice = decimal("1.4999");
            }
            expected.push_back(row);
            rows.push_back(row);
        }
        QCOMPARE(written(std::move(rows))->orders().value(), expected);
    }

    void keyedRowsKeepTheirPlace()
    {
        SignalRow first {kTime, "t",          "s-1",        "A", "momentum", "long", "L",
                         1,     decimal("1"), decimal("1"), 1,   "new",      ""};
        SignalRow second = first;
        second.signalId = "s-2";
        SignalRow changed = first;
        changed.status = "rejected";
        changed.reason = "too_far";
        const auto reader = written({first, second, changed});
        QCOMPARE(reader->signalRows().value(), (std::vector {changed, second}));
    }

    void whatIsReadAtOneMomentIsNotOfALaterOne()
    {
        const auto journal = SqliteJournal::open(SessionFolder::databaseFileOf(m_session)).value();
        journal->write(equity(1));
        journal->settle();
        const auto reader = RowsReader::open(m_session).value();
        const auto read = reader->atOneMoment([&]() -> Expected<void> {
            if (reader->equity().value().size() != 1)
                return fail(ErrorCode::Corrupt, "the first row is missing");
            journal->write(order("a"));
            journal->settle();
            if (!reader->orders().value().empty())
                return fail(ErrorCode::Corrupt, "of a later moment");
            return {};
        });
        QVERIFY2(read, read ? "" : read.error().message.c_str());
        QCOMPARE(reader->orders().value().size(), std::size_t(1));
    }

    void damagedValuesAreErrors_data()
    {
        QTest::addColumn<QString>("change");
        QTest::addColumn<QString>("message");
        QTest::newRow("decimal") << QStringLiteral("UPDATE orders SET price='cheap'")
                                 << QStringLiteral("column 12: ");
        QTest::newRow("status") << QStringLiteral("UPDATE orders SET status='lost'")
                                << QStringLiteral("column 14: 'lost' is none of the known values");
        QTest::newRow("number") << QStringLiteral("UPDATE orders SET time_ms='noon'")
                                << QStringLiteral("column 1: 'noon' is not a whole number");
    }

    void damagedValuesAreErrors()
    {
        QFETCH(QString, change);
        QFETCH(QString, message);
        written({order("a")});
        const auto connection = SqliteConnection::open(SessionFolder::databaseFileOf(m_session),
                                                       SqliteConnection::Mode::ReadWrite);
        QVERIFY((*connection)->execute(change));
        const auto orders = RowsReader::open(m_session).value()->orders();
        QVERIFY(!orders);
        QCOMPARE(orders.error().code, ErrorCode::Corrupt);
        QVERIFY2(orders.error().message.find(message.toStdString()) != std::string::npos,
                 orders.error().message.c_str());
    }

    void anAbsentSessionIsAnError()
    {
        const auto reader = RowsReader::open(m_session);
        QVERIFY(!reader);
        QCOMPARE(reader.error().code, ErrorCode::NotFound);
        QCOMPARE(reader.error().message,
                 SessionFolder::databaseFileOf(m_session).toStdString() + ": there is no such file");
    }
};

QTEST_GUILESS_MAIN(TestRowsReader)
#include "tst_rows_reader.moc"
