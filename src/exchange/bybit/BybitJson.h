// SPDX-License-Identifier: GPL-3.0-or-later
// Records out of JSON. Internal to the codec: included by its .cpp files only,
// because simdjson is slow to compile.
#pragma once

#include "exchange/bybit/BybitColumns.h"
#include "exchange/bybit/BybitNames.h"

#include <simdjson.h>

#include <charconv>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace breakline::bybit {

namespace json = simdjson::ondemand;

/// Digits with at most one point, a sign before and an exponent behind them.
inline bool isDecimalText(std::string_view text)
{
    std::size_t at = 0;
    const auto digits = [&] {
        const std::size_t from = at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9')
            ++at;
        return at > from;
    };
    if (at < text.size() && text[at] == '-')
        ++at;
    if (!digits())
        return false;
    if (at < text.size() && text[at] == '.') {
        ++at;
        if (!digits())
            return false;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '-' || text[at] == '+'))
            ++at;
        if (!digits())
            return false;
    }
    return at == text.size();
}

/// A scalar as it stands on the wire.
struct Token {
    enum class Kind : std::uint8_t { String, Number, True, False, Null, Other };
    Kind kind = Kind::Other;
    std::string_view text; ///< of String (without quotes, escapes resolved) and Number
};

inline Token tokenOf(json::value& value)
{
    std::string_view raw = value.raw_json_token();
    while (!raw.empty() && static_cast<unsigned char>(raw.back()) <= ' ')
        raw.remove_suffix(1);
    if (raw.empty())
        return {};
    switch (raw.front()) {
    case '"': {
        if (raw.size() < 2 || raw.back() != '"')
            return {};
        const std::string_view inner = raw.substr(1, raw.size() - 2);
        if (std::memchr(inner.data(), '\\', inner.size()) == nullptr)
            return {Token::Kind::String, inner};
        std::string_view resolved;
        if (value.get_string().get(resolved) != simdjson::SUCCESS)
            return {};
        return {Token::Kind::String, resolved};
    }
    case 't': return {raw == "true" ? Token::Kind::True : Token::Kind::Other, raw};
    case 'f': return {raw == "false" ? Token::Kind::False : Token::Kind::Other, raw};
    case 'n': return {raw == "null" ? Token::Kind::Null : Token::Kind::Other, raw};
    default: return {isDecimalText(raw) ? Token::Kind::Number : Token::Kind::Other, raw};
    }
}

/// True when nothing but white space follows what was read.
inline bool isAtEnd(json::document& document)
{
    return document.current_location().error() == simdjson::OUT_OF_BOUNDS;
}

/// A copy of the text with the room behind it that simdjson reads into.
class PaddedText {
public:
    simdjson::padded_string_view set(std::string_view text)
    {
        if (text.size() + simdjson::SIMDJSON_PADDING > m_capacity) {
            m_capacity = 2 * text.size() + simdjson::SIMDJSON_PADDING;
            m_bytes = std::make_unique<char[]>(m_capacity);
        }
        if (!text.empty())
            std::memcpy(m_bytes.get(), text.data(), text.size());
        m_bytes[text.size()] = '\0'; // what scans byte by byte stops here
        return simdjson::padded_string_view(m_bytes.get(), text.size(), m_capacity);
    }

private:
    std::unique_ptr<char[]> m_bytes;
    std::size_t m_capacity = 0;
};

/// Reads values, and keeps the first problem met.
class JsonReading {
public:
    std::string problem;

    /// False, and the reason kept: so that a caller can return it.
    bool refuse(std::string reason)
    {
        if (problem.empty())
            problem = std::move(reason);
        return false;
    }
    bool refuse(simdjson::error_code code) { return refuse(std::string(simdjson::error_message(code))); }
    bool refuse(std::string_view key, std::string_view value, std::string_view wanted)
    {
        std::string reason(key);
        reason.append(": ");
        reason.append(value.substr(0, 80)).append(" is ").append(wanted);
        return refuse(std::move(reason));
    }

    bool read(std::string_view key, json::value& value, bool isDecimal, Text& into)
    {
        const Token token = tokenOf(value);
        switch (token.kind) {
        case Token::Kind::Null: into = {}; return true;
        case Token::Kind::String:
            if (isDecimal && !token.text.empty() && !isDecimalText(token.text))
                return refuse(key, token.text, "no decimal number");
            into = token.text;
            return true;
        case Token::Kind::Number: into = token.text; return true;
        default: return refuse(key, token.text, isDecimal ? "no decimal number" : "no text");
        }
    }

    bool read(std::string_view key, json::value& value, bool, Integer& into)
    {
        const Token token = tokenOf(value);
        into.reset();
        if (token.kind == Token::Kind::Null || (token.kind == Token::Kind::String && token.text.empty()))
            return true;
        if (token.kind != Token::Kind::String && token.kind != Token::Kind::Number)
            return refuse(key, token.text, "no whole number");
        std::int64_t number = 0;
        const char* end = token.text.data() + token.text.size();
        const auto result = std::from_chars(token.text.data(), end, number);
        if (result.ec != std::errc() || result.ptr != end)
            return refuse(key, token.text, "no whole number of 64 bits");
        into = number;
        return true;
    }

