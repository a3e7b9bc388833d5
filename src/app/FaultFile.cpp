// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/FaultFile.h"

#include "strategy/JsonLines.h"

#include <QFile>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <utility>

namespace breakline {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kSchema = "breakline.faults/1";
constexpr Duration kRandomLength = Duration::hours(24);
/// Times and lengths beyond it are slips of the pen.
constexpr Duration kMostTime = Duration::days(3660);
constexpr std::array<std::string_view, 7> kFields {"kind",  "at_ms",     "target", "symbol",
                                                   "count", "length_ms", "amount"};

std::string kindNames()
{
    std::string names;
    for (std::size_t i = 0; i < kFaultKindCount; ++i)
        names.append(i == 0 ? "" : ", ").append(toText(static_cast<FaultKind>(i)));
    return names;
}

class FaultReader {
public:
    FaultReader(std::string_view text, const std::string& fileName)
        : m_text(text)
        , m_fileName(fileName)
    {
    }

    Expected<FaultScript> read()
    {
        Json root;
        try {
            root = Json::parse(m_text);
        } catch (const Json::exception& error) {
            const auto* syntax = dynamic_cast<const Json::parse_error*>(&error);
            const std::size_t at = syntax == nullptr || syntax->byte == 0 ? 0 : syntax->byte - 1;
            const auto line = 1 + std::ranges::count(m_text.substr(0, std::min(at, m_text.size())), '\n');
            return fail(ErrorCode::InvalidArgument,
                        m_fileName + ":" + std::to_string(line)
                            + ": this is not valid JSON; expected "
                              R"({"schema":"breakline.faults/1","faults":[...]})");
        }
        m_lines = locateJson(m_text);
        readRoot(root);
        for (const JsonLines::Repeated& repeated : m_lines.repeated)
            m_problems.emplace_back(repeated.line,
                                    "the key " + repeated.path + " is given twice; expected once");
        if (!m_problems.empty())
            return fail(ErrorCode::InvalidArgument, problems());
        std::stable_sort(m_script.faults.begin(), m_script.faults.end(),
                         [](const Fault& a, const Fault& b) { return a.at < b.at; });
        return std::move(m_script);
    }

private:
    void note(const std::string& path, const std::string& what)
    {
        m_problems.emplace_back(m_lines.lineOf(path), what);
    }

