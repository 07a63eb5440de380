/**
 * The definition of the masked cross-entropy: the sum over the steps of a sequence of minus the log of the probability
 * that softmax gives to all allowed tags together. One allowed tag is the usual loss; several are partial annotation.
 * None or all mean that nothing is known, and have loss 0.
 */

export interface CrossEntropyShape {
  batch: number;
  time: number;
  tags: number;
}

/** The log of the sum of exp over all tags, and over the allowed ones, at one row. */
function logSums(row: number, tags: number, logits: Float32Array, allowed: Float32Array): [number, number] {
  let top = Number.NEGATIVE_INFINITY;
  let topAllowed = Number.NEGATIVE_INFINITY;
  for (let k = row * tags; k < (row + 1) * tags; k++) {
    if (logits[k]! > top) top = logits[k]!;
    if (allowed[k]! > 0 && logits[k]! > topAllowed) topAllowed = logits[k]!;
  }
  let sum = 0;
  let sumAllowed = 0;
  for (let k = row * tags; k < (row + 1) * tags; k++) {
    sum += Math.exp(logits[k]! - top);
    if (allowed[k]! > 0) sumAllowed += Math.exp(logits[k]! - topAllowed);
  }
  const all = top + Math.log(sum);
  return [all, sumAllowed > 0 ? topAllowed + Math.log(sumAllowed) : all];
}

/** logits, allowed [batch, time, tags], lengths [batch] → the loss of each sequence [batch]. */
export function crossEntropyForward(
  shape: CrossEntropyShape,
  logits: Float32Array,
  allowed: Float32Array,
  lengths: Int32Array,
): Float32Array {
  const { batch, time, tags } = shape;
  const losses = new Float32Array(batch);
  for (let b = 0; b < batch; b++) {
    let loss = 0;
    for (let t = 0; t < Math.min(lengths[b]!, time); t++) {
      const [all, logSumAllowed] = logSums(b * time + t, tags, logits, allowed);
      loss += all - logSumAllowed;
    }
    losses[b] = loss;
  }
  return losses;
}

/** The gradient of the logits [batch, time, tags], weighted with `gradient` [batch]; zero on padding. */
export function crossEntropyGradient(
  shape: CrossEntropyShape,
  logits: Float32Array,
  allowed: Float32Array,
  lengths: Int32Array,
  gradient: Float32Array,
): Float32Array {
  const { batch, time, tags } = shape;
  const output = new Float32Array(batch * time * tags);
  for (let b = 0; b < batch; b++) {
    for (let t = 0; t < Math.min(lengths[b]!, time); t++) {
      const row = b * time + t;
      let known = false;
      for (let k = row * tags; k < (row + 1) * tags; k++) known ||= allowed[k]! > 0;
      if (!known) continue;
      const [all, logSumAllowed] = logSums(row, tags, logits, allowed);
      for (let k = row * tags; k < (row + 1) * tags; k++) {
        const restricted = allowed[k]! > 0 ? Math.exp(logits[k]! - logSumAllowed) : 0;
        output[k] = gradient[b]! * (Math.exp(logits[k]! - all) - restricted);
      }
    }
  }
  return output;
}
