/** The LSTM's kernels in our WASM module (../wasm/assembly/lstm.ts). */
import { floatOutput, type HostInputs, type HostOutput } from '../host.ts';
import { callKernel, callSize } from '../wasm/module.ts';
import { lstmShape } from './shape.ts';

export function lstmForwardWasm(inputs: HostInputs): HostOutput[] {
  const { batch, time, features, hidden, directions } = lstmShape(inputs.shape);
  const width = directions * hidden;
  const shapes = [
    [batch, time, width],
    [batch, width],
    [batch, time, 4 * width],
    [batch, time, width],
  ];
  const results = callKernel({
    name: 'lstmForward',
    inputs: [
      inputs.floats('inputs'),
      inputs.integers('lengths'),
      ...['inputWeights', 'recurrentWeights', 'bias'].map((name) => inputs.floats(name)),
    ],
    outputs: shapes.map(sizeOf),
    workBytes: callSize('lstmForwardBytes', batch, time, features, hidden),
    sizes: [batch, time, features, hidden, directions],
  });
  return results.map((values, index) => floatOutput(shapes[index] as number[], values));
}

export function lstmGradientWasm(inputs: HostInputs): HostOutput[] {
  const { batch, time, features, hidden, directions } = lstmShape(inputs.shape);
  const gates = directions * 4 * hidden;
  const shapes = [[batch, time, features], [features, gates], [directions, hidden, 4 * hidden], [gates]];
  const results = callKernel({
    name: 'lstmGradient',
    inputs: [
      inputs.floats('inputs'),
      inputs.integers('lengths'),
      ...['inputWeights', 'recurrentWeights', 'states', 'gates', 'cells', 'statesGradient', 'finalGradient'].map(
        (name) => inputs.floats(name),
      ),
    ],
    outputs: shapes.map(sizeOf),
    workBytes: callSize('lstmGradientBytes', batch, time, features, hidden),
    sizes: [batch, time, features, hidden, directions],
  });
  return results.map((values, index) => floatOutput(shapes[index] as number[], values));
}

const sizeOf = (shape: readonly number[]) => shape.reduce((product, side) => product * side, 1);
