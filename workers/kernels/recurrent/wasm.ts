/** The recurrent layers' kernels in our WASM module (../wasm/assembly/lstm.ts and gru.ts). */
import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { callKernel, callNumber } from '../wasm/module.ts';
import type { RecurrentKind } from './operation.ts';
import { recurrentShape } from './shape.ts';

const shapeOf = (inputs: NamedTensorInfoMap) => recurrentShape((name) => (inputs[name] as TensorInfo).shape);

const weights = ['inputs', 'lengths', 'inputWeights', 'recurrentWeights'];

export const recurrentForwardWasm =
  ({ title, gates, biased }: RecurrentKind) =>
  (inputs: NamedTensorInfoMap): TensorInfo[] => {
    const { batch, time, features, hidden, directions } = shapeOf(inputs);
    const width = directions * hidden;
    const shapes = [
      [batch, time, width],
      [batch, width],
      [batch, time, gates * width],
      [batch, time, width],
    ];
    return callKernel({
      name: `${title}Forward`,
      inputs: [...weights, ...(biased ? ['bias'] : [])].map((name) => inputs[name]),
      outputs: shapes.map((shape) => ({ shape })),
      workBytes: callNumber(`${title}ForwardBytes`, batch, time, features, hidden),
      sizes: [batch, time, features, hidden, directions],
    });
  };

export const recurrentGradientWasm =
  ({ title, gates, biased }: RecurrentKind) =>
  (inputs: NamedTensorInfoMap): TensorInfo[] => {
    const { batch, time, features, hidden, directions } = shapeOf(inputs);
    const wide = gates * hidden;
    const shapes = [
      [batch, time, features],
      [features, directions * wide],
      [directions, hidden, wide],
      ...(biased ? [[directions * wide]] : []),
    ];
    const names = [...weights, 'states', 'gates', 'kept', 'statesGradient', 'finalGradient'];
    return callKernel({
      name: `${title}Gradient`,
      inputs: names.map((name) => inputs[name]),
      outputs: shapes.map((shape) => ({ shape })),
      workBytes: callNumber(`${title}GradientBytes`, batch, time, features, hidden),
      sizes: [batch, time, features, hidden, directions],
    });
  };
