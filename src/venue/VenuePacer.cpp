// SPDX-License-Identifier: GPL-3.0-or-later
#include "venue/VenuePacer.h"

#include "venue/JsonText.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace breakline {

namespace {

constexpr double kMostFree = 60.0;
constexpr int kFreeTickMs = 2;
/// Free: wall time spent on one tick before the event loop has its turn.
constexpr qint64 kFreeSliceNs = 50'000'000;
/// Behind by more than this the venue does not catch up but goes on from here.
constexpr qint64 kMostBehindNs = 250'000'000;
constexpr int kWatchMs = 1000;
constexpr qint64 kMostSilentNs = 10'000'000'000;
constexpr Duration kLongestStep = Duration::seconds(1);

} // namespace

VenuePacer::VenuePacer(std::optional<double> speed, WhenAlone alone, bool byHand, WallNanoseconds wall,
                       std::function<void(std::string_view)> log)
    : m_speed(speed)
    , m_alone(alone)
    , m_byHand(byHand)
    , m_wall(std::move(wall))
    , m_log(std::move(log))
{
    m_free.setTimerType(Qt::PreciseTimer);
    m_free.setInterval(kFreeTickMs);
    m_brake.setTimerType(Qt::PreciseTimer);
    m_brake.setSingleShot(true);
    m_watch.setInterval(kWatchMs);
    QObject::connect(&m_free, &QTimer::timeout, &m_free, [this] { runFree(); });
    QObject::connect(&m_brake, &QTimer::timeout, &m_brake, [this] { takeStep(); });
    QObject::connect(&m_watch, &QTimer::timeout, &m_watch, [this] { lookAtWall(); });
}

void VenuePacer::start(VenueFace& face)
{
    m_face = &face;
    m_watch.start();
    setMode(m_byHand || m_alone == WhenAlone::Freeze ? Mode::Still : Mode::Free);
}

void VenuePacer::setMode(Mode mode)
{
    m_mode = mode;
    m_wallBase = m_wall();
    m_venueBase = m_face->exchange().now();
    m_free.stop();
    m_brake.stop();
    if (mode == Mode::Free)
        m_free.start();
}

double VenuePacer::freeSpeed() const
{
    return std::min(m_speed.value_or(kMostFree), kMostFree);
}

void VenuePacer::runFree()
{
    const qint64 begin = m_wall();
    const Timestamp target
        = m_venueBase + Duration {static_cast<std::int64_t>(static_cast<double>(begin - m_wallBase) * freeSpeed() / 1e6)};
    while (m_face->owesSnapshots() || m_face->exchange().now() < target) {
        m_face->step(target);
        if (m_wall() - begin > kFreeSliceNs) {
            m_wallBase = m_wall();
            m_venueBase = m_face->exchange().now();
            return;
        }
    }
}

void VenuePacer::beforeInput()
{
    if (m_mode == Mode::Free)
        runFree();
}

void VenuePacer::onControlOpened(std::uint64_t socket)
{
    if (m_control || m_byHand)
        return; // the time has one holder: this one is told so when it speaks
    m_control = socket;
    m_face->setControlClient(m_face->controlUserAgent(socket));
    m_step = 0;
    m_awaitsDone = false;
    setMode(Mode::Still);
}

void VenuePacer::onControlClosed(std::uint64_t socket)
{
    if (m_control != socket)
        return;
    m_control.reset();
    m_face->clearControlClient();
    setMode(m_alone == WhenAlone::Freeze ? Mode::Still : Mode::Free);
}

void VenuePacer::onControlText(std::uint64_t socket, std::string_view text)
{
    if (m_control != socket) {
        refuse(socket, "another program holds the time");
        return;
    }
    const auto json = nlohmann::json::parse(text, nullptr, false);
    const auto member = [&](const char* name) {
        const auto found = json.is_object() ? json.find(name) : json.end();
        return found == json.end() ? nlohmann::json() : *found;
    };
    const auto op = member("op");
    const auto next = member("next_ms");
    const auto number = member("n");
    const auto timeout = member("timeout_ms");
    const bool isReady = op == "ready" && m_mode == Mode::Still && (timeout.is_null() || timeout.is_number_integer());
    const bool isDone = op == "done" && m_mode == Mode::LockStep && m_awaitsDone && number.is_number_integer()
        && number.get<std::uint64_t>() == m_step;
    if ((!isReady && !isDone) || !(next.is_null() || next.is_number_integer())) {
        refuse(socket, "not understood or not expected now: " + std::string(text));
        return;
    }
    m_clientNext = next.is_null() ? std::nullopt : std::optional(Timestamp {next.get<std::int64_t>()});
    if (isReady) {
        setMode(Mode::LockStep);
        if (!timeout.is_null())
            m_face->setControlTimeout(Duration {timeout.get<std::int64_t>()});
    }
    m_awaitsDone = false;
    m_face->confirmStep();
    scheduleStep();
}

void VenuePacer::refuse(std::uint64_t socket, std::string_view why)
{
    JsonText json;
    json.beginObject().field("op", "error").field("message", why).endObject();
    m_face->sendControl(socket, json.str());
}

void VenuePacer::scheduleStep()
{
    const Timestamp now = m_face->exchange().now();
    if (m_face->owesSnapshots()) {
        m_target = now;
        takeStep();
        return;
    }
    m_target = now + kLongestStep;
    if (const auto event = m_face->exchange().nextEventTime())
        m_target = std::min(m_target, *event);
    if (m_clientNext)
        m_target = std::min(m_target, *m_clientNext);
    m_target = std::max(m_target, now);
    if (!m_speed) {
        takeStep();
        return;
    }
    const qint64 wall = m_wall();
    const qint64 due
        = m_wallBase + static_cast<qint64>(static_cast<double>((m_target - m_venueBase).ms) / *m_speed * 1e6);
    if (due < wall - kMostBehindNs) {
        m_wallBase = wall;
        m_venueBase = m_target;
    }
    if (due - wall >= 1'000'000)
        m_brake.start(static_cast<int>((due - wall) / 1'000'000));
    else
        takeStep();
}

void VenuePacer::takeStep()
{
    m_face->step(m_target);
    ++m_step;
    m_awaitsDone = true;
    m_askedAt = m_wall();
    JsonText json;
    json.beginObject().field("op", "step").integerField("n", static_cast<std::int64_t>(m_step));
    json.integerField("time_ms", m_face->exchange().now().ms).key("sent").raw(m_face->sentCounts());
    json.integerField("parked", static_cast<std::int64_t>(m_face->controlParked())).endObject();
    m_face->markStep();
    m_face->sendControl(*m_control, json.str());
}

void VenuePacer::onParked()
{
    JsonText json;
    json.beginObject().field("op", "parked").integerField("n", static_cast<std::int64_t>(m_step));
    json.integerField("req", static_cast<std::int64_t>(m_face->controlRequests()));
    json.integerField("parked", static_cast<std::int64_t>(m_face->controlParked())).endObject();
    if (m_control)
        m_face->sendControl(*m_control, json.str());
}

void VenuePacer::lookAtWall()
{
    m_face->cutIdle();
    if (m_mode != Mode::LockStep || !m_awaitsDone || m_wall() - m_askedAt < kMostSilentNs)
        return;
    m_askedAt = m_wall();
    m_log("venue: 10 s without done for step " + std::to_string(m_step) + " at "
          + std::to_string(m_face->exchange().now().ms) + "; not confirmed by the client: " + m_face->unconfirmed());
}

} // namespace breakline
