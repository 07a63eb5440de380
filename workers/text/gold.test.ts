import { describe, expect, it } from 'vitest';
import { GraftError } from '../protocol/errors.ts';
import { type Example, TagSets } from './examples.ts';
import { Gold } from './gold.ts';

const tags = 3;
const time = 3;
const sets = new TagSets(tags);

/** A sentence of which each token's possible tags are given. */
function example(...known: readonly (readonly number[])[]): Example {
  return {
    words: known.map(() => 'word'),
    known: Int32Array.from(known, (possible) => sets.idOf(possible)),
    sets,
  };
}

const gold = (...examples: Example[]) => new Gold(examples, time, tags);

function codeOf(ask: () => unknown): string {
  try {
    ask();
  } catch (thrown) {
    if (thrown instanceof GraftError) return thrown.problem.code;
    throw thrown;
  }
  return 'nothing thrown';
}

const known = example([2], [1]);
const open = example([0], [0, 2], [1]);
const taught = {
  ...example([1], [0, 1, 2]),
  soft: { values: Float32Array.of(0.5, 0.25, 0.25, 0.125, 0.75, 0.125), shared: [] },
};

describe('gold', () => {
  it('tells how many sentences there are, and how long they are', () => {
    expect(gold(known, open).size).toBe(2);
    expect([...gold(known, open).lengths()]).toEqual([2, 3]);
  });

  it('gives one tag a token, and 0 on padding', () => {
    expect([...gold(known, example([1], [2], [1])).ids()]).toEqual([2, 1, 0, 1, 2, 1]);
  });

  it('refuses one tag a token where a token is open', () => {
    expect(codeOf(() => gold(known, open).ids())).toBe('open-token');
  });

  it('gives the tags that each token may carry, and none on padding', () => {
    const [first, second] = [
      [0, 0, 1, 0, 1, 0, 0, 0, 0],
      [1, 0, 0, 1, 0, 1, 0, 1, 0],
    ];
    expect([...gold(known, open).allowed()]).toEqual([...first, ...second]);
  });

  it('gives 1 for the tag that is known, the teacher’s probabilities where there are any, and 0 on padding', () => {
    expect(gold(known).isSoft).toBe(false);
    expect([...gold(known).soft()]).toEqual([0, 0, 1, 0, 1, 0, 0, 0, 0]);
    expect(gold(known, taught).isSoft).toBe(true);
    expect([...gold(known, taught).soft()]).toEqual([
      ...[0, 0, 1, 0, 1, 0, 0, 0, 0],
      ...[0.5, 0.25, 0.25, 0.125, 0.75, 0.125, 0, 0, 0],
    ]);
  });

  it('refuses probabilities where a token is open and no teacher gave any, though one did for other sentences', () => {
    expect(codeOf(() => gold(open).soft())).toBe('open-token');
    expect(codeOf(() => gold(taught, open).soft())).toBe('open-token');
  });

  it('reads each sentence by its own table of sets', () => {
    const others = new TagSets(tags);
    const first = others.idOf([1, 2]);
    const other = { words: ['word'], known: Int32Array.of(first), sets: others };
    expect(sets.tagsOf(first)).toEqual([0, 2]);
    expect([...gold(open, other).allowed()].slice(time * tags)).toEqual([0, 1, 1, 0, 0, 0, 0, 0, 0]);
  });
});
