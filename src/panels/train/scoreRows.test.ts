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

const init = scores({ Person: score(10, 10, 9), Date: score(30, 30, 24), Address: score(20, 0, 0) });
const sub = scores({ Person: score(10, 10, 10), Date: score(30, 30, 21), Address: score(20, 20, 15) });
const adapted = { categories: ['Person', 'Date', 'Address'], newCategories: ['Address'], init, sub, random: null };

describe('scoreRows', () => {
  it('puts new categories first, which have no score before', () => {
    const [first, ...rest] = scoreRows(adapted);
    expect(first).toMatchObject({ name: 'Address', isNew: true, init: null, sub: 75, difference: null });
    expect(rest.map(({ name }) => name)).toEqual(['Person', 'Date', 'Overall, known', 'Overall']);
  });

  it('says what was lost and gained', () => {
    const byName = new Map(scoreRows(adapted).map((row) => [row.name, row]));
    expect(byName.get('Person')?.difference).toBeCloseTo(10);
    expect(byName.get('Date')?.difference).toBeCloseTo(-10);
  });

  it('scores the known categories together, without the new one', () => {
    const known = scoreRows(adapted).find(({ kind }) => kind === 'known');
    expect(known?.init).toBeCloseTo((100 * 33) / 40);
    expect(known?.sub).toBeCloseTo((100 * 31) / 40);
    expect(known?.support).toBe(40);
  });

  it('leaves the row of known categories out where it would say the same as overall', () => {
    const names = scoreRows({ ...adapted, newCategories: [] }).map(({ kind }) => kind);
    expect(names).not.toContain('known');
  });

  it('has a dash, not a zero, for a category without gold spans', () => {
    const none = scores({ Person: score(0, 3, 0), Address: score(20, 20, 15) });
    const row = scoreRows({ ...adapted, sub: none }).find(({ name }) => name === 'Person');
    expect(row).toMatchObject({ sub: null, difference: null, support: 0 });
  });

  it('has a dash overall where nothing was annotated and nothing found', () => {
    const nothing = scores({});
    const overall = scoreRows({ ...adapted, init: nothing, sub: nothing }).find(({ kind }) => kind === 'overall');
    expect(overall).toMatchObject({ init: null, sub: null });
  });

  it('has no score for known categories that are nowhere in the target', () => {
    const only = scores({ Address: score(20, 20, 15) });
    const known = scoreRows({ ...adapted, init: null, sub: only }).find(({ kind }) => kind === 'known');
    expect(known).toMatchObject({ sub: null, support: 0 });
  });

  it('has rows before anything is scored', () => {
    const rows = scoreRows({ ...adapted, sub: null });
    expect(rows.find(({ name }) => name === 'Person')).toMatchObject({ init: 90, sub: null, support: 10 });
  });
});
