import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { experiments } from '../../experiments/all.ts';
import { writeDataFolder } from '../../experiments/testing.ts';
import { runCommandLine } from '../commandLine.ts';
import { graft, recordingContext } from '../testing.ts';
import { givesItsTables, noEngine, openEngine, quickExperiments, quickWords, slowExperiments } from './testing.ts';

/** Up to some seventy trainings of a moment each, beside whatever else runs. */
const longest = 240_000;

let folder = '';
const path = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'graft-experiments-'));
  writeDataFolder(path('data'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const words = (name: string, state = name) => quickWords(folder, name, state);

describe.each(quickExperiments)('graft experiment %s --quick', (name) => {
  it('writes the tables of the paper, and trains nothing when it is given again', { timeout: longest }, () =>
    givesItsTables(folder, name),
  );
});

it('has no experiment that neither these tests nor the long ones try', () => {
  expect([...quickExperiments, ...slowExperiments].sort()).toEqual(experiments.map(({ name }) => name).sort());
});

it.each([
  { name: 'small-data', table: /\| Training sentences \| .* \| encoder \| encoder from CoNLL \| Take \|/ },
  { name: 'transformers', table: /\| Tagger over electra that read on in news \|/ },
])(
  'graft experiment $name has its figures over an encoder where one is given',
  { timeout: longest },
  async ({ name, table }) => {
    const encoder = fileURLToPath(new URL('../../test/parity/fixtures/checkpoints/electra', import.meta.url));
    const begun = [...words(name, `${name}-over-encoder`), '--encoder', encoder];
    const { status, out } = await graft(begun, { openEngine });
    expect(status).toBe(0);
    expect(out).toMatch(table);
    expect(out).toMatch(/[Oo]ver the encoder electra/);
    expect(out).not.toMatch(/NaN|undefined/);
    // A pretrained encoder is kept as a trial is.
    expect(await graft(begun, { openEngine: noEngine })).toMatchObject({ status: 0, out });
  },
);

/** Presses Ctrl-C as soon as something is said. */
async function interruptedAt(said: string, state: string) {
  let stop = () => {};
  const { context, said: outcome } = recordingContext({
    openEngine,
    onInterrupt: (given) => {
      stop = given;
    },
  });
  const watching = {
    ...context,
    note: (text: string) => {
      context.note(text);
      if (text.includes(said)) stop();
    },
  };
  return { status: await runCommandLine(words('update', state), watching), ...outcome };
}

describe('an experiment that is cut off', () => {
  it('goes on within the training under way, to the same figures', { timeout: longest }, async () => {
    const whole = await graft(words('update'), { openEngine });
    const cut = await interruptedAt('demo-i: epoch 1 of', 'cut');
    expect(cut.status).toBe(130);
    expect(cut.out).toBe('');
    expect(existsSync(path('cut/demo-source.json'))).toBe(true);
    expect(existsSync(path('cut/demo-i.json'))).toBe(false);
    const part = await graft([...words('update', 'cut'), '--so-far'], { openEngine: noEngine });
    expect(part).toMatchObject({ status: 0 });
    expect(part.out).toContain('Not finished: 8 of 9 trainings are missing');
    expect(part.out).not.toMatch(/NaN|undefined/);
    const resumed = await graft(words('update', 'cut'), { openEngine });
    expect(resumed.note).toContain('1 of them finished before');
    expect(resumed.note).toContain('demo-i: going on after epoch 1.');
    const tables = (text: string) => text.slice(text.indexOf('## '));
    expect(tables(resumed.out)).toBe(tables(whole.out));
    expect(resumed.out).not.toContain('Not finished');
  });

  it('does anew what was done with another corpus, and what began with its model', { timeout: longest }, async () => {
    await graft(words('update'), { openEngine });
    const file = path('data/kind_it/wikinews_test.tsv');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, before.replaceAll('NNx0', 'NNx1'));
    const changed = await graft(words('update'), { openEngine });
    writeFileSync(file, before);
    expect(changed.note).toContain('kind-source was done with other settings or corpora before; it is done anew.');
    expect(changed.note).toContain('kind-i was done');
    expect(changed.note).not.toContain('demo-i was done');
    expect(changed.note).toContain('9 trainings, 4 of them finished before');
  });
});

it.each([
  ['--json', 'report.json'],
  ['--drawings', 'curves'],
  ['--state', 'kept'],
  ['--encoder', 'encoder'],
  ['--so-far'],
])('refuses %s for the annotator, which has no use for it, and writes nothing', async (option, name?: string) => {
  const given = name === undefined ? [option] : [option, path(name)];
  const { status, note } = await graft(['experiment', 'annotator', '--data', path('data'), ...given], {
    openEngine: noEngine,
  });
  expect([status, note]).toEqual([2, expect.stringContaining(`${option} means nothing to annotator`)]);
  expect(existsSync(path(name ?? 'none'))).toBe(false);
});

it('names the file that is missing from the data folder', async () => {
  const { status, note } = await graft(['experiment', 'standard', '--data', path('nowhere'), '--state', path('none')]);
  expect(status).toBe(1);
  expect(note).toContain('Give the folder that holds conll2003/eng.train with --data.');
});
