/**
 * The optimizers' updates in place (defined in ../../optimizer/reference.ts), of a whole variable or of the rows of a
 * table with a sparse gradient.
 */
import { madd } from './math';
import { get, put } from './vectors';

// @ts-ignore: decorator
@inline
function momentum(p: usize, g: usize, velocity: usize, scale: v128, decay: v128, rate: v128, whole: bool): void {
  const next = madd(get(velocity, whole), decay, f32x4.mul(get(g, whole), scale));
  put(velocity, next, whole);
  put(p, f32x4.sub(get(p, whole), f32x4.mul(rate, next)), whole);
}

/**
 * @param rows the table's row of each place of the gradient; a negative row skips it. With 0, the one place is the
 * whole variable.
 * @param last number of elements of the state before its last slot.
 */
export function momentumUpdate(
  variable: usize, gradient: usize, scale: usize, state: usize, rows: usize, last: i32, places: i32, dimension: i32,
  learningRate: f32, decay: f32,
): void {
  const scales = v128.load32_splat(scale);
  const decays = f32x4.splat(decay);
  const rate = f32x4.splat(learningRate);
  const whole = (4 * (dimension & ~3)) as usize;
  const all = (4 * dimension) as usize;
  for (let place = 0; place < places; place++) {
    const row = rows ? load<i32>(rows + 4 * place) : 0;
    if (row < 0) continue;
    const offset = all * row;
    const p = variable + offset;
    const g = gradient + all * place;
    const velocity = state + offset;
    let at: usize = 0;
    for (; at < whole; at += 16) momentum(p + at, g + at, velocity + at, scales, decays, rate, true);
    for (; at < all; at += 4) momentum(p + at, g + at, velocity + at, scales, decays, rate, false);
  }
}

/**
 * A first moment below this is set to 0; its part in a step is 0 anyway. Otherwise the moments of unused weights would
 * decay to subnormal numbers, with which processors are very slow.
 */
const NEGLIGIBLE: f32 = 1e-30;

// @ts-ignore: decorator
@inline
function moments(
  p: usize, gradient: usize, first: usize, second: usize, scale: v128, beta1: v128, rest1: v128, beta2: v128,
  rest2: v128, epsilon: v128, keep: v128, gradientRate: v128, firstRate: v128, secondScale: v128, hasFirst: bool,
  whole: bool,
): void {
  const g = f32x4.mul(get(gradient, whole), scale);
  let m = f32x4.mul(rest1, g);
  if (hasFirst) {
    m = madd(get(first, whole), beta1, m);
    m = v128.andnot(m, f32x4.lt(f32x4.abs(m), f32x4.splat(NEGLIGIBLE)));
    put(first, m, whole);
  }
  const v = madd(get(second, whole), beta2, f32x4.mul(rest2, f32x4.mul(g, g)));
  put(second, v, whole);
  const bottom = madd(secondScale, f32x4.sqrt(v), epsilon);
  const step = f32x4.div(madd(gradientRate, g, f32x4.mul(firstRate, m)), bottom);
  put(p, f32x4.sub(f32x4.mul(keep, get(p, whole)), step), whole);
}

/** `rest1` and `rest2` are 1 − β from double precision; `rows` as in {@link momentumUpdate}; with one slot β₁ is 0. */
export function momentsUpdate(
  variable: usize, gradient: usize, scale: usize, state: usize, rows: usize, last: i32, places: i32, dimension: i32,
  beta1: f32, rest1: f32, beta2: f32, rest2: f32, epsilon: f32, keep: f32, gradientRate: f32, firstRate: f32,
  secondScale: f32,
): void {
  const scales = v128.load32_splat(scale);
  const b1 = f32x4.splat(beta1);
  const r1 = f32x4.splat(rest1);
  const b2 = f32x4.splat(beta2);
  const r2 = f32x4.splat(rest2);
  const eps = f32x4.splat(epsilon);
  const keeps = f32x4.splat(keep);
  const gradientRates = f32x4.splat(gradientRate);
  const firstRates = f32x4.splat(firstRate);
  const secondScales = f32x4.splat(secondScale);
  const whole = (4 * (dimension & ~3)) as usize;
  const all = (4 * dimension) as usize;
  for (let place = 0; place < places; place++) {
    const row = rows ? load<i32>(rows + 4 * place) : 0;
    if (row < 0) continue;
    const offset = all * row;
    const p = variable + offset;
    const g = gradient + all * place;
    const first = state + offset;
    const second = first + 4 * (last as usize);
    let at: usize = 0;
    for (; at < whole; at += 16) {
      moments(
        p + at, g + at, first + at, second + at, scales, b1, r1, b2, r2, eps, keeps, gradientRates, firstRates,
        secondScales, last > 0, true,
      );
    }
    for (; at < all; at += 4) {
      moments(
        p + at, g + at, first + at, second + at, scales, b1, r1, b2, r2, eps, keeps, gradientRates, firstRates,
        secondScales, last > 0, false,
      );
    }
  }
}

// @ts-ignore: decorator
@inline
function adagrad(p: usize, gradient: usize, sum: usize, scale: v128, rate: v128, epsilon: v128, whole: bool): void {
  const g = f32x4.mul(get(gradient, whole), scale);
  const squares = madd(g, g, get(sum, whole));
  put(sum, squares, whole);
  const step = f32x4.div(f32x4.mul(rate, g), f32x4.add(f32x4.sqrt(squares), epsilon));
  put(p, f32x4.sub(get(p, whole), step), whole);
}

/** `rows` as in {@link momentumUpdate}. */
export function adagradUpdate(
  variable: usize, gradient: usize, scale: usize, state: usize, rows: usize, last: i32, places: i32, dimension: i32,
  learningRate: f32, epsilon: f32,
): void {
  const scales = v128.load32_splat(scale);
  const rate = f32x4.splat(learningRate);
  const eps = f32x4.splat(epsilon);
  const whole = (4 * (dimension & ~3)) as usize;
  const all = (4 * dimension) as usize;
  for (let place = 0; place < places; place++) {
    const row = rows ? load<i32>(rows + 4 * place) : 0;
    if (row < 0) continue;
    const offset = all * row;
    const p = variable + offset;
    const g = gradient + all * place;
    const sum = state + offset;
    let at: usize = 0;
    for (; at < whole; at += 16) adagrad(p + at, g + at, sum + at, scales, rate, eps, true);
    for (; at < all; at += 4) adagrad(p + at, g + at, sum + at, scales, rate, eps, false);
  }
}

/** The sum of squares in double precision, so that finite gradients have a finite norm. */
export function squareSum(values: usize, size: i32): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  let n = 0;
  for (; n + 4 <= size; n += 4) {
    const x = v128.load(values + 4 * n);
    const a = f64x2.promote_low_f32x4(x);
    const b = f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 2, 3));
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
  }
  let sum = f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1);
  sum += f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1);
  for (; n < size; n++) {
    const x = load<f32>(values + 4 * n) as f64;
    sum += x * x;
  }
  return sum;
}

/** Fills a scalar tensor. */
export function storeNumber(to: usize, value: f32): void {
  store<f32>(to, value);
}
