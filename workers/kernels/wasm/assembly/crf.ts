/**
 * The linear-chain CRF's forward-backward algorithm in logarithms, four tags at a time (defined in
 * ../../crf/reference.ts). Transitions are copied into rows padded to whole vectors, as they are and transposed, so
 * that both recursions read along rows. Excluded tags are skipped, which makes a fully annotated sentence nearly free.
 */
import { exp4, log4, madd, sumLanes } from './math';
import {
  addRow, addTo, EXCLUDED, exclude, largest, loadRow, maxLanes, padded, padTransitions, REACHABLE,
} from './scores';

/** Bytes of workspace for each of the four exports. */
export function crfBytes(batch: i32, tags: i32): i32 {
  return 4 * batch + recursionBytes(tags, padded(tags));
}

function recursionBytes(tags: i32, width: i32): i32 {
  return 4 * width * (3 * tags + 4) + preparedBytes(tags, width);
}

/** log Σ exp over a padded vector. */
function logSumVector(vector: usize, width: i32): f32 {
  let top = v128.load(vector);
  for (let at = 4; at < width; at += 4) top = f32x4.max(top, v128.load(vector + 4 * at));
  const highest = f32x4.splat(maxLanes(top));
  let sum = f32x4.splat(0);
  for (let at = 0; at < width; at += 4) {
    sum = f32x4.add(sum, exp4(f32x4.sub(v128.load(vector + 4 * at), highest)));
  }
  const total = log4(f32x4.splat(sumLanes(sum)));
  return f32x4.extract_lane(f32x4.add(highest, total), 0);
}

/** Fewer rows than this are added up one by one. */
const FEW_ROWS: i32 = 3;
/** Below this a sum of exponentials has underflowed. */
const SMALL_SUM: f32 = 1e-20;

/** Bytes for `logSumRows`: the prepared rows and its workspace. */
// @ts-ignore: decorator
@inline
function preparedBytes(tags: i32, width: i32): i32 {
  return 4 * width * (tags + 2);
}

/** Writes, for rows [tags, width], each column's largest number [width], and exp(row − largest) [tags, width]. */
function prepareRows(prepared: usize, rows: usize, tags: i32, width: i32): void {
  for (let column = 0; column < width; column += 4) {
    let top = f32x4.splat(EXCLUDED);
    for (let row = 0; row < tags; row++) top = f32x4.max(top, v128.load(rows + 4 * (row * width + column)));
    v128.store(prepared + 4 * column, top);
    for (let row = 0; row < tags; row++) {
      const at = 4 * (row * width + column);
      v128.store(prepared + 4 * width + at, exp4(f32x4.sub(v128.load(rows + at), top)));
    }
  }
}

/**
 * result[column] = log Σ_row exp(scores[row] + rows[row][column]), over rows that are not excluded. Usually a product
 * with the exponentials of `prepareRows`. Where few rows take part, or where the product underflows, each term is
 * computed by itself.
 */
function logSumRows(result: usize, scores: usize, rows: usize, prepared: usize, tags: i32, width: i32): void {
  const exponentials = prepared + 4 * width;
  const weights = exponentials + 4 * width * tags;
  const highest = f32x4.splat(largest(scores, width));
  let included = 0;
  for (let row = 0; row < tags; row++) if (!(load<f32>(scores + 4 * row) < REACHABLE)) included++;
  if (included < FEW_ROWS) {
    for (let column = 0; column < width; column += 4) logSumColumns(result, scores, rows, column, tags, width);
    return;
  }
  for (let at = 0; at < width; at += 4) {
    v128.store(weights + 4 * at, exp4(f32x4.sub(v128.load(scores + 4 * at), highest)));
  }
  for (let column = 0; column < width; column += 4) {
    let sum = f32x4.splat(0);
    for (let row = 0; row < tags; row++) {
      sum = madd(v128.load32_splat(weights + 4 * row), v128.load(exponentials + 4 * (row * width + column)), sum);
    }
    if (v128.any_true(f32x4.lt(sum, f32x4.splat(SMALL_SUM)))) {
      logSumColumns(result, scores, rows, column, tags, width);
    } else {
      const top = f32x4.add(highest, v128.load(prepared + 4 * column));
      v128.store(result + 4 * column, f32x4.add(top, log4(sum)));
    }
  }
}

