/** Dropout on WebGPU, in the reference's integer arithmetic, so that every backend computes the same mask. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { type NamedTensorInfoMap, registerKernel, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type Binding, entryParameters, makeOutput, type Program, runProgram } from '../webgpu/program.ts';
import { DROPOUT, DROPOUT_GRADIENT, type DropoutAttributes, partNames } from './operation.ts';
import { maskKey, maskThreshold } from './reference.ts';

/** An invocation copies one number: from its part to the concatenated tensor, or back. */
function programOf(parts: number, direction: 'join' | 'split'): Program {
  const joins = direction === 'join';
  const names = partNames(parts);
  const all: Binding = { name: 'all', type: 'f32', ...(joins && { write: true }) };
  return {
    key: `graft-dropout-${direction}-${parts}`,
    bindings: [...names.map((name): Binding => ({ name, type: 'f32', ...(!joins && { write: true }) })), all],
    parameters: [
      { name: 'size', type: 'u32' },
      { name: 'key', type: 'u32' },
      { name: 'threshold', type: 'u32' },
      { name: 'scale', type: 'f32' },
      { name: 'total', type: 'u32' },
      ...names.map((name) => ({ name: `${name}Width`, type: 'u32' }) as const),
    ],
    code: () => `
fn scramble(x: u32) -> u32 {
  var h = (x ^ (x >> 16u)) * 0x85ebca6bu;
  h = (h ^ (h >> 13u)) * 0xc2b2ae35u;
  return h ^ (h >> 16u);
}

@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let index = workgroupIndex(group, groups) * 64u + lane;
  if (index >= parameters.size) { return; }
  let hash = scramble(scramble(index + parameters.key) ^ parameters.key);
  let factor = select(0.0, parameters.scale, hash >= parameters.threshold);
  let row = index / parameters.total;
  var column = index % parameters.total;
${names
  .map(
    (name) => `  if (column < parameters.${name}Width) {
    let own = row * parameters.${name}Width + column;
    ${joins ? `all[index] = ${name}[own] * factor;` : `${name}[own] = all[index] * factor;`}
    return;
  }
  column -= parameters.${name}Width;`,
  )
  .join('\n')}
}`,
  };
}

type Run = (inputs: NamedTensorInfoMap, attributes: DropoutAttributes, backend: WebGPUBackend) => TensorInfo[];

const sum = (widths: readonly number[]) => widths.reduce((total, width) => total + width, 0);

function dispatch(
  direction: 'join' | 'split',
  parts: readonly TensorInfo[],
  all: TensorInfo,
  { rate, seed, widths }: DropoutAttributes,
  backend: WebGPUBackend,
): void {
  const size = util.sizeFromShape(all.shape);
  const values = [size, maskKey(seed), maskThreshold(rate), 1 / (1 - rate), sum(widths), ...widths];
  runProgram(backend, programOf(parts.length, direction), [...parts, all], values, Math.ceil(size / 64));
}

const join: Run = (inputs, attributes, backend) => {
  const parts = partNames(attributes.widths.length).map((name) => inputs[name] as TensorInfo);
  const outer = (parts[0] as TensorInfo).shape.slice(0, -1);
  const all = makeOutput(backend, [...outer, sum(attributes.widths)]);
  dispatch('join', parts, all, attributes, backend);
  return [all];
};

const split: Run = ({ gradient }, attributes, backend) => {
  const all = gradient as TensorInfo;
  const parts = attributes.widths.map((width) => makeOutput(backend, [...all.shape.slice(0, -1), width]));
  dispatch('split', parts, all, attributes, backend);
  return parts;
};

/** Registers dropout and its gradient for tfjs's `webgpu`. */
export function registerDropoutWebgpu(): void {
  for (const [kernelName, run] of [
    [DROPOUT, join],
    [DROPOUT_GRADIENT, split],
  ] as const) {
    registerKernel({
      kernelName,
      backendName: 'webgpu',
      kernelFunc: ({ inputs, attrs, backend }) => {
        const results = run(inputs, attrs as unknown as DropoutAttributes, backend as WebGPUBackend);
        return results.length === 1 ? (results[0] as TensorInfo) : results;
      },
    });
  }
}
