// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/ErrorClass.h"

#include <array>

namespace breakline {

namespace {

using enum ErrorCategory;
using enum ErrorSeverity;
using enum RecoveryStrategy;

/// One row a kind: what follows on the entry path, on the path of exits and
/// stops, and anywhere else. A state-changing request is repeated only where
/// it was surely not done; all else asks the venue first.
struct Row {
    ErrorKind kind;
    ErrorClass entry;
    ErrorClass protection;
    ErrorClass other;
};

constexpr std::array<Row, kErrorKindCount> kRows {{
    {ErrorKind::Invalid,
     {Trading, Medium, RejectSignal},
     {Trading, High, Query},
     {ExchangeApi, Medium, Skip}},
    {ErrorKind::Funds, {Trading, Medium, RejectSignal}, {Trading, High, Query}, {ExchangeApi, Medium, Skip}},
    {ErrorKind::Gone, {Trading, Low, Query}, {Trading, Low, Query}, {ExchangeApi, Low, Skip}},
    {ErrorKind::Transient, {Trading, Medium, Retry}, {Trading, High, Retry}, {Network, Medium, Retry}},
    {ErrorKind::RateLimited, {Trading, Medium, Query}, {Trading, High, Query}, {ExchangeApi, Medium, Retry}},
    {ErrorKind::ClockSkew, {Trading, High, Query}, {Trading, High, Query}, {ExchangeApi, High, Retry}},
    {ErrorKind::Authentication,
     {Trading, High, Pause},
     {Trading, Critical, Emergency},
     {ExchangeApi, High, Pause}},
    {ErrorKind::UnknownOutcome, {Trading, High, Query}, {Trading, High, Query}, {Network, Medium, Retry}},
    {ErrorKind::Connection, {Trading, High, Query}, {Trading, High, Query}, {Network, High, Retry}},
    {ErrorKind::Timeout, {Trading, Medium, Query}, {Trading, High, Query}, {Network, Medium, Retry}},
    {ErrorKind::BadData, {Trading, Medium, Query}, {Trading, High, Query}, {Data, Medium, Skip}},
    {ErrorKind::MissingData, {Trading, Medium, Query}, {Trading, High, Query}, {Data, Medium, Skip}},
    {ErrorKind::OutOfMemory,
     {Trading, Critical, Emergency},
     {Trading, Critical, Emergency},
     {System, Critical, Emergency}},
    {ErrorKind::Permission, {Trading, High, Pause}, {Trading, Critical, Emergency}, {System, High, Pause}},
    {ErrorKind::DiskFull, {Trading, High, Pause}, {Trading, High, Pause}, {Resource, High, Pause}},
    {ErrorKind::Journal, {Trading, High, Pause}, {Trading, High, Pause}, {System, High, Pause}},
    {ErrorKind::Configuration, {Trading, High, RejectSignal}, {Trading, High, Query}, {Config, High, Reset}},
    {ErrorKind::Logic, {Trading, Medium, Reset}, {Trading, Critical, Emergency}, {Logic, Medium, Reset}},
    {ErrorKind::External, {Trading, Medium, RejectSignal}, {Trading, High, Retry}, {External, Medium, Retry}},
}};

constexpr bool isByNumber()
{
    for (std::size_t i = 0; i < kRows.size(); ++i)
        if (static_cast<std::size_t>(kRows[i].kind) != i)
            return false;
    return true;
}
static_assert(isByNumber());

} // namespace

ErrorClass classify(ErrorKind kind, OperationPath path)
{
    const Row& row = kRows[static_cast<std::size_t>(kind)];
    switch (path) {
    case OperationPath::Entry: return row.entry;
    case OperationPath::Protection: return row.protection;
    case OperationPath::Query:
    case OperationPath::MarketData:
    case OperationPath::Internal: break;
    }
    return row.other;
}

std::optional<ErrorKind> errorKindOf(AnswerClass answer)
{
    switch (answer) {
    case AnswerClass::Ok:
    case AnswerClass::Benign: return std::nullopt;
    case AnswerClass::Invalid: return ErrorKind::Invalid;
    case AnswerClass::Funds: return ErrorKind::Funds;
    case AnswerClass::Gone: return ErrorKind::Gone;
    case AnswerClass::Transient: return ErrorKind::Transient;
    case AnswerClass::RateLimited: return ErrorKind::RateLimited;
    case AnswerClass::Clock: return ErrorKind::ClockSkew;
    case AnswerClass::Auth: return ErrorKind::Authentication;
    case AnswerClass::Unknown: return ErrorKind::UnknownOutcome;
    }
    return ErrorKind::UnknownOutcome;
}

std::string_view toText(ErrorSeverity severity)
{
    switch (severity) {
    case Low: return "low";
    case Medium: return "medium";
    case High: return "high";
    case Critical: return "critical";
    }
    return {};
}

std::string_view toText(ErrorCategory category)
{
    switch (category) {
    case Network: return "network";
    case Data: return "data";
    case Trading: return "trading";
    case System: return "system";
    case External: return "external";
    case Logic: return "logic";
    case Config: return "config";
    case ExchangeApi: return "exchange_api";
    case Resource: return "resource";
    }
    return {};
}

std::string_view toText(RecoveryStrategy strategy)
{
    switch (strategy) {
    case Retry: return "retry";
    case Skip: return "skip";
    case Reset: return "reset";
    case Emergency: return "emergency";
    case Ignore: return "ignore";
    case Pause: return "pause";
    case RejectSignal: return "reject_signal";
    case Query: return "query";
    }
    return {};
}

std::string_view toText(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Invalid: return "invalid";
    case ErrorKind::Funds: return "funds";
    case ErrorKind::Gone: return "gone";
    case ErrorKind::Transient: return "transient";
    case ErrorKind::RateLimited: return "rate_limited";
    case ErrorKind::ClockSkew: return "clock_skew";
    case ErrorKind::Authentication: return "authentication";
    case ErrorKind::UnknownOutcome: return "unknown_outcome";
    case ErrorKind::Connection: return "connection";
    case ErrorKind::Timeout: return "timeout";
    case ErrorKind::BadData: return "bad_data";
    case ErrorKind::MissingData: return "missing_data";
    case ErrorKind::OutOfMemory: return "out_of_memory";
    case ErrorKind::Permission: return "permission";
    case ErrorKind::DiskFull: return "disk_full";
    case ErrorKind::Journal: return "journal";
    case ErrorKind::Configuration: return "configuration";
    case ErrorKind::Logic: return "logic";
    case ErrorKind::External: return "external";
    }
    return {};
}

std::string_view toText(OperationPath path)
{
    switch (path) {
    case OperationPath::Query: return "query";
    case OperationPath::MarketData: return "market_data";
    case OperationPath::Entry: return "entry";
    case OperationPath::Protection: return "protection";
    case OperationPath::Internal: return "internal";
    }
    return {};
}

} // namespace breakline
