import { memory, mul, sum, type Tensor2D, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { onEachBackend } from '../kernels/testing.ts';
import { parameter } from '../layers/testing.ts';
import { packPieces } from '../text/packedPieces.ts';
import { gradientsOf } from '../training/gradients.ts';
import { FrozenStates } from './frozenStates.ts';

const letters = {
  special: { start: 30, end: 31, padding: 0, mask: 0, unknown: 0 },
  piecesOf: (word: string) => ({
    ids: Array.from(word, (letter) => letter.charCodeAt(0) - 96),
    offsets: [],
  }),
};
const packed = (...sentences: string[]) =>
  packPieces(
    sentences.map((sentence) => sentence.split(' ')),
    letters,
    20,
  );

/** A row is its piece's id and its position; `read` has the numbers of rows that were computed. */
function counting(most?: number) {
  const read: number[] = [];
  const states = new FrozenStates(({ ids, positions, starts }) => {
    read.push(starts.at(-1) as number);
    const rows = Array.from(ids, (id, row) => [id, positions[row] as number]);
    return tensor(rows.flat(), [ids.length, 2], 'float32') as Tensor2D;
  }, most);
  const rowsOf = async (...sentences: string[]) => {
    const all = tidy(() => states.of(packed(...sentences)));
    const values = [...(await all.data())];
    all.dispose();
    return values.slice(0, 2 * (packed(...sentences).starts.at(-1) as number));
  };
  return { read, states, rowsOf };
}

onEachBackend(() => {
  test('a sentence is computed once, and has its states in whatever batch it comes again', async () => {
    const { read, states, rowsOf } = counting();
    const ab = [30, 0, 1, 1, 2, 2, 31, 3];
    const c = [30, 0, 3, 1, 31, 2];
    expect(await rowsOf('a b', 'c')).toEqual([...ab, ...c]);
    expect(await rowsOf('c', 'd e', 'ab', 'c')).toEqual([...c, 30, 0, 4, 1, 5, 2, 31, 3, ...ab, ...c]);
    expect(await rowsOf('d e', 'a b')).toEqual([30, 0, 4, 1, 5, 2, 31, 3, ...ab]);
    expect(read).toEqual([7, 4]);
    states.dispose();
  });

  test('what does not fit into the budget is computed again', async () => {
    // Room for four rows of two numbers of four bytes.
    const { read, states, rowsOf } = counting(32);
    for (let again = 0; again < 2; again++) {
      expect(await rowsOf('a b', 'c')).toEqual([30, 0, 1, 1, 2, 2, 31, 3, 30, 0, 3, 1, 31, 2]);
    }
    expect(read).toEqual([7, 3]);
    states.dispose();
    expect(await rowsOf('c')).toEqual([30, 0, 3, 1, 31, 2]);
    states.dispose();
  });

  test('a backward pass ends at them, and they are let go of', async () => {
    const before = memory().numTensors;
    const { read, states } = counting();
    const weight = parameter(Float32Array.of(2), [1]);
    for (let step = 0; step < 3; step++) {
      const [gradient] = tidy(() => {
        const { gradients } = gradientsOf([() => sum(mul(states.of(packed('a', 'b')), weight))], [weight]);
        return [gradients.get(weight)?.gradient] as [Tensor2D];
      });
      // Ids and positions, and −1 twice in each surplus row the first time.
      if (step > 0) expect([...(await gradient.data())]).toEqual([30 + 1 + 31 + 30 + 2 + 31 + 3 + 3]);
      gradient.dispose();
    }
    expect(read).toEqual([6]);
    states.dispose();
    weight.dispose();
    expect(memory().numTensors).toBe(before);
  });
});
