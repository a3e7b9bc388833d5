// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ExplainView.h"

#include "ui/DisplayText.h"
#include "ui/EngineText.h"
#include "ui/GateText.h"

#include <algorithm>
#include <limits>

namespace breakline {

namespace {

constexpr Timestamp kNewest {std::numeric_limits<std::int64_t>::max()};

} // namespace

ExplainView::ExplainView(SessionRecords* records, QObject* parent)
    : QObject(parent)
    , m_records(records)
{
    if (m_records != nullptr)
        connect(m_records, &SessionRecords::explained, this, &ExplainView::onExplained);
}

const RecordedDecision* ExplainView::decision() const
{
    return m_shown && m_shown->decision && *m_shown->decision ? &**m_shown->decision : nullptr;
}

QString ExplainView::subject() const
{
    if (const RecordedDecision* known = decision())
        return tr("%1 at the close of %2")
            .arg(DisplayText::plain(known->row.symbol), DisplayText::dateTime(known->row.time));
    return DisplayText::plain(m_asked.symbol);
}

QString ExplainView::outcome() const
{
    const RecordedDecision* known = decision();
    if (known == nullptr)
        return {};
    const std::string& outcome = known->row.outcome;
    if (EngineText::isKnown(outcome))
        return EngineText::translate(outcome);
    // Codes and numbers of the engine: the gate says the same in words.
    const auto decided =
        std::ranges::find_if(known->gates, [](const Gate& gate) { return gate.decided && gate.refuses; });
    return decided == known->gates.end()
        ? EngineText::translate(outcome)
        : tr("Refused: %1").arg(GateText::name(decided->scope, decided->name));
}

QString ExplainView::problem() const
{
    if (!m_shown || decision() != nullptr)
        return {};
    if (!m_shown->decision)
        return tr("The records cannot be read: %1")
            .arg(DisplayText::plain(m_shown->decision.error().message));
    return m_asked.traceId.empty()
        ? tr("The session has written down no evaluation of this symbol up to then.")
        : m_asked.traceId == "-"
        ? tr("The exchange made this by itself: no evaluation of the session led to it.")
        : tr("This trade was not begun by this session: what led to it is not written down here.");
}

bool ExplainView::isLevelUntried() const
{
    return decision() != nullptr && m_level && m_gates.markedRow() < 0;
}

int ExplainView::focusRow() const
{
    return m_gates.markedRow() >= 0 ? m_gates.markedRow() : m_gates.decidedRow();
}

void ExplainView::askClose(const QString& symbol, Timestamp close)
{
    ask({0, {}, symbol.toStdString(), close});
}

void ExplainView::askLevel(const QString& symbol, Timestamp close, double price)
{
    ask({0, {}, symbol.toStdString(), close}, price);
}

void ExplainView::askNewest(const QString& symbol)
{
    askClose(symbol, kNewest);
}

void ExplainView::askTrade(const QString& symbol, const QString& traceId)
{
    // Of what the venue did by itself no evaluation is the cause: no trace has this name.
    ask({0, traceId.isEmpty() ? std::string("-") : traceId.toStdString(), symbol.toStdString(), {}});
}

void ExplainView::ask(ExplainQuestion question, std::optional<double> level)
{
    if (m_records == nullptr || question.symbol.empty())
        return;
    m_isAsked = true;
    question.number = ++m_number;
    m_asked = question;
    m_level = level;
    m_shown.reset();
    m_gates.show(nullptr);
    Q_EMIT changed();
    m_records->explain(question);
}

void ExplainView::onExplained(const ExplanationPtr& explanation)
{
    if (!m_isAsked || explanation->asked.number != m_number)
        return;
    m_shown = explanation;
    m_gates.show(explanation, m_level);
    Q_EMIT changed();
    if (const RecordedDecision* known = decision())
        Q_EMIT answered(DisplayText::plain(known->row.symbol), known->row.time);
}

void ExplainView::clear()
{
    m_isAsked = false;
    m_asked = {};
    m_level.reset();
    m_shown.reset();
    m_gates.show(nullptr);
    Q_EMIT changed();
}

void ExplainView::retranslate()
{
    m_gates.retranslate();
    Q_EMIT changed();
}

} // namespace breakline
