// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/bybit/RecalledCalls.h"

#include "exchange/bybit/CallProgress.h"

namespace breakline {

void RecalledCalls::note(const NetworkCommand& command)
{
    if (std::holds_alternative<ConnectCall>(command)) {
        m_isConnected = true;
    } else if (const auto* stream = std::get_if<StreamCall>(&command)) {
        std::erase_if(m_streams, [stream](const StreamCall& other) {
            return other.stream == stream->stream && other.symbol == stream->symbol;
        });
        if (stream->on)
            m_streams.push_back(*stream);
    } else if (const auto* call = std::get_if<NetworkCall>(&command)) {
        m_calls.push_back(*call);
    }
}

void RecalledCalls::answered(RequestId request)
{
    std::erase_if(m_calls, [request](const NetworkCall& call) { return call.request == request; });
}

std::vector<NetworkCommand> RecalledCalls::reopening(std::vector<Instrument> instruments) const
{
    std::vector<NetworkCommand> commands;
    if (!m_isConnected)
        return commands;
    commands.push_back(ConnectCall {std::move(instruments)});
    commands.insert(commands.end(), m_streams.begin(), m_streams.end());
    return commands;
}

std::vector<Delivery> RecalledCalls::lost(Timestamp now) const
{
    std::vector<Delivery> deliveries;
    if (m_isConnected)
        deliveries.push_back({DeliverySource::Connection,
                              ExchangeEvent {ConnectionChanged {false, false, "the program was started again"}}});
    for (const NetworkCall& call : m_calls)
        deliveries.push_back({DeliverySource::Answer, bybit::CallProgress(call, std::nullopt)
                                                          .fail(AnswerClass::Unknown, OrderEndReason::None,
                                                                "the program ended before the answer came", now)});
    return deliveries;
}

} // namespace breakline
