import { grad, mul, sum, type Tensor, type Tensor2D, tensor, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { expectClose, onEachBackend, randomValues, readFixture, tensorOf, type Written } from '../testing.ts';
import { lookUp, type TableKind } from './lookups.ts';

const { embedding } = readFixture<{
  embedding: { table: Written; ids: Written; weights: Written; output: Written; gradients: { table: Written } };
}>('kernels');
const { ordinaryRows } = readFixture<{ ordinaryRows: typeof embedding }>('tables');

const ordinary: TableKind = { padding: false, learns: 'rows' };

/** The output and the gradient of sum(output · weights). */
async function run(table: Tensor2D, ids: Int32Array, weights: Tensor, kind?: TableKind) {
  const shape = weights.shape.slice(0, -1);
  const [output, gradient] = tidy(() => [
    lookUp(table, ids, shape, kind),
    grad((t: Tensor) => sum(mul(lookUp(t, ids, shape, kind), weights)))(table),
  ]) as [Tensor, Tensor];
  const result = { shape: output.shape, output: await output.data(), gradient: await gradient.data() };
  for (const t of [table, weights, output, gradient]) t.dispose();
  return result;
}

onEachBackend(() => {
  test.each([
    { what: 'with padding', fixture: embedding, kind: undefined },
    { what: 'whose first row is an ordinary one', fixture: ordinaryRows, kind: ordinary },
  ])('agrees with PyTorch on a table $what, forward and gradient', async ({ fixture, kind }) => {
    const { table, ids, weights, output, gradients } = fixture;
    const result = await run(tensorOf(table), Int32Array.from(ids.values), tensorOf(weights), kind);
    expect(result.shape).toEqual(output.shape);
    expectClose(result.output, output.values, 1e-6, 'output');
    expectClose(result.gradient, gradients.table.values, 1e-5, 'gradient');
  });

  test('reads a larger table with many repetitions row by row, and adds up what comes back', async () => {
    const table = randomValues(350, 1);
    const ids = Int32Array.from(randomValues(400, 2), (x) => Math.floor((x + 1) * 25));
    const weights = randomValues(2800, 3);
    const result = await run(tensor2d(table, [50, 7]), ids, tensor(weights, [20, 20, 7]));
    const rows = Array.from(ids, (id) => (id > 0 ? [...table.subarray(7 * id, 7 * id + 7)] : Array(7).fill(0)));
    expect([...result.output]).toEqual(rows.flat());
    const expected = new Float32Array(350);
    ids.forEach((id, n) => {
      if (id > 0) for (let d = 0; d < 7; d++) expected[7 * id + d]! += weights[7 * n + d]!;
    });
    expectClose(result.gradient, expected, 1e-5, 'gradient');
  });

  test('reads padding as zeros whatever its row holds, and gives it no gradient', async () => {
    const table = tensor2d([Number.NaN, 5, 1, 2], [2, 2]);
    const result = await run(table, Int32Array.of(0, 1, 0), tensor([1, 1, 1, 1, 1, 1], [3, 2]));
    expect([...result.output]).toEqual([0, 0, 1, 2, 0, 0]);
    expect([...result.gradient]).toEqual([0, 0, 1, 1]);
  });

  test.each([undefined, ordinary])(
    'reads ids outside the table as zeros, and gives them no gradient (%j)',
    async (kind) => {
      const table = tensor2d([5, 6, 1, 2], [2, 2]);
      const ids = Int32Array.of(-1, 1, 2, 2 ** 31 - 1, -(2 ** 31));
      const result = await run(table, ids, tensor(new Float32Array(10).fill(1), [5, 2]), kind);
      expect([...result.output]).toEqual([0, 0, 1, 2, 0, 0, 0, 0, 0, 0]);
      expect([...result.gradient]).toEqual([0, 0, 1, 1]);
    },
  );
});
