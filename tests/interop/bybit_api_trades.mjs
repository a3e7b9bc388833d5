// SPDX-License-Identifier: GPL-3.0-or-later
// bybit_api_trades.mjs PROGRAM: unmodified bybit-api trades on `PROGRAM venue`.
// Only the addresses, key and secret differ from what it would use at Bybit.
import { Steps, Venue, check, equal, eventually, near, sum } from './venue.mjs';

const { RestClientV5, WebsocketAPIClient, WebsocketClient } = await import('bybit-api'); // after venue.mjs, for its clock

const kCategory = 'linear';
const kSymbol = 'BTCUSDT';
const kTaker = 0.00055;

const venue = await Venue.start(process.argv[2], ['--synthetic', '6', '--seed', '7', '--speed', '1', '--alone', 'run']);
const steps = new Steps('bybit-api');
const account = { key: venue.key, secret: venue.secret };
const silent = { trace() {}, info() {}, error: (...words) => socketFaults.push(words) };
const socketFaults = [];
const client = new RestClientV5({ ...account, baseUrl: venue.rest });
const publicSocket = new WebsocketClient({ wsUrl: `${venue.ws}/v5/public/linear` }, silent);
const privateSocket = new WebsocketClient({ ...account, wsUrl: `${venue.ws}/v5/private` }, silent);
const tradeSocket = new WebsocketAPIClient(
    { ...account, wsUrl: `${venue.ws}/v5/trade`, attachEventListeners: false },
    silent,
);

const heard = new Map(); // topic to its messages
const of = (topic) => heard.get(topic) ?? [];
for (const socket of [publicSocket, privateSocket]) {
    socket.on('update', (message) => heard.set(message.topic, [...of(message.topic), structuredClone(message)]));
    socket.on('exception', (error) => socketFaults.push(error));
}

// The result of an answer that says yes.
async function ask(what, call) {
    const answer = await call;
    equal(answer.retCode, 0, `${what}: ${answer.retMsg}, retCode`);
    return answer.result;
}
async function refused(what, code, call) {
    equal((await call).retCode, code, `${what}: retCode`);
}

let numbered = 0;
const order = (side, orderType, qty, more = {}) => ({
    category: kCategory,
    symbol: kSymbol,
    side,
    orderType,
    qty,
    orderLinkId: `bybit-api-${++numbered}`,
    ...more,
});
// The venue takes ten new orders in a second, and bybit-api does not count them.
const sentAt = [];
async function create(...wanted) {
    await eventually(
        'a place among the orders of this second',
        () => sentAt.length < 9 || Date.now() - sentAt.at(-9) > 1100,
    );
    sentAt.push(Date.now());
    return client.submitOrder(order(...wanted));
}
const submit = (...wanted) => ask('order', create(...wanted));
const stateOf = async ({ orderId }) =>
    (await ask('orders', client.getActiveOrders({ category: kCategory, symbol: kSymbol, orderId }))).list[0];
const ended = (placed) =>
    eventually(`the end of order ${placed.orderId}`, async () => {
        const state = await stateOf(placed);
        return ['Filled', 'Cancelled', 'Rejected'].includes(state.orderStatus) ? state : undefined;
    });
const position = async () =>
    (await ask('position', client.getPositionInfo({ category: kCategory, symbol: kSymbol }))).list[0];
const wallet = async () => (await ask('wallet', client.getWalletBalance({ accountType: 'UNIFIED' }))).list[0].coin[0];
const best = async () => {
    const { b, a } = await ask('book', client.getOrderbook({ category: kCategory, symbol: kSymbol, limit: 50 }));
    return { bid: Number(b[0][0]), ask: Number(a[0][0]) };
};
const onTick = (price) => price.toFixed(1);

