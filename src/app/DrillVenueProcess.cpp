// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/DrillVenueProcess.h"

#include <QAbstractSocket>
#include <QEventLoop>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTimer>
#include <QWebSocket>

#include <fmt/format.h>

#include <csignal>
#include <optional>
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif
#include <unistd.h>

namespace breakline {

namespace {

constexpr int kTimeoutMs = 30'000;

} // namespace

void endsWithItsParent(QProcess& process)
{
    process.setChildProcessModifier([] {
        ::setpgid(0, 0);
#ifdef Q_OS_LINUX
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    });
}

Expected<std::unique_ptr<DrillVenueProcess>> DrillVenueProcess::start(const QString& program,
                                                                      const QStringList& arguments)
{
    std::unique_ptr<DrillVenueProcess> venue(new DrillVenueProcess);
    QProcess& process = venue->m_process;
    endsWithItsParent(process);
    process.start(program, QStringList {QStringLiteral("venue")} + arguments);
    while (!process.canReadLine() && process.waitForReadyRead(kTimeoutMs)) { }
    const QJsonObject line = QJsonDocument::fromJson(process.readLine()).object();
    const auto text = [&line](const char* name) { return line[QLatin1String(name)].toString(); };
    venue->m_rest = text("rest");
    venue->m_ws = text("ws");
    venue->m_control = text("control");
    venue->m_key = text("key");
    venue->m_secret = text("secret");
    if (venue->m_control.isEmpty()) {
        process.waitForFinished(kTimeoutMs);
        return fail(ErrorCode::Unavailable,
                    fmt::format("{} venue does not come up: {} {}", program.toStdString(),
                                process.errorString().toStdString(),
                                process.readAllStandardError().toStdString()));
    }
    return venue;
}

DrillVenueProcess::~DrillVenueProcess()
{
    m_process.kill();
    m_process.waitForFinished(kTimeoutMs);
}

Expected<std::string> DrillVenueProcess::report()
{
    QNetworkAccessManager network;
    QNetworkRequest request(QUrl(m_rest + QStringLiteral("/sim/v1/report")));
    request.setTransferTimeout(kTimeoutMs);
    const std::unique_ptr<QNetworkReply> reply(network.get(request));
    QEventLoop wait;
    QObject::connect(reply.get(), &QNetworkReply::finished, &wait, &QEventLoop::quit);
    if (!reply->isFinished())
        wait.exec();
    if (reply->error() != QNetworkReply::NoError)
        return fail(ErrorCode::Unavailable,
                    "the venue does not give its report: " + reply->errorString().toStdString());
    return reply->readAll().toStdString();
}

Expected<void> DrillVenueProcess::goOn(Duration length)
{
    if (length <= Duration {})
        return {};
    QEventLoop wait;
    QWebSocket control;
    std::optional<qint64> end; ///< known with the first step, which stays where the time is
    QString failure = QStringLiteral("the venue did not go on in time");
    bool isThere = false;
    const auto say = [&](const QJsonObject& message) {
        control.sendTextMessage(QString::fromUtf8(QJsonDocument(message).toJson(QJsonDocument::Compact)));
        control.flush();
    };
    QObject::connect(&control, &QWebSocket::connected, &control, [&] {
        if (auto* transport = control.findChild<QAbstractSocket*>())
            transport->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        say({{QStringLiteral("op"), QStringLiteral("ready")}, {QStringLiteral("next_ms"), 0}});
    });
    QObject::connect(&control, &QWebSocket::textMessageReceived, &control, [&](const QString& text) {
        const QJsonObject step = QJsonDocument::fromJson(text.toUtf8()).object();
        if (step[QLatin1String("op")].toString() != QLatin1String("step")) {
            failure = QStringLiteral("the venue's control socket says ") + text;
            wait.quit();
            return;
        }
        const qint64 now = step[QLatin1String("time_ms")].toInteger();
        if (!end)
            end = now + length.ms;
        if (now >= *end) {
            isThere = true;
            wait.quit();
            return;
        }
        say({{QStringLiteral("op"), QStringLiteral("done")},
             {QStringLiteral("n"), step[QLatin1String("n")]},
             {QStringLiteral("next_ms"), *end}});
    });
    QObject::connect(&control, &QWebSocket::disconnected, &wait, [&] {
        failure = QStringLiteral("the venue's control socket was lost: ") + control.errorString();
        wait.quit();
    });
    QTimer::singleShot(kTimeoutMs, &wait, &QEventLoop::quit);
    control.open(QUrl(m_control));
    wait.exec();
    control.disconnect();
    control.abort();
    if (!isThere)
        return fail(ErrorCode::Unavailable, failure.toStdString());
    return {};
}

} // namespace breakline