/** The same for four columns, each term relative to the largest. */
function logSumColumns(result: usize, scores: usize, rows: usize, column: i32, tags: i32, width: i32): void {
  let top = f32x4.splat(EXCLUDED);
  for (let row = 0; row < tags; row++) {
    const score = load<f32>(scores + 4 * row);
    if (score < REACHABLE) continue;
    top = f32x4.max(top, f32x4.add(f32x4.splat(score), v128.load(rows + 4 * (row * width + column))));
  }
  let sum = f32x4.splat(0);
  for (let row = 0; row < tags; row++) {
    const score = load<f32>(scores + 4 * row);
    if (score < REACHABLE) continue;
    const value = f32x4.add(f32x4.splat(score), v128.load(rows + 4 * (row * width + column)));
    sum = f32x4.add(sum, exp4(f32x4.sub(value, top)));
  }
  // If every row is excluded, the sum is 0, and the result is EXCLUDED.
  sum = f32x4.max(sum, f32x4.splat(1e-30));
  v128.store(result + 4 * column, f32x4.add(top, log4(sum)));
}

/** `allowed` and `cost` are 0 where there is none. */
export function crfForward(
  emissions: usize, transitions: usize, lengths: usize, allowed: usize, cost: usize,
  logPartition: usize, alpha: usize, work: usize, batch: i32, time: i32, tags: i32,
): void {
  const width = padded(tags);
  const side = tags + 2;
  const rows = work;
  const previous = rows + 4 * width * tags;
  const current = previous + 4 * width;
  const prepared = current + 4 * width;
  padTransitions(rows, transitions, tags, false);
  prepareRows(prepared, rows, tags, width);
  memory.fill(alpha, 0, 4 * batch * time * tags);
  for (let b = 0; b < batch; b++) {
    const length = min(load<i32>(lengths + 4 * b), time);
    store<f32>(logPartition + 4 * b, 0);
    if (length <= 0) continue;
    let offset: f64 = 0;
    for (let t = 0; t < length; t++) {
      const row = 4 * (b * time + t) * tags;
      if (t === 0) loadRow(current, transitions + 4 * tags * side, tags, width);
      else {
        const shift = largest(previous, width);
        offset += shift;
        const by = f32x4.splat(shift);
        for (let at = 0; at < width; at += 4) {
          v128.store(previous + 4 * at, f32x4.sub(v128.load(previous + 4 * at), by));
        }
        logSumRows(current, previous, rows, prepared, tags, width);
      }
      addRow(current, emissions + row, tags);
      if (cost) addRow(current, cost + row, tags);
      if (allowed) exclude(current, allowed + row, tags);
      memory.copy(alpha + row, current, 4 * tags);
      memory.copy(previous, current, 4 * width);
    }
    for (let tag = 0; tag < tags; tag++) {
      const at = previous + 4 * tag;
      store<f32>(at, load<f32>(at) + load<f32>(transitions + 4 * (tag * side + tags + 1)));
    }
    store<f32>(logPartition + 4 * b, (offset + logSumVector(previous, width)) as f32);
  }
}

/**
 * Log-partition of all sequences with their cost, minus that of the allowed ones. `alpha` [2, batch, time, tags] holds
 * both.
 */
export function crfLoss(
  emissions: usize, transitions: usize, lengths: usize, allowed: usize, cost: usize,
  loss: usize, alpha: usize, work: usize, batch: i32, time: i32, tags: i32,
): void {
  const allowedPartition = work + recursionBytes(tags, padded(tags)); // [batch]
  const second = alpha + 4 * batch * time * tags;
  crfForward(emissions, transitions, lengths, 0, cost, loss, alpha, work, batch, time, tags);
  crfForward(emissions, transitions, lengths, allowed, 0, allowedPartition, second, work, batch, time, tags);
  for (let b = 0; b < batch; b++) {
    store<f32>(loss + 4 * b, load<f32>(loss + 4 * b) - load<f32>(allowedPartition + 4 * b));
  }
}

export function crfGradient(
  emissions: usize, transitions: usize, lengths: usize, allowed: usize, cost: usize, alpha: usize, gradient: usize,
  emissionsGradient: usize, transitionsGradient: usize, work: usize, batch: i32, time: i32, tags: i32,
): void {
  memory.fill(emissionsGradient, 0, 4 * batch * time * tags);
  memory.fill(transitionsGradient, 0, 4 * (tags + 2) * (tags + 2));
  addGradient(
    1, emissions, transitions, lengths, allowed, cost, alpha, gradient, emissionsGradient, transitionsGradient, work,
    batch, time, tags,
  );
}

