// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "venue/VenueFace.h"
#include "venue/VenueServer.h"

#include <QTimer>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace breakline {

/// Moves the venue's time: free at its speed, in lock step with the client of
/// the control socket, or not at all (venue/VenueServer.h has the protocol).
class VenuePacer final : public VenueTimeKeeper {
public:
    /// `log` takes a line for whoever runs the venue.
    VenuePacer(std::optional<double> speed, WhenAlone alone, bool byHand, WallNanoseconds wall,
               std::function<void(std::string_view)> log);

    /// Before anything else; the face outlives the pacer's work.
    void start(VenueFace& face);

    /// Every second, and whenever the wall's time has moved otherwise.
    void lookAtWall();

    void beforeInput() override;
    void onParked() override;
    void onControlOpened(std::uint64_t socket) override;
    void onControlText(std::uint64_t socket, std::string_view text) override;
    void onControlClosed(std::uint64_t socket) override;

private:
    enum class Mode { Still, Free, LockStep };

    void setMode(Mode mode);
    void runFree();
    void refuse(std::uint64_t socket, std::string_view why);
    void scheduleStep();
    void takeStep();
    double freeSpeed() const;

    const std::optional<double> m_speed;
    const WhenAlone m_alone;
    const bool m_byHand;
    const WallNanoseconds m_wall;
    const std::function<void(std::string_view)> m_log;
    VenueFace* m_face = nullptr;
    Mode m_mode = Mode::Still;
    qint64 m_wallBase = 0;   ///< nanoseconds at which ...
    Timestamp m_venueBase;   ///< ... this was the venue's time
    QTimer m_free;
    QTimer m_brake;
    QTimer m_watch;

    std::optional<std::uint64_t> m_control; ///< the socket that holds the time
    std::uint64_t m_step = 0;
    bool m_awaitsDone = false;
    qint64 m_askedAt = 0; ///< wall time of the step, or of the last complaint
    std::optional<Timestamp> m_clientNext;
    Timestamp m_target;
};

} // namespace breakline