    bool read(std::string_view key, json::value& value, bool, Flag& into)
    {
        const Token token = tokenOf(value);
        switch (token.kind) {
        case Token::Kind::Null: into.reset(); return true;
        case Token::Kind::True: into = true; return true;
        case Token::Kind::False: into = false; return true;
        case Token::Kind::String:
            if (token.text.empty()) {
                into.reset();
                return true;
            }
            if (token.text == "true" || token.text == "false") {
                into = token.text == "true";
                return true;
            }
            break;
        default: break;
        }
        return refuse(key, token.text, "neither true nor false");
    }

    bool read(std::string_view key, json::value& value, bool, std::optional<Side>& into)
    {
        return readName(key, value, into, sideOf, "neither Buy nor Sell");
    }
    bool read(std::string_view key, json::value& value, bool, std::optional<OrderStatus>& into)
    {
        return readName(key, value, into, orderStatusOf, "no order status that is known");
    }
    bool read(std::string_view key, json::value& value, bool, std::optional<TimeInForce>& into)
    {
        return readName(key, value, into, timeInForceOf, "no time in force that is known");
    }

    /// Fills the record from the object. A key that is in no column goes to
    /// `other(key, value)`, which returns false after refuse(). Of a key that
    /// comes twice the last counts.
    template<class Record, std::size_t Count, class Other>
    bool readRecord(json::object& object, const std::array<Column<Record>, Count>& columns, Record& record,
                    Other&& other)
    {
        static_assert(Count <= 64);
        std::uint64_t seen = 0;
        std::size_t next = 0; // keys mostly come in the order of the columns
        for (auto result : object) {
            json::field field;
            if (const auto error = std::move(result).get(field); error)
                return refuse(error);
            const std::string_view key = keyOf(field);
            std::size_t index = Count;
            for (std::size_t i = 0; i < Count; ++i) {
                const std::size_t candidate = next + i < Count ? next + i : next + i - Count;
                if (columns[candidate].key == key) {
                    index = candidate;
                    break;
                }
            }
            if (index == Count) {
                if (!other(key, field.value()))
                    return false;
                continue;
            }
            next = index + 1;
            const Column<Record>& column = columns[index];
            const bool isRead = std::visit(
                [&](auto member) { return read(key, field.value(), column.isDecimal, record.*member); },
                column.member);
            if (!isRead)
                return false;
            seen |= std::uint64_t {1} << index;
        }
        for (std::size_t i = 0; i < Count; ++i)
            if (columns[i].isRequired && (seen >> i & 1) == 0)
                return refuse(std::string(columns[i].key) + " is missing");
        return true;
    }

    template<class Record, std::size_t Count>
    bool readRecord(json::object& object, const std::array<Column<Record>, Count>& columns, Record& record)
    {
        return readRecord(object, columns, record, [](std::string_view, json::value&) { return true; });
    }

    template<class Record, std::size_t Count, class Other>
    bool readRecord(json::value& value, const std::array<Column<Record>, Count>& columns, Record& record,
                    Other&& other)
    {
        json::object object;
        if (const auto error = value.get_object().get(object); error)
            return refuse(error);
        return readRecord(object, columns, record, other);
    }

    template<class Record, std::size_t Count>
    bool readRecord(json::value& value, const std::array<Column<Record>, Count>& columns, Record& record)
    {
        return readRecord(value, columns, record, [](std::string_view, json::value&) { return true; });
    }

    /// Each element of an array by `element(value)`.
    template<class Element>
    bool readEach(json::value& value, Element&& element)
    {
        json::array array;
        if (const auto error = value.get_array().get(array); error)
            return refuse(error);
        std::size_t index = 0;
        for (auto result : array) {
            json::value item;
            if (const auto error = std::move(result).get(item); error)
                return refuse(error);
            if (!element(item)) {
                problem.insert(0, "[" + std::to_string(index) + "].");
                return false;
            }
            ++index;
        }
        return true;
    }

    template<class Record, std::size_t Count>
    bool readList(json::value& value, const std::array<Column<Record>, Count>& columns,
                  std::vector<Record>& records)
    {
        records.clear();
        return readEach(value,
                        [&](json::value& item) { return readRecord(item, columns, records.emplace_back()); });
    }

    bool readLevels(json::value& value, std::vector<BookLevelRecord>& levels)
    {
        levels.clear();
        return readEach(value, [&](json::value& item) {
            BookLevelRecord& level = levels.emplace_back();
            Text* texts[] = {&level.price, &level.quantity};
            std::size_t count = 0;
            if (!readEach(item, [&](json::value& part) {
                    if (count == 2)
                        return refuse("a level has more than price and quantity");
                    return read("level", part, true, *texts[count++]);
                }))
                return false;
            if (level.price.empty() || level.quantity.empty())
                return refuse("a level needs a price and a quantity");
            return true;
        });
    }

    /// Escapes in a key stay as they are: no key of ours has one.
    static std::string_view keyOf(json::field& field)
    {
        const char* begin = field.key().raw();
        const char* end = begin;
        while (*end != '"')
            end += *end == '\\' ? 2 : 1;
        return {begin, static_cast<std::size_t>(end - begin)};
    }

private:
    template<class Value, class Find>
    bool readName(std::string_view key, json::value& value, std::optional<Value>& into, Find find,
                  std::string_view wanted)
    {
        const Token token = tokenOf(value);
        into.reset();
        if (token.kind == Token::Kind::Null)
            return true;
        if (token.kind != Token::Kind::String)
            return refuse(key, token.text, wanted);
        if (token.text.empty() || token.text == "None" || token.text == "UNKNOWN")
            return true;
        into = find(token.text);
        return into || refuse(key, token.text, wanted);
    }
};

} // namespace breakline::bybit
