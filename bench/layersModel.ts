/**
 * The one model that is built twice: a BiLSTM with a dense layer over it and Adam, by tfjs's own layers and by ours, on
 * the same numbers and the same backend.
 */
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import { tidy } from '@tensorflow/tfjs-core';
import { LstmLayer } from '../workers/layers/lstm.ts';
import { disposeAll } from '../workers/layers/parameters.ts';
import { SoftmaxOutput } from '../workers/outputs/softmax.ts';
import { createRandom, type Random } from '../workers/text/random.ts';
import { Optimizer } from '../workers/training/optimizer.ts';
import { tags } from './workload.ts';

export const layersShape = { batch: 32, time: 30, features: 125, hidden: 128 } as const;
const { batch, time, features, hidden } = layersShape;

export interface TimedModel {
  /** One training step, until the device has done it. */
  step(): Promise<void>;
  dispose(): void;
}

function inputsOf(random: Random): { inputs: Tensor3D; gold: Tensor3D } {
  const inputs = Float32Array.from({ length: batch * time * features }, () => random.normal(0, 1));
  const gold = new Float32Array(batch * time * tags.length);
  for (let token = 0; token < batch * time; token++) gold[token * tags.length + random.integer(tags.length)] = 1;
  return {
    inputs: tf.tensor(inputs, [batch, time, features]) as Tensor3D,
    gold: tf.tensor(gold, [batch, time, tags.length]) as Tensor3D,
  };
}

export function ourLayersModel(): TimedModel {
  const random = createRandom(1);
  const { inputs, gold } = inputsOf(random);
  const lengths = tf.fill([batch], time, 'int32') as Tensor1D;
  const layer = new LstmLayer('word', features, hidden, random.fork('layer'));
  const output = new SoftmaxOutput(layer.outputSize, tags, random.fork('output'));
  const parameters = { ...layer.parameters, ...output.parameters };
  const optimizer = new Optimizer(parameters, { optimizer: 'adam', learningRate: 0.002, momentum: 0, clip: 5 });
  return {
    async step() {
      const loss = optimizer.step(() => tidy(() => output.loss(layer.states(inputs, lengths), gold, lengths)));
      await read(loss);
    },
    dispose() {
      optimizer.dispose();
      disposeAll([inputs, gold, lengths, ...Object.values(parameters)]);
    },
  };
}

/** tfjs's orthogonal initialiser is slow and warns; the speed of a step does not depend on it. */
export function stockLayersModel(): TimedModel {
  const { inputs, gold } = inputsOf(createRandom(1));
  const model = tf.sequential();
  const layer = tf.layers.lstm({ units: hidden, returnSequences: true, recurrentInitializer: 'glorotUniform' });
  model.add(tf.layers.bidirectional({ layer, mergeMode: 'concat', inputShape: [time, features] }));
  model.add(tf.layers.dense({ units: tags.length, activation: 'softmax' }));
  model.compile({ optimizer: tf.train.adam(0.002), loss: 'categoricalCrossentropy' });
  return {
    async step() {
      await model.trainOnBatch(inputs, gold);
    },
    dispose() {
      model.dispose();
      disposeAll([inputs, gold]);
    },
  };
}

async function read(loss: Tensor): Promise<void> {
  await loss.data();
  loss.dispose();
}
