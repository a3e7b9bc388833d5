// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/SelfTestModel.h"

#include "ui/DisplayText.h"
#include "ui/EngineText.h"

namespace breakline {

QString SelfTestModel::nameOf(SelfTestCheck check)
{
    switch (check) {
    case SelfTestCheck::KeyTrades: return tr("Key may trade");
    case SelfTestCheck::KeyWithdraws: return tr("Key may withdraw");
    case SelfTestCheck::Clock: return tr("Clock offset");
    case SelfTestCheck::PositionMode: return tr("Position mode");
    case SelfTestCheck::MarginMode: return tr("Margin mode");
    case SelfTestCheck::FeeRates: return tr("Fee rates");
    case SelfTestCheck::Leverage: return tr("Leverage read back");
    case SelfTestCheck::OrderAccepted: return tr("Order with stop accepted");
    case SelfTestCheck::OrderEchoed: return tr("Order echoed");
    case SelfTestCheck::OrderAmended: return tr("Order amended");
    case SelfTestCheck::OrderCancelled: return tr("Order cancelled");
    case SelfTestCheck::OrderGone: return tr("Order gone");
    }
    return DisplayText::unknown();
}

QString SelfTestModel::outcomeOf(SelfTestOutcome outcome)
{
    switch (outcome) {
    case SelfTestOutcome::Unknown: return tr("unknown");
    case SelfTestOutcome::Passed: return tr("ok");
    case SelfTestOutcome::Failed: return tr("failed");
    }
    return DisplayText::unknown();
}

QString SelfTestModel::verdict() const
{
    if (m_isRunning)
        return tr("Self-test under way");
    if (!m_hasPassed)
        return {};
    return *m_hasPassed ? tr("Self-test passed") : tr("Refused by self-test: the venue is not traded");
}

void SelfTestModel::update(const SelfTestStatus& status)
{
    followKeyed(
        m_rows, status.results, [](const SelfTestResult& row) { return row.check; },
        [](const SelfTestResult& a, const SelfTestResult& b) { return a == b; });
    if (m_isRunning == status.isRunning && m_hasPassed == status.hasPassed)
        return;
    m_isRunning = status.isRunning;
    m_hasPassed = status.hasPassed;
    Q_EMIT verdictChanged();
}

void SelfTestModel::retranslate()
{
    RowListModel::retranslate();
    Q_EMIT verdictChanged();
}

QVariant SelfTestModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const SelfTestResult& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case NameRole: return nameOf(row.check);
    case ValueRole: return row.value.empty() ? DisplayText::unknown() : EngineText::translate(row.value);
    case WantedRole: return EngineText::translate(row.wanted);
    case OutcomeRole: return outcomeOf(row.outcome);
    case SignRole:
        return row.outcome == SelfTestOutcome::Passed ? 1 : row.outcome == SelfTestOutcome::Failed ? -1 : 0;
    default: return {};
    }
}

QHash<int, QByteArray> SelfTestModel::roleNames() const
{
    return {{NameRole, "name"},
            {ValueRole, "value"},
            {WantedRole, "wanted"},
            {OutcomeRole, "outcome"},
            {SignRole, "sign"}};
}

} // namespace breakline
