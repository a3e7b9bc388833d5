// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/NearMissView.h"

#include "ui/DisplayText.h"
#include "ui/GateText.h"

namespace breakline {

NearMissView::NearMissView(SessionRecords* records, QObject* parent)
    : QObject(parent)
    , m_records(records)
{
    if (m_records != nullptr)
        connect(m_records, &SessionRecords::nearMissesCounted, this, &NearMissView::onCounted);
}

void NearMissView::count()
{
    if (m_records == nullptr || m_isCounting)
        return;
    m_isCounting = true;
    Q_EMIT changed();
    m_records->countNearMisses();
}

void NearMissView::onCounted(const NearMissAnswerPtr& answer)
{
    m_isCounting = answer->report.has_value() && !answer->ends;
    const bool isFirst = !m_answer || !m_answer->report || !answer->ends;
    m_answer = answer;
    m_gates.show(answer);
    if (isFirst && m_gates.count() > 0 && (m_chosen < 0 || m_chosen >= m_gates.count()))
        m_chosen = 0;
    if (m_gates.count() == 0)
        m_chosen = -1;
    Q_EMIT changed();
}

bool NearMissView::areEndsPending() const
{
    return m_isCounting && m_answer && m_answer->report && !m_answer->ends;
}

QString NearMissView::summary() const
{
    if (!m_answer || !m_answer->report)
        return {};
    const NearMissReport& report = *m_answer->report;
    return tr("%1 evaluations · %2 past the signal · %3 traded")
        .arg(report.evaluated)
        .arg(report.signals)
        .arg(report.traded);
}

QString NearMissView::problem() const
{
    if (!m_answer)
        return {};
    if (!m_answer->report)
        return tr("The records cannot be read: %1").arg(DisplayText::plain(m_answer->report.error().message));
    if (m_answer->ends && !*m_answer->ends)
        return tr("How what was admitted had ended is not known: %1")
            .arg(DisplayText::plain(m_answer->ends->error().message));
    return {};
}

QVariantList NearMissView::funnel() const
{
    QVariantList stages;
    if (!m_answer || !m_answer->report || m_answer->report->evaluated == 0)
        return stages;
    const NearMissReport& report = *m_answer->report;
    std::size_t reached = report.evaluated;
    for (const GateStage stage :
         {GateStage::Scan, GateStage::Level, GateStage::Signal, GateStage::Risk, GateStage::Execution}) {
        const std::size_t ended = report.endedIn[static_cast<std::size_t>(stage)];
        stages.append(QVariantMap {
            {QStringLiteral("name"), GateText::stage(stage)},
            {QStringLiteral("reached"), static_cast<qlonglong>(reached)},
            {QStringLiteral("ended"), static_cast<qlonglong>(ended)},
            {QStringLiteral("share"), static_cast<double>(reached) / static_cast<double>(report.evaluated)}});
        reached -= std::min(ended, reached);
    }
    stages.append(QVariantMap {{QStringLiteral("name"), tr("Traded")},
                               {QStringLiteral("reached"), static_cast<qlonglong>(report.traded)},
                               {QStringLiteral("ended"), qlonglong {0}},
                               {QStringLiteral("share"),
                                static_cast<double>(report.traded) / static_cast<double>(report.evaluated)}});
    return stages;
}

void NearMissView::choose(int row)
{
    if (row == m_chosen || row < 0 || row >= m_gates.count())
        return;
    m_chosen = row;
    Q_EMIT changed();
}

void NearMissView::clear()
{
    m_answer.reset();
    m_gates.show(nullptr);
    m_isCounting = false;
    m_chosen = -1;
    Q_EMIT changed();
}

void NearMissView::retranslate()
{
    m_gates.retranslate();
    Q_EMIT changed();
}

} // namespace breakline
