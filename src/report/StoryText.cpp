// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/StoryText.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace breakline {

namespace {

/// Digits with their thousands apart.
std::string grouped(std::string_view digits)
{
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0)
            text += ',';
        text += digits[i];
    }
    return text;
}

std::string plural(std::size_t count, std::string_view one, std::string_view many)
{
    return fmt::format("{} {}", grouped(std::to_string(count)), count == 1 ? one : many);
}

double percentOf(std::size_t part, std::size_t whole)
{
    return whole == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

std::string refusalShare(const std::string& gate, std::size_t part, std::size_t whole)
{
    return fmt::format("{} ({:.0f} %)", gate, percentOf(part, whole));
}

/// Why it stopped, for a person; a reason that is not known as it is.
std::string stopWords(const std::string& reason)
{
    if (reason == "duration")
        return "its time was over";
    if (reason == "until_end")
        return "the data ended";
    if (reason == "interrupt")
        return "it was interrupted";
    if (reason == "command")
        return "it was told to";
    if (reason == "kill_switch")
        return "the kill switch";
    if (reason == "error")
        return "an error";
    return reason;
}

std::string endSentence(const StoryHead& head)
{
    const std::string state = head.finalState.empty() ? "no state" : head.finalState;
    std::string text = "The session ran";
    if (head.from && head.to)
        text += fmt::format(" for {}, from {} to {}", durationText(*head.to - *head.from),
                            timeText(*head.from), timeText(*head.to));
    if (!head.isFinished)
        return text
            + fmt::format(", and is not finished: it goes on, or was cut off. Its last state is {}.", state);
    text += fmt::format(", and ended in {}", state);
    return head.stopReason.empty() ? text + '.' : text + ": " + stopWords(head.stopReason) + '.';
}

std::string alarmSentence(const Story& story)
{
    std::size_t critical = 0, errors = 0, warnings = 0;
    for (const StoryAlarm& alarm : story.alarms)
        (alarm.level == "CRITICAL" ? critical : alarm.level == "ERROR" ? errors : warnings) += alarm.count;
    if (critical + errors + warnings == 0)
        return "There was no warning and no error.";
    return fmt::format("Alarms: {} critical, {}, {}.", critical, plural(errors, "error", "errors"),
                       plural(warnings, "warning", "warnings"));
}

std::string resultSentence(const Story& story)
{
    Decimal net;
    double sumR = 0.0;
    for (const StoryTrade& trade : story.trades) {
        net += trade.net;
        sumR += trade.netR.value_or(0.0);
    }
    const StoryFigures& figures = story.figures;
    std::string text =
        fmt::format("Of {} {} won and {} lost", plural(figures.closed, "closed position", "closed positions"),
                    figures.won, figures.lost);
    if (figures.opened > figures.closed)
        text += fmt::format(", {} still open", figures.opened - figures.closed);
    text += fmt::format("; net {} after fees and funding, {:+.2f} R in all.", moneyText(net), sumR);
    if (figures.longestUnprotectedMs)
        text += fmt::format(" None was without a stop at the venue for longer than {} ms.",
                            *figures.longestUnprotectedMs);
    return text;
}

} // namespace

std::string timeText(Timestamp time, bool withMilliseconds)
{
    std::string text = toIso8601(time);
    text[10] = ' ';
    text.resize(withMilliseconds ? 23 : 19);
    return text;
}

std::string spanText(Timestamp from, Timestamp to)
{
    const std::string first = timeText(from);
    const std::string last = timeText(to);
    if (first == last)
        return first;
    return first + " – " + (first.substr(0, 10) == last.substr(0, 10) ? last.substr(11) : last);
}

std::string durationText(Duration duration)
{
    const std::int64_t seconds = duration.ms / 1000;
    const std::int64_t days = seconds / 86'400, hours = seconds / 3'600 % 24, minutes = seconds / 60 % 60;
    if (days > 0)
        return hours > 0 ? fmt::format("{} d {} h", days, hours) : fmt::format("{} d", days);
    if (hours > 0)
        return fmt::format("{} h {} min", hours, minutes);
    return fmt::format("{} min {} s", minutes, seconds % 60);
}

std::string moneyText(const Decimal& amount)
{
    const Decimal cents = amount.rounded(2, Rounding::HalfEven);
    const std::string digits = cents.abs().toString();
    const std::size_t point = std::min(digits.find('.'), digits.size());
    std::string text = grouped(std::string_view(digits).substr(0, point)) + '.';
    for (std::size_t i = point + 1; i <= point + 2; ++i)
        text += i < digits.size() ? digits[i] : '0';
    return cents.isNegative() ? '-' + text : text;
}

