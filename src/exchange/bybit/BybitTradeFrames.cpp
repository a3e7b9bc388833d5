// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/bybit/BybitTradeFrames.h"

#include "exchange/bybit/JsonWriter.h"

namespace breakline::bybit {

namespace {

std::string operationFrame(std::string_view operation, std::string_view requestId,
                           std::span<const std::string> arguments)
{
    std::string text;
    JsonWriter writer(text);
    writer.open('{').key("op").text(operation);
    if (!requestId.empty())
        writer.key("req_id").text(requestId);
    if (!arguments.empty()) {
        writer.key("args").open('[');
        for (const std::string& argument : arguments)
            writer.text(argument);
        writer.close(']');
    }
    writer.close('}');
    return text;
}

} // namespace

std::string authFrame(BybitSigner& signer, Timestamp expires, std::string_view requestId)
{
    const std::string arguments[] = {signer.key(), std::to_string(expires.ms),
                                     std::string(signer.signAuth(expires.ms).text())};
    return operationFrame("auth", requestId, arguments);
}

std::string subscribeFrame(std::span<const std::string> topics, std::string_view requestId)
{
    return operationFrame("subscribe", requestId, topics);
}

std::string unsubscribeFrame(std::span<const std::string> topics, std::string_view requestId)
{
    return operationFrame("unsubscribe", requestId, topics);
}

std::string pingFrame(std::string_view requestId)
{
    return operationFrame("ping", requestId, {});
}

std::string orderFrame(std::string_view operation, std::string_view requestId, Timestamp now,
                       std::string_view body, std::int64_t receiveWindow)
{
    std::string text;
    text.reserve(160 + body.size());
    JsonWriter writer(text);
    writer.open('{').key("op").text(operation).key("reqId").text(requestId).key("header").open('{');
    writer.key("X-BAPI-TIMESTAMP").text(std::to_string(now.ms));
    writer.key("X-BAPI-RECV-WINDOW").text(std::to_string(receiveWindow)).close('}');
    writer.key("args").open('[');
    text.append(body);
    writer.close(']').close('}');
    return text;
}

} // namespace breakline::bybit
