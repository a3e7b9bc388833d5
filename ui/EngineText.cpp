// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/EngineText.h"

#include "strategy/StrategyRegistry.h"
#include "ui/DisplayText.h"
#include "ui/EngineCodes.h"

#include <QCoreApplication>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <vector>

namespace breakline {

namespace {

/// "{}" is a value; "{exact}" one with all its digits; "{name}" is a code of that kind, and the sentence is
/// only taken where the code is known; "{conditions}" are some, by blanks; "{text}" is a sentence again;
/// "{strategy}" is the name of one, and not shown.
struct Sentence {
    std::string_view english;
    const char* text;
};

/// What the engine says is what the window says in English.
constexpr Sentence same(const char* text)
{
    return {text, text};
}

constexpr Sentence kSentences[] = {
    // Transitions.
    same(QT_TRANSLATE_NOOP("EngineText", "signals at the close")),
    same(QT_TRANSLATE_NOOP("EngineText", "candidates of the close")),
    same(QT_TRANSLATE_NOOP("EngineText", "levels of the close")),
    same(QT_TRANSLATE_NOOP("EngineText", "no candidates, positions open")),
    same(QT_TRANSLATE_NOOP("EngineText", "no candidate has a level")),
    same(QT_TRANSLATE_NOOP("EngineText", "the scan is older than its interval")),
    same(QT_TRANSLATE_NOOP("EngineText", "slots are free")),
    same(QT_TRANSLATE_NOOP("EngineText", "no signal was approved")),
    same(QT_TRANSLATE_NOOP("EngineText", "all entries are final, positions are open")),
    same(QT_TRANSLATE_NOOP("EngineText", "all entries are final, none is open")),
    same(QT_TRANSLATE_NOOP("EngineText", "the last position is closed")),
    same(QT_TRANSLATE_NOOP("EngineText", "three retries failed")),
    same(QT_TRANSLATE_NOOP("EngineText", "the kill latch is set; re-arm first")),
    same(QT_TRANSLATE_NOOP("EngineText", "flat after panic exit")),
    same(QT_TRANSLATE_NOOP("EngineText", "time stop: flat")),
    same(QT_TRANSLATE_NOOP("EngineText", "re-armed")),
    {"re-armed: equity {}; high water {} becomes {}; losses in a row {} become 0; the day's start {} stays",
     QT_TRANSLATE_NOOP("EngineText",
                       "re-armed: equity %1; high water %2 becomes %3; losses in a row %4 become 0; the "
                       "day's start %5 stays")},
    {"type RE-ARM to confirm: equity {}; high water {} becomes {}; losses in a row {} become 0; the day's "
     "start {} "
     "stays",
     QT_TRANSLATE_NOOP("EngineText",
                       "type RE-ARM to confirm: equity %1; high water %2 becomes %3; losses in a row %4 "
                       "become 0; the day's start %5 stays")},
    {"re-armed: {}", QT_TRANSLATE_NOOP("EngineText", "re-armed: %1")},
    {"type RE-ARM to confirm: {}", QT_TRANSLATE_NOOP("EngineText", "type RE-ARM to confirm: %1")},
    // Self-test and start.
    same(QT_TRANSLATE_NOOP("EngineText", "the venue has not passed the self-test")),
    {"refused by self-test: {}", QT_TRANSLATE_NOOP("EngineText", "refused by self-test: %1")},
    same(QT_TRANSLATE_NOOP("EngineText", "stops when nothing of the self-test is left")),
    same(QT_TRANSLATE_NOOP("EngineText", "a position or an order was found: waits for resume")),
    same(QT_TRANSLATE_NOOP("EngineText", "flattening, then it goes on")),
    same(QT_TRANSLATE_NOOP("EngineText", "on_start is adopt, flatten or wait")),
    same(QT_TRANSLATE_NOOP("EngineText", "yes")),
    same(QT_TRANSLATE_NOOP("EngineText", "no")),
    same(QT_TRANSLATE_NOOP("EngineText", "the venue's own")),
    same(QT_TRANSLATE_NOOP("EngineText", "within 500 ms")),
    {"one_way", QT_TRANSLATE_NOOP("EngineText", "one-way")},
    same(QT_TRANSLATE_NOOP("EngineText", "hedge")),
    same(QT_TRANSLATE_NOOP("EngineText", "isolated")),
    same(QT_TRANSLATE_NOOP("EngineText", "cross")),
    same(QT_TRANSLATE_NOOP("EngineText", "portfolio")),
    same(QT_TRANSLATE_NOOP("EngineText", "told")),
    {"taker {} maker {}", QT_TRANSLATE_NOOP("EngineText", "taker %1, maker %2")},
    same(QT_TRANSLATE_NOOP("EngineText", "accepted")),
    same(QT_TRANSLATE_NOOP("EngineText", "with its stop")),
    same(QT_TRANSLATE_NOOP("EngineText", "amended")),
    same(QT_TRANSLATE_NOOP("EngineText", "cancelled")),
    same(QT_TRANSLATE_NOOP("EngineText", "gone")),
    {"{} at {}, stop {}", QT_TRANSLATE_NOOP("EngineText", "%1 at %2, stop %3")},
    {"stop at {}", QT_TRANSLATE_NOOP("EngineText", "stop at %1")},
    {"to {}", QT_TRANSLATE_NOOP("EngineText", "to %1")},
    {"refused: {}", QT_TRANSLATE_NOOP("EngineText", "refused: %1")},
    // Contested positions.
    {"the choice for {} waits for the venue's next word",
     QT_TRANSLATE_NOOP("EngineText", "the choice for %1 waits for the exchange's next word")},
    {"{} is not contested", QT_TRANSLATE_NOOP("EngineText", "%1 is not contested")},
    same(QT_TRANSLATE_NOOP("EngineText", "resolve is adopt, flatten or release, and a symbol")),
    {"{} candidates with levels", QT_TRANSLATE_NOOP("EngineText", "candidates with levels: %1")},
    {"{} candidates", QT_TRANSLATE_NOOP("EngineText", "candidates: %1")},
    {"{} signals", QT_TRANSLATE_NOOP("EngineText", "signals: %1")},
    {"{} approved", QT_TRANSLATE_NOOP("EngineText", "approved: %1")},
    {"{} instruments", QT_TRANSLATE_NOOP("EngineText", "instruments: %1")},
    {"{} requests were not answered within 30 s",
     QT_TRANSLATE_NOOP("EngineText", "requests not answered within 30 s: %1")},
    {"kill switch: {cause} {} against {}",
     QT_TRANSLATE_NOOP("EngineText", "kill switch: %1, %2, threshold %3")},
    {"kill switch: {cause}", QT_TRANSLATE_NOOP("EngineText", "kill switch: %1")},

    // Answers to commands.
    {"{command} is not possible in {state}",
     QT_TRANSLATE_NOOP("EngineText", "%1 is not possible in the state %2")},
    {"{command} is not offered", QT_TRANSLATE_NOOP("EngineText", "%1 is not offered")},
    same(QT_TRANSLATE_NOOP("EngineText", "the kill switch is flattening; it ends in EMERGENCY")),
    same(QT_TRANSLATE_NOOP("EngineText", "stops when flat")),
    same(QT_TRANSLATE_NOOP("EngineText",
                           "stops when no entry is at work; stops and targets stay at the venue")),
    same(QT_TRANSLATE_NOOP("EngineText", "flattening, then stopped")),
    same(QT_TRANSLATE_NOOP("EngineText", "pauses when the entries at work are final")),
    same(QT_TRANSLATE_NOOP("EngineText", "a flatten is under way")),
    same(QT_TRANSLATE_NOOP("EngineText", "retry is possible in ERROR only")),
    same(QT_TRANSLATE_NOOP("EngineText", "retry was refused")),
    same(QT_TRANSLATE_NOOP("EngineText", "positions end by their own rules")),
    same(QT_TRANSLATE_NOOP("EngineText", "flattening")),
    same(QT_TRANSLATE_NOOP("EngineText", "kill switch set; flattening")),
    same(QT_TRANSLATE_NOOP("EngineText", "loss latch released")),
    same(QT_TRANSLATE_NOOP("EngineText", "re-arm needs a flat account without orders")),
    same(QT_TRANSLATE_NOOP("EngineText", "the equity is unknown, so the high-water mark cannot be set anew")),
    {"the circuit breaker of {} is still open",
     QT_TRANSLATE_NOOP("EngineText", "the circuit breaker of %1 is still open")},
    same(QT_TRANSLATE_NOOP("EngineText", "there is no session")),
    same(QT_TRANSLATE_NOOP("EngineText", "the session could not be opened")),

    // Why entries are closed.
    same(QT_TRANSLATE_NOOP("EngineText", "the account has not been compared yet")),
    same(QT_TRANSLATE_NOOP("EngineText", "the wallet or a mark price is unknown or too old")),
    same(QT_TRANSLATE_NOOP("EngineText", "the venue's newest mark of a position is older than 5 s")),
    same(
        QT_TRANSLATE_NOOP("EngineText", "a mark is older than 5 s, and the venue does not tell a newer one")),
    same(QT_TRANSLATE_NOOP("EngineText", "a mark is older than 5 s")),
    same(QT_TRANSLATE_NOOP("EngineText", "no new entries; stops when the open positions have ended")),
    {"{} % of the disk is in use, limit {} %",
     QT_TRANSLATE_NOOP("EngineText", "%1 % of the disk is in use, limit %2 %")},
    {"the venue's clock is {} ms ahead of ours, limit {} ms",
     QT_TRANSLATE_NOOP("EngineText", "the venue's clock is %1 ms ahead of ours, limit %2 ms")},
    {"no market data for {} s", QT_TRANSLATE_NOOP("EngineText", "no market data for %1 s")},
    {"an update of the book is missing: {}",
     QT_TRANSLATE_NOOP("EngineText", "an update of the book is missing: %1")},
    {"stream and REST differ by {} bps, limit {} bps",
     QT_TRANSLATE_NOOP("EngineText", "stream and REST differ by %1 bps, limit %2 bps")},
    same(QT_TRANSLATE_NOOP("EngineText", "the venue refuses requests for their rate")),
    {"another hand keeps changing the stop of {}",
     QT_TRANSLATE_NOOP("EngineText", "another hand keeps changing the stop of %1")},
    {"the venue and our fills differ in {}",
     QT_TRANSLATE_NOOP("EngineText", "the venue and our fills differ in %1")},
    {"intent {} is not durable after {} ms",
     QT_TRANSLATE_NOOP("EngineText", "entry %1 is not on the disk after %2 ms")},
    {"{} stands without a stop at the venue since {}",
     QT_TRANSLATE_NOOP("EngineText", "%1 stands without a stop at the venue since %2")},
    same(QT_TRANSLATE_NOOP("EngineText", "the exposure of the book is unknown")),
    same(QT_TRANSLATE_NOOP("EngineText", "in process")),
    {"orders to {} are closed", QT_TRANSLATE_NOOP("EngineText", "orders to %1 are closed")},

    // What differed from the venue.
    {"{exact}: {exact} by our fills, {exact} at the venue",
     QT_TRANSLATE_NOOP("EngineText", "%1: %2 by our fills, %3 at the venue")},
    {"the wallet: {exact} by our books, {exact} at the venue",
     QT_TRANSLATE_NOOP("EngineText", "the wallet: %1 by our books, %2 at the venue")},
    {"execution {exact}: unknown here, at the venue {exact} at {exact}",
     QT_TRANSLATE_NOOP("EngineText", "execution %1: unknown here, at the venue %2 at %3")},
    {"{exact} is {exact} with {exact} filled here, {exact} with {exact} at the venue",
     QT_TRANSLATE_NOOP("EngineText", "%1 is %2 with %3 filled here, %4 with %5 at the venue")},
    {"{exact} rests here and not at the venue; asking",
     QT_TRANSLATE_NOOP("EngineText", "%1 rests here and not at the venue; asking")},

    // The way to the venue.
    same(QT_TRANSLATE_NOOP("EngineText", "connected")),
    same(QT_TRANSLATE_NOOP("EngineText", "connecting")),
    same(QT_TRANSLATE_NOOP("EngineText", "public market data only")),
    same(QT_TRANSLATE_NOOP("EngineText", "the venue's clock is not known closely enough")),
    same(QT_TRANSLATE_NOOP("EngineText", "the program was started again")),
    same(QT_TRANSLATE_NOOP("EngineText", "more came than could be handled")),
    same(QT_TRANSLATE_NOOP("EngineText", "not open in time")),
    same(QT_TRANSLATE_NOOP("EngineText", "silent after a ping")),
    same(QT_TRANSLATE_NOOP("EngineText", "authentication refused")),

    // What became of a candidate or a signal.
    {"data:stale", QT_TRANSLATE_NOOP("EngineText", "Its last candle is missing")},
    {"data:too_few_bars {} against {}",
     QT_TRANSLATE_NOOP("EngineText", "Too few candles: %1, threshold %2")},
    {"signal:none", QT_TRANSLATE_NOOP("EngineText", "No signal")},
    {"signal:gate:no_levels", QT_TRANSLATE_NOOP("EngineText", "No levels")},
    {"signal:{strategy}:{condition} no data", QT_TRANSLATE_NOOP("EngineText", "%1: no data")},
    {"signal:{strategy}:{condition} {} against {}", QT_TRANSLATE_NOOP("EngineText", "%1: %2, threshold %3")},
    {"signal:{strategy}:{condition} against {}", QT_TRANSLATE_NOOP("EngineText", "%1: threshold %2")},
    {"signal:{strategy}:{condition} {}", QT_TRANSLATE_NOOP("EngineText", "%1: %2")},
    {"signal:{strategy}:{condition}", "%1"},
    {"signal:entry:{condition} no data", QT_TRANSLATE_NOOP("EngineText", "%1: no data")},
    {"signal:entry:{condition} {} against {}: {conditions}",
     QT_TRANSLATE_NOOP("EngineText", "%1: %2, threshold %3 (%4)")},
    {"signal:entry:{condition} {} against {}", QT_TRANSLATE_NOOP("EngineText", "%1: %2, threshold %3")},
    {"signal:duplicate position or working order",
     QT_TRANSLATE_NOOP("EngineText", "A position or an order at work exists already")},
    {"signal:duplicate", QT_TRANSLATE_NOOP("EngineText", "The same signal exists already")},
    {"signal:cooldown until {}", QT_TRANSLATE_NOOP("EngineText", "Pause after a stop until %1")},
    {"signal:capacity {} against {}", QT_TRANSLATE_NOOP("EngineText", "Too many signals: %1, at most %2")},
    {"signal:{condition} no data", QT_TRANSLATE_NOOP("EngineText", "%1: no data")},
    {"signal:{condition} {} against {}", QT_TRANSLATE_NOOP("EngineText", "%1: %2, threshold %3")},
    same(QT_TRANSLATE_NOOP("EngineText", "not sent within its lifetime")),
    {"invalidated: {invalidation}", QT_TRANSLATE_NOOP("EngineText", "invalidated: %1")},
    {"risk:first_stop the venue has not shown the stop of {} yet",
     QT_TRANSLATE_NOOP("EngineText", "the exchange has not shown the stop of %1 yet")},
    {"risk:released the position in it was let go",
     QT_TRANSLATE_NOOP("EngineText", "the position in it was let go, and the exchange still holds it")},
    {"risk:gate {gate}", QT_TRANSLATE_NOOP("EngineText", "Entries closed: %1")},
    {"risk:{risk} {} against {}", QT_TRANSLATE_NOOP("EngineText", "%1: %2, threshold %3")},
    {"risk:{risk}", "%1"},
    {"exec:leverage the circuit breaker is open",
     QT_TRANSLATE_NOOP("EngineText", "leverage was not set: the circuit breaker is open")},
    {"exec:leverage {}", QT_TRANSLATE_NOOP("EngineText", "leverage was not set: %1")},
    {"exec:{end} {} against {}", QT_TRANSLATE_NOOP("EngineText", "no entry, %1: %2, threshold %3")},
    {"exec:{end} {order}", QT_TRANSLATE_NOOP("EngineText", "no entry, %1: %2")},
    {"exec:{end}", QT_TRANSLATE_NOOP("EngineText", "no entry, %1")},
    {"{end} filled {} at {}", QT_TRANSLATE_NOOP("EngineText", "filled %2 at %3 (%1)")},
    {"close {} over {}, volume {}x, body {}",
     QT_TRANSLATE_NOOP("EngineText", "close %1 over %2, volume %3 times, body %4")},
    {"close {} under {}, volume {}x, body {}",
     QT_TRANSLATE_NOOP("EngineText", "close %1 under %2, volume %3 times, body %4")},
    {"back to {} from above, low {}, close {}, broken {} h before, activity {}",
     QT_TRANSLATE_NOOP("EngineText",
                       "back to %1 from above, low %2, close %3, broken %4 h before, activity %5")},
    {"back to {} from below, high {}, close {}, broken {} h before, activity {}",
     QT_TRANSLATE_NOOP("EngineText",
                       "back to %1 from below, high %2, close %3, broken %4 h before, activity %5")},
    {"closed: {exit}, {} R", QT_TRANSLATE_NOOP("EngineText", "closed: %1, %2 R")},
    {"signal", QT_TRANSLATE_NOOP("EngineText", "a signal, not at its end yet")},
    {"{status}: {text}", QT_TRANSLATE_NOOP("EngineText", "%1: %2")},
    {"{} against {}", QT_TRANSLATE_NOOP("EngineText", "%1, threshold %2")},
    {"{detail}", "%1"},
    {"{state}", "%1"},
    {"{command}", "%1"},
};

struct Hole {
    std::string_view name;
    EngineCode kind;
};

constexpr Hole kHoles[] = {
    {"state", EngineCode::State},         {"command", EngineCode::Command},
    {"gate", EngineCode::GateReason},     {"detail", EngineCode::GateDetail},
    {"status", EngineCode::SignalStatus}, {"condition", EngineCode::SignalCondition},
    {"risk", EngineCode::RiskRule},       {"end", EngineCode::EntryEnd},
    {"order", EngineCode::OrderEnd},      {"invalidation", EngineCode::Invalidation},
    {"cause", EngineCode::KillCause},     {"exit", EngineCode::ExitReason},
};

/// Six significant digits are what a person reads.
QString numberText(double value)
{
    const double magnitude = std::abs(value);
    const int whole = magnitude > 0.0 ? static_cast<int>(std::floor(std::log10(magnitude))) + 1 : 1;
    return DisplayText::number(value, std::min(DisplayText::decimalsOf(value), std::clamp(6 - whole, 0, 8)));
}

QString valueText(std::string_view value)
{
    double number = 0.0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error == std::errc() && end == value.data() + value.size())
        return numberText(number);
    if (value == "no data")
        return DisplayText::filterResultName("no_data");
    if (value == "unknown")
        return DisplayText::unknown();
    if (const auto time = parseTimestamp(value))
        return DisplayText::dateTime(*time);
    return DisplayText::plain(std::string(value));
}

std::optional<QString> translated(std::string_view english);

bool isStrategy(std::string_view name)
{
    return std::ranges::find(allStrategies(), name, &StrategyDefinition::name) != allStrategies().end();
}

std::optional<QString> holeText(std::string_view name, std::string_view value)
{
    if (name.empty())
        return valueText(value);
    if (name == "exact")
        return DisplayText::plain(std::string(value));
    if (name == "text")
        return translated(value).value_or(DisplayText::plain(std::string(value)));
    if (name == "conditions") {
        QStringList names;
        for (std::size_t begin = 0; begin <= value.size();) {
            const std::size_t end = std::min(value.find(' ', begin), value.size());
            names += engineCodeName(EngineCode::SignalCondition, value.substr(begin, end - begin));
            if (names.back().isEmpty())
                return std::nullopt;
            begin = end + 1;
        }
        return names.join(QStringLiteral(", "));
    }
    for (const Hole& hole : kHoles)
        if (hole.name == name) {
            const QString text = engineCodeName(hole.kind, value);
            return text.isEmpty() ? std::nullopt : std::optional(text);
        }
    return std::nullopt;
}

/// The texts of the holes where `english` is this sentence.
std::optional<std::vector<QString>> match(std::string_view pattern, std::string_view english)
{
    std::vector<QString> texts;
    for (;;) {
        const std::size_t hole = pattern.find('{');
        if (hole == std::string_view::npos)
            return pattern == english ? std::optional(texts) : std::nullopt;
        if (english.substr(0, hole) != pattern.substr(0, hole))
            return std::nullopt;
        english.remove_prefix(hole);
        pattern.remove_prefix(hole + 1);
        const std::size_t close = pattern.find('}');
        const std::string_view name = pattern.substr(0, close);
        pattern.remove_prefix(close + 1);
        // Up to the next fixed words; to the end behind the last of them.
        const std::string_view fixed = pattern.substr(0, pattern.find('{'));
        const std::size_t end = fixed.empty() ? english.size() : english.find(fixed);
        if (end == std::string_view::npos || end == 0)
            return std::nullopt;
        if (name == "strategy") {
            if (!isStrategy(english.substr(0, end)))
                return std::nullopt;
            english.remove_prefix(end);
            continue;
        }
        auto text = holeText(name, english.substr(0, end));
        if (!text)
            return std::nullopt;
        texts.push_back(std::move(*text));
        english.remove_prefix(end);
    }
}

std::optional<QString> translated(std::string_view english)
{
    for (const Sentence& sentence : kSentences) {
        const auto values = match(sentence.english, english);
        if (!values)
            continue;
        // All at once: a value must not be taken for a place.
        QString text;
        const QString pattern = QCoreApplication::translate("EngineText", sentence.text);
        for (qsizetype i = 0; i < pattern.size(); ++i) {
            const int place =
                pattern[i] == QLatin1Char('%') && i + 1 < pattern.size() ? pattern[i + 1].digitValue() : -1;
            if (place >= 1 && static_cast<std::size_t>(place) <= values->size()) {
                text += (*values)[static_cast<std::size_t>(place) - 1];
                ++i;
            } else {
                text += pattern[i];
            }
        }
        return text;
    }
    return std::nullopt;
}

QString nameOrCode(EngineCode kind, std::string_view code)
{
    const QString name = engineCodeName(kind, code);
    return name.isEmpty() ? DisplayText::plain(std::string(code)) : name;
}

} // namespace

QString EngineText::translate(std::string_view english)
{
    return translated(english).value_or(DisplayText::plain(std::string(english)));
}

bool EngineText::isKnown(std::string_view english)
{
    return translated(english).has_value();
}

QString EngineText::trigger(std::string_view code)
{
    return nameOrCode(EngineCode::Trigger, code);
}

QString EngineText::endpoint(std::string_view name)
{
    return nameOrCode(EngineCode::Endpoint, name);
}

QString EngineText::presetSummary(std::string_view summary)
{
    return nameOrCode(EngineCode::Preset, summary);
}

} // namespace breakline
