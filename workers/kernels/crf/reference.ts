/**
 * The definition of the linear-chain CRF in plain loops. A sequence y of n tags has the score
 *
 *   s(y) = P[start, y₁] + Σ E[t, y_t] + Σ P[y_t, y_{t+1}] + P[y_n, end]
 *
 * with start = tags and end = tags + 1 (paper 1, equation 1; its matrix P with start and end, here as [from, to]).
 * `allowed` restricts the sum to the sequences whose every tag is allowed at its step: one tag a step is full
 * annotation, several are partial annotation. A step that allows no tag is unknown and allows every tag. `cost` is
 * added to the emissions, so that worse mistakes need a larger margin. An empty sequence has a log-partition of 0 and
 * no gradient.
 */

export interface CrfShape {
  batch: number;
  time: number;
  tags: number;
}

/** In place of log 0: finite, far below any score, so that it survives addition. */
const EXCLUDED = -1e30;

/** max + log Σ exp(x − max) over the first `count` values. */
function logSumExp(values: Float64Array, count: number): number {
  let top = EXCLUDED;
  for (let n = 0; n < count; n++) if (values[n]! > top) top = values[n]!;
  if (top <= EXCLUDED) return EXCLUDED;
  let sum = 0;
  for (let n = 0; n < count; n++) sum += Math.exp(values[n]! - top);
  return top + Math.log(sum);
}

/** What is subtracted from alpha and beta: their largest value, or nothing where every tag is excluded. */
function largest(values: Float32Array | Float64Array): number {
  const top = Math.max(...values);
  return top <= EXCLUDED ? 0 : top;
}

/** Whether each tag is allowed at a row [batch·time]: a row that allows nothing allows everything. */
function allowedAt(allowed: Float32Array | undefined, row: number, tags: number): (tag: number) => boolean {
  if (!allowed) return () => true;
  let any = false;
  for (let k = 0; k < tags; k++) any ||= allowed[row * tags + k]! > 0;
  return (tag) => !any || allowed[row * tags + tag]! > 0;
}

/** Conditions on the sum over sequences, each [batch, time, tags]. */
export interface CrfConditions {
  allowed?: Float32Array | undefined;
  cost?: Float32Array | undefined;
}

const costAt = (cost: Float32Array | undefined, cell: number) => (cost ? cost[cell]! : 0);

export interface CrfForward {
  logPartition: Float32Array; // [batch]
  /**
   * [batch, time, tags]: log of the sum over all prefixes that end in a tag at a step, with its emission. The largest
   * value of the previous step is subtracted at each step: in single precision a sum of thousands has no decimals left
   * for a probability.
   */
  alpha: Float32Array;
}

export function crfForward(
  shape: CrfShape,
  emissions: Float32Array, // [batch, time, tags]
  transitions: Float32Array, // [tags + 2, tags + 2]
  lengths: Int32Array, // [batch]
  { allowed, cost }: CrfConditions = {},
): CrfForward {
  const { batch, time, tags } = shape;
  const side = tags + 2;
  const logPartition = new Float32Array(batch);
  const alpha = new Float32Array(batch * time * tags);
  const scores = new Float64Array(tags);
  for (let b = 0; b < batch; b++) {
    const length = Math.min(lengths[b]!, time);
    let offset = 0; // what has been subtracted from alpha so far
    for (let t = 0; t < length; t++) {
      const row = b * time + t;
      const isAllowed = allowedAt(allowed, row, tags);
      const shift = t > 0 ? largest(alpha.subarray((row - 1) * tags, row * tags)) : 0;
      offset += shift;
      for (let to = 0; to < tags; to++) {
        let sum = transitions[tags * side + to]!;
        if (t > 0) {
          for (let from = 0; from < tags; from++) {
            scores[from] = alpha[(row - 1) * tags + from]! - shift + transitions[from * side + to]!;
          }
          sum = logSumExp(scores, tags);
        }
        const cell = row * tags + to;
        alpha[cell] = isAllowed(to) ? sum + emissions[cell]! + costAt(cost, cell) : EXCLUDED;
      }
    }
    if (length <= 0) continue;
    const last = b * time + length - 1;
    for (let from = 0; from < tags; from++) {
      scores[from] = alpha[last * tags + from]! + transitions[from * side + tags + 1]!;
    }
    logPartition[b] = offset + logSumExp(scores, tags);
  }
  return { logPartition, alpha };
}

export interface CrfGradients {
  /** [batch, time, tags]: the marginal of each tag at each step, times the sequence's gradient; zero on padding. */
  emissions: Float32Array;
  /** [tags + 2, tags + 2]: expected counts of each transition, times the gradient, summed over the batch. */
  transitions: Float32Array;
}

