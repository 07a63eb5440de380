/** The softmax over attention scores (defined in ../../attentionSoftmax/reference.ts). */
import { exp4, madd, sumLanes } from './math';
import { maxLanes } from './scores';
import { get, put } from './vectors';

/** scale · scores + mask, or scale · scores without a mask; −∞ where the mask is −∞, whatever the scores are. */
// @ts-ignore: decorator
@inline
function scaled(scores: usize, mask: usize, scale: v128, masked: bool, whole: bool): v128 {
  if (!masked) return f32x4.mul(get(scores, whole), scale);
  const added = get(mask, whole);
  const closed = f32x4.splat(-Infinity);
  return v128.bitselect(closed, madd(get(scores, whole), scale, added), f32x4.eq(added, closed));
}

/** A row of `length` keys without padding. */
// @ts-ignore: decorator
@inline
function rowForward(scores: usize, mask: usize, output: usize, length: i32, scales: v128, masked: bool): void {
  const whole: usize = 4 * (length & ~3);
  const end: usize = 4 * length;
  // NaN where there is one.
  let highest = f32x4.splat(-Infinity);
  let at: usize = 0;
  for (; at < whole; at += 16) highest = f32x4.max(highest, scaled(scores + at, mask + at, scales, masked, true));
  let top = maxLanes(highest);
  for (; at < end; at += 4) {
    top = max(top, f32x4.extract_lane(scaled(scores + at, mask + at, scales, masked, false), 0));
  }
  if (top == -Infinity) return memory.fill(output, 0, end);
  const tops = f32x4.splat(top);
  let sums = f32x4.splat(0);
  for (at = 0; at < whole; at += 16) {
    const value = exp4(f32x4.sub(scaled(scores + at, mask + at, scales, masked, true), tops));
    v128.store(output + at, value);
    sums = f32x4.add(sums, value);
  }
  let sum = sumLanes(sums);
  for (; at < end; at += 4) {
    const value = exp4(f32x4.sub(scaled(scores + at, mask + at, scales, masked, false), tops));
    put(output + at, value, false);
    sum += f32x4.extract_lane(value, 0);
  }
  const inverse = f32x4.splat(<f32>1 / sum);
  for (at = 0; at < whole; at += 16) put(output + at, f32x4.mul(get(output + at, true), inverse), true);
  for (; at < end; at += 4) put(output + at, f32x4.mul(get(output + at, false), inverse), false);
}

function rowGradient(probabilities: usize, gradient: usize, output: usize, length: i32, scale: f32): void {
  const whole: usize = 4 * (length & ~3);
  const end: usize = 4 * length;
  let sums = f32x4.splat(0);
  let at: usize = 0;
  for (; at < whole; at += 16) sums = madd(v128.load(probabilities + at), v128.load(gradient + at), sums);
  let sum = sumLanes(sums);
  for (; at < end; at += 4) sum += load<f32>(probabilities + at) * load<f32>(gradient + at);
  const means = f32x4.splat(sum);
  const scales = f32x4.splat(scale);
  for (at = 0; at < end; ) {
    const full = at < whole;
    const scaledProbability = f32x4.mul(get(probabilities + at, full), scales);
    put(output + at, f32x4.mul(scaledProbability, f32x4.sub(get(gradient + at, full), means)), full);
    at += full ? 16 : 4;
  }
}

// @ts-ignore: decorator
@inline
function clamped(lengths: usize, sequence: i32, most: i32): i32 {
  return min(max(load<i32>(lengths + 4 * sequence), 0), most);
}

/** @param mask 0 for none; `batchStride` and `headStride` are its strides in numbers. */
export function attentionSoftmaxForward(
  scores: usize, queryLengths: usize, keyLengths: usize, mask: usize, output: usize, batch: i32, heads: i32,
  queries: i32, keys: i32, batchStride: i32, headStride: i32, scale: f32,
): void {
  const width: usize = 4 * keys;
  const scales = f32x4.splat(scale);
  for (let b = 0; b < batch; b++) {
    const queryCount = clamped(queryLengths, b, queries);
    const length = clamped(keyLengths, b, keys);
    const padding: usize = (queries - queryCount) * width;
    for (let head = 0; head < heads; head++) {
      let row = mask + 4 * ((b as usize) * batchStride + (head as usize) * headStride);
      for (let query = 0; query < queryCount; query++) {
        if (mask) rowForward(scores, row, output, length, scales, true);
        else rowForward(scores, 0, output, length, scales, false);
        memory.fill(output + 4 * length, 0, width - 4 * length);
        scores += width;
        row += width;
        output += width;
      }
      memory.fill(output, 0, padding);
      scores += padding;
      output += padding;
    }
  }
}

export function attentionSoftmaxGradient(
  probabilities: usize, queryLengths: usize, keyLengths: usize, gradient: usize, output: usize, batch: i32, heads: i32,
  queries: i32, keys: i32, scale: f32,
): void {
  const width: usize = 4 * keys;
  for (let b = 0; b < batch; b++) {
    const queryCount = clamped(queryLengths, b, queries);
    const length = clamped(keyLengths, b, keys);
    const padding: usize = (queries - queryCount) * width;
    for (let head = 0; head < heads; head++) {
      for (let query = 0; query < queryCount; query++) {
        rowGradient(probabilities, gradient, output, length, scale);
        memory.fill(output + 4 * length, 0, width - 4 * length);
        probabilities += width;
        gradient += width;
        output += width;
      }
      memory.fill(output, 0, padding);
      probabilities += padding;
      gradient += padding;
      output += padding;
    }
  }
}
