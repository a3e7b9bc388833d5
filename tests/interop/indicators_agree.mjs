// SPDX-License-Identifier: GPL-3.0-or-later
// indicators_agree.mjs PROGRAM: what `breakline indicators` says of recorded candles
// beside others' implementations, to 1e-9. The candles are those of the folder in
// BREAKLINE_TEST_CANDLES, else made-up ones (BREAKLINE_REFERENCE_CANDLES). Of each
// symbol the last BREAKLINE_AGREE_BARS bars, 400 where it is not set, at most 4000.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { indicatorsAt } from './indicator_reference.mjs';

const kTolerance = 1e-9;
const kWindow = 150;
const kFiveMinutes = 300_000;
// Of the preset breakout_v1.
const kChandelier = { bars: 22, multiplier: 2.3 };
const program = process.argv[2];
const recorded = process.env.BREAKLINE_TEST_CANDLES;
const folder = recorded || process.env.BREAKLINE_REFERENCE_CANDLES;
const bars = Math.min(4000, Number(process.env.BREAKLINE_AGREE_BARS ?? '400'));

/// Rows of a candle file without the last, which may be of a bar still open.
function readRows(path) {
    const bytes = readFileSync(path);
    const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
    return text
        .split('\n')
        .filter((line) => /^\d/.test(line))
        .map((line) => line.split(',').map(Number))
        .map(([time, open, high, low, close, volume]) => ({ time, open, high, low, close, volume }))
        .slice(0, -1);
}

/// Five-minute bars of which every finer row is there.
function fiveMinuteBars(rows) {
    const parts = kFiveMinutes / (rows[1].time - rows[0].time);
    const groups = new Map();
    for (const row of rows) {
        const start = Math.floor(row.time / kFiveMinutes) * kFiveMinutes;
        if (!groups.has(start)) groups.set(start, []);
        groups.get(start).push(row);
    }
    return [...groups]
        .filter(([, group]) => group.length === parts)
        .map(([time, group]) => ({
            time,
            open: group[0].open,
            high: Math.max(...group.map((row) => row.high)),
            low: Math.min(...group.map((row) => row.low)),
            close: group.at(-1).close,
            volume: group.reduce((sum, row) => sum + row.volume, 0),
        }));
}

function compareFile(path) {
    const symbol = basename(path).split('-')[0];
    const candles = fiveMinuteBars(readRows(path));
    const first = Math.max(0, candles.length - bars);
    const run = spawnSync(
        program,
        [
            'indicators',
            ...['--data', path, '--preset', 'breakout_v1', '--json'],
            ...['--from', String(candles[first].time + kFiveMinutes)],
            ...['--to', String(candles.at(-1).time + kFiveMinutes)],
        ],
        { encoding: 'utf8', maxBuffer: 1 << 28 },
    );
    if (run.status !== 0) return { faults: [`${path}: exit code ${run.status}\n${run.stderr}`] };
    const lines = run.stdout.trim().split('\n').map((line) => JSON.parse(line));
    if (lines.length !== candles.length - first)
        return { faults: [`${path}: ${lines.length} lines for ${candles.length - first} bars`] };
    const differences = {};
    const faults = [];
    let compared = 0;
    lines.forEach((line, at) => {
        const i = first + at;
        const window = candles.slice(Math.max(0, i + 1 - kWindow), i + 1);
        const expected = indicatorsAt(window, kChandelier.bars, kChandelier.multiplier);
        const traded = window.reduce((sum, candle) => sum + candle.volume, 0);
        if (line.time_ms !== candles[i].time + kFiveMinutes || line.symbol !== symbol)
            faults.push(`${symbol}: a line of ${line.symbol} at ${line.time_ms}`);
        for (const [key, value] of Object.entries(expected)) {
            ++compared;
            const own = line[key];
            const isKnown = value !== null && own !== null;
            // A sum of gains and losses is as exact as what was summed.
            const scale = key === 'obv' ? traded : Math.abs(value);
            const difference = isKnown ? Math.abs(own - value) / (scale || 1) : value === own ? 0 : Infinity;
            differences[key] = Math.max(differences[key] ?? 0, difference);
            if (!(difference <= kTolerance))
                faults.push(`${symbol} ${new Date(line.time_ms).toISOString()} ${key}: ${own}, theirs ${value}`);
        }
    });
    return { compared, bars: lines.length, differences, faults };
}

// A process a file, as talib-web never gives back the memory of its arguments.
if (process.argv[3]) {
    process.stdout.write(JSON.stringify(compareFile(process.argv[3])), () => process.exit(0));
} else {
    const total = { compared: 0, bars: 0, differences: {}, faults: [] };
    for (const name of readdirSync(folder).sort()) {
        if (!/^[A-Z0-9]+-\dm.*\.csv(\.gz)?$/.test(name)) continue;
        const child = spawnSync(process.execPath, [process.argv[1], program, join(folder, name)], {
            encoding: 'utf8',
            maxBuffer: 1 << 26,
        });
        const result =
            child.status === 0 ? JSON.parse(child.stdout) : { faults: [`${name}: ${(child.stderr ?? '').slice(-400)}`] };
        total.compared += result.compared ?? 0;
        total.bars += result.bars ?? 0;
        total.faults.push(...result.faults);
        for (const [key, difference] of Object.entries(result.differences ?? {}))
            total.differences[key] = Math.max(total.differences[key] ?? 0, difference ?? Infinity);
    }
    const what = recorded ? 'recorded' : 'made-up';
    console.log(`${total.compared} values of ${total.bars} ${what} candles, ${total.faults.length} beyond ${kTolerance}`);
    for (const fault of total.faults.slice(0, 10)) console.log(fault);
    for (const [key, difference] of Object.entries(total.differences))
        console.log(`  ${key}: largest difference ${difference.toExponential(1)}`);
    process.exit(total.compared > 0 && total.faults.length === 0 ? 0 : 1);
}
