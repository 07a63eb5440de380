/**
 * The recurrent sequence on WebGPU. What does not depend on the step before (the inputs' projection, the weights'
 * gradients) is a matrix product over all steps at once; the recurrence is one dispatch in which a workgroup walks
 * through time for one sequence in one direction, its state in workgroup memory. Two dispatches forward, five to seven
 * backward, whatever the length.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import {
  biasedInputWeightsGradient,
  biasedProjection,
  inputsGradient,
  stateBeforeCode,
} from '../recurrent/webgpuProducts.ts';
import {
  type Parts,
  transposedWeights,
  upstreamOf,
  type Walk,
  walkCode,
  walkKey,
  walkOf,
} from '../recurrent/webgpuWalk.ts';
import { type Product, runProduct } from '../webgpu/product.ts';
import { entryParameters, makeOutput, type Program, runProgram } from '../webgpu/program.ts';
import { lstm } from './operation.ts';

const forwardProgram = (walk: Walk): Program => ({
  key: `graft-lstm-${walkKey(walk)}`,
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
  code: () => `${walkCode(walk)}
var<workgroup> state: array<f32, ${2 * walk.hidden}>; // of the step before and of this one, taking turns

@compute @workgroup_size(${walk.lanes})
fn main(${entryParameters}) {
  let number = workgroupIndex(group, groups);
  if (number >= parameters.batch * directions) { return; }
  let sequence = number / directions;
  let direction = number % directions;
  let length = lengthOf(sequence);
  var cell: array<f32, ${Math.ceil(walk.hidden / walk.lanes)}>;
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
const backwardProgram = (walk: Walk): Program => ({
  key: `graft-lstm-gradient-${walkKey(walk)}`,
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
  code: () => `${walkCode(walk)}
var<workgroup> sums: array<f32, ${4 * walk.hidden}>;

@compute @workgroup_size(${walk.lanes})
fn main(${entryParameters}) {
  let number = workgroupIndex(group, groups);
  if (number >= parameters.batch * directions) { return; }
  let sequence = number / directions;
  let direction = number % directions;
  let length = lengthOf(sequence);
  var ofState: array<f32, ${Math.ceil(walk.hidden / walk.lanes)}>;
  var ofCell: array<f32, ${Math.ceil(walk.hidden / walk.lanes)}>;
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

const recurrentWeightsGradient: Product = {
  key: 'lstm-recurrent-weights-gradient', // a direction: [hidden, batch·time] × [batch·time, 4·hidden]
  bindings: [
    { name: 'lengths', type: 'i32' },
    { name: 'states', type: 'f32' },
    { name: 'sumsGradient', type: 'f32' },
    { name: 'weightsGradient', type: 'f32', write: true },
  ],
  parameters: ['time'],
  leftByRows: true,
  code: `${stateBeforeCode}
fn left(batch: u32, row: u32, inner: u32) -> f32 {
  return stateBefore(parameters.batches, batch, inner, parameters.rows, row);
}
fn right(batch: u32, inner: u32, column: u32) -> f32 {
  return sumsGradient[(inner * parameters.batches + batch) * parameters.columns + column];
}
fn store(batch: u32, row: u32, column: u32, value: f32) {
  weightsGradient[(batch * parameters.rows + row) * parameters.columns + column] = value;
}`,
};

function forward(parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  const { inputs, lengths, inputWeights, recurrentWeights, bias } = parts as Record<string, TensorInfo> & Parts;
  const walk = walkOf(parts, backend, 4);
  const { batch, time, features, directions, hidden } = walk;
  const states = makeOutput(backend, [batch, time, directions * hidden]);
  const last = makeOutput(backend, [batch, directions * hidden]);
  const gates = makeOutput(backend, [batch, time, directions * 4 * hidden]);
  const cells = makeOutput(backend, [batch, time, directions * hidden]);
  const shape = { batches: 1, rows: batch * time, columns: directions * 4 * hidden, inner: features };
  runProduct(backend, biasedProjection, [lengths, inputs, inputWeights, bias, gates] as TensorInfo[], shape, [time]);
  const bound = [lengths, recurrentWeights, gates, states, cells, last] as TensorInfo[];
  runProgram(backend, forwardProgram(walk), bound, [batch, time], batch * directions);
  return [states, last, gates, cells];
}

function backward(parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  const {
    inputs,
    lengths,
    inputWeights,
    recurrentWeights,
    states,
    gates,
    kept: cells,
  } = parts as Record<string, TensorInfo> & Parts;
  const walk = walkOf(parts, backend, 4);
  const { batch, time, features, directions, hidden } = walk;
  const upstream = upstreamOf(parts, backend, walk);
  const gateWidth = directions * 4 * hidden;
  const rows = batch * time;

  const transposed = transposedWeights(backend, recurrentWeights as TensorInfo, walk);
  const sums = makeOutput(backend, [batch, time, gateWidth]);
  const bound = [lengths, transposed, gates, cells, upstream.states, upstream.final, sums] as TensorInfo[];
  runProgram(backend, backwardProgram(walk), bound, [batch, time], batch * directions);
  for (const { dataId } of [transposed, ...upstream.made]) backend.disposeData(dataId);

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
    biasedInputWeightsGradient,
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
    kernelName: lstm.forward,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, backend }) => forward(inputs as Parts, backend as WebGPUBackend),
  });
  registerKernel({
    kernelName: lstm.gradient,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, backend }) => backward(inputs as Parts, backend as WebGPUBackend),
  });
}
