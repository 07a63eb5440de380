/**
 * The CRF's best path on WebGPU, and the margin by which it lies above the gold one: a workgroup walks through a sequence
 * in one dispatch, an invocation takes a tag. The margin's gradient is counted in one dispatch, a number of either result
 * for each invocation.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { entryParameters, makeOutput, type Program, runProgram } from '../webgpu/program.ts';
import {
  commonCode,
  inputBindings,
  inputsOf,
  nameOf,
  type Parts,
  parameters,
  type Variant,
  variantOf,
} from './webgpuCommon.ts';

/** A gold tag that is none is taken as the nearest. */
const goldCode = (count: string) => `
fn goldAt(row: u32) -> u32 { return u32(clamp(gold[row], 0, i32(${count}) - 1)); }`;

/** The gold sequence's score, summed in Viterbi's order, so that equal paths score alike. */
const goldScoreCode = `
${goldCode('tags')}
fn goldScore(sequence: u32, length: u32) -> f32 {
  var origin = start;
  var sum = 0.0;
  for (var t = 0u; t < length; t++) {
    let row = sequence * parameters.time + t;
    let tag = goldAt(row);
    sum = sum + transitions[origin * side + tag];
    sum = sum + emissions[row * tags + tag];
    origin = tag;
  }
  return sum + transitions[origin * side + end];
}`;

/** @param margin whether `score` becomes the margin above the gold path. */
const bestPathProgram = (variant: Variant, margin: boolean): Program => ({
  key: `graft-crf-${margin ? 'margin' : 'path'}-${nameOf(variant)}`,
  bindings: [
    ...inputBindings(variant),
    ...(margin ? [{ name: 'gold', type: 'i32' } as const] : []),
    { name: 'origins', type: 'i32', write: true }, // [batch, time, tags]
    { name: 'path', type: 'i32', write: true },
    { name: 'score', type: 'f32', write: true },
  ],
  parameters,
  code: () => `${commonCode(variant)}
${margin ? goldScoreCode : 'fn goldScore(sequence: u32, length: u32) -> f32 { return 0.0; }'}
var<workgroup> best: array<f32, ${2 * variant.tags}>; // of the step before and of this one, taking turns

@compute @workgroup_size(${variant.lanes})
fn main(${entryParameters}) {
  let sequence = workgroupIndex(group, groups);
  if (sequence >= parameters.batch) { return; }
  let length = lengthOf(sequence);
  for (var t = 0u; t < length; t++) {
    let row = sequence * parameters.time + t;
    let before = (t & 1u) * tags;
    let after = tags - before;
    for (var to = lane; to < tags; to += lanes) {
      var top = transitions[start * side + to];
      if (t > 0u) {
        var tag = 0u;
        top = best[before] + transitions[to];
        for (var origin = 1u; origin < tags; origin++) {
          let sum = best[before + origin] + transitions[origin * side + to];
          if (sum > top) { top = sum; tag = origin; }
        }
        origins[row * tags + to] = i32(tag);
      }
      var here = excluded;
      if (may(0u, row, to)) { here = withRow(top, 0u, row, to); }
      best[after + to] = here;
    }
    workgroupBarrier();
  }
  storageBarrier();
  for (var t = length + lane; t < parameters.time; t += lanes) { path[sequence * parameters.time + t] = 0; }
  if (lane != 0u) { return; }
  if (length == 0u) { score[sequence] = 0.0; return; }
  let last = (length & 1u) * tags;
  var tag = 0u;
  var top = best[last] + transitions[end];
  for (var origin = 1u; origin < tags; origin++) {
    let sum = best[last + origin] + transitions[origin * side + end];
    if (sum > top) { top = sum; tag = origin; }
  }
  score[sequence] = top - goldScore(sequence, length);
  for (var walked = 0u; walked < length; walked++) {
    let row = sequence * parameters.time + length - 1u - walked;
    path[row] = i32(tag);
    if (walked + 1u < length) { tag = u32(origins[row * tags + tag]); }
  }
}`,
});

