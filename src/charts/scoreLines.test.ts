import { describe, expect, it } from 'vitest';
import type { CategoryScore, Scores } from '../../workers/protocol/scores.ts';
import { epochGeometry } from './epochGeometry.ts';
import {
  describeScoreChart,
  emphasisesNew,
  epochTicks,
  keyOfLine,
  linesWithOthers,
  type Measures,
  nameOfLine,
  otherSeedsInWords,
  scoreLines,
} from './scoreLines.ts';

function score(f1: number, support = 10): CategoryScore {
  return { precision: f1, recall: f1, f1, support, predicted: support, correct: support };
}
function scores(categories: Record<string, CategoryScore>): Scores {
  return { overall: score(50), categories, tokens: 100, accuracy: 90 };
}

const source = scores({ Person: score(90), Date: score(80), Address: score(0) });
const records = [
  { epoch: 1, dev: scores({ Address: score(12), Person: score(88), Date: score(79), Phone: score(0, 0) }) },
  { epoch: 2, dev: scores({ Address: score(64.26), Person: score(89), Date: score(81), Phone: score(0, 0) }) },
];
const all = ['Address', 'Person', 'Date', 'Phone'];
const drawn = {
  records,
  keptEpoch: 2,
  categories: all,
  newCategories: ['Address'],
  sourceDev: source,
  figure: 'f1',
} as const;

