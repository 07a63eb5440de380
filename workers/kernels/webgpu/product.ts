/**
 * A tiled matrix product whose operands are read by code given from outside. The recurrent kernels need products over
 * padded batches (rows that must not be read, for padding may hold NaN), shifted by a step, or over both directions at
 * once; each is this one loop with other readers, and none needs a copy of its operands.
 */
import type { Binding, Program } from './program.ts';
import { entryParameters } from './program.ts';

const tile = 32;
const depth = 16;

export interface ProductDescription {
  readonly key: string;
  /** Operands and result; the readers and the writer below use their names. */
  readonly bindings: readonly Binding[];
  /** Added behind `rows`, `columns`, `inner` and `batches`. */
  readonly parameters?: Program['parameters'];
  /** Neighbouring rows of the left operand lie next to each other in memory (it is read transposed). */
  readonly leftByRows?: boolean;
  /** Neighbouring inner positions of the right operand lie next to each other (it is read transposed). */
  readonly rightByInner?: boolean;
  /**
   * WGSL of `fn left(batch: u32, row: u32, inner: u32) -> f32`, `fn right(batch: u32, inner: u32, column: u32) -> f32`
   * and `fn store(batch: u32, row: u32, column: u32, value: f32)`; called within bounds only.
   */
  readonly code: string;
}

/** The program for products [batches, rows, inner] × [batches, inner, columns]. */
export function productProgram(description: ProductDescription): Program {
  const { key, bindings, parameters = [], leftByRows = false, rightByInner = false, code } = description;
  return {
    key: `graft-product-${key}`,
    bindings,
    parameters: [
      ...(['rows', 'columns', 'inner', 'batches'] as const).map((name) => ({ name, type: 'u32' as const })),
      ...parameters,
    ],
    code: () => `${code}
var<workgroup> leftTile: array<f32, ${tile * depth}>;  // [inner, row]
var<workgroup> rightTile: array<f32, ${tile * depth}>; // [inner, column]

@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let columnTiles = (parameters.columns + ${tile - 1}u) / ${tile}u;
  let rowTiles = (parameters.rows + ${tile - 1}u) / ${tile}u;
  let number = workgroupIndex(group, groups);
  let batch = number / (columnTiles * rowTiles);
  let firstColumn = (number % columnTiles) * ${tile}u;
  let firstRow = ((number / columnTiles) % rowTiles) * ${tile}u;
  let row = (lane / 8u) * 4u;
  let column = (lane % 8u) * 4u;
  var sums: array<vec4<f32>, 4>;
  for (var start = 0u; start < parameters.inner; start += ${depth}u) {
    for (var i = lane; i < ${tile * depth}u; i += 64u) {
      ${leftByRows ? `let r = i % ${tile}u; let k = i / ${tile}u;` : `let k = i % ${depth}u; let r = i / ${depth}u;`}
      var value = 0.0;
      if (batch < parameters.batches && firstRow + r < parameters.rows && start + k < parameters.inner) {
        value = left(batch, firstRow + r, start + k);
      }
      leftTile[k * ${tile}u + r] = value;
    }
    for (var i = lane; i < ${tile * depth}u; i += 64u) {
      ${rightByInner ? `let k = i % ${depth}u; let c = i / ${depth}u;` : `let c = i % ${tile}u; let k = i / ${tile}u;`}
      var value = 0.0;
      if (batch < parameters.batches && firstColumn + c < parameters.columns && start + k < parameters.inner) {
        value = right(batch, start + k, firstColumn + c);
      }
      rightTile[k * ${tile}u + c] = value;
    }
    workgroupBarrier();
    for (var k = 0u; k < ${depth}u; k++) {
      let at = k * ${tile}u + column;
      let b = vec4<f32>(rightTile[at], rightTile[at + 1u], rightTile[at + 2u], rightTile[at + 3u]);
      for (var r = 0u; r < 4u; r++) { sums[r] = fma(vec4<f32>(leftTile[k * ${tile}u + row + r]), b, sums[r]); }
    }
    workgroupBarrier();
  }
  if (batch >= parameters.batches) { return; }
  for (var r = 0u; r < 4u; r++) {
    for (var c = 0u; c < 4u; c++) {
      if (firstRow + row + r < parameters.rows && firstColumn + column + c < parameters.columns) {
        store(batch, firstRow + row + r, firstColumn + column + c, sums[r][c]);
      }
    }
  }
}`,
  };
}

/** How many workgroups a product of this size takes. */
export function productWorkgroups(batches: number, rows: number, columns: number): number {
  return batches * Math.ceil(rows / tile) * Math.ceil(columns / tile);
}
