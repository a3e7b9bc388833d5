// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Timestamp.h"
#include "market/Candle.h"
#include "market/CandleSeries.h"
#include "strategy/AnalysisSettings.h"
#include "strategy/Levels.h"
#include "strategy/Preset.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace breakline {

/// Active; expired where it was let go unbroken; broken, of which there is no way
/// back; retested after that.
enum class LevelFate : std::uint8_t { Active, Broken, Retested, Expired };

constexpr const char* toText(LevelFate fate)
{
    switch (fate) {
    case LevelFate::Active: return "active";
    case LevelFate::Broken: return "broken";
    case LevelFate::Retested: return "retested";
    case LevelFate::Expired: return "expired";
    }
    return "";
}

/// What a level was worth at the close of a bar that held it.
struct LevelReading {
    Timestamp time;
    double price = 0.0;
    int touches = 0;
    double volume = 0.0;
    double strength = 0.0;
    double enhancedStrength = 0.0;

    friend bool operator==(const LevelReading&, const LevelReading&) = default;
};

/// The life of a level. Times are closes of bars.
struct LevelRecord {
    Level level; ///< as the newest bar that holds or held it says
    Timestamp born;
    bool isKept = false; ///< the newest bar holds it
    LevelFate fate = LevelFate::Active;
    std::optional<Timestamp> fateTime; ///< of the last change; empty while active
    std::vector<LevelReading> readings; ///< one a bar that held it, ascending

    friend bool operator==(const LevelRecord&, const LevelRecord&) = default;
};

/// What became of the levels of one symbol, bar by bar; what is said at a bar
/// rests on the bars up to it alone. Births stay and readings are appended.
///   born: the first bar whose kept levels hold the id.
///   broken: the first later bar that breaks it.
///   retested: then the first bar with a retest's wick and close.
///   expired: the first later bar that does not hold it, unless it was broken.
/// An expired level stays expired where its id comes back, until it is broken.
class LevelHistory {
public:
    /// Bars that a level is remembered for after the last that held it; its id
    /// cannot come back later.
    static constexpr std::size_t kRemembered = kDecisionWindow;
    /// Bars that records() rests on, at most: see levelHistoryOf().
    static constexpr std::size_t kBars = 3 * kDecisionWindow - 3;

    /// `epsilon`: momentum_epsilon. `maxPierceAtr`: retest_max_pierce_atr.
    LevelHistory(double epsilon, double maxPierceAtr, Duration interval = Duration::minutes(5));
    /// Readings are most of what it holds; without them they are empty.
    void keepNoReadings() { m_keepsReadings = false; }
    /// As if no bar had been added.
    void clear();

    /// The next bar b, the last of `window` (its decision window), with what
    /// findLevels() gives for it and the ATR(14) at b.
    void add(std::span<const Candle> window, std::span<const Level> kept, std::optional<double> atr14);

    /// Levels that any of the last 150 bars added held, in order of birth, those
    /// of one bar by rank. Holds until the next add().
    std::span<const LevelRecord> records() const { return m_records; }

private:
    /// What is looked for at every bar, close together in memory.
    struct Held {
        LevelId id;
        std::size_t bar = 0; ///< number of the last that held it
    };

    void forget();
    void follow(LevelRecord& record, const Candle& bar, std::optional<double> previousClose,
                std::optional<double> atr14) const;

    double m_epsilon;
    double m_maxPierceAtr;
    Duration m_interval;
    bool m_keepsReadings = true;
    std::size_t m_bars = 0;
    std::vector<LevelRecord> m_records;
    std::vector<Held> m_held; ///< by record
};

/// The history at the last of `candles`, from scratch; equal to one that was
/// given every bar. With kBars of them nothing older plays a part.
LevelHistory levelHistoryOf(std::span<const Candle> candles, const Instrument& instrument,
                            const Preset& preset, const AnalysisSettings& settings = {});

} // namespace breakline
