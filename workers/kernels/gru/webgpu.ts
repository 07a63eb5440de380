/**
 * The GRU on WebGPU, in the LSTM's way (../lstm/webgpu.ts): matrix products over all steps at once, and one dispatch in
 * which a workgroup walks through time for one sequence in one direction. With the reset gate inside the candidate's
 * product a step is two products, the second of what the first let through.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import {
  inputsGradient,
  inputWeightsGradient,
  projection,
  stateBeforeCode,
  validCode,
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
import { gru } from './operation.ts';

const forwardProgram = (walk: Walk): Program => ({
  key: `graft-gru-${walkKey(walk)}`,
  bindings: [
    { name: 'lengths', type: 'i32' },
    { name: 'recurrentWeights', type: 'f32' },
    { name: 'gates', type: 'f32', write: true }, // holds the projected inputs before
    { name: 'states', type: 'f32', write: true },
    { name: 'passed', type: 'f32', write: true },
    { name: 'last', type: 'f32', write: true },
  ],
  parameters: [
    { name: 'batch', type: 'u32' },
    { name: 'time', type: 'u32' },
  ],
  code: () => `${walkCode(walk)}
var<workgroup> state: array<f32, ${walk.hidden}>;
var<workgroup> through: array<f32, ${walk.hidden}>; // reset gate ⊙ state

@compute @workgroup_size(${walk.lanes})
fn main(${entryParameters}) {
  let number = workgroupIndex(group, groups);
  if (number >= parameters.batch * directions) { return; }
  let sequence = number / directions;
  let direction = number % directions;
  let length = lengthOf(sequence);
  var updates: array<f32, ${Math.ceil(walk.hidden / walk.lanes)}>;
  for (var unit = lane; unit < hidden; unit += lanes) { state[unit] = 0.0; }
  workgroupBarrier();
  for (var n = 0u; n < length; n++) {
    let row = sequence * parameters.time + stepAt(direction, n, length);
    for (var unit = lane; unit < hidden; unit += lanes) {
      let at = row * gateWidth + direction * 3u * hidden + unit;
      var sums = vec2<f32>(gates[at], gates[at + hidden]);
      if (n > 0u) {
        var weight = direction * hidden * 3u * hidden + unit;
        for (var k = 0u; k < hidden; k++) {
          sums += state[k] * vec2<f32>(recurrentWeights[weight], recurrentWeights[weight + hidden]);
          weight += 3u * hidden;
        }
      }
      let reset = sigmoid(sums.x);
      let update = sigmoid(sums.y);
      gates[at] = reset;
      gates[at + hidden] = update;
      updates[unit / lanes] = update;
      let passes = reset * state[unit];
      through[unit] = passes;
      passed[row * width + direction * hidden + unit] = passes;
    }
    workgroupBarrier();
    for (var unit = lane; unit < hidden; unit += lanes) {
      let at = row * gateWidth + direction * 3u * hidden + 2u * hidden + unit;
      var sum = gates[at];
      if (n > 0u) {
        var weight = direction * hidden * 3u * hidden + 2u * hidden + unit;
        for (var k = 0u; k < hidden; k++) {
          sum += through[k] * recurrentWeights[weight];
          weight += 3u * hidden;
        }
      }
      let candidate = squash(sum);
      let update = updates[unit / lanes];
      let stateNow = update * state[unit] + (1.0 - update) * candidate;
      gates[at] = candidate;
      states[row * width + direction * hidden + unit] = stateNow;
      state[unit] = stateNow;
    }
    workgroupBarrier();
  }
  for (var unit = lane; unit < hidden; unit += lanes) {
    last[sequence * width + direction * hidden + unit] = state[unit];
    for (var step = length; step < parameters.time; step++) {
      states[(sequence * parameters.time + step) * width + direction * hidden + unit] = 0.0;
    }
  }
}`,
});

/** Leaves the gradient of the gates before their activation [batch, time, directions·3·hidden], zero on padding. */
const backwardProgram = (walk: Walk): Program => ({
  key: `graft-gru-gradient-${walkKey(walk)}`,
  bindings: [
    { name: 'lengths', type: 'i32' },
    { name: 'transposedWeights', type: 'f32' }, // [directions, 3·hidden, hidden]
    { name: 'gates', type: 'f32' },
    { name: 'states', type: 'f32' },
    { name: 'statesGradient', type: 'f32' },
    { name: 'finalGradient', type: 'f32' },
    { name: 'sumsGradient', type: 'f32', write: true },
  ],
  parameters: [
    { name: 'batch', type: 'u32' },
    { name: 'time', type: 'u32' },
  ],
  code: () => `${walkCode(walk)}
var<workgroup> sums: array<f32, ${3 * walk.hidden}>;

/** What the sums' gradients from \`first\` to \`end\` mean for \`unit\` of what their weights were given. */
fn backThrough(direction: u32, first: u32, end: u32, unit: u32) -> f32 {
  var sum = 0.0;
  var weight = (direction * 3u * hidden + first) * hidden + unit;
  for (var k = first; k < end; k++) {
    sum += sums[k] * transposedWeights[weight];
    weight += hidden;
  }
  return sum;
}

@compute @workgroup_size(${walk.lanes})
fn main(${entryParameters}) {
  let number = workgroupIndex(group, groups);
  if (number >= parameters.batch * directions) { return; }
  let sequence = number / directions;
  let direction = number % directions;
  let length = lengthOf(sequence);
  var ofState: array<f32, ${Math.ceil(walk.hidden / walk.lanes)}>;
  var before: array<f32, ${Math.ceil(walk.hidden / walk.lanes)}>;
  for (var unit = lane; unit < hidden; unit += lanes) {
    ofState[unit / lanes] = finalGradient[sequence * width + direction * hidden + unit];
    for (var step = length; step < parameters.time; step++) {
      let padding = (sequence * parameters.time + step) * gateWidth + direction * 3u * hidden + unit;
      for (var gate = 0u; gate < 3u; gate++) { sumsGradient[padding + gate * hidden] = 0.0; }
    }
  }
  for (var walked = 0u; walked < length; walked++) {
    let n = length - 1u - walked;
    let row = sequence * parameters.time + stepAt(direction, n, length);
    for (var unit = lane; unit < hidden; unit += lanes) {
      let at = row * gateWidth + direction * 3u * hidden + unit;
      let update = gates[at + hidden];
      let candidate = gates[at + 2u * hidden];
      var stateBefore = 0.0;
      if (n > 0u) {
        let rowBefore = sequence * parameters.time + stepAt(direction, n - 1u, length);
        stateBefore = states[rowBefore * width + direction * hidden + unit];
      }
      let gradient = ofState[unit / lanes] + statesGradient[row * width + direction * hidden + unit];
      let ofUpdate = gradient * (stateBefore - candidate) * update * (1.0 - update);
      let ofCandidate = gradient * (1.0 - update) * (1.0 - candidate * candidate);
      sums[hidden + unit] = ofUpdate;
      sums[2u * hidden + unit] = ofCandidate;
      sumsGradient[at + hidden] = ofUpdate;
      sumsGradient[at + 2u * hidden] = ofCandidate;
      ofState[unit / lanes] = gradient * update;
      before[unit / lanes] = stateBefore;
    }
    workgroupBarrier();
    for (var unit = lane; unit < hidden; unit += lanes) {
      let at = row * gateWidth + direction * 3u * hidden + unit;
      var ofReset = 0.0;
      if (n > 0u) {
        let reset = gates[at];
        let ofPassed = backThrough(direction, 2u * hidden, 3u * hidden, unit);
        ofReset = ofPassed * before[unit / lanes] * reset * (1.0 - reset);
        ofState[unit / lanes] += ofPassed * reset;
      }
      sums[unit] = ofReset;
      sumsGradient[at] = ofReset;
    }
    workgroupBarrier();
    if (n > 0u) {
      for (var unit = lane; unit < hidden; unit += lanes) {
        ofState[unit / lanes] += backThrough(direction, 0u, 2u * hidden, unit);
      }
    }
    workgroupBarrier();
  }
}`,
});

