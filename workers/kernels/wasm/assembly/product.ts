/**
 * Matrix products over packed operands: C [rows, columns] = A·B or C + A·B. Rows of A and of C are lists of addresses,
 * so gathering the steps of a batch and scattering the results cost nothing extra.
 *
 * The right side is packed once into panels of 8 columns, [panel][depth][8]. The left side is packed by cache blocks
 * into micro-panels of 4 rows, [micro-panel][depth][4]. The inner loop holds a 4×8 tile of C in 8 registers. Sums have
 * a fixed order, so results repeat exactly.
 */
import { madd } from './math';

/** Rows and depth of a cache microPanel of the left side: 64 KiB, which fits the second-level cache. */
const BLOCK_ROWS: i32 = 64;
const BLOCK_DEPTH: i32 = 256;

/** Bytes of scratch for `product`: a packed cache microPanel, a tile for ragged edges, and a row for surplus writes. */
export const PRODUCT_SCRATCH: i32 = 4 * (BLOCK_ROWS * BLOCK_DEPTH + 32 + 8);

/** Bytes of a right side [depth, columns] when packed. */
// @ts-ignore: decorator
@inline
export function packedBytes(depth: i32, columns: i32): i32 {
  return ((columns + 7) & ~7) * depth * 4;
}

/** Packs B [depth, columns], whose rows are `stride` bytes apart. */
export function packRight(to: usize, from: usize, stride: usize, depth: i32, columns: i32): void {
  let column = 0;
  for (; column + 8 <= columns; column += 8) {
    let source = from + 4 * column;
    for (let k = 0; k < depth; k++, source += stride, to += 32) {
      v128.store(to, v128.load(source));
      v128.store(to, v128.load(source, 16), 16);
    }
  }
  if (column === columns) return;
  memory.fill(to, 0, 32 * depth);
  for (let k = 0; k < depth; k++, to += 32) {
    memory.copy(to, from + k * stride + 4 * column, 4 * (columns - column));
  }
}

