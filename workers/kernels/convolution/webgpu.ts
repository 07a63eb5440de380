/**
 * The convolution over characters on WebGPU. Forward, an invocation takes one filter of one word. Backward, an invocation
 * has a column of the table's gradient to itself and adds up a chunk of the words in it; a second dispatch adds up the
 * chunks in a fixed order, so results repeat exactly.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import { entryParameters, makeOutput, type Program, runProgram } from '../webgpu/program.ts';
import { CONVOLUTION, CONVOLUTION_GRADIENT, convolutionShape } from './operation.ts';

/** A chunk with fewer words is not worth its own sums. There are no more chunks than the maximum. */
const wordsPerChunk = 32;
const maxChunks = 32;

const sizes: Program['parameters'] = [
  { name: 'spellings', type: 'u32' },
  { name: 'longest', type: 'u32' },
  { name: 'characters', type: 'u32' },
  { name: 'width', type: 'u32' },
  { name: 'filters', type: 'u32' },
];

/** `tableRow(spelling, position, place)`: the row [character, place] that a window reads; −1 where it sees nothing. */
const windowCode = `
fn lengthOf(spelling: u32) -> i32 { return clamp(lengths[spelling], 0, i32(parameters.longest)); }
fn tableRow(spelling: u32, position: i32, place: u32) -> i32 {
  let neighbour = position + i32(place) - i32(parameters.width - 1u) / 2;
  if (neighbour < 0 || neighbour >= lengthOf(spelling)) { return -1; }
  let id = ids[spelling * parameters.longest + u32(neighbour)];
  if (id < 0 || id >= i32(parameters.characters)) { return -1; }
  return id * i32(parameters.width) + i32(place);
}`;

const forwardProgram: Program = {
  key: 'graft-convolution',
  bindings: [
    { name: 'table', type: 'f32' },
    { name: 'bias', type: 'f32' },
    { name: 'ids', type: 'i32' },
    { name: 'lengths', type: 'i32' },
    { name: 'maxima', type: 'f32', write: true },
    { name: 'positions', type: 'i32', write: true },
  ],
  parameters: sizes,
  code: () => `${windowCode}
@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let index = workgroupIndex(group, groups) * 64u + lane;
  if (index >= parameters.spellings * parameters.filters) { return; }
  let spelling = index / parameters.filters;
  let filter_ = index % parameters.filters;
  var best = 0.0;
  var bestAt = -1;
  for (var position = 0; position < lengthOf(spelling); position++) {
    var sum = bias[filter_];
    for (var place = 0u; place < parameters.width; place++) {
      let row = tableRow(spelling, position, place);
      if (row >= 0) { sum += table[u32(row) * parameters.filters + filter_]; }
    }
    if (position == 0 || sum > best) {
      best = sum;
      bestAt = position;
    }
  }
  maxima[index] = best;
  positions[index] = bestAt;
}`,
};

const gradientProgram: Program = {
  key: 'graft-convolution-gradient',
  bindings: [
    { name: 'ids', type: 'i32' },
    { name: 'lengths', type: 'i32' },
    { name: 'positions', type: 'i32' },
    { name: 'gradient', type: 'f32' },
    { name: 'sums', type: 'f32', write: true }, // [chunks, characters·width + 1, filters], the bias last
  ],
  parameters: [...sizes, { name: 'chunks', type: 'u32' }],
  code: () => `${windowCode}
@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let index = workgroupIndex(group, groups) * 64u + lane;
  let filters = parameters.filters;
  let columns = (parameters.width + 1u) * filters; // the bias as one more place
  if (index >= parameters.chunks * columns) { return; }
  let chunk = index / columns;
  let place = (index % columns) / filters;
  let filter_ = index % filters;
  let start = chunk * (parameters.characters * parameters.width + 1u) * filters + filter_;
  if (place < parameters.width) {
    for (var id = 0u; id < parameters.characters; id++) { sums[start + (id * parameters.width + place) * filters] = 0.0; }
  }
  var biasSum = 0.0;
  for (var spelling = chunk; spelling < parameters.spellings; spelling += parameters.chunks) {
    let position = positions[spelling * filters + filter_];
    if (position < 0) { continue; }
    let value = gradient[spelling * filters + filter_];
    if (place == parameters.width) {
      biasSum += value;
      continue;
    }
    let row = tableRow(spelling, position, place);
    if (row >= 0) { sums[start + u32(row) * filters] += value; }
  }
  if (place == parameters.width) { sums[start + parameters.characters * parameters.width * filters] = biasSum; }
}`,
};