await steps.step('market data', async () => {
    const instruments = await ask('instruments', client.getInstrumentsInfo({ category: kCategory }));
    equal(instruments.list.length, 6, 'instruments');
    const rules = instruments.list.find((each) => each.symbol === kSymbol);
    equal(rules.priceFilter.tickSize, '0.1', 'tick');
    equal(rules.lotSizeFilter.qtyStep, '0.001', 'lot');
    const [ticker] = (await ask('ticker', client.getTickers({ category: kCategory, symbol: kSymbol }))).list;
    check(Number(ticker.bid1Price) < Number(ticker.ask1Price), 'the bid is below the ask');
    const candles = (
        await ask('candles', client.getKline({ category: kCategory, symbol: kSymbol, interval: '1', limit: 100 }))
    ).list;
    equal(candles.length, 100, 'candles');
    check(
        candles.every((candle, i) => i === 0 || Number(candle[0]) === Number(candles[i - 1][0]) - 60_000),
        'newest first, every minute',
    );
    equal(
        (await ask('trades', client.getPublicTradingHistory({ category: kCategory, symbol: kSymbol, limit: 10 }))).list
            .length,
        10,
        'trades',
    );
    equal(
        (await ask('funding', client.getFundingRateHistory({ category: kCategory, symbol: kSymbol, limit: 3 }))).list
            .length,
        3,
        'rates',
    );
    equal(
        (
            await ask(
                'interest',
                client.getOpenInterest({ category: kCategory, symbol: kSymbol, intervalTime: '1h', limit: 3 }),
            )
        ).list.length,
        3,
        'open interests',
    );
    const { bid, ask: lowest } = await best();
    check(bid < lowest, 'the book does not cross');
});

await steps.step('account', async () => {
    equal((await wallet()).walletBalance, '100000', 'balance');
    const [fee] = (await ask('fee', client.getFeeRate({ category: kCategory, symbol: kSymbol }))).list;
    equal(fee.takerFeeRate, '0.00055', 'taker fee');
    await ask(
        'leverage',
        client.setLeverage({ category: kCategory, symbol: kSymbol, buyLeverage: '5', sellLeverage: '5' }),
    );
    equal((await position()).leverage, '5', 'leverage');
    await refused(
        'leverage again',
        110043,
        client.setLeverage({ category: kCategory, symbol: kSymbol, buyLeverage: '5', sellLeverage: '5' }),
    );
    equal((await ask('key', client.getQueryApiKey())).readOnly, 0, 'the key may write');
});

await steps.step('websockets open', async () => {
    publicSocket.subscribeV5(
        ['tickers', 'publicTrade', 'kline.1', 'orderbook.50'].map((topic) => `${topic}.${kSymbol}`),
        kCategory,
    );
    privateSocket.subscribeV5(['order', 'execution', 'position', 'wallet'], kCategory);
    for (const topic of ['tickers', 'kline.1', 'orderbook.50'])
        await eventually(`a message of ${topic}`, () => of(`${topic}.${kSymbol}`).length > 0);
    equal(of(`orderbook.50.${kSymbol}`)[0].type, 'snapshot', 'the first of the book');
});

await steps.step('market order', async () => {
    const placed = await submit('Buy', 'Market', '0.1');
    const state = await ended(placed);
    equal(state.orderStatus, 'Filled', 'status');
    const fills = (
        await ask(
            'executions',
            client.getExecutionList({ category: kCategory, symbol: kSymbol, orderId: placed.orderId }),
        )
    ).list;
    near(
        sum(fills, (fill) => fill.execQty),
        0.1,
        'executions add up to the quantity',
    );
    for (const fill of fills) near(fill.execFee, fill.execValue * kTaker, 'fee');
    near(
        state.cumExecValue,
        sum(fills, (fill) => fill.execValue),
        'value of the order',
    );
    equal((await position()).size, '0.1', 'position');
    near((await wallet()).walletBalance, 100000 - sum(fills, (fill) => fill.execFee), 'balance moved by the fee');
});

await steps.step('limit, amend, cancel', async () => {
    const price = onTick((await best()).bid * 0.99);
    const placed = await submit('Buy', 'Limit', '0.01', { price });
    await ask(
        'amend',
        client.amendOrder({ category: kCategory, symbol: kSymbol, orderId: placed.orderId, qty: '0.02' }),
    );
    equal((await stateOf(placed)).qty, '0.02', 'amended quantity');
    await ask('cancel', client.cancelOrder({ category: kCategory, symbol: kSymbol, orderLinkId: placed.orderLinkId }));
    equal((await ended(placed)).orderStatus, 'Cancelled', 'status');
    await refused(
        'cancel again',
        110001,
        client.cancelOrder({ category: kCategory, symbol: kSymbol, orderId: placed.orderId }),
    );
});

