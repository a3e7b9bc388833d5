// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "exchange/bybit/BybitCodes.h"
#include "exchange/bybit/BybitRecords.h"

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

namespace breakline::bybit {

/// What an answer holds; monostate where it holds nothing of ours, or refuses.
using AnswerContent =
    std::variant<std::monostate, ServerTimeRecord, std::span<const InstrumentRecord>,
                 std::span<const TickerRecord>, std::span<const CandleRecord>, BookRecord,
                 std::span<const TradeRecord>, std::span<const OpenInterestRecord>,
                 std::span<const FundingRateRecord>, OrderIdsRecord, std::span<const OrderIdsRecord>,
                 std::span<const OrderRecord>, std::span<const ExecutionRecord>,
                 std::span<const PositionRecord>, std::span<const WalletRecord>, AccountInfoRecord,
                 std::span<const FeeRateRecord>, std::span<const LedgerRecord>, ApiKeyRecord>;

struct Answer {
    Text path;
    std::int64_t code = 0; ///< retCode; the HTTP status where there was no JSON
    CodeMeaning meaning;
    Text message;
    Integer time;
    Text symbol; ///< that the whole answer is about
    Text category;
    Text nextCursor; ///< empty on the last page
    AnswerContent content;
};

/// Reads REST answers by the path of their call. One thread; views hold until
/// the next call. Lists keep the venue's order (candles: newest first).
class AnswerDecoder {
public:
    AnswerDecoder();
    ~AnswerDecoder();

    /// `httpStatus` 0: not known. A body that is no JSON is an answer where the
    /// status alone says what happened (400 and above), else an error.
    Expected<Answer> decode(std::string_view path, std::string_view body, int httpStatus = 0);

    /// A recorded answer: {"path":"/v5/...","response":{...}}; empty of any
    /// other JSON object.
    Expected<std::optional<Answer>> decodeRecorded(std::string_view line);

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace breakline::bybit
