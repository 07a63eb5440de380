/**
 * The recurrent sequence on WebGPU. What does not depend on the step before (the inputs' projection, the weights'
 * gradients) is a matrix product over all steps at once; the recurrence is one dispatch in which a workgroup walks
 * through time for one sequence in one direction, its state in workgroup memory. Two dispatches forward, five to seven
 * backward, whatever the length.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import { GraftError } from '../../protocol/errors.ts';
import { runProduct } from '../webgpu/product.ts';
import { clearOutput, entryParameters, makeOutput, type Program, runProgram } from '../webgpu/program.ts';
import { LSTM, LSTM_GRADIENT } from './operation.ts';
import { inputsGradient, inputWeightsGradient, projection, recurrentWeightsGradient } from './webgpuProducts.ts';

/** The part of the code that all recurrent programs share: which step a direction takes, and activations. */
const walkCode = (hidden: number, directions: number, lanes: number) => `
const hidden = ${hidden}u;
const directions = ${directions}u;
const lanes = ${lanes}u;
const width = ${directions * hidden}u;      // of states and cells
const gateWidth = ${4 * directions * hidden}u;
// Written so that a large argument saturates and NaN stays NaN.
fn sigmoid(x: f32) -> f32 { return 1.0 / (1.0 + exp(-x)); }
fn squash(x: f32) -> f32 { return 1.0 - 2.0 / (1.0 + exp(2.0 * x)); }
fn lengthOf(sequence: u32) -> u32 { return u32(clamp(lengths[sequence], 0, i32(parameters.time))); }
fn stepAt(direction: u32, n: u32, length: u32) -> u32 { return select(length - 1u - n, n, direction == 0u); }
`;

const forwardProgram = (hidden: number, directions: number, lanes: number): Program => ({
  key: `graft-lstm-${hidden}-${directions}-${lanes}`,
  bindings: [
    { name: 'lengths', type: 'i32' },
    { name: 'recurrentWeights', type: 'f32' },
    { name: 'gates', type: 'f32', write: true }, // holds the projected inputs before
    { name: 'states', type: 'f32', write: true },
    { name: 'cells', type: 'f32', write: true },
    { name: 'last', type: 'f32', write: true },
  ],
  parameters: [
    { name: 'batch', type: 'u32' },
    { name: 'time', type: 'u32' },
  ],
  code: () => `${walkCode(hidden, directions, lanes)}
var<workgroup> state: array<f32, ${2 * hidden}>; // of the step before and of this one, taking turns

@compute @workgroup_size(${lanes})
fn main(${entryParameters}) {
  let number = workgroupIndex(group, groups);
  if (number >= parameters.batch * directions) { return; }
  let sequence = number / directions;
  let direction = number % directions;
  let length = lengthOf(sequence);
  var cell: array<f32, ${Math.ceil(hidden / lanes)}>;
  for (var n = 0u; n < length; n++) {
    let row = sequence * parameters.time + stepAt(direction, n, length);
    let before = (n & 1u) * hidden;
    let after = hidden - before;
    for (var unit = lane; unit < hidden; unit += lanes) {
      let at = row * gateWidth + direction * 4u * hidden + unit;
      var sums = vec4<f32>(gates[at], gates[at + hidden], gates[at + 2u * hidden], gates[at + 3u * hidden]);
      var cellBefore = 0.0;
      if (n > 0u) {
        cellBefore = cell[unit / lanes];
        var weight = direction * hidden * 4u * hidden + unit;
        for (var k = 0u; k < hidden; k++) {
          sums += state[before + k] * vec4<f32>(
            recurrentWeights[weight], recurrentWeights[weight + hidden],
            recurrentWeights[weight + 2u * hidden], recurrentWeights[weight + 3u * hidden]);
          weight += 4u * hidden;
        }
      }
      let inputGate = sigmoid(sums.x);
      let forgetGate = sigmoid(sums.y);
      let candidate = squash(sums.z);
      let outputGate = sigmoid(sums.w);
      let cellNow = forgetGate * cellBefore + inputGate * candidate;
      let stateNow = outputGate * squash(cellNow);
      gates[at] = inputGate;
      gates[at + hidden] = forgetGate;
      gates[at + 2u * hidden] = candidate;
      gates[at + 3u * hidden] = outputGate;
      let to = row * width + direction * hidden + unit;
      cells[to] = cellNow;
      states[to] = stateNow;
      cell[unit / lanes] = cellNow;
      state[after + unit] = stateNow;
    }
    workgroupBarrier();
  }
  for (var unit = lane; unit < hidden; unit += lanes) {
    var stateNow = 0.0;
    if (length > 0u) { stateNow = state[(length & 1u) * hidden + unit]; }
    last[sequence * width + direction * hidden + unit] = stateNow;
    for (var step = length; step < parameters.time; step++) {
      states[(sequence * parameters.time + step) * width + direction * hidden + unit] = 0.0;
    }
  }
}`,
});

