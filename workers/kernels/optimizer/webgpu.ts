/**
 * Optimizer steps on WebGPU, in place. A dispatch updates as many variables as the device can bind: with 10 storage
 * buffers three, or two tables with rows. Clipping is in `webgpuNorm.ts`.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import { type Binding, entryParameters, type Program, runProgram } from '../webgpu/program.ts';
import {
  ADAGRAD_UPDATE,
  type AdagradAttributes,
  MOMENTS_UPDATE,
  MOMENTUM_UPDATE,
  type MomentsAttributes,
  type MomentumAttributes,
  NORM_SCALE,
  type NormScaleAttributes,
  type UpdatePart,
  updateParts,
} from './operation.ts';
import { normScale } from './webgpuNorm.ts';

type Inputs = Readonly<Record<string, TensorInfo>>;

/** A rule's update of one element. */
interface Rule {
  readonly name: string;
  /** The numbers in `parameters` that it reads. */
  readonly numbers: readonly string[];
  /** WGSL with the element's index `n` and its scaled gradient `g`; the state's last slot starts at `last`. */
  readonly code: (variable: string, state: string, slots: 1 | 2) => string;
}

const momentumRule: Rule = {
  name: 'momentum',
  numbers: ['learningRate', 'momentum'],
  code: (variable, velocity) => `
  let next = parameters.momentum * ${velocity}[n] + g;
  ${velocity}[n] = next;
  ${variable}[n] -= parameters.learningRate * next;`,
};

const momentsRule: Rule = {
  name: 'moments',
  numbers: [
    'beta1',
    'beta2',
    'epsilon',
    'keep',
    'gradientRate',
    'firstRate',
    'secondScale',
    'newGradient',
    'newSquare',
  ],
  code: (variable, state, slots) => `
  let m = ${slots === 1 ? 'g' : `parameters.beta1 * ${state}[n] + parameters.newGradient * g`};
  let v = parameters.beta2 * ${state}[last + n] + parameters.newSquare * g * g;
  ${slots === 1 ? '' : `${state}[n] = m;`}
  ${state}[last + n] = v;
  let step = (parameters.gradientRate * g + parameters.firstRate * m)
    / (parameters.secondScale * sqrt(v) + parameters.epsilon);
  ${variable}[n] = parameters.keep * ${variable}[n] - step;`,
};

const adagradRule: Rule = {
  name: 'adagrad',
  numbers: ['learningRate', 'epsilon'],
  code: (variable, sum) => `
  let total = ${sum}[n] + g * g;
  ${sum}[n] = total;
  ${variable}[n] -= parameters.learningRate * g / (sqrt(total) + parameters.epsilon);`,
};

/** The buffers that a variable binds: itself, its gradient, its state and, for a sparse gradient, its rows. */
const bindingsOf = ({ rows }: UpdatePart) => (rows ? 4 : 3);

const slotsOf = ({ last }: UpdatePart) => (last > 0 ? 2 : 1);

/** Each workgroup updates a block of 64 elements of one variable. Blocks are numbered through all variables. */
function updateProgram(rule: Rule, parts: readonly UpdatePart[]): Program {
  const element = (i: number) =>
    parts[i]?.rows
      ? `
  let row = rows${i}[at / parameters.dimension${i}];
  if (row < 0) { return; }
  let n = u32(row) * parameters.dimension${i} + at % parameters.dimension${i};`
      : `
  let n = at;`;
  return {
    key: `graft-${rule.name}-update-${parts.map((part) => `${part.rows ? 'rows' : 'whole'}${slotsOf(part)}`).join('-')}`,
    bindings: [
      { name: 'scale', type: 'f32' },
      ...parts.flatMap(({ rows }, i): Binding[] => [
        { name: `variable${i}`, type: 'f32', write: true },
        { name: `gradient${i}`, type: 'f32' },
        { name: `state${i}`, type: 'f32', write: true },
        ...(rows ? [{ name: `rows${i}`, type: 'i32' as const }] : []),
      ]),
    ],
    parameters: [
      ...rule.numbers.map((name) => ({ name, type: 'f32' as const })),
      ...parts.flatMap((_, i) =>
        ['last', 'elements', 'dimension', 'workgroups'].map((name) => ({ name: name + i, type: 'u32' as const })),
      ),
    ],
    code: () => `
${parts
  .map(
    (part, i) => `
fn update${i}(at: u32) {
  if (at >= parameters.elements${i}) { return; }
  let last = parameters.last${i};
  let g = scale[0] * gradient${i}[at];${element(i)}${rule.code(`variable${i}`, `state${i}`, slotsOf(part))}
}`,
  )
  .join('\n')}

@compute @workgroup_size(64)
fn main(${entryParameters}) {
  var block = workgroupIndex(group, groups);
${parts
  .map(
    (_, i) => `
  if (block < parameters.workgroups${i}) { update${i}(block * 64u + lane); return; }
  block -= parameters.workgroups${i};`,
  )
  .join('')}
}`,
  };
}

