// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingSnapshot.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace breakline {

/// The way to the venue as texts, from the newest snapshot, and what of it is
/// real. Before the first snapshot everything is unknown.
class ConnectionView : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
    Q_PROPERTY(QString venueName READ venueName NOTIFY changed)
    Q_PROPERTY(bool marketDataOnly READ isMarketDataOnly NOTIFY changed)
    Q_PROPERTY(QString marketDataKind READ marketDataKind NOTIFY changed)
    Q_PROPERTY(QString orderKind READ orderKind NOTIFY changed)
    Q_PROPERTY(QString accountKind READ accountKind NOTIFY changed)
    Q_PROPERTY(QString restAddress READ restAddress NOTIFY changed)
    Q_PROPERTY(QString webSocketAddress READ webSocketAddress NOTIFY changed)
    /// 1 up, -1 down, 0 not known or not there.
    Q_PROPERTY(int overallSign READ overallSign NOTIFY changed)
    Q_PROPERTY(int publicSign READ publicSign NOTIFY changed)
    Q_PROPERTY(int privateSign READ privateSign NOTIFY changed)
    Q_PROPERTY(QString publicText READ publicText NOTIFY changed)
    Q_PROPERTY(QString privateText READ privateText NOTIFY changed)
    Q_PROPERTY(QString detail READ detail NOTIFY changed)
    Q_PROPERTY(QString since READ since NOTIFY changed)
    Q_PROPERTY(QString reconnects READ reconnects NOTIFY changed)
    Q_PROPERTY(QString clockOffset READ clockOffset NOTIFY changed)
    Q_PROPERTY(QString roundTrip READ roundTrip NOTIFY changed)
    /// How often the account was compared with the venue's, and when last.
    Q_PROPERTY(QString comparisons READ comparisons NOTIFY changed)
    Q_PROPERTY(QString differences READ differences NOTIFY changed)
    /// The newest, both values; empty: none was found.
    Q_PROPERTY(QString newestDifference READ newestDifference NOTIFY changed)
    /// 1 all agrees, -1 something still differs, 0 not known.
    Q_PROPERTY(int differencesSign READ differencesSign NOTIFY changed)
public:
    using QObject::QObject;

    QString venueName() const;
    bool isMarketDataOnly() const { return m_venue.isMarketDataOnly; }
    QString marketDataKind() const;
    QString orderKind() const;
    QString accountKind() const;
    QString restAddress() const { return address(m_venue.rest); }
    QString webSocketAddress() const { return address(m_venue.ws); }
    int overallSign() const;
    int publicSign() const;
    int privateSign() const;
    QString publicText() const;
    QString privateText() const;
    QString detail() const;
    QString since() const;
    QString reconnects() const;
    QString clockOffset() const;
    QString roundTrip() const;
    QString comparisons() const;
    QString differences() const;
    QString newestDifference() const;
    int differencesSign() const;

    void update(const TradingSnapshot& snapshot);
    void retranslate() { Q_EMIT changed(); }

Q_SIGNALS:
    void changed();

private:
    QString address(const std::string& text) const;

    bool m_known = false;
    bool m_simulated = true;
    VenueView m_venue; ///< without its budgets
    std::optional<ReconciliationStatus> m_reconciliation;
};

} // namespace breakline
