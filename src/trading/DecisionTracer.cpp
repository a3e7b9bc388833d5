// SPDX-License-Identifier: GPL-3.0-or-later
#include "trading/DecisionTracer.h"

namespace breakline {

DecisionTracer::DecisionTracer(SessionJournal& journal, bool isOn)
    : m_journal(journal)
    , m_isOn(isOn)
    , m_encoder([this](std::size_t number, const GateKind& kind) {
        GateKindRow row;
        row.time = m_writing->close;
        row.traceId = m_writingId;
        row.number = static_cast<std::int64_t>(number);
        row.stage = toText(kind.stage);
        row.scope = kind.scope;
        row.name = kind.name;
        row.unit = kind.unit;
        row.bound = toText(kind.bound);
        row.threshold = kind.threshold;
        m_journal.write(std::move(row));
    })
{
}

GateTrace& DecisionTracer::begin(const std::string& traceId, const std::string& symbol, Timestamp close)
{
    m_traceId = traceId;
    m_current.symbol = symbol;
    m_current.close = close;
    m_current.gates.clear();
    return m_current.gates;
}

void DecisionTracer::end(std::string_view outcome, bool goesOn)
{
    if (!m_isOn)
        return;
    write(m_traceId, m_current, outcome);
    if (goesOn)
        m_open.insert_or_assign(m_traceId, m_current);
}

GateTrace* DecisionTracer::more(const std::string& traceId)
{
    const auto found = m_open.find(traceId);
    return found == m_open.end() ? nullptr : &found->second.gates;
}

void DecisionTracer::write(const std::string& traceId, std::string_view outcome, bool goesOn)
{
    const auto found = m_open.find(traceId);
    if (found == m_open.end())
        return;
    write(traceId, found->second, outcome);
    if (!goesOn)
        m_open.erase(found);
}

void DecisionTracer::write(const std::string& traceId, Trace& trace, std::string_view outcome)
{
    trace.gates.markSoleBlockers();
    DecisionRow row;
    row.time = trace.close;
    row.traceId = traceId;
    row.symbol = trace.symbol;
    row.outcome = outcome;
    if (const Gate* decision = trace.gates.decision()) {
        row.stage = toText(decision->stage);
        row.gate = decision->fullName();
        row.value = decision->value;
        row.threshold = decision->threshold;
        row.unit = decision->unit;
    }
    for (const Gate& gate : trace.gates.gates()) {
        if (!gate.isSoleBlocker)
            continue;
        if (row.soleBlockers.empty())
            row.neededChange = gate.neededChange();
        else
            row.soleBlockers += ' ';
        row.soleBlockers += gate.fullName();
    }
    row.levelIds = trace.gates.levelIds();
    m_writing = &trace;
    m_writingId = traceId;
    row.gates = m_encoder.encode(trace.gates.gates());
    m_journal.write(std::move(row));
}

} // namespace breakline
