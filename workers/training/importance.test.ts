import { add, memory, mul, sum, tensor, tidy, variable } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { lookUp } from '../kernels/embedding/lookups.ts';
import { expectClose, onEachBackend } from '../kernels/testing.ts';
import { importanceOf, together } from './importance.ts';

onEachBackend(() => {
  test('is the mean square of the gradients, relative to the mean over all numbers, and by rows of a table', async () => {
    const parameters = {
      weights: tidy(() => variable(tensor([1, 1]))),
      unused: tidy(() => variable(tensor([5]))),
      table: tidy(() => variable(tensor([0, 0, 1, 2, 3, 4], [3, 2]))),
    };
    const before = memory().numTensors;
    // Gradients: of the weights [3, 1] and [1, 1]; of the table's row 2 [1, 1] each time, of row 1 once [2, 2].
    const loss = (slope: number, ids: number[]) => () =>
      add(
        sum(mul(parameters.weights, tensor([slope, 1]))),
        sum(lookUp(parameters.table, Int32Array.from(ids), [ids.length])),
      );
    const told: number[] = [];
    const importance = await importanceOf(parameters, [loss(3, [2]), loss(1, [1, 2, 1])], (done) => {
      told.push(done);
    });
    expect(memory().numTensors).toBe(before);
    // Squares: [9 + 1, 1 + 1]; the mean of 10, 2 and the unused 0 is 4, over the numbers that the loss knows 6.
    expectClose(importance.weights?.values as Float32Array, [10 / 6, 2 / 6], 1e-6);
    expectClose(importance.unused?.values as Float32Array, [0], 0);
    expect(importance.table?.shape).toEqual([3, 1]);
    expectClose(importance.table?.values as Float32Array, [0, 4 / 6, 2 / 6], 1e-6);
    expect(told).toEqual([0.5, 1]);
    for (const each of Object.values(parameters)) each.dispose();
  });
});

test('what mattered before is added in its place, where rows and columns came behind', () => {
  const before = {
    weights: { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) },
    table: { shape: [2, 1], values: Float32Array.of(5, 6) },
  };
  const since = {
    weights: { shape: [2, 3], values: Float32Array.of(10, 20, 30, 40, 50, 60) },
    table: { shape: [3, 1], values: Float32Array.of(7, 8, 9) },
    fresh: { shape: [1], values: Float32Array.of(1) },
  };
  const { weights, table, fresh } = together(before, since);
  expect([...(weights?.values ?? [])]).toEqual([11, 22, 30, 43, 54, 60]);
  expect([...(table?.values ?? [])]).toEqual([12, 14, 9]);
  expect([...(fresh?.values ?? [])]).toEqual([1]);
});
