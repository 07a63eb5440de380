/**
 * The definition of the softmax over attention scores (Vaswani et al. 2017, equation 1): every query distributes a
 * probability of 1 over the keys of its sequence. Rows and columns of padding are 0, and their scores are never read. A
 * mask is added to the scaled scores. A mask of −∞ excludes a key.
 */

export interface AttentionShape {
  batch: number;
  heads: number;
  queries: number;
  keys: number;
}

/** Lengths of each sequence; clamped to the sizes. */
export interface AttentionLengths {
  queries: Int32Array;
  keys: Int32Array;
}

export interface AttentionMask {
  values: Float32Array;
  /** Stride in numbers from sequence to sequence; 0 if broadcast. */
  batchStride: number;
  /** Stride in numbers from head to head; 0 if broadcast. */
  headStride: number;
}

interface Row {
  /** Index of its first score. */
  first: number;
  /** Keys that are not padding. */
  length: number;
  batch: number;
  head: number;
  query: number;
}

/** The rows that are not padding. */
function* rows({ batch, heads, queries, keys }: AttentionShape, lengths: AttentionLengths): Generator<Row> {
  for (let b = 0; b < batch; b++) {
    const length = Math.min(lengths.keys[b]!, keys);
    for (let head = 0; head < heads; head++) {
      for (let query = 0; query < Math.min(lengths.queries[b]!, queries); query++) {
        yield { first: ((b * heads + head) * queries + query) * keys, length, batch: b, head, query };
      }
    }
  }
}

/** scores [batch, heads, queries, keys] → probabilities of the same shape. */
export function attentionSoftmaxForward(
  shape: AttentionShape,
  scores: Float32Array,
  lengths: AttentionLengths,
  scale: number,
  mask?: AttentionMask,
): Float32Array {
  const probabilities = new Float32Array(scores.length);
  for (const { first, length, batch, head, query } of rows(shape, lengths)) {
    const maskStart = mask ? mask.batchStride * batch + mask.headStride * head + shape.keys * query : 0;
    const score = (k: number) => {
      const added = mask ? mask.values[maskStart + k]! : 0;
      return added === Number.NEGATIVE_INFINITY ? added : scale * scores[first + k]! + added;
    };
    let top = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < length; k++) top = Math.max(top, score(k));
    if (top === Number.NEGATIVE_INFINITY) continue;
    let sum = 0;
    for (let k = 0; k < length; k++) sum += Math.exp(score(k) - top);
    for (let k = 0; k < length; k++) probabilities[first + k] = Math.exp(score(k) - top) / sum;
  }
  return probabilities;
}

/** The gradient of the scores, from the probabilities and their gradient (both [batch, heads, queries, keys]). */
export function attentionSoftmaxGradient(
  shape: AttentionShape,
  probabilities: Float32Array,
  lengths: AttentionLengths,
  gradient: Float32Array,
  scale: number,
): Float32Array {
  const output = new Float32Array(probabilities.length);
  for (const { first, length } of rows(shape, lengths)) {
    let mean = 0;
    for (let k = first; k < first + length; k++) mean += probabilities[k]! * gradient[k]!;
    for (let k = first; k < first + length; k++) output[k] = scale * probabilities[k]! * (gradient[k]! - mean);
  }
  return output;
}
