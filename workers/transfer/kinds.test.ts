import { describe, expect, it } from 'vitest';
import { meaningsOf, sharedTags } from './kinds.ts';

const kinds = { politician: 'PER', actor: 'PER', country: 'LOC' };

describe('kinds of known categories', () => {
  it('are what a span of the known one may be, beside itself', () => {
    expect([...meaningsOf(kinds)]).toEqual([
      ['PER', ['PER', 'politician', 'actor']],
      ['LOC', ['LOC', 'country']],
    ]);
    expect([...meaningsOf({ politician: 'PER', senator: 'politician' })]).toEqual([
      ['PER', ['PER', 'politician', 'senator']],
      ['politician', ['politician', 'senator']],
    ]);
  });

  it('share by tag, each place with the same place of the known category', () => {
    const tags = ['O', 'B-PER', 'I-PER', 'B-LOC', 'I-LOC', 'B-politician', 'I-politician'];
    expect(sharedTags(tags, { politician: 'PER' }, 'iob2')).toEqual([
      [1, 5],
      [2, 6],
    ]);
    expect(sharedTags(['A', 'B', 'C'], { C: 'A' }, 'tags')).toEqual([[0, 2]]);
    expect(sharedTags(tags, {}, 'iob2')).toEqual([]);
  });
});
