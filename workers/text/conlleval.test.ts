import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differenceScores, formatConlleval, overallOf, scoreAccuracy, scoreTags, type TagPair } from './conlleval.ts';

const oracle = resolve(process.env.GRAFT_DATA ?? '../shared/data', '../tools/conlleval.py');
const missing = !existsSync(oracle)
  ? `${oracle} is absent`
  : spawnSync('python3', ['--version']).status !== 0
    ? 'python3 is absent'
    : '';

const pair = (gold: string, predicted: string): TagPair => ({ gold: gold.split(' '), predicted: predicted.split(' ') });

/** Starting Python takes most of a run's time, on a busy machine above all. */
const patience = 60_000;

/** Every tag that a file can hold: both IOBs and BIOES mixed, so that each chunk rule is met. */
const randomTag = fc.oneof(
  { weight: 2, arbitrary: fc.constant('O') },
  {
    weight: 5,
    arbitrary: fc.tuple(fc.constantFrom(...'BIES'), fc.constantFrom('A', 'C', 'D-1')).map((p) => p.join('-')),
  },
  { weight: 1, arbitrary: fc.constantFrom('X', 'NN', 'I-') },
);
const randomPair = fc
  .array(fc.tuple(randomTag, randomTag, fc.boolean()), { minLength: 1, maxLength: 12 })
  // Half of the predictions right, or no chunk would ever be.
  .map((rows) => ({
    gold: rows.map(([gold]) => gold),
    predicted: rows.map(([gold, other, right]) => (right ? gold : other)),
  }));

