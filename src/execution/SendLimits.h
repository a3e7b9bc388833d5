// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "execution/Order.h"
#include "market/Instrument.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string_view>

namespace breakline {

/// Limits against a fat finger or a fault of our own, independent of strategy.
struct SendLimitSettings {
    double maxNotionalUsd = 1'000'000.0; ///< of one entry child
    double maxDeviation = 0.05;          ///< fraction of mark an entry's price may lie away
    int maxEntryOrdersPerMinute = 120;
    int maxNewPositionsPerHour = 30;
};

struct SendRefusal {
    enum class Reason : std::uint8_t {
        Notional,
        NoMark,            ///< deviation cannot be judged
        DeviationFromMark,
        OrderRate,
        NewPositionRate,
        OwnRestingExit,    ///< would trade against our own resting exit
        Protection         ///< checkProtective said no
    };
    Reason reason = Reason::Notional;
    double value = 0.0;
    double threshold = 0.0;

    friend bool operator==(const SendRefusal&, const SendRefusal&) = default;
};
std::string_view toText(SendRefusal::Reason reason);

/// An exit of ours that rests in the book of the same symbol.
struct RestingExit {
    Side side = Side::Sell;
    Price price;
};

/// The last look at every order before it is sent. Exits and stops (reduce-only)
/// pass every limit; only their form is checked. A value with a memory of what
/// was sent; time is handed in and does not go back.
class SendLimits {
public:
    explicit SendLimits(SendLimitSettings settings = {}) : m_settings(settings) {}

    /// Empty: may be sent. `opensPosition`: first child of an entry at flat.
    std::optional<SendRefusal> check(const OrderRequest& request, bool opensPosition, std::optional<Price> mark,
                                     std::span<const RestingExit> ownExits, const Instrument& instrument,
                                     Timestamp now);
    /// To be called for what was sent.
    void recordSent(const OrderRequest& request, bool opensPosition, Timestamp now);

private:
    void forget(Timestamp now);

    SendLimitSettings m_settings;
    std::deque<Timestamp> m_entries;
    std::deque<Timestamp> m_newPositions;
};

} // namespace breakline
