import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packPieces } from './packedPieces.ts';

/** A letter is a piece; a word of no letter is unknown. */
const letters = {
  special: { start: 100, end: 101, padding: 102, mask: 103, unknown: 104 },
  piecesOf(word: string) {
    const ids = word === '' ? [104] : Array.from(word, (letter) => letter.charCodeAt(0) - 96);
    return { ids, offsets: ids.map((_, at): [number, number] => [at, at + 1]) };
  },
};

const rows = (array: Int32Array, count: number) => [...array.subarray(0, count)];

describe('packed pieces', () => {
  it('stand one after another, each sentence between its special pieces', () => {
    const { ids, positions, starts, time, firstRows } = packPieces([['ab', 'c'], [], ['d']], letters, 16);
    expect([...starts]).toEqual([0, 5, 8]);
    expect(rows(ids, 8)).toEqual([100, 1, 2, 3, 101, 100, 4, 101]);
    expect(rows(positions, 8)).toEqual([0, 1, 2, 3, 4, 0, 1, 2]);
    expect(ids.length).toBe(16);
    expect([...ids.subarray(8), ...positions.subarray(8)]).toEqual(Array(16).fill(-1));
    expect(time).toBe(4);
    expect([...firstRows]).toEqual([1, 3, -1, -1, -1, -1, -1, -1, 6, -1, -1, -1]);
  });

  it('are those of each window where a sentence is longer than the model, and a word has its first piece once', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{0,12}$/), { maxLength: 40 });
    fc.assert(
      fc.property(fc.array(words, { maxLength: 4 }), fc.integer({ min: 8, max: 20 }), (sentences, longest) => {
        const { ids, starts, time, firstRows } = packPieces(sentences, letters, longest);
        for (let n = 1; n < starts.length; n++) {
          const [first, end] = [starts[n - 1] as number, starts[n] as number];
          expect(end - first).toBeLessThanOrEqual(longest);
          expect([ids[first], ids[end - 1]]).toEqual([100, 101]);
        }
        sentences.forEach((sentence, row) => {
          for (let column = 0; column < time; column++) {
            const at = firstRows[row * time + column] as number;
            if (column >= sentence.length) expect(at).toBe(-1);
            else expect(ids[at]).toBe(letters.piecesOf(sentence[column] as string).ids[0]);
          }
        });
      }),
    );
  });

  it('are rounded up by a sixteenth at most where they are many', () => {
    for (const pieces of [300, 511, 513, 1500]) {
      const { ids, starts } = packPieces([Array<string>(pieces - 2).fill('a')], letters, pieces);
      expect(starts.at(-1)).toBe(pieces);
      expect(ids.length).toBeGreaterThanOrEqual(pieces);
      expect(ids.length).toBeLessThanOrEqual(pieces * 1.0625);
    }
  });
});
