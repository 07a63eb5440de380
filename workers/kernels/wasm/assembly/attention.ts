/**
 * The additive attention of a decoder's step over the rows of one sequence (defined in
 * ../../attentionDecoder/reference.ts). A query and a key are stored as e^2q and e^2k: with E = e^2q · e^2k,
 *
 *   tanh(q + k) = 1 − 2r,  1 − tanh² = 4r(1 − r)  with  r = 1 / (1 + E)
 *
 * so that a pair costs a division in the place of a tanh. The constant 1 changes no softmax. Queries and keys are held
 * within ±22, beyond which tanh is constant, so that E stays finite.
 */
import { exp4, madd, sumLanes } from './math';
import { maxLanes } from './scores';
import { get, put } from './vectors';

const LIMIT: f32 = 22;

// @ts-ignore: decorator
@inline
function doubledExponential(x: v128): v128 {
  const held = f32x4.pmax(f32x4.pmin(x, f32x4.splat(LIMIT)), f32x4.splat(-LIMIT));
  return exp4(f32x4.add(held, held));
}

/** e^2x of `count` numbers in place. */
export function toExponentials(at: usize, count: i32): void {
  let n = 0;
  for (; n + 4 <= count; n += 4) put(at + 4 * n, doubledExponential(get(at + 4 * n, true)), true);
  for (; n < count; n++) put(at + 4 * n, doubledExponential(get(at + 4 * n, false)), false);
}

/** r of a vector of pairs. */
// @ts-ignore: decorator
@inline
function reciprocal(query: usize, key: usize, whole: bool): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, madd(get(query, whole), get(key, whole), one));
}

/**
 * The shares α [length] of the keys in a softmax. Keys are `stride` bytes apart; `scoreWeights` [attention].
 */
export function attentionShares(
  shares: usize, query: usize, keys: usize, stride: usize, scoreWeights: usize, length: i32, attention: i32,
): void {
  const whole = attention & ~3;
  const minusTwo = f32x4.splat(-2);
  let most: f32 = -Infinity;
  for (let j = 0; j < length; j++, keys += stride) {
    let sums = f32x4.splat(0);
    let a = 0;
    for (; a < whole; a += 4) {
      const at = 4 * a;
      sums = madd(reciprocal(query + at, keys + at, true), v128.load(scoreWeights + at), sums);
    }
    for (; a < attention; a++) {
      const at = 4 * a;
      sums = madd(reciprocal(query + at, keys + at, false), v128.load32_zero(scoreWeights + at), sums);
    }
    const score = sumLanes(f32x4.mul(sums, minusTwo));
    store<f32>(shares + 4 * j, score);
    most = max(most, score);
  }
  normalise(shares, most, length);
}

/** Scores into shares, in place. */
export function normalise(shares: usize, most: f32, length: i32): void {
  const tops = f32x4.splat(most);
  let total: f32 = 0;
  let j = 0;
  for (; j + 4 <= length; j += 4) {
    const value = exp4(f32x4.sub(v128.load(shares + 4 * j), tops));
    v128.store(shares + 4 * j, value);
    total += sumLanes(value);
  }
  for (; j < length; j++) {
    const value = exp4(f32x4.sub(v128.load32_zero(shares + 4 * j), tops));
    put(shares + 4 * j, value, false);
    total += f32x4.extract_lane(value, 0);
  }
  const inverse = f32x4.splat(<f32>1 / total);
  for (j = 0; j + 4 <= length; j += 4) v128.store(shares + 4 * j, f32x4.mul(v128.load(shares + 4 * j), inverse));
  for (; j < length; j++) put(shares + 4 * j, f32x4.mul(v128.load32_zero(shares + 4 * j), inverse), false);
}

/** Adds Σ_j shares_j · values_j and `row` to `target` [count]. Values are `stride` bytes apart. */
export function addContext(
  target: usize, row: usize, shares: usize, values: usize, stride: usize, length: i32, count: i32,
): void {
  let n = 0;
  for (; n + 16 <= count; n += 16) {
    const at = 4 * n;
    let a = f32x4.add(v128.load(target + at), v128.load(row + at));
    let b = f32x4.add(v128.load(target + at, 16), v128.load(row + at, 16));
    let c = f32x4.add(v128.load(target + at, 32), v128.load(row + at, 32));
    let d = f32x4.add(v128.load(target + at, 48), v128.load(row + at, 48));
    let from = values + at;
    for (let j = 0; j < length; j++, from += stride) {
      const share = v128.load32_splat(shares + 4 * j);
      a = madd(share, v128.load(from), a);
      b = madd(share, v128.load(from, 16), b);
      c = madd(share, v128.load(from, 32), c);
      d = madd(share, v128.load(from, 48), d);
    }
    v128.store(target + at, a);
    v128.store(target + at, b, 16);
    v128.store(target + at, c, 32);
    v128.store(target + at, d, 48);
  }
  for (; n < count; n++) {
    let sum = load<f32>(target + 4 * n) + load<f32>(row + 4 * n);
    let from = values + 4 * n;
    for (let j = 0; j < length; j++, from += stride) sum += load<f32>(shares + 4 * j) * load<f32>(from);
    store<f32>(target + 4 * n, sum);
  }
}

