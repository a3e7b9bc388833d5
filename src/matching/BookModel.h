// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace breakline {

/// The named parameters of the model that makes a book and a tape out of bars.
/// They describe a market like a real one and are never fitted to trade
/// results; they are kept with the session. Values of a symbol scale with its
/// own traded volume, so one set serves all.
///
/// The defaults follow publicly recorded order books of USD-M perpetuals.
/// Resting notional a side within 5 bps, 0.1 % and 0.5 % of the mid, million USD:
///   BTCUSDT    3 to 3.6      8             above 24 within 0.25 %
///   XRPUSDT    0.2 to 0.3    0.6           3.7 to 4.1
///   SUSHIUSDT  0.001 to 0.02 0.02 to 0.06  0.5 to 0.6
/// that is 3 to 12 % of the 0.5 % band within 5 bps of the mid, a density that
/// grows outwards, and some 2 minutes of mean volume a side in the band. Majors
/// trade at a spread of a tick, others at 1 to 6 bps.
struct BookModel {
    static constexpr int kMaxLevelsPerSide = 200;

    /// Visible price levels, at least 1, at most kMaxLevelsPerSide.
    int levelsPerSide = 20;
    /// Distance from the best price of the last level, percent.
    double bandPct = 0.6;
    /// Resting notional within 0.5 % of the mid, both sides, in minutes of mean traded volume.
    double depthMinutes = 4.0;
    /// Closed bars over which that mean is taken, minutes.
    double depthWindowMinutes = 60.0;
    /// Share of the 0.5 % band's depth that rests at the best price itself.
    double depthTouchShare = 0.02;
    /// Share that grows with the square of the distance; the rest grows with the distance.
    double depthGrowth = 0.3;
    /// Relative noise of a level's depth, seeded, below 1.
    double depthNoise = 0.35;
    /// Narrowest spread, ticks, at least 1.
    double spreadTicksMin = 1.0;
    /// Typical spread where 100,000 quote a minute trade; narrower with the square root of more.
    double spreadBps = 1.0;
    /// Relative noise of the spread, seeded, below 1.
    double spreadNoise = 0.4;
    /// What our fills took is back after this long.
    double refillSeconds = 1.0;
    /// How far the signed flow of the last 60 s tilts the depth, 0..1.
    double leanWeight = 0.5;
    /// Seeded noise on the lean, 0..1.
    double leanNoise = 0.25;
    /// Prints a minute: at least, at mean volume (more with more), at most.
    double printsPerMinuteMin = 4.0;
    double printsPerMinuteMean = 12.0;
    double printsPerMinuteMax = 60.0;
};

} // namespace breakline
