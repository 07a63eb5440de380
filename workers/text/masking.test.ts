import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fatesOf, maskPassages, spanLength } from './masking.ts';
import type { Passage } from './passages.ts';
import { createRandom } from './random.ts';

const special = { padding: 0, unknown: 1, start: 2, end: 3, mask: 4 };
const tokenizer = { special, size: 60 };
const kinds = ['tokens', 'spans'] as const;

/** Words of some pieces each; pieces are numbered from 10 on. */
function passage(sizes: readonly number[]): Passage {
  const words = [0];
  for (const size of sizes) words.push((words.at(-1) as number) + size);
  return {
    ids: Int32Array.from({ length: words.at(-1) as number }, (_, n) => 10 + (n % 50)),
    words: Int32Array.from(words),
  };
}

const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 80 });
const seeds = fc.integer({ min: 0, max: 0xffffffff });

describe('what has to be guessed', () => {
  it.each(kinds)('is 15 % of the pieces, and at least one: %s', (kind) => {
    fc.assert(
      fc.property(sizes, seeds, (words, seed) => {
        const { ids } = passage(words);
        const chosen = fatesOf(passage(words), kind, createRandom(seed)).size;
        const wanted = Math.max(1, Math.round(0.15 * ids.length));
        // A span ends with a whole word, of five pieces at most.
        return chosen >= wanted && chosen <= wanted + (kind === 'spans' ? 4 : 0);
      }),
    );
  });

  it('is whole words in spans', () => {
    fc.assert(
      fc.property(sizes, seeds, (of, seed) => {
        const { words } = passage(of);
        const fates = fatesOf(passage(of), 'spans', createRandom(seed));
        return of.every((_, word) => {
          const places = Array.from({ length: of[word] as number }, (_each, n) => (words[word] as number) + n);
          return new Set(places.map((place) => fates.get(place))).size === 1;
        });
      }),
    );
  });

  it.each(kinds)('is hidden, replaced or left as 80, 10 and 10 of a hundred: %s', (kind) => {
    const random = createRandom(3);
    const counts = { hidden: 0, replaced: 0, left: 0 };
    for (let round = 0; round < 1500; round++) {
      for (const fate of fatesOf(passage(new Array(60).fill(1)), kind, random).values()) counts[fate]++;
    }
    const all = counts.hidden + counts.replaced + counts.left;
    expect(counts.hidden / all).toBeCloseTo(0.8, 1);
    expect(counts.replaced / all).toBeCloseTo(0.1, 1);
    expect(counts.left / all).toBeCloseTo(0.1, 1);
  });

  it('leaves pieces alone that nobody can guess', () => {
    const of = passage(new Array(40).fill(1));
    for (const kind of kinds) {
      const fates = fatesOf(of, kind, createRandom(5), (id) => id % 2 === 0);
      for (const place of fates.keys()) expect((of.ids[place] as number) % 2).toBe(0);
      expect(fatesOf(of, kind, createRandom(5), () => false).size).toBe(0);
    }
  });
});

describe('spans', () => {
  it('are geometric with p = 0.2, cut at ten words: 3.8 on average', () => {
    const random = createRandom(11);
    const draws = 40_000;
    const drawn = Array.from({ length: draws }, () => spanLength(random));
    const counts = Array.from({ length: 11 }, (_, length) => drawn.filter((each) => each === length).length);
    const all = 1 - 0.8 ** 10;
    for (let length = 1; length <= 10; length++) {
      expect((counts[length] as number) / draws).toBeCloseTo((0.2 * 0.8 ** (length - 1)) / all, 2);
    }
    expect(counts[0]).toBe(0);
    expect(counts.reduce((sum, count, length) => sum + count * length, 0) / draws).toBeCloseTo(3.8, 1);
  });
});

describe('masked passages', () => {
  it.each(kinds)('stand between the special pieces, with the gold of the rows that changed: %s', (kind) => {
    fc.assert(
      fc.property(fc.array(sizes, { minLength: 1, maxLength: 4 }), seeds, (texts, seed) => {
        const passages = texts.map(passage);
        const { packed, rows, gold } = maskPassages(passages, tokenizer, kind, createRandom(seed));
        const guessed = new Map([...rows].map((row, index) => [row, gold[index]]));
        expect(guessed.size).toBe(rows.length);
        const whole = passages.flatMap(({ ids }) => [special.start, ...ids, special.end]);
        expect([...packed.ids.subarray(0, whole.length)].map((id, row) => guessed.get(row) ?? id)).toEqual(whole);
        expect([...packed.ids.subarray(whole.length)].every((id) => id === -1)).toBe(true);
        expect(packed.starts.at(-1)).toBe(whole.length);
        const read = [...rows].map((row) => packed.ids[row] as number);
        expect(read.every((id) => id === special.mask || id >= 5)).toBe(true);
      }),
    );
  });

  it('are the same for the same stream, and others for another', () => {
    const texts = [passage(new Array(50).fill(2))];
    const made = (seed: number) => maskPassages(texts, tokenizer, 'spans', createRandom(seed));
    expect(made(1)).toEqual(made(1));
    expect(made(2)).not.toEqual(made(1));
  });
});
