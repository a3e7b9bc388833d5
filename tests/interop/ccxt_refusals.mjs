// SPDX-License-Identifier: GPL-3.0-or-later
// Refusals of each class, as ccxt's own errors.
import {
    bestOf,
    ccxt,
    client,
    exchange,
    kBtc,
    kEth,
    kXrp,
    newId,
    onTick,
    place,
    refused,
    steps,
} from './ccxt_desk.mjs';
import { check, equal } from './venue.mjs';

export async function refusals() {
    await steps.step('refusals of orders', async () => {
        const { bid, ask } = await bestOf(kBtc);
        const below = onTick(kBtc, bid * 0.99);
        const { InvalidOrder, BadRequest, InsufficientFunds, OrderNotFound, BadSymbol } = ccxt;
        await refused('more than the account carries', InsufficientFunds, 110007, () =>
            place(kBtc, 'limit', 'buy', 100, below),
        );
        await refused('beyond the price band', InvalidOrder, 110003, () =>
            place(kBtc, 'limit', 'buy', 0.01, onTick(kBtc, ask * 1.2)),
        );
        const xrp = exchange.market(kXrp);
        const { bid: xrpBid } = await bestOf(kXrp);
        const little = Math.max(xrp.limits.amount.min, xrp.precision.amount);
        check(little * xrpBid < 5, 'the smallest amount is below the minimum notional');
        await refused('below the minimum notional', InvalidOrder, 110094, () =>
            place(kXrp, 'limit', 'buy', little, onTick(kXrp, xrpBid * 0.99)),
        );
        const id = newId();
        const first = await place(kBtc, 'limit', 'buy', 0.01, below, { clientOrderId: id });
        await refused('the same orderLinkId', InvalidOrder, 110072, () =>
            place(kBtc, 'limit', 'buy', 0.01, below, { clientOrderId: id }),
        );
        await exchange.cancelOrder(first.id, kBtc);
        await refused('that id once more after its end', InvalidOrder, 110072, () =>
            place(kBtc, 'limit', 'buy', 0.01, below, { clientOrderId: id }),
        );
        await refused('an id of 37 characters', BadRequest, 10001, () =>
            place(kBtc, 'limit', 'buy', 0.01, below, { clientOrderId: 'x'.repeat(37) }),
        );
        await refused('a rising trigger below the price', InvalidOrder, 110092, () =>
            place(kBtc, 'market', 'buy', 0.01, undefined, { triggerPrice: below, triggerDirection: 'ascending' }),
        );
        await refused('a falling trigger above the price', InvalidOrder, 110093, () =>
            place(kBtc, 'market', 'sell', 0.01, undefined, {
                triggerPrice: onTick(kBtc, ask * 1.01),
                triggerDirection: 'descending',
            }),
        );
        await refused('a stop on the wrong side', BadRequest, 10001, () =>
            place(kBtc, 'limit', 'buy', 0.01, below, { stopLoss: { triggerPrice: onTick(kBtc, ask * 1.01) } }),
        );
        await refused('a stop with a reduce-only order', InvalidOrder, 110017, () =>
            place(kBtc, 'market', 'sell', 0.01, undefined, {
                reduceOnly: true,
                stopLoss: { triggerPrice: onTick(kBtc, ask * 1.01) },
            }),
        );
        await refused('cancel of an unknown id', OrderNotFound, 110001, () =>
            exchange.cancelOrder('no-such-order', kBtc),
        );
        await refused('amend of an unknown id', OrderNotFound, 110001, () =>
            exchange.editOrder('no-such-order', kBtc, 'limit', 'buy', 0.01, below),
        );
        await refused('an unknown symbol', BadRequest, 10001, () =>
            exchange.privatePostV5OrderCreate({
                category: 'linear',
                symbol: 'NOSUCHUSDT',
                side: 'Buy',
                orderType: 'Market',
                qty: '1',
            }),
        );
        await refused('a symbol that ccxt does not find', BadSymbol, undefined, () =>
            exchange.fetchTicker('NOSUCH/USDT:USDT'),
        );
        await refused('a quantity between lots', BadRequest, 10001, () =>
            exchange.privatePostV5OrderCreate({
                category: 'linear',
                symbol: 'BTCUSDT',
                side: 'Buy',
                orderType: 'Market',
                qty: '0.0015',
            }),
        );
        for (let i = 0; i < 10; ++i)
            await place(kEth, 'market', 'sell', 0.1, undefined, {
                triggerPrice: onTick(kEth, (await bestOf(kEth)).bid * 0.9),
                triggerDirection: 'descending',
            });
        await refused('an eleventh stop', InvalidOrder, 110009, () =>
            place(kEth, 'market', 'sell', 0.1, undefined, {
                triggerPrice: onTick(kEth, 1000),
                triggerDirection: 'descending',
            }),
        );
        await exchange.cancelAllOrders(kEth);
    });

    await steps.step('refusals of the account', async () => {
        await refused('an unknown key', ccxt.AuthenticationError, 10003, () =>
            client({ apiKey: 'nobody' }).fetchBalance(),
        );
        await refused('a wrong signature', ccxt.AuthenticationError, 10004, () =>
            client({ secret: 'wrong' }).fetchBalance(),
        );
        await refused('a late timestamp', ccxt.InvalidNonce, 10002, () =>
            client({ options: { timeDifference: 6000 } }).fetchBalance(),
        );
        await refused('an early timestamp', ccxt.InvalidNonce, 10002, () =>
            client({ options: { timeDifference: -2000 } }).fetchBalance(),
        );
        await refused('the dead-man switch', ccxt.PermissionDenied, 10005, () => exchange.cancelAllOrdersAfter(10000));
        const stranger = client({ secret: 'wrong' });
        await stranger.loadHttpProxyAgent();
        await refused('a wrong signature on the socket', ccxt.BaseError, undefined, () => stranger.watchOrders());
        await stranger.close();
    });

    await steps.step('rate limit', async () => {
        const hasty = client({ enableRateLimit: false });
        hasty.setMarkets(exchange.markets);
        const began = Date.now();
        const answers = await Promise.allSettled(Array.from({ length: 20 }, () => hasty.fetchTradingFee(kBtc)));
        const allowed = 5 + 5 * Math.floor((Date.now() - began) / 1000); // 5 in a second
        const refusals = answers.filter((answer) => answer.status === 'rejected').map((answer) => answer.reason);
        check(
            refusals.length <= 15 && refusals.length >= 20 - allowed,
            `${refusals.length} of 20 refused, ${allowed} are allowed`,
        );
        for (const error of refusals)
            await refused('too many', ccxt.RateLimitExceeded, 10006, () => {
                throw error;
            });
        const headers = Object.fromEntries(
            Object.entries(hasty.last_response_headers).map(([name, value]) => [name.toLowerCase(), value]),
        );
        equal(headers['x-bapi-limit'], '5', 'X-Bapi-Limit');
        check(Number(headers['x-bapi-limit-reset-timestamp']) > Date.now() - 5000, 'X-Bapi-Limit-Reset-Timestamp');
    });
}
