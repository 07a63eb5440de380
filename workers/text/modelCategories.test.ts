import { describe, expect, it } from 'vitest';
import { GraftError } from '../protocol/errors.ts';
import { checkMapping, describeEdit, mappedCategories } from './modelCategories.ts';

const categories = ['PER', 'LOC', 'GPE', 'MISC'];

function codeOf(mapping: Record<string, string | null>, kind: 'spans' | 'tags' = 'spans'): string {
  try {
    checkMapping(categories, mapping, kind);
  } catch (thrown) {
    if (thrown instanceof GraftError) return thrown.problem.code;
  }
  return 'nothing was refused';
}

describe('a mapping of a model’s categories', () => {
  it('is what it changes', () => {
    const mapping = { PER: 'Person', LOC: 'LOC', MISC: null };
    expect(checkMapping(categories, mapping, 'spans')).toEqual({ PER: 'Person', MISC: null });
  });

  it.each([
    ['unknown-category', { person: 'Person' }],
    ['category-name', { PER: ' ' }],
    ['category-name', { PER: 'O' }],
    ['nothing-to-edit', {}],
    ['nothing-to-edit', { PER: 'PER' }],
    ['no-category-left', { PER: null, LOC: null, GPE: null, MISC: null }],
  ])('is refused with %s: %j', (code, mapping) => {
    expect(codeOf(mapping)).toBe(code);
  });

  it('may call a tag O, where a token has one tag', () => {
    expect(codeOf({ PER: 'O' }, 'tags')).toBe('nothing was refused');
    expect(codeOf({ PER: '' }, 'tags')).toBe('category-name');
  });

  it('may name what every object has', () => {
    expect([...mappedCategories(['constructor', 'b'], { b: 'constructor' })]).toEqual([
      ['constructor', ['constructor', 'b']],
    ]);
    expect([...mappedCategories(['toString'], {}).keys()]).toEqual(['toString']);
  });

  it.each([
    [{ PER: 'Person' }, 'Renamed PER to Person'],
    [{ PER: 'LOC', LOC: 'PER' }, 'Renamed PER to LOC, renamed LOC to PER'],
    [{ GPE: 'LOC' }, 'Merged LOC, GPE into LOC'],
    [
      { PER: 'Person', LOC: 'Place', GPE: 'Place', MISC: null },
      'Renamed PER to Person, merged LOC, GPE into Place, removed MISC',
    ],
  ])('is described: %j', (mapping, said) => {
    expect(describeEdit({ before: categories, mapping })).toBe(said);
  });
});