/**
 * The gradient of the log-partition by forward-backward, weighted with `gradient` [batch]. Each step's marginals are
 * normalised by the sum over its tags of exp(alpha + beta). That needs no log-partition.
 */
export function crfGradient(
  shape: CrfShape,
  emissions: Float32Array,
  transitions: Float32Array,
  lengths: Int32Array,
  { allowed, cost }: CrfConditions,
  { alpha }: Pick<CrfForward, 'alpha'>,
  gradient: Float32Array,
): CrfGradients {
  const { batch, time, tags } = shape;
  const side = tags + 2;
  const end = tags + 1;
  const emissionsGradient = new Float32Array(batch * time * tags);
  const transitionsGradient = new Float32Array(side * side);
  const scores = new Float64Array(tags);
  for (let b = 0; b < batch; b++) {
    const length = Math.min(lengths[b]!, time);
    const weight = gradient[b]!;
    // beta: log of the sum over all suffixes after a tag at a step, without the tag's own emission; shifted like alpha.
    let beta = new Float64Array(tags);
    for (let t = length - 1; t >= 0; t--) {
      const row = b * time + t;
      const isLast = t === length - 1;
      const isAllowed = allowedAt(allowed, row + 1, isLast ? 0 : tags);
      const shift = isLast ? 0 : largest(beta);
      const nextBeta = beta;
      /** The score of continuing to a tag, with all suffixes from there. */
      const scoreOf = (from: number, to: number) => {
        if (!isAllowed(to)) return EXCLUDED;
        const cell = (row + 1) * tags + to;
        return transitions[from * side + to]! + emissions[cell]! + costAt(cost, cell) + nextBeta[to]! - shift;
      };
      beta = new Float64Array(tags);
      const joint = new Float64Array(tags);
      for (let from = 0; from < tags; from++) {
        if (isLast) beta[from] = transitions[from * side + end]!;
        else {
          for (let to = 0; to < tags; to++) scores[to] = scoreOf(from, to);
          beta[from] = logSumExp(scores, tags);
        }
        joint[from] = alpha[row * tags + from]! + beta[from]!;
      }
      const total = logSumExp(joint, tags);
      for (let from = 0; from < tags; from++) {
        const count = weight * Math.exp(joint[from]! - total);
        emissionsGradient[row * tags + from] = count;
        if (t === 0) transitionsGradient[tags * side + from]! += count;
        if (isLast) {
          transitionsGradient[from * side + end]! += count;
          continue;
        }
        for (let to = 0; to < tags; to++) {
          const score = alpha[row * tags + from]! + scoreOf(from, to);
          transitionsGradient[from * side + to]! += weight * Math.exp(score - total);
        }
      }
    }
  }
  return { emissions: emissionsGradient, transitions: transitionsGradient };
}

export interface CrfLoss {
  loss: Float32Array; // [batch]
  alpha: Float32Array; // [2, batch, time, tags]: of all sequences with their cost, and of the allowed ones
}

/** The difference between all sequences with their cost and the allowed ones: log Z(cost) − log Z(allowed). */
export function crfLossForward(
  shape: CrfShape,
  emissions: Float32Array,
  transitions: Float32Array,
  lengths: Int32Array,
  { allowed, cost }: CrfConditions,
): CrfLoss {
  const all = crfForward(shape, emissions, transitions, lengths, { cost });
  const allowedOnes = crfForward(shape, emissions, transitions, lengths, { allowed });
  const alpha = new Float32Array(2 * all.alpha.length);
  alpha.set(all.alpha);
  alpha.set(allowedOnes.alpha, all.alpha.length);
  return { loss: all.logPartition.map((total, b) => total - allowedOnes.logPartition[b]!), alpha };
}

export function crfLossGradient(
  shape: CrfShape,
  emissions: Float32Array,
  transitions: Float32Array,
  lengths: Int32Array,
  { allowed, cost }: CrfConditions,
  { alpha }: Pick<CrfLoss, 'alpha'>,
  gradient: Float32Array,
): CrfGradients {
  const size = alpha.length / 2;
  const gradientOf = (conditions: CrfConditions, part: number) => {
    const own = { alpha: alpha.subarray(part * size, (part + 1) * size) };
    return crfGradient(shape, emissions, transitions, lengths, conditions, own, gradient);
  };
  const [all, allowedOnes] = [gradientOf({ cost }, 0), gradientOf({ allowed }, 1)];
  return {
    emissions: all.emissions.map((count, cell) => count - allowedOnes.emissions[cell]!),
    transitions: all.transitions.map((count, cell) => count - allowedOnes.transitions[cell]!),
  };
}

export interface CrfPath {
  path: Int32Array; // [batch, time], 0 on padding
  score: Float32Array; // [batch], 0 for an empty sequence
}

/**
 * The best of the allowed sequences, and its score with its cost. Of equal ones, the tag with the lower index wins,
 * from the end on.
 */
