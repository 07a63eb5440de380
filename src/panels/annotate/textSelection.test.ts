import { expect, it } from 'vitest';
import { directionOf } from './direction.ts';
import { toWholeCharacters } from './textSelection.ts';

const whole = (text: string, start: number, end: number) => {
  const stretch = toWholeCharacters(text, { start, end });
  return text.slice(stretch.start, stretch.end);
};

it('leaves no accent, no half of a pair and no member of a family alone', () => {
  expect(whole('re\u0301sume', 0, 2)).toBe('re\u0301');
  expect(whole('re\u0301sume', 2, 4)).toBe('e\u0301s');
  expect(whole('a👩‍👩‍👧b', 2, 4)).toBe('👩‍👩‍👧');
  expect(whole('北京市', 1, 2)).toBe('京');
});

it('reads a text the way its first letter runs', () => {
  expect(directionOf('12. שלום Ola')).toBe('rtl');
  expect(directionOf('Ola: שלום')).toBe('ltr');
  expect(['مرحبا', '北京', '', '…'].map(directionOf)).toEqual(['rtl', 'ltr', 'ltr', 'ltr']);
});