const marginGradientProgram: Program = {
  key: 'graft-crf-margin-gradient',
  bindings: [
    { name: 'lengths', type: 'i32' },
    { name: 'gold', type: 'i32' },
    { name: 'path', type: 'i32' },
    { name: 'gradient', type: 'f32' },
    { name: 'emissionsGradient', type: 'f32', write: true },
    { name: 'transitionsGradient', type: 'f32', write: true },
  ],
  parameters: [...parameters, { name: 'tags', type: 'u32' }],
  code: () => `
${goldCode('parameters.tags')}
fn lengthOf(sequence: u32) -> u32 { return u32(clamp(lengths[sequence], 0, i32(parameters.time))); }
fn used(yes: bool) -> f32 { return select(0.0, 1.0, yes); }

// How often the best path goes from one tag to another in a sequence, less how often the gold one does.
fn uses(sequence: u32, origin: u32, to: u32) -> f32 {
  let length = lengthOf(sequence);
  if (length == 0u) { return 0.0; }
  let first = sequence * parameters.time;
  var bestBefore = parameters.tags;
  var goldBefore = parameters.tags;
  var sum = 0.0;
  for (var t = 0u; t < length; t++) {
    let best = u32(path[first + t]);
    let right = goldAt(first + t);
    sum += used(bestBefore == origin && best == to) - used(goldBefore == origin && right == to);
    bestBefore = best;
    goldBefore = right;
  }
  if (to != parameters.tags + 1u) { return sum; }
  return sum + used(bestBefore == origin) - used(goldBefore == origin);
}

@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let index = workgroupIndex(group, groups) * 64u + lane;
  let cells = parameters.batch * parameters.time * parameters.tags;
  let side = parameters.tags + 2u;
  if (index < cells) {
    let row = index / parameters.tags;
    let tag = index % parameters.tags;
    let sequence = row / parameters.time;
    var balance = 0.0;
    if (row % parameters.time < lengthOf(sequence)) { balance = used(u32(path[row]) == tag) - used(goldAt(row) == tag); }
    emissionsGradient[index] = gradient[sequence] * balance;
    return;
  }
  let cell = index - cells;
  if (cell >= side * side) { return; }
  var sum = 0.0;
  for (var sequence = 0u; sequence < parameters.batch; sequence++) {
    sum += gradient[sequence] * uses(sequence, cell / side, cell % side);
  }
  transitionsGradient[cell] = sum;
}`,
};

export function bestPathOnWebgpu(parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  const [batch, time, tags] = (parts.emissions as TensorInfo).shape as [number, number, number];
  const path = makeOutput(backend, [batch, time], 'int32');
  const score = makeOutput(backend, [batch]);
  const origins = makeOutput(backend, [batch, time, tags], 'int32');
  const { gold } = parts;
  const program = bestPathProgram(variantOf(parts, backend, 1, 2), gold !== undefined);
  const bound = [...inputsOf(parts), ...(gold ? [gold] : []), origins, path, score];
  runProgram(backend, program, bound, [batch, time], batch);
  backend.disposeData(origins.dataId);
  return [path, score];
}

export function marginOnWebgpu(parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  return bestPathOnWebgpu(parts, backend).reverse();
}

export function marginGradientOnWebgpu(parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  const [batch, time, tags] = (parts.emissions as TensorInfo).shape as [number, number, number];
  const side = tags + 2;
  const ofEmissions = makeOutput(backend, [batch, time, tags]);
  const ofTransitions = makeOutput(backend, [side, side]);
  const bound = [parts.lengths, parts.gold, parts.path, parts.gradient, ofEmissions, ofTransitions] as TensorInfo[];
  const invocations = batch * time * tags + side * side;
  runProgram(backend, marginGradientProgram, bound, [batch, time, tags], Math.ceil(invocations / 64));
  return [ofEmissions, ofTransitions];
}
