// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Expected.h"
#include "core/Timestamp.h"

#include <QProcess>
#include <QString>
#include <QStringList>

#include <memory>
#include <string>

namespace breakline {

/// Before its start: an interrupt of the terminal does not reach it, and it (on Linux)
/// does not outlive this program.
void endsWithItsParent(QProcess& process);

/// `breakline venue` as a process of its own, whose time stands still while nobody
/// holds it. Ended with this object. One thread, which waits in the calls.
class DrillVenueProcess {
public:
    /// `program`: the executable; `arguments`: of its `venue`. Unavailable where it
    /// does not come up.
    static Expected<std::unique_ptr<DrillVenueProcess>> start(const QString& program,
                                                              const QStringList& arguments);
    ~DrillVenueProcess();
    DrillVenueProcess(const DrillVenueProcess&) = delete;
    DrillVenueProcess& operator=(const DrillVenueProcess&) = delete;

    const QString& rest() const { return m_rest; }
    const QString& ws() const { return m_ws; }
    const QString& key() const { return m_key; }
    const QString& secret() const { return m_secret; }

    /// The venue's own account as of now, as JSON. Whoever was killed before is gone
    /// from the venue when it comes.
    Expected<std::string> report();
    /// The venue goes on for so long, with nobody who trades.
    Expected<void> goOn(Duration length);

private:
    DrillVenueProcess() = default;

    QProcess m_process;
    QString m_rest, m_ws, m_control, m_key, m_secret;
};

} // namespace breakline
