/** Runs that are killed, as processes of their own, and given again. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unpackBundle } from '../workers/bundle/bundle.ts';
import { temporaryFolder, writeCorpus } from './testing.ts';

const main = join(import.meta.dirname, 'main.ts');

interface Ended {
  readonly status: number | null;
  readonly note: string;
}

/** @param killAt a line of stderr at which the process is killed. */
function graftProcess(words: readonly string[], killAt?: RegExp, signal: NodeJS.Signals = 'SIGKILL'): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  let note = '';
  let killed = false;
  child.stderr.on('data', (chunk: Buffer) => {
    note += chunk.toString();
    if (killed || !killAt?.test(note)) return;
    killed = true;
    child.kill(signal);
  });
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, note })));
}

function setUp() {
  const folder = temporaryFolder();
  const path = (name: string) => join(folder, name);
  const corpora = ['train', 'dev', 'test'].flatMap((part, index) => [
    `--${part}`,
    writeCorpus(folder, `calls.${part}`, index + 1, part === 'train' ? 400 : 20),
  ]);
  const small = ['wordHidden=24', 'characterHidden=8', 'batchSize=4', 'epochs=6', 'patience=6'];
  const command = (out: string, ...more: string[]) => [
    ...['train', '--model', 'bilstm-crf', ...corpora, '--out', path(out), '--backend', 'wasm', '--set', ...small],
    ...more,
  ];
  return { path, command };
}

const weightsAt = (path: string) => unpackBundle('model.graft', new Uint8Array(readFileSync(path))).weights;

describe('a run that is killed in the terminal', { timeout: 180_000 }, () => {
  it('in the middle of an epoch goes on by the same command to the same weights, bit for bit', async () => {
    const { path, command } = setUp();
    expect((await graftProcess(command('straight.graft'))).status).toBe(0);

    const killed = await graftProcess(command('killed.graft'), /^epoch 2 /m);
    expect(killed.status).toBeNull();
    expect(existsSync(path('killed.graft'))).toBe(false);
    expect(existsSync(path('killed.graft.journal'))).toBe(true);

    const resumed = await graftProcess(command('killed.graft'));
    expect(resumed.note).toMatch(/Going on with the run that was cut off/);
    expect(resumed.note).not.toMatch(/^epoch 1 /m);
    expect(resumed.note).toMatch(/^epoch 6 /m);
    expect(resumed.status).toBe(0);
    expect(weightsAt(path('killed.graft'))).toEqual(weightsAt(path('straight.graft')));
    expect(existsSync(path('killed.graft.journal'))).toBe(false);
  });

  it('is refused with other settings, which are named, and begins anew with --restart', async () => {
    const { path, command } = setUp();
    await graftProcess(command('killed.graft'), /^epoch 1 /m);
    const other = await graftProcess(command('killed.graft', 'dropout=0.3'));
    expect(other.note).toMatch(/settings\.dropout was 0\.5 and is 0\.3.*--restart/);
    expect(other.status).toBe(1);
    const anew = await graftProcess(command('killed.graft', 'epochs=2', '--restart'));
    expect(anew.note).toMatch(/^epoch 1 /m);
    expect(anew.status).toBe(0);
    expect(existsSync(path('killed.graft.journal'))).toBe(false);
  });

  it('by Ctrl-C before its first epoch has ended leaves an older model as it was', async () => {
    const { path, command } = setUp();
    writeFileSync(path('old.graft'), 'an older model');
    const { status, note } = await graftProcess(command('old.graft', 'batchSize=1'), /^At most/m, 'SIGINT');
    expect(note).toMatch(/stopped before its first epoch had ended/);
    expect(status).toBe(130);
    expect(readFileSync(path('old.graft'), 'utf8')).toBe('an older model');
  });
});
