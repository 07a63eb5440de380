/** Runs that are killed, as processes of their own, and given again. */
import { spawn } from 'node:child_process';
import { closeSync, copyFileSync, existsSync, openSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unpackBundle } from '../workers/bundle/bundle.ts';
import type { CorpusOptions } from './corpusOptions.ts';
import { journalPath, openJournal } from './runJournal.ts';
import { temporaryFolder, writeCorpus } from './testing.ts';

const main = join(import.meta.dirname, 'main.ts');

interface Ended {
  readonly status: number | null;
  readonly note: string;
}

/** @param killAt a line of stderr at which the process is sent the signal, so many times. */
function graftProcess(
  words: readonly string[],
  killAt?: RegExp,
  signal: NodeJS.Signals = 'SIGKILL',
  times = 1,
): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  let note = '';
  let killed = false;
  child.stderr.on('data', (chunk: Buffer) => {
    note += chunk.toString();
    if (killed || !killAt?.test(note)) return;
    killed = true;
    for (let time = 0; time < times; time++) setTimeout(() => child.kill(signal), 30 * time);
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

/** What nobody stopped comes to: run by the first test that asks. */
let straight: Promise<ReturnType<typeof weightsAt>> | undefined;
function straightWeights() {
  const run = async () => {
    const { path, command } = setUp();
    expect((await graftProcess(command('straight.graft'))).status).toBe(0);
    return weightsAt(path('straight.graft'));
  };
  straight ??= run();
  return straight;
}

describe('a run that is killed in the terminal', { timeout: 180_000 }, () => {
  it('in the middle of an epoch goes on by the same command to the same weights, bit for bit', async () => {
    const { path, command } = setUp();
    const killed = await graftProcess(command('killed.graft'), /^epoch 2 /m);
    expect(killed.status).toBeNull();
    expect(existsSync(path('killed.graft'))).toBe(false);
    expect(existsSync(path('killed.graft.journal'))).toBe(true);

    const resumed = await graftProcess(command('killed.graft'));
    expect(resumed.note).toMatch(/Going on with the run that was cut off/);
    expect(resumed.note).not.toMatch(/^epoch 1 /m);
    expect(resumed.note).toMatch(/^epoch 6 /m);
    expect(resumed.status).toBe(0);
    expect(weightsAt(path('killed.graft'))).toEqual(await straightWeights());
    expect(existsSync(path('killed.graft.journal'))).toBe(false);
  });

  it('goes on where it is a pretraining, to the same files', async () => {
    const { path } = setUp();
    writeFileSync(path('news.txt'), 'the cat sat on the mat and the dog ran to the house\n'.repeat(200));
    const sizes = ['hiddenSize=16', 'embeddingSize=16', 'layers=1', 'heads=2', 'intermediateSize=16'];
    const pretraining = (out: string) => [
      ...['pretrain', '--from-nothing', '--text', path('news.txt'), '--out', path(out), '--backend', 'wasm'],
      ...['--epochs', '4', '--batch', '2', '--length', '16', '--set', ...sizes],
    ];
    expect((await graftProcess(pretraining('straight'))).status).toBe(0);
    expect((await graftProcess(pretraining('killed'), /^epoch 2 /m)).status).toBeNull();
    const resumed = await graftProcess(pretraining('killed/'));
    expect(resumed).toMatchObject({ status: 0 });
    expect(resumed.note).toMatch(/Going on with the run that was cut off \(.*killed\.journal\)/);
    for (const file of ['model.safetensors', 'tokenizer.json'])
      expect(readFileSync(path(`killed/${file}`))).toEqual(readFileSync(path(`straight/${file}`)));
    expect(existsSync(path('killed.journal'))).toBe(false);
  });

  it('is refused with other settings, which are named, and begins anew with --restart', async () => {
    const { path, command } = setUp();
    await graftProcess(command('killed.graft'), /^epoch 1 /m);
    const other = await graftProcess(command('killed.graft', 'dropout=0.3'));
    expect(other.note).toMatch(/killed\.graft\.journal: .*settings\.dropout was 0\.5 and is 0\.3.*--restart/);
    expect(other.status).toBe(1);
    const anew = await graftProcess(command('killed.graft', 'epochs=2', '--restart'));
    expect(anew.note).toMatch(/^epoch 1 /m);
    expect(anew.status).toBe(0);
    expect(existsSync(path('killed.graft.journal'))).toBe(false);
  });

  it('by Ctrl-C twice goes on where it was, as if nobody had stopped it', async () => {
    const { path, command } = setUp();
    const words = command('stopped.graft');
    await graftProcess(words, /^epoch 2 /m, 'SIGINT', 2);
    const resumed = await graftProcess(words);
    expect(resumed.note).toMatch(/^epoch 6 /m);
    expect(weightsAt(path('stopped.graft'))).toEqual(await straightWeights());
  });

  it('is not gone on with from a journal in which a bit has flipped', async () => {
    const { path, command } = setUp();
    await graftProcess(command('killed.graft'), /^epoch 1 /m);
    const journal = readFileSync(path('killed.graft.journal'));
    const middle = journal.length >> 1;
    journal[middle] = (journal[middle] as number) ^ 4;
    writeFileSync(path('killed.graft.journal'), journal);
    const again = await graftProcess(command('killed.graft'));
    expect(again.note).toMatch(/damaged.*--restart/);
    expect(again.status).toBe(1);
  });

  it('has a journal that neither reads nor writes anything else', async () => {
    const { path, command } = setUp();
    const json = await graftProcess(command('a.graft', '--json', path('a.graft.journal')));
    expect(json.note).toMatch(/the journal of --out/);
    const [, , , , train = ''] = command('b.graft');
    copyFileSync(train, path('b.graft.journal'));
    const words = command('b.graft', '--restart').map((word) => (word === train ? path('b.graft.journal') : word));
    const input = await graftProcess(words);
    expect(input.note).toMatch(/would overwrite what --train reads/);
    expect(readFileSync(path('b.graft.journal'))).toEqual(readFileSync(train));
    expect([json.status, input.status]).toEqual([1, 1]);
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

describe('a journal in the terminal', () => {
  it('keeps how the files are read, which makes another corpus of them', async () => {
    const folder = temporaryFolder();
    const inputs = { '--train': [writeCorpus(folder, 'calls.train', 1, 5)] };
    const inputsFor = async (options: CorpusOptions) =>
      (await openJournal(join(folder, 'model.graft'), inputs, { restart: false, ...options }))?.keeping.inputs;
    const plain = await inputsFor({});
    expect(Object.keys(plain ?? {})).toEqual(['--train']);
    expect(await inputsFor({ tagColumn: 1, category: 'Name' })).toEqual({
      ...plain,
      '--tag-column': '1',
      '--category': 'Name',
    });
  });
});

it('what a program that was killed left of a journal goes, once nobody can be writing it any more', async () => {
  const folder = temporaryFolder();
  const inputs = { '--train': [writeCorpus(folder, 'calls.train', 1, 5)] };
  const [old, fresh] = ['old', 'fresh'].map((name) => join(folder, `model.graft.journal.unfinished-${name}`)) as [
    string,
    string,
  ];
  for (const file of [old, fresh]) writeFileSync(file, 'half of it');
  utimesSync(old, 0, 0);
  await openJournal(join(folder, 'model.graft'), inputs, { restart: false });
  expect([existsSync(old), existsSync(fresh)]).toEqual([false, true]);
});

describe('the place of a journal', () => {
  it('is beside a file, and nowhere beside a stream that leads to one', () => {
    const file = join(temporaryFolder(), 'model.graft');
    expect(journalPath(file)).toBe(`${file}.journal`);
    const descriptor = openSync(file, 'w');
    expect(journalPath(file)).toBe(`${file}.journal`);
    expect(journalPath(`/dev/fd/${descriptor}`)).toBeUndefined();
    closeSync(descriptor);
  });
});
