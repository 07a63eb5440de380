/** The BiLSTM with a dense layer over it and Adam, by our layers (layersShape.ts; stock.ts is tfjs's own). */
import { div, fill, sum, type Tensor, type Tensor1D, tidy } from '@tensorflow/tfjs-core';
import { maskedCrossEntropy } from '../workers/kernels/crossEntropy/operation.ts';
import { LinearLayer } from '../workers/layers/linear.ts';
import { LstmLayer } from '../workers/layers/lstm.ts';
import { disposeAll, drawnParameters } from '../workers/layers/parameters.ts';
import { parametersOf } from '../workers/layers/part.ts';
import { createRandom } from '../workers/text/random.ts';
import { atConstantRate, Optimizer } from '../workers/training/optimizer.ts';
import { type LayersShape, layersInputs } from './layersShape.ts';
import { tags } from './workload.ts';

export function ourLayersModel(shape: LayersShape) {
  const { batch, time, features, hidden } = shape;
  const source = drawnParameters(createRandom(1));
  const { inputs, gold } = layersInputs(shape);
  const lengths = fill([batch], time, 'int32') as Tensor1D;
  const layer = new LstmLayer('wordLayer', features, hidden, source);
  const output = new LinearLayer('outputLayer', layer.outputSize, tags.length, source);
  const parameters = parametersOf({ parts: [layer, output] });
  const loss = () => {
    const losses = maskedCrossEntropy(output.apply(layer.states(inputs, lengths)), gold, lengths); // [batch]
    return div(sum(losses), sum(lengths));
  };
  const optimizer = new Optimizer(atConstantRate(parameters, 0.002), { optimizer: 'adam', momentum: 0, clip: 5 });
  return {
    /** One training step, until the device has finished it. */
    async step(): Promise<void> {
      await read(optimizer.step(() => tidy(loss)));
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
