import { describe, expect, it } from 'vitest';
import type { CategoryScore, Scores } from '../../workers/protocol/scores.ts';
import { describeF1Chart, epochTicks, f1Lines } from './f1Lines.ts';

function score(f1: number, support = 10): CategoryScore {
  return { precision: f1, recall: f1, f1, support, predicted: support, correct: support };
}
function scores(categories: Record<string, CategoryScore>): Scores {
  return { overall: score(50), categories, tokens: 100, accuracy: 90 };
}

const source = scores({ Person: score(90), Date: score(80), Address: score(0) });
const epochs = [
  { epoch: 1, dev: scores({ Address: score(12), Person: score(88), Date: score(79), Phone: score(0, 0) }) },
  { epoch: 2, dev: scores({ Address: score(64.26), Person: score(89), Date: score(81), Phone: score(0, 0) }) },
];
const all = ['Address', 'Person', 'Date', 'Phone'];

describe('f1Lines', () => {
  it('draws new categories last and gives them no source score', () => {
    const { lines } = f1Lines(epochs, all, ['Address'], source);
    expect(lines.map(({ category, isNew, source: was }) => [category, isNew, was])).toEqual([
      ['Person', false, 90],
      ['Date', false, 80],
      ['Address', true, null],
    ]);
  });

  it('names categories that no dev sentence holds instead of drawing them at zero', () => {
    const drawn = f1Lines(epochs, all, ['Address'], source);
    expect(drawn.absent).toEqual(['Phone']);
    expect(describeF1Chart(drawn, 2)).toContain('Not in the dev sentences: Phone.');
  });

  it('has no source score for what nobody looked for and nobody found', () => {
    const unseen = scores({ Person: score(0, 0) });
    const [person] = f1Lines(epochs, ['Person'], [], unseen).lines;
    expect(person?.source).toBeNull();
  });

  it('says in words what the lines show, new categories first', () => {
    expect(describeF1Chart(f1Lines(epochs, ['Person', 'Address'], ['Address'], source), 2)).toBe(
      'F1 by category on the dev sentences, after 2 epochs. Best epoch: 2. ' +
        'Address (new): 64.3. Person: 89.0, source model 90.0.',
    );
    expect(describeF1Chart(f1Lines([], all, [], null), null)).toContain('no epoch has ended');
  });
});

describe('epochTicks', () => {
  it('marks every epoch of a short run and round ones of a long run', () => {
    expect(epochTicks(1, 5, 8)).toEqual([1, 2, 3, 4, 5]);
    expect(epochTicks(1, 60, 8)).toEqual([1, 10, 20, 30, 40, 50, 60]);
    expect(epochTicks(1, 1, 8)).toEqual([1]);
  });

  it('leaves out a round epoch that would touch the last', () => {
    expect(epochTicks(1, 61, 8)).toEqual([1, 10, 20, 30, 40, 50, 61]);
  });
});
