import { expect, it } from 'vitest';
import { above, inWords, verdictOf } from './claims.ts';

const claim = (...pairs: readonly [string, number | undefined, number | undefined][]) => ({
  says: 'Sub stands above Rand',
  comparisons: pairs.flatMap(([what, one, other]) => above(what, one, other)),
});

it.each([
  ['borne out', [2, 1], [3, 1]],
  ['mostly borne out', [2, 1], [3, 1], [1, 2]],
  ['mostly contradicted', [2, 1], [1, 2]],
  ['contradicted', [1, 2], [1, 1]],
  ['not measured'],
] as const)('%s: by how many of the comparisons hold', (verdict, ...pairs) => {
  const named = pairs.map(([one, other]) => ['LOC', one, other] as [string, number, number]);
  expect(verdictOf(claim(...named))).toBe(verdict);
});

it('leaves out what was not measured', () => {
  expect(claim(['LOC', 1, undefined], ['PER', undefined, 1]).comparisons).toEqual([]);
});

it('lets a figure stand below another by the slack', () => {
  expect(above('PER', 88, 90, 2)).toEqual([{ what: 'PER', by: -2, holds: true }]);
  expect(above('PER', 87.9, 90, 2)[0]?.holds).toBe(false);
});

it('names the places that speak against it, with the difference', () => {
  expect(inWords(claim(['LOC', 90, 88], ['PER', 91, 90], ['MISC', 70.3, 70.7]))).toBe(
    'Sub stands above Rand: **mostly borne out**, in 2 of 3 comparisons. Not so: MISC (−0.40).',
  );
  expect(inWords(claim())).toBe('Sub stands above Rand: not measured.');
});
