/**
 * The CRF's best path (Viterbi) on WebGPU, and its margin above the gold path. A workgroup computes one sequence with a
 * loop over time in one dispatch; an invocation computes one tag. The margin's gradient is one dispatch, with one
 * element of the emissions' or of the transitions' gradient an invocation.
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

/** A gold tag outside the tags is clamped. */
const goldCode = (count: string) => `
fn goldAt(row: u32) -> u32 { return u32(clamp(gold[row], 0, i32(${count}) - 1)); }`;

/** The gold sequence's score, summed in Viterbi's order, so that equal paths score alike. */
const goldScoreCode = `
${goldCode('tags')}
fn goldScore(sequence: u32, length: u32) -> f32 {
  var previous = start;
  var sum = 0.0;
  for (var t = 0u; t < length; t++) {
    let row = sequence * parameters.time + t;
    let tag = goldAt(row);
    sum = sum + transitions[previous * side + tag];
    sum = sum + emissions[row * tags + tag];
    previous = tag;
  }
  return sum + transitions[previous * side + end];
}`;

/** @param margin whether `score` becomes the margin above the gold path. */
const bestPathProgram = (variant: Variant, margin: boolean): Program => ({
  key: `graft-crf-${margin ? 'margin' : 'path'}-${nameOf(variant)}`,
  bindings: [
    ...inputBindings(variant),
    ...(margin ? [{ name: 'gold', type: 'i32' } as const] : []),
    { name: 'backpointers', type: 'i32', write: true }, // [batch, time, tags]
    { name: 'path', type: 'i32', write: true },
    { name: 'score', type: 'f32', write: true },
  ],
  parameters,
  code: () => `${commonCode(variant)}
${margin ? goldScoreCode : 'fn goldScore(sequence: u32, length: u32) -> f32 { return 0.0; }'}
var<workgroup> best: array<f32, ${2 * variant.tags}>; // double buffer: of the previous step and of this one

@compute @workgroup_size(${variant.lanes})
fn main(${entryParameters}) {
  let sequence = workgroupIndex(group, groups);
  if (sequence >= parameters.batch) { return; }
  let length = lengthOf(sequence);
  for (var t = 0u; t < length; t++) {
    let row = sequence * parameters.time + t;
    let previousStep = (t & 1u) * tags;
    let after = tags - previousStep;
    for (var to = lane; to < tags; to += lanes) {
      var top = transitions[start * side + to];
      if (t > 0u) {
        var tag = 0u;
        top = best[previousStep] + transitions[to];
        for (var previous = 1u; previous < tags; previous++) {
          let sum = best[previousStep + previous] + transitions[previous * side + to];
          if (sum > top) { top = sum; tag = previous; }
        }
        backpointers[row * tags + to] = i32(tag);
      }
      var here = excluded;
      if (isAllowed(0u, row, to)) { here = addRowScores(top, 0u, row, to); }
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
  for (var previous = 1u; previous < tags; previous++) {
    let sum = best[last + previous] + transitions[previous * side + end];
    if (sum > top) { top = sum; tag = previous; }
  }
  score[sequence] = top - goldScore(sequence, length);
  for (var iteration = 0u; iteration < length; iteration++) {
    let row = sequence * parameters.time + length - 1u - iteration;
    path[row] = i32(tag);
    if (iteration + 1u < length) { tag = u32(backpointers[row * tags + tag]); }
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
fn oneIf(yes: bool) -> f32 { return select(0.0, 1.0, yes); }

// How often the best path of a sequence takes a transition, minus how often the gold path does.
fn countDifference(sequence: u32, previous: u32, to: u32) -> f32 {
  let length = lengthOf(sequence);
  if (length == 0u) { return 0.0; }
  let first = sequence * parameters.time;
  var previousBest = parameters.tags;
  var previousGold = parameters.tags;
  var sum = 0.0;
  for (var t = 0u; t < length; t++) {
    let best = u32(path[first + t]);
    let goldTag = goldAt(first + t);
    sum += oneIf(previousBest == previous && best == to) - oneIf(previousGold == previous && goldTag == to);
    previousBest = best;
    previousGold = goldTag;
  }
  if (to != parameters.tags + 1u) { return sum; }
  return sum + oneIf(previousBest == previous) - oneIf(previousGold == previous);
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
    var difference = 0.0;
    if (row % parameters.time < lengthOf(sequence)) {
      difference = oneIf(u32(path[row]) == tag) - oneIf(goldAt(row) == tag);
    }
    emissionsGradient[index] = gradient[sequence] * difference;
    return;
  }
  let cell = index - cells;
  if (cell >= side * side) { return; }
  var sum = 0.0;
  for (var sequence = 0u; sequence < parameters.batch; sequence++) {
    sum += gradient[sequence] * countDifference(sequence, cell / side, cell % side);
  }
  transitionsGradient[cell] = sum;
}`,
};

export function bestPathOnWebgpu(parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  const [batch, time, tags] = (parts.emissions as TensorInfo).shape as [number, number, number];
  const path = makeOutput(backend, [batch, time], 'int32');
  const score = makeOutput(backend, [batch]);
  const backpointers = makeOutput(backend, [batch, time, tags], 'int32');
  const { gold } = parts;
  const program = bestPathProgram(variantOf(parts, backend, 1, 2), gold !== undefined);
  const bound = [...inputsOf(parts), ...(gold ? [gold] : []), backpointers, path, score];
  runProgram(backend, program, bound, [batch, time], batch);
  backend.disposeData(backpointers.dataId);
  return [path, score];
}

export function marginOnWebgpu(parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  return bestPathOnWebgpu(parts, backend).reverse();
}

export function marginGradientOnWebgpu(parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  const [batch, time, tags] = (parts.emissions as TensorInfo).shape as [number, number, number];
  const side = tags + 2;
  const emissionsGradient = makeOutput(backend, [batch, time, tags]);
  const transitionsGradient = makeOutput(backend, [side, side]);
  const bound = [
    parts.lengths,
    parts.gold,
    parts.path,
    parts.gradient,
    emissionsGradient,
    transitionsGradient,
  ] as TensorInfo[];
  const invocations = batch * time * tags + side * side;
  runProgram(backend, marginGradientProgram, bound, [batch, time, tags], Math.ceil(invocations / 64));
  return [emissionsGradient, transitionsGradient];
}
