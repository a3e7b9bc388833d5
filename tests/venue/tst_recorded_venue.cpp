// SPDX-License-Identifier: GPL-3.0-or-later
// `venue --data`: the symbols of a folder, as its files have them.
#include "VenueFixture.h"
#include "app/SessionSetup.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace breakline;
using namespace breakline::test;

namespace {

constexpr qint64 kFirst = 1'767'571'200'000; // a midnight
constexpr int kMinutes = 26 * 60;

struct Row {
    qint64 open;
    int o, h, l, c; ///< tenths
    int volume;
};

/// A walk whose bars print: seeded by hand, no bar without room to move.
QList<Row> walk(int price, int step)
{
    QList<Row> rows;
    for (int i = 0; i < kMinutes; ++i) {
        const int close = price + ((i * step) % 7) - 3;
        rows.push_back({kFirst + i * 60'000LL, price, std::max(price, close) + 2, std::min(price, close) - 2, close,
                        200 + (i * step) % 50});
        price = close;
    }
    return rows;
}

QString tenths(int value)
{
    return QStringLiteral("%1.%2").arg(value / 10).arg(value % 10);
}

bool write(const QString& file, const QList<Row>& rows)
{
    QFile out(file);
    if (!out.open(QIODevice::WriteOnly))
        return false;
    QByteArray text = "timestamp_ms,open,high,low,close,volume\n";
    for (const Row& row : rows)
        text += QStringLiteral("%1,%2,%3,%4,%5,%6\n")
                    .arg(row.open)
                    .arg(tenths(row.o), tenths(row.h), tenths(row.l), tenths(row.c))
                    .arg(row.volume)
                    .toLatin1();
    return out.write(text) == text.size();
}

} // namespace

class TestRecordedVenue final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void servesTheFolder();
    void aFolderWithoutDataIsAnError();
};

void TestRecordedVenue::servesTheFolder()
{
    const QTemporaryDir folder;
    const QList<Row> first = walk(1000, 3), second = walk(25'000, 5);
    QVERIFY(write(folder.filePath(QStringLiteral("AAAUSDT-1m.csv")), first));
    QVERIFY(write(folder.filePath(QStringLiteral("BBBUSDT-1m.csv")), second));
    SimulationOptions options;
    options.data = folder.path().toStdString();
    auto setup = prepareMarket(options);
    QVERIFY2(setup.has_value(), setup ? "" : setup.error().message.c_str());
    VenueServerOptions server;
    server.settings = setup->venue;
    server.model = setup->model;
    server.source = std::move(setup->source);
    server.key = {Venue::kKey, Venue::kSecret};
    server.byHand = true;
    Venue venue(std::move(server));
    QCOMPARE(venue.endpoint.symbols, (std::vector<std::string> {"AAAUSDT", "BBBUSDT"}));
    const qint64 start = venue.endpoint.start.ms;
    QVERIFY(start > kFirst && start < kFirst + kMinutes * 60'000LL);

    const QJsonArray rules = venue.get("/v5/market/instruments-info?category=linear").list();
    QCOMPARE(rules.size(), 2);
    QCOMPARE(rules[1].toObject().value(QLatin1String("symbol")).toString(), QStringLiteral("BBBUSDT"));
    QCOMPARE(rules[0].toObject().value(QLatin1String("priceFilter")).toObject().value(QLatin1String("tickSize")).toString(),
             QStringLiteral("0.1"));

    // What lies behind at the start, and what is played from there, are the files' rows.
    venue.runTo(venue.now() + Duration::minutes(30));
    const qint64 now = venue.now().ms;
    const auto agree = [&](const char* symbol, const QList<Row>& rows) {
        const QJsonArray list = venue.get(QByteArray("/v5/market/kline?category=linear&interval=1&limit=200&symbol=")
                                          + symbol + "&end=" + QByteArray::number(now - 60'000))
                                    .list();
        if (list.size() != 200)
            return false;
        return std::ranges::all_of(list, [&](const QJsonValue& value) {
            const QJsonArray shown = value.toArray();
            const Row& row = rows[(shown[0].toString().toLongLong() - kFirst) / 60'000];
            const auto same = [&](int at, const QString& expected) {
                return Decimal::literal(shown[at].toString().toStdString()) == Decimal::literal(expected.toStdString());
            };
            return same(1, tenths(row.o)) && same(2, tenths(row.h)) && same(3, tenths(row.l)) && same(4, tenths(row.c))
                && same(5, QString::number(row.volume));
        });
    };
    QVERIFY(agree("AAAUSDT", first));
    QVERIFY(agree("BBBUSDT", second));
    // Funding was not recorded: it is not made up.
    QVERIFY(venue.get("/v5/market/funding/history?category=linear&symbol=AAAUSDT").list().isEmpty());
}

void TestRecordedVenue::aFolderWithoutDataIsAnError()
{
    const QTemporaryDir folder;
    SimulationOptions options;
    options.data = folder.path().toStdString();
    const auto setup = prepareMarket(options);
    QVERIFY(!setup.has_value());
    QVERIFY(setup.error().message.find(options.data) != std::string::npos);
}

QTEST_GUILESS_MAIN(TestRecordedVenue)
#include "tst_recorded_venue.moc"
