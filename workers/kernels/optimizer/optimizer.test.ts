import { tensor, variable, zeros } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { expectClose, onEachBackend, readFixture, type Written } from '../testing.ts';
import type { OptimizerRule, UpdateScalars } from './coefficients.ts';
import { applyUpdate, globalNormScale, slotCount } from './operation.ts';

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