/** Packs variables into groups by first fit, those with the most buffers first. */
function groups(parts: readonly UpdatePart[], freeBindings: number): UpdatePart[][] {
  const packed: { parts: UpdatePart[]; freeBindings: number }[] = [];
  for (const part of [...parts].sort((a, b) => bindingsOf(b) - bindingsOf(a))) {
    let group = packed.find((each) => each.freeBindings >= bindingsOf(part));
    if (!group) {
      group = { parts: [], freeBindings };
      packed.push(group);
    }
    group.parts.push(part);
    group.freeBindings -= bindingsOf(part);
  }
  return packed.map((group) => group.parts);
}

function update(rule: Rule, inputs: Inputs, numbers: readonly number[], backend: WebGPUBackend): TensorInfo[] {
  const freeBindings = backend.device.limits.maxStorageBuffersPerShaderStage - 1;
  for (const parts of groups(updateParts(inputs), freeBindings)) {
    const tensors = parts.flatMap(({ variable, gradient, state, rows }) => [
      variable,
      gradient,
      state,
      ...(rows ? [rows] : []),
    ]);
    const sizes = parts.map(({ last, places, dimension }) => {
      const elements = places * dimension;
      return [last, elements, dimension, Math.ceil(elements / 64)] as const;
    });
    const workgroups = sizes.reduce((sum, [, , , count]) => sum + count, 0);
    const bound = [inputs.scale as TensorInfo, ...tensors];
    runProgram(backend, updateProgram(rule, parts), bound, [...numbers, ...sizes.flat()], workgroups);
  }
  return [];
}

/** Registers the optimizers' updates and the clipping scale for tfjs's `webgpu`. */
export function registerOptimizerWebgpu(): void {
  const register = (
    kernelName: string,
    run: (inputs: Inputs, attributes: unknown, backend: WebGPUBackend) => TensorInfo | TensorInfo[],
  ) =>
    registerKernel({
      kernelName,
      backendName: 'webgpu',
      kernelFunc: ({ inputs, attrs, backend }) => run(inputs as Inputs, attrs, backend as WebGPUBackend),
    });
  register(MOMENTUM_UPDATE, (inputs, attributes, backend) => {
    const { learningRate, momentum } = attributes as MomentumAttributes;
    return update(momentumRule, inputs, [learningRate, momentum], backend);
  });
  register(MOMENTS_UPDATE, (inputs, attributes, backend) => {
    const { beta1, beta2, epsilon, keep, gradientRate, firstRate, secondScale } = attributes as MomentsAttributes;
    // 1 − β in double precision: in single precision, 1 − 0.999 has a relative error of about 1e−5.
    const numbers = [beta1, beta2, epsilon, keep, gradientRate, firstRate, secondScale, 1 - beta1, 1 - beta2];
    return update(momentsRule, inputs, numbers, backend);
  });
  register(ADAGRAD_UPDATE, (inputs, attributes, backend) => {
    const { learningRate, epsilon } = attributes as AdagradAttributes;
    return update(adagradRule, inputs, [learningRate, epsilon], backend);
  });
  register(NORM_SCALE, (inputs, attributes, backend) =>
    normScale(Object.values(inputs), (attributes as NormScaleAttributes).clip, backend),
  );
}
