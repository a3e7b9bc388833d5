// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/ws/SubscriptionLedger.h"

#include <QTest>

using namespace breakline;
using Topics = std::vector<std::string>;

class SubscriptionLedgerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingLeavesBeforeTheConnection()
    {
        SubscriptionLedger ledger;
        ledger.want("a");
        QVERIFY(!ledger.next());
        QVERIFY(ledger.isSettled());
        ledger.restart();
        const auto frame = ledger.next();
        QVERIFY(frame);
        QVERIFY(frame->subscribes);
        QCOMPARE(frame->topics, Topics {"a"});
        QVERIFY(!ledger.isSettled());
        QVERIFY(!ledger.answered(frame->id + 1));
        QCOMPARE(ledger.answered(frame->id)->topics, Topics {"a"});
        QVERIFY(ledger.isSettled());
    }

    void wantingTwiceIsOnce()
    {
        SubscriptionLedger ledger;
        ledger.restart();
        ledger.want("a");
        ledger.want("a");
        QCOMPARE(ledger.next()->topics, Topics {"a"});
        QVERIFY(!ledger.next());
        ledger.drop("b");
        QVERIFY(!ledger.next());
    }

    void orderIsKeptAcrossKinds()
    {
        SubscriptionLedger ledger;
        ledger.restart();
        ledger.want("a");
        ledger.want("b");
        ledger.drop("a");
        ledger.want("c");
        const auto first = ledger.next();
        const auto second = ledger.next();
        const auto third = ledger.next();
        QCOMPARE(first->topics, (Topics {"a", "b"}));
        QCOMPARE(second->subscribes, false);
        QCOMPARE(second->topics, Topics {"a"});
        QCOMPARE(third->topics, Topics {"c"});
        QVERIFY(!ledger.next());
    }

    void framesKeepTheVenuesSize()
    {
        SubscriptionLedger ledger(20); // "12345","12345" are 15 and a comma
        ledger.restart();
        for (const char* topic : {"11111", "22222", "33333", "44444", "55555"})
            ledger.want(topic);
        QCOMPARE(ledger.next()->topics, (Topics {"11111", "22222"}));
        QCOMPARE(ledger.next()->topics, (Topics {"33333", "44444"}));
        QCOMPARE(ledger.next()->topics, (Topics {"55555"}));
    }

    void allIsSaidAgainAfterAReconnect()
    {
        SubscriptionLedger ledger;
        ledger.restart();
        ledger.want("z");
        ledger.want("a");
        ledger.want("m");
        const auto frame = ledger.next();
        ledger.answered(frame->id);
        ledger.drop("a");
        ledger.disconnected();
        ledger.want("b");
        ledger.drop("m");
        ledger.restart();
        QCOMPARE(ledger.next()->topics, (Topics {"z", "b"}));
        QVERIFY(!ledger.next());
    }

    void aLostTopicIsRenewed()
    {
        SubscriptionLedger ledger;
        ledger.restart();
        ledger.want("a");
        ledger.answered(ledger.next()->id);
        ledger.renew("a");
        ledger.renew("never wanted");
        QCOMPARE(ledger.next()->subscribes, false);
        QCOMPARE(ledger.next()->subscribes, true);
        QVERIFY(!ledger.next());
    }
};

QTEST_APPLESS_MAIN(SubscriptionLedgerTest)
#include "tst_subscription_ledger.moc"
