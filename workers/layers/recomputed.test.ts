import {
  memory,
  mul,
  type Scalar,
  sum,
  type Tensor2D,
  tensor1d,
  tensor2d,
  tidy,
  variableGrads,
} from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { onEachBackend, randomValues } from '../kernels/testing.ts';
import { transformerEncoder } from '../protocol/encoders/transformer.ts';
import { defaultsOf } from '../protocol/fields.ts';
import { createRandom } from '../text/random.ts';
import { disposeAll, drawnParameters } from './parameters.ts';
import { recomputed } from './recomputed.ts';
import { TransformerLayer } from './transformer.ts';

const specification = {
  kind: 'transformer',
  ...defaultsOf(transformerEncoder.fields),
  ...{ hiddenSize: 8, heads: 2, intermediateSize: 12 },
} as const;

onEachBackend(() => {
  test('layers that are computed again have the bits of those that are kept, and the gradients too', async () => {
    const before = memory().numTensors;
    const source = drawnParameters(createRandom(1));
    const layers = [0, 1].map((number) => new TransformerLayer(`layers.${number}`, specification, number, source));
    const variables = layers.flatMap(({ parameters }) => Object.values(parameters));
    const weights = tensor2d(randomValues(48, 3), [6, 8]);
    const states = tensor2d(randomValues(48, 4), [6, 8]);
    const places = () => ({
      starts: tensor1d([0, 2, 5], 'int32'),
      positions: tensor1d([0, 1, 0, 1, 2, -1], 'int32'),
    });
    const pass = async (again: boolean) => {
      const { value, grads } = variableGrads(
        () =>
          tidy(() => {
            const through = layers.reduce((below: Tensor2D, layer, number) => {
              const apply = (read: Tensor2D) =>
                layer.apply(read, places(), { rate: 0.2, random: createRandom(7 + number) });
              return again ? recomputed(below, Object.values(layer.parameters), apply) : apply(below);
            }, states);
            return sum(mul(through, weights)) as Scalar;
          }),
        variables,
      );
      const read = [[...(await value.data())]];
      for (const { name } of variables) read.push([...((await grads[name]?.data()) ?? [])]);
      disposeAll([value, ...Object.values(grads)]);
      return read;
    };
    const kept = await pass(false);
    expect(kept.every((numbers) => numbers.length > 0)).toBe(true);
    expect(await pass(true)).toEqual(kept);
    disposeAll([...variables, weights, states]);
    expect(memory().numTensors).toBe(before);
  });
});
