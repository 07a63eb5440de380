/**
 * Attention over packed sentences (defined in ../../packedAttention/reference.ts), for some of the sentences: those that
 * begin in the rows from number `origin` on. A sentence is computed in blocks of queries.
 */
import { drawn } from './dropout';
import { exp4, log4, sumLanes } from './math';
import { listRows, PRODUCT_SCRATCH, packedBytes, packRight, packRightTransposed, product } from './product';
import { maxLanes } from './scores';
import { get, put } from './vectors';

/** Queries of a block: as many rows as the product takes at once. */
export const QUERIES: i32 = 64;

/** The place of a probability in the index of the hash: that of the reference. */
const DROPOUT_STRIDE: i32 = 8192;

/** The first row of a sentence among the rows that there are. */
// @ts-ignore: decorator
@inline
export function firstRow(starts: usize, sentence: i32, origin: i32, pieces: i32): i32 {
  return min(max(load<i32>(starts + 4 * sentence) - origin, 0), pieces);
}

/** Numbers from row to row of a block's scores. */
// @ts-ignore: decorator
@inline
export function scoreWidth(longest: i32): i32 {
  return (longest + 3) & ~3;
}

/** The index of the hash for the first key of a sentence. `row` is the query's among all rows. */
// @ts-ignore: decorator
@inline
export function dropoutIndex(row: i32, heads: i32, head: i32): i32 {
  return (row * heads + head) * DROPOUT_STRIDE;
}

/** Sets the rows before the first sentence and after the last to 0. */
export function clearOthers(
  rows: usize, width: i32, starts: usize, sentences: i32, origin: i32, pieces: i32,
): void {
  const end = firstRow(starts, sentences, origin, pieces);
  memory.fill(rows, 0, 4 * firstRow(starts, 0, origin, pieces) * width);
  memory.fill(rows + 4 * end * width, 0, 4 * (pieces - end) * width);
}

/** The softmax of scale · scores in place → the logarithm of its denominator. */
function softmax(scores: usize, length: i32, scale: f32): f32 {
  const whole: usize = 4 * (length & ~3);
  const end: usize = 4 * length;
  const scales = f32x4.splat(scale);
  // NaN where there is one.
  let highest = f32x4.splat(-Infinity);
  let at: usize = 0;
  for (; at < whole; at += 16) highest = f32x4.max(highest, f32x4.mul(v128.load(scores + at), scales));
  let top = maxLanes(highest);
  for (; at < end; at += 4) top = max(top, load<f32>(scores + at) * scale);
  const tops = f32x4.splat(top);
  let sums = f32x4.splat(0);
  for (at = 0; at < whole; at += 16) {
    const value = exp4(f32x4.sub(f32x4.mul(v128.load(scores + at), scales), tops));
    v128.store(scores + at, value);
    sums = f32x4.add(sums, value);
  }
  let sum = sumLanes(sums);
  for (; at < end; at += 4) {
    const value = exp4(f32x4.sub(f32x4.mul(get(scores + at, false), scales), tops));
    put(scores + at, value, false);
    sum += f32x4.extract_lane(value, 0);
  }
  const inverse = f32x4.splat(<f32>1 / sum);
  for (at = 0; at < end; ) {
    const full = at < whole;
    put(scores + at, f32x4.mul(get(scores + at, full), inverse), full);
    at += full ? 16 : 4;
  }
  return top + f32x4.extract_lane(log4(f32x4.splat(sum)), 0);
}

/** Multiplies probabilities by their masks. `index` is the first one's, with the key added. */
function dropShares(shares: usize, length: i32, index: i32, key: i32, threshold: i32, scale: f32): void {
  const keys = i32x4.splat(key);
  const limits = i32x4.splat(threshold);
  const scales = f32x4.splat(scale);
  let indices = i32x4.add(i32x4.splat(index), i32x4(0, 1, 2, 3));
  for (let n = 0; n < length; ) {
    const full = n + 4 <= length;
    const at = shares + 4 * n;
    put(at, f32x4.mul(get(at, full), drawn(indices, keys, limits, scales)), full);
    const step = full ? 4 : 1;
    indices = i32x4.add(indices, i32x4.splat(step));
    n += step;
  }
}

export function packedAttentionBytes(longest: i32, size: i32): i32 {
  return (
    PRODUCT_SCRATCH + 8 * QUERIES + 4 * QUERIES * scoreWidth(longest) + packedBytes(size, longest) +
    packedBytes(longest, size)
  );
}

/**
 * projected [pieces, 3·heads·size] → output [pieces, heads·size], and the logarithms of the softmaxes' denominators
 * [pieces, heads]. No dropout where `threshold` is 0.
 */
export function packedAttentionForward(
  starts: usize, projected: usize, output: usize, logSums: usize, work: usize, sentences: i32, origin: i32, pieces: i32,
  heads: i32, size: i32, longest: i32, reach: i32, scale: f32, key: i32, threshold: i32, dropoutScale: f32,
): void {
  const leftRows = work + PRODUCT_SCRATCH;
  const resultRows = leftRows + 4 * QUERIES;
  const shares = resultRows + 4 * QUERIES;
  const stride = 4 * scoreWidth(longest);
  const packedKeys = shares + QUERIES * stride;
  const packedValues = packedKeys + packedBytes(size, longest);
  const width = 4 * heads * size;
  const rowBytes = 3 * width;
  clearOthers(output, heads * size, starts, sentences, origin, pieces);
  clearOthers(logSums, heads, starts, sentences, origin, pieces);
  for (let sentence = 0; sentence < sentences; sentence++) {
    const first = firstRow(starts, sentence, origin, pieces);
    const length = firstRow(starts, sentence + 1, origin, pieces) - first;
    for (let head = 0; head < heads; head++) {
      const queries = projected + first * rowBytes + 4 * head * size;
      const results = output + first * width + 4 * head * size;
      packRightTransposed(packedKeys, queries + width, rowBytes, size, length);
      packRight(packedValues, queries + 2 * width, rowBytes, length, size);
      for (let block = 0; block < length; block += QUERIES) {
        const count = min(QUERIES, length - block);
        // A product begins at a whole panel of keys.
        const from = max(0, block - reach) & ~7;
        const to = min(length, block + count + reach);
        listRows(leftRows, queries + block * rowBytes, rowBytes, count);
        listRows(resultRows, shares, stride, count);
        product(leftRows, false, packedKeys + 4 * from * size, size, resultRows, count, size, to - from, false, work);
        for (let n = 0; n < count; n++) {
          const query = block + n;
          const scores = shares + n * stride;
          const near = max(from, query - reach);
          const far = min(to, query + reach + 1);
          const seen = scores + 4 * (near - from);
          memory.fill(scores, 0, 4 * (near - from));
          memory.fill(scores + 4 * (far - from), 0, 4 * (to - far));
          store<f32>(logSums + 4 * ((first + query) * heads + head), softmax(seen, far - near, scale));
          if (threshold) {
            const index = key + dropoutIndex(origin + first + query, heads, head) + near;
            dropShares(seen, far - near, index, key, threshold, dropoutScale);
          }
        }
        listRows(leftRows, shares, stride, count);
        listRows(resultRows, results + block * width, width, count);
        product(leftRows, false, packedValues + 32 * from, length, resultRows, count, to - from, size, false, work);
      }
    }
  }
}
