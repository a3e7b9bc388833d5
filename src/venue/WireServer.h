// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"

#include <QByteArray>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace breakline {

/// One HTTP request, whole.
struct WireRequest {
    std::uint64_t id = 0;      ///< counts up from 1; names the request when it is answered
    std::uint16_t port = 0;    ///< the client's
    std::string method;        ///< "GET", "POST"
    std::string path;          ///< "/v5/order/create"
    std::string query;         ///< what follows the first '?', byte for byte as sent
    std::string body;          ///< byte for byte as sent
    std::vector<std::pair<std::string, std::string>> headers; ///< names in lower case

    /// Empty where there is none.
    std::string_view header(std::string_view lowerCaseName) const;
};

/// A websocket that a client has opened.
struct WireSocket {
    std::uint64_t id = 0;   ///< counts up from 1
    std::uint16_t port = 0; ///< the client's
    std::string path;
    std::string query; ///< what follows the first '?'
    std::string userAgent;
};

using WireHeaders = std::vector<std::pair<std::string, std::string>>;

/// Told what clients do; called from the event loop of the server's thread.
class WireHandler {
public:
    virtual ~WireHandler() = default;
    virtual void onRequest(const WireRequest& request) = 0;
    /// The client of a request that is not yet answered has gone.
    virtual void onRequestGone(std::uint64_t request) = 0;
    virtual void onSocketOpened(const WireSocket& socket) = 0;
    virtual void onSocketText(std::uint64_t socket, std::string_view text) = 0;
    virtual void onSocketClosed(std::uint64_t socket) = 0;
    /// Whether who asks for this path is cut before anything is said.
    virtual bool isShut(std::string_view path) const
    {
        static_cast<void>(path);
        return false;
    }
};

/// HTTP/1.1 and websockets on one port of the loopback interface. Requests may
/// be answered at any later time; whoever has gone is skipped in silence. All
/// connections have TCP_NODELAY. One thread: create, use and destroy it there.
class WireServer {
public:
    virtual ~WireServer() = default;

    /// Port 0: any free one. Gives the port.
    virtual Expected<std::uint16_t> listen(std::uint16_t port) = 0;

    /// Does nothing for a request that was answered or whose client has gone.
    virtual void answer(std::uint64_t request, int status, const WireHeaders& headers, std::string_view body) = 0;
    /// The head and half the body of an answer, then the end of the connection.
    virtual void answerHalf(std::uint64_t request, int status, const WireHeaders& headers, std::string_view body) = 0;
    /// One text frame; does nothing for a socket that is closed.
    virtual void send(std::uint64_t socket, std::string_view text) = 0;
    /// With a closing handshake.
    virtual void close(std::uint64_t socket) = 0;

    /// Ends a connection, HTTP or websocket, without a word.
    virtual void cut(std::uint16_t port) = 0;
    /// Ends a connection once all that was written to it has left, without a word.
    virtual void end(std::uint16_t port) = 0;
    /// Writes bytes to a connection past all framing.
    virtual void sendRaw(std::uint16_t port, std::string_view bytes) = 0;
    /// Clients connected at this moment.
    virtual std::size_t connections() const = 0;
};

/// On Qt's HTTP server. What it cannot do by itself and is done beside it:
/// the request's target as it was sent is read before Qt parses it (QUrl
/// rewrites it), and answers are written to the socket directly, since Qt 6.4
/// crashes when its responder writes to a client that has gone.
std::unique_ptr<WireServer> makeWireServer(WireHandler& handler);

} // namespace breakline
