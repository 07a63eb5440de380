/** GELU (defined in ../../gelu/reference.ts). */
import { exp4, madd } from './math';
import { get, put } from './vectors';

/** exp(−x²/2): the normal density without its factor. */
// @ts-ignore: decorator
@inline
function bell(x: v128): v128 {
  return exp4(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5)));
}

/** Φ(x) by Abramowitz and Stegun 7.1.26, from exp(−x²/2). Its error is at most 7.5e-8 before rounding. */
// @ts-ignore: decorator
@inline
function distribution(x: v128, bell: v128): v128 {
  const one = f32x4.splat(1);
  // 0.3275911 / √2, since Φ(x) = ½ + ½·erf(x / √2)
  const t = f32x4.div(one, madd(f32x4.abs(x), f32x4.splat(0.23164189), one));
  let sum = madd(t, f32x4.splat(1.061405429), f32x4.splat(-1.453152027));
  sum = madd(t, sum, f32x4.splat(1.421413741));
  sum = madd(t, sum, f32x4.splat(-0.284496736));
  sum = madd(t, sum, f32x4.splat(0.254829592));
  const tail = f32x4.mul(f32x4.mul(f32x4.mul(t, sum), f32x4.splat(0.5)), bell);
  return v128.bitselect(tail, f32x4.sub(one, tail), f32x4.lt(x, f32x4.splat(0)));
}

// @ts-ignore: decorator
@inline
function forward(x: usize, output: usize, whole: bool): void {
  const value = get(x, whole);
  put(output, f32x4.mul(value, distribution(value, bell(value))), whole);
}

// @ts-ignore: decorator
@inline
function backward(x: usize, gradient: usize, output: usize, whole: bool): void {
  const value = get(x, whole);
  const density = bell(value);
  const slope = madd(f32x4.mul(value, density), f32x4.splat(0.3989422804), distribution(value, density));
  put(output, f32x4.mul(get(gradient, whole), slope), whole);
}

export function geluForward(x: usize, output: usize, size: i32): void {
  const whole: usize = 4 * (size & ~3);
  let at: usize = 0;
  for (; at < whole; at += 16) forward(x + at, output + at, true);
  for (; at < (4 * size as usize); at += 4) forward(x + at, output + at, false);
}

export function geluGradient(x: usize, gradient: usize, output: usize, size: i32): void {
  const whole: usize = 4 * (size & ~3);
  let at: usize = 0;
  for (; at < whole; at += 16) backward(x + at, gradient + at, output + at, true);
  for (; at < (4 * size as usize); at += 4) backward(x + at, gradient + at, output + at, false);
}
