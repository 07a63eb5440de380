/**
 * Embedding lookup on WebGPU. Its gradient needs no atomic additions, whose order and so whose sum would differ from run
 * to run: the positions that used a row are added up in their order, in one place.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { type NamedTensorInfoMap, registerKernel, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { clearOutput, entryParameters, makeOutput, type Program, runProgram } from '../webgpu/program.ts';
import { EMBEDDING, EMBEDDING_GRADIENT, type EmbeddingAttributes } from './operation.ts';

const parameters: Program['parameters'] = [
  { name: 'rows', type: 'u32' },
  { name: 'dimension', type: 'u32' },
  { name: 'count', type: 'u32' },
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
  if (id > 0 && id < i32(parameters.rows)) { value = table[u32(id) * parameters.dimension + index % parameters.dimension]; }
  output[index] = value;
}`,
};

const gradientBindings: Program['bindings'] = [
  { name: 'ids', type: 'i32' },
  { name: 'gradient', type: 'f32' },
  { name: 'tableGradient', type: 'f32', write: true },
];

/** Adds to row `id` of the table's gradient what the positions from `first` on have for it. */
const gatherCode = `
var<workgroup> chunk: array<i32, 64>;

fn gather(id: i32, first: u32, lane: u32) {
  let base = u32(id) * parameters.dimension;
  for (var stretch = 0u; stretch < parameters.dimension; stretch += 64u) {
    let d = stretch + lane;
    var sum = 0.0;
    for (var begin = first; begin < parameters.count; begin += 64u) {
      workgroupBarrier();
      chunk[lane] = -1;
      if (begin + lane < parameters.count) { chunk[lane] = ids[begin + lane]; }
      workgroupBarrier();
      for (var i = 0u; i < 64u; i++) {
        if (chunk[i] == id && d < parameters.dimension) { sum += gradient[(begin + i) * parameters.dimension + d]; }
      }
    }
    if (d < parameters.dimension) { tableGradient[base + d] = sum; }
  }
}`;

/** A workgroup for each row of the table: for tables smaller than the batch, such as one of characters. */
const gradientByRowProgram: Program = {
  key: 'graft-embedding-gradient-by-row',
  bindings: gradientBindings,
  parameters,
  code: () => `${gatherCode}
@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let row = workgroupIndex(group, groups);
  if (row >= parameters.rows) { return; }
  gather(i32(row), select(0u, parameters.count, row == 0u), lane);
}`,
};

/** A workgroup for each position, of which only the first with an id works: for large tables, cleared before. */
const gradientByPositionProgram: Program = {
  key: 'graft-embedding-gradient-by-position',
  bindings: gradientBindings,
  parameters,
  code: () => `${gatherCode}
var<workgroup> seenBefore: u32;

@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let position = workgroupIndex(group, groups);
  if (position >= parameters.count) { return; }
  let id = ids[position];
  if (id <= 0 || id >= i32(parameters.rows)) { return; }
  if (lane == 0u) { seenBefore = 0u; }
  var seen = false;
  for (var earlier = lane; earlier < position; earlier += 64u) { seen = seen || ids[earlier] == id; }
  workgroupBarrier();
  if (seen) { seenBefore = 1u; }
  if (workgroupUniformLoad(&seenBefore) == 1u) { return; }
  gather(id, position, lane);
}`,
};

/** A thread for each element, which reads the positions of its row. */
const gradientByOrderProgram: Program = {
  key: 'graft-embedding-gradient-by-order',
  bindings: [
    { name: 'order', type: 'i32' },
    { name: 'starts', type: 'i32' },
    ...gradientBindings.filter(({ name }) => name !== 'ids'),
  ],
  parameters,
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

function forward(table: TensorInfo, ids: TensorInfo, backend: WebGPUBackend): TensorInfo {
  const [rows, dimension] = table.shape as [number, number];
  const count = util.sizeFromShape(ids.shape);
  const output = makeOutput(backend, [...ids.shape, dimension]);
  const workgroups = Math.ceil((count * dimension) / 64);
  runProgram(backend, forwardProgram, [table, ids, output], [rows, dimension, count], workgroups);
  return output;
}

function backward(inputs: Partial<NamedTensorInfoMap>, rows: number, backend: WebGPUBackend): TensorInfo {
  const { ids, gradient, order, starts } = inputs as Record<'ids' | 'gradient', TensorInfo> & typeof inputs;
  const dimension = gradient.shape[gradient.shape.length - 1] as number;
  const count = util.sizeFromShape(ids.shape);
  const output = makeOutput(backend, [rows, dimension]);
  if (order && starts) {
    const workgroups = Math.ceil((rows * dimension) / 64);
    runProgram(
      backend,
      gradientByOrderProgram,
      [order, starts, gradient, output],
      [rows, dimension, count],
      workgroups,
    );
    return output;
  }
  const byRow = rows <= count;
  if (!byRow) clearOutput(backend, output);
  const program = byRow ? gradientByRowProgram : gradientByPositionProgram;
  runProgram(backend, program, [ids, gradient, output], [rows, dimension, count], byRow ? rows : count);
  return output;
}

/** Registers the embedding and its gradient for tfjs's `webgpu`. */
export function registerEmbeddingWebgpu(): void {
  registerKernel({
    kernelName: EMBEDDING,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, backend }) =>
      forward(inputs.table as TensorInfo, inputs.ids as TensorInfo, backend as WebGPUBackend),
  });
  registerKernel({
    kernelName: EMBEDDING_GRADIENT,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { rows } = attrs as unknown as EmbeddingAttributes;
      return backward(inputs, rows, backend as WebGPUBackend);
    },
  });
}
