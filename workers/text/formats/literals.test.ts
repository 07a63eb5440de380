import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLiteral } from './literals.ts';

const parse = (text: string, neighbours: 'joined' | 'elements' | 'fault' = 'joined') =>
  parseLiteral(text, { neighbours });

describe('literals', () => {
  it.each<[string, unknown]>([
    [`[1, -2.5, 1e3, True, None]`, [1, -2.5, 1000, true, null]],
    [`('a', )`, ['a']],
    [`('a')`, 'a'],
    [`()`, []],
    [`{'a': (1, 2), "b": {}}`, { a: [1, 2], b: {} }],
    [`{1, 2}`, [1, 2]],
    [`"O'Neil"`, "O'Neil"],
    [`'it\\'s \\u00e9 \\x41 \\n \\d'`, "it's é A \n \\d"],
    [`r'\\d' u"x"`, '\\dx'],
    [`"""two\nlines"""`, 'two\nlines'],
    [`[1, # one\n 2,\n]`, [1, 2]],
    [`array(['a', 'b'], dtype=object)`, ['a', 'b']],
    [`{"score": NaN, "x": null, "__proto__": 1}`, JSON.parse('{"score": null, "x": null, "__proto__": 1}')],
  ])('are read: %s', (text, value) => {
    expect(parse(text)).toMatchObject({ value });
  });

  it('that stand side by side are one text in source, elements where numpy printed them, and else a fault', () => {
    expect(parse(`['a' 'b']`)).toMatchObject({ value: ['ab'] });
    expect(parse(`['a' 'b']`, 'elements')).toMatchObject({ value: ['a', 'b'] });
    expect(parse(`['a' 'b']`, 'fault')).toEqual({ fault: 5 });
    expect(parse('[1 2\n 0]', 'elements')).toMatchObject({ value: [1, 2, 0] });
  });

  it.each([
    ['[1, x]', 4],
    ['[1, 2', 5],
    ['"a', 2],
    ['"a\nb"', 2],
    ['[1] 2', 4],
    ['{1: 2, 3}', 8],
    ['[1 2]', 3],
  ])('break where they do: %s', (text, fault) => {
    expect(parse(text)).toEqual({ fault });
  });

  it('hold all that JSON holds', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parse(text)).toMatchObject({ value: JSON.parse(text) });
      }),
    );
  });

  it('end where they are nested too deeply', () => {
    expect(parse('['.repeat(100_000))).toHaveProperty('fault');
  });
});
