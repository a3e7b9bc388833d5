// SPDX-License-Identifier: GPL-3.0-or-later
#include "venue/MarketStreams.h"

#include "venue/BookDelta.h"
#include "venue/CandleText.h"

#include <algorithm>
#include <charconv>

namespace breakline {

namespace {

constexpr Duration kKlinePause = Duration::seconds(1);
/// A best price that does not move is said again.
constexpr Duration kBestRepeat = Duration::seconds(3);

std::string_view klineTick(const TradePrint& trade, const std::optional<Price>& before)
{
    if (!before || trade.price == *before)
        return "ZeroPlusTick";
    return trade.price > *before ? "PlusTick" : "MinusTick";
}

} // namespace

PushFate pushFateOf(const std::optional<Fault>& fault)
{
    if (!fault)
        return PushFate::Sent;
    switch (fault->kind) {
    case FaultKind::PushLost:
    case FaultKind::BookGap: return PushFate::Lost;
    case FaultKind::PushTwice: return PushFate::Twice;
    case FaultKind::PushSwapped: return PushFate::Swapped;
    default: return PushFate::Sent;
    }
}

std::optional<PublicTopic> parsePublicTopic(std::string_view text, const InstrumentTable& instruments)
{
    PublicTopic topic;
    const std::size_t last = text.rfind('.');
    if (last == std::string_view::npos)
        return std::nullopt;
    const auto symbol = instruments.find(text.substr(last + 1));
    if (!symbol)
        return std::nullopt;
    topic.symbol = *symbol;
    const std::string_view head = text.substr(0, last);
    if (head == "tickers") {
        topic.kind = PublicTopic::Kind::Ticker;
    } else if (head == "publicTrade") {
        topic.kind = PublicTopic::Kind::Trade;
    } else if (head.starts_with("kline.")) {
        topic.kind = PublicTopic::Kind::Kline;
        topic.interval = head.substr(6);
        if (!candleInterval(topic.interval))
            return std::nullopt;
    } else if (head == "orderbook.1" || head == "orderbook.50" || head == "orderbook.200"
               || head == "orderbook.500") {
        topic.kind = PublicTopic::Kind::Book;
        std::from_chars(head.data() + 10, head.data() + head.size(), topic.depth);
    } else {
        return std::nullopt;
    }
    return topic;
}

struct MarketStreams::Topic {
    std::string name;
    PublicTopic topic;
    std::vector<std::uint64_t> sockets; ///< that have had their snapshot
    std::vector<std::uint64_t> waiting; ///< for it
    std::vector<std::string> swapped;   ///< frames that come after the next one
    bool isIdle() const { return sockets.empty() && waiting.empty(); }
};

struct MarketStreams::Kline : Topic {
    Duration interval;
    bool changed = false; ///< since it was last sent
    std::optional<Timestamp> sent;
};

struct MarketStreams::Book : Topic {
    BookSnapshot last;
    std::uint64_t update = 0;
    Timestamp sent;
};

struct MarketStreams::OfSymbol {
    std::unique_ptr<Topic> ticker;
    std::unique_ptr<Topic> trade;
    std::vector<std::unique_ptr<Kline>> klines; ///< by length
    std::vector<std::unique_ptr<Book>> books;   ///< by depth
    std::optional<TickerText> lastTicker;
    std::optional<Price> lastTrade;
    BestSizes sizes;
    DayFigures day;
    std::optional<Timestamp> dayKnown; ///< the bar up to which `day` was made
};

MarketStreams::MarketStreams(SimulatedExchange& exchange, const MarketSource& source, Sink sink)
    : m_exchange(exchange)
    , m_source(source)
    , m_sink(std::move(sink))
{
    for (const Instrument& instrument : exchange.instruments().all()) {
        m_grids.emplace_back(instrument);
        m_symbols.push_back(std::make_unique<OfSymbol>());
    }
}

MarketStreams::~MarketStreams() = default;

const DayFigures& MarketStreams::day(SymbolId symbol)
{
    OfSymbol& state = *m_symbols[symbol.index];
    const Timestamp bar = m_exchange.now().floorTo(Duration::minutes(5));
    if (state.dayKnown != bar) {
        state.day = dayFigures(m_exchange, symbol);
        state.dayKnown = bar;
    }
    return state.day;
}

MarketStreams::Topic* MarketStreams::find(const std::string& name, const PublicTopic& topic)
{
    OfSymbol& state = *m_symbols[topic.symbol.index];
    const auto named = [&](const auto& candidate) { return candidate->name == name; };
    switch (topic.kind) {
    case PublicTopic::Kind::Ticker: return state.ticker.get();
    case PublicTopic::Kind::Trade: return state.trade.get();
    case PublicTopic::Kind::Kline: {
        const auto found = std::ranges::find_if(state.klines, named);
        return found == state.klines.end() ? nullptr : found->get();
    }
    case PublicTopic::Kind::Book: {
        const auto found = std::ranges::find_if(state.books, named);
        return found == state.books.end() ? nullptr : found->get();
    }
    }
    return nullptr;
}

MarketStreams::Topic& MarketStreams::make(const std::string& name, const PublicTopic& topic)
{
    OfSymbol& state = *m_symbols[topic.symbol.index];
    const auto begin = [&](Topic& made) -> Topic& {
        made.name = name;
        made.topic = topic;
        return made;
    };
    switch (topic.kind) {
    case PublicTopic::Kind::Ticker: return begin(*(state.ticker = std::make_unique<Topic>()));
    case PublicTopic::Kind::Trade: return begin(*(state.trade = std::make_unique<Topic>()));
    case PublicTopic::Kind::Kline: {
        auto kline = std::make_unique<Kline>();
        kline->interval = *candleInterval(topic.interval);
        const auto at = std::ranges::upper_bound(state.klines, kline->interval, {},
                                                 [](const auto& other) { return other->interval; });
        return begin(**state.klines.insert(at, std::move(kline)));
    }
    case PublicTopic::Kind::Book: break;
    }
    auto book = std::make_unique<Book>();
    const auto at = std::ranges::upper_bound(state.books, topic.depth, {},
                                             [](const auto& other) { return other->topic.depth; });
    return begin(**state.books.insert(at, std::move(book)));
}

bool MarketStreams::subscribe(std::uint64_t socket, const std::string& name)
{
    const auto parsed = parsePublicTopic(name, m_exchange.instruments());
    if (!parsed)
        return false;
    Topic* topic = find(name, *parsed);
    if (topic == nullptr)
        topic = &make(name, *parsed);
    if (std::ranges::count(topic->sockets, socket) > 0 || std::ranges::count(topic->waiting, socket) > 0)
        return false;
    topic->waiting.push_back(socket);
    m_new.emplace_back(socket, name);
    return true;
}

bool MarketStreams::unsubscribe(std::uint64_t socket, const std::string& name)
{
    const auto parsed = parsePublicTopic(name, m_exchange.instruments());
    Topic* topic = parsed ? find(name, *parsed) : nullptr;
    if (topic == nullptr)
        return false;
    const auto had = std::erase(topic->sockets, socket) + std::erase(topic->waiting, socket);
    std::erase(m_new, std::pair(socket, name));
    if (topic->isIdle())
        forget(name, *parsed);
    return had > 0;
}

void MarketStreams::forget(const std::string& name, const PublicTopic& topic)
{
    OfSymbol& state = *m_symbols[topic.symbol.index];
    const auto named = [&](const auto& candidate) { return candidate->name == name; };
    switch (topic.kind) {
    case PublicTopic::Kind::Ticker:
        state.ticker.reset();
        state.lastTicker.reset();
        break;
    case PublicTopic::Kind::Trade: state.trade.reset(); break;
    case PublicTopic::Kind::Kline:
        m_exchange.streamCandles(topic.symbol, *candleInterval(topic.interval), false);
        std::erase_if(state.klines, named);
        break;
    case PublicTopic::Kind::Book: std::erase_if(state.books, named); break;
    }
    setStreams(topic.symbol);
}

void MarketStreams::drop(std::uint64_t socket)
{
    std::vector<std::string> names;
    const auto note = [&](const Topic& topic) {
        if (std::ranges::count(topic.sockets, socket) > 0 || std::ranges::count(topic.waiting, socket) > 0)
            names.push_back(topic.name);
    };
    for (const auto& state : m_symbols) {
        if (state->ticker)
            note(*state->ticker);
        if (state->trade)
            note(*state->trade);
        for (const auto& kline : state->klines)
            note(*kline);
        for (const auto& book : state->books)
            note(*book);
    }
    for (const std::string& name : names)
        unsubscribe(socket, name);
}

void MarketStreams::setStreams(SymbolId symbol)
{
    const OfSymbol& state = *m_symbols[symbol.index];
    m_exchange.streamTrades(symbol, state.trade != nullptr || !state.klines.empty());
    for (const auto& kline : state.klines)
        m_exchange.streamCandles(symbol, kline->interval, true);
    // The ticker's sizes are those of the book.
    m_exchange.streamBook(symbol, state.ticker != nullptr || !state.books.empty());
    m_exchange.streamTicker(symbol, state.ticker != nullptr);
}

void MarketStreams::publish(Topic& topic, std::string_view frame) const
{
    const auto send = [&](std::string_view text) {
        for (const std::uint64_t socket : topic.sockets)
            m_sink(socket, text);
    };
    switch (m_fate) {
    case PushFate::Lost: return;
    case PushFate::Swapped: topic.swapped.emplace_back(frame); return;
    case PushFate::Twice: send(frame); break;
    case PushFate::Sent: break;
    }
    send(frame);
    for (const std::string& late : std::exchange(topic.swapped, {}))
        send(late);
}

bool MarketStreams::isHeard(FaultTarget push, SymbolId symbol, Duration interval) const
{
    const OfSymbol& state = *m_symbols[symbol.index];
    const auto hasListener = [](const auto& topic) { return topic && !topic->sockets.empty(); };
    switch (push) {
    case FaultTarget::Trade: return hasListener(state.trade);
    case FaultTarget::Ticker: return hasListener(state.ticker);
    case FaultTarget::Book: return std::ranges::any_of(state.books, hasListener);
    case FaultTarget::Candle:
        return std::ranges::any_of(state.klines, [&](const auto& kline) {
            return kline->interval == interval && hasListener(kline);
        });
    default: return false;
    }
}

void MarketStreams::sendSnapshots()
{
    const auto fresh = std::exchange(m_new, {});
    for (const auto& [socket, name] : fresh)
        sendSnapshot(socket, name);
}

void MarketStreams::sendSnapshot(std::uint64_t socket, const std::string& name)
{
    const auto parsed = parsePublicTopic(name, m_exchange.instruments());
    Topic* topic = parsed ? find(name, *parsed) : nullptr;
    if (topic == nullptr)
        return;
    const SymbolId symbol = parsed->symbol;
    OfSymbol& state = *m_symbols[symbol.index];
    const bool first = topic->sockets.empty();
    std::string frame;
    switch (parsed->kind) {
    case PublicTopic::Kind::Trade: break;
    case PublicTopic::Kind::Ticker: {
        if (first)
            state.sizes = bestSizes(m_exchange.book(symbol));
        const Ticker value = m_exchange.ticker(symbol);
        const TickerText text(m_exchange.instruments().at(symbol), m_grids[symbol.index], value, day(symbol),
                              state.sizes);
        frame = tickerFrame(symbol, text, nullptr, value);
        if (first)
            state.lastTicker = text;
        break;
    }
    case PublicTopic::Kind::Kline: {
        auto& kline = static_cast<Kline&>(*topic);
        if (const auto candle = candleInProgress(m_exchange, m_source, symbol, kline.interval))
            frame = klineFrame(kline, *candle, false, m_exchange.now());
        kline.sent = m_exchange.now();
        break;
    }
    case PublicTopic::Kind::Book: {
        auto& book = static_cast<Book&>(*topic);
        if (first) {
            book.last = cutBook(m_exchange.book(symbol), parsed->depth);
            book.update = std::max<std::uint64_t>(book.update, book.last.sequence) + 1;
            book.sent = m_exchange.now();
        }
        frame = bookFrame(book, true, book.last.bids, book.last.asks);
        break;
    }
    }
    std::erase(topic->waiting, socket);
    topic->sockets.push_back(socket);
    setStreams(symbol);
    if (!frame.empty())
        m_sink(socket, frame);
}

std::string MarketStreams::bookFrame(const Book& book, bool snapshot, const std::vector<BookLevel>& bids,
                                     const std::vector<BookLevel>& asks) const
{
    const GridText& grid = m_grids[book.topic.symbol.index];
    const std::string& symbol = m_exchange.instruments().at(book.topic.symbol).symbol;
    std::string out;
    out.reserve(160 + (bids.size() + asks.size()) * 28);
    const auto side = [&](const std::vector<BookLevel>& levels) {
        const char* separator = "[\"";
        for (const BookLevel& level : levels) {
            out += separator;
            grid.append(out, level.price);
            out += "\",\"";
            grid.append(out, level.quantity);
            out += "\"]";
            separator = ",[\"";
        }
    };
    const std::string time = std::to_string(book.last.time.ms);
    out += "{\"topic\":\"" + book.name + "\",\"type\":\"";
    out += snapshot ? "snapshot" : "delta";
    out += "\",\"ts\":" + time + ",\"data\":{\"s\":\"" + symbol + "\",\"b\":[";
    side(bids);
    out += "],\"a\":[";
    side(asks);
    out += "],\"u\":" + std::to_string(book.update) + ",\"seq\":" + std::to_string(book.last.sequence)
        + "},\"cts\":" + time + "}";
    return out;
}

std::string MarketStreams::klineFrame(const Kline& kline, const Candle& candle, bool confirm,
                                      Timestamp now) const
{
    const SymbolId symbol = kline.topic.symbol;
    JsonText json;
    json.beginObject().field("topic", kline.name).key("data").beginArray().beginObject();
    json.integerField("start", candle.openTime.ms);
    json.integerField("end", (candle.openTime + kline.interval).ms - 1);
    json.field("interval", kline.topic.interval);
    const CandleText text(m_exchange.instruments().at(symbol), m_grids[symbol.index], candle);
    json.field("open", text.open).field("close", text.close).field("high", text.high).field("low", text.low);
    json.field("volume", text.volume).field("turnover", text.turnover);
    json.flag("confirm", confirm).integerField("timestamp", now.ms).endObject().endArray();
    json.integerField("ts", now.ms).field("type", "snapshot").endObject();
    return json.take();
}

std::string MarketStreams::tickerFrame(SymbolId symbol, const TickerText& ticker, const TickerText* before,
                                       const Ticker& value) const
{
    const std::string& name = m_exchange.instruments().at(symbol).symbol;
    JsonText json;
    json.beginObject().field("topic", "tickers." + name).field("type", before == nullptr ? "snapshot" : "delta");
    json.key("data").beginObject().field("symbol", name);
    if (before == nullptr)
        ticker.write(json);
    else
        ticker.writeChanged(json, *before);
    json.endObject().integerField("cs", value.time.ms).integerField("ts", value.time.ms).endObject();
    return json.take();
}

void MarketStreams::onTrade(const TradePrint& trade)
{
    OfSymbol& state = *m_symbols[trade.symbol.index];
    if (state.trade && !state.trade->sockets.empty()) {
        const GridText& grid = m_grids[trade.symbol.index];
        JsonText json;
        json.beginObject().field("topic", state.trade->name).field("type", "snapshot");
        json.integerField("ts", trade.time.ms).key("data").beginArray().beginObject();
        json.integerField("T", trade.time.ms);
        json.field("s", m_exchange.instruments().at(trade.symbol).symbol);
        json.field("S", trade.takerSide == Side::Buy ? "Buy" : "Sell");
        json.field("v", grid.text(trade.quantity)).field("p", grid.text(trade.price));
        json.field("L", klineTick(trade, state.lastTrade)).field("i", std::to_string(trade.id));
        json.flag("BT", false).endObject().endArray().endObject();
        publish(*state.trade, json.str());
    }
    state.lastTrade = trade.price;
    for (const auto& kline : state.klines)
        kline->changed = true;
}

void MarketStreams::onBook(const BookSnapshot& snapshot)
{
    OfSymbol& state = *m_symbols[snapshot.symbol.index];
    state.sizes = bestSizes(snapshot);
    for (const auto& book : state.books) {
        if (book->sockets.empty())
            continue;
        const BookSnapshot before = std::exchange(book->last, cutBook(snapshot, book->topic.depth));
        ++book->update;
        book->sent = snapshot.time;
        if (book->topic.depth == 1) {
            publish(*book, bookFrame(*book, true, book->last.bids, book->last.asks));
        } else {
            const BookDelta delta = deltaOf(before, book->last);
            publish(*book, bookFrame(*book, false, delta.bids, delta.asks));
        }
    }
}

void MarketStreams::onTicker(const Ticker& ticker)
{
    OfSymbol& state = *m_symbols[ticker.symbol.index];
    if (!state.ticker || state.ticker->sockets.empty())
        return;
    TickerText text(m_exchange.instruments().at(ticker.symbol), m_grids[ticker.symbol.index], ticker, state.day,
                    state.sizes);
    const TickerText* before = state.lastTicker ? &*state.lastTicker : nullptr;
    publish(*state.ticker, tickerFrame(ticker.symbol, text, before, ticker));
    // What nobody has heard is said with the next one: it lists what is not known yet.
    if (m_fate != PushFate::Lost)
        state.lastTicker = std::move(text);
}

void MarketStreams::onCandle(const CandleClosed& candle)
{
    for (const auto& kline : m_symbols[candle.symbol.index]->klines) {
        if (kline->interval != candle.interval || kline->sockets.empty())
            continue;
        const Timestamp now = candle.candle.openTime + candle.interval;
        publish(*kline, klineFrame(*kline, candle.candle, true, now));
        kline->changed = false;
        kline->sent = now;
    }
}

void MarketStreams::finishStep()
{
    const Timestamp now = m_exchange.now();
    for (const Instrument& instrument : m_exchange.instruments().all()) {
        OfSymbol& state = *m_symbols[instrument.id.index];
        if (state.ticker)
            day(instrument.id);
        for (const auto& book : state.books) {
            if (book->topic.depth != 1 || book->sockets.empty() || now - book->sent < kBestRepeat)
                continue;
            book->last.time = book->sent = now; // with the same update number
            publish(*book, bookFrame(*book, true, book->last.bids, book->last.asks));
        }
        for (const auto& kline : state.klines) {
            if (!kline->changed || kline->sockets.empty() || (kline->sent && now - *kline->sent < kKlinePause))
                continue;
            if (const auto candle = m_exchange.formingCandle(instrument.id, kline->interval))
                publish(*kline, klineFrame(*kline, *candle, false, now));
            kline->changed = false;
            kline->sent = now;
        }
    }
}

} // namespace breakline