/** Transposes four numbers of four rows. */
// @ts-ignore: decorator
@inline
function transpose4(to: usize, a: v128, b: v128, c: v128, d: v128, stride: usize): void {
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
  v128.store(to + stride, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
  v128.store(to + 2 * stride, v128.shuffle<f32>(ab2, cd2, 0, 1, 4, 5));
  v128.store(to + 3 * stride, v128.shuffle<f32>(ab2, cd2, 2, 3, 6, 7));
}

/** A panel from eight rows [8, depth]. */
function transposePanel(to: usize, from: usize, stride: usize, depth: i32): void {
  const half = from + 4 * stride;
  let k = 0;
  for (; k + 4 <= depth; k += 4, to += 128) {
    const a = from + 4 * k;
    const b = half + 4 * k;
    transpose4(
      to, v128.load(a), v128.load(a + stride), v128.load(a + 2 * stride), v128.load(a + 3 * stride), 32,
    );
    transpose4(
      to + 16, v128.load(b), v128.load(b + stride), v128.load(b + 2 * stride), v128.load(b + 3 * stride), 32,
    );
  }
  for (; k < depth; k++, to += 32) {
    for (let c = 0; c < 8; c++) store<f32>(to + 4 * c, load<f32>(from + c * stride + 4 * k));
  }
}

/** Packs B [depth, columns] from its transpose [columns, depth], whose rows are `stride` bytes apart. */
export function packRightTransposed(to: usize, from: usize, stride: usize, depth: i32, columns: i32): void {
  for (let column = 0; column < columns; column += 8) {
    if (column + 8 <= columns) {
      transposePanel(to, from + column * stride, stride, depth);
      to += 32 * depth;
      continue;
    }
    for (let c = 0; c < 8; c++) {
      let target = to + 4 * c;
      if (column + c < columns) {
        let source = from + (column + c) * stride;
        for (let k = 0; k < depth; k++, source += 4, target += 32) store<f32>(target, load<f32>(source));
      } else {
        for (let k = 0; k < depth; k++, target += 32) store<f32>(target, 0);
      }
    }
    to += 32 * depth;
  }
}

// @ts-ignore: decorator
@inline
function rowAt(rows: usize, index: i32): usize {
  return load<u32>(rows + 4 * index) as usize;
}

/** Packs B [depth, columns] from a list of its rows' addresses. */
export function packRightRows(to: usize, rows: usize, depth: i32, columns: i32): void {
  for (let column = 0; column < columns; column += 8) {
    const left = columns - column;
    for (let k = 0; k < depth; k++, to += 32) {
      const source = rowAt(rows, k) + 4 * column;
      if (left >= 8) {
        v128.store(to, v128.load(source));
        v128.store(to, v128.load(source, 16), 16);
      } else {
        memory.fill(to, 0, 32);
        memory.copy(to, source, 4 * left);
      }
    }
  }
}

/** Packs `count` rows of A from column `start` on into micro-panels of four. Missing rows repeat the last. */
function packLeft(to: usize, rows: usize, count: i32, start: i32, depth: i32): void {
  const skip = 4 * start;
  for (let row = 0; row < count; row += 4) {
    let a = rowAt(rows, row) + skip;
    let b = rowAt(rows, min(row + 1, count - 1)) + skip;
    let c = rowAt(rows, min(row + 2, count - 1)) + skip;
    let d = rowAt(rows, min(row + 3, count - 1)) + skip;
    let k = 0;
    for (; k + 4 <= depth; k += 4, a += 16, b += 16, c += 16, d += 16, to += 64) {
      transpose4(to, v128.load(a), v128.load(b), v128.load(c), v128.load(d), 16);
    }
    for (; k < depth; k++, a += 4, b += 4, c += 4, d += 4, to += 16) {
      store<f32>(to, load<f32>(a));
      store<f32>(to, load<f32>(b), 4);
      store<f32>(to, load<f32>(c), 8);
      store<f32>(to, load<f32>(d), 12);
    }
  }
}

/** The same for a transposed A: `rows` lists its rows, of which it packs columns `from` … of rows `start` … */
function packLeftTransposed(to: usize, rows: usize, from: i32, count: i32, start: i32, depth: i32): void {
  for (let row = 0; row < count; row += 4) {
    const here = 4 * (from + row);
    const left = count - row;
    for (let k = 0; k < depth; k++, to += 16) {
      const source = rowAt(rows, start + k) + here;
      if (left >= 4) {
        v128.store(to, v128.load(source));
      } else {
        store<f32>(to, load<f32>(source));
        store<f32>(to, left > 1 ? load<f32>(source, 4) : 0, 4);
        store<f32>(to, left > 2 ? load<f32>(source, 8) : 0, 8);
        store<f32>(to, 0, 12);
      }
    }
  }
}

/**
 * One 4×8 tile: writes or adds the product of a micro-panel and a panel to rows c0 … c3. The loop is not unrolled and
 * starts from zeros. V8 then keeps everything in registers, and is twice as fast.
 */
function tile(a: usize, b: usize, depth: i32, c0: usize, c1: usize, c2: usize, c3: usize, add: bool): void {
  let s00 = f32x4.splat(0);
  let s01 = f32x4.splat(0);
  let s10 = f32x4.splat(0);
  let s11 = f32x4.splat(0);
  let s20 = f32x4.splat(0);
  let s21 = f32x4.splat(0);
  let s30 = f32x4.splat(0);
  let s31 = f32x4.splat(0);
  for (let k = depth; k > 0; k--, a += 16, b += 32) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    s00 = madd(x, b0, s00);
    s01 = madd(x, b1, s01);
    x = v128.load32_splat(a, 4);
    s10 = madd(x, b0, s10);
    s11 = madd(x, b1, s11);
    x = v128.load32_splat(a, 8);
    s20 = madd(x, b0, s20);
    s21 = madd(x, b1, s21);
    x = v128.load32_splat(a, 12);
    s30 = madd(x, b0, s30);
    s31 = madd(x, b1, s31);
  }
  if (add) {
    s00 = f32x4.add(s00, v128.load(c0));
    s01 = f32x4.add(s01, v128.load(c0, 16));
    s10 = f32x4.add(s10, v128.load(c1));
    s11 = f32x4.add(s11, v128.load(c1, 16));
    s20 = f32x4.add(s20, v128.load(c2));
    s21 = f32x4.add(s21, v128.load(c2, 16));
    s30 = f32x4.add(s30, v128.load(c3));
    s31 = f32x4.add(s31, v128.load(c3, 16));
  }
  v128.store(c0, s00);
  v128.store(c0, s01, 16);
  v128.store(c1, s10);
  v128.store(c1, s11, 16);
  v128.store(c2, s20);
  v128.store(c2, s21, 16);
  v128.store(c3, s30);
  v128.store(c3, s31, 16);
}

