/**
 * The CRF's sums over all sequences on WebGPU, forward and backward: a workgroup walks through a sequence in one
 * dispatch, an invocation takes a tag. A loss walks twice side by side, over all sequences and over the allowed ones. The
 * gradient of the transitions is gathered for each sequence apart and added up in a second dispatch, so that the order of
 * summing, and with it the result, is the same every time.
 *
 * There is no double precision here, so alpha and beta are kept relative to their largest at each step, and every step's
 * probabilities are normalised by themselves: the gradient is as exact at step 500, or where all sequences score −1e4,
 * as it is in a short sentence.
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

/** The largest of `tags` values of a workgroup's array, and the logarithm of the sum of their exponentials. */
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

/** `walk` and `place`: which walk an invocation takes part in, and as which. */
const placeCode = `
  let walk = lane / lanes;
  let place = lane % lanes;`;

/** Of a loss: the first walk's share less the second's. */
const difference = (variant: Variant, of: (walk: number) => string) =>
  variant.walks === 2 ? `${of(0)} - ${of(1)}` : of(0);

const forwardProgram = (variant: Variant): Program => ({
  key: `graft-crf-${nameOf(variant)}`,
  bindings: [
    ...inputBindings(variant),
    { name: 'alpha', type: 'f32', write: true }, // [walks, …]; each step relative to the largest of the step before
    { name: 'result', type: 'f32', write: true },
  ],
  parameters,
  code: () => `${commonCode(variant)}
// Of each walk, alpha of the step before and of this one, taking turns.
var<workgroup> reached: array<f32, ${2 * variant.walks * variant.tags}>;
var<workgroup> sums: array<f32, walks>;
${logSumExpCode('reached')}

@compute @workgroup_size(${variant.walks * variant.lanes})
fn main(${entryParameters}) {
  let sequence = workgroupIndex(group, groups);
  if (sequence >= parameters.batch) { return; }
  let length = lengthOf(sequence);
  ${placeCode}
  let own = walk * 2u * tags;
  var offset = 0.0; // what alpha has been lowered by so far
  for (var t = 0u; t < length; t++) {
    let row = sequence * parameters.time + t;
    let before = own + (t & 1u) * tags;
    let after = own + tags - (t & 1u) * tags;
    var lowered = 0.0;
    if (t > 0u) { lowered = reachedTop(before); }
    if (lowered <= excluded) { lowered = 0.0; }
    offset += lowered;
    for (var to = place; to < tags; to += lanes) {
      var sum = transitions[start * side + to];
      if (t > 0u) {
        var top = excluded;
        for (var origin = 0u; origin < tags; origin++) {
          top = max(top, reached[before + origin] - lowered + transitions[origin * side + to]);
        }
        sum = excluded;
        if (top > excluded) {
          sum = 0.0;
          for (var origin = 0u; origin < tags; origin++) {
            sum += exp(reached[before + origin] - lowered + transitions[origin * side + to] - top);
          }
          sum = top + log(sum);
        }
      }
      var here = excluded;
      if (may(walk, row, to)) { here = withRow(sum, walk, row, to); }
      reached[after + to] = here;
      alpha[(walk * parameters.batch * parameters.time + row) * tags + to] = here;
    }
    workgroupBarrier();
  }
  if (length == 0u) {
    if (lane == 0u) { result[sequence] = 0.0; }
    return;
  }
  let last = own + (length & 1u) * tags;
  for (var origin = place; origin < tags; origin += lanes) {
    reached[last + origin] += transitions[origin * side + end];
  }
  workgroupBarrier();
  if (place == 0u) { sums[walk] = offset + reachedLogSum(last); }
  workgroupBarrier();
  if (lane == 0u) { result[sequence] = ${difference(variant, (walk) => `sums[${walk}]`)}; }
}`,
});

