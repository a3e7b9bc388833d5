// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "FakeTradingDesk.h"

#include "core/Decimal.h"

namespace breakline {

/// A desk that plays a short made-up session by itself, for looking at the
/// window: it starts, scans, finds a breakout, trades it, and flattens when told.
/// One step is one snapshot; the same steps give the same pictures.
class ScriptedSession : public FakeTradingDesk {
    Q_OBJECT
public:
    explicit ScriptedSession(QObject* parent = nullptr);

    std::uint64_t submit(CommandKind kind, const std::string& argument) override;
    void requestSnapshot() override;
    void exportSession(const QString& folder) override;
    /// Stops at once; the session at the other venue is there with the next step.
    void openVenue(const std::string& venue) override;

    /// Plays `count` steps without a window.
    void play(int count);

private:
    void step();
    void moveTo(TradingState state, const std::string& trigger, const std::string& reason);
    void log(const std::string& level, const std::string& component, const std::string& symbol,
             const std::string& message);
    void makeCandles();
    void makeCandidates();
    void tick();
    void open();
    void flatten();
    void setCommands();
    void enterVenue();
    double noise();

    std::string m_nextVenue; ///< asked for
    std::uint32_t m_random = 12345;
    std::uint64_t m_logLines = 0;
    std::uint64_t m_transitions = 0;
    int m_step = 0;
    int m_stateSteps = 0;
    bool m_running = false;
    double m_equity = 100'000.0;
};

} // namespace breakline
