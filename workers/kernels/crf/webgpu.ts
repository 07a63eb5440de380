/**
 * The linear-chain CRF on WebGPU: forward, backward and Viterbi each walk through time in one dispatch, a workgroup for
 * each sequence and an invocation for each tag. The gradient of the transitions is gathered for each sequence apart and
 * added up in a second dispatch, so that the order of summing, and with it the result, is the same every time.
 *
 * There is no double precision here, so alpha and beta are kept relative to their largest at each step, and every step's
 * probabilities are normalised by themselves: the gradient is as exact at step 500, or where all sequences score −1e4,
 * as it is in a short sentence.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import { GraftError } from '../../protocol/errors.ts';
import { entryParameters, makeOutput, type Program, runProgram } from '../webgpu/program.ts';
import { CRF_BEST_PATH, CRF_GRADIENT, CRF_LOG_PARTITION } from './operation.ts';

interface Variant {
  readonly tags: number;
  readonly lanes: number;
  readonly restricted: boolean;
}

const parameters: Program['parameters'] = [
  { name: 'batch', type: 'u32' },
  { name: 'time', type: 'u32' },
];

const commonCode = ({ tags, lanes, restricted }: Variant) => `
const tags = ${tags}u;
const side = ${tags + 2}u;
const start = ${tags}u;
const end = ${tags + 1}u;
const lanes = ${lanes}u;
const excluded = -1e30; // stands for the logarithm of 0 and survives addition
fn lengthOf(sequence: u32) -> u32 { return u32(clamp(lengths[sequence], 0, i32(parameters.time))); }
${
  restricted
    ? `
// A step that allows no tag is an unknown one and allows every tag.
fn may(row: u32, tag: u32) -> bool {
  if (allowed[row * tags + tag] > 0.0) { return true; }
  for (var other = 0u; other < tags; other++) { if (allowed[row * tags + other] > 0.0) { return false; } }
  return true;
}`
    : 'fn may(row: u32, tag: u32) -> bool { return true; }'
}`;

const inputBindings = ({ restricted }: Variant): Program['bindings'] => [
  { name: 'emissions', type: 'f32' }, // [batch, time, tags]
  { name: 'transitions', type: 'f32' }, // [tags + 2, tags + 2], from and to
  { name: 'lengths', type: 'i32' },
  ...(restricted ? [{ name: 'allowed', type: 'f32' } as const] : []),
];

const nameOf = ({ tags, lanes, restricted }: Variant) => `${tags}-${lanes}${restricted ? '-restricted' : ''}`;

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

const forwardProgram = (variant: Variant): Program => ({
  key: `graft-crf-${nameOf(variant)}`,
  bindings: [
    ...inputBindings(variant),
    { name: 'alpha', type: 'f32', write: true }, // at each step relative to the largest of the step before
    { name: 'logPartition', type: 'f32', write: true },
  ],
  parameters,
  code: () => `${commonCode(variant)}
var<workgroup> reached: array<f32, ${2 * variant.tags}>; // alpha of the step before and of this one, taking turns
${logSumExpCode('reached')}

@compute @workgroup_size(${variant.lanes})
fn main(${entryParameters}) {
  let sequence = workgroupIndex(group, groups);
  if (sequence >= parameters.batch) { return; }
  let length = lengthOf(sequence);
  var offset = 0.0; // what alpha has been lowered by so far
  for (var t = 0u; t < length; t++) {
    let row = sequence * parameters.time + t;
    let before = (t & 1u) * tags;
    let after = tags - before;
    var lowered = 0.0;
    if (t > 0u) { lowered = reachedTop(before); }
    if (lowered <= excluded) { lowered = 0.0; }
    offset += lowered;
    for (var to = lane; to < tags; to += lanes) {
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
      if (may(row, to)) { here = sum + emissions[row * tags + to]; }
      reached[after + to] = here;
      alpha[row * tags + to] = here;
    }
    workgroupBarrier();
  }
  if (length == 0u) {
    if (lane == 0u) { logPartition[sequence] = 0.0; }
    return;
  }
  let last = (length & 1u) * tags;
  for (var origin = lane; origin < tags; origin += lanes) {
    reached[last + origin] += transitions[origin * side + end];
  }
  workgroupBarrier();
  if (lane == 0u) { logPartition[sequence] = offset + reachedLogSum(last); }
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
// Of the step after and of this one, taking turns: beta, and alpha and beta together.
var<workgroup> following: array<f32, ${2 * variant.tags}>;
var<workgroup> joint: array<f32, ${2 * variant.tags}>;
${logSumExpCode('following')}
${logSumExpCode('joint')}

@compute @workgroup_size(${variant.lanes})
fn main(${entryParameters}) {
  let sequence = workgroupIndex(group, groups);
  if (sequence >= parameters.batch) { return; }
  let length = lengthOf(sequence);
  let weight = gradient[sequence];
  let base = sequence * side * side;
  for (var i = lane; i < side * side; i += lanes) { uses[base + i] = 0.0; }
  for (var i = length * tags + lane; i < parameters.time * tags; i += lanes) {
    emissionsGradient[sequence * parameters.time * tags + i] = 0.0;
  }
  storageBarrier();
  for (var walked = 0u; walked < length; walked++) {
    let t = length - 1u - walked;
    let row = sequence * parameters.time + t;
    let after = (walked & 1u) * tags;
    let before = tags - after;
    var lowered = 0.0;
    if (walked > 0u) { lowered = followingTop(after); }
    if (lowered <= excluded) { lowered = 0.0; }
    for (var origin = lane; origin < tags; origin += lanes) {
      var beta = transitions[origin * side + end];
      if (walked > 0u) {
        var top = excluded;
        for (var to = 0u; to < tags; to++) {
          if (may(row + 1u, to)) { top = max(top, scoreOf(row, origin, to, after, lowered)); }
        }
        beta = excluded;
        if (top > excluded) {
          var sum = 0.0;
          for (var to = 0u; to < tags; to++) {
            if (may(row + 1u, to)) { sum += exp(scoreOf(row, origin, to, after, lowered) - top); }
          }
          beta = top + log(sum);
        }
      }
      following[before + origin] = beta;
      joint[before + origin] = alpha[row * tags + origin] + beta;
    }
    workgroupBarrier();
    let total = jointLogSum(before);
    for (var origin = lane; origin < tags; origin += lanes) {
      let probability = weight * exp(joint[before + origin] - total);
      emissionsGradient[row * tags + origin] = probability;
      if (t == 0u) { uses[base + origin * side + start] = probability; }
      if (walked == 0u) { uses[base + end * side + origin] = probability; continue; }
      let here = alpha[row * tags + origin] - total;
      for (var to = 0u; to < tags; to++) {
        if (may(row + 1u, to)) {
          uses[base + to * side + origin] += weight * exp(here + scoreOf(row, origin, to, after, lowered));
        }
      }
    }
    workgroupBarrier();
  }
}

fn scoreOf(row: u32, origin: u32, to: u32, after: u32, lowered: f32) -> f32 {
  return transitions[origin * side + to] + emissions[(row + 1u) * tags + to] + following[after + to] - lowered;
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

const bestPathProgram = (variant: Variant): Program => ({
  key: `graft-crf-path-${nameOf(variant)}`,
  bindings: [
    ...inputBindings(variant),
    { name: 'origins', type: 'i32', write: true }, // [batch, time, tags]
    { name: 'path', type: 'i32', write: true },
    { name: 'score', type: 'f32', write: true },
  ],
  parameters,
  code: () => `${commonCode(variant)}
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
      best[after + to] = top + emissions[row * tags + to];
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
  score[sequence] = top;
  for (var walked = 0u; walked < length; walked++) {
    let row = sequence * parameters.time + length - 1u - walked;
    path[row] = i32(tag);
    if (walked + 1u < length) { tag = u32(origins[row * tags + tag]); }
  }
}`,
});

type Parts = Readonly<Record<string, TensorInfo>>;

function variantOf({ emissions, allowed }: Parts, { device }: WebGPUBackend): Variant {
  const tags = (emissions as TensorInfo).shape[2] as number;
  const largest = Math.floor(device.limits.maxComputeWorkgroupStorageSize / 16);
  if (tags > largest) {
    throw new GraftError({
      code: 'too-many-tags',
      message: `A CRF with ${tags} tags does not fit this graphics processor, which takes ${largest}.`,
      remedy: 'Choose WASM as the backend, or fewer categories.',
    });
  }
  const lanes = Math.min(Math.ceil(tags / 32) * 32, device.limits.maxComputeInvocationsPerWorkgroup, 256);
  return { tags, lanes, restricted: allowed !== undefined };
}

function inputsOf({ emissions, transitions, lengths, allowed }: Parts): TensorInfo[] {
  return [emissions, transitions, lengths, ...(allowed ? [allowed] : [])] as TensorInfo[];
}

function logPartition(parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  const [batch, time, tags] = (parts.emissions as TensorInfo).shape as [number, number, number];
  const total = makeOutput(backend, [batch]);
  const alpha = makeOutput(backend, [batch, time, tags]);
  const program = forwardProgram(variantOf(parts, backend));
  runProgram(backend, program, [...inputsOf(parts), alpha, total], [batch, time], batch);
  return [total, alpha];
}

function gradient(parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  const { alpha, gradient: weights } = parts;
  const [batch, time, tags] = (parts.emissions as TensorInfo).shape as [number, number, number];
  const side = tags + 2;
  const ofEmissions = makeOutput(backend, [batch, time, tags]);
  const uses = makeOutput(backend, [batch, side, side]);
  const bound = [...inputsOf(parts), alpha, weights, ofEmissions, uses] as TensorInfo[];
  runProgram(backend, gradientProgram(variantOf(parts, backend)), bound, [batch, time], batch);
  const ofTransitions = makeOutput(backend, [side, side]);
  runProgram(backend, usesSumProgram, [uses, ofTransitions], [batch, side], Math.ceil((side * side) / 64));
  backend.disposeData(uses.dataId);
  return [ofEmissions, ofTransitions];
}

function bestPath(parts: Parts, backend: WebGPUBackend): TensorInfo[] {
  const [batch, time, tags] = (parts.emissions as TensorInfo).shape as [number, number, number];
  const path = makeOutput(backend, [batch, time], 'int32');
  const score = makeOutput(backend, [batch]);
  const origins = makeOutput(backend, [batch, time, tags], 'int32');
  const program = bestPathProgram(variantOf(parts, backend));
  runProgram(backend, program, [...inputsOf(parts), origins, path, score], [batch, time], batch);
  backend.disposeData(origins.dataId);
  return [path, score];
}

/** Registers the CRF's operations for tfjs's `webgpu`. */
export function registerCrfWebgpu(): void {
  const kernels = { [CRF_LOG_PARTITION]: logPartition, [CRF_GRADIENT]: gradient, [CRF_BEST_PATH]: bestPath };
  for (const [kernelName, run] of Object.entries(kernels)) {
    registerKernel({
      kernelName,
      backendName: 'webgpu',
      kernelFunc: ({ inputs, backend }) => run(inputs as Parts, backend as WebGPUBackend),
    });
  }
}
