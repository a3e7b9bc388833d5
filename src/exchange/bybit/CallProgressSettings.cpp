// SPDX-License-Identifier: GPL-3.0-or-later
// How CallProgress asks what the key may do and how account and symbol are kept.
#include "exchange/bybit/CallProgress.h"

#include <algorithm>

namespace breakline::bybit {

namespace {

std::optional<MarginMode> marginModeOf(std::string_view name)
{
    if (name == "ISOLATED_MARGIN")
        return MarginMode::Isolated;
    if (name == "REGULAR_MARGIN")
        return MarginMode::Cross;
    if (name == "PORTFOLIO_MARGIN")
        return MarginMode::Portfolio;
    return std::nullopt;
}

} // namespace

CallStep CallProgress::settingsStep(const Instrument& instrument) const
{
    switch (m_stage) {
    case Stage::Key: return {apiKeyInfo(), Endpoint::AccountInfo, {}};
    case Stage::AccountInfo: return {accountInfo(), Endpoint::AccountInfo, {}};
    default: break;
    }
    ListFilter filter;
    filter.symbol = instrument.symbol;
    return {positions(filter), Endpoint::Positions, {}};
}

std::optional<CallAnswer> CallProgress::takeSettings(const Answer& answer, Timestamp now)
{
    const auto unreadable = [&](const std::string& what) {
        return fail(AnswerClass::Unknown, OrderEndReason::None, "unreadable answer: " + what, now);
    };
    switch (m_stage) {
    case Stage::Key: {
        const auto* key = std::get_if<ApiKeyRecord>(&answer.content);
        // What is not said is not allowed, but for what is refused.
        if (key == nullptr || !key->readOnly)
            return unreadable("the key's permissions are missing");
        m_settings.mayTrade = *key->readOnly == 0 && key->mayOrder && key->mayPosition;
        m_settings.mayWithdraw = key->mayWithdraw;
        m_stage = Stage::AccountInfo;
        return std::nullopt;
    }
    case Stage::AccountInfo: {
        const auto* info = std::get_if<AccountInfoRecord>(&answer.content);
        const auto mode = info != nullptr ? marginModeOf(info->marginMode) : std::nullopt;
        if (!mode)
            return unreadable("marginMode is missing or not known");
        m_settings.marginMode = *mode;
        m_stage = Stage::Position;
        return std::nullopt;
    }
    default: break;
    }
    const auto* records = std::get_if<std::span<const PositionRecord>>(&answer.content);
    if (records == nullptr || records->empty())
        return unreadable("the symbol's position is missing");
    const bool isHedged = std::ranges::any_of(
        *records, [](const PositionRecord& record) { return record.positionIdx.value_or(0) != 0; });
    m_settings.positionMode = isHedged ? PositionMode::Hedge : PositionMode::OneWay;
    if (!records->front().leverage.empty()) {
        const auto leverage = Decimal::parse(records->front().leverage);
        if (!leverage)
            return unreadable("leverage: " + leverage.error().message);
        m_settings.leverage = *leverage;
    }
    m_settings.request = m_call.request;
    m_settings.symbol = std::get<AccountSettingsCall>(m_call.content).symbol;
    return finish(m_settings);
}

} // namespace breakline::bybit
