// SPDX-License-Identifier: GPL-3.0-or-later
// make_indicator_values.mjs FOLDER: makes two candle series up and writes them, and
// what others' indicators say of the first, into FOLDER. The files under
// tests/market/reference were made by
//   node tests/interop/run_interop.mjs make_indicator_values.mjs "$PWD/tests/market/reference" /tmp/packages
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { furtherIndicatorsAt, indicatorsAt } from './indicator_reference.mjs';

const kBars = 330;
const kWindow = 150;
const kStart = Date.UTC(2026, 0, 5, 10);
const kFiveMinutes = 300_000;

let state = 20260105;
function uniform() {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
}

/// A walk on the tick with a drift that turns and volumes that burst.
function series(price, step, decimals) {
    const candles = [];
    const round = (value) => Number(value.toFixed(decimals));
    for (let i = 0; i <= kBars; ++i) {
        const open = price;
        const drift = step * 0.3 * Math.sin(i / 17);
        const close = round(open + drift + step * (uniform() + uniform() + uniform() - 1.5));
        const high = round(Math.max(open, close) + step * uniform() * 0.6);
        const low = round(Math.min(open, close) - step * uniform() * 0.6);
        const volume = Number((20 + 80 * uniform() + (uniform() > 0.9 ? 300 * uniform() : 0)).toFixed(3));
        candles.push({ time: kStart + i * kFiveMinutes, open, high, low, close, volume });
        price = close;
    }
    return candles;
}

function text(candles) {
    const rows = candles.map((c) => [c.time, c.open, c.high, c.low, c.close, c.volume].join(','));
    return ['timestamp_ms,open,high,low,close,volume', ...rows, ''].join('\n');
}

const folder = process.argv[2];
const candles = series(250, 0.8, 2);
const reference = series(41_000, 70, 1);
const lines = [];
// The last row of a file is never a closed bar.
for (let i = 0; i < kBars; ++i) {
    const from = Math.max(0, i + 1 - kWindow);
    const window = candles.slice(from, i + 1);
    const values = {
        ...indicatorsAt(window, 22, 3),
        ...furtherIndicatorsAt(window, reference.slice(from, i + 1), 22, 3),
    };
    if (lines.length === 0) lines.push(['time_ms', ...Object.keys(values)].join(','));
    const cells = Object.values(values).map((value) => (value === null ? '' : Number(value.toPrecision(13))));
    lines.push([candles[i].time + kFiveMinutes, ...cells].join(','));
}
writeFileSync(join(folder, 'TESTUSDT-5m.csv'), text(candles));
writeFileSync(join(folder, 'REFUSDT-5m.csv'), text(reference));
writeFileSync(join(folder, 'indicator_values.txt'), lines.join('\n') + '\n');
process.exit(0);