describe('scoreLines', () => {
  it('draws new categories last and gives them no source score', () => {
    const { lines } = scoreLines(drawn);
    expect(lines.map(({ category, isNew, source: was }) => [category, isNew, was])).toEqual([
      ['Person', false, 90],
      ['Date', false, 80],
      ['Address', true, null],
    ]);
  });

  it('names categories that no dev sentence holds instead of drawing them at zero', () => {
    const lines = scoreLines(drawn);
    expect(lines.absent).toEqual(['Phone']);
    expect(describeScoreChart(lines)).toContain('Not in the dev sentences: Phone.');
  });

  it('has no source score for what has no example, whatever was found', () => {
    const unseen = scores({ Person: { ...score(0, 0), predicted: 3 } });
    const [person] = scoreLines({ ...drawn, sourceDev: unseen }).lines;
    expect(person?.source).toBeNull();
  });

  it('has the curves of the run’s other seeds, each as long as it was', () => {
    const longer = [...records, { epoch: 3, dev: scores({ Address: score(70), Person: score(90), Date: score(81) }) }];
    const data = scoreLines({ ...drawn, others: [records, longer] });
    const address = data.lines.find(({ category }) => category === 'Address');
    expect(address?.others).toEqual([
      [12, 64.26],
      [12, 64.26, 70],
    ]);
    expect(describeScoreChart(data)).toContain('Thin lines behind: 2 other seeds of this run.');
    expect(epochGeometry(data, 800, { planned: 1 }).lastEpoch).toBe(3);
  });

  it('draws the other seeds of what stands out, and of all where lines are few', () => {
    const names = ['Person', 'Date', 'Place', 'Product', 'Address'];
    const record = { epoch: 1, dev: scores(Object.fromEntries(names.map((name) => [name, score(80)]))) };
    const data = (categories: readonly string[], newCategories: readonly string[], others = [[record]]) =>
      scoreLines({ ...drawn, records: [record], others, categories, newCategories });
    const drawnOf = (lines: ReturnType<typeof data>) => linesWithOthers(lines).map(({ category }) => category);
    expect(drawnOf(data(names, ['Address']))).toEqual(['Address']);
    expect(drawnOf(data(names, []))).toEqual([]);
    expect(drawnOf(data(names.slice(1), []))).toHaveLength(4);
    expect(otherSeedsInWords(data(names, ['Address']))).toMatch(/of known categories where you point at them/);
    expect(otherSeedsInWords(data(names, []))).toMatch(/of a category where you point at it/);
    expect(otherSeedsInWords(data(names.slice(1), []))).toBe('thin: the other seeds');
    expect(otherSeedsInWords(data(names, [], []))).toBeNull();
  });

  it('gives the figures of the kept epoch, not of the last one', () => {
    const worse = [...records, { epoch: 3, dev: scores({ Address: score(50), Person: score(70), Date: score(60) }) }];
    const byName = new Map(scoreLines({ ...drawn, records: worse }).lines.map((line) => [line.category, line]));
    expect(byName.get('Address')).toMatchObject({ kept: 64.26, values: [12, 64.26, 50] });
    expect(scoreLines({ ...drawn, records: [], keptEpoch: null }).lines[0]?.kept).toBe(90);
  });

  it('draws precision and recall as well', () => {
    const dev = scores({ Address: { ...score(60), precision: 80, recall: 48 } });
    const of = (figure: 'precision' | 'recall') =>
      scoreLines({ ...drawn, records: [{ epoch: 1, dev }], keptEpoch: 1, categories: ['Address'], figure });
    expect(of('precision').lines[0]?.values).toEqual([80]);
    expect(describeScoreChart(of('recall'))).toContain('Recall by category');
    expect(describeScoreChart(of('recall'))).toContain('Address (new): 48.0');
  });

  it('has a line for each corpus that is learned together, with its figure of the kept epoch', () => {
    const sources = (f1: number) => [{ corpus: 'news', dev: { ...scores({}), overall: score(f1) } }];
    const joint = records.map((record, index) => ({ ...record, sources: sources([70.04, 81.26][index] ?? 0) }));
    const lines = scoreLines({ ...drawn, records: joint, keptEpoch: 1 });
    expect(lines.corpora).toEqual([{ corpus: 'news', role: 'together', values: [70.04, 81.26], kept: 70.04 }]);
    expect(describeScoreChart(lines)).toContain('Learned together, news overall: 70.0.');
    expect(scoreLines(drawn).corpora).toEqual([]);
  });

  it('has a line for what is kept of the old categories, where that is measured', () => {
    const measured = records.map((record, index) => ({
      ...record,
      yardstick: { ...scores({}), overall: score([90, 84][index] ?? 0) },
    }));
    const lines = scoreLines({ ...drawn, records: measured, keptEpoch: 2 });
    expect(lines.corpora).toMatchObject([{ role: 'yardstick', values: [90, 84], kept: 84 }]);
    expect(describeScoreChart(lines)).toContain('Old categories on the yardstick, overall: 84.0.');
  });

  describe('of what is measured elsewhere', () => {
    const sourceYardstick = scores({ Person: score(92), Date: score(0, 0) });
    const measured = records.map((record, index) => ({
      ...record,
      yardstick: scores({ Person: score([91, 85][index] ?? 0), Date: score(0, 0) }),
    }));
    const of = (measures: Measures) => scoreLines({ ...drawn, records: measured, sourceYardstick, measures });

    const namesIn = ({ lines, measures }: ReturnType<typeof of>) => lines.map((line) => nameOfLine(line, measures));

    it('are the old categories that it holds, each beside what the source model scores there', () => {
      expect(of('yardstick').lines).toEqual([
        { category: 'Person', on: 'yardstick', isNew: false, values: [91, 85], others: [], kept: 85, source: 92 },
      ]);
      expect(of('yardstick').absent).toEqual([]);
      expect(namesIn(of('yardstick'))).toEqual(['Person']);
      expect(describeScoreChart(of('yardstick'))).toContain('by category on the yardstick, after 2 epochs.');
    });

    it('stand beside those of the target, under names of their own', () => {
      const both = of('both');
      expect(namesIn(both)).toEqual(['○ Person', 'Person', 'Date', 'Address']);
      expect(new Set(both.lines.map(keyOfLine)).size).toBe(4);
      expect(describeScoreChart(both)).toContain('Person: 89.0, source model 90.0. Person on the yardstick: 85.0');
      expect(namesIn(of('target'))).toEqual(['Person', 'Date', 'Address']);
    });

    it('are there before the first epoch', () => {
      const before = scoreLines({ ...drawn, records: [], keptEpoch: null, sourceYardstick, measures: 'yardstick' });
      expect(before.lines).toMatchObject([{ category: 'Person', values: [], kept: 92 }]);
    });
  });

  it('lets new categories stand out only where they are few', () => {
    const names = ['A', 'B', 'C', 'D'];
    const dev = scores(Object.fromEntries(names.map((name) => [name, score(50)])));
    const of = (count: number) =>
      scoreLines({ ...drawn, records: [{ epoch: 1, dev }], categories: names, newCategories: names.slice(0, count) });
    expect(emphasisesNew(of(3))).toBe(true);
    expect(emphasisesNew(of(4))).toBe(false);
  });

  it('says in words what the lines show, new categories first', () => {
    expect(describeScoreChart(scoreLines({ ...drawn, categories: ['Person', 'Address'] }))).toBe(
      'F1 by category on the dev sentences, after 2 epochs. Best epoch: 2, with these figures. ' +
        'Address (new): 64.3. Person: 89.0, source model 90.0.',
    );
    expect(describeScoreChart(scoreLines({ ...drawn, records: [] }))).toContain('no epoch has ended');
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
