/**
 * What the softmax over attention scores means (Vaswani et al. 2017, equation 1): every step of a sentence asks all steps
 * of the same sentence, and divides a probability of 1 among them. Padding is neither asked nor asks: its columns and
 * rows are 0, and what stands there in the scores is never read.
 */

export interface AttentionShape {
  batch: number;
  heads: number;
  time: number;
}

/** Calls `each` with the place of every row that asks and the number of steps that it asks. */
function eachRow(
  { batch, heads, time }: AttentionShape,
  lengths: Int32Array,
  each: (first: number, length: number) => void,
): void {
  for (let b = 0; b < batch; b++) {
    const length = Math.min(lengths[b]!, time);
    for (let head = 0; head < heads; head++) {
      for (let query = 0; query < length; query++) each(((b * heads + head) * time + query) * time, length);
    }
  }
}

/** scores [batch, heads, time, time] (queries, then keys), lengths [batch] → probabilities of the same shape. */
export function attentionSoftmaxForward(
  shape: AttentionShape,
  scores: Float32Array,
  lengths: Int32Array,
  scale: number,
): Float32Array {
  const probabilities = new Float32Array(scores.length);
  eachRow(shape, lengths, (first, length) => {
    let top = Number.NEGATIVE_INFINITY;
    for (let k = first; k < first + length; k++) top = Math.max(top, scale * scores[k]!);
    let sum = 0;
    for (let k = first; k < first + length; k++) sum += Math.exp(scale * scores[k]! - top);
    for (let k = first; k < first + length; k++) probabilities[k] = Math.exp(scale * scores[k]! - top) / sum;
  });
  return probabilities;
}

/** The gradient of the scores, from the probabilities and their gradient (both [batch, heads, time, time]). */
export function attentionSoftmaxGradient(
  shape: AttentionShape,
  probabilities: Float32Array,
  lengths: Int32Array,
  gradient: Float32Array,
  scale: number,
): Float32Array {
  const output = new Float32Array(probabilities.length);
  eachRow(shape, lengths, (first, length) => {
    let mean = 0;
    for (let k = first; k < first + length; k++) mean += probabilities[k]! * gradient[k]!;
    for (let k = first; k < first + length; k++) output[k] = scale * probabilities[k]! * (gradient[k]! - mean);
  });
  return output;
}
