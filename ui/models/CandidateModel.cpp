// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/CandidateModel.h"

#include "ui/DisplayText.h"
#include "ui/EngineText.h"

namespace breakline {

namespace {

bool sameFilter(const FilterView& a, const FilterView& b)
{
    return a.name == b.name && a.result == b.result && a.value == b.value && a.threshold == b.threshold
        && a.minimum == b.minimum && a.maximum == b.maximum && a.isAllowedMissing == b.isAllowedMissing;
}

bool sameCandidate(const CandidateView& a, const CandidateView& b)
{
    return a.rank == b.rank && a.score == b.score && a.passed == b.passed && a.levels == b.levels
        && a.outcome == b.outcome
        && std::equal(a.filters.begin(), a.filters.end(), b.filters.begin(), b.filters.end(), sameFilter);
}

} // namespace

void CandidateModel::update(const std::vector<CandidateView>& candidates)
{
    followKeyed(
        m_rows, candidates, [](const CandidateView& row) -> const std::string& { return row.symbol; },
        sameCandidate);
}

const CandidateView* CandidateModel::find(const std::string& symbol) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(),
                                    [&](const CandidateView& row) { return row.symbol == symbol; });
    return found == m_rows.end() ? nullptr : &*found;
}

QVariant CandidateModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const CandidateView& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case SymbolRole: return DisplayText::plain(row.symbol);
    case RankRole: return row.rank > 0 ? QString::number(row.rank) : QString();
    case ScoreRole: return DisplayText::signedNumber(row.score, 2);
    case PassedRole: return row.passed;
    case PassedTextRole: {
        const auto passed = std::ranges::count_if(row.filters, &FilterView::passes);
        return QStringLiteral("%1/%2").arg(passed).arg(row.filters.size());
    }
    case LevelsRole: return row.levels;
    case VerdictRole: {
        if (row.passed || !row.outcome.empty())
            return EngineText::translate(row.outcome);
        QStringList names;
        for (const FilterView& filter : row.filters) {
            if (!filter.passes())
                names.append(DisplayText::filterName(filter.name));
        }
        return names.join(QStringLiteral(", "));
    }
    default: return {};
    }
}

QHash<int, QByteArray> CandidateModel::roleNames() const
{
    return {{SymbolRole, "symbol"},         {RankRole, "rank"},
            {ScoreRole, "score"},           {PassedRole, "passed"},
            {PassedTextRole, "passedText"}, {LevelsRole, "levels"},
            {VerdictRole, "verdict"}};
}

} // namespace breakline
