// SPDX-License-Identifier: GPL-3.0-or-later
// The indicators of one decision window as implementations of others give them:
// TA-Lib in C, compiled to WebAssembly (talib-web), and trading-signals. Keys are
// those of `breakline indicators`. Where a definition differs from ours it is said.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ATR, BollingerBands, ChandelierExit, DonchianChannels, EMA, SMA, SwingHigh, SwingLow, VWAP } from 'trading-signals';

const require = createRequire(import.meta.url);
const talib = require('talib-web');
// As a data address, since it fetches its code as a page would.
const code = readFileSync(require.resolve('talib-web/lib/talib.wasm'));
await talib.init(`data:application/wasm;base64,${code.toString('base64')}`);

const kDayMs = 86_400_000;

function last(values) {
    return values.length > 0 ? values[values.length - 1] : null;
}

/// The newest result of an indicator of trading-signals, null while it has none.
function run(indicator, inputs) {
    for (const input of inputs) indicator.update(input, false);
    return indicator.isStable ? indicator.getResultOrThrow() : null;
}

/// The newest value of one of TA-Lib's functions, which needs so many inputs for
/// its first one. Values stand at the front of what it gives, zeros behind them.
/// talib-web makes room for end - start values, but TA-Lib takes the end for the
/// last index and writes one more, over what lies behind. The halves mend that: cut
/// on the way in they are the first and the last index, and they differ by the length.
function talibLast(name, inputs, needed, options = {}) {
    const length = Object.values(inputs)[0].length;
    if (length < needed) return null;
    const bounds = { startIdx: -0.5, endIdx: length - 0.5 };
    return talib[name]({ ...inputs, ...options, ...bounds }).output[length - needed];
}

function median(values) {
    const sorted = [...values].sort((a, b) => a - b);
    const half = sorted.length >> 1;
    return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

function bandWidths(closes) {
    const bands = new BollingerBands(20, 2);
    const widths = [];
    for (const close of closes) {
        bands.update(close, false);
        if (bands.isStable) {
            const { lower, middle, upper } = bands.getResultOrThrow();
            widths.push(((upper - lower) / middle) * 100);
        }
    }
    return widths;
}

/// Of the last 100 widths at most the share that is not above the newest. The same
/// closes in another order give the same width, but for binary noise.
function percentile(widths) {
    const newest = widths.slice(-100);
    if (newest.length < 50) return null;
    return (newest.filter((width) => width <= last(newest) * (1 + 1e-9)).length / newest.length) * 100;
}

/// ATR and channel are theirs; theirs smooths as Wilder, ours also as an EMA.
function chandelier(window, bars, multiplier, Smoothing) {
    if (window.length < bars) return { long: null, short: null };
    if (!Smoothing) return run(new ChandelierExit({ interval: bars, multiplier }), window);
    const channel = window.slice(-bars);
    const atr = run(new ATR(bars, Smoothing), window);
    return {
        long: talibLast('MAX', { inReal: channel.map((c) => c.high) }, bars, { timePeriod: bars }) - multiplier * atr,
        short: talibLast('MIN', { inReal: channel.map((c) => c.low) }, bars, { timePeriod: bars }) + multiplier * atr,
    };
}

function dailyVwap(window) {
    const day = Math.floor(last(window).time / kDayMs);
    const today = window.filter((candle) => Math.floor(candle.time / kDayMs) === day);
    return today.length < 12 ? null : run(new VWAP(), today);
}

/// `window`: at most 150 candles {time, open, high, low, close, volume}.
export function indicatorsAt(window, chandelierBars, chandelierMultiplier) {
    const closes = window.map((candle) => candle.close);
    const volumes = window.map((candle) => candle.volume);
    const channel = run(new DonchianChannels(20), window);
    const widths = bandWidths(closes);
    const confirming = window.slice(-5);
    const stops = chandelier(window, chandelierBars, chandelierMultiplier, EMA);
    const before = window.length >= 20 ? median(volumes.slice(-20, -1)) : 0;
    return {
        atr14: run(new ATR(14, EMA), window),
        ema9: run(new EMA(9), closes),
        bb_width_pct: last(widths),
        bb_width_percentile: percentile(widths),
        vwap: dailyVwap(window),
        rsi14: talibLast('RSI', { inReal: closes }, 15, { timePeriod: 14 }),
        // TA-Lib begins with the first volume, we with 0.
        obv: talibLast('OBV', { inReal: closes, volume: volumes }, 1) - volumes[0],
        donchian20_high: channel?.upper ?? null,
        donchian20_low: channel?.lower ?? null,
        swing_high: run(new SwingHigh({ lookback: 2 }), confirming),
        swing_low: run(new SwingLow({ lookback: 2 }), confirming),
        chandelier_long: stops.long,
        chandelier_short: stops.short,
        volume_surge: before > 0 ? last(volumes) / before : null,
    };
}

/// What `breakline indicators` does not print.
export function furtherIndicatorsAt(window, reference, chandelierBars, chandelierMultiplier) {
    const closes = window.map((candle) => candle.close);
    const returns = (candles) => candles.slice(1).map((candle, i) => Math.log(candle.close / candles[i].close));
    const stops = chandelier(window, chandelierBars, chandelierMultiplier, null);
    const pairs = Math.min(48, window.length - 1);
    return {
        sma20: run(new SMA(20), closes),
        talib_sma20: talibLast('SMA', { inReal: closes }, 20, { timePeriod: 20 }),
        atr14_wilder: run(new ATR(14), window),
        chandelier_wilder_long: stops.long,
        chandelier_wilder_short: stops.short,
        true_range: talibLast(
            'TRANGE',
            { high: window.map((c) => c.high), low: window.map((c) => c.low), close: closes },
            2,
        ),
        correlation:
            pairs < 20
                ? null
                : talibLast(
                      'CORREL',
                      { inReal0: returns(window).slice(-pairs), inReal1: returns(reference).slice(-pairs) },
                      pairs,
                      { timePeriod: pairs },
                  ),
    };
}