const gradientProgram = (variant: Variant): Program => ({
  key: `graft-crf-gradient-${nameOf(variant)}`,
  bindings: [
    ...inputBindings(variant),
    { name: 'alpha', type: 'f32' },
    { name: 'gradient', type: 'f32' },
    { name: 'emissionsGradient', type: 'f32', write: true },
    { name: 'uses', type: 'f32', write: true }, // [batch, to, from]: turned, so that neighbours write to neighbours
  ],
  parameters,
  code: () => `${commonCode(variant)}
// Of each walk: beta; what going on to each tag is worth, all endings from there included; alpha and beta together.
var<workgroup> beta: array<f32, ${variant.walks * variant.tags}>;
var<workgroup> worth: array<f32, ${variant.walks * variant.tags}>;
var<workgroup> joint: array<f32, ${variant.walks * variant.tags}>;
var<workgroup> totals: array<f32, walks>;
${logSumExpCode('beta')}
${logSumExpCode('joint')}

fn alphaOf(walk: u32, row: u32, tag: u32) -> f32 {
  return alpha[(walk * parameters.batch * parameters.time + row) * tags + tag];
}
fn tagShare(walk: u32, tag: u32) -> f32 { return exp(joint[walk * tags + tag] - totals[walk]); }
fn pairShare(walk: u32, row: u32, origin: u32, to: u32) -> f32 {
  let score = alphaOf(walk, row, origin) + transitions[origin * side + to] + worth[walk * tags + to];
  return exp(score - totals[walk]);
}

@compute @workgroup_size(${variant.walks * variant.lanes})
fn main(${entryParameters}) {
  let sequence = workgroupIndex(group, groups);
  if (sequence >= parameters.batch) { return; }
  let length = lengthOf(sequence);
  let weight = gradient[sequence];
  ${placeCode}
  let own = walk * tags;
  let base = sequence * side * side;
  for (var i = lane; i < side * side; i += walks * lanes) { uses[base + i] = 0.0; }
  for (var i = length * tags + lane; i < parameters.time * tags; i += walks * lanes) {
    emissionsGradient[sequence * parameters.time * tags + i] = 0.0;
  }
  storageBarrier();
  for (var walked = 0u; walked < length; walked++) {
    let t = length - 1u - walked;
    let row = sequence * parameters.time + t;
    if (walked > 0u) {
      var lowered = betaTop(own);
      if (lowered <= excluded) { lowered = 0.0; }
      for (var to = place; to < tags; to += lanes) {
        worth[own + to] = excluded;
        if (may(walk, row + 1u, to)) { worth[own + to] = withRow(beta[own + to] - lowered, walk, row + 1u, to); }
      }
    }
    workgroupBarrier();
    for (var origin = place; origin < tags; origin += lanes) {
      var ending = transitions[origin * side + end];
      if (walked > 0u) {
        var top = excluded;
        for (var to = 0u; to < tags; to++) { top = max(top, transitions[origin * side + to] + worth[own + to]); }
        ending = excluded;
        if (top > excluded) {
          var sum = 0.0;
          for (var to = 0u; to < tags; to++) { sum += exp(transitions[origin * side + to] + worth[own + to] - top); }
          ending = top + log(sum);
        }
      }
      beta[own + origin] = ending;
      joint[own + origin] = alphaOf(walk, row, origin) + ending;
    }
    workgroupBarrier();
    if (place == 0u) { totals[walk] = jointLogSum(own); }
    workgroupBarrier();
    for (var tag = lane; tag < tags; tag += walks * lanes) {
      let share = weight * (${difference(variant, (walk) => `tagShare(${walk}u, tag)`)});
      emissionsGradient[row * tags + tag] = share;
      if (t == 0u) { uses[base + tag * side + start] = share; }
      if (walked == 0u) { uses[base + end * side + tag] = share; }
    }
    if (walked > 0u) {
      for (var pair = lane; pair < tags * tags; pair += walks * lanes) {
        let origin = pair % tags;
        let to = pair / tags;
        uses[base + to * side + origin] += weight * (${difference(variant, (walk) => `pairShare(${walk}u, row, origin, to)`)});
      }
    }
    workgroupBarrier();
  }
}`,
});

const usesSumProgram: Program = {
  key: 'graft-crf-uses',
  bindings: [
    { name: 'uses', type: 'f32' }, // [batch, to, from]
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
  for (var sequence = 0u; sequence < parameters.batch; sequence++) { sum += uses[sequence * size + index]; }
  transitionsGradient[(index % parameters.side) * parameters.side + index / parameters.side] = sum;
}`,
};

/** Log-partition (one walk) or loss (two) → the results [batch] and what the gradient wants back. */
export function sumsOnWebgpu(walks: 1 | 2, parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  const [batch, time, tags] = (parts.emissions as TensorInfo).shape as [number, number, number];
  const result = makeOutput(backend, [batch]);
  const alpha = makeOutput(backend, [...(walks === 2 ? [2] : []), batch, time, tags]);
  const program = forwardProgram(variantOf(parts, backend, walks, 2 * walks));
  runProgram(backend, program, [...inputsOf(parts), alpha, result], [batch, time], batch);
  return [result, alpha];
}

/** → the gradients of emissions and transitions. */
export function sumsGradientOnWebgpu(walks: 1 | 2, parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  const [batch, time, tags] = (parts.emissions as TensorInfo).shape as [number, number, number];
  const side = tags + 2;
  const ofEmissions = makeOutput(backend, [batch, time, tags]);
  const uses = makeOutput(backend, [batch, side, side]);
  const bound = [...inputsOf(parts), parts.alpha, parts.gradient, ofEmissions, uses] as TensorInfo[];
  runProgram(backend, gradientProgram(variantOf(parts, backend, walks, 3 * walks)), bound, [batch, time], batch);
  const ofTransitions = makeOutput(backend, [side, side]);
  runProgram(backend, usesSumProgram, [uses, ofTransitions], [batch, side], Math.ceil((side * side) / 64));
  backend.disposeData(uses.dataId);
  return [ofEmissions, ofTransitions];
}
