// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trading/TradingDesk.h"
#include "ui/TwoStepPress.h"

#include <QStringList>

#include <string>

namespace breakline {

class SessionView;

/// The choice of a venue, and the way to another one. One press where no session
/// is active; two where one is, because it is stopped and made flat first. Ends
/// by a snapshot of that venue or by a refusal, which stays until the next try.
class VenueSwitch : public TwoStepPress {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by the workstation")
    Q_PROPERTY(QStringList names READ names NOTIFY changed)
    Q_PROPERTY(QStringList descriptions READ descriptions NOTIFY changed)
    /// The venue in use; -1: not known.
    Q_PROPERTY(int currentIndex READ currentIndex NOTIFY changed)
    Q_PROPERTY(int chosenIndex READ chosenIndex WRITE setChosenIndex NOTIFY changed)
    Q_PROPERTY(bool canOpen READ canOpen NOTIFY changed)
    Q_PROPERTY(bool takesTwoPresses READ takesTwoPresses NOTIFY changed)
    Q_PROPERTY(bool switching READ isSwitching NOTIFY changed)
    Q_PROPERTY(QString actionText READ actionText NOTIFY changed)
    Q_PROPERTY(QString consequence READ consequence NOTIFY changed)
    Q_PROPERTY(QString progressText READ progressText NOTIFY changed)
    Q_PROPERTY(QString refusalText READ refusalText NOTIFY changed)
public:
    VenueSwitch(TradingDesk& desk, const SessionView& session, UiClock& clock, QObject* parent = nullptr);

    QStringList names() const;
    QStringList descriptions() const;
    int currentIndex() const { return m_current; }
    int chosenIndex() const { return m_chosen >= 0 ? m_chosen : m_current; }
    void setChosenIndex(int index);
    bool canOpen() const;
    bool takesTwoPresses() const;
    bool isSwitching() const { return m_requested >= 0; }
    QString actionText() const;
    /// What opening the chosen venue does to the present session.
    QString consequence() const;
    QString progressText() const;
    QString refusalText() const;

    void press() override;
    /// Back to the venue in use, as if nothing had been chosen.
    Q_INVOKABLE void forgetChoice();
    /// After the session's view has taken the snapshot.
    void update(const TradingSnapshot& snapshot);
    void retranslate() { Q_EMIT changed(); }

Q_SIGNALS:
    void refused();

private:
    void confirmed() override;
    void onRefused(const QString& message);

    TradingDesk& m_desk;
    const SessionView& m_session;
    int m_current = -1;
    int m_chosen = -1; ///< -1: nobody has chosen
    int m_requested = -1; ///< asked for and not there yet
    std::size_t m_openPositions = 0;
    bool m_isMarketDataOnly = false;
    bool m_isActive = false;
    bool m_isRefused = false;
    QString m_refusal;
};

} // namespace breakline