/** The candidate's weights met what the reset gate had let through, the other gates' the state before. */
const recurrentWeightsGradient: Product = {
  key: 'gru-recurrent-weights-gradient', // a direction's gate: [hidden, batch·time] × [batch·time, hidden]
  bindings: [
    { name: 'lengths', type: 'i32' },
    { name: 'states', type: 'f32' },
    { name: 'passed', type: 'f32' }, // reset gate ⊙ state before [batch, time, directions·hidden]
    { name: 'sumsGradient', type: 'f32' },
    { name: 'weightsGradient', type: 'f32', write: true },
  ],
  parameters: ['time'],
  leftByRows: true,
  code: `${validCode}${stateBeforeCode}
fn left(batch: u32, row: u32, inner: u32) -> f32 {
  let directions = parameters.batches / 3u;
  let direction = batch / 3u;
  if (batch % 3u < 2u) { return stateBefore(directions, direction, inner, parameters.rows, row); }
  if (!valid(inner)) { return 0.0; }
  return passed[(inner * directions + direction) * parameters.rows + row];
}
fn right(batch: u32, inner: u32, column: u32) -> f32 {
  return sumsGradient[(inner * parameters.batches + batch) * parameters.columns + column];
}
fn store(batch: u32, row: u32, column: u32, value: f32) {
  let gate = batch % 3u;
  weightsGradient[((batch / 3u * parameters.rows + row) * 3u + gate) * parameters.columns + column] = value;
}`,
};

