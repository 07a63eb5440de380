/** GELU on WebGPU: one dispatch forward, one backward. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { registerKernel, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { entryParameters, makeOutput, type Program, runProgram } from '../webgpu/program.ts';
import { GELU, GELU_GRADIENT } from './operation.ts';

/** `distribution(x, bell)`: Φ(x) by Abramowitz and Stegun 7.1.26 from exp(−x²/2). */
const distributionCode = `
fn distribution(x: f32, bell: f32) -> f32 {
  let t = 1.0 / (1.0 + 0.23164189 * abs(x)); // 0.3275911 / √2, since Φ(x) = ½ + ½·erf(x / √2)
  let sum = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  let tail = 0.5 * sum * bell;
  return select(1.0 - tail, tail, x < 0.0);
}`;

const forwardProgram: Program = {
  key: 'graft-gelu',
  bindings: [
    { name: 'x', type: 'f32' },
    { name: 'output', type: 'f32', write: true },
  ],
  parameters: [{ name: 'size', type: 'u32' }],
  code: () => `${distributionCode}
@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let index = workgroupIndex(group, groups) * 64u + lane;
  if (index >= parameters.size) { return; }
  let value = x[index];
  output[index] = value * distribution(value, exp(-0.5 * value * value));
}`,
};

const gradientProgram: Program = {
  key: 'graft-gelu-gradient',
  bindings: [
    { name: 'x', type: 'f32' },
    { name: 'gradient', type: 'f32' },
    { name: 'output', type: 'f32', write: true },
  ],
  parameters: [{ name: 'size', type: 'u32' }],
  code: () => `${distributionCode}
@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let index = workgroupIndex(group, groups) * 64u + lane;
  if (index >= parameters.size) { return; }
  let value = x[index];
  let bell = exp(-0.5 * value * value);
  output[index] = gradient[index] * (distribution(value, bell) + 0.3989422804 * value * bell);
}`,
};

type Parts = Readonly<Record<'x' | 'gradient', TensorInfo>>;

function forward({ x }: Parts, backend: WebGPUBackend): TensorInfo {
  const size = util.sizeFromShape(x.shape);
  const output = makeOutput(backend, x.shape);
  runProgram(backend, forwardProgram, [x, output], [size], Math.ceil(size / 64));
  return output;
}

function backward({ x, gradient }: Parts, backend: WebGPUBackend): TensorInfo {
  const size = util.sizeFromShape(x.shape);
  const output = makeOutput(backend, x.shape);
  runProgram(backend, gradientProgram, [x, gradient, output], [size], Math.ceil(size / 64));
  return output;
}

/** Registers GELU and its gradient for tfjs's `webgpu`. */
export function registerGeluWebgpu(): void {
  const kernels = { [GELU]: forward, [GELU_GRADIENT]: backward };
  for (const [kernelName, run] of Object.entries(kernels)) {
    registerKernel({
      kernelName,
      backendName: 'webgpu',
      kernelFunc: ({ inputs, backend }) => run(inputs as Parts, backend as WebGPUBackend),
    });
  }
}
