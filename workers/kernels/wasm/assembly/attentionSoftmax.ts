/** The softmax over attention scores (see ../../attentionSoftmax/reference.ts for its meaning). */
import { exp4, madd, sumLanes } from './math';
import { maxLanes } from './scores';
import { get, put } from './vectors';

/** The largest of scale · row[0 … length); NaN where there is one. */
function largestScaled(row: usize, length: i32, scale: f32): f32 {
  const whole = row + 4 * (length & ~3);
  const end = row + 4 * length;
  const scales = f32x4.splat(scale);
  let tops = f32x4.splat(-Infinity);
  let at = row;
  for (; at < whole; at += 16) tops = f32x4.max(tops, f32x4.mul(v128.load(at), scales));
  let top = maxLanes(tops);
  for (; at < end; at += 4) top = max(top, load<f32>(at) * scale);
  return top;
}

function rowForward(scores: usize, output: usize, length: i32, scale: f32): void {
  const whole: usize = 4 * (length & ~3);
  const end: usize = 4 * length;
  const scales = f32x4.splat(scale);
  const tops = f32x4.splat(largestScaled(scores, length, scale));
  let sums = f32x4.splat(0);
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const value = exp4(f32x4.sub(f32x4.mul(v128.load(scores + at), scales), tops));
    v128.store(output + at, value);
    sums = f32x4.add(sums, value);
  }
  let sum = sumLanes(sums);
  for (; at < end; at += 4) {
    const value = exp4(f32x4.sub(f32x4.mul(get(scores + at, false), scales), tops));
    put(output + at, value, false);
    sum += f32x4.extract_lane(value, 0);
  }
  const share = f32x4.splat(<f32>1 / sum);
  for (at = 0; at < whole; at += 16) put(output + at, f32x4.mul(get(output + at, true), share), true);
  for (; at < end; at += 4) put(output + at, f32x4.mul(get(output + at, false), share), false);
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
    const share = f32x4.mul(get(probabilities + at, full), scales);
    put(output + at, f32x4.mul(share, f32x4.sub(get(gradient + at, full), means)), full);
    at += full ? 16 : 4;
  }
}

export function attentionSoftmaxForward(
  scores: usize, lengths: usize, output: usize, batch: i32, heads: i32, time: i32, scale: f32,
): void {
  const width: usize = 4 * time;
  for (let b = 0; b < batch; b++) {
    const length = min(max(load<i32>(lengths + 4 * b), 0), time);
    const padding: usize = (time - length) * width;
    for (let head = 0; head < heads; head++) {
      for (let query = 0; query < length; query++) {
        rowForward(scores, output, length, scale);
        memory.fill(output + 4 * length, 0, width - 4 * length);
        scores += width;
        output += width;
      }
      memory.fill(output, 0, padding);
      scores += padding;
      output += padding;
    }
  }
}

export function attentionSoftmaxGradient(
  probabilities: usize, lengths: usize, gradient: usize, output: usize, batch: i32, heads: i32, time: i32, scale: f32,
): void {
  const width: usize = 4 * time;
  for (let b = 0; b < batch; b++) {
    const length = min(max(load<i32>(lengths + 4 * b), 0), time);
    const padding: usize = (time - length) * width;
    for (let head = 0; head < heads; head++) {
      for (let query = 0; query < length; query++) {
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