/** Leaves the gradient of the gates before their activation [batch, time, directions·4·hidden], zero on padding. */
const backwardProgram = (hidden: number, directions: number, lanes: number): Program => ({
  key: `graft-lstm-gradient-${hidden}-${directions}-${lanes}`,
  bindings: [
    { name: 'lengths', type: 'i32' },
    { name: 'transposedWeights', type: 'f32' }, // [directions, 4·hidden, hidden]
    { name: 'gates', type: 'f32' },
    { name: 'cells', type: 'f32' },
    { name: 'statesGradient', type: 'f32' },
    { name: 'finalGradient', type: 'f32' },
    { name: 'sumsGradient', type: 'f32', write: true },
  ],
  parameters: [
    { name: 'batch', type: 'u32' },
    { name: 'time', type: 'u32' },
  ],
  code: () => `${walkCode(hidden, directions, lanes)}
var<workgroup> sums: array<f32, ${4 * hidden}>;

@compute @workgroup_size(${lanes})
fn main(${entryParameters}) {
  let number = workgroupIndex(group, groups);
  if (number >= parameters.batch * directions) { return; }
  let sequence = number / directions;
  let direction = number % directions;
  let length = lengthOf(sequence);
  var ofState: array<f32, ${Math.ceil(hidden / lanes)}>;
  var ofCell: array<f32, ${Math.ceil(hidden / lanes)}>;
  for (var unit = lane; unit < hidden; unit += lanes) {
    ofState[unit / lanes] = finalGradient[sequence * width + direction * hidden + unit];
    ofCell[unit / lanes] = 0.0;
    for (var step = length; step < parameters.time; step++) {
      let padding = (sequence * parameters.time + step) * gateWidth + direction * 4u * hidden + unit;
      for (var gate = 0u; gate < 4u; gate++) { sumsGradient[padding + gate * hidden] = 0.0; }
    }
  }
  for (var walked = 0u; walked < length; walked++) {
    let n = length - 1u - walked;
    let row = sequence * parameters.time + stepAt(direction, n, length);
    for (var unit = lane; unit < hidden; unit += lanes) {
      let at = row * gateWidth + direction * 4u * hidden + unit;
      let here = row * width + direction * hidden + unit;
      let inputGate = gates[at];
      let forgetGate = gates[at + hidden];
      let candidate = gates[at + 2u * hidden];
      let outputGate = gates[at + 3u * hidden];
      let squashed = squash(cells[here]);
      var cellBefore = 0.0;
      if (n > 0u) {
        let rowBefore = sequence * parameters.time + stepAt(direction, n - 1u, length);
        cellBefore = cells[rowBefore * width + direction * hidden + unit];
      }
      let stateHere = ofState[unit / lanes] + statesGradient[here];
      let cellHere = ofCell[unit / lanes] + stateHere * outputGate * (1.0 - squashed * squashed);
      let gradient = vec4<f32>(
        cellHere * candidate * inputGate * (1.0 - inputGate),
        cellHere * cellBefore * forgetGate * (1.0 - forgetGate),
        cellHere * inputGate * (1.0 - candidate * candidate),
        stateHere * squashed * outputGate * (1.0 - outputGate));
      for (var gate = 0u; gate < 4u; gate++) {
        sums[gate * hidden + unit] = gradient[gate];
        sumsGradient[at + gate * hidden] = gradient[gate];
      }
      ofCell[unit / lanes] = cellHere * forgetGate;
    }
    workgroupBarrier();
    if (n > 0u) {
      for (var unit = lane; unit < hidden; unit += lanes) {
        var sum = 0.0;
        var weight = direction * 4u * hidden * hidden + unit;
        for (var k = 0u; k < 4u * hidden; k++) {
          sum += sums[k] * transposedWeights[weight];
          weight += hidden;
        }
        ofState[unit / lanes] = sum;
      }
    }
    workgroupBarrier();
  }
}`,
});

const transposeProgram: Program = {
  key: 'graft-lstm-transpose',
  bindings: [
    { name: 'weights', type: 'f32' }, // [directions, hidden, 4·hidden]
    { name: 'transposed', type: 'f32', write: true },
  ],
  parameters: [
    { name: 'size', type: 'u32' },
    { name: 'hidden', type: 'u32' },
  ],
  code: () => `
@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let index = workgroupIndex(group, groups) * 64u + lane;
  if (index >= parameters.size) { return; }
  let column = index % parameters.hidden;
  let row = (index / parameters.hidden) % (4u * parameters.hidden);
  let direction = index / (4u * parameters.hidden * parameters.hidden);
  transposed[index] = weights[(direction * parameters.hidden + column) * 4u * parameters.hidden + row];
}`,
};

type Parts = Readonly<Record<string, TensorInfo>>;

interface Sizes {
  readonly batch: number;
  readonly time: number;
  readonly features: number;
  readonly directions: number;
  readonly hidden: number;
  readonly lanes: number;
}

