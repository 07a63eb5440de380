/** A label-aware output's tags in use: the likeliest that may stand at each word, given its own at the words before. */
import {
  add,
  argMax,
  concat,
  dispose,
  expandDims,
  gather,
  matMul,
  ones,
  reshape,
  scalar,
  softmax,
  stack,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tensor,
  tidy,
  unstack,
  zeros,
} from '@tensorflow/tfjs-core';
import { attentionSoftmax } from '../kernels/attentionSoftmax/operation.ts';
import type { LabelReader, LabelStep } from '../layers/labelEncoder.ts';
import type { LinearLayer } from '../layers/linear.ts';

/** An output's parts. */
interface Asked {
  /** See `allowedAfter`. */
  readonly allowed: Float32Array;
  readonly labels: LabelReader | undefined;
  readonly background: LinearLayer | null;
  readonly context: LinearLayer | null;
  readonly outputLayer: LinearLayer;
}

/** Far below any score that a model learns, and far from where sums of float32 lose the scores. */
const impossible = -1e4;

/**
 * → `tags` int32 [batch, time] and the `probabilities` of all tags, given those before [batch, time, tags]; padding holds
 * anything.
 * @param known the lengths as plain numbers.
 */
export function greedyTags(
  features: Tensor3D,
  lengths: Tensor1D,
  known: Int32Array,
  { allowed, labels, background, context, outputLayer }: Asked,
): { tags: Tensor2D; probabilities: Tensor3D } {
  const [batch] = features.shape;
  const permitted = permissions(allowed, outputLayer.operands.bias.size, known);
  const found: { tag: Tensor1D; logits: Tensor2D }[] = [];
  let before: LabelStep | undefined;
  let label = zeros([batch], 'int32') as Tensor1D; // the start
  unstack(features, 1).forEach((each, word) => {
    const ofWord = each as Tensor2D; // [batch, features]
    // The labels of words begin anew behind the start.
    const previous = word > 1 ? before : undefined;
    const step = tidy(() => {
      const read = labels?.next(previous, label);
      let knows = ofWord;
      if (labels && read && background) {
        knows = concat([knows, ask(background.apply(labels.last(read, label)), features, lengths)], 1);
      }
      if (labels && read && context) {
        const prefixes = known.map((length) => (word < length ? Math.max(1, word) : 0));
        knows = concat([knows, labels.context(context.apply(knows), read, prefixes)], 1);
      }
      const logits = outputLayer.apply(knows); // [batch, tags]
      const tag = argMax(add(logits, permitted(word, label)), 1) as Tensor1D;
      return { read, logits, tag, label: add(tag, scalar(1, 'int32')) as Tensor1D };
    });
    // A step holds the labels of those before it.
    if (before) dispose(before);
    before = step.read;
    label = step.label;
    found.push(step);
  });
  const tags = stack(
    found.map(({ tag }) => tag),
    1,
  ) as Tensor2D;
  const logits = stack(
    found.map((each) => each.logits),
    1,
  ) as Tensor3D;
  return { tags, probabilities: softmax(logits) };
}

/** Softmax(queries · featuresᵀ) · features for one query a sentence [batch, features]. */
function ask(queries: Tensor2D, features: Tensor3D, lengths: Tensor1D): Tensor2D {
  const [batch, time, size] = features.shape;
  const scores = reshape(matMul(expandDims(queries, 1), features, false, true), [batch, 1, 1, time]) as Tensor4D;
  const options = { queryLengths: ones([batch], 'int32') as Tensor1D, keyLengths: lengths, scale: 1 };
  const shares = reshape(attentionSoftmax(scores, options), [batch, 1, time]);
  return reshape(matMul(shares as Tensor3D, features), [batch, size]) as Tensor2D;
}

/**
 * What is added to the scores of tags so that only those that may stand at a word are chosen [batch, tags]. Where nothing may,
 * all are as far below.
 */
function permissions(
  allowed: Float32Array,
  tags: number,
  lengths: Int32Array,
): (word: number, label: Tensor1D) => Tensor2D {
  const penalties = allowed.map((may) => (may ? 0 : impossible));
  const after = tensor(penalties.subarray(0, (tags + 1) * tags), [tags + 1, tags]);
  const atEnd = penalties.subarray((tags + 1) * tags);
  return (word, label) => {
    const behind = gather(after, label) as Tensor2D;
    if (!lengths.includes(word + 1)) return behind;
    const ends = new Float32Array(lengths.length * tags);
    lengths.forEach((length, row) => {
      if (length === word + 1) ends.set(atEnd, row * tags);
    });
    return add(behind, tensor(ends, [lengths.length, tags])) as Tensor2D;
  };
}
