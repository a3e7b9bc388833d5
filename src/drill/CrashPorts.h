// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backtest/PortDecorator.h"
#include "drill/CrashPoints.h"

#include <functional>
#include <memory>

namespace breakline {

/// The crash points of a session, as decorators of its ports: journal, gateway,
/// recorder (which sees each input before it is handled) and scheduler.
class CrashPorts final : public PortDecorator {
public:
    /// `beforeOrder` may look at each order before it leaves.
    CrashPorts(CrashPoints& points, std::function<void(const OrderRequest&)> beforeOrder);
    ~CrashPorts() override;

    SessionPorts decorate(const SessionPorts& ports) override;
    void callsArrived() override;

private:
    class Gateway;
    class Journal;
    class Recorder;
    class Timers;

    CrashPoints& m_points;
    std::function<void(const OrderRequest&)> m_beforeOrder;
    std::unique_ptr<Gateway> m_gateway;
    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<Timers> m_timers;
    std::unique_ptr<Recorder> m_recorder;
};

} // namespace breakline