const sumProgram: Program = {
  key: 'graft-convolution-sum',
  bindings: [
    { name: 'sums', type: 'f32' },
    { name: 'tableGradient', type: 'f32', write: true },
    { name: 'biasGradient', type: 'f32', write: true },
  ],
  parameters: [
    { name: 'ofTable', type: 'u32' },
    { name: 'filters', type: 'u32' },
    { name: 'chunks', type: 'u32' },
  ],
  code: () => `
@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let index = workgroupIndex(group, groups) * 64u + lane;
  let size = parameters.ofTable + parameters.filters;
  if (index >= size) { return; }
  var sum = 0.0;
  for (var chunk = 0u; chunk < parameters.chunks; chunk++) { sum += sums[chunk * size + index]; }
  if (index < parameters.ofTable) { tableGradient[index] = sum; }
  else { biasGradient[index - parameters.ofTable] = sum; }
}`,
};

type Parts = Readonly<Record<'table' | 'bias' | 'ids' | 'lengths' | 'positions' | 'gradient', TensorInfo>>;

function forward({ table, bias, ids, lengths }: Parts, backend: WebGPUBackend): TensorInfo[] {
  const shape = convolutionShape(table.shape, ids.shape, bias.shape[0] as number);
  const { spellings, longest, characters, width, filters } = shape;
  const maxima = makeOutput(backend, [spellings, filters]);
  const positions = makeOutput(backend, [spellings, filters], 'int32');
  const bound = [table, bias, ids, lengths, maxima, positions];
  const groups = Math.ceil((spellings * filters) / 64);
  runProgram(backend, forwardProgram, bound, [spellings, longest, characters, width, filters], groups);
  return [maxima, positions];
}

function backward({ table, ids, lengths, positions, gradient }: Parts, backend: WebGPUBackend): TensorInfo[] {
  const shape = convolutionShape(table.shape, ids.shape, gradient.shape[1] as number);
  const { spellings, longest, characters, width, filters } = shape;
  const chunks = Math.min(maxChunks, Math.max(1, Math.ceil(spellings / wordsPerChunk)));
  const tableGradient = makeOutput(backend, table.shape);
  const biasGradient = makeOutput(backend, [filters]);
  const sums = makeOutput(backend, [chunks, characters * width + 1, filters]);
  const bound = [ids, lengths, positions, gradient, sums];
  const given = [spellings, longest, characters, width, filters, chunks];
  runProgram(backend, gradientProgram, bound, given, Math.ceil((chunks * (width + 1) * filters) / 64));
  const ofTable = characters * width * filters;
  const groups = Math.ceil((ofTable + filters) / 64);
  runProgram(backend, sumProgram, [sums, tableGradient, biasGradient], [ofTable, filters, chunks], groups);
  backend.disposeData(sums.dataId);
  return [tableGradient, biasGradient];
}

/** Registers the convolution and its gradient for tfjs's `webgpu`. */
export function registerConvolutionWebgpu(): void {
  const kernels = { [CONVOLUTION]: forward, [CONVOLUTION_GRADIENT]: backward };
  for (const [kernelName, run] of Object.entries(kernels)) {
    registerKernel({
      kernelName,
      backendName: 'webgpu',
      kernelFunc: ({ inputs, backend }) => run(inputs as Parts, backend as WebGPUBackend),
    });
  }
}
