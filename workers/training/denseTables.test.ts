/** Tables that learn as any other parameter does: all of their rows at every step, also where they are a matrix too. */
import { matMul, mul, square, sum, type Tensor2D, tensor, type Variable } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { OptimizerRule } from '../kernels/optimizer/coefficients.ts';
import { expectClose, onEachBackend, readFixture, type Written } from '../kernels/testing.ts';
import { tableOf } from '../layers/testing.ts';
import { Optimizer } from './optimizer.ts';

const { denseTables: cases } = readFixture<{
  denseTables: {
    rule: OptimizerRule;
    padding: boolean;
    tied: boolean;
    rate: number;
    decay: number;
    table: Written;
    ids: Written;
    weights: Written;
    after: Written;
  }[];
}>('tables');

onEachBackend(() => {
  test.each(cases)('under $rule as PyTorch teaches them: padding $padding, tied $tied', async (fixture) => {
    const { rule, padding, tied, rate, decay } = fixture;
    const [rows = 0, dimension = 0] = fixture.table.shape;
    const values = Float32Array.from(fixture.table.values);
    const layer = tableOf(dimension, values, { padding, learns: 'dense' });
    const table = layer.parameters['word.rows'] as Variable;
    const groups = [{ parameters: layer.parameters, rate: () => rate, decay }];
    const optimizer = new Optimizer(groups, { optimizer: rule, momentum: 0, clip: 1e6 });
    const [steps = 0, positions = 0] = fixture.ids.shape;
    const width = tied ? rows : dimension;
    for (let step = 0; step < steps; step++) {
      const ids = Int32Array.from(fixture.ids.values.slice(step * positions, (step + 1) * positions));
      const weights = fixture.weights.values.slice(step * positions * width, (step + 1) * positions * width);
      const loss = optimizer.step(() => {
        const read = layer.apply(ids, [positions]) as Tensor2D;
        const scores = tied ? matMul(read, table as unknown as Tensor2D, false, true) : square(read);
        return sum(mul(tensor(weights, [positions, width]), scores));
      });
      loss.dispose();
      const after = fixture.after.values.slice(step * table.size, (step + 1) * table.size);
      expectClose(await table.data(), after, 1e-4, `step ${step + 1}`);
    }
    expect((await optimizer.state()).moments['word.rows']?.shape).toEqual([2, rows, dimension]);
    optimizer.dispose();
    table.dispose();
  });
});
