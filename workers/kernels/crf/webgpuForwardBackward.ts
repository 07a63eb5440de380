/**
 * The forward-backward algorithm of the CRF on WebGPU. A workgroup computes one sequence with a loop over time in one
 * dispatch; an invocation computes one tag. A loss takes two recursions side by side: over all sequences, and over the
 * allowed ones.
 *
 * The expected transition counts are stored for each sequence. A second dispatch adds them up in a fixed order, so
 * results repeat exactly.
 *
 * WebGPU has no double precision. So alpha and beta are relative to their largest value at each step, and the
 * probabilities of each step are normalised on their recursionStart. The gradient is then as exact at step 500, or where all
 * sequences score −1e4, as in a short sentence.
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

/** WGSL of the largest of `tags` values of a workgroup array, and of their log-sum-exp. */
const logSumExpCode = (array: string) => `
fn ${array}Top(first: u32) -> f32 {
  var top = excluded;
  for (var tag = 0u; tag < tags; tag++) { top = max(top, ${array}[first + tag]); }
  return top;
}
fn ${array}LogSum(first: u32) -> f32 {
  let top = ${array}Top(first);
  if (top <= excluded) { return excluded; }
  var sum = 0.0;
  for (var tag = 0u; tag < tags; tag++) { sum += exp(${array}[first + tag] - top); }
  return top + log(sum);
}`;

/** WGSL of `recursion`, the recursion that an invocation takes part in, and of its lane in it. */
const recursionCode = `
  let recursion = lane / lanes;
  let recursionLane = lane % lanes;`;

/** For a loss: the first recursion's value minus the second's. */
const difference = (variant: Variant, of: (recursion: number) => string) =>
  variant.recursions === 2 ? `${of(0)} - ${of(1)}` : of(0);

const forwardProgram = (variant: Variant): Program => ({
  key: `graft-crf-${nameOf(variant)}`,
  bindings: [
    ...inputBindings(variant),
    { name: 'alpha', type: 'f32', write: true }, // [recursions, …]; relative to the largest of the previous step
    { name: 'result', type: 'f32', write: true },
  ],
  parameters,
  code: () => `${commonCode(variant)}
// A double buffer for each recursion: alpha of the previous step and of this one.
var<workgroup> alphas: array<f32, ${2 * variant.recursions * variant.tags}>;
var<workgroup> sums: array<f32, recursions>;
${logSumExpCode('alphas')}

@compute @workgroup_size(${variant.recursions * variant.lanes})
fn main(${entryParameters}) {
  let sequence = workgroupIndex(group, groups);
  if (sequence >= parameters.batch) { return; }
  let length = lengthOf(sequence);
  ${recursionCode}
  let recursionStart = recursion * 2u * tags;
  var offset = 0.0; // what has been subtracted from alpha so far
  for (var t = 0u; t < length; t++) {
    let row = sequence * parameters.time + t;
    let before = recursionStart + (t & 1u) * tags;
    let after = recursionStart + tags - (t & 1u) * tags;
    var shift = 0.0;
    if (t > 0u) { shift = alphasTop(before); }
    if (shift <= excluded) { shift = 0.0; }
    offset += shift;
    for (var to = recursionLane; to < tags; to += lanes) {
      var sum = transitions[start * side + to];
      if (t > 0u) {
        var top = excluded;
        for (var previous = 0u; previous < tags; previous++) {
          top = max(top, alphas[before + previous] - shift + transitions[previous * side + to]);
        }
        sum = excluded;
        if (top > excluded) {
          sum = 0.0;
          for (var previous = 0u; previous < tags; previous++) {
            sum += exp(alphas[before + previous] - shift + transitions[previous * side + to] - top);
          }
          sum = top + log(sum);
        }
      }
      var here = excluded;
      if (isAllowed(recursion, row, to)) { here = addRowScores(sum, recursion, row, to); }
      alphas[after + to] = here;
      alpha[(recursion * parameters.batch * parameters.time + row) * tags + to] = here;
    }
    workgroupBarrier();
  }
  if (length == 0u) {
    if (lane == 0u) { result[sequence] = 0.0; }
    return;
  }
  let last = recursionStart + (length & 1u) * tags;
  for (var previous = recursionLane; previous < tags; previous += lanes) {
    alphas[last + previous] += transitions[previous * side + end];
  }
  workgroupBarrier();
  if (recursionLane == 0u) { sums[recursion] = offset + alphasLogSum(last); }
  workgroupBarrier();
  if (lane == 0u) { result[sequence] = ${difference(variant, (recursion) => `sums[${recursion}]`)}; }
}`,
});

