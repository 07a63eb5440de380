/**
 * Optimizer steps on WebGPU, in place, one dispatch a variable. The scale that clips by global norm is worked out on the
 * GPU and stays there: sums of squares for six gradients a dispatch, then one that adds them up.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { registerKernel, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type Binding, entryParameters, makeOutput, type Program, runProgram } from '../webgpu/program.ts';
import {
  ADAGRAD_UPDATE,
  type AdagradAttributes,
  MOMENTS_UPDATE,
  MOMENTUM_UPDATE,
  type MomentsAttributes,
  type MomentumAttributes,
  NORM_SCALE,
  type NormScaleAttributes,
} from './operation.ts';

type Parts = Readonly<Record<string, TensorInfo>>;

/** An update of each element by itself; `code` sees `n` and, scaled, the gradient `g`. */
function updateProgram(name: string, written: readonly string[], numbers: readonly string[], code: string): Program {
  return {
    key: `graft-${name}-update`,
    bindings: [
      { name: 'gradient', type: 'f32' },
      { name: 'scale', type: 'f32' },
      ...written.map((slot): Binding => ({ name: slot, type: 'f32', write: true })),
    ],
    parameters: [{ name: 'size', type: 'u32' }, ...numbers.map((number) => ({ name: number, type: 'f32' as const }))],
    code: () => `
@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let n = workgroupIndex(group, groups) * 64u + lane;
  if (n >= parameters.size) { return; }
  let g = scale[0] * gradient[n];
  ${code}
}`,
  };
}

const momentumProgram = updateProgram(
  'momentum',
  ['variable', 'velocity'],
  ['learningRate', 'momentum'],
  `let moved = parameters.momentum * velocity[n] + g;
  velocity[n] = moved;
  variable[n] -= parameters.learningRate * moved;`,
);

const momentsProgram = updateProgram(
  'moments',
  ['variable', 'first', 'second'],
  ['beta1', 'beta2', 'epsilon', 'keep', 'gradientRate', 'firstRate', 'secondScale', 'newGradient', 'newSquare'],
  `let m = parameters.beta1 * first[n] + parameters.newGradient * g;
  let v = parameters.beta2 * second[n] + parameters.newSquare * g * g;
  first[n] = m;
  second[n] = v;
  let step = (parameters.gradientRate * g + parameters.firstRate * m) / (parameters.secondScale * sqrt(v) + parameters.epsilon);
  variable[n] = parameters.keep * variable[n] - step;`,
);

const adagradProgram = updateProgram(
  'adagrad',
  ['variable', 'sum'],
  ['learningRate', 'epsilon'],
  `let total = sum[n] + g * g;
  sum[n] = total;
  variable[n] -= parameters.learningRate * g / (sqrt(total) + parameters.epsilon);`,
);

function update(program: Program, inputs: Parts, numbers: readonly number[], backend: WebGPUBackend): TensorInfo[] {
  const size = util.sizeFromShape((inputs.variable as TensorInfo).shape);
  const tensors = program.bindings.map(({ name }) => inputs[name] as TensorInfo);
  runProgram(backend, program, tensors, [size, ...numbers], Math.ceil(size / 64));
  return [];
}

const gradientsADispatch = 6;
const elementsAWorkgroup = 64 * 64;

/** Sums of squares of up to six gradients: each workgroup takes a stretch of one of them. */
const squaresProgram = (count: number): Program => ({
  key: `graft-squares-${count}`,
  bindings: [
    ...Array.from({ length: count }, (_, i): Binding => ({ name: `gradient${i}`, type: 'f32' })),
    { name: 'squares', type: 'f32', write: true },
  ],
  parameters: [
    { name: 'offset', type: 'u32' },
    ...Array.from({ length: count }, (_, i) => [
      { name: `size${i}`, type: 'u32' as const },
      { name: `workgroups${i}`, type: 'u32' as const },
    ]).flat(),
  ],
  code: () => `
var<workgroup> parts: array<f32, 64>;

@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let number = workgroupIndex(group, groups);
  var stretch = number;
  var taken = false;
  var sum = 0.0;
${Array.from(
  { length: count },
  (_, i) => `
  if (!taken) {
    if (stretch < parameters.workgroups${i}) {
      taken = true;
      let begin = stretch * ${elementsAWorkgroup}u;
      let end = min(parameters.size${i}, begin + ${elementsAWorkgroup}u);
      for (var n = begin + lane; n < end; n += 64u) { sum += gradient${i}[n] * gradient${i}[n]; }
    } else { stretch -= parameters.workgroups${i}; }
  }`,
).join('')}
  parts[lane] = sum;
  workgroupBarrier();
  if (lane != 0u || !taken) { return; }
  var total = 0.0;
  for (var i = 0u; i < 64u; i++) { total += parts[i]; }
  squares[parameters.offset + number] = total;
}`,
});

