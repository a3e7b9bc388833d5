// SPDX-License-Identifier: GPL-3.0-or-later
// Starts a venue of its own process, sets this process's clock to it, and
// counts the steps of a run.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const hostNow = Date.now.bind(Date);
let clockOffset = 0;
// The venue's time is not the wall's. Clients sign with their host's clock, some
// of them without an offset on the trade socket, so here the host's clock is the
// venue's. They take Date.now when they are loaded: import this file first.
Date.now = () => hostNow() + clockOffset;

const kWaitMs = 20_000;

export class Venue {
    static async start(program, options) {
        const venue = new Venue();
        venue.process = spawn(program, ['venue', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
        venue.exited = new Promise((resolve) => venue.process.once('exit', resolve));
        const line = await new Promise((resolve, reject) => {
            createInterface({ input: venue.process.stdout }).once('line', resolve);
            venue.process.once('error', reject);
            venue.process.once('exit', (code) => reject(new Error(`${program} venue ended at once: exit ${code}`)));
        });
        const said = JSON.parse(line);
        Object.assign(venue, { rest: said.rest, ws: said.ws, key: said.key, secret: said.secret });
        const sent = hostNow();
        const answer = await (await fetch(`${venue.rest}/v5/market/time`)).json();
        clockOffset = answer.time - Math.round((sent + hostNow()) / 2);
        return venue;
    }

    async stop() {
        this.process.kill('SIGTERM');
        const late = setTimeout(() => this.process.kill('SIGKILL'), 5000);
        const code = await this.exited;
        clearTimeout(late);
        return code;
    }
}

export class Steps {
    constructor(title) {
        this.title = title;
        this.done = 0;
        this.failed = [];
        this.began = hostNow();
    }

    // Runs one, prints its line, and goes on to the next whatever comes of it.
    async step(name, body) {
        const began = hostNow();
        try {
            const detail = await body();
            ++this.done;
            console.log(`ok    ${name}${detail ? `: ${detail}` : ''} (${hostNow() - began} ms)`);
        } catch (error) {
            this.failed.push(name);
            const at = error?.stack?.match(/\w+_trades\.mjs:\d+/)?.[0] ?? '';
            console.log(`FAIL  ${name}: ${error?.message ?? JSON.stringify(error)} ${at}`);
        }
    }

    close() {
        const seconds = ((hostNow() - this.began) / 1000).toFixed(1);
        const end = this.failed.length === 0 ? 'all held' : `${this.failed.length} failed: ${this.failed.join('; ')}`;
        console.log(`${this.title}: ${this.done + this.failed.length} steps in ${seconds} s, ${end}`);
        return this.failed.length === 0 ? 0 : 1;
    }
}

// Looks again until `look` gives something; says what was missing when it does not.
export async function eventually(what, look, waitMs = kWaitMs) {
    const end = hostNow() + waitMs;
    for (;;) {
        const found = await look();
        if (found) return found;
        if (hostNow() > end) throw new Error(`missing after ${waitMs} ms: ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

export function check(holds, what) {
    if (!holds) throw new Error(what);
}

export function equal(actual, expected, what) {
    check(Object.is(actual, expected), `${what}: ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`);
}

// Of amounts that were added up as doubles: equal to well below the smallest unit.
export function near(actual, expected, what) {
    const distance = Math.abs(Number(actual) - Number(expected));
    check(distance <= 1e-9 * Math.max(1, Math.abs(expected)), `${what}: ${actual}, expected ${expected}`);
}

export const sum = (list, value) => list.reduce((total, each) => total + Number(value(each)), 0);
