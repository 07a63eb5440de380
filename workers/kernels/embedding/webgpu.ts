/**
 * Embedding lookup on WebGPU. Atomic additions would have a random order, and so their sum would differ from run to
 * run. The gradient instead sums a row's positions in their order, in one invocation.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { registerKernel, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { entryParameters, makeOutput, type Program, runProgram } from '../webgpu/program.ts';
import { EMBEDDING, EMBEDDING_GRADIENT, type EmbeddingAttributes } from './operation.ts';

const parameters: Program['parameters'] = [
  { name: 'rows', type: 'u32' },
  { name: 'dimension', type: 'u32' },
  { name: 'count', type: 'u32' },
  { name: 'firstRow', type: 'i32' },
];

const forwardProgram: Program = {
  key: 'graft-embedding',
  bindings: [
    { name: 'table', type: 'f32' },
    { name: 'ids', type: 'i32' },
    { name: 'output', type: 'f32', write: true },
  ],
  parameters,
  code: () => `
@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let index = workgroupIndex(group, groups) * 64u + lane;
  if (index >= parameters.count * parameters.dimension) { return; }
  let id = ids[index / parameters.dimension];
  var value = 0.0;
  if (id >= parameters.firstRow && id < i32(parameters.rows)) {
    value = table[u32(id) * parameters.dimension + index % parameters.dimension];
  }
  output[index] = value;
}`,
};

/** A thread for each element, which reads the positions of its row. */
const gradientProgram: Program = {
  key: 'graft-embedding-gradient',
  bindings: [
    { name: 'order', type: 'i32' },
    { name: 'starts', type: 'i32' },
    { name: 'gradient', type: 'f32' },
    { name: 'tableGradient', type: 'f32', write: true },
  ],
  parameters: [
    { name: 'rows', type: 'u32' },
    { name: 'dimension', type: 'u32' },
  ],
  code: () => `
@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let index = workgroupIndex(group, groups) * 64u + lane;
  if (index >= parameters.rows * parameters.dimension) { return; }
  let row = index / parameters.dimension;
  let d = index % parameters.dimension;
  var sum = 0.0;
  for (var i = starts[row]; i < starts[row + 1u]; i++) { sum += gradient[u32(order[i]) * parameters.dimension + d]; }
  tableGradient[index] = sum;
}`,
};

function forward(table: TensorInfo, ids: TensorInfo, firstRow: number, backend: WebGPUBackend): TensorInfo {
  const [rows, dimension] = table.shape as [number, number];
  const count = util.sizeFromShape(ids.shape);
  const output = makeOutput(backend, [...ids.shape, dimension]);
  const workgroups = Math.ceil((count * dimension) / 64);
  runProgram(backend, forwardProgram, [table, ids, output], [rows, dimension, count, firstRow], workgroups);
  return output;
}

function backward(
  { gradient, order, starts }: Record<'gradient' | 'order' | 'starts', TensorInfo>,
  backend: WebGPUBackend,
): TensorInfo {
  const dimension = gradient.shape.at(-1) as number;
  const rows = (starts.shape[0] as number) - 1;
  const output = makeOutput(backend, [rows, dimension]);
  const tensors = [order, starts, gradient, output];
  runProgram(backend, gradientProgram, tensors, [rows, dimension], Math.ceil((rows * dimension) / 64));
  return output;
}

/** Registers the embedding and its gradient for tfjs's `webgpu`. */
export function registerEmbeddingWebgpu(): void {
  registerKernel({
    kernelName: EMBEDDING,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { firstRow } = attrs as unknown as EmbeddingAttributes;
      return forward(inputs.table as TensorInfo, inputs.ids as TensorInfo, firstRow, backend as WebGPUBackend);
    },
  });
  registerKernel({
    kernelName: EMBEDDING_GRADIENT,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, backend }) => backward(inputs as Parameters<typeof backward>[0], backend as WebGPUBackend),
  });
}
