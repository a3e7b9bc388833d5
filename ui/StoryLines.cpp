// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/StoryLines.h"

#include "ui/DisplayText.h"
#include "ui/EngineCodes.h"
#include "ui/EngineText.h"
#include "ui/GateText.h"

#include <algorithm>

namespace breakline {

namespace {

constexpr Duration kBar = Duration::minutes(5);

QString count(std::size_t value)
{
    return DisplayText::number(static_cast<double>(value), 0);
}

QString money(const Decimal& amount)
{
    return DisplayText::signedNumber(amount.toDouble(), 2);
}

QString direction(const std::string& side)
{
    return DisplayText::directionName(side == "short" ? Direction::Short : Direction::Long);
}

int signOf(const Decimal& amount)
{
    return amount.isZero() ? 0 : amount.isNegative() ? -1 : 1;
}

QString percent(std::size_t part, std::size_t whole)
{
    return whole == 0
        ? DisplayText::unknown()
        : DisplayText::number(100.0 * static_cast<double>(part) / static_cast<double>(whole), 0);
}

} // namespace

std::vector<StoryLine> StoryLines::of(const Story& story, StorySection section)
{
    std::vector<StoryLine> lines;
    switch (section) {
    case StorySection::Chronicle:
        for (const StoryEvent& event : story.chronicle)
            lines.push_back(ofEvent(story, event));
        break;
    case StorySection::Trades:
        for (const StoryTrade& trade : story.trades)
            lines.push_back(ofTrade(trade));
        break;
    case StorySection::Alarms:
        for (const StoryAlarm& alarm : story.alarms)
            lines.push_back(ofAlarm(alarm));
        break;
    case StorySection::Refusals:
        for (const StoryRefusal& refusal : story.refusals)
            lines.push_back(ofRefusal(refusal));
        for (const StoryNearMiss& miss : story.nearMisses)
            lines.push_back(ofNearMiss(miss));
        break;
    case StorySection::Ledger: lines = ofLedger(story.ledger); break;
    }
    return lines;
}

QStringList StoryLines::summary(const Story& story)
{
    const StoryHead& head = story.head;
    const StoryFigures& figures = story.figures;
    QStringList sentences;
    if (head.from && head.to)
        sentences.append(
            tr("From %1 to %2.").arg(DisplayText::dateTime(*head.from), DisplayText::dateTime(*head.to)));
    if (head.isFinished)
        sentences.append(
            tr("Ended in state %1: %2.")
                .arg(EngineText::translate(head.finalState), EngineText::translate(head.stopReason)));
    else
        sentences.append(tr("It is not finished: told as far as it has come."));
    sentences.append(tr("Scans: %1, evaluations: %2, signals: %3, positions: %4; signals refused: %5.")
                         .arg(count(figures.scans), count(figures.evaluations), count(figures.signals),
                              count(figures.opened), count(story.refusedSignals)));
    if (figures.refused > 0)
        sentences.append(tr("Refused most often by %1 (%2 %).")
                             .arg(gateName(figures.gate), percent(figures.refusedByGate, figures.refused)));
    if (figures.opened > 0) {
        Decimal net;
        for (const StoryTrade& trade : story.trades)
            net += trade.net;
        sentences.append(tr("Won: %1, lost: %2; net %3 after fees and funding.")
                             .arg(count(figures.won), count(figures.lost), money(net)));
    }
    return sentences;
}

StoryLine StoryLines::ofEvent(const Story& story, const StoryEvent& event)
{
    StoryLine line;
    line.when = DisplayText::dateTime(event.from);
    switch (event.kind) {
    case StoryEventKind::Quiet:
        if (event.to != event.from)
            line.when =
                tr("%1 to %2").arg(DisplayText::dateTime(event.from), DisplayText::dateTime(event.to));
        line.title = tr("Scans: %1, candidates: %2").arg(count(event.scans), count(event.candidates));
        if (event.refused > 0)
            line.detail = tr("Of %1 refusals the most by %2 (%3 %)")
                              .arg(count(event.refused), gateName(event.gate),
                                   percent(event.refusedByGate, event.refused));
        if (event.alarms > 0)
            line.detail += (line.detail.isEmpty() ? QString() : QStringLiteral(" · "))
                + tr("alarms: %1").arg(count(event.alarms));
        break;
    case StoryEventKind::Transitions: {
        QStringList states {EngineText::translate(event.steps.front().from)};
        QStringList causes;
        for (const StoryStep& step : event.steps) {
            states.append(EngineText::translate(step.to));
            const QString cause = EngineText::trigger(step.trigger);
            const QString reason = EngineText::translate(step.reason);
            causes.append(reason.isEmpty() || reason == cause ? cause
                                                              : QStringLiteral("%1 (%2)").arg(cause, reason));
        }
        line.title = states.join(QStringLiteral(" → "));
        line.detail = causes.join(QStringLiteral(" · "));
        break;
    }
    case StoryEventKind::Opened:
    case StoryEventKind::Closed: {
        const StoryTrade& trade = story.trades[event.trade];
        const bool isOpened = event.kind == StoryEventKind::Opened;
        line = ofTrade(trade);
        line.when = DisplayText::dateTime(event.from);
        line.title = (isOpened ? tr("%1 %2 opened") : tr("%1 %2 closed"))
                         .arg(DisplayText::plain(trade.symbol), direction(trade.side));
        line.detail = isOpened ? tr("%1 at %2, stop %3")
                                     .arg(DisplayText::quantity(trade.quantity.toDouble()),
                                          DisplayText::price(trade.entryPrice.toDouble()),
                                          DisplayText::price(trade.initialStop.toDouble()))
                               : result(trade);
        line.close = isOpened ? line.close : event.from.floorTo(kBar) + kBar;
        line.sign = isOpened ? 0 : line.sign;
        break;
    }
    }
    return line;
}

QString StoryLines::result(const StoryTrade& trade)
{
    if (!trade.closed)
        return tr("still open");
    const QString reason = engineCodeName(EngineCode::ExitReason, trade.exitReason);
    return tr("net %1, %2 R, %3")
        .arg(money(trade.net), DisplayText::signedNumber(trade.netR, 2),
             reason.isEmpty() ? DisplayText::plain(trade.exitReason) : reason);
}

StoryLine StoryLines::ofTrade(const StoryTrade& trade)
{
    StoryLine line;
    line.when = DisplayText::dateTime(trade.opened);
    line.title = QStringLiteral("%1 %2").arg(DisplayText::plain(trade.symbol), direction(trade.side));
    const std::optional<double> exit =
        trade.exitPrice ? std::optional(trade.exitPrice->toDouble()) : std::nullopt;
    line.detail = tr("Level %1, entry %2, stop %3, exit %4")
                      .arg(DisplayText::price(trade.level), DisplayText::price(trade.entryPrice.toDouble()),
                           DisplayText::price(trade.initialStop.toDouble()), DisplayText::price(exit))
        + QStringLiteral(" · ") + result(trade);
    line.sign = trade.closed ? signOf(trade.net) : 0;
    line.symbol = DisplayText::plain(trade.symbol);
    line.close = trade.signalled.value_or(trade.opened.floorTo(kBar) + kBar);
    return line;
}

StoryLine StoryLines::ofAlarm(const StoryAlarm& alarm)
{
    StoryLine line;
    line.when = DisplayText::dateTime(alarm.first);
    line.title = DisplayText::plain(alarm.message);
    line.detail =
        QStringLiteral("%1 · %2").arg(DisplayText::plain(alarm.level), DisplayText::plain(alarm.component));
    if (!alarm.symbol.empty())
        line.detail += QStringLiteral(" · ") + DisplayText::plain(alarm.symbol);
    if (alarm.count > 1)
        line.detail += QStringLiteral(" · ")
            + tr("%1 times, last at %2").arg(count(alarm.count), DisplayText::dateTime(alarm.last));
    if (alarm.isWall)
        line.detail += QStringLiteral(" · ") + tr("in wall time");
    line.sign = alarm.level == "WARNING" ? 0 : -1;
    return line;
}

StoryLine StoryLines::ofRefusal(const StoryRefusal& refusal)
{
    StoryLine line;
    line.when = DisplayText::dateTime(refusal.time);
    line.title =
        tr("%1 %2: signal not executed").arg(DisplayText::plain(refusal.symbol), direction(refusal.side));
    line.detail = EngineText::translate(refusal.reason);
    line.symbol = DisplayText::plain(refusal.symbol);
    line.close = refusal.time;
    return line;
}

StoryLine StoryLines::ofNearMiss(const StoryNearMiss& miss)
{
    StoryLine line;
    line.when = DisplayText::dateTime(miss.time);
    line.title = tr("%1: refused by %2 alone")
                     .arg(DisplayText::plain(miss.symbol), gateName(miss.stage + ':' + miss.gate));
    line.detail =
        tr("%1, had to be %2: off by %3 %")
            .arg(GateText::number(miss.value), GateText::condition(miss.bound, miss.threshold, miss.unit),
                 DisplayText::number(miss.distancePct, 3));
    line.symbol = DisplayText::plain(miss.symbol);
    line.close = miss.time;
    return line;
}

std::vector<StoryLine> StoryLines::ofLedger(const StoryLedger& ledger)
{
    std::vector<StoryLine> lines;
    const auto add = [&lines](const QString& title, const std::optional<Decimal>& amount) {
        StoryLine line;
        line.title = title;
        line.detail = amount ? DisplayText::plain(amount->toString()) : DisplayText::unknown();
        lines.push_back(line);
    };
    add(tr("Equity at the start"), ledger.start);
    add(tr("+ realised"), ledger.realised);
    add(tr("+ unrealised"), ledger.unrealised);
    add(tr("− fees"), ledger.fees);
    add(tr("− funding paid"), ledger.funding);
    add(tr("Equity at the end"), ledger.end);
    add(tr("Difference"), ledger.difference);
    lines.back().sign = ledger.difference && !ledger.difference->isZero() ? -1 : 0;
    return lines;
}

QString StoryLines::gateName(const std::string& stageAndGate)
{
    // stage:name or stage:scope:name
    const std::string_view text = stageAndGate;
    const std::size_t stageEnd = text.find(':');
    if (stageEnd == std::string_view::npos)
        return DisplayText::plain(stageAndGate);
    const std::string_view gate = text.substr(stageEnd + 1);
    const std::size_t scopeEnd = gate.find(':');
    return scopeEnd == std::string_view::npos
        ? GateText::name({}, gate)
        : GateText::name(gate.substr(0, scopeEnd), gate.substr(scopeEnd + 1));
}

} // namespace breakline