function sizesOf({ inputs, recurrentWeights }: Parts, { device }: WebGPUBackend): Sizes {
  const [batch, time, features] = (inputs as TensorInfo).shape as [number, number, number];
  const [directions, hidden] = (recurrentWeights as TensorInfo).shape as [number, number];
  const largest = Math.floor(device.limits.maxComputeWorkgroupStorageSize / 16);
  if (hidden > largest) {
    throw new GraftError({
      code: 'hidden-too-large',
      message: `An LSTM with ${hidden} hidden units does not fit this graphics processor, which takes ${largest}.`,
      remedy: 'Choose WASM as the backend, or fewer hidden units.',
    });
  }
  const lanes = Math.min(Math.ceil(hidden / 32) * 32, device.limits.maxComputeInvocationsPerWorkgroup, 256);
  return { batch, time, features, directions, hidden, lanes };
}

function forward(parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  const { inputs, lengths, inputWeights, recurrentWeights, bias } = parts as Record<string, TensorInfo> & Parts;
  const { batch, time, features, directions, hidden, lanes } = sizesOf(parts, backend);
  const states = makeOutput(backend, [batch, time, directions * hidden]);
  const last = makeOutput(backend, [batch, directions * hidden]);
  const gates = makeOutput(backend, [batch, time, directions * 4 * hidden]);
  const cells = makeOutput(backend, [batch, time, directions * hidden]);
  const shape = { batches: 1, rows: batch * time, columns: directions * 4 * hidden, inner: features };
  runProduct(backend, projection, [lengths, inputs, inputWeights, bias, gates] as TensorInfo[], shape, [time]);
  const bound = [lengths, recurrentWeights, gates, states, cells, last] as TensorInfo[];
  runProgram(backend, forwardProgram(hidden, directions, lanes), bound, [batch, time], batch * directions);
  return [states, last, gates, cells];
}

function backward(parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  const { inputs, lengths, inputWeights, recurrentWeights, states, gates, cells } = parts as Record<
    string,
    TensorInfo
  > &
    Parts;
  const { batch, time, features, directions, hidden, lanes } = sizesOf(parts, backend);
  const zeros: TensorInfo[] = [];
  const orZeros = (name: string, shape: number[]) => {
    const given = parts[name];
    if (given) return given;
    const made = makeOutput(backend, shape);
    clearOutput(backend, made);
    zeros.push(made);
    return made;
  };
  const statesGradient = orZeros('statesGradient', [batch, time, directions * hidden]);
  const finalGradient = orZeros('finalGradient', [batch, directions * hidden]);
  const gateWidth = directions * 4 * hidden;
  const rows = batch * time;

  const transposed = makeOutput(backend, [directions, 4 * hidden, hidden]);
  const weights = directions * 4 * hidden * hidden;
  runProgram(
    backend,
    transposeProgram,
    [recurrentWeights, transposed] as TensorInfo[],
    [weights, hidden],
    Math.ceil(weights / 64),
  );
  const sums = makeOutput(backend, [batch, time, gateWidth]);
  const bound = [lengths, transposed, gates, cells, statesGradient, finalGradient, sums] as TensorInfo[];
  runProgram(backend, backwardProgram(hidden, directions, lanes), bound, [batch, time], batch * directions);
  for (const { dataId } of [transposed, ...zeros]) backend.disposeData(dataId);

  const ofInputs = makeOutput(backend, [batch, time, features]);
  const ofInputWeights = makeOutput(backend, [features, gateWidth]);
  const ofRecurrentWeights = makeOutput(backend, [directions, hidden, 4 * hidden]);
  const ofBias = makeOutput(backend, [gateWidth]);
  runProduct(backend, inputsGradient, [sums, inputWeights, ofInputs] as TensorInfo[], {
    batches: 1,
    rows,
    columns: features,
    inner: gateWidth,
  });
  runProduct(
    backend,
    inputWeightsGradient,
    [lengths, inputs, sums, ofInputWeights, ofBias] as TensorInfo[],
    { batches: 1, rows: features + 1, columns: gateWidth, inner: rows },
    [time],
  );
  runProduct(
    backend,
    recurrentWeightsGradient,
    [lengths, states, sums, ofRecurrentWeights] as TensorInfo[],
    { batches: directions, rows: hidden, columns: 4 * hidden, inner: rows },
    [time],
  );
  backend.disposeData(sums.dataId);
  return [ofInputs, ofInputWeights, ofRecurrentWeights, ofBias];
}

/** Registers the LSTM and its gradient for tfjs's `webgpu`. */
export function registerLstmWebgpu(): void {
  registerKernel({
    kernelName: LSTM,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, backend }) => forward(inputs as Parts, backend as WebGPUBackend),
  });
  registerKernel({
    kernelName: LSTM_GRADIENT,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, backend }) => backward(inputs as Parts, backend as WebGPUBackend),
  });
}
