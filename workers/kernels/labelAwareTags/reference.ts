/**
 * The definition of the label-aware output's own tags in plain loops (paper 4, section 2.2), over a padded batch. For word i
 * of a sentence with features h, and ℓ the labels before it, which are those of the words before it, or the start at the
 * first word:
 *
 *   f_j, b_j = a bidirectional LSTM over ℓ; the backward direction begins at the newest
 *   g = softmax over the sentence of ([f_last b_newest]·B + bias)·h  applied to h       (equations 4 to 6)
 *   c = softmax over ℓ of ([h_i g]·C + bias)·[f_j b_j]  applied to [f_j b_j]             (equations 7 and 8)
 *   scores = [h_i g c]·O + bias                                                          (equation 10)
 *
 * Nothing beyond a sentence's length is read.
 */
import { sigmoid } from '../recurrent/shape.ts';
import type { LabelAwareShape } from './shape.ts';

/** What is absent is not read. */
export interface LabelAwareArrays {
  readonly features: Float32Array;
  readonly lengths: Int32Array;
  readonly forwardGates?: Float32Array;
  readonly forwardWeights?: Float32Array;
  readonly backwardGates?: Float32Array;
  readonly backwardWeights?: Float32Array;
  readonly backgroundWeights?: Float32Array;
  readonly backgroundBias?: Float32Array;
  readonly contextWeights?: Float32Array;
  readonly contextBias?: Float32Array;
  readonly outputWeights: Float32Array;
  readonly outputBias: Float32Array;
  readonly allowed: Float32Array;
}

type Numbers = ArrayLike<number>;

const dot = (one: Numbers, other: Numbers) => Array.from(one).reduce((sum, each, n) => sum + each * other[n]!, 0);

/** [inputs]·[inputs, outputs] + [outputs] */
function apply(inputs: readonly number[], weights: Float32Array, bias: Float32Array): number[] {
  const width = bias.length;
  return Array.from(bias, (own, column) =>
    inputs.reduce((sum, input, row) => sum + input * weights[row * width + column]!, own),
  );
}

function softmax(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const exponentials = scores.map((score) => Math.exp(score - most));
  const total = exponentials.reduce((sum, each) => sum + each, 0);
  return exponentials.map((each) => each / total);
}

/** The values' mean by the shares that a query gives them. */
function attend(query: readonly number[], values: readonly (readonly number[])[]): number[] {
  const shares = softmax(values.map((value) => dot(query, value)));
  return query.map((_, n) => values.reduce((sum, value, j) => sum + shares[j]! * value[n]!, 0));
}

/** The states of an LSTM over labels, from zeros, one a label. */
function lstmOver(labels: readonly number[], gatesOf: Float32Array, weights: Float32Array, hidden: number): number[][] {
  let [state, cell] = [new Array<number>(hidden).fill(0), new Array<number>(hidden).fill(0)];
  return labels.map((label) => {
    const gates = apply(state, weights, gatesOf.subarray(label * 4 * hidden, (label + 1) * 4 * hidden));
    const gate = (section: number, unit: number) => gates[section * hidden + unit]!;
    cell = cell.map(
      (before, unit) => sigmoid(gate(1, unit)) * before + sigmoid(gate(0, unit)) * Math.tanh(gate(2, unit)),
    );
    state = cell.map((now, unit) => sigmoid(gate(3, unit)) * Math.tanh(now));
    return state;
  });
}

/** What the output layer reads of word `i` of a sentence. @param labels of the words before it, or the start. */
function knownOf(
  { hidden, background, context }: LabelAwareShape,
  given: LabelAwareArrays,
  sentence: readonly number[][],
  i: number,
  labels: readonly number[],
): number[] {
  if (!background && !context) return sentence[i]!;
  const forward = lstmOver(labels, given.forwardGates!, given.forwardWeights!, hidden);
  const backward = lstmOver([...labels].reverse(), given.backwardGates!, given.backwardWeights!, hidden).reverse();
  // The backward direction's last state is its first step, of the newest label alone.
  const states = forward.map((state, j) => [...state, ...backward[j]!]);
  let known = sentence[i]!;
  if (background) {
    const question = apply(states.at(-1)!, given.backgroundWeights!, given.backgroundBias!);
    known = [...known, ...attend(question, sentence)];
  }
  if (context) known = [...known, ...attend(apply(known, given.contextWeights!, given.contextBias!), states)];
  return known;
}

/** @returns tags [batch, time] and their probabilities among all tags; 0 on padding. */
export function labelAwareTagsReference(
  shape: LabelAwareShape,
  given: LabelAwareArrays,
): { tags: Int32Array; probabilities: Float32Array } {
  const { batch, time, features, tags: count } = shape;
  const tags = new Int32Array(batch * time);
  const probabilities = new Float32Array(batch * time);
  for (let b = 0; b < batch; b++) {
    const length = Math.min(Math.max(given.lengths[b]!, 0), time);
    const sentence = Array.from({ length }, (_, i) => {
      const at = (b * time + i) * features;
      return Array.from(given.features.subarray(at, at + features));
    });
    for (let i = 0; i < length; i++) {
      const before = Array.from(tags.subarray(b * time, b * time + i), (tag) => 1 + tag);
      const known = knownOf(shape, given, sentence, i, i === 0 ? [0] : before);
      const shares = softmax(apply(known, given.outputWeights, given.outputBias));
      const may = (row: number, tag: number) => given.allowed[row * count + tag]! > 0;
      let best = -1;
      for (let tag = 0; tag < count; tag++) {
        if (!may(before.at(-1) ?? 0, tag) || (i === length - 1 && !may(count + 1, tag))) continue;
        if (best < 0 || shares[tag]! > shares[best]!) best = tag;
      }
      tags[b * time + i] = best;
      probabilities[b * time + i] = shares[best]!;
    }
  }
  return { tags, probabilities };
}
