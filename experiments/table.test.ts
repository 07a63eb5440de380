import { expect, it } from 'vitest';
import { markdownTable, meanFigure, signed } from './table.ts';

it('writes a table as Markdown, bars within cells escaped', () => {
  expect(markdownTable({ head: ['A', 'B'], rows: [['x|y', '1']] })).toBe('| A | B |\n|---|---:|\n| x\\|y | 1 |');
});

it('writes the mean over several seeds with its interval, and one seed by itself', () => {
  expect(meanFigure([80, undefined, 82, 84])).toBe('82.00 ± 4.97');
  expect(meanFigure([80.126])).toBe('80.13');
  expect(meanFigure([])).toBe('–');
});

it('writes differences with their sign', () => {
  expect([signed(1.5), signed(-0.25), signed(0), signed(undefined)]).toEqual(['+1.50', '−0.25', '+0.00', '–']);
});
