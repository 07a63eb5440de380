/**
 * What the recurrent layers' programs on WebGPU share: a workgroup walks through time for one sequence in one direction,
 * a lane for one or several units, the state in workgroup memory.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { GraftError } from '../../protocol/errors.ts';
import { clearOutput, entryParameters, makeOutput, type Program, runProgram } from '../webgpu/program.ts';
import { type RecurrentShape, recurrentShape } from './shape.ts';

/** A kernel's inputs by name. */
export type Parts = Readonly<Record<string, TensorInfo>>;

export interface Walk extends RecurrentShape {
  /** Invocations of a workgroup. */
  readonly lanes: number;
  /** Blocks of a direction's gates: 4 of an LSTM, 3 of a GRU. */
  readonly gates: number;
}

/** Throws `hidden-too-large` where a step's gates do not fit into the device's workgroup memory. */
export function walkOf(parts: Parts, { device }: WebGPUBackend, gates: number): Walk {
  const shape = recurrentShape((name) => (parts[name] as TensorInfo).shape);
  const largest = Math.floor(device.limits.maxComputeWorkgroupStorageSize / (4 * gates));
  if (shape.hidden > largest) {
    throw new GraftError({
      code: 'hidden-too-large',
      message:
        `A recurrent layer with ${shape.hidden} hidden units does not fit this graphics processor, which takes ` +
        `${largest}.`,
      remedy: 'Choose WASM as the backend, or fewer hidden units.',
    });
  }
  const lanes = Math.min(Math.ceil(shape.hidden / 32) * 32, device.limits.maxComputeInvocationsPerWorkgroup, 256);
  return { ...shape, lanes, gates };
}

/** What a walk's code bakes in, for its program's key. */
export const walkKey = ({ hidden, directions, lanes }: Walk) => `${hidden}-${directions}-${lanes}`;

/** Constants, activations, and which step a direction takes. Wants `lengths` and `parameters.time`. */
export const walkCode = ({ hidden, directions, lanes, gates }: Walk) => `
const hidden = ${hidden}u;
const directions = ${directions}u;
const lanes = ${lanes}u;
const width = ${directions * hidden}u;      // of states
const gateWidth = ${gates * directions * hidden}u;
// Written so that a large argument saturates and NaN stays NaN.
fn sigmoid(x: f32) -> f32 { return 1.0 / (1.0 + exp(-x)); }
fn squash(x: f32) -> f32 { return 1.0 - 2.0 / (1.0 + exp(2.0 * x)); }
fn lengthOf(sequence: u32) -> u32 { return u32(clamp(lengths[sequence], 0, i32(parameters.time))); }
fn stepAt(direction: u32, n: u32, length: u32) -> u32 { return select(length - 1u - n, n, direction == 0u); }
`;

const transposeProgram: Program = {
  key: 'graft-recurrent-transpose',
  bindings: [
    { name: 'weights', type: 'f32' }, // [directions, hidden, gates·hidden]
    { name: 'transposed', type: 'f32', write: true },
  ],
  parameters: [
    { name: 'size', type: 'u32' },
    { name: 'hidden', type: 'u32' },
    { name: 'gates', type: 'u32' },
  ],
  code: () => `
@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let index = workgroupIndex(group, groups) * 64u + lane;
  if (index >= parameters.size) { return; }
  let wide = parameters.gates * parameters.hidden;
  let column = index % parameters.hidden;
  let row = (index / parameters.hidden) % wide;
  let direction = index / (wide * parameters.hidden);
  transposed[index] = weights[(direction * parameters.hidden + column) * wide + row];
}`,
};

/** The recurrent weights as the walk back reads them: [directions, gates·hidden, hidden]. */
export function transposedWeights(
  backend: WebGPUBackend,
  weights: TensorInfo,
  { directions, hidden, gates }: Walk,
): TensorInfo {
  const transposed = makeOutput(backend, [directions, gates * hidden, hidden]);
  const size = directions * gates * hidden * hidden;
  runProgram(backend, transposeProgram, [weights, transposed], [size, hidden, gates], Math.ceil(size / 64));
  return transposed;
}

/** The gradients that come in, zeros for what nothing came back for; `made` are those to be disposed. */
export function upstreamOf(parts: Parts, backend: WebGPUBackend, { batch, time, directions, hidden }: Walk) {
  const made: TensorInfo[] = [];
  const orZeros = (name: string, shape: number[]) => {
    const given = parts[name];
    if (given) return given;
    const zeros = makeOutput(backend, shape);
    clearOutput(backend, zeros);
    made.push(zeros);
    return zeros;
  };
  const states = orZeros('statesGradient', [batch, time, directions * hidden]);
  return { states, final: orZeros('finalGradient', [batch, directions * hidden]), made };
}