/** gradient [count] · values_j for each j, to `products` [length]. Values are `stride` bytes apart. */
export function valueProducts(
  products: usize, gradient: usize, values: usize, stride: usize, length: i32, count: i32,
): void {
  const whole = count & ~7;
  for (let j = 0; j < length; j++, values += stride) {
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let n = 0;
    for (; n < whole; n += 8) {
      const at = 4 * n;
      a = madd(v128.load(gradient + at), v128.load(values + at), a);
      b = madd(v128.load(gradient + at, 16), v128.load(values + at, 16), b);
    }
    let sum = sumLanes(f32x4.add(a, b));
    for (; n < count; n++) sum += load<f32>(gradient + 4 * n) * load<f32>(values + 4 * n);
    store<f32>(products + 4 * j, sum);
  }
}

/** From the gradients of the shares [length] to those of the scores, in place. */
export function shareGradients(gradients: usize, shares: usize, length: i32): void {
  let mean: f32 = 0;
  for (let j = 0; j < length; j++) mean += load<f32>(gradients + 4 * j) * load<f32>(shares + 4 * j);
  for (let j = 0; j < length; j++) {
    store<f32>(gradients + 4 * j, load<f32>(shares + 4 * j) * (load<f32>(gradients + 4 * j) - mean));
  }
}

/** Four columns of all pairs of a query with the keys, or the first of them alone. */
// @ts-ignore: decorator
@inline
function columnsGradient(
  ofScores: usize, query: usize, keys: usize, stride: usize, scoreWeights: usize,
  ofQuery: usize, ofKeys: usize, gradientStride: usize, ofWeights: usize, length: i32, whole: bool,
): void {
  const one = f32x4.splat(1);
  const queries = get(query, whole);
  const fourfold = f32x4.mul(get(scoreWeights, whole), f32x4.splat(4));
  let sum = f32x4.splat(0); // of the query
  let scaledSum = f32x4.splat(0);
  for (let j = 0; j < length; j++, keys += stride, ofKeys += gradientStride) {
    const r = f32x4.div(one, madd(queries, get(keys, whole), one));
    const scaled = f32x4.mul(v128.load32_splat(ofScores + 4 * j), r); // of the score · r
    // of the score · v · 4r(1 − r)
    const ofSum = f32x4.mul(f32x4.mul(scaled, fourfold), f32x4.sub(one, r));
    put(ofKeys, f32x4.add(get(ofKeys, whole), ofSum), whole);
    sum = f32x4.add(sum, ofSum);
    scaledSum = f32x4.add(scaledSum, scaled);
  }
  put(ofQuery, f32x4.add(get(ofQuery, whole), sum), whole);
  // −2 · of the score · r: the constant 1 of tanh has no gradient, since the scores' gradients sum to zero.
  put(ofWeights, madd(scaledSum, f32x4.splat(-2), get(ofWeights, whole)), whole);
}

/**
 * Adds the gradients of a query [attention], of the keys and of the score weights [attention], from those of the scores
 * [length]. Keys are `stride` bytes apart, their gradients `gradientStride`.
 */
export function scoreGradients(
  ofScores: usize, query: usize, keys: usize, stride: usize, scoreWeights: usize,
  ofQuery: usize, ofKeys: usize, gradientStride: usize, ofWeights: usize, length: i32, attention: i32,
): void {
  const whole: usize = 4 * (attention & ~3);
  const end: usize = 4 * attention;
  let at: usize = 0;
  for (; at < whole; at += 16) {
    columnsGradient(
      ofScores, query + at, keys + at, stride, scoreWeights + at, ofQuery + at, ofKeys + at, gradientStride,
      ofWeights + at, length, true,
    );
  }
  for (; at < end; at += 4) {
    columnsGradient(
      ofScores, query + at, keys + at, stride, scoreWeights + at, ofQuery + at, ofKeys + at, gradientStride,
      ofWeights + at, length, false,
    );
  }
}
