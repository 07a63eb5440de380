/** The GRU's kernels in our WASM module (../wasm/assembly/gru.ts). */
import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { recurrentShape } from '../recurrent/shape.ts';
import { callKernel, callNumber } from '../wasm/module.ts';

const shapeOf = (inputs: NamedTensorInfoMap) => recurrentShape((name) => (inputs[name] as TensorInfo).shape);

export function gruForwardWasm(inputs: NamedTensorInfoMap): TensorInfo[] {
  const { batch, time, features, hidden, directions } = shapeOf(inputs);
  const width = directions * hidden;
  const shapes = [
    [batch, time, width],
    [batch, width],
    [batch, time, 3 * width],
    [batch, time, width],
  ];
  return callKernel({
    name: 'gruForward',
    inputs: ['inputs', 'lengths', 'inputWeights', 'recurrentWeights'].map((name) => inputs[name]),
    outputs: shapes.map((shape) => ({ shape })),
    workBytes: callNumber('gruForwardBytes', batch, time, features, hidden),
    sizes: [batch, time, features, hidden, directions],
  });
}

const gradientInputs = ['inputs', 'lengths', 'inputWeights', 'recurrentWeights', 'states', 'gates', 'passed'];

export function gruGradientWasm(inputs: NamedTensorInfoMap): TensorInfo[] {
  const { batch, time, features, hidden, directions } = shapeOf(inputs);
  const shapes = [
    [batch, time, features],
    [features, directions * 3 * hidden],
    [directions, hidden, 3 * hidden],
  ];
  return callKernel({
    name: 'gruGradient',
    inputs: [...gradientInputs, 'statesGradient', 'finalGradient'].map((name) => inputs[name]),
    outputs: shapes.map((shape) => ({ shape })),
    workBytes: callNumber('gruGradientBytes', batch, time, features, hidden),
    sizes: [batch, time, features, hidden, directions],
  });
}
