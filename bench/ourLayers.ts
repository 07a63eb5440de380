/** The BiLSTM with a dense layer over it and Adam, by our layers (layersShape.ts; stock.ts is tfjs's own). */
import { fill, type Tensor, type Tensor1D, tidy } from '@tensorflow/tfjs-core';
import { LstmLayer } from '../workers/layers/lstm.ts';
import { disposeAll } from '../workers/layers/parameters.ts';
import { SoftmaxOutput } from '../workers/outputs/softmax.ts';
import { createRandom } from '../workers/text/random.ts';
import { atConstantRate, Optimizer } from '../workers/training/optimizer.ts';
import { type LayersShape, layersInputs } from './layersShape.ts';
import { tags } from './workload.ts';

export function ourLayersModel(shape: LayersShape) {
  const { batch, time, features, hidden } = shape;
  const random = createRandom(1);
  const { inputs, gold } = layersInputs(shape);
  const lengths = fill([batch], time, 'int32') as Tensor1D;
  const layer = new LstmLayer('word', features, hidden, random.fork('layer'));
  const output = new SoftmaxOutput(layer.outputSize, tags, random.fork('output'));
  const parameters = { ...layer.parameters, ...output.parameters };
  const optimizer = new Optimizer(atConstantRate(parameters, 0.002), { optimizer: 'adam', momentum: 0, clip: 5 });
  return {
    /** One training step, until the device has done it. */
    async step(): Promise<void> {
      const loss = optimizer.step(() => tidy(() => output.loss(layer.states(inputs, lengths), gold, lengths)));
      await read(loss);
    },
    dispose(): void {
      optimizer.dispose();
      disposeAll([inputs, gold, lengths, ...Object.values(parameters)]);
    },
  };
}

async function read(loss: Tensor): Promise<void> {
  await loss.data();
  loss.dispose();
}
