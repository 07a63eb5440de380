/** The activations on WebGPU: one dispatch forward, one backward. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import { type Binding, entryParameters, makeOutput, type Program, runProgram } from '../webgpu/program.ts';
import {
  ACTIVATION,
  ACTIVATION_GRADIENT,
  type ActivationAttributes,
  activatedShape,
  activationShape,
} from './operation.ts';
import type { ActivationKind } from './reference.ts';

/** WGSL of `value(x)` and `slope(x)`. */
const kindCode: Readonly<Record<ActivationKind, string>> = {
  gelu: `
// Φ(x) by Abramowitz and Stegun 7.1.26 from exp(−x²/2).
fn distribution(x: f32, bell: f32) -> f32 {
  let t = 1.0 / (1.0 + 0.23164189 * abs(x)); // 0.3275911 / √2, since Φ(x) = ½ + ½·erf(x / √2)
  let sum = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  let tail = 0.5 * sum * bell;
  return select(1.0 - tail, tail, x < 0.0);
}
fn value(x: f32) -> f32 { return x * distribution(x, exp(-0.5 * x * x)); }
fn slope(x: f32) -> f32 {
  let bell = exp(-0.5 * x * x);
  return distribution(x, bell) + 0.3989422804 * x * bell;
}`,
  'gelu-tanh': `
// exp(−2u) of u = √(2/π)·(x + 0.044715·x³), whose logistic function is ½ + ½·tanh(u); near 0 or 1 beyond ±20
fn decay(x: f32) -> f32 { return exp(clamp(-x * (1.5957691216 + 0.0713548163 * x * x), -80.0, 80.0)); }
fn value(x: f32) -> f32 { return x / (1.0 + decay(x)); }
fn slope(x: f32) -> f32 {
  let near = clamp(x, -20.0, 20.0);
  let e = decay(near);
  let share = 1.0 / (1.0 + e);
  return share * (1.0 + near * (1.5957691216 + 0.2140644488 * near * near) * e * share);
}`,
  relu: `
fn value(x: f32) -> f32 { return max(x, 0.0); }
fn slope(x: f32) -> f32 { return select(0.0, 1.0, x > 0.0); }`,
  silu: `
fn decay(x: f32) -> f32 { return exp(clamp(-x, -80.0, 80.0)); }
fn value(x: f32) -> f32 { return x / (1.0 + decay(x)); }
fn slope(x: f32) -> f32 {
  let near = clamp(x, -80.0, 80.0);
  let e = decay(near);
  let share = 1.0 / (1.0 + e);
  return share * (1.0 + near * e * share);
}`,
};

const parameters: Program['parameters'] = [
  { name: 'size', type: 'u32' },
  { name: 'width', type: 'u32' },
];

/** An invocation for each number of the output. `at` is its place in `x`, and a gate stands `width` numbers after. */
const startCode = (kind: ActivationKind, gated: boolean) => `${kindCode[kind]}
@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let index = workgroupIndex(group, groups) * 64u + lane;
  if (index >= parameters.size) { return; }
  let at = ${gated ? 'index + index / parameters.width * parameters.width' : 'index'};
  let number = x[at];`;

const x: Binding = { name: 'x', type: 'f32' };
const output: Binding = { name: 'output', type: 'f32', write: true };

const forwardProgram = (kind: ActivationKind, gated: boolean): Program => ({
  key: `graft-activation-${kind}${gated ? '-gated' : ''}`,
  bindings: [x, output],
  parameters,
  code: () => `${startCode(kind, gated)}
  output[index] = value(number)${gated ? ' * x[at + parameters.width]' : ''};
}`,
});

const gradientProgram = (kind: ActivationKind, gated: boolean): Program => ({
  key: `graft-activation-gradient-${kind}${gated ? '-gated' : ''}`,
  bindings: [x, { name: 'gradient', type: 'f32' }, output],
  parameters,
  code: () => `${startCode(kind, gated)}
  let upstream = gradient[index];
  output[at] = upstream * slope(number)${gated ? ' * x[at + parameters.width]' : ''};
  ${gated ? 'output[at + parameters.width] = upstream * value(number);' : ''}
}`,
});

type Parts = Readonly<Record<'x' | 'gradient', TensorInfo>>;

function run(
  backend: WebGPUBackend,
  program: Program,
  given: readonly TensorInfo[],
  shapes: { x: number[]; output: number[] },
  gated: boolean,
): TensorInfo {
  const result = makeOutput(backend, shapes.output);
  const { rows, width } = activationShape(shapes.x, gated);
  const size = rows * width;
  runProgram(backend, program, [...given, result], [size, width], Math.ceil(size / 64));
  return result;
}

/** Registers the activations and their gradients for tfjs's `webgpu`. */
export function registerActivationWebgpu(): void {
  registerKernel({
    kernelName: ACTIVATION,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { kind, gated } = attrs as unknown as ActivationAttributes;
      const given = (inputs as Parts).x;
      const shapes = { x: given.shape, output: activatedShape(given.shape, gated) };
      return run(backend as WebGPUBackend, forwardProgram(kind, gated), [given], shapes, gated);
    },
  });
  registerKernel({
    kernelName: ACTIVATION_GRADIENT,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { kind, gated } = attrs as unknown as ActivationAttributes;
      const given = inputs as Parts;
      const shapes = { x: given.x.shape, output: given.x.shape };
      return run(backend as WebGPUBackend, gradientProgram(kind, gated), [given.x, given.gradient], shapes, gated);
    },
  });
}
