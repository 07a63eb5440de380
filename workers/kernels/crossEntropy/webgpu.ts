/** The masked cross-entropy on WebGPU: one dispatch forward, one backward, for any number of rows. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import { entryParameters, makeOutput, type Program, runProgram } from '../webgpu/program.ts';
import { CROSS_ENTROPY, CROSS_ENTROPY_GRADIENT } from './operation.ts';

const parameters: Program['parameters'] = [
  { name: 'batch', type: 'u32' },
  { name: 'time', type: 'u32' },
  { name: 'tags', type: 'u32' },
];

/** `logSums(row)`: log-sum-exp over all tags, and over the allowed ones (all, where none is allowed). */
const sumsCode = `
fn logSums(row: u32) -> vec2<f32> {
  let first = row * parameters.tags;
  let last = first + parameters.tags;
  var top = logits[first];
  var topAllowed = 0.0;
  var known = false;
  for (var k = first; k < last; k++) {
    top = max(top, logits[k]);
    if (allowed[k] > 0.0) {
      topAllowed = select(logits[k], max(topAllowed, logits[k]), known);
      known = true;
    }
  }
  var sum = 0.0;
  var sumAllowed = 0.0;
  for (var k = first; k < last; k++) {
    sum += exp(logits[k] - top);
    if (allowed[k] > 0.0) { sumAllowed += exp(logits[k] - topAllowed); }
  }
  let all = top + log(sum);
  if (!known) { return vec2<f32>(all, all); }
  return vec2<f32>(all, topAllowed + log(sumAllowed));
}`;

const forwardProgram: Program = {
  key: 'graft-cross-entropy',
  bindings: [
    { name: 'logits', type: 'f32' },
    { name: 'allowed', type: 'f32' },
    { name: 'lengths', type: 'i32' },
    { name: 'losses', type: 'f32', write: true },
  ],
  parameters,
  code: () => `${sumsCode}
var<workgroup> parts: array<f32, 64>;

@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let sequence = workgroupIndex(group, groups);
  if (sequence >= parameters.batch) { return; }
  let length = u32(clamp(lengths[sequence], 0, i32(parameters.time)));
  var loss = 0.0;
  for (var t = lane; t < length; t += 64u) {
    let sums = logSums(sequence * parameters.time + t);
    loss += sums.x - sums.y;
  }
  parts[lane] = loss;
  workgroupBarrier();
  if (lane != 0u) { return; }
  var total = 0.0;
  for (var i = 0u; i < 64u; i++) { total += parts[i]; }
  losses[sequence] = total;
}`,
};

const gradientProgram: Program = {
  key: 'graft-cross-entropy-gradient',
  bindings: [
    { name: 'logits', type: 'f32' },
    { name: 'allowed', type: 'f32' },
    { name: 'lengths', type: 'i32' },
    { name: 'gradient', type: 'f32' },
    { name: 'logitsGradient', type: 'f32', write: true },
  ],
  parameters,
  code: () => `${sumsCode}
@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let row = workgroupIndex(group, groups) * 64u + lane;
  if (row >= parameters.batch * parameters.time) { return; }
  let sequence = row / parameters.time;
  let first = row * parameters.tags;
  let last = first + parameters.tags;
  var known = false;
  if (i32(row % parameters.time) < lengths[sequence]) {
    for (var k = first; k < last; k++) { known = known || allowed[k] > 0.0; }
  }
  if (!known) {
    for (var k = first; k < last; k++) { logitsGradient[k] = 0.0; }
    return;
  }
  let sums = logSums(row);
  for (var k = first; k < last; k++) {
    var restricted = 0.0;
    if (allowed[k] > 0.0) { restricted = exp(logits[k] - sums.y); }
    logitsGradient[k] = gradient[sequence] * (exp(logits[k] - sums.x) - restricted);
  }
}`,
};

type Parts = Readonly<Record<'logits' | 'allowed' | 'lengths' | 'gradient', TensorInfo>>;
type Shape = [number, number, number];

function forward({ logits, allowed, lengths }: Parts, backend: WebGPUBackend): TensorInfo {
  const [batch, time, tags] = logits.shape as Shape;
  const losses = makeOutput(backend, [batch]);
  runProgram(backend, forwardProgram, [logits, allowed, lengths, losses], [batch, time, tags], batch);
  return losses;
}

function backward({ logits, allowed, lengths, gradient }: Parts, backend: WebGPUBackend): TensorInfo {
  const [batch, time, tags] = logits.shape as Shape;
  const logitsGradient = makeOutput(backend, [batch, time, tags]);
  const bound = [logits, allowed, lengths, gradient, logitsGradient];
  runProgram(backend, gradientProgram, bound, [batch, time, tags], Math.ceil((batch * time) / 64));
  return logitsGradient;
}

/** Registers the masked cross-entropy and its gradient for tfjs's `webgpu`. */
export function registerCrossEntropyWebgpu(): void {
  const kernels = { [CROSS_ENTROPY]: forward, [CROSS_ENTROPY_GRADIENT]: backward };
  for (const [kernelName, run] of Object.entries(kernels)) {
    registerKernel({
      kernelName,
      backendName: 'webgpu',
      kernelFunc: ({ inputs, backend }) => run(inputs as Parts, backend as WebGPUBackend),
    });
  }
}
