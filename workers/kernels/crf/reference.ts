/**
 * What the linear-chain CRF means, in plain loops. A sequence y of n tags scores (paper 1, equation 1, its matrix P with
 * start and end included, here as [from, to])
 *
 *   s(y) = P[start, y₁] + Σ E[t, y_t] + Σ P[y_t, y_{t+1}] + P[y_n, end]
 *
 * with start = tags and end = tags + 1. `allowed` restricts the sum to the sequences whose every tag is allowed at its
 * step: one tag a step is full annotation, several are partial annotation. A step that allows no tag at all is an
 * unknown one and allows every tag. An empty sequence has a log-partition of 0 and no gradient.
 */

export interface CrfShape {
  batch: number;
  time: number;
  tags: number;
}

/** A stand-in for the logarithm of 0 that survives addition: finite, and far below any score. */
export const EXCLUDED = -1e30;

/** max + log Σ exp(x − max) over the first `count` values. */
function logSumExp(values: Float64Array, count: number): number {
  let top = EXCLUDED;
  for (let n = 0; n < count; n++) if (values[n]! > top) top = values[n]!;
  if (top <= EXCLUDED) return EXCLUDED;
  let sum = 0;
  for (let n = 0; n < count; n++) sum += Math.exp(values[n]! - top);
  return top + Math.log(sum);
}

/** Whether each tag is allowed at a row [batch·time]: a row that allows nothing allows everything. */
function allowedAt(allowed: Float32Array | undefined, row: number, tags: number): (tag: number) => boolean {
  if (!allowed) return () => true;
  let any = false;
  for (let k = 0; k < tags; k++) any ||= allowed[row * tags + k]! > 0;
  return (tag) => !any || allowed[row * tags + tag]! > 0;
}

export interface CrfForward {
  logPartition: Float32Array; // [batch]
  /** [batch, time, tags]: log of the sum over all beginnings that end in a tag at a step, its emission included. */
  alpha: Float32Array;
}

export function crfForward(
  shape: CrfShape,
  emissions: Float32Array, // [batch, time, tags]
  transitions: Float32Array, // [tags + 2, tags + 2]
  lengths: Int32Array, // [batch]
  allowed?: Float32Array, // [batch, time, tags]
): CrfForward {
  const { batch, time, tags } = shape;
  const side = tags + 2;
  const logPartition = new Float32Array(batch);
  const alpha = new Float32Array(batch * time * tags);
  const scores = new Float64Array(tags);
  for (let b = 0; b < batch; b++) {
    const length = Math.min(lengths[b]!, time);
    for (let t = 0; t < length; t++) {
      const row = b * time + t;
      const may = allowedAt(allowed, row, tags);
      for (let to = 0; to < tags; to++) {
        let sum = transitions[tags * side + to]!;
        if (t > 0) {
          for (let from = 0; from < tags; from++) {
            scores[from] = alpha[(row - 1) * tags + from]! + transitions[from * side + to]!;
          }
          sum = logSumExp(scores, tags);
        }
        alpha[row * tags + to] = may(to) ? sum + emissions[row * tags + to]! : EXCLUDED;
      }
    }
    if (length <= 0) continue;
    const last = b * time + length - 1;
    for (let from = 0; from < tags; from++) {
      scores[from] = alpha[last * tags + from]! + transitions[from * side + tags + 1]!;
    }
    logPartition[b] = logSumExp(scores, tags);
  }
  return { logPartition, alpha };
}

export interface CrfGradients {
  /** [batch, time, tags]: each tag's probability at each step, times the sequence's gradient; zero on padding. */
  emissions: Float32Array;
  /** [tags + 2, tags + 2]: expected uses of each transition, times the gradient, summed over the batch. */
  transitions: Float32Array;
}

