// SPDX-License-Identifier: GPL-3.0-or-later
// Targets rest in a queue like anybody's orders: the market trades at their
// price without filling them, or fills them in part, and the rest later. Shown
// from what a session leaves behind: its recorded inputs, its CSV files and the
// exchange's own ledger.
#include "Csv.h"
#include "app/StoredSession.h"
#include "storage/CsvExport.h"
#include "storage/RecordingReader.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <map>
#include <vector>

using namespace breakline;

namespace {

/// A reduce-only limit order that rested, as the recorded inputs tell it.
struct RestingTarget {
    OrderUpdate last;
    std::vector<TradePrint> touches; ///< prints at its price against its side while it rested
    std::vector<OrderUpdate> partial;
    std::vector<Execution> fills;

    bool isFilled() const { return last.status == OrderStatus::Filled; }
    /// The market traded at the price and left it untouched; it was filled later.
    bool waited() const
    {
        return isFilled() && !fills.empty() && !touches.empty() && touches.front().time < fills.front().time;
    }
    /// A first fill left a remainder, which was filled later.
    bool wasFilledInPart() const
    {
        return isFilled() && fills.size() > 1 && !partial.empty() && fills.front().quantity < last.quantity
            && fills.front().time < fills.back().time;
    }
};

std::map<std::string, RestingTarget> targetsOf(const QString& recording)
{
    std::map<std::string, RestingTarget> targets;
    const auto reader = RecordingReader::open(recording);
    if (!reader)
        return targets;
    for (;;) {
        const auto record = (*reader)->next();
        if (!record || !*record)
            return targets;
        if ((*record)->kind != RecordKind::Input)
            continue;
        const auto input = InputCodec::decode((*record)->payload);
        const auto* event = input ? std::get_if<ExchangeEvent>(&*input) : nullptr;
        if (event == nullptr)
            continue;
        if (const auto* order = std::get_if<OrderUpdate>(event)) {
            if (order->type != OrderType::Limit || !order->reduceOnly
                || order->timeInForce != TimeInForce::GoodTillCancel)
                continue;
            RestingTarget& target = targets[order->clientId];
            target.last = *order;
            if (order->status == OrderStatus::PartiallyFilled)
                target.partial.push_back(*order);
        } else if (const auto* print = std::get_if<TradePrint>(event)) {
            for (auto& [id, target] : targets) {
                const bool rests = target.last.status == OrderStatus::Acknowledged
                    || target.last.status == OrderStatus::PartiallyFilled;
                if (rests && target.last.symbol == print->symbol && target.last.price == print->price
                    && target.last.side != print->takerSide)
                    target.touches.push_back(*print);
            }
        } else if (const auto* fill = std::get_if<Execution>(event)) {
            if (const auto target = targets.find(fill->clientId); target != targets.end())
                target->second.fills.push_back(*fill);
        }
    }
}

} // namespace

class QueuedTargetsTest : public QObject {
    Q_OBJECT

private:
    int m_waited = 0;
    int m_inPart = 0;

