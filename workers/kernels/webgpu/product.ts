/**
 * A tiled matrix product whose operands are read by WGSL functions given from outside. The recurrent kernels need
 * products over padded batches whose padding may hold NaN, shifted by a time step, or over both directions at once.
 * Each is this loop with other readers, and none copies its operands.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Binding, entryParameters, makeOutput, type Program, runProgram } from './program.ts';

const tile = 32;
const depth = 16;

/** Fewer workgroups leave most of a GPU idle. A long inner dimension is then split into slices. */
const minWorkgroups = 64;
const minSliceLength = 512;

export interface Product {
  readonly key: string;
  /** The buffers of the readers below. */
  readonly operands: readonly Binding[];
  /** The buffers of the writer below, written or read. */
  readonly results: readonly Binding[];
  /** Parameters of the readers and the writer, as `parameters.name`. */
  readonly parameters?: readonly string[];
  /** Neighbouring rows of the left operand are contiguous in memory (it is read transposed). */
  readonly leftByRows?: boolean;
  /** Neighbouring inner positions of the right operand are contiguous (it is read transposed). */
  readonly rightByInner?: boolean;
  /**
   * WGSL of `fn left(batch: u32, row: u32, inner: u32) -> f32` and `fn right(batch: u32, inner: u32, column: u32) ->
   * f32`. Called within bounds only.
   */
  readonly readers: string;
  /** WGSL of `fn store(batch: u32, row: u32, column: u32, value: f32)`. Called within bounds only. */
  readonly writer: string;
}

export interface ProductShape {
  readonly batches: number;
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
}

/**
 * Records the product [batches, rows, inner] × [batches, inner, columns]. It takes one dispatch. Where the inner
 * dimension is long and the result small, it takes two: partial sums of slices, then their sum in a fixed order.
 *
 * @param operands One for each of the product's operands.
 * @param results One for each of its results.
 * @param extra One number for each of its parameters.
 */
export function runProduct(
  backend: WebGPUBackend,
  product: Product,
  operands: readonly TensorInfo[],
  results: readonly TensorInfo[],
  { batches, rows, columns, inner }: ProductShape,
  extra: readonly number[] = [],
): void {
  const workgroups = batches * Math.ceil(rows / tile) * Math.ceil(columns / tile);
  const slices = Math.max(1, Math.min(Math.ceil(minWorkgroups / workgroups), Math.floor(inner / minSliceLength)));
  const sliceLength = Math.ceil(inner / slices / depth) * depth;
  const shape = [rows, columns, inner, batches, slices, sliceLength, ...extra];
  if (slices === 1) {
    runProgram(backend, wholeProgram(product), [...operands, ...results], shape, workgroups);
    return;
  }
  const partial = makeOutput(backend, [slices, batches, rows, columns]);
  runProgram(backend, slicedProgram(product), [...operands, partial], shape, workgroups * slices);
  const elements = batches * rows * columns;
  runProgram(backend, sumProgram(product), [...results, partial], shape, Math.ceil(elements / 64));
  backend.disposeData(partial.dataId);
}

function parametersOf({ parameters = [] }: Product): Program['parameters'] {
  const names = ['rows', 'columns', 'inner', 'batches', 'slices', 'sliceLength', ...parameters];
  return names.map((name) => ({ name, type: 'u32' }));
}

function wholeProgram(product: Product): Program {
  return {
    key: `graft-product-${product.key}`,
    bindings: [...product.operands, ...product.results],
    parameters: parametersOf(product),
    code: () => `${product.writer}
${productCode(product, 'store(batch, toRow, toColumn, sums[r][c]);')}`,
  };
}

function slicedProgram(product: Product): Program {
  const at = '((slice * parameters.batches + batch) * parameters.rows + toRow) * parameters.columns + toColumn';
  return {
    key: `graft-product-slices-${product.key}`,
    bindings: [...product.operands, { name: 'partial', type: 'f32', write: true }],
    parameters: parametersOf(product),
    code: () => productCode(product, `partial[${at}] = sums[r][c];`),
  };
}

function sumProgram(product: Product): Program {
  return {
    key: `graft-product-sum-${product.key}`,
    bindings: [...product.results, { name: 'partial', type: 'f32' }],
    parameters: parametersOf(product),
    code: () => `${product.writer}
@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let index = workgroupIndex(group, groups) * 64u + lane;
  let elements = parameters.batches * parameters.rows * parameters.columns;
  if (index >= elements) { return; }
  var sum = 0.0;
  for (var slice = 0u; slice < parameters.slices; slice++) { sum += partial[slice * elements + index]; }
  let row = index / parameters.columns;
  store(row / parameters.rows, row % parameters.rows, index % parameters.columns, sum);
}`,
  };
}

function productCode({ readers, leftByRows, rightByInner }: Product, write: string): string {
  return `${readers}
var<workgroup> leftTile: array<f32, ${tile * depth}>;  // [inner, row]
var<workgroup> rightTile: array<f32, ${tile * depth}>; // [inner, column]

@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let columnTiles = (parameters.columns + ${tile - 1}u) / ${tile}u;
  let rowTiles = (parameters.rows + ${tile - 1}u) / ${tile}u;
  let number = workgroupIndex(group, groups);
  let firstColumn = (number % columnTiles) * ${tile}u;
  let firstRow = ((number / columnTiles) % rowTiles) * ${tile}u;
  let part = number / (columnTiles * rowTiles);
  let batch = part % parameters.batches;
  let slice = part / parameters.batches;
  if (slice >= parameters.slices) { return; }
  let row = (lane / 8u) * 4u;
  let column = (lane % 8u) * 4u;
  var sums: array<vec4<f32>, 4>;
  let end = min(parameters.inner, (slice + 1u) * parameters.sliceLength);
  for (var start = slice * parameters.sliceLength; start < end; start += ${depth}u) {
    for (var i = lane; i < ${tile * depth}u; i += 64u) {
      ${leftByRows ? `let r = i % ${tile}u; let k = i / ${tile}u;` : `let k = i % ${depth}u; let r = i / ${depth}u;`}
      var value = 0.0;
      if (firstRow + r < parameters.rows && start + k < end) { value = left(batch, firstRow + r, start + k); }
      leftTile[k * ${tile}u + r] = value;
    }
    for (var i = lane; i < ${tile * depth}u; i += 64u) {
      ${rightByInner ? `let k = i % ${depth}u; let c = i / ${depth}u;` : `let c = i % ${tile}u; let k = i / ${tile}u;`}
      var value = 0.0;
      if (firstColumn + c < parameters.columns && start + k < end) { value = right(batch, start + k, firstColumn + c); }
      rightTile[k * ${tile}u + c] = value;
    }
    workgroupBarrier();
    for (var k = 0u; k < ${depth}u; k++) {
      let at = k * ${tile}u + column;
      let b = vec4<f32>(rightTile[at], rightTile[at + 1u], rightTile[at + 2u], rightTile[at + 3u]);
      for (var r = 0u; r < 4u; r++) { sums[r] += leftTile[k * ${tile}u + row + r] * b; }
    }
    workgroupBarrier();
  }
  for (var r = 0u; r < 4u; r++) {
    for (var c = 0u; c < 4u; c++) {
      let toRow = firstRow + row + r;
      let toColumn = firstColumn + column + c;
      if (toRow < parameters.rows && toColumn < parameters.columns) { ${write} }
    }
  }
}`;
}
