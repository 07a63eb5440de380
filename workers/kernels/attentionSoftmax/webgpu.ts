/** The softmax over attention scores on WebGPU: one dispatch forward, one backward, with a workgroup for each row. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import { entryParameters, makeOutput, type Program, runProgram } from '../webgpu/program.ts';
import { lanesFor, reductionCode } from '../webgpu/reduction.ts';
import {
  ATTENTION_SOFTMAX,
  ATTENTION_SOFTMAX_GRADIENT,
  type AttentionSoftmaxAttributes,
  maskStrides,
} from './operation.ts';

const parameters: Program['parameters'] = [
  { name: 'batch', type: 'u32' },
  { name: 'heads', type: 'u32' },
  { name: 'queries', type: 'u32' },
  { name: 'keys', type: 'u32' },
  { name: 'scale', type: 'f32' },
];

const lengths: Program['bindings'] = [
  { name: 'queryLengths', type: 'i32' },
  { name: 'keyLengths', type: 'i32' },
];

/** The start of the entry point: the row begins at `first` and has `length` keys, 0 in a row of padding. */
const rowCode = (lanes: number) => `
@compute @workgroup_size(${lanes})
fn main(${entryParameters}) {
  let keys = parameters.keys;
  let row = workgroupIndex(group, groups);
  if (row >= parameters.batch * parameters.heads * parameters.queries) { return; }
  let first = row * keys;
  let query = row % parameters.queries;
  let head = row / parameters.queries % parameters.heads;
  let sequence = row / (parameters.queries * parameters.heads);
  var length = u32(clamp(keyLengths[sequence], 0, i32(keys)));
  if (i32(query) >= queryLengths[sequence]) { length = 0u; }`;

/** WGSL guarantees nothing about infinities in arithmetic, so a mask below this excludes a key. */
const maskedBelow = '-3e38';

/** Expressions for key `k` of the row: whether it is open, and its score; and the code of the row that they need. */
const scoreCode = (masked: boolean) =>
  masked
    ? {
        row: 'let maskStart = sequence * parameters.batchStride + head * parameters.headStride + query * keys;',
        isOpen: `mask[maskStart + k] > ${maskedBelow}`,
        score: 'parameters.scale * scores[first + k] + mask[maskStart + k]',
      }
    : { row: '', isOpen: 'true', score: 'parameters.scale * scores[first + k]' };

function forwardProgram(lanes: number, masked: boolean): Program {
  const { row, isOpen, score } = scoreCode(masked);
  return {
    key: `graft-attention-softmax-${lanes}${masked ? '-masked' : ''}`,
    bindings: [
      { name: 'scores', type: 'f32' },
      ...lengths,
      ...(masked ? [{ name: 'mask', type: 'f32' as const }] : []),
      { name: 'output', type: 'f32', write: true },
    ],
    parameters: [...parameters, { name: 'batchStride', type: 'u32' }, { name: 'headStride', type: 'u32' }],
    code: () => `${reductionCode(lanes)}${rowCode(lanes)}
  ${row}
  for (var k = length + lane; k < keys; k += lanes) { output[first + k] = 0.0; }
  if (length == 0u) { return; }
  var top = ${maskedBelow};
  for (var k = lane; k < length; k += lanes) {
    if (${isOpen}) { top = max(top, ${score}); }
  }
  top = largest(top, lane);
  var sum = 0.0;
  for (var k = lane; k < length; k += lanes) {
    var value = 0.0;
    if (${isOpen}) { value = exp(${score} - top); }
    output[first + k] = value;
    sum += value;
  }
  sum = total(sum, lane);
  // In a row with an open key, the largest term alone is 1.
  if (sum == 0.0) { return; }
  for (var k = lane; k < length; k += lanes) { output[first + k] /= sum; }
}`,
  };
}

const gradientProgram = (lanes: number): Program => ({
  key: `graft-attention-softmax-gradient-${lanes}`,
  bindings: [
    { name: 'probabilities', type: 'f32' },
    ...lengths,
    { name: 'gradient', type: 'f32' },
    { name: 'output', type: 'f32', write: true },
  ],
  parameters,
  code: () => `${reductionCode(lanes)}${rowCode(lanes)}
  for (var k = length + lane; k < keys; k += lanes) { output[first + k] = 0.0; }
  if (length == 0u) { return; }
  var sum = 0.0;
  for (var k = lane; k < length; k += lanes) { sum += probabilities[first + k] * gradient[first + k]; }
  let mean = total(sum, lane);
  for (var k = lane; k < length; k += lanes) {
    output[first + k] = parameters.scale * probabilities[first + k] * (gradient[first + k] - mean);
  }
}`,
});

type Parts = Readonly<
  Record<'scores' | 'queryLengths' | 'keyLengths' | 'probabilities' | 'gradient', TensorInfo> & { mask?: TensorInfo }
>;
type Shape = [number, number, number, number];

function forward({ scores, queryLengths, keyLengths, mask }: Parts, backend: WebGPUBackend, scale: number): TensorInfo {
  const [batch, heads, queries, keys] = scores.shape as Shape;
  const output = makeOutput(backend, scores.shape);
  const { batchStride, headStride } = maskStrides(mask?.shape ?? []);
  const bound = [scores, queryLengths, keyLengths, ...(mask ? [mask] : []), output];
  const numbers = [batch, heads, queries, keys, scale, batchStride, headStride];
  runProgram(backend, forwardProgram(lanesFor(keys), mask !== undefined), bound, numbers, batch * heads * queries);
  return output;
}

function backward(parts: Parts, backend: WebGPUBackend, scale: number): TensorInfo {
  const { probabilities, queryLengths, keyLengths, gradient } = parts;
  const [batch, heads, queries, keys] = probabilities.shape as Shape;
  const output = makeOutput(backend, probabilities.shape);
  const bound = [probabilities, queryLengths, keyLengths, gradient, output];
  const numbers = [batch, heads, queries, keys, scale];
  runProgram(backend, gradientProgram(lanesFor(keys)), bound, numbers, batch * heads * queries);
  return output;
}

/** Registers the attention softmax and its gradient for tfjs's `webgpu`. */
export function registerAttentionSoftmaxWebgpu(): void {
  const kernels = { [ATTENTION_SOFTMAX]: forward, [ATTENTION_SOFTMAX_GRADIENT]: backward };
  for (const [kernelName, run] of Object.entries(kernels)) {
    registerKernel({
      kernelName,
      backendName: 'webgpu',
      kernelFunc: ({ inputs, attrs, backend }) =>
        run(inputs as Parts, backend as WebGPUBackend, (attrs as unknown as AttentionSoftmaxAttributes).scale),
    });
  }
}
