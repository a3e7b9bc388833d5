// SPDX-License-Identifier: GPL-3.0-or-later
// What ccxt reads of the market, and that its sockets say the same as REST.
import {
    bookText,
    exchange,
    heard,
    kBtc,
    kDepth,
    kFundingTime,
    kMinute,
    onTick,
    faultOfSockets,
    steps,
} from './ccxt_desk.mjs';
import { check, equal, eventually, near, sum } from './venue.mjs';

export async function marketData() {
    await steps.step('tickers', async () => {
        const ticker = await exchange.fetchTicker(kBtc);
        check(ticker.bid < ticker.ask, `bid ${ticker.bid} below ask ${ticker.ask}`);
        check(ticker.low <= ticker.last && ticker.last <= ticker.high, 'last within the day');
        near(ticker.percentage / 100, Math.round((ticker.last / ticker.open - 1) * 1e6) / 1e6, 'change of the day');
        const all = await exchange.fetchTickers();
        equal(Object.keys(all).sort().join(), Object.keys(exchange.markets).sort().join(), 'symbols');
    });

    await steps.step('candles', async () => {
        const list = await exchange.fetchOHLCV(kBtc, '1m', undefined, 200);
        equal(list.length, 200, 'candles');
        list.forEach(([time, open, high, low, close, volume], i) => {
            check(i === 0 || time === list[i - 1][0] + kMinute, `candle ${i} follows the one before`);
            check(low <= Math.min(open, close) && Math.max(open, close) <= high && volume >= 0, `candle ${i} is whole`);
        });
        check(Date.now() - list.at(-1)[0] < kMinute + 2000, 'the last is the one that forms');
        const hour = Math.floor(Date.now() / (60 * kMinute) - 1) * 60 * kMinute;
        const minutes = await exchange.fetchOHLCV(kBtc, '1m', hour, 60, { until: hour + 60 * kMinute - 1 });
        const hours = await exchange.fetchOHLCV(kBtc, '1h', hour, 1);
        equal(minutes.length, 60, 'minutes of an hour');
        equal(hours.length, 1, 'hours');
        const [time, open, high, low, close, volume] = hours[0];
        equal(time, hour, 'open time');
        equal(open, minutes[0][1], 'open');
        equal(high, Math.max(...minutes.map((minute) => minute[2])), 'high');
        equal(low, Math.min(...minutes.map((minute) => minute[3])), 'low');
        equal(close, minutes[59][4], 'close');
        near(
            volume,
            sum(minutes, (minute) => minute[5]),
            'volume',
        );
        return '200 minutes, 60 of them add up to their hour';
    });

    await steps.step('book', async () => {
        const { bids, asks } = await exchange.fetchOrderBook(kBtc, 50);
        equal(bids.length, kDepth, 'bids');
        equal(asks.length, kDepth, 'asks');
        check(
            bids.every(([price], i) => i === 0 || price < bids[i - 1][0]),
            'bids fall',
        );
        check(
            asks.every(([price], i) => i === 0 || price > asks[i - 1][0]),
            'asks rise',
        );
        check(bids[0][0] < asks[0][0], 'it does not cross');
        check(
            [...bids, ...asks].every(([price, amount]) => amount > 0 && onTick(kBtc, price) === price),
            'levels lie on ticks',
        );
    });

    await steps.step('trades', async () => {
        const trades = await exchange.fetchTrades(kBtc, undefined, 20);
        equal(trades.length, 20, 'trades');
        check(
            trades.every((trade, i) => i === 0 || trade.timestamp >= trades[i - 1].timestamp),
            'in order of time',
        );
        equal(new Set(trades.map((trade) => trade.id)).size, 20, 'ids differ');
    });

    await steps.step('funding rates and open interest', async () => {
        const history = await exchange.fetchFundingRateHistory(kBtc, undefined, 3);
        equal(history.length, 3, 'rates');
        check(
            history.every((rate, i) => i === 0 || rate.timestamp - history[i - 1].timestamp === 480 * kMinute),
            'every 8 h',
        );
        const now = await exchange.fetchFundingRate(kBtc);
        equal(now.fundingTimestamp % (480 * kMinute), 0, 'next funding time');
        check(now.fundingTimestamp > history[2].timestamp, 'the next is after the last');
        const interest = await exchange.fetchOpenInterestHistory(kBtc, '1h', undefined, 3);
        equal(interest.length, 3, 'open interests');
        equal(interest[2].timestamp - interest[0].timestamp, 120 * kMinute, 'hourly');
    });
}

export async function publicSockets() {
    await steps.step('public sockets agree with REST', async () => {
        if (faultOfSockets()) throw faultOfSockets();
        for (const { bid, ask, depth } of heard.books) {
            check(bid < ask, `the pushed book crosses: ${bid} ${ask}`);
            check(
                depth.every((levels) => levels > 0 && levels <= kDepth),
                `its levels: ${depth}`,
            ); // own orders empty some
        }
        check(heard.books.length > 3, `only ${heard.books.length} states of the book`);
        for (let i = 0; i < 3; ++i) {
            const asked = bookText(await exchange.fetchOrderBook(kBtc, 50));
            await eventually(`the book that REST gives among ${heard.books.length} pushed ones`, () =>
                heard.books.some((book) => book.text === asked),
            );
        }
        const trades = await exchange.fetchTrades(kBtc, undefined, 200);
        check(heard.trades.length > 0, 'trades were pushed');
        const last = trades.at(-1);
        await eventually('the last trade that REST gives', () => heard.trades.some((pushed) => pushed.id === last.id));
        const firstHeard = heard.trades[0].id;
        const from = trades.findIndex((trade) => trade.id === firstHeard);
        check(from >= 0, 'REST knows the first trade that was pushed');
        const pushedIds = heard.trades.map((trade) => trade.id);
        equal(
            trades
                .slice(from)
                .map((trade) => trade.id)
                .join(),
            pushedIds.slice(0, trades.length - from).join(),
            'trades',
        );
        trades.slice(from).forEach((trade, i) => {
            for (const field of ['price', 'amount', 'side', 'timestamp'])
                equal(heard.trades[i][field], trade[field], `${field} of trade ${trade.id}`);
        });
        const closed = heard.candles
            .flat()
            .filter(([time]) => time + kMinute <= kFundingTime)
            .at(-1);
        check(closed !== undefined, 'a candle before 16:00 was pushed');
        const [asked] = await exchange.fetchOHLCV(kBtc, '1m', closed[0], 1);
        equal(JSON.stringify(closed), JSON.stringify(asked), 'the closed candle');
        const { last: price } = await exchange.fetchTicker(kBtc);
        await eventually(`a ticker with last ${price}`, () => heard.tickers.some((ticker) => ticker.last === price));
        return `${heard.books.length} books, ${heard.trades.length} trades, ${heard.tickers.length} tickers`;
    });
}
