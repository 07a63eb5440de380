/**
 * The tags that LANER's output gives to a padded batch by itself (paper 4, section 2.2), as one operation: reference.ts says
 * what it computes. A word waits for the tag before it, so that in single operations each word would be some 20 kernel
 * launches, and would read all labels before it anew although other words have read many of them.
 *
 * WebGPU has no kernel for it and goes word by word (wordByWord.ts): its threads could not share what they have read.
 */
import {
  engine,
  getBackend,
  getKernel,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  util,
} from '@tensorflow/tfjs-core';
import { knownWidth, labelAwareShape } from './shape.ts';
import { tagsWordByWord } from './wordByWord.ts';

/**
 * Inputs: those of {@link LabelAwareInputs} under the same names. Outputs: `tags` int32 [batch, time] and `probabilities`
 * [batch, time]; padding holds anything.
 */
export const LABEL_AWARE_TAGS = 'GraftLabelAwareTags';

/** How labels are read; a direction's gates take from a label what stands in its row, the bias included. */
export interface LabelDirections {
  forwardGates: Tensor2D; // [1 + tags, 4·hidden]: of the start, then of each label
  forwardWeights: Tensor2D; // [hidden, 4·hidden]
  backwardGates: Tensor2D;
  backwardWeights: Tensor2D;
}

export interface LabelAwareInputs extends Partial<LabelDirections> {
  features: Tensor3D; // [batch, time, features]; zeros on padding
  lengths: Tensor1D; // int32 [batch], each 0 to time
  backgroundWeights?: Tensor2D; // [2·hidden, features]
  backgroundBias?: Tensor1D; // [features]
  contextWeights?: Tensor2D; // [features, and as many of the background, 2·hidden]
  contextBias?: Tensor1D; // [2·hidden]
  outputWeights: Tensor2D; // [what is known of a word, tags]
  outputBias: Tensor1D; // [tags]
  /**
   * 1 where a tag may follow, else 0, [tags + 2, tags]: at the start, after each tag; last, whether it may be the end. At
   * every word some tag must be allowed.
   */
  allowed: Tensor2D;
}

export type LabelAwareTags = {
  tags: Tensor2D; // int32 [batch, time]
  /** Of each tag among all tags, given those before it. */
  probabilities: Tensor2D; // [batch, time]
};

export interface LabelAwareAttributes {
  /** Bytes for the states of labels that are kept for further words; where they are full, it begins anew. */
  readonly keptBytes: number;
}

/**
 * The likeliest allowed tag of each word, given those before it. Padding holds anything. Throws where shapes do not agree.
 *
 * @param keptBytes see `LabelAwareAttributes`; of each part of the batch that is worked on by itself.
 */
export function labelAwareTags(inputs: LabelAwareInputs, keptBytes = 48 * 2 ** 20): LabelAwareTags {
  checkShapes(inputs);
  if (!getKernel(LABEL_AWARE_TAGS, getBackend())) return tagsWordByWord(inputs);
  const [tags, probabilities] = engine().runKernel(LABEL_AWARE_TAGS, { ...inputs }, { keptBytes }) as unknown as [
    Tensor2D,
    Tensor2D,
  ];
  return { tags, probabilities };
}

function checkShapes(inputs: LabelAwareInputs): void {
  const given = inputs as unknown as Record<string, Tensor2D | undefined>;
  const shape = labelAwareShape((name) => given[name]?.shape);
  const { batch, features, tags, hidden, background, context } = shape;
  const reads = (background || context) && hidden > 0;
  const expected: Record<string, number[]> = {
    lengths: [batch],
    ...(reads && {
      forwardGates: [tags + 1, 4 * hidden],
      forwardWeights: [hidden, 4 * hidden],
      backwardGates: [tags + 1, 4 * hidden],
      backwardWeights: [hidden, 4 * hidden],
    }),
    ...(background && { backgroundWeights: [2 * hidden, features], backgroundBias: [features] }),
    ...(context && { contextWeights: [features * (background ? 2 : 1), 2 * hidden], contextBias: [2 * hidden] }),
    outputWeights: [knownWidth(shape), tags],
    allowed: [tags + 2, tags],
  };
  const message = () => {
    const each = Object.entries(given).map(([name, tensor]) => `${name} [${tensor?.shape ?? 'none'}]`);
    return `labelAwareTags: shapes do not agree: ${each.join(', ')}`;
  };
  util.assert(reads === (background || context), message);
  for (const [name, sides] of Object.entries(expected)) {
    util.assert(util.arraysEqual(given[name]?.shape ?? [], sides), message);
  }
}
