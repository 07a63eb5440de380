import { describe, expect, it } from 'vitest';
import { jsonFaultPosition } from './jsonFault.ts';

describe('where JSON breaks', () => {
  it.each([
    ['a missing value', '[1, ]', 4],
    ['a missing colon', '{"a" 1}', 5],
    ['a key without quotation marks', '{a: 1}', 1],
    ['a comma before the end', '{"a": 1,}', 8],
    ['the wrong bracket', '[1}', 2],
    ['two values', '1 2', 2],
    ['a zero before a number', '[01]', 2],
    ['a word that is none', '[nul]', 1],
    ['a tab in a text', '["a\tb"]', 3],
    ['a line end in a text', '["a\nb"]', 3],
    ['an escape that is none', '["a\\xb"]', 3],
    ['half an escape', '["\\u12"]', 2],
    ['a text cut off', '["ab', 4],
    ['a text cut off behind an escape', '["a\\n', 5],
    ['a list cut off', '[1, [2]  ', 7],
    ['nothing but a bracket', '[', 1],
  ])('finds %s', (_, text, position) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(jsonFaultPosition(text)).toBe(position);
  });
});
