// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/DisplayText.h"

#include <QLocale>
#include <QTest>

#include <limits>

namespace breakline {

class TestDisplayText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void pricesKeepTheirOwnDecimals_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("text");
        QTest::newRow("whole") << 65210.0 << QStringLiteral("65,210");
        QTest::newRow("one") << 65210.5 << QStringLiteral("65,210.5");
        QTest::newRow("sum of tenths") << 0.1 + 0.2 << QStringLiteral("0.3");
        QTest::newRow("small") << 0.00001234 << QStringLiteral("0.00001234");
        QTest::newRow("zero") << 0.0 << QStringLiteral("0");
        QTest::newRow("negative") << -12.25 << QStringLiteral("-12.25");
        QTest::newRow("not a number") << std::numeric_limits<double>::quiet_NaN() << QStringLiteral("—");
    }
    void pricesKeepTheirOwnDecimals()
    {
        QFETCH(double, value);
        QFETCH(QString, text);
        QCOMPARE(DisplayText::price(value), text);
    }

    void decimals()
    {
        QCOMPARE(DisplayText::decimalsOf(7.0), 0);
        QCOMPARE(DisplayText::decimalsOf(64213.3), 1);
        QCOMPARE(DisplayText::decimalsOf(0.0725), 4);
        QCOMPARE(DisplayText::decimalsOf(1.0 / 3.0), 8);
    }

    void signedNumbers()
    {
        QCOMPARE(DisplayText::signedNumber(1.005e3, 2), QStringLiteral("+1,005.00"));
        QCOMPARE(DisplayText::signedNumber(-0.5, 2), QStringLiteral("−0.50"));
        QCOMPARE(DisplayText::signedNumber(-0.001, 2), QStringLiteral("0.00"));
        QCOMPARE(DisplayText::signedNumber(std::nullopt, 2), QStringLiteral("—"));
    }

    void compactNumbers()
    {
        QCOMPARE(DisplayText::compact(1.234e9), QStringLiteral("1.23 B"));
        QCOMPARE(DisplayText::compact(5e6), QStringLiteral("5.00 M"));
        QCOMPARE(DisplayText::compact(12'345.0), QStringLiteral("12.3 k"));
        QCOMPARE(DisplayText::compact(9'999.0), QStringLiteral("9,999"));
        QCOMPARE(DisplayText::compact(1.5), QStringLiteral("1.50"));
    }

    void times()
    {
        QCOMPARE(DisplayText::timeOfDay(Timestamp {1767607532000}), QStringLiteral("10:05:32"));
        QCOMPARE(DisplayText::dateTime(Timestamp {0}), QStringLiteral("1970-01-01 00:00:00 UTC"));
    }

    void ages()
    {
        QCOMPARE(DisplayText::age(-1), QStringLiteral("—"));
        QCOMPARE(DisplayText::age(0), QStringLiteral("0.0 s"));
        QCOMPARE(DisplayText::age(840), QStringLiteral("0.8 s"));
        QCOMPARE(DisplayText::age(12'000), QStringLiteral("12 s"));
        QCOMPARE(DisplayText::age(180'000), QStringLiteral("3 min"));
        QCOMPARE(DisplayText::age(7'200'000), QStringLiteral("2 h"));
    }

    void numbersFollowTheLanguage()
    {
        QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
        QCOMPARE(DisplayText::price(65210.5), QStringLiteral("65.210,5"));
    }

    void everyStateCommandAndStatusHasAName()
    {
        QStringList names;
        for (std::size_t i = 0; i < kTradingStateCount; ++i)
            names.append(DisplayText::stateName(static_cast<TradingState>(i)));
        for (std::size_t i = 0; i < kCommandKindCount; ++i)
            names.append(DisplayText::commandName(static_cast<CommandKind>(i)));
        for (int i = 0; i <= static_cast<int>(OrderStatus::Expired); ++i)
            names.append(DisplayText::orderStatusName(static_cast<OrderStatus>(i)));
        QVERIFY(!names.contains(DisplayText::unknown()));
        // Names of states must tell them apart.
        QCOMPARE(QSet<QString>(names.begin(), names.begin() + kTradingStateCount).size(),
                 static_cast<qsizetype>(kTradingStateCount));
    }

    void unknownNamesAreShownAsTheyAre()
    {
        QCOMPARE(DisplayText::filterName("brand_new"), QStringLiteral("brand_new"));
        QCOMPARE(DisplayText::gateReasonName("brand_new"), QStringLiteral("brand_new"));
        QCOMPARE(DisplayText::gateReasonName("kill_latch"), QStringLiteral("Kill latch"));
        QCOMPARE(DisplayText::filterName("max_spread"), QStringLiteral("Spread"));
    }
};

} // namespace breakline

QTEST_GUILESS_MAIN(breakline::TestDisplayText)
#include "tst_display_text.moc"
