// SPDX-License-Identifier: GPL-3.0-or-later
// ccxt_trades.mjs PROGRAM: unmodified ccxt trades on `PROGRAM venue`. Only the
// addresses, key and secret differ from what it would use at Bybit.
import {
    bestOf,
    bookText,
    ccxt,
    ended,
    exchange,
    faultOfSockets,
    follow,
    heard,
    kBtc,
    kFundingTime,
    kMaker,
    kSol,
    kTaker,
    newId,
    onTick,
    order,
    place,
    refused,
    signedPosition,
    steps,
    stopFollowing,
    tradeAtMarket,
    venue,
} from './ccxt_desk.mjs';
import { marketData, publicSockets } from './ccxt_market_data.mjs';
import { orders } from './ccxt_orders.mjs';
import { refusals } from './ccxt_refusals.mjs';
import { check, equal, eventually, near, sum } from './venue.mjs';

await steps.step('instruments', async () => {
    const markets = Object.values(await exchange.loadMarkets());
    equal(markets.length, 6, 'markets');
    check(
        markets.every((market) => market.swap && market.linear && market.active && market.settle === 'USDT'),
        'all are active linear swaps in USDT',
    );
    const btc = exchange.market(kBtc);
    equal(btc.id, 'BTCUSDT', 'id');
    equal(btc.precision.price, 0.1, 'tick');
    equal(btc.precision.amount, 0.001, 'lot');
    equal(btc.limits.amount.min, 0.001, 'minimum amount');
    equal(btc.limits.cost.min, 5, 'minimum notional');
    equal(btc.limits.leverage.max, 100, 'largest leverage');
    return `${markets.length} swaps`;
});

await steps.step('balance and account', async () => {
    const balance = await exchange.fetchBalance();
    equal(balance.USDT.total, 100000, 'total');
    equal(balance.USDT.free, 100000, 'free');
    equal(balance.USDT.used, 0, 'used');
    const fee = await exchange.fetchTradingFee(kBtc);
    equal(fee.taker, kTaker, 'taker fee');
    equal(fee.maker, kMaker, 'maker fee');
});

const fundedAmount = 20;
await steps.step('market order, kept for the funding', async () => {
    const fills = await tradeAtMarket(kSol, 'buy', fundedAmount);
    const balance = await exchange.fetchBalance();
    const position = await exchange.fetchPosition(kSol);
    near(position.entryPrice, sum(fills, (fill) => fill.cost) / fundedAmount, 'entry price');
    near(balance.USDT.used, position.initialMargin, 'the margin in use is that of the position');
    return `${fundedAmount} SOL in ${fills.length} fills`;
});

await steps.step('websockets open', async () => {
    follow('tickers', () => exchange.watchTicker(kBtc));
    follow('trades', () => exchange.watchTrades(kBtc));
    follow('candles', () => exchange.watchOHLCV(kBtc, '1m'));
    follow('books', async () => {
        const book = await exchange.watchOrderBook(kBtc, 50);
        return {
            bid: book.bids[0][0],
            ask: book.asks[0][0],
            depth: [book.bids.length, book.asks.length],
            text: bookText(book),
        };
    });
    follow('orders', () => exchange.watchOrders());
    follow('fills', () => exchange.watchMyTrades());
    follow('positions', () => exchange.watchPositions());
    follow('balances', () => exchange.watchBalance());
    for (const what of ['tickers', 'candles', 'books', 'positions'])
        await eventually(`a first message of ${what}`, () => faultOfSockets() || heard[what].length > 0);
    if (faultOfSockets()) throw faultOfSockets();
    near(heard.positions[0].contracts, fundedAmount, 'the position that is there');
});

await marketData();

await steps.step('leverage and modes', async () => {
    await exchange.setLeverage(7, kBtc);
    const leverage = await exchange.fetchLeverage(kBtc);
    equal(leverage.longLeverage, 7, 'leverage');
    await refused('leverage again', ccxt.BadRequest, 110043, () => exchange.setLeverage(7, kBtc));
    await refused('leverage 200', ccxt.BadRequest, undefined, () => exchange.setLeverage(200, kBtc));
    await refused('one-way again', ccxt.NoChange, 110025, () => exchange.setPositionMode(false, kBtc));
    await refused('isolated again', ccxt.MarginModeAlreadySet, 110026, () => exchange.setMarginMode('isolated', kBtc));
    const tiers = await exchange.fetchMarketLeverageTiers(kBtc);
    equal(tiers[0].maxLeverage, 100, 'largest leverage');
});

await orders();
await refusals();

await steps.step('orders over the trade socket', async () => {
    const { bid, ask } = await bestOf(kBtc);
    const price = onTick(kBtc, bid * 0.99);
    const id = newId();
    const placed = await exchange.createOrderWs(kBtc, 'limit', 'buy', 0.01, price, { clientOrderId: id });
    equal((await order(placed, kBtc)).clientOrderId, id, 'placed');
    await exchange.editOrderWs(placed.id, kBtc, 'limit', 'buy', 0.02, price);
    equal((await order(placed, kBtc)).amount, 0.02, 'amended');
    await exchange.cancelOrderWs(placed.id, kBtc);
    equal((await ended(placed, kBtc)).status, 'canceled', 'cancelled');
    await refused('cancel again', ccxt.OrderNotFound, 110001, () => exchange.cancelOrderWs(placed.id, kBtc));
    await refused('beyond the price band', ccxt.InvalidOrder, 110003, () =>
        exchange.createOrderWs(kBtc, 'limit', 'buy', 0.01, onTick(kBtc, ask * 1.2)),
    );
    await refused('more than the account carries', ccxt.InsufficientFunds, 110007, () =>
        exchange.createOrderWs(kBtc, 'limit', 'buy', 100, price),
    );
});

