/** Random label-aware outputs for the tests. */
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { randomValues } from '../testing.ts';
import type { LabelAwareInputs } from './operation.ts';
import type { LabelAwareArrays } from './reference.ts';
import { knownWidth, type LabelAwareShape } from './shape.ts';

function sidesOf(shape: LabelAwareShape): Record<string, number[]> {
  const { batch, time, features, tags, hidden, background, context } = shape;
  const direction = (name: string) => ({
    [`${name}Gates`]: [tags + 1, 4 * hidden],
    [`${name}Weights`]: [hidden, 4 * hidden],
  });
  return {
    features: [batch, time, features],
    ...((background || context) && { ...direction('forward'), ...direction('backward') }),
    ...(background && { backgroundWeights: [2 * hidden, features], backgroundBias: [features] }),
    ...(context && { contextWeights: [features * (background ? 2 : 1), 2 * hidden], contextBias: [2 * hidden] }),
    outputWeights: [knownWidth(shape), tags],
    outputBias: [tags],
    allowed: [tags + 2, tags],
  };
}

/** Weights far from zero, so that tags differ. The first tag may stand anywhere. Features are zeros on padding. */
export function labelAwareValues(shape: LabelAwareShape, lengths: readonly number[], seed: number): LabelAwareArrays {
  const entries = Object.entries(sidesOf(shape)).map(([name, sides], n) => {
    const count = sides.reduce((product, side) => product * side, 1);
    return [name, randomValues(count, seed + n, name === 'features' ? 1 : 2)];
  });
  const values = Object.fromEntries(entries) as Record<'features' | 'allowed', Float32Array>;
  const { time, features, tags } = shape;
  lengths.forEach((length, row) => {
    values.features.fill(0, (row * time + length) * features, (row + 1) * time * features);
  });
  const allowed = values.allowed.map((value, n) => (value > -1 || n % tags === 0 ? 1 : 0));
  return { ...values, allowed, lengths: Int32Array.from(lengths) } as unknown as LabelAwareArrays;
}

export function labelAwareTensors(shape: LabelAwareShape, values: LabelAwareArrays): LabelAwareInputs {
  const given = values as unknown as Record<string, Float32Array>;
  const parts = Object.entries(sidesOf(shape)).map(([name, sides]): [string, Tensor] => [
    name,
    tensor(given[name] as Float32Array, sides),
  ]);
  const lengths = tensor(values.lengths, [shape.batch], 'int32');
  return { ...Object.fromEntries(parts), lengths } as unknown as LabelAwareInputs;
}
