/**
 * The command line on real corpora: a source model without one category, the same model taught that category, and the
 * scores of both held against the shared task's own scorer on the tags that were written. Takes some
 * minutes; skipped where the corpora are absent.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createNodeEngine } from './nodeEngine.ts';
import { graft, temporaryFolder } from './testing.ts';

const shared = process.env.GRAFT_DATA ?? join(import.meta.dirname, '../../shared/data');
const scorer = join(shared, '../tools/conlleval.py');
const missing = [shared, scorer].find((path) => !existsSync(path));

async function run(...words: string[]) {
  const outcome = await graft([...words, '--backend', 'wasm'], {
    openEngine: async (corpora) => createNodeEngine(corpora),
  });
  if (outcome.status !== 0) throw new Error(outcome.note);
  return outcome;
}

const scoresAt = (path: string) => JSON.parse(readFileSync(path, 'utf8')).test;

/** What conlleval says of gold tags beside the tags that `graft tag` wrote. */
async function conlleval(model: string, gold: string, folder: string) {
  const [goldIob2, tagged, pairs] = ['gold', 'tagged', 'pairs'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await graft(['convert', '--in', gold, '--to', 'conll-iob2', '--out', goldIob2]);
  await run('tag', '--model', model, '--in', gold, '--format', 'conll-iob2', '--out', tagged);
  const predicted = readFileSync(tagged, 'utf8').split('\n');
  const lines = readFileSync(goldIob2, 'utf8')
    .split('\n')
    .map((line, index) => {
      const tag = predicted[index]?.split(/[\t ]/).at(-1) ?? '';
      return line === '' || line.startsWith('-DOCSTART-') ? '' : `${line} ${tag}`;
    });
  writeFileSync(pairs, `${lines.join('\n')}\n`);
  const { stdout } = spawnSync('python3', [scorer, '--json', pairs], { encoding: 'utf8' });
  return JSON.parse(stdout);
}

function expectEqualScores(report: ReturnType<typeof scoresAt>, scored: Awaited<ReturnType<typeof conlleval>>) {
  for (const figure of ['precision', 'recall', 'f1'] as const) {
    expect(report.overall[figure]).toBeCloseTo(scored.overall[figure], 6);
    for (const name of Object.keys(scored.categories)) {
      expect(report.categories[name][figure], `${name} ${figure}`).toBeCloseTo(scored.categories[name][figure], 6);
    }
  }
}

/** CoNLL lines with one category's tags made O, as if nobody had thought of it; at most so many sentences. */
function withoutCategory(path: string, category: string, sentences = Number.POSITIVE_INFINITY): string {
  const blocks = readFileSync(path, 'utf8')
    .split(/\n\n+/)
    .filter((block) => !block.startsWith('-DOCSTART-'))
    .slice(0, sentences);
  return `${blocks.join('\n\n').replaceAll(new RegExp(`[BI]-${category}$`, 'gm'), 'O')}\n`;
}

const cases = [
  {
    name: 'CrossNER politics',
    folder: 'crossner/politics',
    files: ['train.txt', 'dev.txt', 'test.txt'],
    held: 'politician',
  },
  {
    name: 'the first 2,000 sentences of CoNLL-2003',
    folder: 'conll2003',
    files: ['eng.train', 'eng.testa', 'eng.testb'],
    held: 'PER',
  },
] as const;

describe.skipIf(missing)(missing ? `skipped: ${missing} is absent` : 'the command line on real corpora', () => {
  it.each(cases)(
    '$name: source without $held, adapted to it, scored as conlleval does',
    async ({ folder, files, held }) => {
      const work = temporaryFolder();
      const at = (name: string) => join(work, name);
      const part = (index: 0 | 1 | 2) => join(shared, folder, files[index]);
      const vectors = ['--vectors', join(shared, 'glove_6b_50d_top10k/glove.6B.50d.10k.txt')];
      writeFileSync(at('train'), withoutCategory(part(0), held, 2000));
      writeFileSync(at('dev'), withoutCategory(part(1), held));
      const source = ['--train', at('train'), '--dev', at('dev'), '--out', at('source.graft')];
      await run('train', '--model', 'bilstm-crf', ...source, ...vectors, '--set', 'epochs=8');

      writeFileSync(at('target'), withoutCategory(part(0), 'no such category', 2000));
      const target = ['--train', at('target'), '--dev', part(1), '--test', part(2), '--out', at('adapted.graft')];
      const choices = [
        '--source',
        at('source.graft'),
        '--new',
        held,
        '--set',
        'epochs=8',
        '--json',
        at('adapted.json'),
      ];
      await run('adapt', ...choices, ...target, ...vectors);
      await run('evaluate', '--model', at('adapted.graft'), '--test', part(2), '--json', at('evaluated.json'));

      const scored = await conlleval(at('adapted.graft'), part(2), work);
      expectEqualScores(scoresAt(at('adapted.json')), scored);
      expectEqualScores(scoresAt(at('evaluated.json')), scored);
      expect(scored.categories[held].f1).toBeGreaterThan(30);
    },
  );
});