export function crfLossGradient(
  emissions: usize, transitions: usize, lengths: usize, allowed: usize, cost: usize, alpha: usize, gradient: usize,
  emissionsGradient: usize, transitionsGradient: usize, work: usize, batch: i32, time: i32, tags: i32,
): void {
  crfGradient(
    emissions, transitions, lengths, 0, cost, alpha, gradient, emissionsGradient, transitionsGradient, work,
    batch, time, tags,
  );
  addGradient(
    -1, emissions, transitions, lengths, allowed, 0, alpha + 4 * batch * time * tags, gradient,
    emissionsGradient, transitionsGradient, work, batch, time, tags,
  );
}

/** Adds `factor` times the gradient of a log-partition. */
function addGradient(
  factor: f32, emissions: usize, transitions: usize, lengths: usize, allowed: usize, cost: usize, alpha: usize,
  gradient: usize, emissionsGradient: usize, transitionsGradient: usize, work: usize, batch: i32, time: i32, tags: i32,
): void {
  const width = padded(tags);
  const side = tags + 2;
  const rows = work; // [from, padded to]
  const columns = rows + 4 * width * tags; // [to, padded from]
  const counts = columns + 4 * width * tags; // [from, padded to]
  const beta = counts + 4 * width * tags;
  const nextScores = beta + 4 * width;
  const joint = nextScores + 4 * width;
  const alphaRow = joint + 4 * width;
  const prepared = alphaRow + 4 * width;
  padTransitions(rows, transitions, tags, false);
  padTransitions(columns, transitions, tags, true);
  prepareRows(prepared, columns, tags, width);
  memory.fill(counts, 0, 4 * width * tags);
  for (let b = 0; b < batch; b++) {
    const length = min(load<i32>(lengths + 4 * b), time);
    const weight = f32x4.splat(factor * load<f32>(gradient + 4 * b));
    for (let t = length - 1; t >= 0; t--) {
      const row = 4 * (b * time + t) * tags;
      const isLast = t === length - 1;
      if (isLast) {
        for (let tag = 0; tag < width; tag++) {
          const at = transitions + 4 * (tag * side + tags + 1);
          store<f32>(beta + 4 * tag, tag < tags ? load<f32>(at) : EXCLUDED);
        }
      } else {
        // The scores of continuing to each tag, with all suffixes from there.
        const shift = f32x4.splat(largest(beta, width));
        for (let at = 0; at < width; at += 4) {
          v128.store(nextScores + 4 * at, f32x4.sub(v128.load(beta + 4 * at), shift));
        }
        addRow(nextScores, emissions + row + 4 * tags, tags);
        if (cost) addRow(nextScores, cost + row + 4 * tags, tags);
        if (allowed) exclude(nextScores, allowed + row + 4 * tags, tags);
        logSumRows(beta, nextScores, columns, prepared, tags, width);
      }
      loadRow(alphaRow, alpha + row, tags, width);
      for (let at = 0; at < width; at += 4) {
        v128.store(joint + 4 * at, f32x4.add(v128.load(alphaRow + 4 * at), v128.load(beta + 4 * at)));
      }
      const total = f32x4.splat(logSumVector(joint, width));
      for (let at = 0; at < width; at += 4) {
        v128.store(joint + 4 * at, f32x4.mul(weight, exp4(f32x4.sub(v128.load(joint + 4 * at), total))));
      }
      addRow(emissionsGradient + row, joint, tags);
      for (let tag = 0; tag < tags; tag++) {
        const count = load<f32>(joint + 4 * tag);
        if (t === 0) addTo(transitionsGradient + 4 * (tags * side + tag), count);
        if (isLast) addTo(transitionsGradient + 4 * (tag * side + tags + 1), count);
      }
      if (!isLast) addCounts(counts, rows, alphaRow, nextScores, total, weight, tags, width);
    }
  }
  for (let from = 0; from < tags; from++) {
    addRow(transitionsGradient + 4 * from * side, counts + 4 * from * width, tags);
  }
}

/** Adds the marginal of each pair of tags at a step and the next, times the sequence's weight. */
function addCounts(
  counts: usize, rows: usize, alphaRow: usize, nextScores: usize, total: v128, weight: v128, tags: i32, width: i32,
): void {
  for (let from = 0; from < tags; from++) {
    const score = load<f32>(alphaRow + 4 * from);
    if (score < REACHABLE) continue;
    const base = f32x4.sub(f32x4.splat(score), total);
    const skip = 4 * from * width;
    for (let to = 0; to < width; to += 4) {
      const value = f32x4.add(f32x4.add(base, v128.load(rows + skip + 4 * to)), v128.load(nextScores + 4 * to));
      const at = counts + skip + 4 * to;
      v128.store(at, f32x4.add(v128.load(at), f32x4.mul(weight, exp4(value))));
    }
  }
}
