/** The label-aware tags in other operations, a word of each sentence at a time: for backends without a kernel of their own. */
import {
  add,
  argMax,
  concat,
  dispose,
  expandDims,
  eye,
  gather,
  matMul,
  mul,
  ones,
  reshape,
  scalar,
  softmax,
  stack,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tensor,
  tidy,
  unstack,
  zeros,
} from '@tensorflow/tfjs-core';
import { attentionSoftmax } from '../attentionSoftmax/operation.ts';
import { embed } from '../embedding/operation.ts';
import { nextLabelContext } from '../labelContext/operation.ts';
import { linear } from '../linear/operation.ts';
import { lstmStep } from '../lstm/operation.ts';
import type { LabelAwareInputs, LabelAwareTags, LabelDirections } from './operation.ts';

/** The labels before one word of each sentence. */
type Step = {
  /** The forward direction after the newest label [batch, hidden] each. */
  readonly state: Tensor2D;
  readonly cell: Tensor2D;
  /** Newest first. */
  readonly labels: Tensor2D; // int32 [batch, labels]
  readonly forwardStates: Tensor3D; // [batch, labels, hidden]
};

/** Far below any score that a model learns, and far from where sums of float32 lose the scores. */
const impossible = -1e4;

export function tagsWordByWord(inputs: LabelAwareInputs): LabelAwareTags {
  return tidy(() => {
    const { features, lengths, outputWeights, outputBias, allowed } = inputs;
    const [batch] = features.shape;
    const [count] = outputBias.shape;
    const penalties = mul(add(allowed, scalar(-1)), scalar(-impossible)); // 0 where a tag may follow
    const atEnd = gather(penalties, tensor(Int32Array.of(count + 1), [1], 'int32')); // [1, tags]
    const found: { tag: Tensor1D; logits: Tensor2D }[] = [];
    const reader = readerOf(inputs);
    let before: Step | undefined;
    let label = zeros([batch], 'int32') as Tensor1D; // the start
    unstack(features, 1).forEach((each, word) => {
      // The labels of words begin anew behind the start.
      const previous = word > 1 ? before : undefined;
      const step = tidy(() => {
        const read = reader?.next(previous, label);
        const knows = read && reader ? reader.known(each as Tensor2D, read, label, word) : (each as Tensor2D);
        const logits = linear(knows, outputWeights, outputBias); // [batch, tags]
        const isLast = expandDims(mul(lengths.equal(word + 1), scalar(1)), 1); // [batch, 1]
        const refused = add(gather(penalties, label), mul(isLast, atEnd));
        const tag = argMax(add(logits, refused), 1) as Tensor1D;
        return { read, logits, tag, label: add(tag, scalar(1, 'int32')) as Tensor1D };
      });
      // A step holds the labels of those before it.
      if (before) dispose(before);
      before = step.read;
      label = step.label;
      found.push(step);
    });
    const column = (of: (step: (typeof found)[number]) => Tensor) => stack(found.map(of), 1);
    const tags = column(({ tag }) => tag) as Tensor2D;
    const shares = softmax(column(({ logits }) => logits)); // [batch, time, tags]
    return { tags, probabilities: sum(mul(shares, embed(eye(count), tags, 0)), 2) as Tensor2D };
  });
}

/** Reads labels that come one after the other, and asks with them. Null where no label is read. */
function readerOf(inputs: LabelAwareInputs) {
  const { features, lengths, backgroundWeights, backgroundBias, contextWeights, contextBias } = inputs;
  if (!inputs.forwardGates) return null;
  const { forwardGates, forwardWeights, backwardGates, backwardWeights } = inputs as LabelDirections;
  const [count] = forwardGates.shape;
  const [hidden] = forwardWeights.shape;
  const [batch] = features.shape;
  const directionOf = (gates: Tensor2D, weights: Tensor2D) => ({
    inputWeights: gates,
    recurrentWeights: expandDims<Tensor3D>(weights, 0),
    bias: zeros([4 * hidden]) as Tensor1D,
  });
  const [forward, backward] = [directionOf(forwardGates, forwardWeights), directionOf(backwardGates, backwardWeights)];
  const start = { state: zeros([batch, hidden]) as Tensor2D, cell: zeros([batch, hidden]) as Tensor2D };
  const rowsOf = (label: Tensor1D) => embed(eye(count), label, 0) as Tensor2D;
  return {
    next(previous: Step | undefined, newest: Tensor1D): Step {
      const { state, cell } = lstmStep({ inputs: rowsOf(newest), ...forward }, previous ?? start);
      const labels = expandDims<Tensor2D>(newest, 1);
      const forwardStates = expandDims<Tensor3D>(state, 1);
      return {
        state,
        cell,
        labels: previous ? concat([labels, previous.labels], 1) : labels,
        forwardStates: previous ? concat([forwardStates, previous.forwardStates], 1) : forwardStates,
      };
    },
    /** What the output layer reads of a word, whose features are given. */
    known(word: Tensor2D, { state, labels, forwardStates }: Step, newest: Tensor1D, at: number): Tensor2D {
      let known = word;
      if (backgroundWeights && backgroundBias) {
        const alone = lstmStep({ inputs: rowsOf(newest), ...backward }, start).state;
        const question = linear(concat([state, alone], 1), backgroundWeights, backgroundBias);
        known = concat([known, ask(question, features, lengths)], 1);
      }
      if (contextWeights && contextBias) {
        const queries = linear(known, contextWeights, contextBias);
        const read = mul(lengths.greater(at), scalar(Math.max(1, at), 'int32')) as Tensor1D; // none behind the end
        const { recurrentWeights } = backward;
        const prefix = { queries, forwardStates, labels, lengths: read, labelGates: backwardGates, recurrentWeights };
        known = concat([known, nextLabelContext(prefix)], 1);
      }
      return known;
    },
  };
}

/** Softmax(queries · featuresᵀ) · features for one query a sentence [batch, features]. */
function ask(queries: Tensor2D, features: Tensor3D, lengths: Tensor1D): Tensor2D {
  const [batch, time, size] = features.shape;
  const scores = reshape(matMul(expandDims(queries, 1), features, false, true), [batch, 1, 1, time]) as Tensor4D;
  const options = { queryLengths: ones([batch], 'int32') as Tensor1D, keyLengths: lengths, scale: 1 };
  const shares = reshape(attentionSoftmax(scores, options), [batch, 1, time]);
  return reshape(matMul(shares as Tensor3D, features), [batch, size]) as Tensor2D;
}