    /// Runs a session and compares what it left behind about each such target.
    void run(const SimulationOptions& options, Duration span)
    {
        QTemporaryDir folder;
        auto setup = prepareSimulation(options);
        QVERIFY2(setup.has_value(), setup ? "" : setup.error().message.c_str());
        const QString path = folder.filePath(QStringLiteral("session"));
        auto opened = StoredSession::open(std::move(*setup), path.toStdString());
        QVERIFY2(opened.has_value(), opened ? "" : opened.error().message.c_str());
        SessionRunner& runner = (*opened)->runner();
        const Timestamp from = runner.now();
        runner.submit({1, CommandKind::Start, {}});
        runner.runUntil(from + span);
        runner.submit({2, CommandKind::Stop, "duration"});
        while (!runner.session().isFinished())
            QVERIFY(runner.step(runner.now() + Duration::seconds(10)));
        const InstrumentTable instruments = (*opened)->venue().exchange()->instruments();
        const std::vector<OrderUpdate> ledger = (*opened)->venue().exchange()->allOrders();
        const std::vector<Execution> executions = (*opened)->venue().exchange()->allExecutions();
        QVERIFY((*opened)->finish(from, 0.0).problems.empty());

        const QString csv = folder.filePath(QStringLiteral("csv"));
        QVERIFY(exportSession(path, csv).has_value());
        const std::vector<CsvRow> orderRows = readCsv(csv + QStringLiteral("/orders.csv"));
        const std::vector<CsvRow> fillRows = readCsv(csv + QStringLiteral("/fills.csv"));
        for (const auto& [id, target] : targetsOf(SessionFolder::recordingFileOf(path))) {
            if (!target.waited() && !target.wasFilledInPart())
                continue;
            m_waited += target.waited() ? 1 : 0;
            m_inPart += target.wasFilledInPart() ? 1 : 0;
            const Instrument& instrument = instruments.at(target.last.symbol);

            const auto order = std::ranges::find(orderRows, id, [](const CsvRow& row) { return row.at("client_id"); });
            QVERIFY(order != orderRows.end());
            // An exit that is in no hurry rests as a target does.
            QVERIFY(order->at("intent") == "target" || order->at("intent") == "exit");
            QCOMPARE(order->at("status"), std::string("filled"));
            QCOMPARE(order->at("price"), instrument.toDecimal(*target.last.price).toString());
            QCOMPARE(order->at("filled_quantity"), instrument.toDecimal(target.last.quantity).toString());

            std::vector<CsvRow> rows;
            std::ranges::copy_if(fillRows, std::back_inserter(rows),
                                 [&](const CsvRow& row) { return row.at("client_id") == id; });
            std::vector<Execution> own;
            std::ranges::copy_if(executions, std::back_inserter(own),
                                 [&](const Execution& execution) { return execution.clientId == id; });
            QCOMPARE(target.fills.size(), own.size());
            QCOMPARE(rows.size(), own.size());
            Quantity filled;
            for (std::size_t i = 0; i < own.size(); ++i) {
                QVERIFY(target.fills[i] == own[i]);
                QVERIFY(own[i].liquidity == Liquidity::Maker);
                QVERIFY(own[i].price == *target.last.price);
                QCOMPARE(rows[i].at("venue_trade_id"), own[i].venueTradeId);
                QCOMPARE(rows[i].at("time_ms"), std::to_string(own[i].time.ms));
                QCOMPARE(rows[i].at("quantity"), instrument.toDecimal(own[i].quantity).toString());
                QCOMPARE(rows[i].at("liquidity"), std::string("maker"));
                filled += own[i].quantity;
                // Between two fills the order said what was left.
                if (i + 1 < own.size() && own[i].time < own[i + 1].time)
                    QVERIFY(std::ranges::any_of(target.partial, [&](const OrderUpdate& update) {
                        return update.time == own[i].time && update.filled == filled;
                    }));
            }
            QVERIFY(filled == target.last.quantity);
            const auto kept = std::ranges::find(ledger, id, &OrderUpdate::clientId);
            QVERIFY(kept != ledger.end());
            QVERIFY(kept->status == OrderStatus::Filled && kept->filled == filled);
        }
    }

private Q_SLOTS:
    void init()
    {
        m_waited = 0;
        m_inPart = 0;
    }

    void targetsWaitAndAreFilledInPart()
    {
        SimulationOptions options;
        options.isInProcess = true; // so that the exchange can be looked into
        for (options.seed = 1; options.seed <= 5 && (m_waited == 0 || m_inPart == 0); ++options.seed) {
            run(options, Duration::hours(24));
            if (QTest::currentTestFailed())
                return;
        }
        QVERIFY(m_waited > 0);
        QVERIFY(m_inPart > 0);
    }

    /// Four weeks of a folder of real candles, where the variable names one.
    void onRealCandles()
    {
        SimulationOptions options;
        options.isInProcess = true; // so that the exchange can be looked into
        options.data = qEnvironmentVariable("BREAKLINE_TEST_CANDLES").toStdString();
        if (options.data.empty())
            QSKIP("BREAKLINE_TEST_CANDLES names no folder of candle files");
        run(options, Duration::days(28));
        if (QTest::currentTestFailed())
            return;
        qInfo("%d targets waited behind the queue, %d were filled in part", m_waited, m_inPart);
        QVERIFY(m_waited + m_inPart > 0);
    }
};

QTEST_GUILESS_MAIN(QueuedTargetsTest)
#include "tst_queued_targets.moc"
