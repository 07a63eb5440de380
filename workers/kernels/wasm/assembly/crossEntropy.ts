/** The masked cross-entropy over padded sequences (defined in ../../crossEntropy/reference.ts). */
import { exp4, log4, sumLanes } from './math';
import { exclude, largest, loadRow, allowsAny, padded } from './scores';

/** Bytes of workspace for both passes. */
export function crossEntropyBytes(tags: i32): i32 {
  return 8 * padded(tags);
}

/** Replaces scores [width] by exp(score − top) and returns their sum. */
function exponentials(vector: usize, top: f32, width: i32): f32 {
  const tops = f32x4.splat(top);
  let sum = f32x4.splat(0);
  for (let at = 0; at < width; at += 4) {
    const value = exp4(f32x4.sub(v128.load(vector + 4 * at), tops));
    v128.store(vector + 4 * at, value);
    sum = f32x4.add(sum, value);
  }
  return sumLanes(sum);
}

export function crossEntropyForward(
  logits: usize, allowed: usize, lengths: usize, losses: usize, work: usize, batch: i32, time: i32, tags: i32,
): void {
  const width = padded(tags);
  for (let b = 0; b < batch; b++) {
    const length = min(load<i32>(lengths + 4 * b), time);
    let loss: f64 = 0;
    for (let t = 0; t < length; t++) {
      const row = 4 * (b * time + t) * tags;
      if (!allowsAny(allowed + row, tags)) continue;
      loadRow(work, logits + row, tags, width);
      const top = largest(work, width);
      const sum = exponentials(work, top, width);
      loadRow(work, logits + row, tags, width);
      exclude(work, allowed + row, tags);
      const topAllowed = largest(work, width);
      const sumAllowed = exponentials(work, topAllowed, width);
      const ratio = log4(f32x4.splat(sum / sumAllowed));
      loss += top - topAllowed + f32x4.extract_lane(ratio, 0);
    }
    store<f32>(losses + 4 * b, loss as f32);
  }
}

export function crossEntropyGradient(
  logits: usize, allowed: usize, lengths: usize, gradient: usize, output: usize, work: usize,
  batch: i32, time: i32, tags: i32,
): void {
  const width = padded(tags);
  const restricted = work + 4 * width;
  memory.fill(output, 0, 4 * batch * time * tags);
  for (let b = 0; b < batch; b++) {
    const length = min(load<i32>(lengths + 4 * b), time);
    const weight = load<f32>(gradient + 4 * b);
    for (let t = 0; t < length; t++) {
      const row = 4 * (b * time + t) * tags;
      if (!allowsAny(allowed + row, tags)) continue;
      loadRow(work, logits + row, tags, width);
      loadRow(restricted, logits + row, tags, width);
      exclude(restricted, allowed + row, tags);
      const all = f32x4.splat(weight / exponentials(work, largest(work, width), width));
      const known = f32x4.splat(weight / exponentials(restricted, largest(restricted, width), width));
      for (let at = 0; at < width; at += 4) {
        const difference = f32x4.sub(
          f32x4.mul(all, v128.load(work + 4 * at)),
          f32x4.mul(known, v128.load(restricted + 4 * at)),
        );
        v128.store(work + 4 * at, difference);
      }
      memory.copy(output + row, work, 4 * tags);
    }
  }
}