std::vector<std::string> storySummary(const Story& story)
{
    const StoryFigures& figures = story.figures;
    std::vector<std::string> sentences {endSentence(story.head)};
    sentences.push_back(fmt::format(
        "{} and {} led to {} and {}; {} refused.", plural(figures.scans, "scan", "scans"),
        plural(figures.evaluations, "evaluation", "evaluations"),
        plural(figures.signals, "signal", "signals"), plural(figures.opened, "position", "positions"),
        plural(story.refusedSignals, "signal was", "signals were")));
    if (figures.refused > 0)
        sentences.back() += fmt::format(" Of the evaluations {} were refused, most often by {}.",
                                        grouped(std::to_string(figures.refused)),
                                        refusalShare(figures.gate, figures.refusedByGate, figures.refused));
    if (figures.opened > 0)
        sentences.push_back(resultSentence(story));
    const StoryLedger& ledger = story.ledger;
    if (ledger.start && ledger.end) {
        const double start = ledger.start->toDouble();
        const Decimal change = *ledger.end - *ledger.start;
        sentences.push_back(fmt::format(
            "Equity went from {} to {}: {}{}.", moneyText(*ledger.start), moneyText(*ledger.end),
            moneyText(change),
            start > 0.0 ? fmt::format(" ({:+.2f} %)", 100.0 * change.toDouble() / start) : std::string()));
    }
    sentences.push_back(alarmSentence(story));
    return sentences;
}

std::string chronicleText(const Story& story, const StoryEvent& event)
{
    switch (event.kind) {
    case StoryEventKind::Quiet: {
        std::string text = fmt::format("{}, {}", plural(event.scans, "scan", "scans"),
                                       plural(event.candidates, "candidate", "candidates"));
        if (event.evaluations > 0)
            text += fmt::format("; {}", plural(event.evaluations, "evaluation", "evaluations"));
        if (event.refused > 0)
            text += fmt::format(", refused mostly by {}",
                                refusalShare(event.gate, event.refusedByGate, event.refused));
        if (event.alarms > 0)
            text += fmt::format("; {}", plural(event.alarms, "alarm", "alarms"));
        return text;
    }
    case StoryEventKind::Transitions: {
        std::string states = event.steps.front().from;
        std::string reasons;
        for (const StoryStep& step : event.steps) {
            states += " → " + step.to;
            reasons += (reasons.empty() ? "" : "; ") + step.trigger;
            if (!step.reason.empty() && step.reason != step.trigger)
                reasons += " (" + step.reason + ')';
        }
        return states + ": " + reasons;
    }
    case StoryEventKind::Opened: {
        const StoryTrade& trade = story.trades[event.trade];
        return fmt::format("{} {} opened: {} at {:.8g}, stop {}", trade.symbol, trade.side,
                           trade.quantity.toString(), trade.entryPrice.toDouble(),
                           trade.initialStop.toString());
    }
    case StoryEventKind::Closed: {
        const StoryTrade& trade = story.trades[event.trade];
        return fmt::format("{} {} closed: {}", trade.symbol, trade.side, resultText(trade));
    }
    }
    return {};
}

std::string resultText(const StoryTrade& trade)
{
    if (!trade.closed)
        return fmt::format("still open, booked so far {}", moneyText(trade.net));
    std::string text = moneyText(trade.net);
    if (trade.netR)
        text += fmt::format(" ({:+.2f} R)", *trade.netR);
    return text + ", " + (trade.exitReason.empty() ? "reason unknown" : trade.exitReason);
}

std::vector<std::string> tradeSentences(const StoryTrade& trade)
{
    std::vector<std::string> sentences;
    if (trade.signalled) {
        std::string text =
            fmt::format("{} signal at the close of {}", trade.strategy, timeText(*trade.signalled));
        if (!trade.signal.empty())
            text += ": " + trade.signal;
        if (trade.confidence)
            text += fmt::format("; confidence {:.2f}", *trade.confidence);
        if (trade.plannedEntry && trade.plannedStop)
            text += fmt::format("; planned entry {}, stop {}", trade.plannedEntry->toString(),
                                trade.plannedStop->toString());
        sentences.push_back(text + '.');
    } else {
        sentences.emplace_back("No signal of this session led to it.");
    }
    if (trade.level)
        sentences.push_back(
            fmt::format("Level {:.8g}{}.", *trade.level,
                        trade.firstTouch ? ", first touched " + timeText(*trade.firstTouch) : std::string()));
    std::string held = fmt::format("{} at {:.8g} from {}", trade.quantity.toString(),
                                   trade.entryPrice.toDouble(), timeText(trade.opened));
    if (trade.closed)
        held += fmt::format(
            " to {} ({}){}", timeText(*trade.closed), durationText(*trade.closed - trade.opened),
            trade.exitPrice ? fmt::format(", out at {:.8g}", trade.exitPrice->toDouble()) : std::string());
    sentences.push_back(held
                        + fmt::format("; initial stop {}, {} ms without a stop.",
                                      trade.initialStop.toString(), trade.unprotectedMs));
    return sentences;
}

std::vector<std::string> ledgerSentences(const Story& story)
{
    const StoryLedger& ledger = story.ledger;
    std::vector<std::string> sentences;
    sentences.push_back(fmt::format("Realised, fees and funding are the sums of {}.",
                                    plural(story.trades.size(), "position's row", "positions' rows")));
    if (ledger.agrees)
        sentences.emplace_back(*ledger.agrees
                                   ? "The closing report says the same sums."
                                   : "The closing report says other sums: the rows or the report are wrong.");
    else
        sentences.emplace_back(
            "There is no closing report: equity is that of the first and of the last row, and "
            "deposits and withdrawals in between are part of the difference.");
    if (ledger.transfers && !ledger.transfers->isZero())
        sentences.push_back(
            fmt::format("Deposits less withdrawals of {} are contained in the equity at the start.",
                        ledger.transfers->toString()));
    return sentences;
}

} // namespace breakline
