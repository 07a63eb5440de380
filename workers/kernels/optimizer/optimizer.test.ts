import { tensor, variable, zeros } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { expectClose, onEachBackend, randomValues, readFixture, type Written } from '../testing.ts';
import { momentsCoefficients, type OptimizerRule, type UpdateScalars } from './coefficients.ts';
import { applyUpdate, globalNormScale, slotCount } from './operation.ts';
import { adagradUpdate, momentsUpdate, momentumUpdate } from './reference.ts';

const { optimizers } = readFixture<{
  optimizers: {
    rule: OptimizerRule;
    scalars: Omit<UpdateScalars, 'step'>;
    clip: number | null;
    start: Written;
    gradients: Written;
    after: Written;
  }[];
}>('kernels');

function updateByReference(
  rule: OptimizerRule,
  parameter: Float32Array,
  gradient: Float32Array,
  [first, second]: Float32Array[],
  scalars: UpdateScalars,
): void {
  const { learningRate, momentum = 0 } = scalars;
  if (rule === 'sgd') momentumUpdate({ learningRate, momentum }, parameter, gradient, 0.5, first!);
  else if (rule === 'adagrad') adagradUpdate({ learningRate, epsilon: 1e-10 }, parameter, gradient, 0.5, first!);
  else momentsUpdate(momentsCoefficients(rule, scalars), parameter, gradient, 0.5, first!, second!);
}

onEachBackend(() => {
  for (const { rule, scalars, clip, start, gradients, after } of optimizers) {
    test(`${rule} ${JSON.stringify(scalars)}${clip ? ` clipped at ${clip}` : ''} follows PyTorch over 5 steps`, async () => {
      const [steps, size] = gradients.shape as [number, number];
      const initial = tensor(start.values, [size]);
      const parameter = variable(initial);
      const slots = Array.from({ length: slotCount(rule) }, () => zeros([size]));
      for (let step = 1; step <= steps; step++) {
        const gradient = tensor(gradients.values.slice((step - 1) * size, step * size), [size]);
        const scale = clip === null ? undefined : globalNormScale([gradient], clip);
        applyUpdate(rule, parameter, gradient, slots, { ...scalars, step }, scale);
        expectClose(await parameter.data(), after.values.slice((step - 1) * size, step * size), 1e-5, `step ${step}`);
        gradient.dispose();
        scale?.dispose();
      }
      for (const t of [initial, parameter, ...slots]) t.dispose();
    });
  }

  test.each(['sgd', 'adam', 'adamw', 'nadam', 'adagrad'] as const)(
    '%s follows the reference where most of the gradient is 0, as an embedding’s is',
    async (rule) => {
      const size = 41;
      const scalars = { learningRate: 0.05, momentum: 0.5 };
      const expected = randomValues(size, 1);
      const slotValues = Array.from({ length: slotCount(rule) }, () => new Float32Array(size));
      const initial = tensor(expected.slice());
      const parameter = variable(initial);
      const slots = slotValues.map(() => zeros([size]));
      const scale = tensor(0.5);
      for (let step = 1; step <= 40; step++) {
        // A stretch of eight in each step, and what lies behind 32 in none.
        const values = randomValues(size, step).map((x, n) => (n < 32 && n >> 3 === step % 4 && step < 20 ? x : 0));
        const gradient = tensor(values);
        applyUpdate(rule, parameter, gradient, slots, { ...scalars, step }, scale);
        updateByReference(rule, expected, values, slotValues, { ...scalars, step });
        gradient.dispose();
      }
      expectClose(await parameter.data(), expected, 1e-5, 'parameter');
      for (const [n, slot] of slots.entries()) expectClose(await slot.data(), slotValues[n]!, 1e-4, `slot ${n}`);
      for (const t of [initial, parameter, scale, ...slots]) t.dispose();
    },
  );

  test('takes the norm over all gradients together', async () => {
    const gradients = [...Array(11).keys()].map((n) => tensor(n === 0 ? [3, 0, 0] : n === 10 ? [0, 4] : [0]));
    const scales = [globalNormScale(gradients, 1), globalNormScale(gradients, 7)];
    expectClose(await scales[0]!.data(), [0.2], 1e-5);
    expect([...(await scales[1]!.data())]).toEqual([1]);
    for (const t of [...gradients, ...scales]) t.dispose();
  });

  test('keeps a gradient that is not a number visible in the scale', async () => {
    const gradient = tensor([1, Number.NaN]);
    const scale = globalNormScale([gradient], 1);
    expect([...(await scale.data())]).toEqual([Number.NaN]);
    gradient.dispose();
    scale.dispose();
  });
});
