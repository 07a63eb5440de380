/**
 * What a label-aware output makes of the labels before a word (paper 4, section 2.2.2): a bidirectional LSTM over their
 * embeddings, of the embeddings' size in each direction. Its last state stands for all of them. In the backward direction that
 * is its first step, which hangs on the newest label alone.
 *
 * The first word of a sentence has the start label before it; the words behind it have the labels of words and no start, as
 * in the paper's equation 3, which leaves open what the first word has.
 */
import {
  concat,
  expandDims,
  gather,
  ones,
  reshape,
  split,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tensor,
  zeros,
} from '@tensorflow/tfjs-core';
import { lookUp } from '../kernels/embedding/lookups.ts';
import { labelContext, nextLabelContext } from '../kernels/labelContext/operation.ts';
import { linear } from '../kernels/linear/operation.ts';
import { lstmStates, lstmStep } from '../kernels/lstm/operation.ts';
import { LstmLayer } from './lstm.ts';
import type { ParameterSource } from './parameters.ts';

/** Labels as the words of a batch see them. */
export interface EncodedLabels {
  /** The states of the label before each word, as the last one before it [batch, time, 2·hidden], forward and backward. */
  readonly last: Tensor3D;
  /** @param queries of each word [batch, time, 2·hidden]. @returns its attention over all labels before it, of that shape. */
  context(queries: Tensor3D): Tensor3D;
}

/** The labels before one word of each sentence, as far as a decoder that reads its own has come. */
export type LabelStep = {
  /** The forward direction after the newest label [batch, hidden] each. */
  readonly state: Tensor2D;
  readonly cell: Tensor2D;
  /** Newest first. */
  readonly labels: Tensor2D; // int32 [batch, labels]
  readonly forwardStates: Tensor3D; // [batch, labels, hidden]
};

/** Reads an output's own labels, one of each sentence at a time. */
export interface LabelReader {
  /** @param previous undefined where the prefix begins anew. @param newest label of each sentence, int32 [batch]. */
  next(previous: LabelStep | undefined, newest: Tensor1D): LabelStep;
  /** As `EncodedLabels.last`, of one word [batch, 2·hidden]. */
  last(step: LabelStep, newest: Tensor1D): Tensor2D;
  /** @param lengths labels that a sentence still reads [batch]: none behind its end. @returns [batch, 2·hidden] */
  context(queries: Tensor2D, step: LabelStep, lengths: Int32Array): Tensor2D;
}

const dense = { padding: false, learns: 'dense' } as const;

export class LabelEncoderLayer extends LstmLayer {
  constructor(
    path: string,
    private readonly size: number,
    source: ParameterSource,
  ) {
    super(path, size, size, source);
  }

  /**
   * @param embeddings [labels, size].
   * @param labels rows of the labels before each word [batch · time].
   * @param lengths words of each sentence.
   */
  along(embeddings: Tensor2D, labels: Int32Array, lengths: Int32Array): EncodedLabels {
    const [batch, time] = [lengths.length, labels.length / lengths.length];
    const [aloneForward, aloneBackward] = this.alone(embeddings);
    const start = lookUp(aloneForward, new Int32Array(batch), [batch, 1], dense) as Tensor3D;
    const states = time === 1 ? start : concat([start, this.behindStart(embeddings, labels, lengths)], 1);
    const backward = lookUp(aloneBackward, labels, [batch, time], dense) as Tensor3D;
    const inputs = { forwardStates: states, ...this.backwardDirection(embeddings) };
    return {
      last: concat([states, backward], 2),
      context: (queries) => labelContext({ queries, ...inputs }, labels, lengths),
    };
  }

  /** The forward direction's states of the labels of words [batch, time − 1, size]. */
  private behindStart(embeddings: Tensor2D, labels: Int32Array, lengths: Int32Array): Tensor3D {
    const [batch, time] = [lengths.length, labels.length / lengths.length];
    const ids = labels.filter((_, cell) => cell % time !== 0);
    const inputs = lookUp(embeddings, ids, [batch, time - 1], dense) as Tensor3D;
    const counts = tensor(
      lengths.map((length) => Math.max(0, length - 1)),
      [batch],
      'int32',
    ) as Tensor1D;
    return lstmStates({ inputs, lengths: counts, ...this.direction(0) });
  }

  /** Both directions' first step from each label [labels, size] each. */
  private alone(embeddings: Tensor2D): [Tensor2D, Tensor2D] {
    const [labels] = embeddings.shape;
    const states = this.states(expandDims(embeddings, 1), ones([labels], 'int32'));
    return split(reshape(states, [labels, 2 * this.size]) as Tensor2D, 2, 1) as [Tensor2D, Tensor2D];
  }

  private backwardDirection(embeddings: Tensor2D) {
    const { inputWeights, recurrentWeights, bias } = this.direction(1);
    return { labelGates: linear(embeddings, inputWeights, bias as Tensor1D), recurrentWeights };
  }

  /** For labels that come one after the other; what does not change between them is worked out once. */
  reader(embeddings: Tensor2D): LabelReader {
    const { inputWeights, recurrentWeights, bias } = this.direction(0);
    const forward = { inputWeights, recurrentWeights, bias: bias as Tensor1D };
    const [, aloneBackward] = this.alone(embeddings);
    const backward = this.backwardDirection(embeddings);
    const nothing = (batch: number) => zeros([batch, this.size]) as Tensor2D;
    return {
      next(previous, newest) {
        const [batch] = newest.shape;
        const inputs = gather(embeddings, newest) as Tensor2D;
        const before = previous ?? { state: nothing(batch), cell: nothing(batch) };
        const { state, cell } = lstmStep({ inputs, ...forward }, before);
        const labels = expandDims<Tensor2D>(newest, 1);
        const forwardStates = expandDims<Tensor3D>(state, 1);
        return {
          state,
          cell,
          labels: previous ? concat([labels, previous.labels], 1) : labels,
          forwardStates: previous ? concat([forwardStates, previous.forwardStates], 1) : forwardStates,
        };
      },
      last: ({ state }, newest) => concat([state, gather(aloneBackward, newest) as Tensor2D], 1),
      context: (queries, { labels, forwardStates }, lengths) => {
        const counts = tensor(lengths, [lengths.length], 'int32') as Tensor1D;
        return nextLabelContext({ queries, forwardStates, labels, lengths: counts, ...backward });
      },
    };
  }
}
