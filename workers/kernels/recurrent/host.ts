/**
 * The recurrent layers' kernels on cpu, and on wasm until the WASM module is there: their references over the tensors'
 * own arrays.
 */
import { floatOutput, type HostInputs, registerHostKernel } from '../host.ts';
import type { RecurrentKind } from './operation.ts';
import { type RecurrentShape, recurrentShape } from './shape.ts';
import { recurrentForwardWasm, recurrentGradientWasm } from './wasm.ts';

/** A layer's arrays by the names of its kernels' inputs and outputs. */
export type Arrays = Readonly<Record<string, Float32Array>>;

export interface RecurrentReference {
  /** @returns states, final, gates, kept. */
  forward(shape: RecurrentShape, lengths: Int32Array, inputs: Arrays): readonly Float32Array[];
  /** @returns the gradients of inputs, inputWeights, recurrentWeights and, where there is one, bias. */
  gradient(shape: RecurrentShape, lengths: Int32Array, inputs: Arrays): readonly Float32Array[];
}

export function registerRecurrentHostKernels(kind: RecurrentKind, reference: RecurrentReference): void {
  registerHostKernel(
    kind.forward,
    (inputs) => {
      const shape = recurrentShape(inputs.shape);
      const { batch, time, directions, hidden } = shape;
      const width = directions * hidden;
      const shapes = [
        [batch, time, width],
        [batch, width],
        [batch, time, kind.gates * width],
        [batch, time, width],
      ];
      const results = reference.forward(shape, inputs.integers('lengths'), arraysOf(inputs));
      return results.map((values, n) => floatOutput(shapes[n] as number[], values));
    },
    recurrentForwardWasm(kind),
  );
  registerHostKernel(
    kind.gradient,
    (inputs) => {
      const shape = recurrentShape(inputs.shape);
      const { batch, time, directions, hidden } = shape;
      const width = directions * hidden;
      const zeros = {
        statesGradient: new Float32Array(batch * time * width),
        finalGradient: new Float32Array(batch * width),
      };
      const given = { ...zeros, ...arraysOf(inputs) };
      const shapes = [
        ...['inputs', 'inputWeights', 'recurrentWeights'].map((name) => inputs.shape(name)),
        [kind.gates * width],
      ];
      const results = reference.gradient(shape, inputs.integers('lengths'), given);
      return results.map((values, n) => floatOutput(shapes[n] as number[], values));
    },
    recurrentGradientWasm(kind),
  );
}

const arraysOf = (inputs: HostInputs): Arrays =>
  Object.fromEntries(inputs.names.filter((name) => name !== 'lengths').map((name) => [name, inputs.floats(name)]));
