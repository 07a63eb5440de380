/** The model that is built twice, by tfjs's own layers and by ours: its sizes and its numbers. */
import { type Tensor3D, tensor } from '@tensorflow/tfjs-core';
import { createRandom } from '../workers/text/random.ts';
import { tags } from './workload.ts';

export interface LayersShape {
  readonly batch: number;
  readonly time: number;
  readonly features: number;
  readonly hidden: number;
}

/** The sizes of the project's targets. */
export const layersShape: LayersShape = { batch: 32, time: 30, features: 125, hidden: 128 };

export function layersInputs({ batch, time, features }: LayersShape): { inputs: Tensor3D; gold: Tensor3D } {
  const random = createRandom(2);
  const inputs = Float32Array.from({ length: batch * time * features }, () => random.normal(0, 1));
  const gold = new Float32Array(batch * time * tags.length);
  for (let token = 0; token < batch * time; token++) gold[token * tags.length + random.integer(tags.length)] = 1;
  return {
    inputs: tensor(inputs, [batch, time, features]) as Tensor3D,
    gold: tensor(gold, [batch, time, tags.length]) as Tensor3D,
  };
}