    std::string problems()
    {
        std::stable_sort(m_problems.begin(), m_problems.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
        std::string text;
        for (const auto& [line, what] : m_problems)
            text += (text.empty() ? "" : "\n") + m_fileName + ":" + std::to_string(line) + ": " + what;
        return text;
    }

    void readRoot(const Json& root)
    {
        if (!root.is_object()) {
            note("", "expected an object with schema and faults");
            return;
        }
        for (const auto& [key, value] : root.items())
            if (key != "schema" && key != "faults")
                note(key, key + " is an unknown key; expected schema or faults");
        const auto schema = root.find("schema");
        if (schema == root.end() || *schema != kSchema)
            note("schema",
                 "schema: " + (schema == root.end() ? "absent" : schema->dump()) + "; expected \""
                     + std::string(kSchema) + '"');
        const auto faults = root.find("faults");
        if (faults == root.end() || !faults->is_array()) {
            note("faults",
                 "faults: " + (faults == root.end() ? "absent" : faults->dump()) + "; expected a list");
            return;
        }
        for (std::size_t i = 0; i < faults->size(); ++i)
            readFault((*faults)[i], i);
    }

    void readFault(const Json& object, std::size_t index)
    {
        m_path = "faults/" + std::to_string(index);
        m_name = "fault " + std::to_string(index + 1);
        m_isGood = true;
        if (!object.is_object()) {
            note(m_path, m_name + ": " + object.dump() + "; expected an object");
            return;
        }
        for (const auto& [key, value] : object.items())
            if (std::ranges::find(kFields, key) == kFields.end())
                problem(key, value.dump(),
                        "no such key; known are kind, at_ms, target, symbol, count, length_ms and amount");
        Fault fault;
        if (const auto kind = faultKindOf(text(object, "kind").value_or("")))
            fault.kind = *kind;
        else
            problem("kind", shown(object, "kind"), "one of " + kindNames());
        if (!object.contains("at_ms"))
            problem("at_ms", "absent", "whole milliseconds after the start");
        fault.at = Duration {
            number(object, "at_ms", kMostTime.ms, "whole milliseconds, at most ten years").value_or(0)};
        if (object.contains("target")) {
            if (const auto target = faultTargetOf(text(object, "target").value_or("")))
                fault.target = *target;
            else
                problem(
                    "target", shown(object, "target"),
                    "any, place, cancel, stop, question, order, execution, position, wallet, trade, book, "
                    "ticker or candle");
        }
        if (object.contains("symbol")) {
            if (auto symbol = text(object, "symbol"))
                fault.symbol = std::move(*symbol);
            else
                problem("symbol", shown(object, "symbol"), "a text; empty: any");
        }
        if (const auto count =
                number(object, "count", std::numeric_limits<int>::max(), "a whole number, 1 or more"))
            fault.count = static_cast<int>(*count);
        if (const auto length =
                number(object, "length_ms", kMostTime.ms, "whole milliseconds, at most ten years"))
            fault.length = Duration {*length};
        if (object.contains("amount")) {
            if (const auto amount = Decimal::parse(text(object, "amount").value_or("?")))
                fault.amount = *amount;
            else
                problem("amount", shown(object, "amount"), "a decimal number, as a text");
        }
        if (!m_isGood)
            return;
        if (const auto wrong = faultOf(fault)) {
            const std::size_t colon = wrong->find(": ");
            const std::string field = wrong->substr(0, colon);
            problem(field, shown(object, field.c_str()),
                    wrong->substr(colon + 2) + " (" + std::string(toText(fault.kind)) + ')');
        }
        m_script.faults.push_back(std::move(fault));
    }

    void problem(const std::string& field, const std::optional<std::string>& value, const std::string& right)
    {
        m_isGood = false;
        note(m_path + '/' + field,
             m_name + ": " + field + ": " + (value ? *value + "; expected " + right : right));
    }

    static std::string shown(const Json& object, const char* field)
    {
        const auto found = object.find(field);
        return found == object.end() ? "absent" : found->dump();
    }

    static std::optional<std::string> text(const Json& object, const char* field)
    {
        const auto found = object.find(field);
        return found != object.end() && found->is_string() ? std::optional(found->get<std::string>())
                                                           : std::nullopt;
    }

    /// Empty where it is absent, or wrong and noted.
    std::optional<std::int64_t> number(const Json& object, const char* field, std::int64_t most,
                                       const char* right)
    {
        const auto found = object.find(field);
        if (found == object.end())
            return std::nullopt;
        const bool isUnsigned = found->is_number_unsigned();
        if (found->is_number_integer()
            && (isUnsigned ? found->get<std::uint64_t>() <= static_cast<std::uint64_t>(most)
                           : found->get<std::int64_t>() >= -most))
            return found->get<std::int64_t>();
        problem(field, found->dump(), right);
        return std::nullopt;
    }

    std::string_view m_text;
    const std::string& m_fileName;
    JsonLines m_lines;
    std::vector<std::pair<int, std::string>> m_problems;
    FaultScript m_script;
    // Of the fault at hand.
    std::string m_path;
    std::string m_name;
    bool m_isGood = true;
};

} // namespace

Expected<FaultScript> parseFaults(std::string_view json, const std::string& fileName)
{
    return FaultReader(json, fileName).read();
}

Expected<FaultScript> readFaults(const std::string& path)
{
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Io, path + ": " + file.errorString().toStdString());
    const QByteArray text = file.readAll();
    return parseFaults(std::string_view(text.constData(), static_cast<std::size_t>(text.size())), path);
}

std::string toJson(const FaultScript& script)
{
    std::string text = "{\"schema\":\"" + std::string(kSchema) + "\",\"faults\":[";
    for (std::size_t i = 0; i < script.faults.size(); ++i) {
        const Fault& fault = script.faults[i];
        Json json;
        json["kind"] = toText(fault.kind);
        json["at_ms"] = fault.at.ms;
        if (hasTarget(fault.kind))
            json["target"] = toText(fault.target);
        if (hasSymbol(fault.kind))
            json["symbol"] = fault.symbol;
        if (hasCount(fault.kind))
            json["count"] = fault.count;
        if (hasLength(fault.kind))
            json["length_ms"] = fault.length.ms;
        if (hasAmount(fault.kind))
            json["amount"] = fault.amount.toString();
        text += (i == 0 ? "\n" : ",\n") + json.dump();
    }
    return text + "\n]}\n";
}

Expected<FaultScript> faultsOf(const std::string& fileOrSeed, std::span<const std::string> symbols)
{
    std::uint64_t seed = 0;
    const char* const last = fileOrSeed.data() + fileOrSeed.size();
    const auto end = std::from_chars(fileOrSeed.data(), last, seed);
    if (end.ec == std::errc() && end.ptr == last)
        return randomFaults(seed, kRandomLength, symbols);
    return readFaults(fileOrSeed);
}

} // namespace breakline