await steps.step('post-only, IOC, reduce-only', async () => {
    const { bid, ask: lowest } = await best();
    const taking = await ended(
        await submit('Buy', 'Limit', '0.01', { price: onTick(lowest * 1.001), timeInForce: 'PostOnly' }),
    );
    equal(taking.orderStatus, 'Cancelled', 'post-only that would take');
    equal(taking.rejectReason, 'EC_PostOnlyWillTakeLiquidity', 'why');
    const under = await ended(await submit('Buy', 'Limit', '0.01', { price: onTick(bid * 0.99), timeInForce: 'IOC' }));
    equal(under.cumExecQty, '0', 'IOC below the book');
    equal(
        (await ended(await submit('Sell', 'Market', '0.04', { reduceOnly: true }))).orderStatus,
        'Filled',
        'reduce-only',
    );
    equal((await position()).size, '0.06', 'position');
    await refused('reduce-only that would add', 110017, create('Buy', 'Market', '0.01', { reduceOnly: true }));
});

await steps.step('stops', async () => {
    const { bid } = await best();
    const stop = onTick(bid * 0.97);
    const waiting = await submit('Sell', 'Market', '0.01', {
        triggerPrice: onTick(bid * 0.95),
        triggerDirection: 2,
        reduceOnly: true,
    });
    equal((await stateOf(waiting)).orderStatus, 'Untriggered', 'conditional order');
    const carrier = await ended(
        await submit('Buy', 'Market', '0.04', {
            stopLoss: stop,
            tpslMode: 'Full',
            slOrderType: 'Market',
            slTriggerBy: 'MarkPrice',
            positionIdx: 0,
        }),
    );
    const child = await eventually('the attached stop', async () =>
        (
            await ask(
                'stops',
                client.getActiveOrders({ category: kCategory, symbol: kSymbol, orderFilter: 'StopOrder' }),
            )
        ).list.find((each) => each.stopOrderType === 'StopLoss'),
    );
    equal(Number(child.triggerPrice), Number(stop), 'its trigger');
    equal(child.qty, '0.1', 'its quantity, that of the position');
    equal(child.parentOrderLinkId, carrier.orderLinkId, 'its parent');
    equal(Number((await position()).stopLoss), Number(stop), 'stop of the position');
    const moved = onTick(bid * 0.98);
    await ask(
        'trading stop',
        client.setTradingStop({
            category: kCategory,
            symbol: kSymbol,
            stopLoss: moved,
            tpslMode: 'Full',
            positionIdx: 0,
        }),
    );
    equal(Number((await stateOf(child)).triggerPrice), Number(moved), 'moved stop');
    const cancelled = await ask('cancel all', client.cancelAllOrders({ category: kCategory, symbol: kSymbol }));
    equal(cancelled.list.length, 2, 'cancelled');
    equal((await position()).stopLoss, '', 'stop of the position');
});

await steps.step('refusals', async () => {
    const { bid, ask: lowest } = await best();
    const price = onTick(bid * 0.99);
    await refused('more than the account carries', 110007, create('Buy', 'Limit', '100', { price }));
    await refused('beyond the price band', 110003, create('Buy', 'Limit', '0.01', { price: onTick(lowest * 1.2) }));
    await refused('an id that was used', 110072, create('Buy', 'Limit', '0.01', { price, orderLinkId: 'bybit-api-1' }));
    await refused(
        'a trigger on the wrong side',
        110093,
        create('Sell', 'Market', '0.01', { triggerPrice: onTick(lowest * 1.02), triggerDirection: 2 }),
    );
    await refused(
        'an unknown order',
        110001,
        client.amendOrder({ category: kCategory, symbol: kSymbol, orderId: 'none', qty: '1' }),
    );
    await refused(
        'a wrong signature',
        10004,
        new RestClientV5({ key: venue.key, secret: 'wrong', baseUrl: venue.rest }).getAccountInfo(),
    );
    await refused(
        'an unknown key',
        10003,
        new RestClientV5({ key: 'nobody', secret: 'wrong', baseUrl: venue.rest }).getAccountInfo(),
    );
    const began = Date.now();
    const hasty = await Promise.all(
        Array.from({ length: 20 }, () => client.getFeeRate({ category: kCategory, symbol: kSymbol })),
    );
    const allowed = 5 + 5 * Math.floor((Date.now() - began) / 1000); // 5 in a second
    const given = hasty.filter((answer) => answer.retCode === 0).length;
    check(given >= 5 && given <= allowed, `${given} of 20 answered, ${allowed} are allowed`);
    check(
        hasty.every((answer) => [0, 10006].includes(answer.retCode)),
        'the others are refused with 10006',
    );
});