/** The gradient of the log-partition by forward-backward, weighted with `gradient` [batch]. */
export function crfGradient(
  shape: CrfShape,
  emissions: Float32Array,
  transitions: Float32Array,
  lengths: Int32Array,
  allowed: Float32Array | undefined,
  forward: CrfForward,
  gradient: Float32Array,
): CrfGradients {
  const { batch, time, tags } = shape;
  const { alpha, logPartition } = forward;
  const side = tags + 2;
  const end = tags + 1;
  const ofEmissions = new Float32Array(batch * time * tags);
  const ofTransitions = new Float32Array(side * side);
  const scores = new Float64Array(tags);
  for (let b = 0; b < batch; b++) {
    const length = Math.min(lengths[b]!, time);
    const weight = gradient[b]!;
    const total = logPartition[b]!;
    // beta: log of the sum over all endings that follow a tag at a step, without the tag's own emission.
    let beta = new Float64Array(tags);
    for (let t = length - 1; t >= 0; t--) {
      const row = b * time + t;
      const may = allowedAt(allowed, row + 1, t < length - 1 ? tags : 0);
      const earlier = new Float64Array(tags);
      for (let from = 0; from < tags; from++) {
        if (t === length - 1) {
          earlier[from] = transitions[from * side + end]!;
          const probability = Math.exp(alpha[row * tags + from]! + earlier[from]! - total);
          ofTransitions[from * side + end]! += weight * probability;
        } else {
          for (let to = 0; to < tags; to++) {
            const next = (row + 1) * tags + to;
            scores[to] = may(to) ? transitions[from * side + to]! + emissions[next]! + beta[to]! : EXCLUDED;
            const probability = Math.exp(alpha[row * tags + from]! + scores[to]! - total);
            ofTransitions[from * side + to]! += weight * probability;
          }
          earlier[from] = logSumExp(scores, tags);
        }
        const probability = Math.exp(alpha[row * tags + from]! + earlier[from]! - total);
        ofEmissions[row * tags + from] = weight * probability;
        if (t === 0) ofTransitions[tags * side + from]! += weight * probability;
      }
      beta = earlier;
    }
  }
  return { emissions: ofEmissions, transitions: ofTransitions };
}

export interface CrfPath {
  path: Int32Array; // [batch, time], 0 on padding
  score: Float32Array; // [batch], 0 for an empty sequence
}

/** The best sequence of tags and its score. Of equal ones, the tag with the lower index wins, looking from the end. */
export function crfBestPath(
  shape: CrfShape,
  emissions: Float32Array,
  transitions: Float32Array,
  lengths: Int32Array,
): CrfPath {
  const { batch, time, tags } = shape;
  const side = tags + 2;
  const path = new Int32Array(batch * time);
  const score = new Float32Array(batch);
  const origins = new Int32Array(time * tags);
  for (let b = 0; b < batch; b++) {
    const length = Math.min(lengths[b]!, time);
    if (length <= 0) continue;
    // Float32 throughout, so that ties fall the same way on every backend.
    let best = new Float32Array(tags);
    for (let t = 0; t < length; t++) {
      const row = b * time + t;
      const following = new Float32Array(tags);
      for (let to = 0; to < tags; to++) {
        let top = transitions[tags * side + to]!;
        if (t > 0) {
          top = Number.NEGATIVE_INFINITY;
          for (let from = 0; from < tags; from++) {
            const sum = Math.fround(best[from]! + transitions[from * side + to]!);
            if (sum > top) {
              top = sum;
              origins[t * tags + to] = from;
            }
          }
        }
        following[to] = top + emissions[row * tags + to]!;
      }
      best = following;
    }
    let tag = 0;
    let top = Number.NEGATIVE_INFINITY;
    for (let from = 0; from < tags; from++) {
      const sum = Math.fround(best[from]! + transitions[from * side + tags + 1]!);
      if (sum > top) {
        top = sum;
        tag = from;
      }
    }
    score[b] = top;
    for (let t = length - 1; t >= 0; t--) {
      path[b * time + t] = tag;
      tag = origins[t * tags + tag]!;
    }
  }
  return { path, score };
}
