// SPDX-License-Identifier: GPL-3.0-or-later
// What all steps of ccxt_trades.mjs share: the venue, the client, what was heard,
// and orders that are followed to their end.
import { Steps, Venue, check, equal, eventually, near, sum } from './venue.mjs';

export const { default: ccxt } = await import('ccxt'); // after venue.mjs, for its clock

export const kBtc = 'BTC/USDT:USDT';
export const kEth = 'ETH/USDT:USDT';
export const kSol = 'SOL/USDT:USDT';
export const kXrp = 'XRP/USDT:USDT';
export const kStart = '2026-01-05T15:59:00Z'; // a minute before a funding time
export const kFundingTime = Date.parse('2026-01-05T16:00:00Z');
export const kMinute = 60_000;
export const kDepth = 20; // levels that the simulated book has on a side
export const kTaker = 0.00055;
export const kMaker = 0.0002;

export const venue = await Venue.start(process.argv[2], [
    '--synthetic',
    '6',
    '--seed',
    '7',
    '--speed',
    '1',
    '--alone',
    'run',
    '--from',
    kStart,
]);
export const steps = new Steps('ccxt');

export function client(settings = {}) {
    return new ccxt.pro.bybit({
        rateLimit: 25, // its 20 is the venue's budget to the brim
        apiKey: venue.key,
        secret: venue.secret,
        urls: {
            api: {
                spot: venue.rest,
                futures: venue.rest,
                v2: venue.rest,
                public: venue.rest,
                private: venue.rest,
                ws: {
                    public: { linear: `${venue.ws}/v5/public/linear` },
                    private: { contract: `${venue.ws}/v5/private`, trade: `${venue.ws}/v5/trade` },
                },
            },
        },
        ...settings,
        options: { defaultType: 'swap', ...settings.options },
    });
}

export const exchange = client();
await exchange.loadHttpProxyAgent(); // ccxt's own way to ws:// instead of wss://

// What the websockets have brought, copied as it came.
export const heard = {
    tickers: [],
    trades: [],
    candles: [],
    books: [],
    orders: [],
    fills: [],
    positions: [],
    balances: [],
};
let following = true;
let socketFault;
export async function follow(what, next) {
    while (following) {
        try {
            const news = await next();
            for (const each of Array.isArray(news) && what !== 'candles' ? news : [news])
                heard[what].push(structuredClone(each));
        } catch (error) {
            if (following) socketFault ??= error;
            return;
        }
    }
}
// The first fault of a socket, if there was one.
export const faultOfSockets = () => socketFault;
export async function stopFollowing() {
    following = false;
    await exchange.close();
}
export const bookText = (book) =>
    JSON.stringify(
        [book.bids.slice(0, 50), book.asks.slice(0, 50)].map((side) => side.map(([price, amount]) => [price, amount])),
    );

export let numbered = 0;
export const newId = () => `interop-${++numbered}`;
export const place = (symbol, type, side, amount, price, params = {}) =>
    exchange.createOrder(symbol, type, side, amount, price, { clientOrderId: newId(), ...params });
export const order = (placed, symbol) => exchange.fetchOrder(placed.id, symbol, { acknowledged: true });
// Until the order is over; then what the venue says of it.
export const ended = (placed, symbol) =>
    eventually(`the end of order ${placed.id}`, async () => {
        const now = await order(placed, symbol);
        return now.status === 'open' ? undefined : now;
    });
export async function signedPosition(symbol) {
    const { contracts, side } = await exchange.fetchPosition(symbol);
    return side === 'short' ? -contracts : contracts;
}
export const walletBalance = async () => (await exchange.fetchBalance()).USDT.total;
export const fillsOf = async (symbol, placed) =>
    (await exchange.fetchMyTrades(symbol, undefined, 100)).filter((fill) => fill.order === placed.id);
export const bestOf = async (symbol) => {
    const { bids, asks } = await exchange.fetchOrderBook(symbol, 50);
    return { bid: bids[0][0], ask: asks[0][0] };
};
export const tick = (symbol) => exchange.market(symbol).precision.price;
export const onTick = (symbol, price) => Number(exchange.priceToPrecision(symbol, price));
export const onLot = (symbol, amount) =>
    Math.round(amount / exchange.market(symbol).precision.amount) * exchange.market(symbol).precision.amount;

export async function refused(what, type, code, call) {
    let answer;
    try {
        answer = await call();
    } catch (error) {
        check(error instanceof type, `${what}: ${error.constructor.name}, expected ${type.name}: ${error.message}`);
        check(
            code === undefined || error.message.includes(`"retCode":${code}`),
            `${what}: not ${code}: ${error.message}`,
        );
        return;
    }
    throw new Error(`${what}: taken: ${JSON.stringify(answer)}`);
}

// A market order and everything that must follow from it. Returns its fills.
export async function tradeAtMarket(symbol, side, amount, params = {}) {
    const positionBefore = await signedPosition(symbol);
    const balanceBefore = await walletBalance();
    const placed = await place(symbol, 'market', side, amount, undefined, params);
    const over = await ended(placed, symbol);
    equal(over.status, 'closed', 'status');
    near(over.filled, amount, 'filled');
    const fills = await fillsOf(symbol, placed);
    near(
        sum(fills, (fill) => fill.amount),
        amount,
        'own trades add up to the amount',
    );
    for (const fill of fills) {
        equal(fill.takerOrMaker, 'taker', 'liquidity');
        near(fill.cost, fill.price * fill.amount, 'cost of a fill');
        near(fill.fee.cost, fill.cost * kTaker, 'fee of a fill');
    }
    const cost = sum(fills, (fill) => fill.cost);
    near(over.average, cost / amount, 'average price');
    near(over.cost, cost, 'cost of the order');
    near(await signedPosition(symbol), positionBefore + (side === 'buy' ? amount : -amount), 'position');
    const change = sum(fills, (fill) => Number(fill.info.execPnl) - fill.fee.cost);
    near(await walletBalance(), balanceBefore + change, 'balance moved by profit and fee alone');
    return fills;
}
