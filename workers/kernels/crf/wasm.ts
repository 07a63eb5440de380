/** The CRF's sums in our WASM module (../wasm/assembly/crf.ts). */
import { floatOutput, type HostInputs, type HostOutput } from '../host.ts';
import { callKernel, callSize } from '../wasm/module.ts';
import { crfShape } from './shape.ts';

const operands = (inputs: HostInputs) => [
  inputs.floats('emissions'),
  inputs.floats('transitions'),
  inputs.integers('lengths'),
  inputs.has('allowed') ? inputs.floats('allowed') : new Float32Array(0),
];

function sizesOf(inputs: HostInputs): number[] {
  const { batch, time, tags } = crfShape(inputs.shape);
  return [batch, time, tags, inputs.has('allowed') ? 1 : 0];
}

export function crfForwardWasm(inputs: HostInputs): HostOutput[] {
  const { batch, time, tags } = crfShape(inputs.shape);
  const [logPartition, alpha] = callKernel({
    name: 'crfForward',
    inputs: operands(inputs),
    outputs: [batch, batch * time * tags],
    workBytes: callSize('crfBytes', tags),
    sizes: sizesOf(inputs),
  }) as [Float32Array, Float32Array];
  return [floatOutput([batch], logPartition), floatOutput([batch, time, tags], alpha)];
}

export function crfGradientWasm(inputs: HostInputs): HostOutput[] {
  const { batch, time, tags } = crfShape(inputs.shape);
  const side = tags + 2;
  const [ofEmissions, ofTransitions] = callKernel({
    name: 'crfGradient',
    inputs: [...operands(inputs), inputs.floats('alpha'), inputs.floats('gradient')],
    outputs: [batch * time * tags, side * side],
    workBytes: callSize('crfBytes', tags),
    sizes: sizesOf(inputs),
  }) as [Float32Array, Float32Array];
  return [floatOutput([batch, time, tags], ofEmissions), floatOutput([side, side], ofTransitions)];
}
