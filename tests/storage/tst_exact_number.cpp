// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Rng.h"
#include "storage/ExactNumber.h"

#include <QTest>

using namespace breakline;

class TestExactNumber : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qlonglong>("mantissa");
        QTest::addColumn<int>("scale");
        const auto row = [](const char* text, qlonglong mantissa, int scale) {
            QTest::newRow(text) << QString::fromLatin1(text) << mantissa << scale;
        };
        row("0", 0, 0);
        row("0.000", 0, 0);
        row("-0", 0, 0);
        row("12", 12, 0);
        row("1200", 1200, 0);
        row("12.50", 125, 1);
        row("12.050", 1205, 2);
        row("-12.5", -125, 1);
        row(".5", 5, 1);
        row("5.", 5, 0);
        row("007", 7, 0);
        row("0.000000000001", 1, 12);
        row("0.0000000000010000", 1, 12);
        row("9223372036854775807", 9'223'372'036'854'775'807, 0);
        row("1e3", 1000, 0);
        row("1.25E+1", 125, 1);
        row("1.25e2", 125, 0);
        row("1.2e-05", 12, 6);
        row("1200e-2", 12, 0);
        row("0e99", 0, 0);
        row("0e-99", 0, 0);
    }

    void reads()
    {
        QFETCH(QString, text);
        QFETCH(qlonglong, mantissa);
        QFETCH(int, scale);
        const auto number = ExactNumber::parse(text.toStdString());
        QVERIFY(number);
        QCOMPARE(qlonglong {number->mantissa}, mantissa);
        QCOMPARE(int {number->scale}, scale);
    }

    void refuses()
    {
        for (const char* text : {"",
                                 "-",
                                 ".",
                                 "+1",
                                 "1.2.3",
                                 "1,5",
                                 " 1",
                                 "1 ",
                                 "abc",
                                 "1e",
                                 "1e-",
                                 "1e+",
                                 "1e1234",
                                 "0x10",
                                 "nan",
                                 "inf",
                                 "--1",
                                 "9223372036854775808",
                                 "0.0000000000001",
                                 "1e19",
                                 "1e-13",
                                 "0.30000000000000004",
                                 "1e5x",
                                 "1_000"})
            QVERIFY2(!ExactNumber::parse(text), text);
    }

    void agreesWithTheExactType()
    {
        Rng rng(4);
        for (int i = 0; i < 20'000; ++i) {
            const auto scale = static_cast<int>(rng.integer(0, 12));
            const Decimal decimal = Decimal::fromUnits(rng.integer(-4'000'000'000, 4'000'000'000), scale);
            const auto number = ExactNumber::parse(decimal.toString());
            QVERIFY(number);
            QVERIFY(number->toDecimal() == decimal);
            QCOMPARE(int {number->scale}, decimal.decimals());
        }
    }

    void scalesAndCompares()
    {
        const auto parse = [](const char* text) { return ExactNumber::parse(text).value(); };
        QCOMPARE(parse("1.5").atScale(3).value(), std::int64_t {1500});
        QCOMPARE(parse("-1.5").atScale(1).value(), std::int64_t {-15});
        QVERIFY(!parse("9223372036854775807").atScale(1));
        QVERIFY(isLess(parse("1.49"), parse("1.5")));
        QVERIFY(!isLess(parse("1.5"), parse("1.50")));
        QVERIFY(!isLess(parse("1.5"), parse("1.49")));
        QVERIFY(isLess(parse("-2"), parse("-1.999")));
        // Where one of the two does not fit the other's scale.
        QVERIFY(isLess(parse("0.000000000001"), parse("9223372036854775807")));
        QVERIFY(!isLess(parse("9223372036854775807"), parse("0.000000000001")));
    }
};

QTEST_GUILESS_MAIN(TestExactNumber)
#include "tst_exact_number.moc"
