/**
 * What the softmax over attention scores means (Vaswani et al. 2017, equation 1): every query of a sequence asks the keys
 * of the same sequence, and divides a probability of 1 among them. Padding is neither asked nor asks: its columns and rows
 * are 0, and what stands there in the scores is never read. A mask is added to the scaled scores; a key that it gives −∞ is
 * not asked either.
 */

export interface AttentionShape {
  batch: number;
  heads: number;
  queries: number;
  keys: number;
}

/** Of each sequence, clamped to what is there. */
export interface AttentionLengths {
  queries: Int32Array;
  keys: Int32Array;
}

export interface AttentionMask {
  values: Float32Array;
  /** Numbers between its beginnings for one sequence and the next; 0 if it is the same for all. */
  ofBatch: number;
  /** The same for one head and the next. */
  ofHead: number;
}

interface Row {
  /** Where it begins in the scores. */
  first: number;
  /** Keys that it asks. */
  length: number;
  batch: number;
  head: number;
  query: number;
}

/** The rows that ask. */
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
    const ofMask = mask ? mask.ofBatch * batch + mask.ofHead * head + shape.keys * query : 0;
    const score = (k: number) => {
      const added = mask ? mask.values[ofMask + k]! : 0;
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
