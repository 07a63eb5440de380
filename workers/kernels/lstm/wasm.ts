/** The LSTM's kernels in our WASM module (../wasm/assembly/lstm.ts). */
import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { recurrentShape } from '../recurrent/shape.ts';
import { callKernel, callNumber } from '../wasm/module.ts';

const shapeOf = (inputs: NamedTensorInfoMap) => recurrentShape((name) => (inputs[name] as TensorInfo).shape);

export function lstmForwardWasm(inputs: NamedTensorInfoMap): TensorInfo[] {
  const { batch, time, features, hidden, directions } = shapeOf(inputs);
  const width = directions * hidden;
  const shapes = [
    [batch, time, width],
    [batch, width],
    [batch, time, 4 * width],
    [batch, time, width],
  ];
  return callKernel({
    name: 'lstmForward',
    inputs: ['inputs', 'lengths', 'inputWeights', 'recurrentWeights', 'bias'].map((name) => inputs[name]),
    outputs: shapes.map((shape) => ({ shape })),
    workBytes: callNumber('lstmForwardBytes', batch, time, features, hidden),
    sizes: [batch, time, features, hidden, directions],
  });
}

const gradientInputs = ['inputs', 'lengths', 'inputWeights', 'recurrentWeights', 'states', 'gates', 'cells'];

export function lstmGradientWasm(inputs: NamedTensorInfoMap): TensorInfo[] {
  const { batch, time, features, hidden, directions } = shapeOf(inputs);
  const gates = directions * 4 * hidden;
  const shapes = [[batch, time, features], [features, gates], [directions, hidden, 4 * hidden], [gates]];
  return callKernel({
    name: 'lstmGradient',
    inputs: [...gradientInputs, 'statesGradient', 'finalGradient'].map((name) => inputs[name]),
    outputs: shapes.map((shape) => ({ shape })),
    workBytes: callNumber('lstmGradientBytes', batch, time, features, hidden),
    sizes: [batch, time, features, hidden, directions],
  });
}
