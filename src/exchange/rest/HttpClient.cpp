// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/rest/HttpClient.h"

#include "exchange/rest/OnceBody.h"

#include <algorithm>

namespace breakline {

QByteArray HttpAnswer::header(const QByteArray& name) const
{
    for (const auto& [key, value] : headers)
        if (key == name)
            return value;
    return {};
}

HttpClient::HttpClient(QUrl base, QNetworkAccessManager& network, NetworkTime& time, std::size_t mostManagers,
                       QObject* parent)
    : QObject(parent)
    , m_base(std::move(base))
    , m_mostManagers(mostManagers)
    , m_managers {{&network, 0}}
    , m_time(time)
{
}

HttpClient::~HttpClient()
{
    auto pending = std::exchange(m_pending, {});
    for (auto& [reply, entry] : pending) {
        reply->disconnect(this);
        m_time.cancel(entry.timer);
        reply->abort();
        reply->deleteLater();
    }
}

QNetworkRequest HttpClient::makeRequest(const HttpRequest& request) const
{
    // The target goes out as it was signed: nothing is encoded or decoded again.
    QNetworkRequest result(
        QUrl::fromEncoded(m_base.toEncoded(QUrl::StripTrailingSlash) + request.target, QUrl::StrictMode));
    result.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    result.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    result.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    result.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    result.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    result.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    for (const auto& [name, value] : request.headers)
        result.setRawHeader(name, value);
    if (request.isUrgent)
        result.setPriority(QNetworkRequest::HighPriority);
    return result;
}

std::size_t HttpClient::freeManager()
{
    constexpr int kConnectionsToAHost = 6; // of QNetworkAccessManager
    for (std::size_t i = 0; i < m_managers.size(); ++i)
        if (m_managers[i].underWay < kConnectionsToAHost)
            return i;
    if (m_managers.size() == m_mostManagers)
        return static_cast<std::size_t>(
            std::ranges::min_element(m_managers, {}, &Manager::underWay) - m_managers.begin());
    m_managers.push_back({new QNetworkAccessManager(this), 0});
    return m_managers.size() - 1;
}

void HttpClient::send(const HttpRequest& request, Done done)
{
    QNetworkRequest wire = makeRequest(request);
    QNetworkReply* reply = nullptr;
    const std::size_t manager = freeManager();
    QNetworkAccessManager& network = *m_managers[manager].network;
    ++m_managers[manager].underWay;
    if (request.changesState) {
        wire.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
        wire.setHeader(QNetworkRequest::ContentLengthHeader, request.body.size());
        wire.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/json"));
        auto* body = new OnceBody(request.body);
        reply = network.post(wire, body);
        body->setParent(reply);
    } else {
        reply = network.get(wire);
    }
    Pending& pending = m_pending[reply];
    pending.done = std::move(done);
    pending.manager = manager;
    pending.timer = m_time.startAfter(request.timeout, [this, reply] {
        const auto found = m_pending.find(reply);
        if (found == m_pending.end())
            return;
        found->second.timer = 0;
        found->second.isTimedOut = true;
        reply->abort();
        // At once: in lock step the instant would be over before an event comes.
        finish(reply);
    });
    // Queued: a reply may be finished before it is returned.
    connect(reply, &QNetworkReply::finished, this, [this, reply] { finish(reply); }, Qt::QueuedConnection);
    if (reply->isFinished())
        QMetaObject::invokeMethod(this, [this, reply] { finish(reply); }, Qt::QueuedConnection);
}

void HttpClient::finish(QNetworkReply* reply)
{
    const auto found = m_pending.find(reply);
    if (found == m_pending.end())
        return;
    Pending pending = std::move(found->second);
    m_pending.erase(found);
    --m_managers[pending.manager].underWay;
    m_time.cancel(pending.timer);

    HttpAnswer answer;
    answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QNetworkReply::NetworkError error = reply->error();
    // Errors from 201 on are the server's: an answer that came whole.
    const bool isServers = error >= QNetworkReply::ContentAccessDenied && error != QNetworkReply::ContentReSendError;
    if (pending.isTimedOut) {
        answer.error = QByteArrayLiteral("no answer in time");
    } else if ((error == QNetworkReply::NoError || isServers) && answer.status != 0) {
        answer.outcome = HttpAnswer::Outcome::Answered;
        answer.body = reply->readAll();
        for (const auto& [name, value] : reply->rawHeaderPairs())
            answer.headers.emplace_back(name.toLower(), value);
    } else {
        // Of these the first byte of the request was never sent.
        const bool isNotSent = error == QNetworkReply::ConnectionRefusedError
            || error == QNetworkReply::HostNotFoundError || error == QNetworkReply::SslHandshakeFailedError;
        if (isNotSent && answer.status == 0)
            answer.outcome = HttpAnswer::Outcome::NotSent;
        answer.error = QByteArrayLiteral("network error ") + QByteArray::number(static_cast<int>(error));
    }
    reply->deleteLater();
    pending.done(answer);
}

} // namespace breakline