const scaleProgram: Program = {
  key: 'graft-norm-scale',
  bindings: [
    { name: 'squares', type: 'f32' },
    { name: 'scale', type: 'f32', write: true },
  ],
  parameters: [
    { name: 'count', type: 'u32' },
    { name: 'clip', type: 'f32' },
  ],
  code: () => `
var<workgroup> parts: array<f32, 64>;

@compute @workgroup_size(64)
fn main(${entryParameters}) {
  if (workgroupIndex(group, groups) != 0u) { return; }
  var sum = 0.0;
  for (var i = lane; i < parameters.count; i += 64u) { sum += squares[i]; }
  parts[lane] = sum;
  workgroupBarrier();
  if (lane != 0u) { return; }
  var total = 0.0;
  for (var i = 0u; i < 64u; i++) { total += parts[i]; }
  let wanted = parameters.clip / (sqrt(total) + 1e-6);
  // Not min(): gradients that are not numbers must stay visible.
  if (wanted > 1.0) { scale[0] = 1.0; } else { scale[0] = wanted; }
}`,
};

function normScale(inputs: Parts, clip: number, backend: WebGPUBackend): TensorInfo {
  const gradients = Object.values(inputs).map((tensor) => {
    const size = util.sizeFromShape(tensor.shape);
    return { tensor, size, workgroups: Math.ceil(size / elementsAWorkgroup) };
  });
  const count = gradients.reduce((sum, { workgroups }) => sum + workgroups, 0);
  const squares = makeOutput(backend, [count]);
  let offset = 0;
  for (let i = 0; i < gradients.length; i += gradientsADispatch) {
    const some = gradients.slice(i, i + gradientsADispatch);
    const workgroups = some.reduce((sum, gradient) => sum + gradient.workgroups, 0);
    const numbers = [offset, ...some.flatMap((gradient) => [gradient.size, gradient.workgroups])];
    const tensors = [...some.map(({ tensor }) => tensor), squares];
    runProgram(backend, squaresProgram(some.length), tensors, numbers, workgroups);
    offset += workgroups;
  }
  const scale = makeOutput(backend, []);
  runProgram(backend, scaleProgram, [squares, scale], [count, clip], 1);
  backend.disposeData(squares.dataId);
  return scale;
}

/** Registers the optimizers' updates and the clipping scale for tfjs's `webgpu`. */
export function registerOptimizerWebgpu(): void {
  const register = (kernelName: string, run: (inputs: Parts, attributes: unknown, backend: WebGPUBackend) => unknown) =>
    registerKernel({
      kernelName,
      backendName: 'webgpu',
      kernelFunc: ({ inputs, attrs, backend }) =>
        run(inputs as Parts, attrs, backend as WebGPUBackend) as TensorInfo | TensorInfo[],
    });
  register(MOMENTUM_UPDATE, (inputs, attributes, backend) => {
    const { learningRate, momentum } = attributes as MomentumAttributes;
    return update(momentumProgram, inputs, [learningRate, momentum], backend);
  });
  register(MOMENTS_UPDATE, (inputs, attributes, backend) => {
    const { beta1, beta2, epsilon, keep, gradientRate, firstRate, secondScale } = attributes as MomentsAttributes;
    // 1 − β in double precision: in single precision 1 − 0.999 is off by some 1e−5 of itself.
    const numbers = [beta1, beta2, epsilon, keep, gradientRate, firstRate, secondScale, 1 - beta1, 1 - beta2];
    return update(momentsProgram, inputs, numbers, backend);
  });
  register(ADAGRAD_UPDATE, (inputs, attributes, backend) => {
    const { learningRate, epsilon } = attributes as AdagradAttributes;
    return update(adagradProgram, inputs, [learningRate, epsilon], backend);
  });
  register(NORM_SCALE, (inputs, attributes, backend) =>
    normScale(inputs, (attributes as NormScaleAttributes).clip, backend),
  );
}
