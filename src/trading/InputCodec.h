// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "trading/Input.h"

#include <QByteArray>
#include <QByteArrayView>

#include <cstddef>
#include <string>
#include <type_traits>
#include <variant>

namespace breakline {

/// Turns inputs into bytes for the recording and back, without loss: what is
/// decoded equals what was encoded. Not thread-safe; the buffer is reused.
class InputCodec {
public:
    /// Valid until the next call.
    QByteArrayView encode(const ExchangeEvent& event);
    QByteArrayView encode(const TimerFired& timer);
    QByteArrayView encode(const JournalDurable& durable);
    QByteArrayView encode(const JournalFailed& failed);
    QByteArrayView encode(const UserCommand& command);
    QByteArrayView encode(const RecorderFailed& failed);
    QByteArrayView encode(const DiskReading& disk);

    static Expected<Input> decode(const QByteArray& bytes);
    /// Whether it is a JournalFailed, without decoding it.
    static bool isJournalFailure(QByteArrayView bytes);
    /// Whether it is an event of this kind, without decoding it.
    template<class Event>
    static bool isOf(QByteArrayView bytes)
    {
        constexpr std::size_t kind = placeOf<Event>(static_cast<ExchangeEvent*>(nullptr));
        return !bytes.isEmpty() && static_cast<quint8>(bytes.front()) == kind;
    }

private:
    template<class Event, class... Events>
    static constexpr std::size_t placeOf(std::variant<Events...>*)
    {
        std::size_t place = 0;
        static_cast<void>(((std::is_same_v<Event, Events> ? false : (++place, true)) && ...));
        return place;
    }

    template<class T>
    QByteArrayView write(quint8 kind, const T& value);

    std::string m_bytes;
};

} // namespace breakline