/** A tile at the right edge, `columns` (1 to 7) wide, by way of a whole tile in `aside`. */
function raggedTile(
  a: usize, b: usize, depth: i32, c0: usize, c1: usize, c2: usize, c3: usize, columns: i32, add: bool, aside: usize,
): void {
  tile(a, b, depth, aside, aside + 32, aside + 64, aside + 96, false);
  for (let r = 0; r < 4; r++) {
    const c = r === 0 ? c0 : r === 1 ? c1 : r === 2 ? c2 : c3;
    let n = 0;
    if (columns >= 4) {
      const value = v128.load(aside + 32 * r);
      v128.store(c, add ? f32x4.add(v128.load(c), value) : value);
      n = 4;
    }
    for (; n < columns; n++) {
      const at = c + 4 * n;
      const value = load<f32>(aside + 32 * r + 4 * n);
      store<f32>(at, add ? load<f32>(at) + value : value);
    }
  }
}

/**
 * C = A·B, or C + A·B with `add`. `left` lists the addresses of A's rows [rows], or with `transposed` those of its
 * transpose [depth]. `right` is packed with `panelDepth` rows a panel, at least `depth`. `result` lists C's rows.
 * `scratch` has PRODUCT_SCRATCH bytes.
 */
export function product(
  left: usize, transposed: bool, right: usize, panelDepth: i32, result: usize,
  rows: i32, depth: i32, columns: i32, add: bool, scratch: usize,
): void {
  const aside = scratch + 4 * BLOCK_ROWS * BLOCK_DEPTH;
  const surplus = aside + 4 * 32;
  for (let start = 0; start < depth; start += BLOCK_DEPTH) {
    const blockDepth = min(BLOCK_DEPTH, depth - start);
    const adding = add || start > 0;
    for (let first = 0; first < rows; first += BLOCK_ROWS) {
      const blockRows = min(BLOCK_ROWS, rows - first);
      if (transposed) packLeftTransposed(scratch, left, first, blockRows, start, blockDepth);
      else packLeft(scratch, left + 4 * first, blockRows, start, blockDepth);
      let panel = right + 32 * start;
      for (let column = 0; column < columns; column += 8, panel += 32 * panelDepth) {
        const skip = 4 * column;
        let microPanel = scratch;
        for (let row = first; row < first + blockRows; row += 4, microPanel += 16 * blockDepth) {
          const last = first + blockRows;
          const c0 = rowAt(result, row) + skip;
          const c1 = row + 1 < last ? rowAt(result, row + 1) + skip : surplus;
          const c2 = row + 2 < last ? rowAt(result, row + 2) + skip : surplus;
          const c3 = row + 3 < last ? rowAt(result, row + 3) + skip : surplus;
          if (column + 8 <= columns) tile(microPanel, panel, blockDepth, c0, c1, c2, c3, adding);
          else raggedTile(microPanel, panel, blockDepth, c0, c1, c2, c3, columns - column, adding, aside);
        }
      }
    }
  }
}

/** Fills a list with `count` addresses, `stride` bytes apart. */
export function listRows(list: usize, from: usize, stride: usize, count: i32): void {
  for (let n = 0; n < count; n++) store<u32>(list + 4 * n, (from + n * stride) as u32);
}
