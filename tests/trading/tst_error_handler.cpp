// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Rng.h"
#include "trading/ErrorHandler.h"
#include "trading/TransitionTable.h"

#include <QTest>

#include <set>

using namespace breakline;

namespace {

constexpr Timestamp at(std::int64_t ms)
{
    return Timestamp {ms};
}

OperationError makeError(ErrorKind kind, OperationPath path, Timestamp time,
                         const char* operation = "candles")
{
    return {time, "market", operation, kind, path, "BTCUSDT", "as the source said it", std::nullopt};
}

constexpr ErrorKind kind(std::size_t i)
{
    return static_cast<ErrorKind>(i);
}
constexpr OperationPath path(std::size_t i)
{
    return static_cast<OperationPath>(i);
}

} // namespace

class TestErrorHandler : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void answersToKinds()
    {
        QCOMPARE(errorKindOf(AnswerClass::Ok), std::nullopt);
        QCOMPARE(errorKindOf(AnswerClass::Benign), std::nullopt);
        QCOMPARE(errorKindOf(AnswerClass::Invalid), ErrorKind::Invalid);
        QCOMPARE(errorKindOf(AnswerClass::Funds), ErrorKind::Funds);
        QCOMPARE(errorKindOf(AnswerClass::Gone), ErrorKind::Gone);
        QCOMPARE(errorKindOf(AnswerClass::Transient), ErrorKind::Transient);
        QCOMPARE(errorKindOf(AnswerClass::RateLimited), ErrorKind::RateLimited);
        QCOMPARE(errorKindOf(AnswerClass::Clock), ErrorKind::ClockSkew);
        QCOMPARE(errorKindOf(AnswerClass::Auth), ErrorKind::Authentication);
        QCOMPARE(errorKindOf(AnswerClass::Unknown), ErrorKind::UnknownOutcome);
    }

    void classificationOfTheSpecification()
    {
        using enum ErrorCategory;
        using enum ErrorSeverity;
        using enum RecoveryStrategy;
        const auto of = [](ErrorKind k) { return classify(k, OperationPath::MarketData); };
        QVERIFY((of(ErrorKind::Connection) == ErrorClass {Network, High, Retry}));
        QVERIFY((of(ErrorKind::Timeout) == ErrorClass {Network, Medium, Retry}));
        QVERIFY((of(ErrorKind::BadData) == ErrorClass {Data, Medium, Skip}));
        QVERIFY((of(ErrorKind::MissingData) == ErrorClass {Data, Medium, Skip}));
        QVERIFY((of(ErrorKind::OutOfMemory) == ErrorClass {System, Critical, Emergency}));
        QVERIFY((of(ErrorKind::Logic) == ErrorClass {Logic, Medium, Reset}));
        // Keys that no longer work pause; only where exits need them is it an emergency.
        for (const ErrorKind k : {ErrorKind::Authentication, ErrorKind::Permission}) {
            for (std::size_t p = 0; p < kOperationPathCount; ++p)
                QCOMPARE(classify(k, path(p)).strategy,
                         path(p) == OperationPath::Protection ? Emergency : Pause);
        }
        QCOMPARE(classify(ErrorKind::Funds, OperationPath::Entry).strategy, RejectSignal);
        QCOMPARE(classify(ErrorKind::UnknownOutcome, OperationPath::Entry).strategy, Query);
    }

    void orderPathIsTradingAndNeverSkipped()
    {
        for (std::size_t k = 0; k < kErrorKindCount; ++k) {
            for (const OperationPath p : {OperationPath::Entry, OperationPath::Protection}) {
                QCOMPARE(classify(kind(k), p).category, ErrorCategory::Trading);
                QVERIFY(classify(kind(k), p).strategy != RecoveryStrategy::Skip);
                QVERIFY(classify(kind(k), p).strategy != RecoveryStrategy::Ignore);
            }
            // An entry is repeated only where it was surely not done.
            QCOMPARE(classify(kind(k), OperationPath::Entry).strategy == RecoveryStrategy::Retry,
                     kind(k) == ErrorKind::Transient);
            // What protects is never given up as a mere signal.
            QVERIFY(classify(kind(k), OperationPath::Protection).strategy != RecoveryStrategy::RejectSignal);
            QVERIFY(classify(kind(k), OperationPath::Protection).strategy != RecoveryStrategy::Reset);
        }
    }

    void backOffValues()
    {
        const double nominal[] {1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000};
        std::set<std::int64_t> firsts;
        for (const char* operation : {"candles", "book", "tickers", "instruments", "trades"}) {
            for (int retry = 0; retry < 8; ++retry) {
                const Duration delay = ErrorHandler::backOff("market", operation, retry);
                const double base = nominal[retry];
                QVERIFY(static_cast<double>(delay.ms) >= 0.8 * base - 1);
                QVERIFY(static_cast<double>(delay.ms) <= 1.2 * base + 1);
                QCOMPARE(ErrorHandler::backOff("market", operation, retry), delay);
            }
            firsts.insert(ErrorHandler::backOff("market", operation, 0).ms);
        }
        QCOMPARE(firsts.size(), std::size_t {5}); // the names spread the retries
        QVERIFY(ErrorHandler::backOff("market", "candles", 6)
                != ErrorHandler::backOff("market", "candles", 7));
    }

    void threeRetriesThenError()
    {
        ErrorHandler handler;
        for (int failure = 1; failure <= 3; ++failure) {
            const Timestamp now = at(failure * 10'000);
            const auto action = handler.handle(makeError(ErrorKind::Timeout, OperationPath::MarketData, now),
                                               TradingState::Scanning);
            QCOMPARE(action.attempt, failure);
            QCOMPARE(action.retryAt, now + ErrorHandler::backOff("market", "candles", failure - 1));
            QCOMPARE(action.nextState, std::nullopt);
            QVERIFY(!action.alert);
        }
        const auto last = handler.handle(makeError(ErrorKind::Timeout, OperationPath::MarketData, at(50'000)),
                                         TradingState::Scanning);
        QCOMPARE(last.retryAt, std::nullopt);
        QCOMPARE(last.nextState, TradingState::Error);
        QVERIFY(last.alert);
    }

    void successStartsTheAttemptsAnew()
    {
        ErrorHandler handler;
        const auto failOnce = [&](std::int64_t ms) {
            return handler.handle(makeError(ErrorKind::Timeout, OperationPath::MarketData, at(ms)),
                                  TradingState::Scanning);
        };
        failOnce(0);
        QCOMPARE(failOnce(1).attempt, 2);
        handler.succeeded("market", "candles", OperationPath::MarketData, at(2));
        QCOMPARE(handler.attempts("market", "candles"), 0);
        QCOMPARE(failOnce(3).attempt, 1);
    }

    void attemptsAreCountedByComponentAndOperation()
    {
        ErrorHandler handler;
        handler.handle(makeError(ErrorKind::Timeout, OperationPath::MarketData, at(0)),
                       TradingState::Scanning);
        handler.handle(makeError(ErrorKind::Timeout, OperationPath::MarketData, at(0), "book"),
                       TradingState::Scanning);
        QCOMPARE(handler.attempts("market", "candles"), 1);
        QCOMPARE(handler.attempts("market", "book"), 1);
        QCOMPARE(handler.attempts("market", "trades"), 0);
    }

    void breakerIsAskedBeforeTheCall()
    {
        ErrorHandler handler;
        RecoveryAction action;
        for (int i = 0; i < 5; ++i) {
            QVERIFY(handler.mayCall("market", "candles", OperationPath::MarketData, at(i)));
            action = handler.handle(makeError(ErrorKind::Connection, OperationPath::MarketData, at(i)),
                                    TradingState::Scanning);
            QCOMPARE(action.breakerOpened, i == 4);
        }
        QCOMPARE(action.nextState, TradingState::Error);
        QCOMPARE(action.retryAt, std::nullopt);
        QVERIFY(!handler.mayCall("market", "candles", OperationPath::MarketData, at(5)));
        QVERIFY(handler.mayCall("market", "book", OperationPath::MarketData, at(5)));
        QVERIFY(handler.mayCall("market", "candles", OperationPath::Protection, at(5)));
        QVERIFY(handler.mayCall("market", "candles", OperationPath::Query, at(5)));
        QVERIFY(handler.mayCall("market", "candles", OperationPath::MarketData, at(60'004)));
        QCOMPARE(handler.breakerState("market", "candles", at(60'004)), BreakerState::HalfOpen);
        for (int i = 0; i < 3; ++i)
            handler.succeeded("market", "candles", OperationPath::MarketData, at(60'010 + i));
        QCOMPARE(handler.breakerState("market", "candles", at(60'020)), BreakerState::Closed);
    }

    void skippedDataOpensTheBreakerToo()
    {
        ErrorHandler handler;
        for (int i = 0; i < 5; ++i) {
            const auto action = handler.handle(
                makeError(ErrorKind::BadData, OperationPath::MarketData, at(i)), TradingState::Scanning);
            QVERIFY(action.skip);
            QCOMPARE(action.nextState.has_value(), i == 4);
        }
        QVERIFY(!handler.mayCall("market", "candles", OperationPath::MarketData, at(5)));
    }

    void protectionIsTriedWithoutEnd()
    {
        ErrorHandler handler;
        for (int i = 0; i < 50; ++i) {
            const Timestamp now = at(i * 250);
            QVERIFY(handler.mayCall("market", "stop", OperationPath::Protection, now));
            const auto action =
                handler.handle(makeError(ErrorKind::Transient, OperationPath::Protection, now, "stop"),
                               TradingState::Managing);
            QCOMPARE(action.retryAt, now + Duration::milliseconds(250));
            QCOMPARE(action.nextState, std::nullopt);
            QCOMPARE(action.alert, i >= 2);
        }
        QCOMPARE(handler.breakerState("market", "stop", at(20'000)), BreakerState::Closed);
    }

    void rejectedSignalLeavesNoTrace()
    {
        ErrorHandler handler;
        for (int i = 0; i < 20; ++i) {
            const auto action = handler.handle(
                makeError(ErrorKind::Funds, OperationPath::Entry, at(i), "entry"), TradingState::Execution);
            QCOMPARE(action.errorClass.strategy, RecoveryStrategy::RejectSignal);
            QCOMPARE(action.nextState, std::nullopt);
            QCOMPARE(action.retryAt, std::nullopt);
        }
        QVERIFY(handler.mayCall("market", "entry", OperationPath::Entry, at(20)));
        QCOMPARE(handler.attempts("market", "entry"), 0);
    }

    void rateLimitWaitsForTheReset()
    {
        ErrorHandler handler;
        OperationError error = makeError(ErrorKind::RateLimited, OperationPath::MarketData, at(1000));
        error.notBefore = at(9000);
        QCOMPARE(handler.handle(error, TradingState::Scanning).retryAt, at(9000));
        error.notBefore = at(1500);
        handler.succeeded("market", "candles", OperationPath::MarketData, at(1000));
        QCOMPARE(handler.handle(error, TradingState::Scanning).retryAt,
                 at(1000) + ErrorHandler::backOff("market", "candles", 0));
    }

    void everyProposedStateIsReachable()
    {
        for (std::size_t s = 0; s < kTradingStateCount; ++s) {
            const auto state = static_cast<TradingState>(s);
            for (std::size_t k = 0; k < kErrorKindCount; ++k) {
                for (std::size_t p = 0; p < kOperationPathCount; ++p) {
                    ErrorHandler handler;
                    for (int i = 0; i < 6; ++i) {
                        const auto action = handler.handle(makeError(kind(k), path(p), at(i)), state);
                        if (action.nextState)
                            QVERIFY(isTransitionLegal(state, *action.nextState));
                        QCOMPARE(action.emergency, action.errorClass.strategy == RecoveryStrategy::Emergency);
                        QVERIFY(!action.emergency || action.alert);
                    }
                }
            }
        }
    }

    void resetGoesToIdleOrThroughError()
    {
        const auto next = [](TradingState state) {
            return ErrorHandler()
                .handle(makeError(ErrorKind::Logic, OperationPath::Internal, at(0)), state)
                .nextState;
        };
        QCOMPARE(next(TradingState::Scanning), TradingState::Idle);
        QCOMPARE(next(TradingState::Managing), TradingState::Idle);
        QCOMPARE(next(TradingState::Error), TradingState::Idle);
        QCOMPARE(next(TradingState::Sizing), TradingState::Error);
        QCOMPARE(next(TradingState::Execution), TradingState::Error);
        QCOMPARE(next(TradingState::Emergency), std::nullopt);
    }

    void errorStateRetries()
    {
        ErrorHandler handler;
        QCOMPARE(handler.nextErrorRetry(at(0)), at(5000));
        QCOMPARE(handler.nextErrorRetry(at(0)), at(7500));
        QCOMPARE(handler.nextErrorRetry(at(0)), at(11'250));
        QCOMPARE(handler.nextErrorRetry(at(0)), std::nullopt);
        QCOMPARE(handler.nextErrorRetry(at(0)), at(5000));
        handler.recovered();
        QCOMPARE(handler.nextErrorRetry(at(100)), at(5100));
    }

    void historyIsBoundedAndKeepsTheSourcesWords()
    {
        ErrorHandler handler;
        for (int i = 0; i < 1200; ++i)
            handler.handle(makeError(i % 2 == 0 ? ErrorKind::BadData : ErrorKind::Funds,
                                     i % 2 == 0 ? OperationPath::MarketData : OperationPath::Entry, at(i)),
                           TradingState::Scanning);
        QCOMPARE(handler.history().size(), std::size_t {1000});
        QCOMPARE(handler.history().front().error.time, at(200));
        QCOMPARE(handler.history().back().error.message, std::string("as the source said it"));
        QCOMPARE(handler.recent().size(), std::size_t {20});
        QCOMPARE(handler.recent().back().error.time, at(1199));
        QCOMPARE(handler.recent().front().error.time, at(1180));
        QCOMPARE(handler.total(), std::uint64_t {1200});
        QCOMPARE(handler.count(ErrorCategory::Data), std::uint64_t {600});
        QCOMPARE(handler.count(ErrorCategory::Trading), std::uint64_t {600});
        QCOMPARE(handler.count(ErrorCategory::Network), std::uint64_t {0});
    }

    void equalInputsGiveEqualActions()
    {
        const auto run = [] {
            ErrorHandler handler;
            Rng rng(7);
            std::vector<std::int64_t> due;
            for (int i = 0; i < 500; ++i) {
                const auto k = kind(static_cast<std::size_t>(rng.integer(0, kErrorKindCount - 1)));
                const auto p = path(static_cast<std::size_t>(rng.integer(0, kOperationPathCount - 1)));
                const auto action = handler.handle(makeError(k, p, at(i * 100)), TradingState::Scanning);
                due.push_back(action.retryAt ? action.retryAt->ms : -1);
                if (rng.chance(0.5))
                    handler.succeeded("market", "candles", p, at(i * 100 + 1));
            }
            return due;
        };
        QVERIFY(run() == run());
    }
};

QTEST_APPLESS_MAIN(TestErrorHandler)
#include "tst_error_handler.moc"
