/**
 * The definition of attention over packed sentences (Vaswani et al. 2017, equation 1) in plain loops. Every query
 * distributes a probability of 1 over the keys of its own sentence that lie within its reach.
 */
import { maskKey, maskThreshold, scramble } from '../dropout/reference.ts';

export interface AttentionShape {
  readonly pieces: number;
  readonly heads: number;
  /** Of one head's query, key or value. */
  readonly size: number;
}

export interface AttentionRule {
  readonly scale: number;
  /** The largest distance from a query to a key. */
  readonly reach: number;
  /** Dropout of the probabilities; 0 for none. */
  readonly rate: number;
  readonly seed: number;
}

export interface Sentence {
  readonly first: number;
  readonly length: number;
}

/** The sentences between `starts` [sentences + 1], cut to the rows that there are. */
export function sentencesOf(starts: ArrayLike<number>, pieces: number): Sentence[] {
  const row = (n: number) => Math.min(Math.max(starts[n] as number, 0), pieces);
  return Array.from({ length: starts.length - 1 }, (_, n) => ({
    first: row(n),
    length: Math.max(0, row(n + 1) - row(n)),
  }));
}

/** No encoder here has longer sentences, so no two probabilities of one share a place. */
export const dropoutStride = 8192;

/**
 * The factor of a probability under dropout: 0, or 1 / (1 − rate). The hash is that of ../dropout/reference.ts. Its
 * index is made of the query's row among all pieces, the head, and the key's place in its sentence. So it does not
 * depend on the other sentences' lengths, nor on rows beyond the last sentence.
 */
function dropoutFactors({ rate, seed }: AttentionRule, heads: number) {
  const key = maskKey(seed);
  const threshold = maskThreshold(rate);
  const scale = 1 / (1 - rate);
  return (row: number, head: number, place: number): number => {
    const index = (Math.imul(row * heads + head, dropoutStride) + place) >>> 0;
    return scramble((scramble((index + key) >>> 0) ^ key) >>> 0) >= threshold ? scale : 0;
  };
}

/** One query of one head: the keys that it sees, `from` to `to` (exclusive), as rows among all pieces. */
interface Query {
  readonly row: number;
  readonly head: number;
  readonly first: number;
  readonly from: number;
  readonly to: number;
}

function* queries({ pieces, heads }: AttentionShape, starts: ArrayLike<number>, reach: number): Generator<Query> {
  for (const { first, length } of sentencesOf(starts, pieces)) {
    for (let head = 0; head < heads; head++) {
      for (let row = first; row < first + length; row++) {
        const [from, to] = [Math.max(first, row - reach), Math.min(first + length, row + reach + 1)];
        yield { row, head, first, from, to };
      }
    }
  }
}

/** Index of a head's query (part 0), key (1) or value (2) of a row of `projected`. */
const placeOf = ({ heads, size }: AttentionShape, row: number, part: number, head: number) =>
  ((row * 3 + part) * heads + head) * size;

function dot(a: Float32Array, from: number, b: Float32Array, other: number, size: number): number {
  let sum = 0;
  for (let n = 0; n < size; n++) sum += a[from + n]! * b[other + n]!;
  return sum;
}

export function packedAttentionForward(
  shape: AttentionShape,
  projected: Float32Array, // [pieces, 3·heads·size]
  starts: ArrayLike<number>, // [sentences + 1]
  rule: AttentionRule,
): { output: Float32Array; logSums: Float32Array } {
  const { pieces, heads, size } = shape;
  const output = new Float32Array(pieces * heads * size);
  const logSums = new Float32Array(pieces * heads);
  const factor = dropoutFactors(rule, heads);
  for (const { row, head, first, from, to } of queries(shape, starts, rule.reach)) {
    const query = placeOf(shape, row, 0, head);
    const scores: number[] = [];
    for (let key = from; key < to; key++) {
      scores.push(rule.scale * dot(projected, query, projected, placeOf(shape, key, 1, head), size));
    }
    const top = scores.reduce((a, b) => Math.max(a, b));
    const sum = scores.reduce((total, score) => total + Math.exp(score - top), 0);
    logSums[row * heads + head] = top + Math.log(sum);
    const result = new Float64Array(size);
    scores.forEach((score, n) => {
      const share = (Math.exp(score - top) / sum) * factor(row, head, from + n - first);
      const value = placeOf(shape, from + n, 2, head);
      for (let d = 0; d < size; d++) result[d]! += share * projected[value + d]!;
    });
    output.set(result, (row * heads + head) * size);
  }
  return { output, logSums };
}

/** The gradient of `projected`, from that of the output. */
export function packedAttentionGradient(
  shape: AttentionShape,
  projected: Float32Array,
  starts: ArrayLike<number>,
  rule: AttentionRule,
  { output, logSums }: { output: Float32Array; logSums: Float32Array },
  gradient: Float32Array, // [pieces, heads·size]
): Float32Array {
  const { heads, size } = shape;
  const sums = new Float64Array(projected.length);
  const factor = dropoutFactors(rule, heads);
  for (const { row, head, first, from, to } of queries(shape, starts, rule.reach)) {
    const query = placeOf(shape, row, 0, head);
    const upstream = (row * heads + head) * size;
    // The mean of the probabilities' gradients, weighted by them.
    const mean = dot(output, upstream, gradient, upstream, size);
    for (let other = from; other < to; other++) {
      const [key, value] = [placeOf(shape, other, 1, head), placeOf(shape, other, 2, head)];
      const score = rule.scale * dot(projected, query, projected, key, size);
      const share = Math.exp(score - logSums[row * heads + head]!);
      const kept = factor(row, head, other - first);
      const slope = rule.scale * share * (kept * dot(gradient, upstream, projected, value, size) - mean);
      for (let d = 0; d < size; d++) {
        sums[query + d]! += slope * projected[key + d]!;
        sums[key + d]! += slope * projected[query + d]!;
        sums[value + d]! += share * kept * gradient[upstream + d]!;
      }
    }
  }
  return Float32Array.from(sums);
}
