// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ConnectionView.h"

#include "ui/DisplayText.h"
#include "ui/EngineText.h"

#include <QLocale>

namespace breakline {

namespace {

int signOf(std::optional<bool> isUp)
{
    return !isUp ? 0 : *isUp ? 1 : -1;
}

} // namespace

QString ConnectionView::venueName() const
{
    return m_known ? DisplayText::venueName(m_venue.id) : DisplayText::unknown();
}

QString ConnectionView::marketDataKind() const
{
    if (!m_known)
        return DisplayText::unknown();
    return m_simulated ? tr("Simulated: from recorded candles or generated")
                       : tr("Real: live from the venue");
}

QString ConnectionView::orderKind() const
{
    if (!m_known)
        return DisplayText::unknown();
    if (m_venue.isMarketDataOnly)
        return tr("Closed: every order is refused before it leaves, and no setting opens them");
    return m_simulated ? tr("Simulated: matched by the demo exchange") : tr("Real: sent to the venue");
}

QString ConnectionView::accountKind() const
{
    if (!m_known)
        return DisplayText::unknown();
    if (m_venue.isMarketDataOnly)
        return tr("None: equity and positions are unknown here");
    return m_simulated ? tr("Simulated: no real money") : tr("Real");
}

QString ConnectionView::address(const std::string& text) const
{
    if (!m_known)
        return DisplayText::unknown();
    return text.empty() ? tr("none, inside this program") : DisplayText::plain(text);
}

int ConnectionView::overallSign() const
{
    if (!m_venue.isPublicUp)
        return 0;
    return publicSign() < 0 || privateSign() < 0 ? -1 : 1;
}

int ConnectionView::publicSign() const
{
    return signOf(m_venue.isPublicUp);
}

int ConnectionView::privateSign() const
{
    return signOf(m_venue.isPrivateUp);
}

QString ConnectionView::publicText() const
{
    return DisplayText::streamState(m_venue.isPublicUp);
}

QString ConnectionView::privateText() const
{
    // Before the first word from the venue a stream that there will be is not known.
    return m_venue.isMarketDataOnly ? tr("none, there is no account")
                                    : DisplayText::streamState(m_venue.isPrivateUp);
}

QString ConnectionView::detail() const
{
    return m_venue.detail.empty() ? DisplayText::unknown() : EngineText::translate(m_venue.detail);
}

QString ConnectionView::since() const
{
    return m_venue.since ? DisplayText::dateTime(*m_venue.since) : DisplayText::unknown();
}

QString ConnectionView::reconnects() const
{
    return m_known ? QLocale().toString(m_venue.reconnects) : DisplayText::unknown();
}

QString ConnectionView::clockOffset() const
{
    if (!m_venue.clockOffsetMs)
        return DisplayText::unknown();
    return tr("%1 ms").arg(DisplayText::signedNumber(static_cast<double>(*m_venue.clockOffsetMs), 0));
}

QString ConnectionView::roundTrip() const
{
    if (!m_venue.roundTripMs)
        return DisplayText::unknown();
    return tr("%1 ms").arg(QLocale().toString(static_cast<qlonglong>(*m_venue.roundTripMs)));
}

QString ConnectionView::comparisons() const
{
    if (m_venue.isMarketDataOnly)
        return tr("none, there is no account");
    if (!m_reconciliation || !m_reconciliation->last)
        return DisplayText::unknown();
    return tr("%1, last at %2")
        .arg(QLocale().toString(static_cast<qulonglong>(m_reconciliation->comparisons)),
             DisplayText::timeOfDay(*m_reconciliation->last));
}

QString ConnectionView::differences() const
{
    if (!m_reconciliation || !m_reconciliation->last)
        return DisplayText::unknown();
    return tr("%1, repaired %2")
        .arg(QLocale().toString(static_cast<qulonglong>(m_reconciliation->differences)),
             QLocale().toString(static_cast<qulonglong>(m_reconciliation->repaired)));
}

QString ConnectionView::newestDifference() const
{
    return m_reconciliation ? EngineText::translate(m_reconciliation->newest) : QString();
}

int ConnectionView::differencesSign() const
{
    if (!m_reconciliation || !m_reconciliation->last)
        return 0;
    return m_reconciliation->repaired < m_reconciliation->differences ? -1 : 1;
}

void ConnectionView::update(const TradingSnapshot& snapshot)
{
    m_known = true;
    m_simulated = snapshot.isSimulated;
    m_venue = snapshot.connection;
    m_venue.budgets.clear();
    m_reconciliation = snapshot.reconciliation;
    Q_EMIT changed();
}

} // namespace breakline
