import { expect, it } from 'vitest';
import { matchesIn } from './textMatches.ts';

const found = (text: string, wanted: string, most?: number) =>
  matchesIn(text, wanted, most).map(({ start, end }) => text.slice(start, end));

it('finds a text whatever its case, at its own offsets', () => {
  expect(found('Mill Lane, mill lane', 'MILL')).toEqual(['Mill', 'mill']);
  // In lower case the first letter is two characters long.
  expect(found('İda Ida', 'ida')).toEqual(['Ida']);
  expect(found('Žižek', 'žIŽ')).toEqual(['Žiž']);
  expect(found('🙂🙂', '🙂')).toHaveLength(2);
});

it('takes signs for what they are', () => {
  expect(found('(1.5) [a] c\\d {x} $^|?*+/-', '(1.5) [a] c\\d {x} $^|?*+/-')).toHaveLength(1);
  expect(found('145', '1.5')).toEqual([]);
});

it('finds nothing where nothing is searched for, and no more than is wanted', () => {
  expect(found('a', '')).toEqual([]);
  expect(found('aaaa', 'a', 2)).toHaveLength(2);
});
