/** Fails where code that is no test is used by tests alone; part of `npm run check`. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultsOf, type KnipReport, unusedOf, type Waiting } from './testOnly.ts';

const knip = ['knip', '--production', '--include', 'files,exports,types,dependencies', '--reporter', 'json'];
const { stdout, stderr } = spawnSync('npx', ['--no-install', ...knip], {
  cwd: join(import.meta.dirname, '..'),
  encoding: 'utf8',
  maxBuffer: 2 ** 26,
  shell: process.platform === 'win32',
});
// Where knip itself fails, it says so in words.
if (!stdout.startsWith('{')) throw new Error(`knip gave no report: ${stdout}${stderr}`);
const waiting = JSON.parse(readFileSync(join(import.meta.dirname, 'waiting.json'), 'utf8')) as Waiting[];
const faults = faultsOf(unusedOf(JSON.parse(stdout) as KnipReport), waiting);
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
