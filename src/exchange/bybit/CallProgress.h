// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/bybit/BybitAnswers.h"
#include "exchange/bybit/BybitEndpoints.h"
#include "exchange/bybit/BybitFrames.h"
#include "exchange/bybit/BybitRequests.h"
#include "exchange/shared/NetworkCommand.h"
#include "market/Instrument.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace breakline::bybit {

/// What one account pays, fractions.
struct FeeRates {
    Decimal taker;
    Decimal maker;
};

/// The next thing to say to the venue for a call.
struct CallStep {
    RestRequest rest;
    Endpoint endpoint = Endpoint::Market;
    /// "order.create", "order.amend" or "order.cancel" where the trade socket takes it too;
    /// its argument is the payload of `rest`.
    std::string_view operation;
};

/// Whether the call changes something of the account.
bool changesState(const NetworkCall& call);

/// One call on its way: says what to ask, takes the answers page by page, and
/// makes the end of them. Takes the instruments as they are at each step.
class CallProgress {
public:
    /// `feeRates`: those of every instrument; empty: the venue is asked.
    CallProgress(NetworkCall call, std::optional<FeeRates> feeRates);

    const NetworkCall& call() const { return m_call; }

    /// An error ends the call: it makes no sense, nothing is sent.
    Expected<CallStep> next(const InstrumentTable& table) const;
    /// The next step as next() gave it for the same order and the same instruments before.
    void setReady(CallStep step) { m_ready = std::move(step); }
    /// Takes the answer to the last step. Gives the end; empty: ask next().
    std::optional<CallAnswer> take(const Answer& answer, std::string_view body, const InstrumentTable& table,
                                   Timestamp now);
    /// An order's answer on the trade socket: always the end.
    CallAnswer take(const OrderAnswerFrame& answer, Timestamp now) const;
    /// The end of a call that got no answer.
    CallAnswer fail(AnswerClass result, OrderEndReason reason, std::string message, Timestamp now) const;

private:
    static constexpr std::string_view kCoin = "USDT"; ///< that accounts and contracts are settled in

    /// Of the instruments the fee rates come first: they are the account's, and
    /// their question keeps its place among the other private ones.
    enum class Stage : std::uint8_t {
        Only,
        Fees,
        Trading,
        PreLaunch,
        RiskLimits,
        Key,
        AccountInfo,
        Position
    };

    CallAnswer end(RequestAnswer answer, Timestamp now) const;
    CallAnswer finish(decltype(CallAnswer::content) content) const;
    std::optional<CallAnswer> takeInstruments(const Answer& answer, std::string_view body, Timestamp now);
    CallAnswer instrumentsDone() const;
    std::optional<CallAnswer> takeTransfers(const Answer& answer, Timestamp now);
    /// CallProgressSettings.cpp
    CallStep settingsStep(const Instrument& instrument) const;
    std::optional<CallAnswer> takeSettings(const Answer& answer, Timestamp now);
    std::optional<CallAnswer> takeExecutions(const Answer& answer, const InstrumentTable& table,
                                             Timestamp now);

    NetworkCall m_call;
    std::optional<FeeRates> m_feeRates;
    std::optional<CallStep> m_ready;
    Stage m_stage = Stage::Only;
    std::string m_cursor;
    std::map<std::string, FeeRates, std::less<>> m_feesOf; ///< by symbol
    std::vector<Instrument> m_instruments;
    std::vector<PositionUpdate> m_positions;
    std::vector<OrderUpdate> m_orders;
    Timestamp m_from; ///< of the executions or transfers asked for now
    bool m_asksForWithdrawals = false; ///< the deposits of the span are there
    std::vector<Transfer> m_transfers;
    AccountSettingsAnswer m_settings;
    std::vector<Execution> m_page; ///< newest first, as they come
    std::vector<Execution> m_executions; ///< oldest first
};

} // namespace breakline::bybit
