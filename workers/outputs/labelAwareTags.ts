/** A label-aware output's tags in use: the likeliest that may stand at each word, given its own at the words before. */
import {
  add,
  argMax,
  cast,
  concat,
  dispose,
  equal,
  expandDims,
  eye,
  gather,
  matMul,
  mul,
  ones,
  reshape,
  scalar,
  slice,
  softmax,
  stack,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tensor,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { attentionSoftmax } from '../kernels/attentionSoftmax/operation.ts';
import type { LabelReader, LabelStep } from '../layers/labelEncoder.ts';
import type { LinearLayer } from '../layers/linear.ts';

interface Asked {
  /** See `allowedAfter`. */
  readonly allowed: Float32Array;
  readonly labels: LabelReader | undefined;
  readonly background: LinearLayer | null;
  readonly context: LinearLayer | null;
  readonly outputLayer: LinearLayer;
}

/** Below every score that an output comes to. */
const impossible = -1e9;

/** → `tags` int32 and `probabilities`, of each tag among all, [batch, time]; padding holds anything. */
export function greedyTags(
  features: Tensor3D,
  lengths: Tensor1D,
  { allowed, labels, background, context, outputLayer }: Asked,
): { tags: Tensor2D; probabilities: Tensor2D } {
  const [batch, time, size] = features.shape;
  const [outputs] = outputLayer.operands.bias.shape;
  const permitted = new Permitted(allowed, outputs, lengths);
  const each = eye(outputs); // a row for each tag; tfjs's oneHot gives integers on WASM
  const found: { tag: Tensor1D; probability: Tensor1D }[] = [];
  let before: LabelStep | undefined;
  let label = zeros([batch], 'int32') as Tensor1D; // the start
  for (let word = 0; word < time; word++) {
    // The labels of words begin anew behind the start.
    const previous = word > 1 ? before : undefined;
    const step = tidy(() => {
      const read = labels?.next(previous, label);
      const known: Tensor2D[] = [reshape(slice(features, [0, word, 0], [batch, 1, size]), [batch, size]) as Tensor2D];
      if (labels && read && background) known.push(ask(background.apply(labels.last(read)), features, lengths));
      if (labels && read && context) known.push(labels.context(context.apply(concat(known, 1)), read));
      const logits = outputLayer.apply(concat(known, 1)); // [batch, tags]
      const tag = argMax(add(logits, permitted.at(word, label)), 1) as Tensor1D;
      const probability = sum(mul(softmax(logits), gather(each, tag)), 1) as Tensor1D;
      return { read, tag, probability, label: add(tag, scalar(1, 'int32')) as Tensor1D };
    });
    // A step's labels hold those of the step before.
    if (before) dispose(before);
    before = step.read;
    label = step.label;
    found.push(step);
  }
  const all = (of: readonly Tensor1D[]) => stack([...of], 1) as Tensor2D;
  return { tags: all(found.map(({ tag }) => tag)), probabilities: all(found.map(({ probability }) => probability)) };
}

/** Softmax(queries · featuresᵀ) · features for one query a sentence [batch, features]. */
function ask(queries: Tensor2D, features: Tensor3D, lengths: Tensor1D): Tensor2D {
  const [batch, time, size] = features.shape;
  const scores = reshape(matMul(expandDims(queries, 1), features, false, true), [batch, 1, 1, time]) as Tensor4D;
  const options = { queryLengths: ones([batch], 'int32') as Tensor1D, keyLengths: lengths, scale: 1 };
  const shares = reshape(attentionSoftmax(scores, options), [batch, 1, time]);
  return reshape(matMul(shares as Tensor3D, features), [batch, size]) as Tensor2D;
}

/** What is added to the scores of tags so that only those that may stand at a word are chosen. */
class Permitted {
  private readonly table: Tensor2D; // [1 + tags, tags]
  private readonly end: Tensor2D; // [1, tags]

  constructor(
    allowed: Float32Array,
    tags: number,
    private readonly lengths: Tensor1D,
  ) {
    const all = tensor(allowed, [tags + 2, tags]);
    this.table = slice(all, [0, 0], [tags + 1, tags]) as Tensor2D;
    this.end = slice(all, [tags + 1, 0], [1, tags]) as Tensor2D;
  }

  /** 0 or far below, [batch, tags]; where nothing may stand, everything may. @param label the rows of the labels before. */
  at(word: number, label: Tensor1D): Tensor {
    const isLast = expandDims(cast(equal(this.lengths, scalar(word + 1, 'int32')), 'float32'), 1); // [batch, 1]
    const mayEnd = add(mul(isLast, this.end), sub(1, isLast));
    const may = mul(gather(this.table, label), mayEnd);
    const none = cast(equal(sum(may, 1, true), 0), 'float32');
    return mul(sub(1, add(may, none)), impossible);
  }
}
