/**
 * The CRF's best path, and the margin by which it lies above the gold one (see ../../crf/reference.ts for their meaning).
 * `allowed` and `cost` are 0 where there is none.
 */
import { addRow, addTo, exclude, loadRow, padded, padTransitions } from './scores';

/** Bytes of workspace that the best path wants. */
export function crfBestPathBytes(time: i32, tags: i32): i32 {
  const width = padded(tags);
  return 4 * width * (tags + 2 + time);
}

/** Viterbi. All sums are those of the reference in float32, so that ties fall the same way. */
export function crfBestPath(
  emissions: usize, transitions: usize, lengths: usize, allowed: usize, cost: usize,
  path: usize, score: usize, work: usize, batch: i32, time: i32, tags: i32,
): void {
  const width = padded(tags);
  const side = tags + 2;
  const rows = work; // [from, padded to]
  const best = rows + 4 * width * tags;
  const now = best + 4 * width;
  const origins = now + 4 * width; // i32 [time, padded tags]
  padTransitions(rows, transitions, tags, false);
  memory.fill(path, 0, 4 * batch * time);
  for (let b = 0; b < batch; b++) {
    const length = min(load<i32>(lengths + 4 * b), time);
    store<f32>(score + 4 * b, 0);
    if (length <= 0) continue;
    for (let t = 0; t < length; t++) {
      if (t === 0) loadRow(now, transitions + 4 * tags * side, tags, width);
      else bestOrigins(now, origins + 4 * t * width, best, rows, tags, width);
      const row = 4 * (b * time + t) * tags;
      addRow(now, emissions + row, tags);
      if (cost) addRow(now, cost + row, tags);
      if (allowed) exclude(now, allowed + row, tags);
      memory.copy(best, now, 4 * width);
    }
    let tag = 0;
    let top = f32.NEGATIVE_INFINITY;
    for (let from = 0; from < tags; from++) {
      const sum = load<f32>(best + 4 * from) + load<f32>(transitions + 4 * (from * side + tags + 1));
      if (sum > top) {
        top = sum;
        tag = from;
      }
    }
    store<f32>(score + 4 * b, top);
    for (let t = length - 1; t >= 0; t--) {
      store<i32>(path + 4 * (b * time + t), tag);
      if (t > 0) tag = load<i32>(origins + 4 * (t * width + tag));
    }
  }
}

/** For each tag the best score of all that may come before it, and which that is: of equal ones the first. */
function bestOrigins(now: usize, origins: usize, best: usize, rows: usize, tags: i32, width: i32): void {
  for (let to = 0; to < width; to += 4) {
    let top = f32x4.splat(f32.NEGATIVE_INFINITY);
    let origin = i32x4.splat(0);
    for (let from = 0; from < tags; from++) {
      const sum = f32x4.add(v128.load32_splat(best + 4 * from), v128.load(rows + 4 * (from * width + to)));
      const better = f32x4.gt(sum, top);
      top = v128.bitselect(sum, top, better);
      origin = v128.bitselect(i32x4.splat(from), origin, better);
    }
    v128.store(now + 4 * to, top);
    v128.store(origins + 4 * to, origin);
  }
}

/** A token's tag in a path; one that is none is taken as the nearest. */
// @ts-ignore: decorator
@inline
function tagAt(path: usize, token: i32, tags: i32): i32 {
  return min(max(load<i32>(path + 4 * token), 0), tags - 1);
}

/** The best score with its cost, less the score of the gold tags; `path` gets the best ones. */
export function crfMargin(
  emissions: usize, transitions: usize, lengths: usize, gold: usize, cost: usize,
  margin: usize, path: usize, work: usize, batch: i32, time: i32, tags: i32,
): void {
  crfBestPath(emissions, transitions, lengths, 0, cost, path, margin, work, batch, time, tags);
  const side = tags + 2;
  for (let b = 0; b < batch; b++) {
    const length = min(load<i32>(lengths + 4 * b), time);
    if (length <= 0) continue;
    let before = tags;
    let score: f32 = 0;
    for (let t = 0; t < length; t++) {
      const token = b * time + t;
      const tag = tagAt(gold, token, tags);
      score += load<f32>(transitions + 4 * (before * side + tag));
      score += load<f32>(emissions + 4 * (token * tags + tag));
      before = tag;
    }
    score += load<f32>(transitions + 4 * (before * side + tags + 1));
    store<f32>(margin + 4 * b, load<f32>(margin + 4 * b) - score);
  }
}

/** What the best path uses counts up, what the gold one uses counts down, but for what both use at the same step. */
export function crfMarginGradient(
  lengths: usize, gold: usize, path: usize, gradient: usize, ofEmissions: usize, ofTransitions: usize,
  batch: i32, time: i32, tags: i32,
): void {
  const side = tags + 2;
  memory.fill(ofEmissions, 0, 4 * batch * time * tags);
  memory.fill(ofTransitions, 0, 4 * side * side);
  for (let b = 0; b < batch; b++) {
    const length = min(load<i32>(lengths + 4 * b), time);
    if (length <= 0) continue;
    const weight = load<f32>(gradient + 4 * b);
    let bestBefore = tags;
    let goldBefore = tags;
    for (let token = b * time; token < b * time + length; token++) {
      const best = tagAt(path, token, tags);
      const right = tagAt(gold, token, tags);
      exchange(ofEmissions, token * tags + best, token * tags + right, weight);
      exchange(ofTransitions, bestBefore * side + best, goldBefore * side + right, weight);
      bestBefore = best;
      goldBefore = right;
    }
    exchange(ofTransitions, bestBefore * side + tags + 1, goldBefore * side + tags + 1, weight);
  }
}

function exchange(numbers: usize, up: i32, down: i32, weight: f32): void {
  if (up === down) return;
  addTo(numbers + 4 * up, weight);
  addTo(numbers + 4 * down, -weight);
}
