// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/SessionExport.h"

#include <QFileDialog>

namespace breakline {

SessionExport::SessionExport(TradingDesk& desk, QString folder, QObject* parent)
    : QObject(parent)
    , m_desk(desk)
    , m_folder(std::move(folder))
{
    connect(&m_desk, &TradingDesk::exported, this, &SessionExport::onExported);
}

void SessionExport::setFolder(const QString& folder)
{
    if (folder == m_folder)
        return;
    m_folder = folder;
    Q_EMIT folderChanged(folder);
}

QString SessionExport::resultText() const
{
    if (!m_hasResult)
        return {};
    return m_success ? tr("Exported: %1").arg(m_message) : tr("Export failed: %1").arg(m_message);
}

void SessionExport::run()
{
    if (m_running || m_folder.trimmed().isEmpty())
        return;
    m_running = true;
    m_hasResult = false;
    Q_EMIT changed();
    m_desk.exportSession(m_folder.trimmed());
}

void SessionExport::browse()
{
    auto* dialog = new QFileDialog(nullptr, tr("Folder for the export"), m_folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &SessionExport::setFolder);
    dialog->open();
}

void SessionExport::onExported(bool success, const QString& message)
{
    m_running = false;
    m_success = success;
    m_hasResult = true;
    m_message = message;
    Q_EMIT changed();
}

} // namespace breakline
