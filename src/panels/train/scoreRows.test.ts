import { describe, expect, it } from 'vitest';
import type { CategoryScore, Scores } from '../../../workers/protocol/scores.ts';
import { scoreRows } from './scoreRows.ts';

function score(support: number, predicted: number, correct: number): CategoryScore {
  const precision = predicted === 0 ? 0 : (100 * correct) / predicted;
  const recall = support === 0 ? 0 : (100 * correct) / support;
  return {
    precision,
    recall,
    f1: correct === 0 ? 0 : (200 * correct) / (support + predicted),
    support,
    predicted,
    correct,
  };
}
function scores(categories: Record<string, CategoryScore>): Scores {
  const total = (key: 'support' | 'predicted' | 'correct') =>
    Object.values(categories).reduce((sum, each) => sum + each[key], 0);
  return { overall: score(total('support'), total('predicted'), total('correct')), categories, tokens: 1, accuracy: 1 };
}

const before = scores({ Person: score(10, 10, 9), Date: score(30, 30, 24), Address: score(20, 0, 0) });
const after = scores({ Person: score(10, 10, 10), Date: score(30, 30, 21), Address: score(20, 20, 15) });
const adapted = {
  categories: ['Person', 'Date', 'Address'],
  newCategories: ['Address'],
  before,
  after,
  random: null,
  figure: 'f1' as const,
};

describe('scoreRows', () => {
  it('puts new categories first, which have no score before', () => {
    const [first, ...rest] = scoreRows(adapted);
    expect(first).toMatchObject({ name: 'Address', isNew: true, before: null, after: 75, change: null });
    expect(rest.map(({ name }) => name)).toEqual(['Person', 'Date', 'Overall, known', 'Overall']);
  });

  it('says what was lost and gained', () => {
    const byName = new Map(scoreRows(adapted).map((row) => [row.name, row]));
    expect(byName.get('Person')?.change).toBeCloseTo(10);
    expect(byName.get('Date')?.change).toBeCloseTo(-10);
  });

  it('scores the known categories together, without the new one', () => {
    const known = scoreRows(adapted).find(({ kind }) => kind === 'known');
    expect(known?.before).toBeCloseTo((100 * 33) / 40);
    expect(known?.after).toBeCloseTo((100 * 31) / 40);
    expect(known?.support).toBe(40);
  });

  it('leaves the row of known categories out where it would say the same as overall', () => {
    const names = scoreRows({ ...adapted, newCategories: [] }).map(({ kind }) => kind);
    expect(names).not.toContain('known');
  });

  it('has a dash, not a zero, for a category without gold spans', () => {
    const none = scores({ Person: score(0, 3, 0), Address: score(20, 20, 15) });
    const row = scoreRows({ ...adapted, after: none }).find(({ name }) => name === 'Person');
    expect(row).toMatchObject({ after: null, change: null, support: 0 });
  });

  it('has a dash overall where nothing was annotated and nothing found', () => {
    const nothing = scores({});
    const overall = scoreRows({ ...adapted, before: nothing, after: nothing }).find(({ kind }) => kind === 'overall');
    expect(overall).toMatchObject({ before: null, after: null });
  });

  it('has no score for known categories that are nowhere in the target', () => {
    const only = scores({ Address: score(20, 20, 15) });
    const known = scoreRows({ ...adapted, before: null, after: only }).find(({ kind }) => kind === 'known');
    expect(known).toMatchObject({ after: null, support: 0 });
  });

  it('has rows before anything is scored', () => {
    const rows = scoreRows({ ...adapted, after: null });
    expect(rows.find(({ name }) => name === 'Person')).toMatchObject({ before: 90, after: null, support: 10 });
  });
});

describe('the rows of precision and recall', () => {
  const rows = (figure: 'precision' | 'recall') => scoreRows({ ...adapted, figure });

  it('have that figure everywhere', () => {
    const person = { ...score(10, 20, 8) };
    const mixed = { ...adapted, after: scores({ Person: person }), categories: ['Person'], newCategories: [] };
    expect(scoreRows({ ...mixed, figure: 'precision' }).map(({ after: value }) => value)).toEqual([40, 40]);
    expect(scoreRows({ ...mixed, figure: 'recall' }).map(({ after: value }) => value)).toEqual([80, 80]);
    expect(rows('recall').find(({ name }) => name === 'Date')?.change).toBeCloseTo(-10);
  });
});
