/**
 * exp, log, tanh and the logistic function, four at a time. NaN stays NaN: a training run that has gone wrong must stay
 * visible. The error bounds were measured over the whole range against double precision (math.test.ts).
 */

/** a·b + c, with one rounding where the engine has relaxed SIMD. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/**
 * tanh as Eigen's rational function of degrees 13 and 6, constant beyond ±7.9. Absolute error below 5e-7. pmin and pmax
 * take x as their first operand, so that NaN stays NaN.
 */
// @ts-ignore: decorator
@inline
export function tanh4(value: v128): v128 {
  const x = f32x4.pmax(f32x4.pmin(value, f32x4.splat(7.90531110763549805)), f32x4.splat(-7.90531110763549805));
  const square = f32x4.mul(x, x);
  let top = madd(square, f32x4.splat(-2.76076847742355e-16), f32x4.splat(2.00018790482477e-13));
  top = madd(square, top, f32x4.splat(-8.60467152213735e-11));
  top = madd(square, top, f32x4.splat(5.12229709037114e-8));
  top = madd(square, top, f32x4.splat(1.48572235717979e-5));
  top = madd(square, top, f32x4.splat(6.37261928875436e-4));
  top = madd(square, top, f32x4.splat(4.89352455891786e-3));
  let bottom = madd(square, f32x4.splat(1.19825839466702e-6), f32x4.splat(1.18534705686654e-4));
  bottom = madd(square, bottom, f32x4.splat(2.268434632439e-3));
  bottom = madd(square, bottom, f32x4.splat(4.89352518554385e-3));
  return f32x4.div(f32x4.mul(x, top), bottom);
}

/** 1 / (1 + exp(−x)) = ½ + ½·tanh(x/2). Absolute error below 3e-7. */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const half = f32x4.splat(0.5);
  return madd(tanh4(f32x4.mul(x, half)), half, half);
}

/** exp, by 2ⁿ and a polynomial (Cephes). Relative error below 3e-7; 0 below −87.3, the largest finite above 88.3. */
// @ts-ignore: decorator
@inline
export function exp4(value: v128): v128 {
  const x = f32x4.pmax(f32x4.pmin(value, f32x4.splat(88.3)), f32x4.splat(-87.3));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504088896341)));
  let r = madd(n, f32x4.splat(-0.693359375), x);
  r = madd(n, f32x4.splat(2.12194440e-4), r);
  let sum = madd(r, f32x4.splat(1.9875691500e-4), f32x4.splat(1.3981999507e-3));
  sum = madd(r, sum, f32x4.splat(8.3334519073e-3));
  sum = madd(r, sum, f32x4.splat(4.1665795894e-2));
  sum = madd(r, sum, f32x4.splat(1.6666665459e-1));
  sum = madd(r, sum, f32x4.splat(5.0000001201e-1));
  sum = madd(f32x4.mul(r, r), sum, f32x4.add(r, f32x4.splat(1)));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  const result = f32x4.mul(sum, power);
  return v128.andnot(result, f32x4.lt(value, f32x4.splat(-87.3)));
}

/** log of finite positive normal numbers (Cephes). Error below 2e-7, absolute near 1, relative elsewhere. */
// @ts-ignore: decorator
@inline
export function log4(x: v128): v128 {
  // x = m·2ⁿ with m in [√½, √2)
  const shifted = i32x4.sub(x, i32x4.splat(0x3f3504f3));
  const n = f32x4.convert_i32x4_s(i32x4.shr_s(shifted, 23));
  const m = i32x4.add(v128.and(shifted, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const r = f32x4.sub(m, f32x4.splat(1));
  const square = f32x4.mul(r, r);
  let sum = madd(r, f32x4.splat(7.0376836292e-2), f32x4.splat(-1.1514610310e-1));
  sum = madd(r, sum, f32x4.splat(1.1676998740e-1));
  sum = madd(r, sum, f32x4.splat(-1.2420140846e-1));
  sum = madd(r, sum, f32x4.splat(1.4249322787e-1));
  sum = madd(r, sum, f32x4.splat(-1.6668057665e-1));
  sum = madd(r, sum, f32x4.splat(2.0000714765e-1));
  sum = madd(r, sum, f32x4.splat(-2.4999993993e-1));
  sum = madd(r, sum, f32x4.splat(3.3333331174e-1));
  sum = f32x4.mul(f32x4.mul(sum, r), square);
  sum = madd(n, f32x4.splat(-2.12194440e-4), sum);
  sum = madd(square, f32x4.splat(-0.5), sum);
  return madd(n, f32x4.splat(0.693359375), f32x4.add(r, sum));
}

// @ts-ignore: decorator
@inline
export function sumLanes(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  );
}

/** For tests: applies function `which` (0 exp, 1 log, 2 tanh, 3 logistic) to `count` numbers, a multiple of four. */
export function mapFunction(which: i32, from: usize, to: usize, count: i32): void {
  for (let n = 0; n < count; n += 4, from += 16, to += 16) {
    const x = v128.load(from);
    if (which === 0) v128.store(to, exp4(x));
    else if (which === 1) v128.store(to, log4(x));
    else if (which === 2) v128.store(to, tanh4(x));
    else v128.store(to, sigmoid4(x));
  }
}
