// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/VenueSwitch.h"

#include "ui/DisplayText.h"
#include "ui/SessionView.h"

#include <QLocale>

#include <array>

namespace breakline {

namespace {

constexpr std::array<const char*, 2> kVenues {"sim", "bybit"};

int indexOf(const std::string& venue)
{
    for (std::size_t i = 0; i < kVenues.size(); ++i)
        if (venue == kVenues[i])
            return static_cast<int>(i);
    return -1;
}

QString nameAt(int index)
{
    return index < 0 ? DisplayText::unknown()
                     : DisplayText::venueName(kVenues[static_cast<std::size_t>(index)]);
}

} // namespace

VenueSwitch::VenueSwitch(TradingDesk& desk, const SessionView& session, UiClock& clock, QObject* parent)
    : TwoStepPress(clock, parent)
    , m_desk(desk)
    , m_session(session)
{
    connect(&m_desk, &TradingDesk::venueRefused, this, &VenueSwitch::onRefused);
}

QStringList VenueSwitch::names() const
{
    return {tr("Demo exchange (simulated)"), tr("Bybit (live market data, orders closed)")};
}

QStringList VenueSwitch::descriptions() const
{
    return {tr("An exchange inside this program: orders are matched, no real money moves."),
            tr("The market as it is now. No key is asked for, and no order leaves this program.")};
}

void VenueSwitch::setChosenIndex(int index)
{
    if (isSwitching() || index == chosenIndex() || index < 0 || index >= static_cast<int>(kVenues.size()))
        return;
    m_chosen = index;
    disarm();
    Q_EMIT changed();
}

bool VenueSwitch::canOpen() const
{
    // After a refusal the venue in use may be opened anew: its session may have ended.
    return !isSwitching() && m_session.isKnown() && chosenIndex() >= 0
        && (chosenIndex() != m_current || m_isRefused);
}

bool VenueSwitch::takesTwoPresses() const
{
    return m_session.isActive();
}

QString VenueSwitch::actionText() const
{
    const QString name = nameAt(chosenIndex());
    return takesTwoPresses() ? tr("Stop and open %1").arg(name) : tr("Open %1").arg(name);
}

QString VenueSwitch::consequence() const
{
    if (!canOpen())
        return {};
    if (!takesTwoPresses())
        return tr("No session is running: the venue is opened at once.");
    return m_isMarketDataOnly
        ? tr("The running session is stopped first. Nothing can be open in it.")
        : tr("The running session is stopped and made flat first: entries end, every position is closed at "
             "market.");
}

QString VenueSwitch::progressText() const
{
    if (!isSwitching())
        return {};
    if (!m_session.isActive())
        return tr("Opening %1…").arg(nameAt(m_requested));
    return m_openPositions == 0 ? tr("Stopping the session…")
                                : tr("Stopping the session; positions still open: %1")
                                      .arg(QLocale().toString(static_cast<qulonglong>(m_openPositions)));
}

QString VenueSwitch::refusalText() const
{
    if (!m_isRefused)
        return {};
    return m_refusal.isEmpty() ? tr("Not opened.") : tr("Not opened: %1").arg(m_refusal);
}

void VenueSwitch::press()
{
    if (!canOpen())
        return;
    if (takesTwoPresses()) {
        TwoStepPress::press();
        return;
    }
    disarm();
    confirmed();
    Q_EMIT changed();
}

void VenueSwitch::forgetChoice()
{
    disarm();
    if (isSwitching() || m_chosen < 0)
        return;
    m_chosen = -1;
    Q_EMIT changed();
}

void VenueSwitch::update(const TradingSnapshot& snapshot)
{
    const int current = indexOf(snapshot.connection.id);
    const bool isThere = isSwitching() && current == m_requested;
    const bool isSame = current == m_current && snapshot.positions.size() == m_openPositions
        && snapshot.connection.isMarketDataOnly == m_isMarketDataOnly && m_session.isActive() == m_isActive;
    m_current = current;
    m_openPositions = snapshot.positions.size();
    m_isMarketDataOnly = snapshot.connection.isMarketDataOnly;
    m_isActive = m_session.isActive();
    if (isThere) {
        m_requested = -1;
        m_chosen = -1;
    }
    if (isThere || !isSame)
        Q_EMIT changed();
}

void VenueSwitch::confirmed()
{
    m_requested = chosenIndex();
    m_isRefused = false;
    m_refusal.clear();
    m_desk.openVenue(kVenues[static_cast<std::size_t>(m_requested)]);
}

void VenueSwitch::onRefused(const QString& message)
{
    m_requested = -1;
    m_isRefused = true;
    m_refusal = message;
    Q_EMIT changed();
    Q_EMIT refused();
}

} // namespace breakline
