import { describe, expect, it } from 'vitest';
import { type Example, TagSets } from '../text/examples.ts';
import { taught } from './distillation.ts';

/** Two tags of the source, and a third that is a kind of the second. */
const sets = new TagSets(3);
const shared = [[1, 2]] as const;
const marginals = Float32Array.of(0.25, 0.75, 0.5, 0.5);
const example = (...known: readonly number[][]): Example => ({
  words: known.map(() => 'word'),
  known: Int32Array.from(known, (tags) => sets.idOf(tags)),
  sets,
});
const valuesOf = ({ soft }: Example) => [...(soft?.values ?? [])];

describe('what the source model says', () => {
  it('stands in the place of the annotation, but for what is new', () => {
    const learned = taught(example([0], [2]), marginals, { known: 2, shared: [], looked: true });
    expect(valuesOf(learned)).toEqual([0.25, 0.75, 0, 0, 0, 1]);
  });

  it('falls on the known category alone where somebody looked for its kinds', () => {
    const learned = taught(example([0], [1]), marginals, { known: 2, shared, looked: true });
    expect(valuesOf(learned)).toEqual([0.25, 0.75, 0, 0, 0.5, 0.5, 0, 0]);
  });

  it('is shared by the known category and its kinds where nobody did', () => {
    const learned = taught(example([0], [1]), marginals, { known: 2, shared, looked: false });
    expect(valuesOf(learned)).toEqual([0.25, 0, 0, 0.75, 0.5, 0, 0, 0.5]);
    expect(learned.soft?.shared).toEqual(shared);
  });
});