await steps.step('own order from new to filled, as pushed', async () => {
    const before = await signedPosition(kBtc);
    const { bid, ask } = await bestOf(kBtc);
    const placed = await place(kBtc, 'limit', 'buy', 0.01, onTick(kBtc, bid * 0.995));
    const states = () => heard.orders.filter((each) => each.id === placed.id).map((each) => each.info.orderStatus);
    await eventually('the order, new', () => states().includes('New'));
    await exchange.editOrder(placed.id, kBtc, 'limit', 'buy', 0.01, onTick(kBtc, ask * 1.002));
    await eventually('the order, filled', () => states().at(-1) === 'Filled');
    equal(states()[0], 'New', 'first state');
    const fills = await eventually('its execution', () => {
        const own = heard.fills.filter((fill) => fill.order === placed.id);
        return Math.abs(sum(own, (fill) => fill.amount) - 0.01) < 1e-9 ? own : undefined;
    });
    for (const fill of fills) near(fill.fee.cost, fill.price * fill.amount * kTaker, 'fee of a fill');
    await eventually('its position', () =>
        heard.positions.some(
            (position) => position.symbol === kBtc && Math.abs(position.contracts - before - 0.01) < 1e-9,
        ),
    );
    return states().join(', ');
});

await steps.step('own trades: pushed and asked for are the same', async () => {
    const asked = await exchange.fetchMyTrades(kBtc, undefined, 100);
    await eventually('all executions', () =>
        asked.every((fill) => heard.fills.some((pushed) => pushed.id === fill.id)),
    );
    for (const fill of asked) {
        const pushed = heard.fills.filter((each) => each.id === fill.id);
        equal(pushed.length, 1, `times that ${fill.id} was pushed`);
        for (const field of ['order', 'side', 'price', 'amount', 'cost', 'timestamp', 'takerOrMaker'])
            equal(pushed[0][field], fill[field], `${field} of ${fill.id}`);
    }
    near(
        sum(asked, (fill) => (fill.side === 'buy' ? 1 : -1) * fill.amount),
        await signedPosition(kBtc),
        'they make the position',
    );
    return `${asked.length} executions`;
});

await steps.step('funding', async () => {
    const paid = await eventually(
        'the funding of 16:00',
        async () =>
            (await exchange.fetchFundingHistory(kSol, undefined, 5)).find((each) => each.timestamp >= kFundingTime),
        45_000,
    );
    const [rate] = (await exchange.fetchFundingRateHistory(kSol, kFundingTime, 1)).slice(-1);
    equal(rate.timestamp, kFundingTime, 'time of the rate');
    const { execQty, execPrice, execFee, execValue, feeRate } = paid.info;
    near(execQty, fundedAmount, 'quantity');
    near(execValue, execQty * execPrice, 'value');
    const exact = execValue * rate.fundingRate;
    check(Math.abs(execFee - exact) <= 1e-8, `fee ${execFee} is value times rate, ${exact}, on the settlement unit`);
    near(feeRate, rate.fundingRate, 'rate');
    const paidAll = (await exchange.fetchLedger('USDT', undefined, 50))
        .map((each) => each.info)
        .filter((each) => each.type === 'SETTLEMENT')
        .sort((one, other) => one.id - other.id);
    const line = paidAll.find((each) => each.symbol === 'SOLUSDT');
    check(line !== undefined, 'it is in the transaction log');
    near(line.change, -execFee, 'change of the balance');
    // Of several positions that pay at once ccxt shows the balance after the last;
    // its own total is the equity.
    await eventually('the balance after it, pushed', () =>
        heard.balances.some(({ info }) => info[0].coin[0].walletBalance === paidAll.at(-1).cashBalance),
    );
    return `${execFee} USDT at ${rate.fundingRate}`;
});

await publicSockets();

await steps.step('flat, and every cent accounted for', async () => {
    for (const position of await exchange.fetchPositions())
        await tradeAtMarket(position.symbol, position.side === 'long' ? 'sell' : 'buy', position.contracts, {
            reduceOnly: true,
        });
    equal((await exchange.fetchPositions()).length, 0, 'positions');
    const balance = await exchange.fetchBalance();
    equal(balance.USDT.used, 0, 'margin in use');
    const executions = [];
    for (let cursor; ;) {
        const page = await exchange.privateGetV5ExecutionList({
            category: 'linear',
            limit: 100,
            ...(cursor ? { cursor } : {}),
        });
        executions.push(...page.result.list);
        cursor = page.result.nextPageCursor;
        if (!cursor) break;
    }
    const net = sum(
        executions,
        (each) => Number(each.execPnl || 0) * (each.execType === 'Trade' ? 1 : 0) - Number(each.execFee),
    );
    near(balance.USDT.total, 100000 + net, 'balance');
    await eventually(
        'that balance, pushed',
        () => Math.abs(heard.balances.at(-1)?.USDT?.total - balance.USDT.total) < 1e-9,
    );
    await eventually('positions at zero, pushed', () =>
        [kBtc, kSol].every(
            (symbol) => heard.positions.filter((position) => position.symbol === symbol).at(-1)?.contracts === 0,
        ),
    );
    return `${executions.length} executions, ${balance.USDT.total} USDT`;
});

await stopFollowing();
await steps.step('the venue ends well', async () => equal(await venue.stop(), 0, 'exit code'));
process.exit(steps.close());