function forward(parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  const { inputs, lengths, inputWeights, recurrentWeights } = parts;
  const walk = walkOf(parts, backend, 3);
  const { batch, time, features, directions, hidden } = walk;
  const states = makeOutput(backend, [batch, time, directions * hidden]);
  const last = makeOutput(backend, [batch, directions * hidden]);
  const gates = makeOutput(backend, [batch, time, directions * 3 * hidden]);
  const passed = makeOutput(backend, [batch, time, directions * hidden]);
  const shape = { batches: 1, rows: batch * time, columns: directions * 3 * hidden, inner: features };
  runProduct(backend, projection, [lengths, inputs, inputWeights, gates] as TensorInfo[], shape, [time]);
  const bound = [lengths, recurrentWeights, gates, states, passed, last] as TensorInfo[];
  runProgram(backend, forwardProgram(walk), bound, [batch, time], batch * directions);
  return [states, last, gates, passed];
}

function backward(parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  const { inputs, lengths, inputWeights, recurrentWeights, states, gates, kept: passed } = parts;
  const walk = walkOf(parts, backend, 3);
  const { batch, time, features, directions, hidden } = walk;
  const gateWidth = directions * 3 * hidden;
  const rows = batch * time;
  const upstream = upstreamOf(parts, backend, walk);
  const transposed = transposedWeights(backend, recurrentWeights as TensorInfo, walk);
  const sums = makeOutput(backend, [batch, time, gateWidth]);
  const bound = [lengths, transposed, gates, states, upstream.states, upstream.final, sums] as TensorInfo[];
  runProgram(backend, backwardProgram(walk), bound, [batch, time], batch * directions);
  for (const { dataId } of [transposed, ...upstream.made]) backend.disposeData(dataId);

  const ofInputs = makeOutput(backend, [batch, time, features]);
  const ofInputWeights = makeOutput(backend, [features, gateWidth]);
  const ofRecurrentWeights = makeOutput(backend, [directions, hidden, 3 * hidden]);
  runProduct(backend, inputsGradient, [sums, inputWeights, ofInputs] as TensorInfo[], {
    batches: 1,
    rows,
    columns: features,
    inner: gateWidth,
  });
  runProduct(
    backend,
    inputWeightsGradient,
    [lengths, inputs, sums, ofInputWeights] as TensorInfo[],
    { batches: 1, rows: features, columns: gateWidth, inner: rows },
    [time],
  );
  runProduct(
    backend,
    recurrentWeightsGradient,
    [lengths, states, passed, sums, ofRecurrentWeights] as TensorInfo[],
    { batches: directions * 3, rows: hidden, columns: hidden, inner: rows },
    [time],
  );
  backend.disposeData(sums.dataId);
  return [ofInputs, ofInputWeights, ofRecurrentWeights];
}

/** Registers the GRU and its gradient for tfjs's `webgpu`. */
export function registerGruWebgpu(): void {
  registerKernel({
    kernelName: gru.forward,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, backend }) => forward(inputs as Parts, backend as WebGPUBackend),
  });
  registerKernel({
    kernelName: gru.gradient,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, backend }) => backward(inputs as Parts, backend as WebGPUBackend),
  });
}
