/** The softmax over attention scores on WebGPU: one dispatch forward, one back, a workgroup for each row. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import { entryParameters, makeOutput, type Program, runProgram } from '../webgpu/program.ts';
import { lanesFor, reductionCode } from '../webgpu/reduction.ts';
import { ATTENTION_SOFTMAX, ATTENTION_SOFTMAX_GRADIENT, type AttentionSoftmaxAttributes } from './operation.ts';

const parameters: Program['parameters'] = [
  { name: 'batch', type: 'u32' },
  { name: 'heads', type: 'u32' },
  { name: 'time', type: 'u32' },
  { name: 'scale', type: 'f32' },
];

/** The entry point up to where `length` keys count in the row that begins at `first`; 0 in a row of padding. */
const rowCode = (lanes: number) => `
@compute @workgroup_size(${lanes})
fn main(${entryParameters}) {
  let time = parameters.time;
  let row = workgroupIndex(group, groups);
  if (row >= parameters.batch * parameters.heads * time) { return; }
  let first = row * time;
  let sequence = row / (parameters.heads * time);
  var length = u32(clamp(lengths[sequence], 0, i32(time)));
  if (row % time >= length) { length = 0u; }`;

const forwardProgram = (lanes: number): Program => ({
  key: `graft-attention-softmax-${lanes}`,
  bindings: [
    { name: 'scores', type: 'f32' },
    { name: 'lengths', type: 'i32' },
    { name: 'output', type: 'f32', write: true },
  ],
  parameters,
  code: () => `${reductionCode(lanes)}${rowCode(lanes)}
  for (var k = length + lane; k < time; k += lanes) { output[first + k] = 0.0; }
  if (length == 0u) { return; }
  // Invocations beyond the row's end hold its first score: it changes no maximum.
  var top = parameters.scale * scores[first];
  for (var k = lane; k < length; k += lanes) { top = max(top, parameters.scale * scores[first + k]); }
  top = largest(top, lane);
  var sum = 0.0;
  for (var k = lane; k < length; k += lanes) {
    let value = exp(parameters.scale * scores[first + k] - top);
    output[first + k] = value;
    sum += value;
  }
  sum = total(sum, lane);
  for (var k = lane; k < length; k += lanes) { output[first + k] /= sum; }
}`,
});

const gradientProgram = (lanes: number): Program => ({
  key: `graft-attention-softmax-gradient-${lanes}`,
  bindings: [
    { name: 'probabilities', type: 'f32' },
    { name: 'lengths', type: 'i32' },
    { name: 'gradient', type: 'f32' },
    { name: 'output', type: 'f32', write: true },
  ],
  parameters,
  code: () => `${reductionCode(lanes)}${rowCode(lanes)}
  for (var k = length + lane; k < time; k += lanes) { output[first + k] = 0.0; }
  if (length == 0u) { return; }
  var sum = 0.0;
  for (var k = lane; k < length; k += lanes) { sum += probabilities[first + k] * gradient[first + k]; }
  let mean = total(sum, lane);
  for (var k = lane; k < length; k += lanes) {
    output[first + k] = parameters.scale * probabilities[first + k] * (gradient[first + k] - mean);
  }
}`,
});

type Parts = Readonly<Record<'scores' | 'lengths' | 'probabilities' | 'gradient', TensorInfo>>;
type Shape = [number, number, number, number];

function forward({ scores, lengths }: Parts, backend: WebGPUBackend, scale: number): TensorInfo {
  const [batch, heads, time] = scores.shape as Shape;
  const output = makeOutput(backend, scores.shape);
  const sizes = [batch, heads, time, scale];
  runProgram(backend, forwardProgram(lanesFor(time)), [scores, lengths, output], sizes, batch * heads * time);
  return output;
}

function backward({ probabilities, lengths, gradient }: Parts, backend: WebGPUBackend, scale: number): TensorInfo {
  const [batch, heads, time] = probabilities.shape as Shape;
  const output = makeOutput(backend, probabilities.shape);
  const bound = [probabilities, lengths, gradient, output];
  runProgram(backend, gradientProgram(lanesFor(time)), bound, [batch, heads, time, scale], batch * heads * time);
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
