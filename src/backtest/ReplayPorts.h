// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Scheduler.h"
#include "exchange/ExchangeGateway.h"
#include "storage/SessionJournal.h"

namespace breakline {

/// Numbers requests as every gateway does and sends nothing: the answers are in
/// the recording.
class ReplayGateway final : public ExchangeGateway {
    Q_OBJECT
public:
    using ExchangeGateway::ExchangeGateway;

    void connectToVenue() override { }
    void subscribe(StreamKind, SymbolId) override { }
    void unsubscribe(StreamKind, SymbolId) override { }
    RequestId requestInstruments() override { return ++m_last; }
    RequestId requestTickers() override { return ++m_last; }
    RequestId requestCandles(SymbolId, Duration, Timestamp, Timestamp) override { return ++m_last; }
    RequestId requestTrades(SymbolId) override { return ++m_last; }
    RequestId requestBook(SymbolId) override { return ++m_last; }
    RequestId requestAccount() override { return ++m_last; }
    RequestId requestExecutions(Timestamp) override { return ++m_last; }
    RequestId requestTransfers(Timestamp) override { return ++m_last; }
    RequestId requestAccountSettings(SymbolId) override { return ++m_last; }
    RequestId requestOrder(SymbolId, const std::string&) override { return ++m_last; }
    RequestId placeOrder(const OrderRequest&) override { return ++m_last; }
    RequestId amendOrder(SymbolId, const std::string&, Price) override { return ++m_last; }
    RequestId cancelOrder(SymbolId, const std::string&) override { return ++m_last; }
    RequestId cancelAll(SymbolId) override { return ++m_last; }
    RequestId setPositionStop(SymbolId, Price, TriggerBy) override { return ++m_last; }
    RequestId setLeverage(SymbolId, const Decimal&) override { return ++m_last; }

private:
    RequestId m_last = 0;
};

/// Numbers timers as every scheduler does; their firings are in the recording.
class ReplayScheduler final : public Scheduler {
public:
    TimerId start(Timestamp, std::string_view) override { return ++m_last; }
    void cancel(TimerId) override { }

private:
    TimerId m_last = 0;
};

/// Counts intents; that they are durable is in the recording.
class ReplayJournal final : public SessionJournal {
    Q_OBJECT
public:
    using SessionJournal::SessionJournal;

    void write(SessionRow) override { }
    JournalTicket writeIntent(OrderRow) override { return ++m_last; }
    void settle() override { }

private:
    JournalTicket m_last = 0;
};

} // namespace breakline
