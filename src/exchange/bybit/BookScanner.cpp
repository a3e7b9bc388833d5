// SPDX-License-Identifier: GPL-3.0-or-later
#include "exchange/bybit/BookScanner.h"

#include <cstring>

namespace breakline::bybit {

namespace {

// The NUL behind the text matches nothing, so single bytes are read without
// asking for the end, and none beyond it.
template<std::size_t Size>
bool take(const char*& at, const char* end, const char (&word)[Size])
{
    constexpr std::size_t length = Size - 1;
    if (static_cast<std::size_t>(end - at) < length || std::memcmp(at, word, length) != 0)
        return false;
    at += length;
    return true;
}

bool number(const char*& at, std::int64_t& value)
{
    const char* begin = at;
    std::int64_t result = 0;
    while (static_cast<unsigned char>(*at - '0') < 10 && at - begin < 18)
        result = result * 10 + (*at++ - '0');
    value = result;
    return at > begin && !(*begin == '0' && at - begin > 1);
}

bool name(const char*& at, const char* end, std::string_view& text)
{
    const char* begin = at;
    while (at < end && ((*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9') || *at == '-' || *at == '_'))
        ++at;
    text = {begin, static_cast<std::size_t>(at - begin)};
    return at > begin;
}

bool plain(const char*& at, std::string_view& text)
{
    const char* begin = at;
    while (static_cast<unsigned char>(*at - '0') < 10)
        ++at;
    if (at == begin)
        return false;
    if (*at == '.') {
        const char* point = ++at;
        while (static_cast<unsigned char>(*at - '0') < 10)
            ++at;
        if (at == point)
            return false;
    }
    text = {begin, static_cast<std::size_t>(at - begin)};
    return *at++ == '"';
}

template<class Level, class Read>
bool levels(const char*& at, const char* end, std::vector<Level>& into, Read&& read)
{
    into.clear();
    if (*at == ']') {
        ++at;
        return true;
    }
    while (end - at > 9) { // ["1","1"]
        if (at[0] != '[' || at[1] != '"')
            return false;
        at += 2;
        Level& level = into.emplace_back();
        if (!read(level, at))
            return false;
        if (at[0] != ']')
            return false;
        if (at[1] == ',') {
            at += 2;
            continue;
        }
        if (at[1] != ']')
            return false;
        at += 2;
        return true;
    }
    return false;
}

bool separator(const char*& at)
{
    if (at[0] != ',' || at[1] != '"')
        return false;
    at += 2;
    return true;
}

template<class Level, class Read>
bool rest(const char* at, const char* end, BookHead& head, std::vector<Level>& bids, std::vector<Level>& asks,
          Read&& read)
{
    if (!take(at, end, "\",\"b\":[") || !levels(at, end, bids, read) || !take(at, end, ",\"a\":[")
        || !levels(at, end, asks, read) || !take(at, end, ",\"u\":") || !number(at, head.updateId))
        return false;
    std::int64_t value = 0;
    if (take(at, end, ",\"seq\":")) {
        if (!number(at, value))
            return false;
        head.sequence = value;
    }
    if (!take(at, end, "}"))
        return false;
    if (take(at, end, ",\"cts\":")) {
        if (!number(at, value))
            return false;
        head.engineTime = value;
    }
    return take(at, end, "}") && at == end;
}

} // namespace

bool scanBookHead(const char*& at, const char* end, BookHead& head)
{
    head = {};
    std::string_view topicSymbol;
    if (!take(at, end, "{\"topic\":\"orderbook.") || !number(at, head.depth) || !take(at, end, ".")
        || !name(at, end, topicSymbol) || !take(at, end, "\",\"type\":\""))
        return false;
    if (take(at, end, "snapshot"))
        head.isSnapshot = true;
    else if (!take(at, end, "delta"))
        return false;
    return take(at, end, "\",\"ts\":") && number(at, head.time) && take(at, end, ",\"data\":{\"s\":\"")
        && name(at, end, head.symbol) && head.symbol == topicSymbol;
}

bool scanBookCounts(const char* at, const char* end, const DecimalGrid& ticks, const DecimalGrid& lots,
                    BookHead& head, std::vector<BookLevel>& bids, std::vector<BookLevel>& asks)
{
    return rest(at, end, head, bids, asks, [&](BookLevel& level, const char*& p) {
        if (!ticks.scan(p, level.price.ticks) || !separator(p))
            return false;
        return lots.scan(p, level.quantity.lots);
    });
}

bool scanBook(std::string_view frame, BookHead& head, std::vector<BookLevelRecord>& bids,
              std::vector<BookLevelRecord>& asks)
{
    const char* at = frame.data();
    const char* end = at + frame.size();
    if (!scanBookHead(at, end, head))
        return false;
    return rest(at, end, head, bids, asks, [](BookLevelRecord& level, const char*& p) {
        return plain(p, level.price) && separator(p) && plain(p, level.quantity);
    });
}

} // namespace breakline::bybit
