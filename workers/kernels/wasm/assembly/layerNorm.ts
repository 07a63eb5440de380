/**
 * Layer normalisation (defined in ../../layerNorm/reference.ts). Rows are computed relative to their first number. So a
 * row of equal numbers has variance 0 exactly, without a rounding error that 1 / √epsilon would magnify.
 */
import { madd, sumLanes } from './math';
import { get, put } from './vectors';

/** The mean of a row [features] relative to its first number. */
function shiftedMean(row: usize, features: i32): f32 {
  const first = load<f32>(row);
  const firsts = f32x4.splat(first);
  const whole = row + 4 * (features & ~3);
  const end = row + 4 * features;
  let sums = f32x4.splat(0);
  let at = row;
  for (; at < whole; at += 16) sums = f32x4.add(sums, f32x4.sub(v128.load(at), firsts));
  let sum = sumLanes(sums);
  for (; at < end; at += 4) sum += load<f32>(at) - first;
  return sum / (features as f32);
}

/** 1 / √(variance + epsilon) of a row whose mean relative to its first number is `mean`. */
function scaleOf(row: usize, mean: f32, features: i32, epsilon: f32): f32 {
  const first = load<f32>(row);
  const firsts = f32x4.splat(first);
  const means = f32x4.splat(mean);
  const whole = row + 4 * (features & ~3);
  const end = row + 4 * features;
  let sums = f32x4.splat(0);
  let at = row;
  for (; at < whole; at += 16) {
    const distance = f32x4.sub(f32x4.sub(v128.load(at), firsts), means);
    sums = madd(distance, distance, sums);
  }
  let sum = sumLanes(sums);
  for (; at < end; at += 4) {
    const distance = load<f32>(at) - first - mean;
    sum += distance * distance;
  }
  return <f32>1 / sqrt<f32>(sum / (features as f32) + epsilon);
}

// @ts-ignore: decorator
@inline
function normalised(x: usize, first: v128, mean: v128, scale: v128, whole: bool): v128 {
  return f32x4.mul(f32x4.sub(f32x4.sub(get(x, whole), first), mean), scale);
}

export function layerNormForward(
  x: usize, gain: usize, bias: usize, output: usize, rows: i32, features: i32, epsilon: f32,
): void {
  const width: usize = 4 * features;
  const whole: usize = 4 * (features & ~3);
  for (let r = 0; r < rows; r++, x += width, output += width) {
    const mean = shiftedMean(x, features);
    const means = f32x4.splat(mean);
    const scales = f32x4.splat(scaleOf(x, mean, features, epsilon));
    const firsts = f32x4.splat(load<f32>(x));
    let at: usize = 0;
    for (; at < whole; at += 16) {
      const value = normalised(x + at, firsts, means, scales, true);
      put(output + at, madd(value, get(gain + at, true), get(bias + at, true)), true);
    }
    for (; at < width; at += 4) {
      const value = normalised(x + at, firsts, means, scales, false);
      put(output + at, madd(value, get(gain + at, false), get(bias + at, false)), false);
    }
  }
}

export function layerNormGradient(
  x: usize, gain: usize, gradient: usize, xGradient: usize, gainGradient: usize, biasGradient: usize,
  rows: i32, features: i32, epsilon: f32,
): void {
  const width: usize = 4 * features;
  const whole: usize = 4 * (features & ~3);
  memory.fill(gainGradient, 0, width);
  memory.fill(biasGradient, 0, width);
  for (let r = 0; r < rows; r++, x += width, gradient += width, xGradient += width) {
    const mean = shiftedMean(x, features);
    const means = f32x4.splat(mean);
    const scale = scaleOf(x, mean, features, epsilon);
    const scales = f32x4.splat(scale);
    const firsts = f32x4.splat(load<f32>(x));
    let sums = f32x4.splat(0);
    let products = f32x4.splat(0);
    let at: usize = 0;
    for (; at < width; ) {
      // A partial vector is 0 in all lanes but the first, and so adds nothing there.
      const full = at < whole;
      const value = normalised(x + at, firsts, means, scales, full);
      const upstream = get(gradient + at, full);
      const through = f32x4.mul(upstream, get(gain + at, full));
      put(gainGradient + at, madd(upstream, value, get(gainGradient + at, full)), full);
      put(biasGradient + at, f32x4.add(get(biasGradient + at, full), upstream), full);
      sums = f32x4.add(sums, through);
      products = madd(through, value, products);
      at += full ? 16 : 4;
    }
    const meanGradient = f32x4.splat(sumLanes(sums) / (features as f32));
    const meanProduct = f32x4.splat(sumLanes(products) / (features as f32));
    for (at = 0; at < width; ) {
      const full = at < whole;
      const value = normalised(x + at, firsts, means, scales, full);
      const through = f32x4.mul(get(gradient + at, full), get(gain + at, full));
      const rest = f32x4.sub(f32x4.sub(through, meanGradient), f32x4.mul(value, meanProduct));
      put(xGradient + at, f32x4.mul(scales, rest), full);
      at += full ? 16 : 4;
    }
  }
}
