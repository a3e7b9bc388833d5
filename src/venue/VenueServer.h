// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "matching/BookModel.h"
#include "matching/MarketSource.h"
#include "matching/VenueSettings.h"
#include "venue/ApiKey.h"

#include <QObject>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace breakline {

class SimulatedExchange;
class WireServer;

/// What the venue's time does while no control socket holds it.
enum class WhenAlone : std::uint8_t {
    Run,   ///< on at its speed, at most 60
    Freeze ///< it stands, from the start until a control socket is ready
};

struct VenueServerOptions {
    VenueSettings settings;
    BookModel model;
    std::unique_ptr<MarketSource> source;
    ApiKey key;
    std::optional<double> speed = 60.0; ///< venue time per wall time, > 0; empty: no brake
    WhenAlone alone = WhenAlone::Run;
    bool hasControl = true; ///< a client may hold the time
    bool byHand = false;   ///< time moves by VenueServer::step() alone
    /// Wall time in nanoseconds from any beginning; empty: the steady clock.
    std::function<std::int64_t()> wall;
    /// Takes a line for whoever runs the venue; empty: the standard error.
    std::function<void(std::string_view)> log;
    std::uint16_t port = 0; ///< 0: any free one
};

/// Where a client finds it. To `ws` are appended /v5/public/linear, /v5/private
/// and /v5/trade.
struct VenueEndpoint {
    std::string rest;
    std::string ws;
    std::string control;
    ApiKey key;
    std::uint16_t port = 0;
    Timestamp start;
    std::vector<std::string> symbols;
};

/// The simulated exchange behind the face of Bybit v5 linear, on loopback.
/// Lives in one thread, that in which it is created, with an event loop.
///
/// Lock step: a client that connects to `control` holds the time. It connects
/// there before it sends any other request, opens its sockets, and then says
///   {"op":"ready","next_ms":due time of its next timer or null,"timeout_ms":how long it
///    waits for an answer; without it for ever}
/// Each step of the venue ends in
///   {"op":"step","n":N,"time_ms":T,"sent":{"<client's port>":frames so far},"parked":K}
/// which the client answers, once it has handled all that, with
///   {"op":"done","n":N,"next_ms":...}
/// The next step goes to min(next event, next_ms, T + 1000), or stays at T where
/// new subscribers are owed a snapshot. A request that is answered later than T
/// is parked, and the venue says so at once:
///   {"op":"parked","n":N,"req":requests received so far,"parked":K}
/// Each HTTP request and each websocket operation is a request and has one
/// answer. One whose answer is lost on purpose stays parked until the client has
/// gone, or has waited for as long as it does: from the `done` on with which that
/// time is over it is not counted. K and req count those of the control client alone, which are known by
/// the User-Agent of its control socket, from the moment that this was opened.
/// `sent` counts the text frames of every open socket, acknowledgements and
/// pongs included. In lock step the speed is only a brake. Ten wall seconds
/// without `done` are reported, with what the client has been sent since the last
/// one and so may be missing; which of it is handled the venue cannot see.
///
/// A socket on which neither side says anything for ten minutes, of the wall, is
/// closed; max_active_time=45s or 2m in the query of a private or trade socket
/// sets another time, from 30 s to 600 s. 1,000 websockets may be open, and 500
/// be opened in five minutes of the venue's time.
class VenueServer final : public QObject {
    Q_OBJECT
public:
    explicit VenueServer(VenueServerOptions options);
    ~VenueServer() override;

    Expected<VenueEndpoint> listen();
    /// By hand: one step, to no later than `limit`. Returns whether something
    /// happened, snapshots of new subscribers included.
    bool step(Timestamp limit);
    /// Looks at the wall's time: whoever is silent is cut or complained of. Done
    /// by itself every second.
    void lookAtWall();
    /// The exchange's own account (venue/VenueReport.h).
    std::string report() const;

    const SimulatedExchange& exchange() const;
    WireServer& wire();

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace breakline
