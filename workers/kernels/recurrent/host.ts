/**
 * The recurrent layers' kernels on cpu, and on wasm until the WASM module is loaded: their references over the tensors'
 * own arrays.
 */
import { floatOutput, type HostInputs, registerHostKernel } from '../host.ts';
import type { RecurrentAttributes, RecurrentKind } from './operation.ts';
import { type RecurrentShape, recurrentShape } from './shape.ts';
import { recurrentForwardWasm } from './wasmForward.ts';
import { recurrentGradientWasm } from './wasmGradient.ts';

/** A layer's arrays by the names of its kernels' inputs and outputs. */
export type Arrays = Readonly<Record<string, Float32Array>>;

export interface RecurrentReference {
  /** @returns states, final, gates, cached and, of a layer with cell states, finalCell. */
  forward(shape: RecurrentShape, lengths: Int32Array, inputs: Arrays): readonly Float32Array[];
  /**
   * @returns the gradients of inputs, inputWeights, recurrentWeights and, where the layer has them, of its bias,
   * initial state and initial cell state.
   */
  gradient(shape: RecurrentShape, lengths: Int32Array, inputs: Arrays): readonly Float32Array[];
}

export function registerRecurrentHostKernels(kind: RecurrentKind, reference: RecurrentReference): void {
  registerHostKernel(
    kind.forward,
    (inputs, attributes) => {
      const { finalCell } = attributes as unknown as RecurrentAttributes;
      const shape = recurrentShape(inputs.shape);
      const { batch, time, directions, hidden } = shape;
      const width = directions * hidden;
      const shapes = [
        [batch, time, width],
        [batch, width],
        [batch, time, kind.gates * width],
        [batch, time, width],
        ...(finalCell ? [[batch, width]] : []),
      ];
      return outputsOf(shapes, reference.forward(shape, inputs.integers('lengths'), arraysOf(inputs)));
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
        ...(kind.biased ? [[kind.gates * width]] : []),
        ...['initialState', 'initialCell'].filter(inputs.has).map((name) => inputs.shape(name)),
      ];
      return outputsOf(shapes, reference.gradient(shape, inputs.integers('lengths'), given));
    },
    recurrentGradientWasm(kind),
  );
}

/** One output for each shape; further results are dropped. */
const outputsOf = (shapes: readonly number[][], results: readonly Float32Array[]) =>
  shapes.map((shape, n) => floatOutput(shape, results[n] as Float32Array));

const arraysOf = (inputs: HostInputs): Arrays =>
  Object.fromEntries(inputs.names.filter((name) => name !== 'lengths').map((name) => [name, inputs.floats(name)]));
