/** The activations (defined in ../../activation/reference.ts), by their numbers there. */
import { exp4, madd } from './math';
import { get, put } from './vectors';

const GELU: i32 = 0;
const GELU_TANH: i32 = 1;
const RELU: i32 = 2;
const SILU: i32 = 3;

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

/** 1 / (1 + e). With e = exp(−z) it is the logistic function of z, without loss of digits where that is small. */
// @ts-ignore: decorator
@inline
function logistic(e: v128): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), e));
}

/** exp(−z) of the number z whose logistic function is the share of x; ½ + ½·tanh(z/2) is that function too. */
// @ts-ignore: decorator
@inline
function decay(x: v128, kind: i32): v128 {
  if (kind === SILU) return exp4(f32x4.neg(x));
  // √(2/π)·(x + 0.044715·x³), times −2
  return exp4(f32x4.mul(x, madd(f32x4.mul(x, x), f32x4.splat(-0.0713548163), f32x4.splat(-1.5957691216))));
}

// @ts-ignore: decorator
@inline
function valueOf(x: v128, kind: i32): v128 {
  // NaN stays NaN.
  if (kind === RELU) return f32x4.max(x, f32x4.splat(0));
  return f32x4.mul(x, kind === GELU ? distribution(x, bell(x)) : logistic(decay(x, kind)));
}

// @ts-ignore: decorator
@inline
function slopeOf(x: v128, kind: i32): v128 {
  if (kind === RELU) return v128.and(f32x4.splat(1), f32x4.gt(x, f32x4.splat(0)));
  if (kind === GELU) {
    const density = bell(x);
    return madd(f32x4.mul(x, density), f32x4.splat(0.3989422804), distribution(x, density));
  }
  const e = decay(x, kind);
  const share = logistic(e);
  let inner = x;
  if (kind === GELU_TANH) {
    // Beyond ±20 the share is 0 or 1, and x² might be infinite.
    const near = f32x4.max(f32x4.min(x, f32x4.splat(20)), f32x4.splat(-20));
    inner = f32x4.mul(near, madd(f32x4.mul(near, near), f32x4.splat(0.2140644488), f32x4.splat(1.5957691216)));
  }
  // e·share is 1 − share.
  return f32x4.mul(share, madd(inner, f32x4.mul(e, share), f32x4.splat(1)));
}

// @ts-ignore: decorator
@inline
function forward(x: usize, gate: usize, output: usize, gated: bool, kind: i32, whole: bool): void {
  const value = valueOf(get(x, whole), kind);
  put(output, gated ? f32x4.mul(value, get(gate, whole)) : value, whole);
}

// @ts-ignore: decorator
@inline
function backward(x: usize, gradient: usize, output: usize, gate: usize, gated: bool, kind: i32, whole: bool): void {
  const number = get(x, whole);
  const upstream = get(gradient, whole);
  const change = f32x4.mul(upstream, slopeOf(number, kind));
  put(output, gated ? f32x4.mul(change, get(x + gate, whole)) : change, whole);
  if (gated) put(output + gate, f32x4.mul(upstream, valueOf(number, kind)), whole);
}

// @ts-ignore: decorator
@inline
function rowForward(x: usize, output: usize, width: i32, gated: bool, kind: i32): void {
  const end: usize = 4 * width;
  const whole: usize = 4 * (width & ~3);
  let at: usize = 0;
  for (; at < whole; at += 16) forward(x + at, x + end + at, output + at, gated, kind, true);
  for (; at < end; at += 4) forward(x + at, x + end + at, output + at, gated, kind, false);
}

// @ts-ignore: decorator
@inline
function rowGradient(x: usize, gradient: usize, output: usize, width: i32, gated: bool, kind: i32): void {
  const end: usize = 4 * width;
  const whole: usize = 4 * (width & ~3);
  let at: usize = 0;
  for (; at < whole; at += 16) backward(x + at, gradient + at, output + at, end, gated, kind, true);
  for (; at < end; at += 4) backward(x + at, gradient + at, output + at, end, gated, kind, false);
}

/** x [rows, width], or [rows, 2·width] with the gates after the numbers → output [rows, width]. */
export function activationForward(x: usize, output: usize, rows: i32, width: i32, gated: i32, kind: i32): void {
  const stride: usize = 4 * width;
  for (let row = 0; row < rows; row++, x += gated ? 2 * stride : stride, output += stride) {
    if (gated) {
      if (kind === GELU) rowForward(x, output, width, true, GELU);
      else if (kind === GELU_TANH) rowForward(x, output, width, true, GELU_TANH);
      else if (kind === RELU) rowForward(x, output, width, true, RELU);
      else rowForward(x, output, width, true, SILU);
    } else if (kind === GELU) rowForward(x, output, width, false, GELU);
    else if (kind === GELU_TANH) rowForward(x, output, width, false, GELU_TANH);
    else if (kind === RELU) rowForward(x, output, width, false, RELU);
    else rowForward(x, output, width, false, SILU);
  }
}

export function activationGradient(
  x: usize, gradient: usize, output: usize, rows: i32, width: i32, gated: i32, kind: i32,
): void {
  const stride: usize = 4 * width;
  const given = gated ? 2 * stride : stride;
  for (let row = 0; row < rows; row++, x += given, gradient += stride, output += given) {
    if (gated) {
      if (kind === GELU) rowGradient(x, gradient, output, width, true, GELU);
      else if (kind === GELU_TANH) rowGradient(x, gradient, output, width, true, GELU_TANH);
      else if (kind === RELU) rowGradient(x, gradient, output, width, true, RELU);
      else rowGradient(x, gradient, output, width, true, SILU);
    } else if (kind === GELU) rowGradient(x, gradient, output, width, false, GELU);
    else if (kind === GELU_TANH) rowGradient(x, gradient, output, width, false, GELU_TANH);
    else if (kind === RELU) rowGradient(x, gradient, output, width, false, RELU);
    else rowGradient(x, gradient, output, width, false, SILU);
  }
}