const gradientProgram = (variant: Variant): Program => ({
  key: `graft-crf-gradient-${nameOf(variant)}`,
  bindings: [
    ...inputBindings(variant),
    { name: 'alpha', type: 'f32' },
    { name: 'gradient', type: 'f32' },
    { name: 'emissionsGradient', type: 'f32', write: true },
    { name: 'counts', type: 'f32', write: true }, // [batch, to, from], so that neighbours write to neighbours
  ],
  parameters,
  code: () => `${commonCode(variant)}
// Of each recursion: beta; the scores of continuing to each tag, with all suffixes from there; alpha plus beta.
var<workgroup> beta: array<f32, ${variant.recursions * variant.tags}>;
var<workgroup> nextScores: array<f32, ${variant.recursions * variant.tags}>;
var<workgroup> joint: array<f32, ${variant.recursions * variant.tags}>;
var<workgroup> totals: array<f32, recursions>;
${logSumExpCode('beta')}
${logSumExpCode('joint')}

fn alphaOf(recursion: u32, row: u32, tag: u32) -> f32 {
  return alpha[(recursion * parameters.batch * parameters.time + row) * tags + tag];
}
fn tagMarginal(recursion: u32, tag: u32) -> f32 { return exp(joint[recursion * tags + tag] - totals[recursion]); }
fn pairMarginal(recursion: u32, row: u32, previous: u32, to: u32) -> f32 {
  let score = alphaOf(recursion, row, previous) + transitions[previous * side + to] + nextScores[recursion * tags + to];
  return exp(score - totals[recursion]);
}

@compute @workgroup_size(${variant.recursions * variant.lanes})
fn main(${entryParameters}) {
  let sequence = workgroupIndex(group, groups);
  if (sequence >= parameters.batch) { return; }
  let length = lengthOf(sequence);
  let weight = gradient[sequence];
  ${recursionCode}
  let recursionStart = recursion * tags;
  let base = sequence * side * side;
  for (var i = lane; i < side * side; i += recursions * lanes) { counts[base + i] = 0.0; }
  for (var i = length * tags + lane; i < parameters.time * tags; i += recursions * lanes) {
    emissionsGradient[sequence * parameters.time * tags + i] = 0.0;
  }
  storageBarrier();
  for (var iteration = 0u; iteration < length; iteration++) {
    let t = length - 1u - iteration;
    let row = sequence * parameters.time + t;
    if (iteration > 0u) {
      var shift = betaTop(recursionStart);
      if (shift <= excluded) { shift = 0.0; }
      for (var to = recursionLane; to < tags; to += lanes) {
        nextScores[recursionStart + to] = excluded;
        if (isAllowed(recursion, row + 1u, to)) {
          nextScores[recursionStart + to] = addRowScores(beta[recursionStart + to] - shift, recursion, row + 1u, to);
        }
      }
    }
    workgroupBarrier();
    for (var previous = recursionLane; previous < tags; previous += lanes) {
      var suffix = transitions[previous * side + end];
      if (iteration > 0u) {
        var top = excluded;
        for (var to = 0u; to < tags; to++) {
          top = max(top, transitions[previous * side + to] + nextScores[recursionStart + to]);
        }
        suffix = excluded;
        if (top > excluded) {
          var sum = 0.0;
          for (var to = 0u; to < tags; to++) {
            sum += exp(transitions[previous * side + to] + nextScores[recursionStart + to] - top);
          }
          suffix = top + log(sum);
        }
      }
      beta[recursionStart + previous] = suffix;
      joint[recursionStart + previous] = alphaOf(recursion, row, previous) + suffix;
    }
    workgroupBarrier();
    if (recursionLane == 0u) { totals[recursion] = jointLogSum(recursionStart); }
    workgroupBarrier();
    for (var tag = lane; tag < tags; tag += recursions * lanes) {
      let marginal = weight * (${difference(variant, (recursion) => `tagMarginal(${recursion}u, tag)`)});
      emissionsGradient[row * tags + tag] = marginal;
      if (t == 0u) { counts[base + tag * side + start] = marginal; }
      if (iteration == 0u) { counts[base + end * side + tag] = marginal; }
    }
    if (iteration > 0u) {
      for (var pair = lane; pair < tags * tags; pair += recursions * lanes) {
        let previous = pair % tags;
        let to = pair / tags;
        counts[base + to * side + previous] +=
          weight * (${difference(variant, (recursion) => `pairMarginal(${recursion}u, row, previous, to)`)});
      }
    }
    workgroupBarrier();
  }
}`,
});

const countsSumProgram: Program = {
  key: 'graft-crf-counts',
  bindings: [
    { name: 'counts', type: 'f32' }, // [batch, to, from]
    { name: 'transitionsGradient', type: 'f32', write: true }, // [from, to]
  ],
  parameters: [
    { name: 'batch', type: 'u32' },
    { name: 'side', type: 'u32' },
  ],
  code: () => `
@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let index = workgroupIndex(group, groups) * 64u + lane;
  let size = parameters.side * parameters.side;
  if (index >= size) { return; }
  var sum = 0.0;
  for (var sequence = 0u; sequence < parameters.batch; sequence++) { sum += counts[sequence * size + index]; }
  transitionsGradient[(index % parameters.side) * parameters.side + index / parameters.side] = sum;
}`,
};

/** Log-partition (one recursion) or loss (two) → the results [batch], and alpha for the backward pass. */
export function forwardOnWebgpu(recursions: 1 | 2, parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  const [batch, time, tags] = (parts.emissions as TensorInfo).shape as [number, number, number];
  const result = makeOutput(backend, [batch]);
  const alpha = makeOutput(backend, [...(recursions === 2 ? [2] : []), batch, time, tags]);
  const program = forwardProgram(variantOf(parts, backend, recursions, 2 * recursions));
  runProgram(backend, program, [...inputsOf(parts), alpha, result], [batch, time], batch);
  return [result, alpha];
}

/** → the gradients of emissions and transitions. */
export function backwardOnWebgpu(recursions: 1 | 2, parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  const [batch, time, tags] = (parts.emissions as TensorInfo).shape as [number, number, number];
  const side = tags + 2;
  const emissionsGradient = makeOutput(backend, [batch, time, tags]);
  const counts = makeOutput(backend, [batch, side, side]);
  const bound = [...inputsOf(parts), parts.alpha, parts.gradient, emissionsGradient, counts] as TensorInfo[];
  runProgram(
    backend,
    gradientProgram(variantOf(parts, backend, recursions, 3 * recursions)),
    bound,
    [batch, time],
    batch,
  );
  const transitionsGradient = makeOutput(backend, [side, side]);
  runProgram(backend, countsSumProgram, [counts, transitionsGradient], [batch, side], Math.ceil((side * side) / 64));
  backend.disposeData(counts.dataId);
  return [emissionsGradient, transitionsGradient];
}
