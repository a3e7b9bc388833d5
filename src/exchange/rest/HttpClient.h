// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exchange/shared/NetworkTime.h"

#include <QByteArray>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QObject>
#include <QUrl>

#include <cstdint>
#include <functional>
#include <map>
#include <utility>
#include <vector>

namespace breakline {

using HttpHeaders = std::vector<std::pair<QByteArray, QByteArray>>;

/// What is sent, to the byte. With `changesState` it is a POST of `body` that
/// reaches the server once or not at all; else a GET, which may be repeated
/// where a kept connection has ended.
struct HttpRequest {
    bool changesState = false;
    QByteArray target; ///< path, with the query exactly as signed
    QByteArray body;
    HttpHeaders headers;
    Duration timeout = Duration::seconds(30);
    bool isUrgent = false; ///< before others that wait for a connection
};

/// How a request ended. Answered: status, headers and body are whole. Unknown:
/// it may have been done. NotSent: no connection came about, surely not done.
struct HttpAnswer {
    enum class Outcome : std::uint8_t { Answered, Unknown, NotSent };
    Outcome outcome = Outcome::Unknown;
    int status = 0;
    QByteArray body;
    HttpHeaders headers; ///< names in lower case
    QByteArray error; ///< for a log; holds no secret

    /// Empty where it is not there; `name` in lower case.
    QByteArray header(const QByteArray& name) const;
};

/// The one HTTP client of a venue, on the network thread. Every send ends in
/// exactly one answer, never from inside the call; none follows after the
/// client is gone. No redirects, no cookies, no cache.
class HttpClient : public QObject {
    Q_OBJECT
public:
    using Done = std::function<void(const HttpAnswer&)>;

    /// `network` and `time` outlive it. At most so many managers, of six
    /// connections each; 0: as many as it takes for nothing to wait.
    HttpClient(QUrl base, QNetworkAccessManager& network, NetworkTime& time, std::size_t mostManagers = 0,
               QObject* parent = nullptr);
    ~HttpClient() override;

    void send(const HttpRequest& request, Done done);
    std::size_t pending() const { return m_pending.size(); }

private:
    struct Pending {
        Done done;
        TimerId timer = 0;
        std::size_t manager = 0;
        bool isTimedOut = false;
    };

    QNetworkRequest makeRequest(const HttpRequest& request) const;
    /// One with a connection to spare: a manager opens six to a host, and what
    /// comes then would wait for an answer that may be long in coming. Where
    /// there may be no more, the one with least to do.
    std::size_t freeManager();
    void finish(QNetworkReply* reply);

    QUrl m_base;
    std::size_t m_mostManagers = 0;
    struct Manager {
        QNetworkAccessManager* network = nullptr;
        int underWay = 0;
    };
    std::vector<Manager> m_managers; ///< the first is given, the others are ours
    NetworkTime& m_time;
    std::map<QNetworkReply*, Pending> m_pending; ///< looked up only, never walked in order
};

} // namespace breakline
