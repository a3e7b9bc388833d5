// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/RecordedDecisions.h"

#include "storage/QuotedText.h"
#include "storage/SessionFolder.h"

namespace breakline {

namespace {

/// The value among 0 to `last` that is written so.
template<class Enum>
std::optional<Enum> named(const std::string& text, Enum last)
{
    for (int i = 0; i <= static_cast<int>(last); ++i)
        if (toText(static_cast<Enum>(i)) == text)
            return static_cast<Enum>(i);
    return std::nullopt;
}

} // namespace

Expected<std::unique_ptr<RecordedDecisions>> RecordedDecisions::open(const QString& sessionFolder)
{
    auto rows = RowsReader::open(sessionFolder);
    if (!rows)
        return std::unexpected(rows.error());
    std::unique_ptr<RecordedDecisions> decisions(new RecordedDecisions(std::move(*rows)));
    auto kinds = decisions->m_rows->gateKinds();
    if (!kinds)
        return std::unexpected(kinds.error());
    auto known = std::make_shared<std::vector<GateKind>>();
    for (GateKindRow& row : *kinds) {
        const auto stage = named(row.stage, GateStage::Exit);
        const auto bound = named(row.bound, Bound::LessThan);
        if (row.number != std::ssize(*known) || !stage || !bound)
            return fail(ErrorCode::Corrupt,
                        sessionFolder.toStdString() + ": gate kind " + std::to_string(row.number)
                            + " with stage " + quotedText(row.stage) + " and bound " + quotedText(row.bound)
                            + " is not known");
        known->push_back(
            {*stage, std::move(row.scope), std::move(row.name), std::move(row.unit), *bound, row.threshold});
    }
    decisions->m_kinds = std::move(known);
    return decisions;
}

Expected<RecordedDecision> RecordedDecisions::decoded(DecisionRow row) const
{
    auto gates = decodeGates(row.gates, *m_kinds);
    if (!gates)
        return fail(gates.error().code, "decision " + row.traceId + ": " + gates.error().message);
    return RecordedDecision {std::move(row), std::move(*gates), m_kinds};
}

Expected<std::optional<RecordedDecision>>
RecordedDecisions::decoded(Expected<std::optional<DecisionRow>> row) const
{
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return std::nullopt;
    auto decision = decoded(std::move(**row));
    if (!decision)
        return std::unexpected(decision.error());
    auto costs = m_rows->costSheet(decision->row.traceId);
    if (!costs)
        return std::unexpected(costs.error());
    decision->costs = std::move(*costs);
    return std::move(*decision);
}

Expected<std::optional<RecordedDecision>> RecordedDecisions::newest(const std::string& symbol, Timestamp at)
{
    return decoded(m_rows->decision(symbol, at));
}

Expected<std::optional<RecordedDecision>> RecordedDecisions::ofTrace(const std::string& traceId)
{
    return decoded(m_rows->decisionOf(traceId));
}

Expected<void> RecordedDecisions::each(const std::function<void(const RecordedDecision&)>& take)
{
    std::optional<Error> fault;
    const auto read = m_rows->eachDecision([&](const DecisionRow& row) {
        if (fault)
            return;
        if (const auto decision = decoded(row))
            take(*decision);
        else
            fault = decision.error();
    });
    if (fault)
        return std::unexpected(*fault);
    return read;
}

Expected<ExplainedSession> openExplained(const std::string& session)
{
    const auto folder = findSession(SessionFolder::defaultDataFolder(), QString::fromStdString(session));
    if (!folder)
        return std::unexpected(folder.error());
    auto meta = SessionFolder::readMeta(*folder);
    if (!meta)
        return std::unexpected(meta.error());
    auto decisions = RecordedDecisions::open(*folder);
    if (!decisions)
        return std::unexpected(decisions.error());
    return ExplainedSession {*folder, std::move(*meta), std::move(*decisions)};
}

} // namespace breakline
