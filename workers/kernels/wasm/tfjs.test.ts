import { matMul, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { expectClose, onEachBackend, randomValues } from '../testing.ts';

interface Product {
  readonly batch: readonly [number, number];
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
  readonly transpose: readonly [boolean, boolean];
}

/** The product by its definition, in double precision. */
function multiply({ batch, rows, depth, columns, transpose }: Product, a: Float32Array, b: Float32Array): number[] {
  const result: number[] = [];
  for (let n = 0; n < Math.max(...batch); n++) {
    const left = (batch[0] === 1 ? 0 : n) * rows * depth;
    const right = (batch[1] === 1 ? 0 : n) * depth * columns;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        let total = 0;
        for (let k = 0; k < depth; k++) {
          const x = a[left + (transpose[0] ? k * rows + row : row * depth + k)] as number;
          const y = b[right + (transpose[1] ? column * depth + k : k * columns + column)] as number;
          total += x * y;
        }
        result.push(total);
      }
    }
  }
  return result;
}

onEachBackend(() => {
  test.each<Product>([
    { batch: [1, 1], rows: 1, depth: 1, columns: 1, transpose: [false, false] },
    { batch: [1, 1], rows: 70, depth: 300, columns: 17, transpose: [false, false] },
    // Large enough for several threads: along rows, along columns, along the batch.
    { batch: [1, 1], rows: 301, depth: 120, columns: 150, transpose: [false, true] },
    { batch: [1, 1], rows: 301, depth: 120, columns: 150, transpose: [true, false] },
    { batch: [1, 1], rows: 90, depth: 151, columns: 405, transpose: [false, true] },
    { batch: [1, 1], rows: 90, depth: 151, columns: 405, transpose: [true, false] },
    { batch: [1, 2], rows: 70, depth: 121, columns: 333, transpose: [false, false] },
    { batch: [7, 7], rows: 50, depth: 121, columns: 130, transpose: [true, true] },
    { batch: [3, 3], rows: 5, depth: 9, columns: 11, transpose: [true, false] },
    { batch: [3, 3], rows: 6, depth: 2, columns: 8, transpose: [false, true] },
    { batch: [2, 2], rows: 7, depth: 19, columns: 3, transpose: [true, true] },
    { batch: [1, 4], rows: 4, depth: 5, columns: 6, transpose: [false, true] },
    { batch: [4, 1], rows: 4, depth: 5, columns: 6, transpose: [false, false] },
  ])('multiplies matrices: %j', async (product) => {
    const { batch, rows, depth, columns, transpose } = product;
    const a = randomValues(batch[0] * rows * depth, 1);
    const b = randomValues(batch[1] * depth * columns, 2);
    const result = tidy(() =>
      matMul(
        tensor(a, transpose[0] ? [batch[0], depth, rows] : [batch[0], rows, depth]),
        tensor(b, transpose[1] ? [batch[1], columns, depth] : [batch[1], depth, columns]),
        ...transpose,
      ),
    );
    expect(result.shape).toEqual([Math.max(...batch), rows, columns]);
    expectClose(await result.data(), multiply(product, a, b), 1e-4);
    result.dispose();
  });
});
