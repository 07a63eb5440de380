import { expect, it } from 'vitest';
import { capitalisation, characterType } from './letterCase.ts';

it.each([
  ['A', 'upper case'],
  ['Ǆ', 'upper case'],
  ['ǅ', 'upper case'],
  ['ß', 'lower case'],
  ['é', 'lower case'],
  ['-', 'punctuation'],
  ['$', 'punctuation'],
  ['0', 'other'],
  ['字', 'other'],
  ['𝒳', 'upper case'],
] as const)('the character %s is %s', (character, type) => {
  expect(characterType(character)).toBe(type);
});

it.each([
  ['NASA', 'all upper case'],
  ['U.S.', 'all upper case'],
  ['I', 'all upper case'],
  ['Velby', 'upper initial'],
  ['Émile-n', 'upper initial'],
  ['moved', 'lower case'],
  ['x86', 'lower case'],
  ['eBay', 'mixed'],
  ['McCoy', 'mixed'],
  ["'Tis", 'mixed'],
  ['1990s', 'lower case'],
  ['3-2', 'no information'],
  ['北京', 'no information'],
  ['', 'no information'],
] as const)('the word %s is %s', (word, expected) => {
  expect(capitalisation(word)).toBe(expected);
});