function runOracle(pairs: readonly TagPair[], ...options: string[]): string {
  const input = pairs
    .map(({ gold, predicted }) => gold.map((tag, index) => `${tag} ${predicted[index]}\n`).join(''))
    .join('\n');
  const { stdout, status, stderr } = spawnSync('python3', [oracle, ...options], { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

describe('scoreTags', () => {
  it('counts whole chunks: boundaries and category must both be right', () => {
    const scores = scoreTags([
      pair('B-PER I-PER O B-LOC O', 'B-PER I-PER O B-ORG O'),
      pair('B-LOC I-LOC O O', 'B-LOC O O B-PER'),
    ]);
    expect(scores.overall).toEqual({
      precision: 25,
      recall: 100 / 3,
      f1: 200 / 7,
      support: 3,
      predicted: 4,
      correct: 1,
    });
    expect(scores.categories.PER).toMatchObject({ precision: 50, recall: 100, support: 1, predicted: 2, correct: 1 });
    expect(scores.categories.LOC).toMatchObject({ precision: 0, recall: 0, f1: 0, support: 2, predicted: 1 });
    expect(scores.categories.ORG).toMatchObject({ precision: 0, recall: 0, f1: 0, support: 0, predicted: 1 });
    expect(scores).toMatchObject({ tokens: 9, accuracy: (100 * 6) / 9 });
  });

  it('compares chunks and not the scheme they are written in', () => {
    const scores = scoreTags([pair('B-PER E-PER O S-LOC S-LOC', 'I-PER I-PER O I-LOC B-LOC')]);
    expect(scores.overall).toMatchObject({ f1: 100, correct: 3 });
    expect(scores.accuracy).toBe(20);
  });

  it('lets a stray I- open a chunk', () => {
    expect(scoreTags([pair('O B-PER O', 'O I-PER O')]).overall.f1).toBe(100);
    expect(scoreTags([pair('B-PER B-LOC', 'B-PER I-LOC')]).overall.f1).toBe(100);
  });

  it('counts every tag alone in raw mode', () => {
    const scores = scoreTags([pair('DT NN O', 'DT JJ NN')], true);
    expect(scores.overall).toMatchObject({ support: 2, predicted: 3, correct: 1 });
  });

  it('gives zeros where there is nothing', () => {
    expect(scoreTags([])).toMatchObject({ tokens: 0, accuracy: 0, overall: { f1: 0, support: 0 }, categories: {} });
  });

  it('refuses sentences of different length', () => {
    expect(() => scoreTags([pair('O O', 'O O'), pair('O O', 'O')])).toThrow(/Sentence 2 has 2 gold tags and 1/);
  });

  it.skipIf(missing)(
    `equals conlleval.py on random tags${missing && ` (skipped: ${missing})`}`,
    () => {
      fc.assert(
        fc.property(fc.array(randomPair, { minLength: 1, maxLength: 300, size: 'max' }), fc.boolean(), (pairs, raw) => {
          const expected = JSON.parse(runOracle(pairs, '--json', ...(raw ? ['-r'] : [])));
          const { overall, categories, tokens, accuracy } = scoreTags(pairs, raw);
          const named = ({ support, ...rest }: typeof overall) => ({ ...rest, gold: support });
          expect({
            tokens,
            accuracy,
            overall: named(overall),
            categories: Object.fromEntries(Object.entries(categories).map(([name, score]) => [name, named(score)])),
          }).toEqual(expected);
        }),
        { numRuns: 15 },
      );
    },
    patience,
  );
});

describe('formatConlleval', () => {
  it('prints the shared task’s table', () => {
    const scores = scoreTags([pair('B-PER I-PER O B-LOC O', 'B-PER I-PER O B-ORG O')]);
    expect(formatConlleval(scores)).toBe(
      [
        'processed 5 tokens with 2 phrases; found: 2 phrases; correct: 1.',
        'accuracy:  80.00%; precision:  50.00%; recall:  50.00%; FB1:  50.00',
        '              LOC: precision:   0.00%; recall:   0.00%; FB1:   0.00  0',
        '              ORG: precision:   0.00%; recall:   0.00%; FB1:   0.00  1',
        '              PER: precision: 100.00%; recall: 100.00%; FB1: 100.00  1',
      ].join('\n'),
    );
  });

  it('rounds an exact half to the even neighbour, as printf does', () => {
    const sentence = (right: number) =>
      pair('O '.repeat(32).trim(), [...'O'.repeat(right), ...'X'.repeat(32 - right)].join(' '));
    // 1/32 is 3.125 %, 3/32 is 9.375 %.
    expect(formatConlleval(scoreTags([sentence(1)]))).toContain('accuracy:   3.12%');
    expect(formatConlleval(scoreTags([sentence(3)]))).toContain('accuracy:   9.38%');
  });

  it.skipIf(missing)(
    `prints what conlleval.py prints${missing && ` (skipped: ${missing})`}`,
    () => {
      fc.assert(
        fc.property(fc.array(randomPair, { minLength: 1, maxLength: 40, size: 'max' }), (pairs) => {
          expect(`${formatConlleval(scoreTags(pairs))}\n`).toBe(runOracle(pairs));
        }),
        { numRuns: 10 },
      );
    },
    patience,
  );
});

describe('scoreAccuracy', () => {
  it('counts every token, a tag named O included', () => {
    const scores = scoreAccuracy([pair('DT NN O', 'DT JJ O'), pair('NN', 'NN')]);
    expect(scores.overall).toEqual({ precision: 75, recall: 75, f1: 75, support: 4, predicted: 4, correct: 3 });
    expect(scores.accuracy).toBe(75);
    expect(scores.tokens).toBe(4);
    expect(scores.categories.NN).toMatchObject({ precision: 100, recall: 50, support: 2, predicted: 1 });
    expect(scores.categories.O).toMatchObject({ f1: 100, support: 1 });
  });
});

describe('overallOf and differenceScores', () => {
  const before = scoreTags([pair('B-PER O B-LOC O', 'B-PER O O B-LOC')]);
  const after = scoreTags([pair('B-PER O B-LOC B-NEW', 'B-PER O B-LOC B-NEW')]);

  it('counts some categories alone', () => {
    expect(overallOf(after, ['PER', 'LOC'])).toMatchObject({ support: 2, correct: 2, f1: 100 });
    expect(overallOf(before, ['LOC', 'absent'])).toMatchObject({ support: 1, predicted: 1, correct: 0, f1: 0 });
    expect(overallOf(before, Object.keys(before.categories))).toEqual(before.overall);
  });

  it('compares over the categories that both know', () => {
    const differences = differenceScores(before, after);
    expect(Object.keys(differences.categories)).toEqual(['LOC', 'PER']);
    expect(differences.overall.f1).toBe(50);
    expect(differences.categories.LOC).toEqual({ precision: 100, recall: 100, f1: 100 });
    expect(differences.categories.PER).toEqual({ precision: 0, recall: 0, f1: 0 });
  });

  it('compares over the categories asked for', () => {
    const differences = differenceScores(before, after, ['PER', 'NEW']);
    expect(differences.categories.NEW?.f1).toBe(100);
    expect(differences.categories.LOC).toBeUndefined();
  });
});
