import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutAt, joinNames, nameIn } from './nameLists.ts';

describe('names in a row', () => {
  it('are parted by commas, blanks aside', () => {
    expect(cutAt('Address, Street name ,x', ',').map(nameIn)).toEqual(['Address', 'Street name', 'x']);
    expect(cutAt('', ',').map(nameIn)).toEqual(['']);
  });

  it('may hold commas, equals signs and backslashes, with a backslash before them', () => {
    expect(cutAt('a\\,b,c\\=d', ',').map(nameIn)).toEqual(['a,b', 'c=d']);
    expect(cutAt('a\\=b=c\\\\', '=').map(nameIn)).toEqual(['a=b', 'c\\']);
  });

  it('come back as they were written', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.trim() === text);
    fc.assert(
      fc.property(fc.array(name, { minLength: 1 }), (names) => {
        expect(cutAt(joinNames(names), ',').map(nameIn)).toEqual(names);
        expect(cutAt(`${joinNames(names)}=x`, '=')).toHaveLength(2);
      }),
    );
  });
});