export function crfBestPath(
  shape: CrfShape,
  emissions: Float32Array,
  transitions: Float32Array,
  lengths: Int32Array,
  { allowed, cost }: CrfConditions = {},
): CrfPath {
  const { batch, time, tags } = shape;
  const side = tags + 2;
  const path = new Int32Array(batch * time);
  const score = new Float32Array(batch);
  const backpointers = new Int32Array(time * tags);
  for (let b = 0; b < batch; b++) {
    const length = Math.min(lengths[b]!, time);
    if (length <= 0) continue;
    // Float32 throughout, so that every backend breaks ties alike.
    let best = new Float32Array(tags);
    for (let t = 0; t < length; t++) {
      const row = b * time + t;
      const isAllowed = allowedAt(allowed, row, tags);
      const nextBest = new Float32Array(tags);
      for (let to = 0; to < tags; to++) {
        let top = transitions[tags * side + to]!;
        if (t > 0) {
          top = Number.NEGATIVE_INFINITY;
          for (let from = 0; from < tags; from++) {
            const sum = Math.fround(best[from]! + transitions[from * side + to]!);
            if (sum > top) {
              top = sum;
              backpointers[t * tags + to] = from;
            }
          }
        }
        const cell = row * tags + to;
        nextBest[to] = isAllowed(to) ? Math.fround(top + emissions[cell]!) + costAt(cost, cell) : EXCLUDED;
      }
      best = nextBest;
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
      tag = backpointers[t * tags + tag]!;
    }
  }
  return { path, score };
}

/** Clamps a tag to the tags. */
const tagAt = (tags: Int32Array, token: number, count: number) => Math.min(Math.max(tags[token]!, 0), count - 1);

/** The score of one sequence of tags [batch], summed in Viterbi's order, so that equal paths have equal scores. */
function crfPathScore(
  { batch, time, tags }: CrfShape,
  emissions: Float32Array,
  transitions: Float32Array,
  lengths: Int32Array,
  path: Int32Array,
): Float32Array {
  const side = tags + 2;
  const scores = new Float32Array(batch);
  for (let b = 0; b < batch; b++) {
    const length = Math.min(lengths[b]!, time);
    if (length <= 0) continue;
    let previous = tags;
    let score = 0;
    for (let t = 0; t < length; t++) {
      const tag = tagAt(path, b * time + t, tags);
      score = Math.fround(score + transitions[previous * side + tag]!);
      score = Math.fround(score + emissions[(b * time + t) * tags + tag]!);
      previous = tag;
    }
    scores[b] = score + transitions[previous * side + tags + 1]!;
  }
  return scores;
}

export interface CrfMargin {
  margin: Float32Array; // [batch]
  path: Int32Array; // [batch, time]: the best sequence with its cost
}

/** max over all sequences of (score + cost) − the gold sequence's score. */
export function crfMarginForward(
  shape: CrfShape,
  emissions: Float32Array,
  transitions: Float32Array,
  lengths: Int32Array,
  gold: Int32Array, // [batch, time]
  cost: Float32Array, // [batch, time, tags]
): CrfMargin {
  const { path, score } = crfBestPath(shape, emissions, transitions, lengths, { cost });
  const goldScore = crfPathScore(shape, emissions, transitions, lengths, gold);
  return { path, margin: score.map((best, b) => best - goldScore[b]!) };
}

/**
 * Adds the emissions and transitions of the best path and subtracts those of the gold path, times the sequence's
 * gradient. What both have at the same step is left out, so that equal paths give exactly 0.
 */
export function crfMarginGradient(
  { batch, time, tags }: CrfShape,
  lengths: Int32Array,
  gold: Int32Array,
  path: Int32Array,
  gradient: Float32Array,
): CrfGradients {
  const side = tags + 2;
  const emissions = new Float32Array(batch * time * tags);
  const transitions = new Float32Array(side * side);
  for (let b = 0; b < batch; b++) {
    const length = Math.min(lengths[b]!, time);
    if (length <= 0) continue;
    const addDifference = (into: Float32Array, up: number, down: number) => {
      if (up === down) return;
      into[up]! += gradient[b]!;
      into[down]! -= gradient[b]!;
    };
    let [previousBest, previousGold] = [tags, tags];
    for (let token = b * time; token < b * time + length; token++) {
      const [best, goldTag] = [tagAt(path, token, tags), tagAt(gold, token, tags)];
      addDifference(emissions, token * tags + best, token * tags + goldTag);
      addDifference(transitions, previousBest * side + best, previousGold * side + goldTag);
      [previousBest, previousGold] = [best, goldTag];
    }
    addDifference(transitions, previousBest * side + tags + 1, previousGold * side + tags + 1);
  }
  return { emissions, transitions };
}
