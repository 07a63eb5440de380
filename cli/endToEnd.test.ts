import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createNodeEngine } from './nodeEngine.ts';
import { graft, temporaryFolder, writeCorpus } from './testing.ts';

const small = ['wordHidden=12', 'characterHidden=4', 'characterEmbedding=6', 'wordEmbedding=12', 'batchSize=8'];
const settings = ['--set', ...small, 'learningRate=0.03', 'dropout=0.1', 'epochs=6'];

/** Everything on the real engine, on WASM. */
async function run(...words: string[]) {
  const outcome = await graft(words, { openEngine: async (corpora) => createNodeEngine(corpora) });
  if (outcome.status !== 0) throw new Error(outcome.note);
  return outcome;
}

function reportAt(path: string) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

describe('from a corpus to an adapted tagger, in the terminal', () => {
  it('trains, adapts to a new category, evaluates, tags and inspects, the same way each time', async () => {
    const folder = temporaryFolder();
    const path = (name: string) => join(folder, name);
    const parts = (prefix: string, seed: number, withPlaces: boolean) =>
      ['train', 'dev', 'test'].flatMap((part, index) => [
        `--${part}`,
        writeCorpus(folder, `${prefix}.${part}`, seed + index, part === 'train' ? 60 : 20, withPlaces),
      ]);
    const wasm = ['--backend', 'wasm'];

    const training = ['train', '--model', 'bilstm-crf', ...parts('source', 1, false), ...settings, ...wasm];
    await run(...training, '--out', path('source.graft'), '--json', path('source.json'));
    expect(reportAt(path('source.json')).test.categories.Person.f1).toBeGreaterThan(80);

    const target = parts('target', 11, true);
    const adapting = [
      'adapt',
      '--source',
      path('source.graft'),
      '--new',
      'Place',
      ...target,
      '--set',
      'epochs=20',
      ...wasm,
    ];
    const yardstick = ['--yardstick', `${path('source.test')},kind=spans`, '--yardstick-weight', '0.3'];
    adapting.push(...yardstick);
    const first = await run(...adapting, '--out', path('adapted.graft'), '--json', path('adapted.json'));
    const report = reportAt(path('adapted.json'));
    expect(report.yardstick.before).toEqual(reportAt(path('source.json')).test);
    expect(report.yardstick.after.categories.Person.f1).toBeGreaterThan(50);
    expect(first.note).toContain('; yardstick ');
    expect(first.out).toMatch(/Yardstick: 20 sentences of .*source\.test\./);
    expect(report.test.categories.Place.f1).toBeGreaterThan(80);
    expect(report.difference.categories.Person.f1).toBeGreaterThan(-10);
    expect(first.out).toContain('Change');

    await run(...adapting, '--out', path('again.graft'), '--json', path('again.json'));
    expect({ ...reportAt(path('again.json')), seconds: 0 }).toEqual({ ...report, seconds: 0 });

    const test = path('target.test');
    const evaluated = await run(
      'evaluate',
      '--model',
      path('adapted.graft'),
      '--test',
      test,
      '--json',
      path('e.json'),
      ...wasm,
    );
    expect(evaluated.out).toMatch(/^processed \d+ tokens with \d+ phrases; found:/);
    expect(reportAt(path('e.json')).test).toEqual(report.test);

    const text = path('mail.txt');
    writeFileSync(text, 'Good morning, this is a longer mail. Ilse moved to Orrick.\nThank you, Bram\n');
    const tagged = await run('tag', '--model', path('adapted.graft'), '--in', text, ...wasm);
    expect(tagged.out).toContain('[Orrick](Place ');
    expect(tagged.out.replaceAll(/\[|\]\([^)]*\)/g, '')).toBe(readFileSync(text, 'utf8'));
    await run(
      'tag',
      '--model',
      path('adapted.graft'),
      '--in',
      text,
      '--format',
      'jsonl',
      '--out',
      path('t.jsonl'),
      ...wasm,
    );
    const [record] = readFileSync(path('t.jsonl'), 'utf8')
      .split('\n')
      .map((line) => line && JSON.parse(line));
    expect(record.label).toContainEqual([51, 57, 'Place']);
    expect(record.text.slice(51, 57)).toBe('Orrick');

    const card = await run('inspect', path('adapted.graft'));
    expect(card.out).toContain('| 2 | adapted, new: Place |');
    expect(JSON.parse((await run('inspect', path('adapted.graft'), '--json')).out).categories).toEqual([
      'Person',
      'Place',
    ]);
  }, 300_000);

  it('trains without test sentences, and claims no scores on them', async () => {
    const folder = temporaryFolder();
    const [model, report] = [join(folder, 'm.graft'), join(folder, 'm.json')];
    const corpora = ['--train', writeCorpus(folder, 'a', 1, 30), '--dev', writeCorpus(folder, 'b', 2, 10)];
    const outputs = ['--out', model, '--json', report, '--backend', 'wasm'];
    const trained = await run('train', '--model', 'blstm', ...corpora, '--set', ...small, 'epochs=1', ...outputs);
    expect(trained.out).toBe('');
    expect(reportAt(report).test).toBeNull();
    expect((await run('inspect', model)).out).toContain('It has not been tested yet.');
  }, 120_000);
});
