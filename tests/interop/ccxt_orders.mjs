// SPDX-License-Identifier: GPL-3.0-or-later
// Orders of each kind, from placing to their end.
import {
    bestOf,
    ccxt,
    ended,
    exchange,
    fillsOf,
    kBtc,
    kEth,
    kXrp,
    newId,
    onLot,
    onTick,
    order,
    place,
    refused,
    signedPosition,
    steps,
    tick,
    tradeAtMarket,
    walletBalance,
} from './ccxt_desk.mjs';
import { check, equal, eventually, near, sum } from './venue.mjs';

export async function orders() {
    await steps.step('market order', async () => {
        const fills = await tradeAtMarket(kBtc, 'buy', 4); // deeper than the best level
        check(fills.length > 1, 'it took several levels');
        const position = await exchange.fetchPosition(kBtc);
        equal(position.side, 'long', 'side');
        near(position.initialMargin, sum(fills, (fill) => fill.cost) / 7, 'margin at leverage 7');
        near(position.entryPrice, sum(fills, (fill) => fill.cost) / 4, 'entry price');
        return `4 BTC in ${fills.length} fills`;
    });

    await steps.step('limit, open orders, amend, cancel', async () => {
        const { bid } = await bestOf(kBtc);
        const price = onTick(kBtc, bid * 0.99);
        const id = newId();
        const before = (await exchange.fetchBalance()).USDT.free;
        const placed = await place(kBtc, 'limit', 'buy', 0.1, price, { clientOrderId: id });
        const open = await exchange.fetchOpenOrders(kBtc);
        equal(open.map((each) => each.clientOrderId).join(), id, 'open orders');
        equal(open[0].id, placed.id, 'id');
        equal(open[0].price, price, 'price');
        equal(open[0].remaining, 0.1, 'remaining');
        check((await exchange.fetchBalance()).USDT.free < before, 'it holds margin');
        const moved = onTick(kBtc, price - 10);
        await exchange.editOrder(placed.id, kBtc, 'limit', 'buy', 0.2, moved);
        const amended = await order(placed, kBtc);
        equal(amended.price, moved, 'amended price');
        equal(amended.amount, 0.2, 'amended amount');
        await exchange.cancelOrder(placed.id, kBtc);
        equal((await ended(placed, kBtc)).status, 'canceled', 'status');
        equal((await exchange.fetchOpenOrders(kBtc)).length, 0, 'open orders');
        await refused('cancel again', ccxt.OrderNotFound, 110001, () => exchange.cancelOrder(placed.id, kBtc));
        await refused('amend it', ccxt.OrderNotFound, 110001, () =>
            exchange.editOrder(placed.id, kBtc, 'limit', 'buy', 0.2, price),
        );
    });

    await steps.step('post-only', async () => {
        const { ask } = await bestOf(kBtc);
        const taking = await ended(
            await place(kBtc, 'limit', 'buy', 0.01, onTick(kBtc, ask * 1.001), { postOnly: true }),
            kBtc,
        );
        equal(taking.status, 'canceled', 'one that would take');
        equal(taking.filled, 0, 'filled');
        equal(taking.info.rejectReason, 'EC_PostOnlyWillTakeLiquidity', 'why');
        const resting = await place(kBtc, 'limit', 'buy', 0.01, onTick(kBtc, ask * 0.99), { postOnly: true });
        const seen = await order(resting, kBtc);
        equal(seen.status, 'open', 'one that rests');
        equal(seen.postOnly, true, 'post-only');
        await exchange.cancelOrder(resting.id, kBtc);
    });

    await steps.step('IOC and FOK', async () => {
        const { bid, ask } = await bestOf(kBtc);
        const before = await signedPosition(kBtc);
        const under = await ended(
            await place(kBtc, 'limit', 'buy', 0.01, onTick(kBtc, bid * 0.99), { timeInForce: 'IOC' }),
            kBtc,
        );
        equal(under.status, 'canceled', 'below the book');
        equal(under.filled, 0, 'filled');
        const through = await ended(
            await place(kBtc, 'limit', 'buy', 0.01, onTick(kBtc, ask * 1.002), { timeInForce: 'IOC' }),
            kBtc,
        );
        equal(through.status, 'closed', 'through the ask');
        equal(through.filled, 0.01, 'filled');
        check(through.average <= onTick(kBtc, ask * 1.002), 'not worse than its limit');
        const whole = await ended(
            await place(kBtc, 'limit', 'buy', 0.01, onTick(kBtc, bid * 0.99), { timeInForce: 'FOK' }),
            kBtc,
        );
        equal(whole.status, 'canceled', 'FOK below the book');
        near(await signedPosition(kBtc), before + 0.01, 'position');
    });

    await steps.step('reduce-only', async () => {
        await tradeAtMarket(kBtc, 'sell', onLot(kBtc, (await signedPosition(kBtc)) - 0.3), { reduceOnly: true });
        await refused('one that would add', ccxt.InvalidOrder, 110017, () =>
            place(kBtc, 'market', 'buy', 0.01, undefined, { reduceOnly: true }),
        );
        await refused('one without a position', ccxt.InvalidOrder, 110017, () =>
            place(kEth, 'market', 'sell', 0.1, undefined, { reduceOnly: true }),
        );
        near(await signedPosition(kBtc), 0.3, 'position');
        const { ask } = await bestOf(kBtc);
        const target = await place(kBtc, 'limit', 'sell', 0.3, onTick(kBtc, ask * 1.01), { reduceOnly: true });
        equal((await order(target, kBtc)).reduceOnly, true, 'a target rests');
        await exchange.cancelOrder(target.id, kBtc);
    });

    await steps.step('stop with trigger', async () => {
        const before = await signedPosition(kBtc);
        // One on each side of the last price, a tick away: the next move fires one.
        let stops;
        const [firedSide, fired] = await eventually(
            'a stop a tick from the price fires',
            async () => {
                if (!stops) {
                    const { last } = await exchange.fetchTicker(kBtc);
                    stops = {};
                    const far = onTick(kBtc, last - 500);
                    const waits = await place(kBtc, 'market', 'sell', 0.01, undefined, {
                        triggerPrice: far,
                        triggerDirection: 'descending',
                    });
                    const open = await exchange.fetchOpenOrders(kBtc, undefined, undefined, { trigger: true });
                    equal(open.map((each) => each.id).join(), waits.id, 'open stops');
                    equal(open[0].info.orderStatus, 'Untriggered', 'status');
                    equal(open[0].triggerPrice, far, 'trigger');
                    await exchange.cancelOrder(waits.id, kBtc, { trigger: true });
                }
                for (const [side, direction, sign] of [
                    ['buy', 'ascending', 1],
                    ['sell', 'descending', -1],
                ]) {
                    if (stops[side]) continue;
                    const { last } = await exchange.fetchTicker(kBtc);
                    try {
                        stops[side] = await place(kBtc, 'market', side, 0.01, undefined, {
                            triggerPrice: onTick(kBtc, last + sign * tick(kBtc)),
                            triggerDirection: direction,
                        });
                    } catch (error) {
                        // the price has moved there meanwhile
                        if (!(error instanceof ccxt.InvalidOrder)) throw error;
                    }
                }
                for (const [side, placed] of Object.entries(stops)) {
                    const now = await order(placed, kBtc);
                    if (now.status !== 'open') return [side, now];
                }
                return undefined;
            },
            30_000,
        );
        equal(fired.status, 'closed', 'status of the fired');
        equal(fired.filled, 0.01, 'filled');
        await exchange.cancelAllOrders(kBtc, { trigger: true });
        await eventually(
            'both stops are over',
            async () => (await exchange.fetchOpenOrders(kBtc, undefined, undefined, { trigger: true })).length === 0,
        );
        let expected = before;
        for (const [side, placed] of Object.entries(stops))
            expected += (side === 'buy' ? 1 : -1) * (await order(placed, kBtc)).filled;
        near(await signedPosition(kBtc), expected, 'position');
        return `the ${firedSide} stop`;
    });

    await steps.step('attached stop', async () => {
        const { bid } = await bestOf(kEth);
        const stop = onTick(kEth, bid * 0.97);
        await tradeAtMarket(kEth, 'buy', 1, { stopLoss: { triggerPrice: stop } });
        const child = await eventually(
            'the stop of the position',
            async () => (await exchange.fetchOpenOrders(kEth, undefined, undefined, { trigger: true }))[0],
        );
        equal(child.info.stopOrderType, 'StopLoss', 'kind');
        equal(child.info.createType, 'CreateByStopLoss', 'made by');
        equal(child.triggerPrice, stop, 'trigger');
        equal(child.side, 'sell', 'side');
        equal(child.amount, 1, 'amount');
        equal(child.reduceOnly, true, 'reduce-only');
        equal((await exchange.fetchPosition(kEth)).stopLossPrice, stop, 'stop of the position');
        const moved = onTick(kEth, bid * 0.98);
        const setStop = {
            category: 'linear',
            symbol: 'ETHUSDT',
            tpslMode: 'Full',
            positionIdx: 0,
            stopLoss: String(moved),
        };
        await exchange.privatePostV5PositionTradingStop(setStop);
        equal((await exchange.fetchPosition(kEth)).stopLossPrice, moved, 'moved stop');
        equal((await order(child, kEth)).triggerPrice, moved, 'moved in place, id unchanged');
        await refused('the same again', ccxt.ExchangeError, 34040, () =>
            exchange.privatePostV5PositionTradingStop(setStop),
        );
        await tradeAtMarket(kEth, 'sell', 1, { reduceOnly: true });
        const over = await ended(child, kEth);
        equal(over.status, 'canceled', 'the stop at flat');
        equal(over.info.cancelType, 'CancelByTpSlTsClear', 'why');
        await refused('a stop without a position', ccxt.BadRequest, 10001, () =>
            exchange.privatePostV5PositionTradingStop(setStop),
        );
    });

    await steps.step('attached stop fires', async () => {
        const before = await walletBalance();
        const { bid } = await bestOf(kEth);
        const carrier = await place(kEth, 'market', 'buy', 1, undefined, {
            stopLoss: { triggerPrice: onTick(kEth, bid * 0.99) },
        });
        await ended(carrier, kEth);
        const child = await eventually(
            'the stop of the position',
            async () => (await exchange.fetchOpenOrders(kEth, undefined, undefined, { trigger: true }))[0],
        );
        // Kept a tick below the last price: the next fall fires it.
        const over = await eventually(
            'a fall by a tick',
            async () => {
                const now = await order(child, kEth);
                if (now.status !== 'open') return now;
                const { last } = await exchange.fetchTicker(kEth);
                const stop = onTick(kEth, last - tick(kEth));
                if (stop > now.triggerPrice)
                    await exchange
                        .privatePostV5PositionTradingStop({
                            category: 'linear',
                            symbol: 'ETHUSDT',
                            tpslMode: 'Full',
                            positionIdx: 0,
                            stopLoss: String(stop),
                        })
                        .catch((error) => {
                            if (!(error instanceof ccxt.BadRequest))
                                // the price has fallen meanwhile
                                throw error;
                        });
                return undefined;
            },
            30_000,
        );
        equal(over.status, 'closed', 'status');
        equal(over.filled, 1, 'filled');
        equal(over.info.stopOrderType, 'StopLoss', 'kind');
        equal(await signedPosition(kEth), 0, 'position');
        const fills = [...(await fillsOf(kEth, carrier)), ...(await fillsOf(kEth, child))];
        near(
            await walletBalance(),
            before + sum(fills, (fill) => Number(fill.info.execPnl) - fill.fee.cost),
            'balance',
        );
    });

    await steps.step('cancel all', async () => {
        const { bid, ask } = await bestOf(kXrp);
        const placed = [
            await place(kXrp, 'limit', 'buy', 100, onTick(kXrp, bid * 0.98)),
            await place(kXrp, 'limit', 'sell', 100, onTick(kXrp, ask * 1.02)),
            await place(kXrp, 'market', 'buy', 100, undefined, {
                triggerPrice: onTick(kXrp, ask * 1.03),
                triggerDirection: 'ascending',
            }),
        ];
        equal((await exchange.fetchOpenOrders(kXrp)).length, 3, 'open orders');
        const cancelled = await exchange.cancelAllOrders(kXrp);
        equal(
            cancelled
                .map((each) => each.id)
                .sort()
                .join(),
            placed
                .map((each) => each.id)
                .sort()
                .join(),
            'cancelled',
        );
        equal((await exchange.fetchOpenOrders(kXrp)).length, 0, 'open orders');
        const history = await exchange.fetchCanceledOrders(kXrp);
        equal(history.length, 3, 'in the history');
    });
}
