// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace breakline {

/// Frames of a venue's public socket in the form in which they go over the wire,
/// one behind the other, and where each begins.
struct WireReel {
    std::string bytes;
    std::vector<std::size_t> begins;
    std::size_t payload = 0; ///< bytes without the frames' heads

    void add(std::string_view text); ///< one text frame
    std::size_t frames() const { return begins.size(); }
    std::string_view frame(std::size_t index) const;
};

/// A market event that the peer has sent and the order that came for it, in
/// nanoseconds of the steady clock: just before the write, and when the kernel
/// had the order's last byte.
struct WireTick {
    std::int64_t sentNs = 0;
    std::int64_t orderNs = 0;
    std::string order; ///< the frame
};

/// The venue's side of three websockets on bare sockets, in a thread that spins
/// while it works: what it adds to a figure is a system call. It takes every
/// login, subscription and order. Linux only.
class BenchWirePeer {
public:
    /// `core`: where its thread stays; negative: anywhere.
    static Expected<std::unique_ptr<BenchWirePeer>> start(int core);
    ~BenchWirePeer();
    BenchWirePeer(const BenchWirePeer&) = delete;
    BenchWirePeer& operator=(const BenchWirePeer&) = delete;

    std::uint16_t port() const;

    /// Sends the reel on the newest public socket, `times` times, as fast as it
    /// goes. The reel outlives the work.
    void blast(const WireReel& reel, int times);
    /// Sends it round and round at `rate` frames a second, with `ticks` ticks
    /// between, one every `gapNs`. A tick is `before`, the time in nanoseconds as
    /// text, `after`.
    void pace(const WireReel& reel, double rate, int ticks, std::int64_t gapNs, std::string before,
              std::string after);
    bool isIdle() const;
    /// Those of the last pace() that have their order.
    std::vector<WireTick> takeTicks();

    static std::int64_t nowNs();

private:
    BenchWirePeer();
    class Work;
    std::unique_ptr<Work> m_work;
};

/// Keeps the calling thread, and those that it starts, on one core while it lives.
class BenchPin {
public:
    explicit BenchPin(int core);
    ~BenchPin();
    BenchPin(const BenchPin&) = delete;
    BenchPin& operator=(const BenchPin&) = delete;

private:
    std::vector<unsigned char> m_before;
};

/// Cores of this machine; 1 where a thread cannot be kept on one.
int benchCores();

} // namespace breakline