await steps.step('orders over the trade socket', async () => {
    const price = onTick((await best()).bid * 0.99);
    await eventually('a second without orders', () => Date.now() - sentAt.at(-1) > 1100);
    const placed = (await tradeSocket.submitNewOrder(order('Buy', 'Limit', '0.01', { price }))).data;
    equal((await stateOf(placed)).orderStatus, 'New', 'placed');
    await tradeSocket.amendOrder({ category: kCategory, symbol: kSymbol, orderId: placed.orderId, qty: '0.02' });
    equal((await stateOf(placed)).qty, '0.02', 'amended');
    await tradeSocket.cancelOrder({ category: kCategory, symbol: kSymbol, orderId: placed.orderId });
    equal((await ended(placed)).orderStatus, 'Cancelled', 'cancelled');
    const error = await tradeSocket.cancelOrder({ category: kCategory, symbol: kSymbol, orderId: placed.orderId }).then(
        () => undefined,
        (thrown) => thrown,
    );
    equal(error?.retCode, 110001, 'cancel again');
    const states = () =>
        of('order')
            .flatMap(({ data }) => data)
            .filter((each) => each.orderId === placed.orderId)
            .map((each) => each.orderStatus);
    await eventually('its end, pushed', () => states().at(-1) === 'Cancelled');
    equal(states()[0], 'New', 'first state pushed');
});

await steps.step('flat, and what was pushed agrees', async () => {
    const closing = await submit('Sell', 'Market', (await position()).size, { reduceOnly: true });
    equal((await ended(closing)).orderStatus, 'Filled', 'status');
    equal((await position()).size, '0', 'position');
    const balance = (await wallet()).walletBalance;
    const all = (await ask('executions', client.getExecutionList({ category: kCategory, symbol: kSymbol, limit: 100 })))
        .list;
    near(balance, 100000 + sum(all, (each) => each.execPnl - each.execFee), 'balance');
    const pushed = () => of('execution').flatMap(({ data }) => data);
    await eventually('all executions', () =>
        all.every(({ execId }) => pushed().some((each) => each.execId === execId)),
    );
    equal(pushed().length, all.length, 'executions');
    for (const each of all) {
        const same = pushed().find(({ execId }) => execId === each.execId);
        for (const field of ['orderId', 'side', 'execPrice', 'execQty', 'execFee', 'execTime'])
            equal(same[field], each[field], `${field} of ${each.execId}`);
    }
    await eventually(
        'a flat position',
        () =>
            of('position')
                .flatMap(({ data }) => data)
                .at(-1)?.size === '0',
    );
    await eventually('the balance', () => of('wallet').at(-1)?.data[0].coin[0].walletBalance === balance);
});

await steps.step('the pushed book never crosses and agrees with REST', async () => {
    const topic = `orderbook.50.${kSymbol}`;
    const asText = (side) => JSON.stringify(side);
    const asked = await ask('book', client.getOrderbook({ category: kCategory, symbol: kSymbol, limit: 50 }));
    // The states that the messages make, one after the other.
    const agrees = () => {
        const sides = { b: new Map(), a: new Map() };
        let found = false;
        let update = 0;
        for (const { type, data } of of(topic)) {
            if (type === 'snapshot') (sides.b.clear(), sides.a.clear());
            else equal(data.u, update + 1, 'update number');
            update = data.u;
            for (const name of ['b', 'a'])
                for (const [price, size] of data[name])
                    size === '0' ? sides[name].delete(price) : sides[name].set(price, size);
            const bids = [...sides.b].sort(([x], [y]) => y - x);
            const asks = [...sides.a].sort(([x], [y]) => x - y);
            check(Number(bids[0][0]) < Number(asks[0][0]), `it crosses: ${bids[0][0]} ${asks[0][0]}`);
            found ||= asText(bids) === asText(asked.b) && asText(asks) === asText(asked.a);
        }
        return found;
    };
    await eventually('the book that REST gives', agrees);
    check(
        of(`publicTrade.${kSymbol}`).length > 0 ||
            (await eventually('a trade', () => of(`publicTrade.${kSymbol}`).length > 0)),
        'trades',
    );
    equal(socketFaults.length, 0, `faults of the sockets: ${JSON.stringify(socketFaults.slice(0, 2))}`);
    return `${of(topic).length} messages`;
});

for (const socket of [publicSocket, privateSocket, tradeSocket.getWSClient()]) socket.closeAll(true);
await steps.step('the venue ends well', async () => equal(await venue.stop(), 0, 'exit code'));
process.exit(steps.close());
