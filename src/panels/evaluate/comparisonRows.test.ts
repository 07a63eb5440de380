import { describe, expect, it } from 'vitest';
import type { BootstrapDifference } from '../../../workers/protocol/evaluation.ts';
import type { CategoryScore, Scores } from '../../../workers/protocol/scores.ts';
import type { FinishedComparison } from '../../store/comparison.ts';
import { comparisonRows, mainRow, meaningOf, pInWords } from './comparisonRows.ts';

const sure = (difference: number, otherwise: number): BootstrapDifference => {
  return { difference, low: difference - 2, high: difference + 2, otherwise };
};

/** A category in which so many of ten spans are found, and nothing else. */
function score(correct: number): CategoryScore {
  const [precision, recall] = [correct > 0 ? 100 : 0, 10 * correct];
  return {
    ...{ precision, recall, support: 10, predicted: correct, correct },
    f1: (200 * correct) / (10 + correct),
  };
}

function scores(categories: Record<string, CategoryScore>): Scores {
  return { overall: score(8), categories, tokens: 100, accuracy: 90 };
}

const comparison: FinishedComparison = {
  models: [
    { name: 'Old', categories: ['Person', 'Date'] },
    { name: 'New', categories: ['Person', 'Date', 'Address'] },
  ],
  scores: [
    scores({ Person: score(6), Date: score(9), Address: score(0) }),
    scores({ Person: score(9), Date: score(9), Address: score(7), Vessel: { ...score(0), support: 4 } }),
  ],
  bootstrap: {
    ...{ samples: 1000, sentences: 40, overall: sure(20, 0), known: sure(4, 0.01) },
    categories: { Person: sure(19.7, 0), Date: sure(0, 1), Address: sure(82, 0), Vessel: sure(0, 1) },
  },
  ...{ corpus: 'Desk', ofTags: false, part: 'test', asInRun: true },
};

const byName = (of: FinishedComparison) => new Map(comparisonRows(of).map((row) => [row.name, row]));

describe('the table of two models', () => {
  it('has F1 of both, the difference, and what it means', () => {
    expect(byName(comparison).get('Person')).toMatchObject({ a: 75, p: 0, words: 'B is better', clear: true });
    expect(byName(comparison).get('Date')).toMatchObject({ p: 1, words: 'no difference', clear: false });
  });

  it('says which model lacks a category, and holds nothing against it', () => {
    const row = byName(comparison).get('Address');
    expect(row).toMatchObject({ a: null, sure: null, p: null, words: 'A does not know it' });
    expect(row?.b).toBeGreaterThan(80);
    const turned = { ...comparison, models: [comparison.models[1], comparison.models[0]] as const };
    expect(byName(turned).get('Address')?.words).toBe('B does not know it');
    expect(byName(comparison).get('Vessel')).toMatchObject({ a: null, b: null, words: 'neither knows it' });
  });

  it('says of a category without examples that there are none', () => {
    const none = { ...score(0), support: 0 };
    const empty = { ...comparison, scores: [scores({ Date: none }), scores({ Date: none })] as const };
    expect(byName(empty).get('Date')?.words).toBe('not annotated here');
  });

  it('judges by what both know where one knows more, and overall where both know the same', () => {
    const rows = comparisonRows(comparison);
    expect(mainRow(rows)).toMatchObject({ kind: 'known', sure: { difference: 4 }, words: 'B is probably better' });
    expect(rows.at(-1)).toMatchObject({ kind: 'overall', sure: null, words: 'not the same categories' });
    const same = { ...comparison, bootstrap: { ...comparison.bootstrap, known: null } };
    expect(mainRow(comparisonRows(same))).toMatchObject({ kind: 'overall', sure: { difference: 20 } });
  });
});

describe('what a difference means', () => {
  it('goes by p, and names the better one', () => {
    expect(meaningOf(sure(-3, 0.002)).words).toBe('A is better');
    expect(meaningOf(sure(3, 0.02)).words).toBe('B is probably better');
    expect(meaningOf(sure(3, 0.03))).toEqual({ words: 'could be chance', clear: false });
  });

  it('claims no smaller p than the draws can tell', () => {
    expect(pInWords(0, 1000)).toBe('< 0.002');
    expect(pInWords(0, 20_000)).toBe('< 0.0001');
    expect(pInWords(0.034, 1000)).toBe('0.034');
  });
});
