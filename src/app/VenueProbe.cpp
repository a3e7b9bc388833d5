// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/VenueProbe.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTimer>
#include <QWebSocket>

#include <fmt/format.h>

#include <cmath>

namespace breakline {

namespace {

constexpr int kTimeoutMs = 5000;
constexpr int kWatchMs = 1000;
/// A venue of another speed is off by a half at least; a loaded machine is not.
constexpr double kMostDeviation = 0.4;

} // namespace

Expected<Timestamp> timeOfVenue(const std::string& rest)
{
    QNetworkAccessManager network;
    QNetworkRequest request(QUrl(QString::fromStdString(rest) + QStringLiteral("/v5/market/time")));
    request.setTransferTimeout(kTimeoutMs);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    const std::unique_ptr<QNetworkReply> reply(network.get(request));
    QEventLoop wait;
    QObject::connect(reply.get(), &QNetworkReply::finished, &wait, &QEventLoop::quit);
    if (!reply->isFinished())
        wait.exec();
    const QJsonObject result =
        QJsonDocument::fromJson(reply->readAll()).object()[QLatin1String("result")].toObject();
    bool isNumber = false;
    const qlonglong nanoseconds = result[QLatin1String("timeNano")].toString().toLongLong(&isNumber);
    if (!isNumber)
        return fail(ErrorCode::Unavailable,
                    rest + ": the venue does not tell its time (" + reply->errorString().toStdString() + ")");
    return Timestamp {nanoseconds / 1'000'000};
}

bool hasControlSocket(const std::string& ws)
{
    QWebSocket socket;
    QEventLoop wait;
    bool isAlive = false;
    // A venue without one may take the connection and end it at once: only what
    // answers is there.
    QObject::connect(&socket, &QWebSocket::connected, &wait, [&socket] { socket.ping(); });
    QObject::connect(&socket, &QWebSocket::pong, &wait, [&] {
        isAlive = true;
        wait.quit();
    });
    QObject::connect(&socket, &QWebSocket::disconnected, &wait, &QEventLoop::quit);
    QTimer::singleShot(kTimeoutMs, &wait, &QEventLoop::quit);
    socket.open(QUrl(QString::fromStdString(ws) + QStringLiteral("/sim/v1/control")));
    wait.exec();
    return isAlive;
}

Expected<void> checkRunsInRealTime(const std::string& rest)
{
    const auto first = timeOfVenue(rest);
    if (!first)
        return std::unexpected(first.error());
    QElapsedTimer wall;
    wall.start();
    QEventLoop wait;
    QTimer::singleShot(kWatchMs, Qt::PreciseTimer, &wait, &QEventLoop::quit);
    wait.exec();
    const auto second = timeOfVenue(rest);
    if (!second)
        return std::unexpected(second.error());
    const double factor = static_cast<double>((*second - *first).ms) / static_cast<double>(wall.elapsed());
    if (std::abs(factor - 1.0) > kMostDeviation)
        return fail(
            ErrorCode::Unavailable,
            fmt::format("{}: the venue has no control socket and its time goes {:.2f} times as fast as the "
                        "clock; without one it must run at speed 1",
                        rest, factor));
    return {};
}

} // namespace breakline
