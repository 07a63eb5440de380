/**
 * The CRF's best path, and its margin above the gold path (defined in ../../crf/reference.ts). `allowed` and `cost` are
 * 0 where there is none.
 */
import { addRow, addTo, exclude, loadRow, padded, padTransitions } from './scores';

/** Bytes of workspace for the best path. */
export function crfBestPathBytes(time: i32, tags: i32): i32 {
  const width = padded(tags);
  return 4 * width * (tags + 2 + time);
}

/** Viterbi. All sums are the reference's in float32, so that ties break alike. */
export function crfBestPath(
  emissions: usize, transitions: usize, lengths: usize, allowed: usize, cost: usize,
  path: usize, score: usize, work: usize, batch: i32, time: i32, tags: i32,
): void {
  const width = padded(tags);
  const side = tags + 2;
  const rows = work; // [from, padded to]
  const best = rows + 4 * width * tags;
  const current = best + 4 * width;
  const backpointers = current + 4 * width; // i32 [time, padded tags]
  padTransitions(rows, transitions, tags, false);
  memory.fill(path, 0, 4 * batch * time);
  for (let b = 0; b < batch; b++) {
    const length = min(load<i32>(lengths + 4 * b), time);
    store<f32>(score + 4 * b, 0);
    if (length <= 0) continue;
    for (let t = 0; t < length; t++) {
      if (t === 0) loadRow(current, transitions + 4 * tags * side, tags, width);
      else bestPrevious(current, backpointers + 4 * t * width, best, rows, tags, width);
      const row = 4 * (b * time + t) * tags;
      addRow(current, emissions + row, tags);
      if (cost) addRow(current, cost + row, tags);
      if (allowed) exclude(current, allowed + row, tags);
      memory.copy(best, current, 4 * width);
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
      if (t > 0) tag = load<i32>(backpointers + 4 * (t * width + tag));
    }
  }
}

/** For each tag, the best score over all previous tags, and that tag: of equal ones the first. */
function bestPrevious(current: usize, backpointers: usize, best: usize, rows: usize, tags: i32, width: i32): void {
  for (let to = 0; to < width; to += 4) {
    let top = f32x4.splat(f32.NEGATIVE_INFINITY);
    let previous = i32x4.splat(0);
    for (let from = 0; from < tags; from++) {
      const sum = f32x4.add(v128.load32_splat(best + 4 * from), v128.load(rows + 4 * (from * width + to)));
      const better = f32x4.gt(sum, top);
      top = v128.bitselect(sum, top, better);
      previous = v128.bitselect(i32x4.splat(from), previous, better);
    }
    v128.store(current + 4 * to, top);
    v128.store(backpointers + 4 * to, previous);
  }
}

/** A token's tag in a path, clamped to the tags. */
// @ts-ignore: decorator
@inline
function tagAt(path: usize, token: i32, tags: i32): i32 {
  return min(max(load<i32>(path + 4 * token), 0), tags - 1);
}

/** The best score with its cost, minus the score of the gold tags; `path` gets the best path. */
export function crfMargin(
  emissions: usize, transitions: usize, lengths: usize, gold: usize, cost: usize,
  margin: usize, path: usize, work: usize, batch: i32, time: i32, tags: i32,
): void {
  crfBestPath(emissions, transitions, lengths, 0, cost, path, margin, work, batch, time, tags);
  const side = tags + 2;
  for (let b = 0; b < batch; b++) {
    const length = min(load<i32>(lengths + 4 * b), time);
    if (length <= 0) continue;
    let previousTag = tags;
    let score: f32 = 0;
    for (let t = 0; t < length; t++) {
      const token = b * time + t;
      const tag = tagAt(gold, token, tags);
      score += load<f32>(transitions + 4 * (previousTag * side + tag));
      score += load<f32>(emissions + 4 * (token * tags + tag));
      previousTag = tag;
    }
    score += load<f32>(transitions + 4 * (previousTag * side + tags + 1));
    store<f32>(margin + 4 * b, load<f32>(margin + 4 * b) - score);
  }
}

/**
 * Adds the emissions and transitions of the best path and subtracts the gold path's, except where both are the same.
 */
export function crfMarginGradient(
  lengths: usize, gold: usize, path: usize, gradient: usize, emissionsGradient: usize, transitionsGradient: usize,
  batch: i32, time: i32, tags: i32,
): void {
  const side = tags + 2;
  memory.fill(emissionsGradient, 0, 4 * batch * time * tags);
  memory.fill(transitionsGradient, 0, 4 * side * side);
  for (let b = 0; b < batch; b++) {
    const length = min(load<i32>(lengths + 4 * b), time);
    if (length <= 0) continue;
    const weight = load<f32>(gradient + 4 * b);
    let previousBest = tags;
    let previousGold = tags;
    for (let token = b * time; token < b * time + length; token++) {
      const best = tagAt(path, token, tags);
      const goldTag = tagAt(gold, token, tags);
      addDifference(emissionsGradient, token * tags + best, token * tags + goldTag, weight);
      addDifference(transitionsGradient, previousBest * side + best, previousGold * side + goldTag, weight);
      previousBest = best;
      previousGold = goldTag;
    }
    addDifference(transitionsGradient, previousBest * side + tags + 1, previousGold * side + tags + 1, weight);
  }
}

function addDifference(numbers: usize, up: i32, down: i32, weight: f32): void {
  if (up === down) return;
  addTo(numbers + 4 * up, weight);
  addTo(numbers + 4 * down, -weight);
}
