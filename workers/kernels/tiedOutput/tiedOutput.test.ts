import { grads, mul, scalar, type Tensor1D, type Tensor2D, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { expectClose, onEachBackend, randomValues, toleranceOf } from '../testing.ts';
import { tiedCrossEntropy } from './operation.ts';

const [rows, dimension, pieces] = [21, 6, 37];
const states = randomValues(rows * dimension, 1, 2);
const table = randomValues(pieces * dimension, 2, 2);
const bias = randomValues(pieces, 3);
const gold = Int32Array.from({ length: rows }, (_, row) => (row % 5 === 3 ? -1 : (7 * row) % pieces));

/** In plain loops, in double precision: the loss times 3 and its gradients. */
function expected() {
  const count = gold.filter((id) => id >= 0).length;
  const [ofStates, ofTable, ofBias] = [states, table, bias].map(({ length }) => new Float64Array(length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  let loss = 0;
  gold.forEach((id, row) => {
    if (id < 0) return;
    const at = (piece: number, d: number) => (states[row * dimension + d] ?? 0) * (table[piece * dimension + d] ?? 0);
    const logits = Array.from({ length: pieces }, (_, piece) => {
      let sum = bias[piece] ?? 0;
      for (let d = 0; d < dimension; d++) sum += at(piece, d);
      return sum;
    });
    const all = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    loss += (3 * (Math.log(all) - (logits[id] ?? 0))) / count;
    logits.forEach((logit, piece) => {
      const gradient = (3 * (Math.exp(logit) / all - (piece === id ? 1 : 0))) / count;
      ofBias[piece]! += gradient;
      for (let d = 0; d < dimension; d++) {
        ofStates[row * dimension + d]! += gradient * (table[piece * dimension + d] ?? 0);
        ofTable[piece * dimension + d]! += gradient * (states[row * dimension + d] ?? 0);
      }
    });
  });
  return [Float64Array.of(loss), ofStates, ofTable, ofBias];
}

onEachBackend((backend) => {
  const given = () => [
    tensor(states, [rows, dimension]) as Tensor2D,
    tensor(table, [pieces, dimension]) as Tensor2D,
    tensor(bias, [pieces]) as Tensor1D,
  ];
  const outputOf = ([s, t, b]: readonly unknown[]) => ({
    states: s as Tensor2D,
    table: t as Tensor2D,
    bias: b as Tensor1D,
  });

  test.each([
    ['all rows at once', 64],
    ['rows in groups', 8],
  ])('loss and gradients are those of plain loops, with %s', async (_, perGroup) => {
    const results = tidy(() => {
      const inputs = given();
      const loss = (...parts: unknown[]) => mul(tiedCrossEntropy(outputOf(parts), gold, true, perGroup), scalar(3));
      return [loss(...inputs), ...grads(loss as never)(inputs)];
    });
    const wanted = expected();
    for (const [index, name] of ['loss', 'states', 'table', 'bias'].entries()) {
      expectClose(
        (await results[index]?.data()) ?? [],
        wanted[index] as Float64Array as unknown as number[],
        toleranceOf(backend),
        name,
      );
      results[index]?.dispose();
    }
  });

  test('in use the loss is the same', async () => {
    const losses = tidy(() => [true, false].map((learns) => tiedCrossEntropy(outputOf(given()), gold, learns, 16)));
    const [learning, used] = [await losses[0]?.data(), await losses[1]?.data()];
    for (const loss of losses) loss.dispose();
    expect(used).toEqual(learning);
  });
});
