// SPDX-License-Identifier: GPL-3.0-or-later
// run_interop.mjs SCRIPT PROGRAM FOLDER: brings the locked packages into FOLDER,
// a copy of this one, and runs SCRIPT there against PROGRAM. Exit code 77, with
// the reason, where the packages cannot be had.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const kSkipped = 77;
const [script, program, folder] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));

function skip(reason) {
    console.log(`SKIPPED: ${reason}`);
    process.exit(kSkipped);
}

mkdirSync(folder, { recursive: true });
for (const name of readdirSync(here))
    if (/\.(mjs|json)$/.test(name)) copyFileSync(join(here, name), join(folder, name));

// Written after an installation that went through, so half of one is never used.
const mark = join(folder, 'installed-lock.json');
const lock = readFileSync(join(here, 'package-lock.json'), 'utf8');
if (!existsSync(mark) || readFileSync(mark, 'utf8') !== lock) {
    rmSync(mark, { force: true });
    const installed = spawnSync(
        'npm',
        [
            'ci',
            '--ignore-scripts',
            '--no-audit',
            '--no-fund',
            '--prefer-offline',
            '--fetch-retries=1',
            '--fetch-timeout=20000',
        ],
        { cwd: folder, encoding: 'utf8', timeout: 180_000, shell: process.platform === 'win32' },
    );
    if (installed.error?.code === 'ENOENT') skip('npm is not installed');
    if (installed.error?.code === 'ETIMEDOUT') skip('the npm registry did not deliver the packages within 180 s');
    if (installed.status !== 0) {
        const said = installed.stderr ?? '';
        const network = said.match(
            /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|FETCH_ERROR|E40[37]|E5\d\d)\b/,
        );
        if (network) skip(`the npm registry does not answer (${network[1]})`);
        console.log(`npm ci failed:\n${said}`);
        process.exit(1);
    }
    writeFileSync(mark, lock);
}

const run = spawnSync(process.execPath, [join(folder, script), program], { stdio: 'inherit' });
if (run.error) console.log(`${script}: ${run.error.message}`);
process.exit(run.status ?? 1);
