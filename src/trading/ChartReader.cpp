// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/ChartReader.h"

#include "trading/TradingSession.h"

namespace breakline {

namespace {

/// Orders that are looked through for fills, the newest ones.
constexpr std::size_t kOrders = 200;

} // namespace

PositionLines positionLines(const TradingSession& session, SymbolId symbol)
{
    PositionLines lines;
    for (const ManagedPosition* position : session.positions().open()) {
        if (position->plan.symbol != symbol)
            continue;
        const Instrument& instrument = session.board().instrument(symbol);
        lines = {};
        lines.entry = position->ledger.entryAverage()->toDouble();
        if (position->stopShown)
            lines.stop = instrument.toDouble(*position->stopShown);
        if (position->ladder)
            for (const TargetLadder::Level& level : position->ladder->levels())
                if (level.filled < level.planned)
                    lines.targets.push_back(instrument.toDouble(level.price));
    }
    return lines;
}

std::vector<KeyedMarker> chartMarkers(const TradingSession& session, SymbolId symbol, Timestamp since)
{
    std::vector<KeyedMarker> markers;
    const Instrument& instrument = session.board().instrument(symbol);
    const auto add = [&](const SignalRecord& record) {
        if (record.signal.symbol != symbol || record.signal.barClose < since)
            return;
        MarkerView marker;
        marker.kind = record.signal.direction == Direction::Long ? MarkerView::Kind::SignalLong
                                                                 : MarkerView::Kind::SignalShort;
        marker.time = record.signal.barClose;
        marker.price = instrument.toDouble(record.signal.entry);
        marker.side = entrySide(record.signal.direction);
        marker.text = toText(record.status);
        if (!record.reason.empty())
            marker.text += ": " + record.reason;
        marker.traceId = record.traceId;
        markers.push_back({"signal " + record.id, std::move(marker)});
    };
    for (const SignalRecord& record : session.signalManager().history())
        add(record);
    for (const SignalRecord& record : session.signalManager().active())
        add(record);
    for (const TrackedOrder* order : session.desk().newest(kOrders)) {
        if (order->request().symbol != symbol || !order->firstFillAt() || *order->firstFillAt() < since)
            continue;
        const auto price = order->averagePrice(instrument);
        if (!price)
            continue;
        MarkerView marker;
        marker.kind = MarkerView::Kind::Fill;
        marker.time = *order->firstFillAt();
        marker.price = price->toDouble();
        marker.side = order->request().side;
        marker.intent = order->intent();
        marker.traceId = order->traceId();
        // An order that the venue made has no id of ours.
        markers.push_back({"order " + (order->clientId().empty() ? order->venueId() : order->clientId()),
                           std::move(marker)});
    }
    return markers;
}

} // namespace breakline
