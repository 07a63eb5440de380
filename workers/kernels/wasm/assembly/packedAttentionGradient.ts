/**
 * The gradient of attention over packed sentences (defined in ../../packedAttention/reference.ts). The probabilities
 * are computed again, by blocks of queries as in the forward pass.
 */
import { drawn } from './dropout';
import { exp4, madd, sumLanes } from './math';
import { clearOthers, dropoutIndex, firstRow, QUERIES, scoreWidth } from './packedAttention';
import { listRows, PRODUCT_SCRATCH, packedBytes, packRight, packRightTransposed, product } from './product';
import { get, put } from './vectors';

function dot(a: usize, b: usize, size: i32): f32 {
  const whole: usize = 4 * (size & ~3);
  const end: usize = 4 * size;
  let sums = f32x4.splat(0);
  let at: usize = 0;
  for (; at < whole; at += 16) sums = madd(v128.load(a + at), v128.load(b + at), sums);
  let sum = sumLanes(sums);
  for (; at < end; at += 4) sum += load<f32>(a + at) * load<f32>(b + at);
  return sum;
}

/**
 * From scores and the gradients of the dropped probabilities, both overwritten: the dropped probabilities, and the
 * gradients of the scores. `mean` is the mean of the probabilities' gradients weighted by them.
 */
// @ts-ignore: decorator
@inline
function slopes(
  scores: usize, gradients: usize, length: i32, scale: f32, logSum: f32, mean: f32, drops: bool, index: i32, key: i32,
  threshold: i32, dropoutScale: f32,
): void {
  const scales = f32x4.splat(scale);
  const logSums = f32x4.splat(logSum);
  const means = f32x4.splat(mean);
  const keys = i32x4.splat(key);
  const limits = i32x4.splat(threshold);
  const factors = f32x4.splat(dropoutScale);
  let indices = i32x4.add(i32x4.splat(index), i32x4(0, 1, 2, 3));
  for (let n = 0; n < length; ) {
    const full = n + 4 <= length;
    const at = 4 * n;
    const share = exp4(f32x4.sub(f32x4.mul(get(scores + at, full), scales), logSums));
    let kept = share;
    let gradient = get(gradients + at, full);
    const step = full ? 4 : 1;
    if (drops) {
      const mask = drawn(indices, keys, limits, factors);
      kept = f32x4.mul(share, mask);
      gradient = f32x4.mul(gradient, mask);
      indices = i32x4.add(indices, i32x4.splat(step));
    }
    put(scores + at, kept, full);
    put(gradients + at, f32x4.mul(f32x4.mul(share, scales), f32x4.sub(gradient, means)), full);
    n += step;
  }
}

export function packedAttentionGradientBytes(longest: i32, size: i32): i32 {
  return (
    PRODUCT_SCRATCH + 4 * (2 * QUERIES + longest) + 8 * QUERIES * scoreWidth(longest) +
    2 * packedBytes(size, longest) + packedBytes(longest, size) + packedBytes(QUERIES, size)
  );
}

/** The gradient of `projected`, whose rows are as those of the forward pass. */
export function packedAttentionGradient(
  starts: usize, projected: usize, output: usize, logSums: usize, gradient: usize, result: usize, work: usize,
  sentences: i32, origin: i32, pieces: i32, heads: i32, size: i32, longest: i32, reach: i32, scale: f32, key: i32,
  threshold: i32, dropoutScale: f32,
): void {
  const rows = work + PRODUCT_SCRATCH;
  const scoreRows = rows + 4 * QUERIES;
  const keyRows = scoreRows + 4 * QUERIES;
  const shares = keyRows + 4 * longest;
  const stride = 4 * scoreWidth(longest);
  const changes = shares + QUERIES * stride;
  const transposedKeys = changes + QUERIES * stride;
  const transposedValues = transposedKeys + packedBytes(size, longest);
  const packedKeys = transposedValues + packedBytes(size, longest);
  const packed = packedKeys + packedBytes(longest, size);
  const width = 4 * heads * size;
  const rowBytes = 3 * width;
  clearOthers(result, 3 * heads * size, starts, sentences, origin, pieces);
  for (let sentence = 0; sentence < sentences; sentence++) {
    const first = firstRow(starts, sentence, origin, pieces);
    const length = firstRow(starts, sentence + 1, origin, pieces) - first;
    // The gradients of keys and values are sums over blocks.
    memory.fill(result + first * rowBytes, 0, length * rowBytes);
    for (let head = 0; head < heads; head++) {
      const skip = 4 * head * size;
      const queries = projected + first * rowBytes + skip;
      const keys = queries + width;
      const values = keys + width;
      const queryResults = result + first * rowBytes + skip;
      packRightTransposed(transposedKeys, keys, rowBytes, size, length);
      packRightTransposed(transposedValues, values, rowBytes, size, length);
      packRight(packedKeys, keys, rowBytes, length, size);
      for (let block = 0; block < length; block += QUERIES) {
        const count = min(QUERIES, length - block);
        // A product begins at a whole panel of keys.
        const from = max(0, block - reach) & ~7;
        const seen = min(length, block + count + reach) - from;
        const blockQueries = queries + block * rowBytes;
        const blockGradient = gradient + (first + block) * width + skip;
        const blockOutput = output + (first + block) * width + skip;
        listRows(scoreRows, shares, stride, count);
        listRows(rows, blockQueries, rowBytes, count);
        product(rows, false, transposedKeys + 4 * from * size, size, scoreRows, count, size, seen, false, work);
        listRows(scoreRows, changes, stride, count);
        listRows(rows, blockGradient, width, count);
        product(rows, false, transposedValues + 4 * from * size, size, scoreRows, count, size, seen, false, work);
        for (let n = 0; n < count; n++) {
          const query = block + n;
          const near = max(from, query - reach) - from;
          const far = min(from + seen, query + reach + 1) - from;
          const scores = shares + n * stride;
          const gradients = changes + n * stride;
          memory.fill(scores, 0, 4 * near);
          memory.fill(gradients, 0, 4 * near);
          memory.fill(scores + 4 * far, 0, 4 * (seen - far));
          memory.fill(gradients + 4 * far, 0, 4 * (seen - far));
          const mean = dot(blockGradient + n * width, blockOutput + n * width, size);
          const logSum = load<f32>(logSums + 4 * ((first + query) * heads + head));
          if (threshold) {
            const index = key + dropoutIndex(origin + first + query, heads, head) + from + near;
            slopes(
              scores + 4 * near, gradients + 4 * near, far - near, scale, logSum, mean, true, index, key, threshold,
              dropoutScale,
            );
          } else {
            slopes(scores + 4 * near, gradients + 4 * near, far - near, scale, logSum, mean, false, 0, 0, 0, 0);
          }
        }
        const keyResults = queryResults + width + from * rowBytes;
        listRows(rows, queryResults + block * rowBytes, rowBytes, count);
        product(scoreRows, false, packedKeys + 32 * from, length, rows, count, seen, size, false, work);
        listRows(keyRows, keyResults, rowBytes, seen);
        packRight(packed, blockQueries, rowBytes, count, size);
        product(scoreRows, true, packed, count, keyRows, seen, count, size, true, work);
        listRows(scoreRows, shares, stride, count);
        listRows(keyRows, keyResults + width, rowBytes, seen);
        packRight(packed, blockGradient, width, count, size);
        product(scoreRows, true, packed, count, keyRows, seen, count, size, true, work);
      }
    }
  }
}
