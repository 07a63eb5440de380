import { describe, expect, it } from 'vitest';
import type { RunConfiguration } from '../protocol/configuration.ts';
import type { RunTests } from '../protocol/engine.ts';
import type { CategoryScore, Scores } from '../protocol/scores.ts';
import { meanAndInterval } from './interval.ts';
import { meansOver, repetitionScopes } from './repetitions.ts';

/** Of a hundred spans, as many found as said, and nothing else. */
const score = (f1: number, support = 100): CategoryScore => ({
  ...{ precision: f1, recall: f1, f1, support, predicted: support, correct: f1 },
});
const scores = (categories: Record<string, CategoryScore>): Scores => ({
  ...{ overall: score(0), categories, tokens: 100, accuracy: 90 },
});
const seeds = (...tests: RunTests[]) => tests.map((each) => ({ tests: each }));

describe('scores over several seeds', () => {
  it('have mean and interval by category, over what was known and over all', () => {
    const main = (old: number, added: number) => ({ main: scores({ Person: score(old), Address: score(added) }) });
    const rows = meansOver(seeds(main(90, 60), main(92, 70), main(94, 80)), ['Address']);
    expect(rows.map(({ kind, name, f1 }) => [kind, name, f1.main])).toEqual([
      ['category', 'Person', meanAndInterval([90, 92, 94])],
      ['category', 'Address', meanAndInterval([60, 70, 80])],
      ['known', '', meanAndInterval([90, 92, 94])],
      ['overall', '', meanAndInterval([75, 81, 87])],
    ]);
  });

  it('are none where nothing was annotated and found, or one seed alone has them', () => {
    const none = scores({ Person: { ...score(0, 0), correct: 0 } });
    const rows = meansOver(seeds({ main: none, random: scores({ Person: score(50) }) }, { main: none }), []);
    expect(rows.map(({ f1 }) => f1)).toEqual(Array(2).fill({ main: null, random: null }));
  });
});

describe('the stages of a repeated run', () => {
  it('go by their seed or the number of their trial', () => {
    const scopes = (configuration: object) => repetitionScopes(configuration as RunConfiguration);
    expect(scopes({ task: 'repeat', seeds: [3, 8] })).toEqual(['seed 3: ', 'seed 8: ']);
    expect(scopes({ task: 'search', trials: [{}, {}] })).toEqual(['trial 1: ', 'trial 2: ']);
    expect(scopes({ task: 'train' })).toEqual([]);
  });
});
